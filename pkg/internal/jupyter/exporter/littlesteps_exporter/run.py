"""Runs one notebook from a clean kernel and tells its parent what happens.

    python run.py ARGUMENTS   (one JSON object: see Arguments)

The parent is `steps run`. Each event is a JSON object on a line of standard
output. Standard input stays open while the parent wants the run to go on: when
it closes, also because the parent was killed, kernel and folders are removed.

Events: {"event": "kernel", "process": the kernel's}
        {"event": "start", "index": cell}
        {"event": "cell", "index": cell, "seconds": ..., "failure": null or {...}}
        {"event": "saved"}   the executed copy is written
        {"event": "problem", "message": ...}   the kernel could not be started
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import dataclasses
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError


@dataclasses.dataclass
class Arguments:
    notebook: str  # the file to run; it is only read
    copy: str  # where the executed copy is written
    source: str  # how the copy names the notebook that it was made from
    connection: str  # the kernel's connection file, in a private folder
    transport: str  # "ipc" or "tcp"
    work: str  # the kernel's temporary folder; removed at the end
    kernel: str  # the name of the kernel spec
    limit: float  # seconds for one cell
    output_limit: int  # characters that one cell may print and display
    allow_errors: bool  # go on after a cell that failed


# gonb answers "ok" to a shell line that failed, but says so in a message of its
# own on standard error.
SHELL_FAILURE = re.compile(r"(\^C\n)?(exit status \d+|signal: .+)\n")

GRACE = 8.0  # seconds for an interrupted cell; after 5, gonb kills its program
STACKS = 1.5  # seconds for a program to print its stacks and end


class Client(NotebookClient):
    """Notices what the finished outputs don't tell any more."""

    def forget_cell(self) -> None:
        self.shown = 0
        self.shell_failures: list[str] = []
        self.too_much = asyncio.Event()

    def process_message(self, msg, cell, cell_index):
        content, kind = msg["content"], msg["msg_type"]
        room = self.output_limit - self.shown
        if kind == "stream":
            if content["name"] == "stderr" and SHELL_FAILURE.fullmatch(content["text"]):
                self.shell_failures.append(content["text"].strip())
            self.shown += len(content["text"])
            content["text"] = content["text"][: max(room, 0)]
        elif kind in ("display_data", "execute_result", "update_display_data"):
            self.shown += sum(len(str(data)) for data in content["data"].values())
        else:
            return super().process_message(msg, cell, cell_index)
        if self.shown > self.output_limit:
            self.too_much.set()
            if not content.get("text"):
                return None
        return super().process_message(msg, cell, cell_index)


def tell(event: str, **more) -> None:
    print(json.dumps({"event": event, **more}), flush=True)


class Run:
    def __init__(self, arguments: Arguments):
        self.arguments = arguments
        self.manager = AsyncKernelManager(
            kernel_name=arguments.kernel,
            transport=arguments.transport,
            connection_file=arguments.connection,
        )
        self.notebook = nbformat.read(arguments.notebook, as_version=4)
        self.client = Client(
            self.notebook,
            km=self.manager,
            timeout=None,  # ours, below: nbclient's would wait a second time
            iopub_timeout=60,
            raise_on_iopub_timeout=True,
            coalesce_streams=True,
            record_timing=False,
            skip_cells_with_tag="",  # JupyterLab runs them all
        )
        self.client.output_limit = arguments.output_limit

    @property
    def leader(self) -> int:
        """The kernel's process, which leads a session of its own; 0 before it starts."""
        return getattr(self.manager.provisioner, "pid", None) or 0

    async def all_cells(self) -> None:
        await self.start()
        for index, cell in enumerate(self.notebook.cells):
            if cell.cell_type != "code":
                continue
            cell.outputs, cell.execution_count = [], None
            if not cell.source.strip():
                continue
            tell("start", index=index)
            began = time.monotonic()
            failure = await self.one_cell(index, cell)
            tell("cell", index=index, seconds=time.monotonic() - began, failure=failure)
            if failure and (failure["dead"] or not self.arguments.allow_errors):
                return
        self.save()

    async def start(self) -> None:
        # The kernel's folder, and all that cells put into the temporary folder,
        # lie in one place: nothing is left even if the kernel is killed.
        os.mkdir(self.arguments.work)
        environment = {**os.environ, "TMPDIR": self.arguments.work}
        folder = str(Path(self.arguments.notebook).resolve().parent)
        # Standard output is for events alone, and ends when this program ends.
        await self.manager.start_kernel(cwd=folder, env=environment, stdout=sys.stderr)
        tell("kernel", process=self.leader)
        await self.client.async_start_new_kernel_client()
        info = await self.client.async_wait_for_reply(self.client.kc.kernel_info())
        language = dict(info["content"]["language_info"])
        language["pygments_lexer"] = "go"  # gonb leaves it empty, and Go is coloured as Python
        self.notebook.metadata["language_info"] = language
        self.notebook.metadata["littlesteps"] = {"source": self.arguments.source}

    async def one_cell(self, index: int, cell) -> dict | None:
        """Runs a cell, and returns what is needed to explain it if it failed."""
        self.client.forget_cell()
        running = asyncio.ensure_future(self.client.async_execute_cell(cell, index))
        flood = asyncio.ensure_future(self.client.too_much.wait())
        await asyncio.wait({running, flood}, timeout=self.arguments.limit, return_when=asyncio.FIRST_COMPLETED)
        why = None
        if not running.done():
            why = "output" if flood.done() else "timeout"
            await self.stop(running, stacks=why == "timeout")
        flood.cancel()
        if not running.done():
            await self.kill(running)
            return self.failure(why, cell, dead=True)
        error = running.exception()
        allowed = "raises-exception" in cell.metadata.get("tags", [])
        if isinstance(error, DeadKernelError):
            return self.failure("died", cell, dead=True)
        if isinstance(error, CellTimeoutError):
            return self.failure("lost", cell)
        if error is not None and not isinstance(error, CellExecutionError):
            raise error
        if why is None and self.client.too_much.is_set():
            why = "output"
        if why is None and not allowed:
            why = "error" if error else "shell" if self.client.shell_failures else None
        return self.failure(why, cell) if why else None

    async def stop(self, running: asyncio.Future, stacks: bool) -> None:
        """Interrupts a cell. A program may first print where it was.

        It is repeated: one that was sent before the kernel had received the cell
        was meant for an earlier one.
        """
        deadline = time.monotonic() + GRACE
        while not running.done() and time.monotonic() < deadline:
            if stacks and ask_for_stacks(self.leader, self.arguments.work):
                stacks = False
                await asyncio.wait({running}, timeout=STACKS)
                continue
            with contextlib.suppress(Exception):
                await self.manager.interrupt_kernel()
            await asyncio.wait({running}, timeout=1)

    async def kill(self, running: asyncio.Future) -> None:
        kill_session(self.leader)
        running.cancel()
        await asyncio.wait({running}, timeout=GRACE)

    def failure(self, why: str, cell, dead: bool = False) -> dict:
        error = next((o for o in cell.outputs if o.output_type == "error"), None)
        return {
            "why": why,
            "dead": dead,
            "error": error.evalue if error else "",
            "stdout": streamed(cell, "stdout"),
            "stderr": streamed(cell, "stderr"),
            "reports": [o.data["text/html"] for o in cell.outputs if "text/html" in o.get("data", {})],
            "shell": self.client.shell_failures,
            "program": program(self.arguments.work),
        }

    def save(self) -> None:
        nbformat.write(self.notebook, self.arguments.copy)
        tell("saved")

    async def end(self) -> None:
        """Ends the kernel, kindly first, and whatever it started."""
        leader = self.leader  # the manager forgets it
        with contextlib.suppress(Exception):
            await asyncio.wait_for(self.manager.shutdown_kernel(), timeout=GRACE)
        kill_session(leader)
        if self.client.kc is not None:
            self.client.kc.stop_channels()
        shutil.rmtree(self.arguments.work, ignore_errors=True)


