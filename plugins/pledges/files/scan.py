"""Which files the record consists of, and which lie where nobody would read them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pledges.domain.address import Folder
from pledges.errors import Problem, did_you_mean

IMAGES, RESPONSES, LEDGER, MODERATION = "images", "responses", "ledger", "moderation.json"
FOLDERS = (*(folder.value for folder in Folder), IMAGES, RESPONSES, LEDGER)
TARGETS = (Folder.ESSAYS, Folder.PLEDGES)
_TEXTS = (".markdown", ".mdown", ".mkd", ".txt", ".text", ".md")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".avif")


def conversation_path(folder: str, identity: str) -> str:
    """Return the file of what is answered to the essay or pledge with this id, relative to the record."""
    return f"{RESPONSES}/{folder}/{identity}.jsonl"


def ledger_path(identity: str) -> str:
    """Return the file of the ledger of the pledge with this id, relative to the record."""
    return f"{LEDGER}/{identity}.jsonl"


@dataclass(slots=True)
class Found:
    """The paths found, each relative to the content folder, in order."""

    documents: dict[Folder, list[str]] = field(default_factory=lambda: {folder: [] for folder in Folder})
    conversations: dict[Folder, list[str]] = field(default_factory=lambda: {folder: [] for folder in TARGETS})
    ledgers: list[str] = field(default_factory=list)
    images: frozenset[str] = frozenset()
    has_moderation: bool = False


def scan(content: Path) -> tuple[Found, list[Problem]]:
    """List the content folder; whatever has no place in it is a problem.

    Names that begin with a dot or end with a tilde are an editor's or the system's: left alone.
    """
    found = Found()
    if not content.is_dir():
        return found, [Problem("", 0, "", "there is no such folder")]
    problems: list[Problem] = []
    for entry in _entries(content):
        if entry.is_dir():
            problems += _folder(content, entry.name, found)
        elif entry.name == MODERATION:
            found.has_moderation = True
        else:
            problems.append(Problem(entry.name, 0, "", _stray(entry.name, "the content folder")))
    return found, problems


def _folder(content: Path, name: str, found: Found) -> list[Problem]:
    if name not in FOLDERS:
        near = did_you_mean(name, FOLDERS) or f"; there are {', '.join(FOLDERS)}"
        return [Problem(name, 0, "", f"is not a folder of the record{near}")]
    if name == IMAGES:
        return _images(content, found)
    if name == RESPONSES:
        return _responses(content, found)
    if name == LEDGER:
        return _listed(content, LEDGER, ".jsonl", found.ledgers)
    return _listed(content, name, ".md", found.documents[Folder(name)])


def _responses(content: Path, found: Found) -> list[Problem]:
    problems = []
    for entry in _entries(content / RESPONSES):
        path = f"{RESPONSES}/{entry.name}"
        if not entry.is_dir():
            problems.append(Problem(path, 0, "", _stray(entry.name, RESPONSES)))
        elif entry.name in TARGETS:
            problems += _listed(content, path, ".jsonl", found.conversations[Folder(entry.name)])
        else:
            near = did_you_mean(entry.name, TARGETS) or f"; there are {' and '.join(TARGETS)}"
            problems.append(Problem(path, 0, "", f"is not a folder of responses{near}"))
    return problems


def _listed(content: Path, folder: str, ending: str, paths: list[str]) -> list[Problem]:
    """Add the folder's files with the ending to ``paths``; everything else in it is a problem."""
    problems = []
    for entry in _entries(content / folder):
        path = f"{folder}/{entry.name}"
        if entry.is_dir():
            problems.append(Problem(path, 0, "", f"is a folder within {folder}, which has none"))
        elif entry.name.endswith(ending):
            paths.append(path)
        else:
            problems.append(Problem(path, 0, "", _stray(entry.name, folder)))
    return problems


def _images(content: Path, found: Found) -> list[Problem]:
    paths: set[str] = set()
    problems = []
    for folder, names, files in os.walk(content / IMAGES, followlinks=True):
        names[:] = sorted(name for name in names if not _is_hidden(name))
        relative = Path(folder).relative_to(content).as_posix()
        paths.update(f"{relative}/{name}" for name in files if not _is_hidden(name))
        problems += [
            Problem(f"{relative}/{name}", 0, "", _stray(name, IMAGES))
            for name in sorted(files)
            if name.lower().endswith(_TEXTS) and not _is_hidden(name)
        ]
    found.images = frozenset(paths)
    return problems


def _stray(name: str, folder: str) -> str:
    stem, ending = os.path.splitext(name)
    if ending.lower() in _TEXTS and folder in tuple(Folder):
        return f'nothing reads a file "{ending}"; rename it to {stem}.md'
    if ending.lower() in _TEXTS:
        return f"nothing reads a text in {folder}; move it to {', '.join(Folder)}, or away"
    if ending.lower() in _PICTURES:
        return f"nothing reads a picture in {folder}; move it to {IMAGES}"
    if ending.lower() in (".json", ".ndjson", ".jsonlines") and folder.startswith((RESPONSES, LEDGER)):
        return f'nothing reads a file "{ending}"; rename it to {stem}.jsonl'
    return f"nothing reads this file in {folder}; move it away"


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from sorted(
            (entry for entry in entries if not _is_hidden(entry.name)), key=lambda entry: entry.name
        )


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name.endswith("~")
