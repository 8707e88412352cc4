"""Plain lines and addresses that strangers give."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pledges.markup import (
    clean_line,
    hide_mail,
    host_of,
    plain_text,
    printable,
    printable_bytes,
    safe_web_url,
    xml_text,
)
from pledges.markup.text import _UNPRINTABLE
from pledges.markup.web_address import _normalised


def test_a_line_has_no_breaks_controls_or_invisible_characters() -> None:
    assert clean_line("  Ada\n\tof\x00 \u202eLove\u200blace\u2069 \r\n\x85 ") == "Ada of Lovelace"


def test_a_line_is_composed_so_that_equal_names_are_equal() -> None:
    assert clean_line("Jose\u0301") == "José"


def test_a_long_line_is_cut_and_says_so() -> None:
    assert clean_line("word " * 100, max_chars=12) == "word word w…"


def test_text_keeps_its_lines_and_tabs() -> None:
    assert plain_text("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd\te"


def test_right_to_left_text_keeps_its_marks() -> None:
    assert plain_text("\u200fשלום\u200e") == "\u200fשלום\u200e"


def test_joined_emoji_stay_joined() -> None:
    assert clean_line("👩\u200d🚀") == "👩\u200d🚀"


@pytest.mark.parametrize("mark", ["\u0301", "\u0316\u0301", "\u05b0\u05c1"])
def test_stacked_marks_are_taken_down(mark: str) -> None:
    assert len(plain_text("a" + mark * 5000 + " b")) < 12


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    line = clean_line(text)

    assert clean_line(line) == line
    assert plain_text(plain_text(text)) == plain_text(text)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_xml_text_can_stand_in_xml(text: str) -> None:
    element = etree.Element("x")
    element.text = xml_text(text)

    assert etree.fromstring(etree.tostring(element)).text == (xml_text(text) or None)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://x.example", "https://x.example/"),
        ("  HTTP://X.example/a b ", "http://x.example/a%20b"),
        ("https://www.é.example/<\"'>", "https://www.xn--9ca.example/%3C%22'%3E"),
        ("javascript:alert(1)", ""),
        ("//x.example/", ""),
        ("x.example", ""),
        ("ftp://x.example/", ""),
        ("https://", ""),
        ("https://bank.example@x.example/", ""),
        ("https://:p@x.example/", ""),
        ("http://\ud800/", ""),
        ("https://x.example/" + "a" * 3000, ""),
    ],
)
def test_only_plain_web_addresses_are_linked(url: str, safe: str) -> None:
    assert safe_web_url(url) == safe


def test_the_host_is_that_which_a_browser_would_ask() -> None:
    assert host_of("https://www.blog.example/x") == "blog.example"
    assert host_of("http://127.0.0.1\\@ours.example/") == "127.0.0.1"
    assert host_of("mailto:a@b.example") == ""


@pytest.mark.parametrize("text", ["@ada", "see /@ada.example", "@functools.cache", "a @ b", "pkg@1.2", "3@4"])
def test_what_is_no_mail_address_stays(text: str) -> None:
    assert hide_mail(text) == text


def test_a_mail_address_is_hidden_in_plain_text() -> None:
    assert (
        hide_mail("ada.l+x@mail.host.example, or b@c.io.")
        == "ada.l+x [at] mail.host.example, or b [at] c.io."
    )


_LABELS = st.lists(st.text("ab1-x0n", min_size=1, max_size=5), min_size=1, max_size=3).map(".".join)
_PATHS = st.lists(st.text("aZ_~-.%9 ", max_size=4), max_size=3).map(
    lambda parts: "".join(f"/{x}" for x in parts)
)


@given(
    st.sampled_from(["http://", "https://", "HTTP://"]),
    _LABELS,
    st.sampled_from(["", ".de", ".0x1", ".1"]),
    _PATHS,
)
def test_a_plain_address_is_what_parsing_makes_of_it(scheme: str, host: str, end: str, path: str) -> None:
    url = f"{scheme}{host}{end}{path}"
    assert (safe_web_url(url), host_of(url)) == _normalised(url)


@given(
    st.text(
        st.one_of(
            st.sampled_from("a \t\n\r\x00\x7f\x85\u00e9\u200f\u202e\u2066\ufeff\ud800\uffff"), st.characters()
        )
    )
)
def test_of_a_whole_text_only_what_cannot_be_printed_goes(text: str) -> None:
    kept = "".join(char for char in text if char in "\t\n" or not _UNPRINTABLE.match(char))
    assert printable(text) == kept
    assert printable_bytes(text) == kept.encode()
