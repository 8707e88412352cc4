"""``pledges import wordpress``: a whole blog."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pledges.cli.import_options import Options, import_options, read_targets_of, run_import
from pledges.errors import CommandError

if TYPE_CHECKING:
    from pledges.importers.wordpress import WordPress

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("wordpress")
@click.argument("file", type=_FILE)
@click.option(
    "--uploads",
    type=click.Path(path_type=Path, file_okay=False),
    help="A copy of wp-content/uploads: what posts show of it goes to content/images.",
)
@click.option(
    "--users", type=_FILE, help="The saved page /wp-json/wp/v2/users?per_page=100: the authors' biographies."
)
@click.option(
    "--redirects",
    type=_FILE,
    help="Where to write which old address is which new one.  [default: beside the export]",
)
@import_options
def wordpress(
    file: Path, uploads: Path | None, users: Path | None, redirects: Path | None, **options: Any
) -> None:
    """Import a WordPress export: posts, pages, authors, pictures, and all that was answered.

    Posts become essays, their authors leaders. What not everybody could read becomes a draft. HTML becomes
    Markdown that shows the same; what cannot be taken over is named, post by post.

    \b
    Example:
      pledges import wordpress blog.xml --dry-run
      pledges import wordpress blog.xml --uploads wp-content/uploads --users users.json
    """
    from pledges.importers.wordpress import SYSTEM, WordPress

    given = Options(**options)
    place = redirects or file.absolute().with_name(f"{file.stem}.redirects.txt")
    if place.resolve().is_relative_to(given.folder.resolve()):
        raise CommandError(f'"{place}" is within the record; name a file elsewhere with --redirects')
    if uploads is not None and not uploads.is_dir():
        raise CommandError(f'there is no folder "{uploads}"; name a copy of wp-content/uploads, or nothing')
    targets = read_targets_of(given)
    with WordPress(file, given.folder, targets, uploads=uploads, users=users) as blog:
        run_import(SYSTEM, file, blog.responses(), given, targets, _Blog(blog, place))


@dataclass(frozen=True, slots=True)
class _Blog:
    """The documents of a blog, and the list of what moved."""

    blog: WordPress
    redirects: Path

    def lines(self) -> Iterable[str]:
        return self.blog.lines()

    def write(self) -> None:
        from pledges.files.whole import write_whole

        if self.blog.write():
            known = self.redirects.read_text(encoding="utf-8") if self.redirects.exists() else ""
            moved = dict.fromkeys([*known.splitlines(), *self.blog.redirects()])
            write_whole(self.redirects, "".join(f"{line}\n" for line in moved).encode())
            click.echo(f"Old addresses and new ones: {self.redirects}")
