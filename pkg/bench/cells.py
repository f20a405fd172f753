"""Times the cells of notebooks under two settings of the kernel.

    python cells.py STOCK ROUNDS NOTEBOOK...

For each round and notebook two kernels start: ours, as the kernel spec says,
and the stock one, the program STOCK with none of the spec's build settings.
Each code cell runs in both, one right after the other, so that both meet the
same machine; which one is first alternates. Each sample is one JSON line.
There is one round more than asked for, round 0, which fills the caches.
"""
import json
import os
import sys
import time

import nbformat
from jupyter_client.manager import KernelManager

# What the stock kernel has of the spec's environment.
FOUND_BY_STOCK = ("PATH", "GOPLSCACHE")


def start(folder, stock):
    manager = KernelManager(kernel_name="gonb")
    if stock:
        spec = manager.kernel_spec
        spec.argv[0] = stock
        spec.env = {name: value for name, value in spec.env.items() if name in FOUND_BY_STOCK}
    manager.start_kernel(cwd=folder)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    return manager, client


def seconds(client, source):
    """How long a cell takes, from the request to the last of its output."""
    began = time.perf_counter()
    reply = client.execute_interactive(source, timeout=300, output_hook=lambda message: None)
    if reply["content"]["status"] != "ok":
        sys.exit(f"a cell failed: {reply['content'].get('evalue')}\n{source}")
    return time.perf_counter() - began


def measure(notebook, stock, turn):
    cells = [c for c in nbformat.read(notebook, as_version=4).cells if c.cell_type == "code"]
    folder, name = os.path.split(notebook)
    kernels = [("ours", start(folder, None)), ("stock", start(folder, stock))]
    try:
        for number, cell in enumerate(cells):
            for kernel, (_, client) in kernels[:: 1 if (turn + number) % 2 else -1]:
                sample = {"round": turn, "notebook": name, "cell": cell.id, "kernel": kernel}
                print(json.dumps({**sample, "seconds": seconds(client, cell.source)}), flush=True)
    finally:
        for _, (manager, client) in kernels:
            client.stop_channels()
            manager.shutdown_kernel()


def main():
    stock, rounds = sys.argv[1], int(sys.argv[2])
    for turn in range(rounds + 1):
        for notebook in sys.argv[3:]:
            measure(notebook, stock, turn)


if __name__ == "__main__":
    main()
