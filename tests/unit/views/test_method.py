"""The method page: the author's text, and below it what the code and the record say."""

from __future__ import annotations

from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser

from fixtures.site import BuiltSite
from pledges.domain.page import Page
from pledges.domain.record import Moderation
from pledges.domain.scorecard import FEW, METHOD_VERSION, ScoreClass
from pledges.views.method import MEANINGS, method_page
from pledges.views.models import View
from pledges.views.publication import Publication
from promise_making import make_pledge
from publishing import publish

PrintPage = Callable[[Publication, str, View], LexborHTMLParser]
PAGE = Page(id="method-1a2b", slug="method", title="Method", body="How we count.")


def test_the_classes_stand_in_the_order_in_which_the_code_goes_through_them() -> None:
    assert list(MEANINGS) == list(ScoreClass)


def test_the_text_stands_first_and_below_it_what_is_computed(print_page: PrintPage) -> None:
    public = publish("2027-06-01", make_pledge(), pages=[PAGE], DUE_SOON_DAYS=21, SILENT_DAYS=40)
    text = print_page(public, "method.html", method_page(public, PAGE)).css_first("main").text()
    assert text.index("How we count.") < text.index("Every promise falls into the first class that fits")
    assert f"version {METHOD_VERSION}" in text
    assert "Within 21 days before the date" in text
    assert "more than 40 days" in text
    assert f"Below {FEW} only the two numbers" in text


def test_each_class_leads_to_its_list_with_its_count() -> None:
    page = method_page(publish("2027-06-01", make_pledge(), pages=[PAGE]), PAGE)
    counts = {item.word: item.link.count for item in page.classes if item.link}
    assert counts.pop("Overdue") == 1
    assert set(counts.values()) == {0}


def test_the_public_tally_of_moderation_is_shown() -> None:
    tally = Moderation(held=3, published=101, refused={"spam": 214, "abuse": 3})
    page = method_page(publish("2027-06-01", pages=[PAGE], moderation=tally), PAGE)
    assert [(item.title, item.count) for item in page.moderation] == [
        ("Published", 101),
        ("Waiting", 3),
        ("Refused: abuse", 3),
        ("Refused: spam", 214),
    ]


def test_the_sample_sites_method_names_the_version_in_use(sample_site: BuiltSite) -> None:
    text = (sample_site.output / "method" / "index.html").read_text(encoding="utf-8")
    page = LexborHTMLParser(text)
    assert page.css_first("h1").text() == f"Method, version {METHOD_VERSION}"
    assert page.css_first("#in-use")
    assert page.css_first("#moderation")
