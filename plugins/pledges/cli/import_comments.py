"""``pledges import`` for the systems that have nothing but responses."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pledges.cli.import_options import Options, import_options, run_import
from pledges.errors import CommandError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
TOKEN = "WEBMENTION_IO_TOKEN"  # noqa: S105 (its name)


@click.command("disqus")
@click.argument("file", type=_FILE)
@import_options
def disqus(file: Path, **options: Any) -> None:
    """Import the comments of a Disqus export, an XML file.

    Threads are found by their links: by the slug at the end, or by what --map says of them. Spam is left
    out; a deleted comment keeps its place where others answer it.

    \b
    Example:
      pledges import disqus export.xml --dry-run
      pledges import disqus export.xml --host blog.example --map addresses.txt
    """
    from pledges.importers.disqus import SYSTEM, read_disqus

    run_import(SYSTEM, file, read_disqus(file), Options(**options))


@click.command("isso")
@click.argument("file", type=_FILE)
@import_options
def isso(file: Path, **options: Any) -> None:
    """Import the comments of Isso's database, which is only read.

    Comments that wait for a moderator are left out; a deleted one keeps its place where others answer it.

    \b
    Example:
      pledges import isso comments.db --dry-run
    """
    from pledges.importers.isso import SYSTEM, read_isso

    run_import(SYSTEM, file, read_isso(file), Options(**options))


@click.command("staticman")
@click.argument("folder", type=_FOLDER)
@import_options
def staticman(folder: Path, **options: Any) -> None:
    """Import Staticman's comments: a folder of YAML, JSON or front-matter files, a folder for each page.

    \b
    Example:
      pledges import staticman old-site/_data/comments --dry-run
    """
    from pledges.importers.staticman import SYSTEM, read_staticman

    given = Options(**options)
    run_import(SYSTEM, folder, read_staticman(folder, _zone(given)), given)


@click.command("pelican-comments")
@click.argument("folder", type=_FOLDER)
@import_options
def pelican_comments(folder: Path, **options: Any) -> None:
    """Import the comments of Pelican's comment plugins: a folder of files, a folder for each article.

    These are pelican_comment_system and its successor, minchin.pelican.plugins.static-comments.

    \b
    Example:
      pledges import pelican-comments old-site/content/comments --dry-run
    """
    from pledges.importers.pelican_comments import SYSTEM, read_pelican_comments

    given = Options(**options)
    run_import(SYSTEM, folder, read_pelican_comments(folder, _zone(given)), given)


@click.command("webmention.io")
@click.argument("files", type=_FILE, nargs=-1)
@click.option("--fetch", "domain", help="Ask webmention.io itself for all mentions of this domain.")
@import_options
def webmention_io(files: Sequence[Path], domain: str | None, **options: Any) -> None:
    """Import the mentions that webmention.io has received: saved pages of its JF2 feed, or all of them.

    --fetch needs the token of your account, in the environment variable WEBMENTION_IO_TOKEN. Private
    mentions are left out, and those that the inbox has received itself.

    \b
    Example:
      pledges import webmention.io mentions-0.jf2 mentions-1.jf2 --dry-run
      WEBMENTION_IO_TOKEN=… pledges import webmention.io --fetch blog.example
    """
    from pledges.importers.webmention_io import SYSTEM, read_webmention_io

    given = Options(**options)
    if bool(files) == bool(domain):
        raise CommandError("name the files of saved pages, or a domain with --fetch")
    if domain:
        run_import(SYSTEM, Path("webmention.io"), _fetched(domain), given)
        return
    run_import(SYSTEM, files[0], chain.from_iterable(map(read_webmention_io, files)), given)


def _fetched(domain: str) -> Iterator[Any]:
    from functools import partial

    from pledges.fetch import fetch
    from pledges.importers.webmention_io import MAX_BYTES, fetch_webmention_io

    token = os.environ.get(TOKEN, "")
    if not token:
        raise CommandError(f"put the token of your webmention.io account into {TOKEN} first")
    return fetch_webmention_io(domain, token, partial(fetch, timeout_s=60, max_bytes=MAX_BYTES))


def _zone(options: Options) -> ZoneInfo:
    """Return the site's time zone: what dates without one are in."""
    from pledges.cli.project import read_pelican_settings
    from pledges.settings import read_settings

    return read_settings(read_pelican_settings(options.settings_file)).zone
