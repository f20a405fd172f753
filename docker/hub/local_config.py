# The class's hub as tests and the load test need it, and nobody else: on this
# machine alone, with processes instead of containers, under one account of the
# machine, and with one password for all. Go starts it, pkg/internal/hub.
import json
import os

here = os.path.dirname(os.path.abspath(__file__))
load_subconfig(os.path.join(here, "jupyterhub_config.py"))  # noqa: F821
c = get_config()  # noqa: F821

local = json.loads(os.environ["LOCAL_HUB"])

c.JupyterHub.log_level = "WARN"
c.JupyterHub.cleanup_servers = True
c.JupyterHub.active_server_limit = 0

c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = local["password"]
c.Authenticator.allowed_users = set(local["users"])

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = local["homes"] + "/{username}/home"
c.Spawner.cmd = [local["python"], "-m", "jupyterhub.singleuser"]


def settle(spawner):
    """Gives a user's server folders of its own, as a container has them."""
    own = os.path.join(local["homes"], spawner.user.name)
    for name in ("home", "tmp", "run", "config", "lab"):
        os.makedirs(os.path.join(own, name), mode=0o700, exist_ok=True)
    spawner.environment = local["environment"] | {
        "TMPDIR": own + "/tmp",
        "JUPYTER_RUNTIME_DIR": own + "/run",
        "JUPYTER_CONFIG_DIR": own + "/config",
    }
    spawner.args = [
        "--ServerApp.log_level=WARN",
        "--LabApp.user_settings_dir=" + own + "/lab/settings",
        "--LabApp.workspaces_dir=" + own + "/lab/workspaces",
        "--LabApp.expose_app_in_browser=True",  # so that tests can ask it
    ]
    if os.geteuid() == 0:
        spawner.args.append("--allow-root")


c.Spawner.pre_spawn_hook = settle

# The load test starts servers and speaks for their owners.
c.JupyterHub.services.append({"name": "load", "api_token": local["token"]})
c.JupyterHub.load_roles.append(
    {
        "name": "load",
        "services": ["load"],
        "scopes": ["admin:users", "admin:servers", "tokens", "access:servers"],
    }
)
