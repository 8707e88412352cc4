"""``pledges export``: the whole record in one archive, what is private apart, or a file for WordPress."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pledges.cli.project import DAY, content_option, read_pelican_settings, settings_option
from pledges.errors import CommandError

if TYPE_CHECKING:
    from pledges.settings import Settings

#: How the copy differs from the site: a folder has no inbox, no search, no server that unpacks, and nobody
#: links to it from elsewhere.
_COPY = {
    "INBOX_URL": "",
    "SEARCH": False,
    "SOCIAL_CARDS": False,
    "PATTERNS": False,
    "PRECOMPRESS": False,
    "HOST_FILES": "",
    "DRAFTS": False,
}

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("export")
@click.argument("file", type=_FILE, required=False)
@click.option("--private", type=_FILE, help="Write the inbox's database too, to this file of its own.")
@click.option("--wxr", type=_FILE, help="Write a file for WordPress instead.")
@click.option("--as-of", type=DAY, help="The day that the copy of the site shows, instead of today.")
@content_option
@settings_option
def command(
    file: Path | None,
    private: Path | None,
    wxr: Path | None,
    as_of: dt.date | None,
    content: Path | None,
    settings_file: Path,
) -> None:
    """Take the whole record out: sources, pictures, the ledger, feeds, and pages to read without a server.

    FILE is a new zip archive, named after the site and the day unless you say otherwise. The same record
    and day give the same bytes. What is private stays out: --private writes submissions, subscriptions
    and contacts to a second file, which you alone can read. --wxr writes essays, promises, pages and
    answers as WordPress imports them.

    \b
    Example:
      pledges export -s publishconf.py
      pledges export record.zip --private inbox.jsonl
      pledges export --wxr wordpress.xml
    """
    from pledges.settings import read_settings

    given = {"PATH": str(content.resolve()) if content else None, "AS_OF": as_of}
    values = read_pelican_settings(settings_file, **given)
    settings = read_settings(values)
    today = settings.today(dt.datetime.now(dt.UTC))
    archive = None if file is None and (wxr or private) else file or Path(f"{_host(settings)}-{today}.zip")
    _refuse_existing(wxr, private, archive)
    with _writing_private(private, settings_file) if private else nullcontext():
        if wxr:
            _write_wxr(wxr, Path(values["PATH"]), settings, today)
        if archive:
            _write_archive(archive, values, settings, today)


def _refuse_existing(*files: Path | None) -> None:
    """Refuse every name that is taken, or given twice, before anything is built or written."""
    from pledges.exporters.container import refuse_existing

    named = [file.absolute() for file in files if file]
    for file in filter(None, files):
        refuse_existing(file)
        if named.count(file.absolute()) > 1:
            raise CommandError(f'"{file}" is named for two things; give each a file of its own')


def _host(settings: Settings) -> str:
    from urllib.parse import urlsplit

    return urlsplit(settings.siteurl).hostname or "record"


def _write_archive(file: Path, values: Mapping[str, Any], settings: Settings, today: dt.date) -> None:
    from pledges.exporters.archive import write_archive
    from pledges.site.run import build_site

    with tempfile.TemporaryDirectory(prefix="pledges-export-") as folder:
        site = Path(folder) / "site"
        build_site({**values, **_COPY, "AS_OF": today, "OUTPUT_PATH": str(site)})
        done = write_archive(file, Path(values["PATH"]), site, settings, today)
    click.echo(f"{file}: {done.content} files of the record, {done.site} of the site, {done.size} bytes")


@contextmanager
def _writing_private(file: Path, settings_file: Path) -> Iterator[None]:
    """Write the inbox's database; the file appears once what is written meanwhile is there too."""
    from pledges.cli.inbox_project import read_inbox_site
    from pledges.exporters.container import writing_new
    from pledges.inbox.store_moving import dump_inbox

    _, options = read_inbox_site(settings_file)
    with writing_new(file, mode=0o600) as target:
        rows = dump_inbox(options, target, dt.datetime.now(dt.UTC))
        yield
    click.echo(f"{file}: {rows} rows of the inbox; keep the inbox's key as well, and keep it elsewhere")


def _write_wxr(file: Path, content: Path, settings: Settings, today: dt.date) -> None:
    from dataclasses import replace

    from pledges.exporters.container import writing_new
    from pledges.exporters.wxr import write_wxr
    from pledges.files.check import check_record
    from pledges.files.scan import scan
    from pledges.views.publication import Publication

    all_of_it = replace(settings, drafts=True, inbox_url="")
    checked = check_record(content, all_of_it, today)
    publication = Publication(
        record=checked.visible,
        settings=all_of_it,
        today=today,
        texts=checked.texts,
        size_of=checked.pictures.size_of,
    )
    with writing_new(file) as target:
        counts = write_wxr(target, publication, sorted(scan(content)[0].images))
    click.echo(f"{file}: {', '.join(f'{number} {name}' for name, number in counts.items())}")
