# Written by `go tool steps setup`, and written anew when it differs: put your
# own settings into the file jupyter_config.py in ../../var/jupyter/config.
import os
import sys

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_server.services.kernels.kernelmanager import MappingKernelManager

c = get_config()  # noqa: F821

# In an image the checkout is only read, and the learner has a folder.
work = os.environ.get("LITTLESTEPS_WORK", "")
venv = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# The Go kernel, and nothing else, is offered.
c.KernelSpecManager.ensure_native_kernel = False
c.KernelSpecManager.allowed_kernelspecs = {"gonb"}
c.MultiKernelManager.default_kernel_name = "gonb"

# JupyterLab shows a kernel's state from the first message that isn't on this
# list. With kernel_info on it, as by default, a notebook that was just opened
# says "Unknown".
c.MappingKernelManager.untracked_message_types = [
    kind
    for kind in MappingKernelManager.untracked_message_types.default()
    if not kind.startswith("kernel_info")
]

# Kernels talk over Unix sockets in a private folder, out of reach of the
# machine's other users. The system limits a socket's path to 107 characters
# (103 on macOS); 50 of them are the socket's own name.
longest = 53 if sys.platform == "darwin" else 57
if len(jupyter_runtime_dir()) <= longest:
    c.KernelManager.transport = "ipc"

# The kernel stops a cell that prints more than 2 million characters and says so.
# The server's own limit would drop that sentence, and figures, without a word
# in the notebook; so it is higher.
c.ServerApp.iopub_data_rate_limit = 10_000_000
c.ServerApp.iopub_msg_rate_limit = 10_000

# Nothing is asked of or fetched from anywhere, and no other program is looked
# for: completion comes from the kernel.
c.LabApp.extension_manager = "readonly"
c.LanguageServerManager.autodetect = False

# What JupyterLab remembers stays in the checkout, or with the learner.
own = os.path.join(work, ".littlesteps") if work else os.path.join(venv, "var")
c.LabApp.user_settings_dir = os.path.join(own, "lab", "settings")
c.LabApp.workspaces_dir = os.path.join(own, "lab", "workspaces")
if work:
    c.ServerApp.root_dir = work

# The explorers' program: {baseUrl}static/littlesteps/... in the browser. What lies
# there is served without a token; nothing else of share is.
c.ServerApp.extra_static_paths = [os.path.join(venv, "share", "static")]
