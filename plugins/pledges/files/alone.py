"""One writer at a time for a whole content folder: the inbox, or a command that seals."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(content: Path) -> Iterator[None]:
    """Keep every other process and thread from publishing into this folder; wait while one does."""
    content.mkdir(parents=True, exist_ok=True)
    folder = os.open(content, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
