"""The programs that serve, run as people run them: processes on ports of this machine."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 60.0

_SETTINGS = """import runpy

globals().update({{k: v for k, v in runpy.run_path({conf!r}).items() if k.isupper()}})
SITEURL = "http://localhost:{port}"
INBOX_URL = {inbox!r}
PATH = {content!r}
OUTPUT_PATH = {output!r}
"""


@dataclass
class Program:
    """A running program. ``folder`` has its settings file, record and output."""

    process: subprocess.Popen[str]
    folder: Path
    url: str
    said: list[str] = field(default_factory=list)

    @property
    def content(self) -> Path:
        """The record."""
        return self.folder / "content"

    @property
    def output(self) -> Path:
        """The built site."""
        return self.folder / "output"

    def text(self) -> str:
        """Return all that it has said, on both channels."""
        return "".join(self.said)

    def wait_for(self, words: str) -> str:
        """Return the line that says these words, once it is said."""
        wait_until(lambda: words in self.text() or self.process.poll() is not None, self.text)
        found = next((line for line in self.said if words in line), None)
        assert found is not None, f"it never said {words!r}:\n{self.text()}"
        return found

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end and return its exit status."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE_S)

    def children(self) -> list[int]:
        """Return the process ids of its children, resource tracker aside."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        pids = [int(pid) for one in threads for pid in one.read_text().split()]
        return [pid for pid in pids if "resource_tracker" not in command_line(pid)]


def command_line(pid: int) -> str:
    """Return what a process was started with, or an empty text when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def is_running(pid: int) -> bool:
    """Tell whether a process is there and not only waiting to be buried."""
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def wait_until(holds: Callable[[], bool], tell: Callable[[], str] = str) -> None:
    """Wait until something holds; fail, with what ``tell`` returns, when it never does."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, tell()
        time.sleep(0.02)


def write_project(folder: Path, port: int, inbox: str = "/inbox") -> Path:
    """Write a project with a copy of the sample record and return its settings file."""
    shutil.copytree(ROOT / "content", folder / "content")
    settings = folder / "pelicanconf.py"
    settings.write_text(
        _SETTINGS.format(
            conf=str(ROOT / "pelicanconf.py"),
            port=port,
            inbox=inbox,
            content=str(folder / "content"),
            output=str(folder / "output"),
        ),
        encoding="utf-8",
    )
    return settings


@contextmanager
def running(folder: Path, port: int, *arguments: str, **environ: str) -> Iterator[Program]:
    """Run ``pledges`` with these arguments in ``folder``; at the end it is killed if it still runs."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("PLEDGES_")}
    # A shell that starts the tests in the background has them ignore Ctrl+C, and programs inherit it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "pledges", *arguments],
        cwd=folder,
        env={**known, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    signal.signal(signal.SIGINT, before)
    program = Program(process, folder, f"http://localhost:{port}")
    reader = threading.Thread(target=_listen, args=(program,), daemon=True)
    reader.start()
    try:
        yield program
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(PATIENCE_S)
        reader.join(PATIENCE_S)
        if process.stdout is not None:
            process.stdout.close()


def _listen(program: Program) -> None:
    if program.process.stdout is not None:
        program.said.extend(iter(program.process.stdout.readline, ""))
