"""TrackBack 1.2: pings in every charset that blogs have used, and the two answers."""

from __future__ import annotations

from urllib.parse import quote_from_bytes, urlencode
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.protocols.trackback import (
    MAX_BYTES,
    TrackbackError,
    TrackbackPing,
    failure,
    parse_answer,
    parse_ping,
    success,
)

FORM = "application/x-www-form-urlencoded"
URL = "https://them.example/post"


def encoded(charset: str = "utf-8", **fields: str) -> bytes:
    pairs = (f"{name}={quote_from_bytes(value.encode(charset))}" for name, value in fields.items())
    return "&".join(pairs).encode()


def ping(body: bytes, content_type: str = FORM) -> TrackbackPing:
    parsed = parse_ping(body, content_type)
    assert isinstance(parsed, TrackbackPing)
    return parsed


def test_a_ping_with_all_fields_is_read() -> None:
    fields = {"url": URL, "title": "A title", "excerpt": "Some words", "blog_name": "Their blog"}
    assert ping(urlencode(fields).encode()) == TrackbackPing(URL, "A title", "Some words", "Their blog")


def test_only_the_address_is_required() -> None:
    assert ping(encoded(url=URL)) == TrackbackPing(URL)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "euc-jp", "shift_jis", "koi8-r"])
def test_the_charset_in_the_header_is_believed(charset: str) -> None:
    text = {"euc-jp": "約束を守る", "shift_jis": "約束を守る", "koi8-r": "обещание"}.get(charset, "déjà vu")
    assert ping(encoded(charset, url=URL, title=text), f"{FORM}; charset={charset.upper()}").title == text


def test_the_charset_in_the_form_is_believed_as_wordpress_does() -> None:
    body = encoded("koi8-r", url=URL, title="обещание") + b"&charset=KOI8-R"
    assert ping(body).title == "обещание"


def test_the_header_comes_before_the_form() -> None:
    body = encoded("koi8-r", url=URL, title="обещание") + b"&charset=utf-8"
    assert ping(body, f'{FORM}; charset="koi8-r"').title == "обещание"


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "Ein Versprechen für Björn — « gehalten »"),
        ("windows-1252", "Une promesse tenue – « déjà »"),
        ("iso-8859-1", "Été, Übung, señor"),
        ("euc-jp", "約束を守るということ"),
        ("shift_jis", "約束を守るということ"),
        ("iso-2022-jp", "約束を守るということ"),
    ],
)
def test_a_charset_that_nobody_names_is_found(charset: str, text: str) -> None:
    assert ping(encoded(charset, url=URL, title=text, blog_name="x")).title == text


def test_a_charset_that_does_not_fit_is_not_believed() -> None:
    assert ping(encoded("windows-1252", url=URL, title="déjà"), f"{FORM}; charset=utf-8").title == "déjà"


@pytest.mark.parametrize(
    "charset", ["utf-7", "UTF7", "unicode-1-1-utf-7", "rot13", "idna", "zlib", "nonsense", ""]
)
def test_utf_7_and_what_is_no_charset_are_refused(charset: str) -> None:
    title = ping(b"url=" + URL.encode() + b"&title=%2BADw-b%2BAD4-", f"{FORM}; charset={charset}").title
    assert title == "+ADw-b+AD4-"


def test_entities_are_undone_once_and_only_once() -> None:
    fields = {"url": URL, "title": "Q&#038;A &amp;amp; more &hellip;"}
    assert ping(urlencode(fields).encode()).title == "Q&A &amp; more …"


def test_tags_and_control_characters_are_dropped_and_accents_composed() -> None:
    fields = {"url": URL, "title": "a <b>bold</b>\x00 cafe\u0301\x0b", "excerpt": "&lt;script&gt;x 1 < 2"}
    parsed = ping(urlencode(fields).encode())
    assert (parsed.title, parsed.excerpt) == ("a bold café", "x 1 < 2")


def test_long_fields_are_cut() -> None:
    parsed = ping(encoded(url=URL, title="word " * 100, excerpt="word " * 2000))
    assert (len(parsed.title) <= 250, len(parsed.excerpt) <= 1000) == (True, True)
    assert parsed.title.endswith("…")


def test_the_entities_of_an_address_are_undone_and_nothing_else_of_it() -> None:
    assert ping(encoded(url=f"{URL}?a=1&#038;copy=2&amp;b=3")).url == f"{URL}?a=1&copy=2&b=3"


@pytest.mark.parametrize(
    "body",
    [b"", b"title=x", b"url=", b"url=+", b"url=ftp://x/", b"url=javascript:alert(1)", b"url=/p", b"%00=%ff"],
)
def test_a_ping_without_a_web_address_is_refused(body: bytes) -> None:
    assert isinstance(parse_ping(body, FORM), TrackbackError)


def test_a_ping_that_is_too_long_is_refused() -> None:
    body = b"url=" + URL.encode() + b"&excerpt=" + b"a" * MAX_BYTES
    assert isinstance(parse_ping(body, FORM), TrackbackError)


def test_a_multipart_form_is_refused() -> None:
    assert isinstance(parse_ping(encoded(url=URL), "multipart/form-data; boundary=x"), TrackbackError)


@given(body=st.binary(max_size=300), content_type=st.text(max_size=60))
def test_no_bytes_raise(body: bytes, content_type: str) -> None:
    assert isinstance(parse_ping(body, content_type), TrackbackPing | TrackbackError)


def test_success_is_the_document_of_the_specification() -> None:
    assert success() == (
        b'<?xml version="1.0" encoding="utf-8"?>\n<response>\n<error>0</error>\n</response>\n'
    )


def test_failure_is_the_document_of_the_specification() -> None:
    assert failure("The url field is missing.") == (
        b'<?xml version="1.0" encoding="utf-8"?>\n<response>\n<error>1</error>\n'
        b"<message>The url field is missing.</message>\n</response>\n"
    )


@given(message=st.text(st.characters(exclude_categories=[])))
def test_every_failure_is_well_formed_and_starts_with_its_declaration(message: str) -> None:
    document = failure(message)
    assert document.startswith(b"<?xml")
    assert ET.fromstring(document).findtext("error") == "1"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (success(), ""),
        (b"\n" + success(), ""),
        (failure("No."), "No."),
        (b"<response><error>1</error></response>", "Refused without a reason."),
        (b"", "The answer is no TrackBack response."),
        (b"<html></html>", "The answer is no TrackBack response."),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><response><error>0</error></response>",
         "The answer is no TrackBack response."),
    ],
)  # fmt: skip
def test_answers_of_others_are_read(answer: bytes, reason: str) -> None:
    assert parse_answer(answer) == reason
