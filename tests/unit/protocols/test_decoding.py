"""The charset of a page, by what says it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.protocols.decoding import html_text

TEXT = "<p>déjà – 約束</p>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), "text/html; charset=utf-8"),
        (TEXT.encode(), "text/html"),
        (TEXT.encode(), ""),
        (TEXT.encode("utf-8-sig"), "text/html; charset=iso-8859-1"),
        (TEXT.encode("utf-16"), "text/html"),
        (TEXT.encode("gb18030"), 'text/html; charset="GB18030"'),
        (TEXT.encode(), "text/html; charset=nonsense"),
    ],
)
def test_a_page_is_read_in_the_charset_it_was_written_in(body: bytes, content_type: str) -> None:
    assert html_text(body, content_type) == TEXT


def test_the_charset_in_a_meta_element_is_believed() -> None:
    page = '<meta charset="koi8-r"><p>обещание</p>'
    assert html_text(page.encode("koi8-r"), "text/html") == page


def test_latin_1_is_windows_1252_as_in_browsers() -> None:
    assert html_text(b"a \x96 b", "text/html; charset=iso-8859-1") == "a – b"


def test_utf_7_is_never_decoded() -> None:
    assert "<script" not in html_text(b"+ADw-script+AD4-", "text/html; charset=utf-7")


@given(body=st.binary(max_size=200), content_type=st.text(max_size=60))
def test_no_bytes_raise(body: bytes, content_type: str) -> None:
    assert isinstance(html_text(body, content_type), str)
