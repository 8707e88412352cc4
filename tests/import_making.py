"""A record to import into, and imports without the command line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pledges.errors import Problem
from pledges.files.record import load_record
from pledges.importers.imported import ImportedResponse
from pledges.importers.importing import Import
from pledges.importers.report import Report
from pledges.importers.targets import Targets, read_targets
from pledges.importers.threads import Orphans
from records import ESSAY, PLEDGE, SmallSite

HERE = "https://old.example/2019/05/on-promises/"
ESSAY_LINES = f"responses/essays/{ESSAY['id']}.jsonl"
PLEDGE_LINES = f"responses/pledges/{PLEDGE['id']}.jsonl"


def record(root: Path) -> Path:
    """Write one essay, one pledge, and two responses, and return the content folder."""
    return SmallSite(root).everything().content


def a_response(key: str, parent: str = "", **fields: Any) -> ImportedResponse:
    """Return a comment on the essay; what matters to a test is said in its arguments."""
    found = ImportedResponse(
        key=key,
        target=HERE,
        parent=parent,
        date=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        name="Ada",
        text=f"Comment {key}.",
    )
    return replace(found, **fields)


def on(day: int) -> dt.datetime:
    """Return the noon of a day of January 2020."""
    return dt.datetime(2020, 1, day, 12, tzinfo=dt.UTC)


def run(
    content: Path,
    items: Iterable[ImportedResponse | Problem],
    *,
    system: str = "old",
    targets: Targets | None = None,
    orphans: Orphans = Orphans.ASIDE,
    aside: Path | None = None,
    dry_run: bool = False,
) -> Report:
    """Import, check the record, and return the report."""
    with Import(content, system, targets or read_targets(content), orphans=orphans) as work:
        work.take(items)
        report = work.plan()
        if not dry_run:
            work.write()
        if aside:
            work.aside.save(aside)
    assert load_record(content)[1] == []
    return report


def lines(content: Path, path: str = ESSAY_LINES) -> list[dict[str, Any]]:
    """Return the lines of a conversation; those of :func:`record` first."""
    file = content / path
    return [json.loads(line) for line in file.read_bytes().splitlines()] if file.exists() else []


def imported(content: Path, path: str = ESSAY_LINES) -> list[dict[str, Any]]:
    """Return the lines that an import brought."""
    return [line for line in lines(content, path) if not line["id"].startswith("r-")]


def by_text(content: Path, path: str = ESSAY_LINES) -> dict[str, dict[str, Any]]:
    """Return the lines that an import brought, by their texts."""
    return {line["text"]: line for line in imported(content, path) if "text" in line}


def tree(content: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        str(file.relative_to(content)): file.read_bytes()
        for file in sorted(content.rglob("*"))
        if file.is_file()
    }
