"""Files are written whole: a crash leaves the old one or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def write_changed(path: Path, data: bytes) -> None:
    """Do the same as :func:`write_whole`, unless that is what stands in the file already."""
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    except FileNotFoundError:
        pass
    write_whole(path, data)


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace the file's content through a temporary file in the same folder and a rename.

    ``durable``: return only when the bytes and the name are on disk. An existing file keeps its
    permissions. Raises OSError and leaves the old file when the disk is full.
    """
    with whole_file(path, durable=durable) as file:
        file.write(data)


@contextmanager
def whole_file(path: Path, *, durable: bool = True) -> Iterator[BinaryIO]:
    """Give out a temporary file that takes the file's place at the end, as :func:`write_whole` does it.

    For content that is better not held in memory. Whatever is raised within leaves the old file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fchmod(file.fileno(), _mode(path))
            if durable:
                os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    if durable:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Put the folder's names on disk: without it a new file may vanish with the power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return 0o644
