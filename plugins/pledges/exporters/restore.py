"""An export put into an empty site: looked at as a whole first, then moved in with one rename."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pledges.errors import ContentError, Problem
from pledges.exporters.archive import is_record_path, record_files
from pledges.exporters.container import Reader, reading
from pledges.exporters.manifest import CONTENT, ArchiveError, other_settings
from pledges.files.check import check_record
from pledges.files.whole import sync_folder
from pledges.settings import Settings


@dataclass(frozen=True, slots=True)
class Restored:
    """What an import did, or would do. ``is_there``: the record was there already, just so.

    ``settings``: the export's settings that this site has other values for.
    """

    files: int
    is_there: bool
    settings: Mapping[str, Any]


def restore(
    path: Path, content: Path, settings: Settings, today: dt.date, *, dry_run: bool = False
) -> Restored:
    """Put the record of the export at ``path`` into ``content``, which must be empty or not there.

    A record that is there already, byte for byte, stays; anything else refuses the import. Every file is
    held against its hash and the record is checked before the first appears. Raises ContentError with
    every problem, ArchiveError; then nothing has changed.
    """
    with reading(path) as export:
        wrong = [name for name in _sources(export) if not is_record_path(name.removeprefix(CONTENT))]
        if wrong:
            raise ContentError(Problem(str(path), 0, name, "has no place in a record") for name in wrong)
        is_there = _is_there(export, content)
        staging = content.absolute().parent / f".{content.name}.import"
        shutil.rmtree(staging, ignore_errors=True)
        try:
            _unpack(export, staging)
            _check(path, staging, settings, today)
            if not is_there and not dry_run:
                _move_in(staging, content)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return Restored(len(_sources(export)), is_there, other_settings(export.manifest, settings))


def _sources(export: Reader) -> list[str]:
    return [name for name in export.manifest.files if name.startswith(CONTENT)]


def _is_there(export: Reader, content: Path) -> bool:
    """Tell whether the very record is there. Raises ArchiveError when something else is."""
    if not content.exists() or (content.is_dir() and not any(content.iterdir())):
        return False
    listed = sorted(name.removeprefix(CONTENT) for name in _sources(export))
    if record_files(content) == listed and all(_stands(export, content, name) for name in listed):
        return True
    raise ArchiveError(
        f'"{content}" is neither empty nor this very record, and nothing in it is changed; '
        "move it away, or name an empty folder with --content"
    )


def _stands(export: Reader, content: Path, name: str) -> bool:
    return (content / name).read_bytes() == b"".join(export.chunks(CONTENT + name))


def _unpack(export: Reader, staging: Path) -> None:
    """Write the record's files; the site's copy is only held against its hashes."""
    for name in export.manifest.files:
        if not name.startswith(CONTENT):
            for _ in export.chunks(name):
                pass
            continue
        file = staging / name.removeprefix(CONTENT)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as target:
            for chunk in export.chunks(name):
                target.write(chunk)
    os.sync()  # once for all of them, before one rename makes them the record


def _check(path: Path, staging: Path, settings: Settings, today: dt.date) -> None:
    """Raise ContentError for what ``pledges check`` would find, naming the files as the archive does."""
    try:
        check_record(staging, settings, today)
    except ContentError as error:
        prefix = Path(os.path.relpath(staging, Path.cwd())).as_posix()
        raise ContentError(
            replace(problem, path=problem.path.replace(prefix, f"{path}/{CONTENT.rstrip('/')}", 1))
            for problem in error.problems
        ) from error


def _move_in(staging: Path, content: Path) -> None:
    """Make the unpacked folder the record in one step. Raises ArchiveError when something came between."""
    try:
        os.rename(staging, content)  # onto a folder only if that is empty
    except OSError as error:
        raise ArchiveError(f'"{content}" cannot be made: {error.strerror}; nothing was imported') from error
    sync_folder(content.absolute().parent)
