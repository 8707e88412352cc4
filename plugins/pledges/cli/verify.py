"""``pledges verify``: was anything in the ledger changed, removed or inserted?"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledges.cli.project import read_pelican_settings, settings_option
from pledges.errors import CommandError, Problem

if TYPE_CHECKING:
    from pledges.fetch import AddressPolicy
    from pledges.verify_ledger import Finding, Read

#: A site's ledger may be longer than a page that somebody links from.
MAX_BYTES = 256 * 1024 * 1024
TIMEOUT_S = 60.0


@click.command("verify")
@click.argument("copy", required=False, metavar="[FOLDER|URL]")
@click.option("--known", metavar="FOLDER|URL", help="An earlier copy; all that it holds must still stand.")
@settings_option
def command(copy: str | None, known: str | None, settings_file: Path) -> None:
    """Check the ledgers of a built site or of a content folder; by default, of the site's own record.

    The exit status is 1 when anything was changed, removed or inserted. A content folder is checked
    whole: what it says now against what was sealed. A ledger that was written anew from its beginning
    can only be told from an earlier copy, or from a head noted before: name it with --known.

    \b
    Example:
      pledges verify
      pledges verify output --known last-month/output
      pledges verify https://promises.example
    """
    from pledges.verify_ledger import verify

    place = copy or str(read_pelican_settings(settings_file)["PATH"])
    earlier = verify(*_reader(known), {})[0] if known else {}
    heads, findings = verify(*_reader(place), earlier)
    for finding in findings:
        click.echo(str(finding))
    others = _record_problems(Path(place), findings) if "://" not in place else []
    for problem in others:
        click.echo(str(problem))
    click.echo(f"{len(heads)} ledgers, {len(findings) + len(others)} findings.")
    if findings or others or not heads:
        sys.exit(1)


def _reader(place: str) -> tuple[Read, list[str]]:
    from pledges.verify_ledger import reader

    if "://" in place:
        return site_reader(place)
    if not Path(place).is_dir():
        raise CommandError(f'there is no folder "{place}"; name a built site, a content folder or a URL')
    return reader(Path(place))


def site_reader(url: str, policy: AddressPolicy | None = None) -> tuple[Read, list[str]]:
    """Return what reads a published site; the ids of its ledgers come from its root."""
    from pledges.fetch import PUBLIC, FetchError, fetch

    base = url.rstrip("/").removesuffix("/ledger")

    def read(path: str) -> bytes | None:
        try:
            answer = fetch(
                f"{base}/{path}",
                accept="*/*",
                policy=policy or PUBLIC,
                timeout_s=TIMEOUT_S,
                max_bytes=MAX_BYTES,
            )
        except FetchError as error:
            raise CommandError(f"{base}/{path}: {error}") from error
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise CommandError(f"{base}/{path}: the site answered {answer.status}")
        return answer.body

    if read("ledger/root.json") is None:
        raise CommandError(f"{base}/ledger/root.json is not there; does this site publish its ledger?")
    return read, []


def _record_problems(folder: Path, findings: Sequence[Finding]) -> list[Problem]:
    """Return what else differs between a content folder and its ledgers; nothing for a site."""
    from pledges.files.record import load_record

    if not (folder / "pledges").is_dir() or (folder / "ledger" / "root.json").exists():
        return []
    found = load_record(folder, root=folder.absolute().parent, zone=dt.UTC)[1]
    told = {(f"{folder.name}/{finding.path}", finding.line) for finding in findings}
    return [problem for problem in found if (problem.path, problem.line) not in told]
