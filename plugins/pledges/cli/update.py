"""``pledges update``: one more entry in a pledge's history."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from pledges.cli.project import DAY, content_folder, content_option, read_pelican_settings, settings_option
from pledges.domain.update import Claim, Update
from pledges.errors import CommandError, ContentError, did_you_mean


@click.command("update")
@click.argument("slug")
@click.argument("claim")
@click.option("--text", help="What to say, in Markdown; - reads it from standard input.")
@click.option("--on", "day", type=DAY, help="The day of the update.  [default: today]")
@click.option("--evidence", multiple=True, help="An address that shows it; may be given several times.")
@click.option("--customer", default="", help="Who accepted (with: accepted).")
@click.option("--promise", default="", help="The new wording (with: amended).")
@click.option("--outcome", default="", help="The new outcome (with: amended).")
@click.option("--due", type=DAY, help="The new date (with: amended).")
@click.option("--repair", default="", help="The slug of the pledge that repairs this one (with: repair).")
@content_option
@settings_option
def command(
    slug: str,
    claim: str,
    text: str | None,
    day: dt.date | None,
    evidence: tuple[str, ...],
    customer: str,
    promise: str,
    outcome: str,
    due: dt.date | None,
    repair: str,
    content: Path | None,
    settings_file: Path,
) -> None:
    """Append an update to the pledge SLUG.

    CLAIM is accepted, "on track", "at risk", blocked, amended, kept, broken, withdrawn, apology,
    repair or repaired. What is not a legal move is refused and nothing is written.

    \b
    Example:
      pledges update a-person-answers "at risk" --text "Two of five night agents have left."
      pledges update a-person-answers amended --due 2027-03-31 --text "Hiring takes until spring."
    """
    from pledges.settings import read_settings

    folder = content_folder(content, settings_file)
    today = read_settings(read_pelican_settings(settings_file)).today(dt.datetime.now(dt.UTC))
    update = Update(
        number=0,
        on=day or today,
        claim=_claim(claim),
        text=_text(text),
        evidence=evidence,
        customer=customer,
        promise=promise,
        outcome=outcome,
        due=due,
        repair=repair,
    )
    _append(folder, _pledge_file(folder, slug), update)


def _claim(word: str) -> Claim:
    plain = word.strip().lower().replace("-", " ").replace("_", " ")
    try:
        return Claim(plain)
    except ValueError:
        known = [str(claim) for claim in Claim]
        hint = did_you_mean(plain, known) or f"; write one of: {', '.join(known)}"
        raise CommandError(f'"{word}" is not a claim{hint}') from None


def _text(given: str | None) -> str:
    if given == "-":
        return sys.stdin.read().strip()
    if given is None and sys.stdin.isatty():
        return (click.edit("") or "").strip()
    return (given or "").strip()


def _pledge_file(content: Path, slug: str) -> Path:
    """Return the file of the pledge with that slug; a file's own path serves too."""
    files = {file.stem: file for file in sorted((content / "pledges").glob("*.md"))}
    stem = slug.removesuffix(".md")
    named = Path(slug).resolve()
    found = files.get(stem) or next((file for file in files.values() if file.resolve() == named), None)
    if found is None:
        raise CommandError(f'there is no pledge "{slug}"{did_you_mean(stem, list(files))}')
    return found


def _append(content: Path, file: Path, update: Update) -> None:
    """Write the longer file, then check the record; with a new problem the old file comes back."""
    from pledges.files.pledge_file import append_update
    from pledges.files.record import load_record
    from pledges.files.whole import write_whole

    before = file.read_bytes()
    _, known = load_record(content)
    path = f"{content.name}/{file.relative_to(content).as_posix()}"
    write_whole(file, append_update(path, before.decode("utf-8"), update).encode())
    _, problems = load_record(content)
    added = [problem for problem in problems if problem not in known]
    if added:
        write_whole(file, before)
        raise ContentError(added)
    click.echo(f"{file}: {update.on.isoformat()} · {update.claim}")
