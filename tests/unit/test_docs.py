"""The guides against the code: settings, commands, links, what the privacy page promises.

``docs/endpoints.md`` and ``docs/explicit.md`` are compared with the code by tests of their own.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest

from guides import BLOCK, CHANGES, DOCS, GUIDES, README, ROOT, blocks_of, text_of, typed_in
from pledges.cli import cli
from pledges.cli.inbox_project import SAID_BY_THE_SITE
from pledges.inbox.config import OPTIONS as INBOX_OPTIONS
from pledges.inbox.service import sign_in
from pledges.settings import OPTIONS

#: Names that look like options and are not: told to the hook, and to the tests.
OTHER_NAMES = {"PLEDGES_CONTENT", "PLEDGES_NO_SKIPS"}
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)(?: \"[^\"]*\")?\)")


def all_text() -> str:
    return "\n".join(text_of(guide) for guide in GUIDES)


def prose_of(guide: Path) -> str:
    """Return a guide without its blocks of code."""
    return BLOCK.sub("", text_of(guide))


# --- settings -------------------------------------------------------------------------------------


def documented_table(heading: str) -> list[str]:
    section = text_of(DOCS / "operators.md").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| `")]


def row(name: str, default: object, unit: str, meaning: str) -> str:
    shown = "" if default in ("", ()) else f"`{default}`"
    return f"| `{name}` | {shown} | {unit} | {meaning} |"


def test_the_guide_for_operators_explains_every_setting_of_the_site_as_the_code_does() -> None:
    expected = [row(option.name, option.default, option.unit, option.meaning) for option in OPTIONS]
    assert documented_table("Settings of the site") == expected


def test_the_guide_for_operators_explains_every_option_of_the_inbox_as_the_code_does() -> None:
    words = {True: "yes", False: "no"}
    expected = [
        row(
            option.name,
            words[option.default] if isinstance(option.default, bool) else option.default,
            ", ".join(option.choice) or option.unit,
            option.meaning,
        )
        for option in INBOX_OPTIONS
        if option.name not in SAID_BY_THE_SITE
    ]
    assert documented_table("Options of the inbox") == expected


def test_no_guide_names_an_option_that_does_not_exist() -> None:
    known = {option.name for option in INBOX_OPTIONS} | OTHER_NAMES
    assert set(re.findall(r"PLEDGES_[A-Z_]*[A-Z]", all_text())) - known == set()


# --- commands -------------------------------------------------------------------------------------


def every_command(group: click.Group, path: str = "pledges") -> Iterator[str]:
    """Yield the name of every command that does something, as it is typed."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from every_command(command, f"{path} {name}")
            if not command.invoke_without_command:
                continue
        yield f"{path} {name}"


COMMANDS = sorted(every_command(cli))


TYPED = [
    pytest.param(list(line.words), id=f"{guide.stem}: {' '.join(line.words)[:60]}")
    for guide in GUIDES
    for line in typed_in(guide)
]


def parse(command: click.Command, words: Sequence[str], parent: click.Context | None = None) -> None:
    """Read a command line as the program does, without doing anything. Raises click.UsageError."""
    name = command.name or "pledges"
    if not isinstance(command, click.Group):
        command.make_context(name, list(words), parent=parent)
        return
    context = click.Context(command, parent=parent, info_name=name)
    _, rest, _ = command.make_parser(context).parse_args(list(words))
    if rest:
        _, found, following = command.resolve_command(context, rest)
        assert found is not None
        parse(found, following, context)


def test_the_guides_show_commands() -> None:
    assert len(TYPED) > 40


@pytest.mark.parametrize("words", TYPED)
def test_every_command_in_a_block_of_a_guide_can_be_typed(words: list[str]) -> None:
    parse(cli, words)


