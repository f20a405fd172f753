# A hub for a class on one machine: every learner gets a container of the
# image, with limits, without a way out to the network. compose.yaml beside
# this file starts it; docker/README.md says what the settings are for.
import os
import sys

c = get_config()  # noqa: F821


def setting(name, default):
    """A setting from the environment; empty counts as not set."""
    return os.environ.get("CLASS_" + name) or default


# --- Who may come in
# The teacher and the named learners, and whom the teacher adds in the hub's
# admin page. Each chooses a password at the first login; it is kept hashed, on
# the hub's volume.
state = setting("STATE", "/srv/hub")
c.JupyterHub.authenticator_class = "firstuseauthenticator.FirstUseAuthenticator"
c.FirstUseAuthenticator.dbm_path = os.path.join(state, "passwords")
c.FirstUseAuthenticator.create_users = False
c.FirstUseAuthenticator.min_password_length = 12
c.Authenticator.admin_users = {setting("TEACHER", "teacher")}
c.Authenticator.allowed_users = set(setting("LEARNERS", "").split())
c.Authenticator.allow_existing_users = True
c.Authenticator.allow_all = False

# --- The hub itself
c.JupyterHub.bind_url = "http://:8000"
c.JupyterHub.hub_bind_url = "http://:8081"
c.JupyterHub.hub_connect_url = "http://hub:8081"
c.JupyterHub.db_url = "sqlite:///" + os.path.join(state, "hub.sqlite")
c.JupyterHub.cookie_secret_file = os.path.join(state, "cookie_secret")
# With a name of its own for each learner (*.class.example), a page of one can't
# act for another in the browser.
c.JupyterHub.subdomain_host = setting("SUBDOMAIN_HOST", "")
# A class begins all at once: some at a time, each of them fast.
c.JupyterHub.concurrent_spawn_limit = 8
c.JupyterHub.active_server_limit = int(setting("SEATS", "40"))
# Learners go on working while the hub is renewed.
c.JupyterHub.cleanup_servers = False
c.JupyterHub.shutdown_on_logout = True

# --- A learner's server
c.JupyterHub.spawner_class = "dockerspawner.DockerSpawner"
c.DockerSpawner.image = setting("IMAGE", "littlesteps:local")
c.DockerSpawner.pull_policy = "never"
c.DockerSpawner.cmd = ["jupyterhub-singleuser"]
c.DockerSpawner.prefix = "class"
c.DockerSpawner.remove = True
# A network without a way out. The hub is in it too.
c.DockerSpawner.network_name = setting("NETWORK", "class-learners")
# Only this outlives a server. It may be empty.
c.DockerSpawner.volumes = {"class-home-{username}": "/home/jovyan"}
c.Spawner.default_url = "/lab"
# Learners find the notebooks without solutions, the teacher finds the teacher's.
c.Spawner.environment = {
    "LITTLESTEPS_VARIANT": lambda spawner: "teacher" if spawner.user.name == setting("TEACHER", "teacher") else setting("VARIANT", "learner"),
}
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 60

# --- Its limits
c.Spawner.mem_limit = setting("MEMORY", "2G")
c.Spawner.cpu_limit = float(setting("CPUS", "2"))
c.DockerSpawner.extra_host_config = {
    "read_only": True,
    # Cells are compiled and run here; what lies here counts as memory.
    "tmpfs": {"/tmp": "rw,exec,nosuid,nodev,mode=1777,size=1g"},
    "memswap_limit": setting("MEMORY", "2G"),  # as mem_limit: no swap
    "pids_limit": 512,
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges"],
}

# --- Servers that nobody uses end after an hour, their files stay.
c.JupyterHub.services = [
    {
        "name": "culler",
        "command": [
            sys.executable,
            "-m",
            "jupyterhub_idle_culler",
            "--timeout=" + setting("IDLE_SECONDS", "3600"),
            "--cull-every=300",
        ],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "culler",
        "services": ["culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
]
