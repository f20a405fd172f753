"""Times kernels, and prints each sample as one JSON line.

    python kernels.py cells  ROUNDS STOCK NOTEBOOK...
    python kernels.py stock  ROUNDS STOCK NOTEBOOK...
    python kernels.py waits  ROUNDS STOCK
    python kernels.py lesson ROUNDS PYTHON LESSON FOLDER NOTEBOOK...

cells   each code cell in our kernel, as its spec says, and in the stock one, the
        program STOCK with none of the spec's build settings: one right after the
        other, so that both meet the same machine; which is first alternates.
stock   each code cell in the stock kernel alone.
waits   what else a learner waits for, in both: the start, the first cell and the
        tenth, completion at rest and while a cell runs.
lesson  all cells of notebooks in our kernel, each notebook in a fresh one, and all
        cells of LESSON in an ipykernel of PYTHON that starts in FOLDER.

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


def say(turn, kernel, cell, seconds, notebook=""):
    sample = {"round": turn, "notebook": notebook, "cell": cell, "kernel": kernel, "seconds": seconds}
    print(json.dumps(sample), flush=True)


class Kernel:
    """A kernel that has started; ours, unless its command is given."""

    def __init__(self, folder, stock=None, ipykernel=None):
        began = time.perf_counter()
        self.manager = KernelManager(kernel_name="gonb")
        spec = self.manager.kernel_spec
        if stock:
            spec.argv[0] = stock
            spec.env = {name: value for name, value in spec.env.items() if name in FOUND_BY_STOCK}
        if ipykernel:
            spec.argv = [ipykernel, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            spec.env = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
        self.manager.start_kernel(cwd=folder)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)
        self.start = time.perf_counter() - began

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel()

    def run(self, source):
        """How long a cell takes, from the request to the last of its output."""
        began = time.perf_counter()
        reply = self.client.execute_interactive(source, timeout=300, output_hook=lambda message: None)
        if reply["content"]["status"] != "ok":
            sys.exit(f"a cell failed: {reply['content'].get('evalue')}\n{source}")
        return time.perf_counter() - began

    def complete(self, source):
        """How long a completion at the end of source takes."""
        began = time.perf_counter()
        request = self.client.complete(source)
        while self.client.get_shell_msg(timeout=120)["parent_header"].get("msg_id") != request:
            pass
        return time.perf_counter() - began


def code_cells(notebook):
    return [c for c in nbformat.read(notebook, as_version=4).cells if c.cell_type == "code"]


def in_turn(kernels, number):
    """Both kernels; which one is first alternates."""
    return kernels[:: 1 if number % 2 else -1]


def cells(rounds, stock, *notebooks):
    for turn in range(rounds + 1):
        for notebook in notebooks:
            folder, name = os.path.split(notebook)
            with Kernel(folder) as ours, Kernel(folder, stock) as theirs:
                kernels = [("ours", ours), ("stock", theirs)]
                for number, cell in enumerate(code_cells(notebook)):
                    for label, kernel in in_turn(kernels, turn + number):
                        say(turn, label, cell.id, kernel.run(cell.source), name)


def stock(rounds, program, *notebooks):
    for turn in range(rounds + 1):
        for notebook in notebooks:
            folder, name = os.path.split(notebook)
            with Kernel(folder, program) as kernel:
                for cell in code_cells(notebook)[: None if turn else 3]:  # the first ones import all
                    say(turn, "stock", cell.id, kernel.run(cell.source), name)


PRINT = '%%\nfmt.Println("cell", {})'
PREFIX = "%%\nfmt.Print"


def waits(rounds, stock):
    for turn in range(rounds + 1):
        for label, program in in_turn([("ours", None), ("stock", stock)], turn):
            with Kernel(".", program) as kernel:
                say(turn, label, "a kernel starts", kernel.start)
                for number in range(1, 11):
                    seconds = kernel.run(PRINT.format(number))
                    if number in (1, 2, 10):
                        say(turn, label, f"cell {number}, which prints", seconds)
                say(turn, label, "the first completion", kernel.complete(PREFIX))
                say(turn, label, "the second completion", kernel.complete(PREFIX))
                kernel.client.execute('import "time"\n%%\ntime.Sleep(4 * time.Second)')
                time.sleep(2)
                began = time.perf_counter()
                kernel.complete(PREFIX)
                say(turn, label, "a completion while a cell sleeps 2 s more", time.perf_counter() - began)


def lesson(rounds, python, script, folder, *notebooks):
    with open(script, encoding="utf-8") as file:
        theirs = file.read().split("# %%\n")[1:]

    def ours(turn, again=""):
        # The variable of quickbuild: 0 has every cell built, without it they are kept.
        os.environ["LITTLESTEPS_CELLS_MB"] = "" if again else "0"
        retold = everything = 0
        for notebook in notebooks:
            with Kernel(os.path.dirname(notebook)) as kernel:
                retold += kernel.start
                everything += kernel.start
                for cell in code_cells(notebook):
                    seconds = kernel.run(cell.source)
                    everything += seconds
                    if "exercise" not in cell.metadata.get("tags", []) and not cell.id.startswith("explore"):
                        retold += seconds
        say(turn, "ours", "the lesson" + again, retold)
        say(turn, "ours", "the lesson, with exercises and explorers" + again, everything)

    def peer(turn):
        with Kernel(folder, ipykernel=python) as kernel:
            say(turn, "other", "the lesson", kernel.start + sum(kernel.run(cell) for cell in theirs))

    for turn in range(rounds + 1):
        for run in in_turn([ours, peer, lambda turn: ours(turn, ", run again")], turn):
            run(turn)


if __name__ == "__main__":
    command, rounds, *rest = sys.argv[1:]
    {"cells": cells, "stock": stock, "waits": waits, "lesson": lesson}[command](int(rounds), *rest)
