"""What an import could not place, kept in a file outside the record, one JSON object a line."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Self, TextIO

from pledges.domain.response import Response
from pledges.errors import CommandError, Problem
from pledges.files.response_line import rfc3339
from pledges.importers.spool import Draft


def aside_path(source: Path, content: Path, chosen: Path | None = None) -> Path:
    """Return where to keep aside what comes from ``source``.

    Raises CommandError for a place within the record.
    """
    plain = source.absolute()
    path = chosen or plain.with_name(f"{plain.name if plain.is_dir() else plain.stem}.aside.jsonl")
    if path.resolve().is_relative_to(content.resolve()):
        raise CommandError(f'"{path}" is within the record; name a file elsewhere with --aside')
    return path


_START = b'{"why": '


class Aside:
    """Collects what is kept aside; the file appears, whole, with :meth:`save`, if there is something."""

    def __init__(self) -> None:
        self._file: TextIO = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (closed by close)
        self.count = 0

    def add(self, draft: Draft, why: str) -> None:
        """Keep a response aside."""
        row = {"why": why, "target": draft.target, "place": draft.place, "parent": draft.parent}
        self._add(row | _row(draft.response))

    def add_problem(self, problem: Problem) -> None:
        """Keep aside where something stands that cannot be read."""
        self._add({"why": str(problem)})

    def save(self, path: Path) -> bool:
        """Write the file through another one and a rename; return False when there is nothing to keep.

        What an earlier import kept there, and this one has placed, goes.
        """
        if not self.count:
            _remove_own(path)
            return False
        self._file.seek(0)
        handle, temporary = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.writelines(self._file)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
        return True

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _add(self, row: dict[str, str]) -> None:
        row = {name: value for name, value in row.items() if value}
        self._file.write(json.dumps(row, ensure_ascii=False).replace("\x7f", "") + "\n")
        self.count += 1


def _remove_own(path: Path) -> None:
    try:
        with path.open("rb") as file:
            is_own = file.read(len(_START)) == _START
    except FileNotFoundError:
        return
    if is_own:
        path.unlink()


def _row(response: Response) -> dict[str, str]:
    author = response.author
    return {
        "origin": response.origin,
        "kind": response.kind,
        "type": response.type,
        "author": author.name if author else "",
        "url": author.url if author else "",
        "date": rfc3339(response.date),
        "title": response.title,
        "source": response.source,
        "excerpt": response.excerpt,
        "text": response.text,
    }
