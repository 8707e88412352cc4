"""What a check remembers of one folder, for the check of another that differs a little."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import partial
from pathlib import Path

from pledges.files.check import CheckedRecord
from pledges.files.flawless import Share, flawless_record, in_one_process
from pledges.files.remembered import NOTHING, Remembered
from pledges.markup.texts import EncodedTexts
from pledges.settings import Settings, read_settings
from pledges.views.summaries import sum_up

SETTINGS = read_settings({"SITEURL": "https://promises.example", "TAG_AUTHORITY": "promises.example,2026"})
TODAY = dt.date(2026, 6, 30)


def flawless(
    content: Path,
    before: Remembered = NOTHING,
    share: Share = in_one_process,
    settings: Settings = SETTINGS,
    today: dt.date = TODAY,
) -> CheckedRecord | None:
    """Return the record of a folder, when nothing is wrong with it."""
    return flawless_record(content, settings, today, partial(sum_up, settings, today), before, share)


def remembered(checked: CheckedRecord) -> Remembered:
    """Return what there is to remember of a record, as if nothing were to change."""
    return Remembered(
        documents={document.path: document for document in checked.documents()},
        texts=EncodedTexts(checked.texts.encoded()),
        links=checked.links,
        sights=checked.conversations.sights(),
        ledgers=checked.whole.ledgers,
        summaries=checked.summaries,
    )


def since(before: Remembered, old: Path, new: Path) -> Remembered:
    """Return what of it is good for a folder that may differ from the one it was found in."""
    files, others = _files(old), _files(new)
    paths = {path for path in files.keys() | others.keys() if files.get(path) != others.get(path)}
    documents = {path for path in paths if path.endswith(".md") and path.count("/") == 1}
    answers = {
        path for path in paths if path.endswith(".jsonl") and path.startswith(("responses/", "ledger/"))
    }
    if paths - documents - answers - {"moderation.json"}:
        return NOTHING
    answered = frozenset(Path(path).stem for path in answers)
    return dataclasses.replace(before, changed=frozenset(documents), answered=answered)


def _files(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
