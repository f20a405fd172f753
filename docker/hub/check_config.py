"""Checks that every setting in jupyterhub_config.py is one that its class has.

JupyterHub passes over what it doesn't know, with a line in its log: a limit
that is misspelt would be no limit. Docker's client looks at the containers'.
"""
import os
import sys

from docker.types import HostConfig
from dockerspawner import DockerSpawner
from firstuseauthenticator import FirstUseAuthenticator
from jupyterhub.app import JupyterHub
from traitlets.config.loader import PyFileConfigLoader

CLASSES = {
    "JupyterHub": JupyterHub,
    "Spawner": DockerSpawner,
    "DockerSpawner": DockerSpawner,
    "Authenticator": FirstUseAuthenticator,
    "FirstUseAuthenticator": FirstUseAuthenticator,
}

config = PyFileConfigLoader("jupyterhub_config.py", os.path.dirname(os.path.abspath(__file__))).load_config()
unknown = [
    f"{section}.{name}"
    for section, settings in config.items()
    for name in settings
    if section not in CLASSES or name not in CLASSES[section].class_trait_names(config=True)
]
HostConfig(version="1.44", **config.DockerSpawner.extra_host_config)
if unknown:
    sys.exit("jupyterhub_config.py: no such settings: " + ", ".join(unknown))