def test_every_command_in_a_sentence_of_a_guide_exists() -> None:
    """There it may lack its arguments, and several may share their beginning: ``inbox list|show``."""
    spans = [span for guide in GUIDES for span in _SPAN.findall(prose_of(guide))]
    named = [span.removeprefix("pledges ") for span in spans if re.match("pledges [a-z]", span)]
    assert len(named) > 20
    for one in named:
        try:
            parse(cli, [word.partition("|")[0] for word in shlex.split(one) if word != "…"])
        except click.MissingParameter:
            continue
        except click.UsageError as error:
            pytest.fail(f"`pledges {one}`: {error.format_message()}")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_a_guide(command: str) -> None:
    guides = "\n".join(text_of(guide) for guide in GUIDES if guide != CHANGES)
    assert re.search(rf"{re.escape(command)}\b", guides)


def test_the_list_of_changes_names_every_command() -> None:
    section = text_of(CHANGES).split("\n## 0.1.0")[1].split("\n## ")[0]
    named = {command for span in _SPAN.findall(" ".join(section.split())) for command in expanded(span)}
    assert [
        command for command in COMMANDS if not any(f"{one} ".startswith(f"{command} ") for one in named)
    ] == []


def expanded(span: str) -> Iterator[str]:
    """Yield the commands that ``pledges inbox list|show ID`` names."""
    words = span.split()
    place = next((number for number, word in enumerate(words) if "|" in word), None)
    if place is None:
        yield span
        return
    for choice in words[place].split("|"):
        yield " ".join([*words[:place], choice, *words[place + 1 :]])


def test_every_target_of_make_in_a_guide_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    shown = [re.findall(r"^make ([a-z]+)", block, re.MULTILINE) for guide in GUIDES for block in plain(guide)]
    inline = [re.findall(r"`make ([a-z]+)", prose_of(guide)) for guide in GUIDES]
    named = {target for found in [*shown, *inline] for target in found}
    assert named >= {"serve", "test"}
    assert named - targets == set()


def plain(guide: Path) -> list[str]:
    """Return the blocks of a guide without their indentation."""
    return [re.sub(r"^ {4}", "", block, flags=re.MULTILINE) for block in blocks_of(guide)]


# --- links ----------------------------------------------------------------------------------------


def links_of(guide: Path) -> list[str]:
    return [link for link in _LINK.findall(prose_of(guide)) if not re.match(r"[a-z]+:", link)]


def anchors_of(guide: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose_of(guide), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_link_of_a_guide_leads_somewhere(guide: Path) -> None:
    for link in links_of(guide):
        path, _, anchor = link.partition("#")
        target = guide.parent / path if path else guide
        assert target.exists(), link
        assert not anchor or anchor in anchors_of(target), link


def test_every_guide_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    following = [README]
    while following:
        guide = following.pop()
        if guide in reached:
            continue
        reached.add(guide)
        if guide.is_dir():
            following += guide.glob("*.md")
        elif guide.suffix == ".md":
            following += [(guide.parent / link.partition("#")[0]).resolve() for link in links_of(guide)]
    assert [guide.name for guide in GUIDES if guide.resolve() not in reached] == []


def test_every_picture_of_the_guides_is_small_and_shown() -> None:
    pictures = list((DOCS / "images").iterdir())
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < 80_000, picture.name
        assert f"images/{picture.name}" in all_text()


# --- the privacy page of the sample ---------------------------------------------------------------

#: What the sample says in words, and the option that makes it true.
SAID = [
    ("a quarter of an hour", "edit_minutes", 15),
    ("for a year", "withdraw_days", 365),
    ("after thirty days", "keep_refused_days", 30),
    ("for a fortnight", "undo_days", 14),
    ("for fourteen days more", "undo_days", 14),
    ("every thirty days", "reverify_days", 30),
]


@pytest.mark.parametrize(("words", "field", "value"), SAID, ids=[one[0] for one in SAID])
def test_the_privacy_page_says_what_the_inbox_does_by_default(words: str, field: str, value: int) -> None:
    page = " ".join(text_of(ROOT / "content" / "pages" / "privacy.md").split())
    assert words in page
    assert [option.default for option in INBOX_OPTIONS if option.field == field] == [value]


def test_the_privacy_page_says_how_long_a_moderator_stays_signed_in() -> None:
    page = " ".join(text_of(ROOT / "content" / "pages" / "privacy.md").split())
    assert "a cookie that lasts fourteen days" in page
    assert sign_in.SESSION_AGE.days == 14
