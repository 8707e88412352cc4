"""Exports that are folders of small files."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pledges.errors import Problem

MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Leaf:
    """One file: ``folder`` is the path from the export's root to its folder; the root's own name for itself.

    ``key`` is folder and file name, the same from wherever above it the export is read.
    """

    path: Path
    folder: str
    key: str
    is_at_root: bool = False


def leaves(root: Path, endings: Collection[str]) -> Iterator[list[Leaf]]:
    """Yield the files with these endings folder by folder, by name; hidden ones and links do not count.

    Raises OSError for a folder that cannot be read: it may hold some of the comments.
    """
    for folder, names, files in os.walk(root, onerror=_refuse):
        names[:] = sorted(name for name in names if not name.startswith("."))
        here = Path(folder)
        relative = here.relative_to(root).as_posix()
        found = [
            Leaf(
                here / name,
                relative if relative != "." else _name(root),
                f"{_name(here)}/{name}",
                relative == ".",
            )
            for name in sorted(files)
            if name.lower().endswith(tuple(endings)) and not name.startswith(".")
        ]
        if found := [leaf for leaf in found if not leaf.path.is_symlink()]:
            yield found


def read_leaf(leaf: Leaf) -> tuple[str, Problem | None]:
    """Return a file's text, or what is wrong with it."""
    if leaf.path.stat().st_size > MAX_BYTES:
        return "", Problem(str(leaf.path), 0, "", f"has more than {MAX_BYTES} bytes; no comment has")
    try:
        return leaf.path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), None
    except UnicodeDecodeError:
        return "", Problem(str(leaf.path), 0, "", "is not UTF-8; save the file as UTF-8")


def _refuse(error: OSError) -> None:
    raise error


def _name(folder: Path) -> str:
    return folder.absolute().resolve().name
