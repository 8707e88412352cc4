"""Changed files are collected beside the output folder and moved in only when all are there.

A build that fails leaves the last good site. A crash while the files are moved in is finished by
the next build: the marker ``ready`` says that the staged set is complete. Builds of one output take
turns.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from pledges.site.state import Printed, State, encode_state, state_path

_READY = "ready"
_FILES = "files"
_STATE = "state"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


class _Plan(msgspec.Struct):
    """What is still to do once ``ready`` stands: files to move, files to remove, and the staged state."""

    moved: list[str]
    removed: list[str]
    has_state: bool


class Staging:
    """The staged changes of one output folder.

    Names: ``output/`` is built through ``.output.staging/``, remembered in ``.output.state`` and kept
    from other builds by ``.output.lock``.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self.folder = output.parent / f".{output.name}.staging"
        self.state_path = state_path(output)
        self._lock_path = output.parent / f".{output.name}.lock"
        self._last_folder = ""  # in which a file was staged

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until no other process builds this output, and keep others waiting meanwhile."""
        self.output.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._lock_path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def begin(self) -> None:
        """Finish what a crash left complete, drop what it left incomplete."""
        if self._plan() is not None:
            self._move_in()
        shutil.rmtree(self.folder, ignore_errors=True)

    def add(self, path: str, content: bytes, fingerprint: bytes) -> Printed:
        """Stage one file; return how it will look once it is moved in."""
        file = f"{self.folder}/{_FILES}/{path}"
        folder = file.rpartition("/")[0]
        if folder != self._last_folder:  # what stands in one folder comes together
            _make_folder(folder)
            self._last_folder = folder
        stat = _write(file, content)
        return Printed(fingerprint, stat.st_size, stat.st_mtime_ns)

    def commit(self, moved: list[str], removed: list[str], state: State | None) -> None:
        """Move every staged file in, remove the orphans, remember the state.

        Without one the old state stays: in it the files that were moved in do not stand any more, so they
        will be printed again.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if state is not None:
            _write_whole(self.folder / _STATE, encode_state(state))
        plan = _Plan(moved, removed, state is not None)
        _write_whole(self.folder / _READY, msgspec.msgpack.encode(plan))
        self._move_in()
        shutil.rmtree(self.folder, ignore_errors=True)

    def remember(self, state: State) -> None:
        """Remember a state in which no file of the output has changed."""
        _write_whole(self.state_path, encode_state(state))

    def abandon(self) -> None:
        """Drop what was staged; the output stays as it is."""
        self._last_folder = ""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _plan(self) -> _Plan | None:
        """Return what a complete staged set asks for; None when there is none that can be read."""
        try:
            return msgspec.msgpack.decode((self.folder / _READY).read_bytes(), type=_Plan)
        except (OSError, msgspec.MsgspecError):
            return None

    def _move_in(self) -> None:
        plan = self._plan()
        assert plan is not None
        staged = self.folder / _FILES
        if not _move_whole(staged, self.output):
            for path in plan.moved:
                _move_in(staged, self.output, path)
        for path in plan.removed:
            _remove(self.output, path)
        if plan.has_state:
            with suppress(FileNotFoundError):  # a build that was cut off had got as far as this
                (self.folder / _STATE).replace(self.state_path)


def _make_folder(folder: str) -> None:
    """Make a folder, if need be; nearly always only itself is missing."""
    try:
        os.mkdir(folder)
    except OSError:
        os.makedirs(folder, exist_ok=True)


def _write(path: str, content: bytes) -> os.stat_result:
    """Write a new file whole. Raises OSError, also where there is room for only a part of it."""
    file = os.open(path, _NEW, 0o666)  # half the time of a file object
    try:
        written = os.write(file, content)
        while written < len(content):
            written += os.write(file, memoryview(content)[written:])
        return os.fstat(file)
    finally:
        os.close(file)


def _move_whole(staged: Path, output: Path) -> bool:
    """Make the staged files the output in one step, where there is none yet; tell whether that could be."""
    try:
        staged.rename(output)  # onto a folder only if that is empty
    except OSError:
        return False
    return True


def _move_in(staged: Path, output: Path, path: str) -> None:
    """Move one file in; where it is not staged any more, a build that was cut off has done so."""
    try:
        os.replace(f"{staged}/{path}", f"{output}/{path}")
    except OSError:  # its folder is not there yet, or something is in its way
        if (staged / path).exists():
            _make_way(output, output / path)
            _move(staged / path, output / path)


def _make_way(output: Path, final: Path) -> None:
    """Create the file's folder, even where a file of that name stood."""
    for folder in reversed(final.relative_to(output).parents[:-1]):
        if (output / folder).is_file():
            (output / folder).unlink()
    final.parent.mkdir(parents=True, exist_ok=True)
    if final.is_dir() and not final.is_symlink():
        shutil.rmtree(final)


def _move(staged: Path, final: Path) -> None:
    """Put a file in its place in one step, also where the output is a file system of its own."""
    try:
        staged.replace(final)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        near = final.with_name(f".{final.name}.new")
        shutil.copy2(staged, near)
        near.replace(final)
        staged.unlink()


def _remove(output: Path, path: str) -> None:
    """Remove a file that nothing prints any more, and the folders it leaves empty."""
    file = output / path
    if not file.is_file() and not file.is_symlink():  # also where a folder of its path became a file
        return
    file.unlink()
    for folder in file.parents:
        if folder == output:
            return
        try:
            folder.rmdir()
        except OSError:
            return


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file through a temporary one and a rename, so that nobody meets it half written."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
