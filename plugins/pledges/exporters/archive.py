"""Everything there is of a record in one file: its sources, and the site made of them to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pledges.exporters.container import Writer, writing_new
from pledges.exporters.manifest import (
    CONTENT,
    FORMAT,
    NAME,
    README,
    SITE,
    VERSION,
    ArchiveError,
    Manifest,
    carried_settings,
    encode,
)
from pledges.exporters.offline import OfflineSite
from pledges.files.scan import IMAGES, MODERATION, Found, scan
from pledges.settings import Settings

_README = """{sitename}
as of {as_of}

Open site/index.html in a browser to read it. Nothing needs to be installed, and no page asks the network
for anything. Feeds and calendars stand in the same folder.

content/       the record: essays, promises, leaders and pages as Markdown, pictures, the answers of
               readers and other sites, the ledger that proves that no promise was changed unseen
site/          the site made of it, as of the day above
manifest.json  every file with its size and SHA-256, and the settings that belong to the record

Drafts are in content/ too. No e-mail address is: those stay in the inbox's database.

To go on with the record on another site, built with Pledges: pledges import archive FILE
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many files of each sort, and the archive's bytes."""

    content: int
    site: int
    size: int


def record_files(content: Path) -> list[str]:
    """Return the files of the record in order, relative to ``content``.

    Raises ArchiveError for a link that leads out of it: on another machine it would lead nowhere.
    """
    found, _ = scan(content)
    paths = sorted(_paths(found))
    root = content.resolve()
    for path in paths:
        if not (content / path).resolve().is_relative_to(root):
            raise ArchiveError(
                f'"{content / path}" is a link that leads out of the record; put the file itself there'
            )
    return paths


def write_archive(path: Path, content: Path, site: Path, settings: Settings, as_of: dt.date) -> Exported:
    """Write the record under ``content`` and the built site under ``site`` to a new file at ``path``.

    The same files, settings and day give the same bytes. Raises ArchiveError where the file is there.
    """
    with writing_new(path) as file:
        writer = Writer(file, as_of)
        text = _README.format(sitename=settings.sitename or settings.siteurl, as_of=as_of)
        writer.add(README, text.encode())
        sources = record_files(content)
        for source in sources:
            writer.add(CONTENT + source, (content / source).read_bytes())
        pages = _below(site)
        copy = OfflineSite(settings.siteurl, frozenset(pages))
        for page in pages:
            writer.add(SITE + page, copy.changed(page, (site / page).read_bytes()))
        manifest = Manifest(FORMAT, VERSION, as_of, carried_settings(settings), dict(writer.entries))
        writer.add(NAME, encode(manifest))
        writer.close()
        return Exported(len(sources), len(pages), file.tell())


def _paths(found: Found) -> Iterator[str]:
    for documents in (*found.documents.values(), *found.conversations.values()):
        yield from documents
    yield from found.ledgers
    yield from found.images
    if found.has_moderation:
        yield MODERATION


def _below(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def is_record_path(path: str) -> bool:
    """Tell whether a file could be the record's by its name, relative to the content folder."""
    found, name = path.rpartition("/")[::2]
    if found.partition("/")[0] == IMAGES:
        return True
    return path == MODERATION or (found, _ending(name)) in _PLACES


def _ending(name: str) -> str:
    return name[name.rfind(".") :]


_PLACES = {
    ("essays", ".md"),
    ("pledges", ".md"),
    ("leaders", ".md"),
    ("pages", ".md"),
    ("responses/essays", ".jsonl"),
    ("responses/pledges", ".jsonl"),
    ("ledger", ".jsonl"),
}
