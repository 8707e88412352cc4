"""Fingerprints: whatever could change a printed byte changes the fingerprint, and nothing else does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import jinja2
import jinja2.meta
import msgspec
import pytest
from markupsafe import Markup

from pledges.site.printer import Printer, referenced
from pledges.templates import make_environment
from pledges.views.feed import Feed, FeedEntry
from pledges.views.models import SiteView, View
from theme_files import TEMPLATES
from theme_views import SITE

MOMENT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
ENTRY = FeedEntry(
    id="tag:x,2026:e",
    absolute_url="https://x.example/",
    title="E",
    html="<p>E</p>",
    published=MOMENT,
    updated=MOMENT,
)
FEED = Feed(
    id="tag:x,2026:f",
    title="F",
    absolute_url="https://x.example/",
    atom_url="https://x.example/a",
    rss_url="https://x.example/r",
    json_url="https://x.example/j",
    updated=MOMENT,
    lang="en",
    entries=(ENTRY,),
)


class Page(View, frozen=True, kw_only=True):
    """A page of every type of value."""

    title: str = ""
    html: Markup = Markup("")
    count: int | None = None
    day: dt.date = dt.date(2026, 1, 1)
    on: bool = False
    parts: tuple[SiteView, ...] = ()


CHANGES: dict[str, Any] = {
    "title": "x",
    "html": Markup("<p>x</p>"),
    "count": 0,
    "day": dt.date(2026, 1, 2),
    "on": True,
    "parts": (SITE,),
}


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    for name, text in {
        "page.html": (
            '{% extends "base.html" %}{% from "macros/m.html" import m %}'
            "{% block b %}{{ m(page.title) }}{% endblock %}"
        ),
        "base.html": '<p>{% block b %}{% endblock %}{% include "parts/p.html" %}',
        "macros/m.html": (
            '{% import "macros/deep.html" as deep %}{% macro m(x) %}{{ x }}{{ deep.d() }}{% endmacro %}'
        ),
        "macros/deep.html": "{% macro d() %}.{% endmacro %}",
        "parts/p.html": "{{ site.name }}",
        "parts/other.html": "other",
        "computed.html": "{% include page.title %}",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def printer(templates: Path, site: SiteView = SITE, code: bytes = b"1") -> Printer:
    return Printer([templates], site, code)


@pytest.mark.parametrize("field", CHANGES)
def test_any_field_of_a_page_changes_its_fingerprint(templates: Path, field: str) -> None:
    ours = printer(templates)
    changed = msgspec.structs.replace(Page(), **{field: CHANGES[field]})

    assert ours.page_fingerprint("page.html", Page()) == ours.page_fingerprint("page.html", Page())
    assert ours.page_fingerprint("page.html", Page()) != ours.page_fingerprint("page.html", changed)


@pytest.mark.parametrize("field", [field.name for field in msgspec.structs.fields(FeedEntry)])
def test_any_field_of_an_entry_changes_the_fingerprint_of_its_feed(templates: Path, field: str) -> None:
    ours = printer(templates)
    value = getattr(ENTRY, field)
    other = (
        "x"
        if value is None or isinstance(value, str)
        else MOMENT + dt.timedelta(1)
        if value == MOMENT
        else ("x",)
    )
    changed = msgspec.structs.replace(FEED, entries=(msgspec.structs.replace(ENTRY, **{field: other}),))

    assert ours.feed_fingerprint("atom", FEED) != ours.feed_fingerprint("atom", changed)
    assert ours.feed_fingerprint("atom", FEED) != ours.feed_fingerprint("rss", FEED)


@pytest.mark.parametrize(
    ("file", "reached"),
    [
        ("page.html", True),
        ("base.html", True),
        ("macros/m.html", True),
        ("macros/deep.html", True),
        ("parts/p.html", True),
        ("parts/other.html", False),
    ],
)
def test_a_template_that_a_page_reaches_changes_its_fingerprint(
    templates: Path, file: str, reached: bool
) -> None:
    before = printer(templates).page_fingerprint("page.html", Page())

    (templates / file).write_text((templates / file).read_text() + "<!-- -->")

    assert (printer(templates).page_fingerprint("page.html", Page()) != before) == reached


def test_a_template_that_computes_what_it_includes_reaches_all(templates: Path) -> None:
    before = printer(templates).page_fingerprint("computed.html", Page())

    (templates / "parts/other.html").write_text("changed")

    assert printer(templates).page_fingerprint("computed.html", Page()) != before


def test_site_and_code_change_the_fingerprint_of_every_page(templates: Path) -> None:
    before = printer(templates).page_fingerprint("page.html", Page())
    renamed = msgspec.structs.replace(SITE, name="Other")

    assert printer(templates, renamed).page_fingerprint("page.html", Page()) != before
    assert printer(templates, code=b"2").page_fingerprint("page.html", Page()) != before


def test_what_is_printed_is_escaped_and_fit(templates: Path) -> None:
    page = printer(templates).print_page("page.html", Page(title="<b>\u202e\x07é"))

    assert page.decode() == "<p>&lt;b&gt;é.The Promise Record\n"


def test_a_value_that_no_view_may_hold_is_refused(templates: Path) -> None:
    class Odd(View, frozen=True):
        value: object

    with pytest.raises(TypeError, match="cannot be part of a view model"):
        printer(templates).page_fingerprint("page.html", Odd(Path()))


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_the_templates_that_one_reaches_are_those_that_jinja_finds(path: Path) -> None:
    environment = make_environment([TEMPLATES])
    source = path.read_text(encoding="utf-8")
    assert {*referenced(source)} == {*jinja2.meta.find_referenced_templates(environment.parse(source))}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('{% include "a.html" if page.b else "c.html" %}', [None]),
        ("{%- include ['a.html', page.b] -%}", [None]),
        ("{% import page.a as b %}", [None]),
        ("{%- extends 'a/b.html' -%}", ["a/b.html"]),
        ('{% include "a.html" ignore missing without context %}', ["a.html"]),
        ('{% from "a.html"\n import b,\n c with context %}', ["a.html"]),
        ('{% import "a.html" as a %}{% include "b.html" %}', ["a.html", "b.html"]),
        ("{{ include }}{% set from = 1 %}", []),
    ],
)
def test_a_reference_that_is_computed_stands_for_every_template(source: str, names: list[str | None]) -> None:
    assert referenced(source) == names


def test_a_template_in_a_comment_need_not_exist(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('{# {% include "gone.html" %} #}{{ page.title }}')
    printer = Printer([tmp_path], SITE, b"")
    before = printer.page_fingerprint("page.html", Page())
    (tmp_path / "gone.html").write_text("back")
    assert Printer([tmp_path], SITE, b"").page_fingerprint("page.html", Page()) != before


def subclasses(of: type[View]) -> list[type[View]]:
    return [found for one in of.__subclasses__() for found in (one, *subclasses(one))]


def test_no_view_has_a_language_by_default() -> None:
    """ "en" had two fingerprints: as the settings file was read, and as it was remembered."""
    views = [view for view in subclasses(View) if view.__module__.startswith("pledges.")]
    defaults = {
        field.default
        for view in views
        for field in msgspec.structs.fields(view)
        if field.name in ("lang", "language")
    }

    assert len(views) > 50
    assert defaults == {"", msgspec.NODEFAULT}
