"""What a reader's connection has to carry, and the compressed files that are made for it."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from werkzeug.test import Client

from pledges.site.compression import MIN_BYTES
from pledges.site.preview import StaticSite
from records import PLEDGE, SmallSite, names_in, trace

WORDS = "The night desk answered before the second ring, and for once nobody asked me to hold. "


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path, {"PRECOMPRESS": True, "INBOX_URL": "/inbox"}).everything()


def answered(site: SmallSite, count: int) -> None:
    """Have ``count`` readers say something of its own each, some to one another."""
    for number in range(count):
        response = {"id": f"r-{number:03}", "author": {"name": f"Reader {number}"}}
        response["text"] = f"{WORDS * 3}\n\nNumber {number * 7919} is my own."
        if number % 3 == 2:
            response["in_reply_to"] = f"r-{number - 1:03}"
        site.respond(f"pledges/{PLEDGE['id']}", response)


def test_a_promise_with_twenty_responses_weighs_at_most_60_kb_without_fonts(site: SmallSite) -> None:
    answered(site, 20)
    site.build()

    carried = (
        "pledges/a-person-answers/index.html",
        "style.css",
        "favicon.svg",
        "pledges/a-person-answers/pledge.svg",
    )
    bytes_of = {name: _smallest(site.output / name) for name in carried}
    assert sum(bytes_of.values()) <= 60_000, bytes_of


def test_the_fonts_of_a_page_weigh_at_most_110_kb(site: SmallSite) -> None:
    """Latin of every style; the others are fetched only where a text has their letters."""
    site.build()

    styles = ("upright", "italic", "bold-italic")
    latin = [site.output / f"fonts/pledges-serif-latin-{style}.woff2" for style in styles]
    assert sum(file.stat().st_size for file in latin) <= 110_000


def _smallest(file: Path) -> int:
    forms = (file, *(file.with_name(file.name + suffix) for suffix in (".br", ".gz")))
    return min(form.stat().st_size for form in forms if form.exists())


def test_each_text_stands_in_two_compressed_forms_that_hold_the_same(site: SmallSite) -> None:
    site.build()
    page = site.output / "index.html"

    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == page.read_bytes()
    assert brotli.decompress(page.with_name("index.html.br").read_bytes()) == page.read_bytes()
    names = names_in(site.output)
    assert not [name for name in names if name.endswith((".woff2.br", ".br.gz", ".gz.br"))]
    assert not [
        name
        for name in names
        if name.endswith(".br") and (site.output / name.removesuffix(".br")).stat().st_size < MIN_BYTES
    ]


def test_a_second_build_compresses_nothing(site: SmallSite) -> None:
    site.build()
    before = trace([site.root])

    assert site.build().printed == 0
    assert trace([site.root]) == before


def test_after_an_edit_the_compressed_forms_are_what_a_clean_build_makes(
    site: SmallSite, tmp_path: Path
) -> None:
    answered(site, 3)
    site.build()
    site.essay(author="maya-okafor", title="Another title")
    (site.output / "index.html.br").unlink()
    site.build()

    clean = SmallSite(tmp_path / "clean", {**site.settings, "PATH": str(site.content)})
    clean.build()

    assert clean.files() == site.files()


def test_switched_off_no_compressed_form_is_left(site: SmallSite) -> None:
    site.build()
    site.build(PRECOMPRESS=False)

    assert not [name for name in names_in(site.output) if name.endswith((".br", ".gz"))]


def test_a_page_that_is_gone_takes_its_compressed_forms_along(site: SmallSite) -> None:
    site.build()
    (site.content / "pages/about.md").unlink()
    site.build()

    assert not (site.output / "about").exists()


@pytest.mark.parametrize(("taken", "coding"), [("gzip, br", "br"), ("gzip", "gzip"), ("", None)])
def test_a_browser_is_sent_the_smallest_form_that_it_takes(
    site: SmallSite, taken: str, coding: str | None
) -> None:
    site.build()
    answer = Client(StaticSite(site.output)).get("/", headers={"Accept-Encoding": taken}, buffered=True)

    assert answer.headers.get("Content-Encoding") == coding
    assert answer.content_type == "text/html; charset=utf-8"
    whole = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding](answer.data)
    assert whole == (site.output / "index.html").read_bytes()