def streamed(cell, name: str) -> str:
    return "".join(o.text for o in cell.outputs if o.output_type == "stream" and o.name == name)


def program(work: str) -> dict:
    """The Go files that the kernel made of the cells, to find lines in."""
    texts = {}
    for path in Path(work).glob("gonb_*/main*.go"):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            texts[path.name] = path.read_text(encoding="utf-8")
    return texts


def kill_session(leader: int) -> None:
    """Kills a kernel and what it started: gopls, the cell's program, shells.

    gopls leaves the kernel's process group, but not its session. What is
    started while this looks is found in the next round.
    """
    for _ in range(3):
        found = False
        for pid in all_processes() if leader > 1 else []:
            with contextlib.suppress(OSError):
                if os.getsid(pid) == leader and not ended(pid):
                    os.kill(pid, signal.SIGKILL)
                    found = True
        if not found:
            return
        time.sleep(0.02)


def all_processes() -> list[int]:
    if Path("/proc/self").exists():
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]
    listed = subprocess.run(["ps", "-axo", "pid="], capture_output=True, text=True, check=False)
    return [int(pid) for pid in listed.stdout.split()]


def ended(pid: int) -> bool:
    """Whether only a process's entry is left, for its parent to take note of."""
    with contextlib.suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return False


def ask_for_stacks(leader: int, work: str) -> bool:
    """Makes the cell's program print the stacks of its goroutines, and end.

    This needs Linux's /proc; elsewhere nothing is asked.
    """
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            pid = int(process.name)
            if not os.readlink(process / "exe").startswith(os.path.realpath(work) + "/gonb_"):
                continue
            if os.getsid(pid) == leader:
                quit_with_stacks(pid)
                return True
    return False


def quit_with_stacks(pid: int) -> None:
    """Sends a Go program SIGQUIT, and to the right thread.

    A running goroutine's stack is printed only by the thread that it runs on,
    and it changes threads all the time. So everything is stopped first; then
    the thread to ask is one that wasn't waiting in a system call.
    """
    thread = pid
    os.kill(pid, signal.SIGSTOP)
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for _ in range(20):
                if (task / "stat").read_text().rpartition(")")[2].split()[0] == "T":
                    break
                time.sleep(0.01)
            if (task / "syscall").read_text().startswith("-1 "):
                thread = int(task.name)
        if ctypes.CDLL(None).tgkill(pid, thread, int(signal.SIGQUIT)) != 0:
            os.kill(pid, signal.SIGQUIT)
    except (OSError, AttributeError):  # what ended meanwhile, or a C library without tgkill
        os.kill(pid, signal.SIGQUIT)
    finally:
        os.kill(pid, signal.SIGCONT)


async def parent_gone() -> None:
    """Returns when standard input closes."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


async def main() -> int:
    run = Run(Arguments(**json.loads(sys.argv[1])))
    work = asyncio.ensure_future(run.all_cells())
    gone = asyncio.ensure_future(parent_gone())
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, gone.cancel)
    try:
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            kill_session(run.leader)
            work.cancel()
            await asyncio.wait({work}, timeout=GRACE)
            return 130
        if error := work.exception():
            tell("problem", message=f"{type(error).__name__}: {error}")
            return 1
        return 0
    finally:
        gone.cancel()
        await run.end()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
