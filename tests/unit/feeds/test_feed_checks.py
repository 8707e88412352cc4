"""The checks themselves: what is wrong with a feed must not pass them."""

from __future__ import annotations

import jsonschema
import pytest
from lxml import etree

from feed_checks import DATA, assert_valid_atom, assert_valid_json_feed, assert_valid_rss

ENTRY = (
    '<entry><id>tag:e,2026:1</id><title type="html">&lt;b&gt;</title><updated>2026-01-01T00:00:00Z</updated>'
    '<link href="https://e.example/1"/><content type="html">x</content></entry>'
)
FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="urn:x" xml:lang="en"><id>tag:e,2026:f</id>'
    "<title>T</title><updated>2026-01-01T00:00:00Z</updated><author><name>N</name></author>"
    '<link rel="self" href="https://e.example/f"/><link href="https://e.example/"/>'
    f'<x:any deep="1"><x:er/></x:any>{ENTRY}</feed>'
)
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def atom_schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(DATA / "atom.rng"))


def test_the_atom_schema_takes_the_forms_that_rfc_4287_allows() -> None:
    schema = atom_schema()
    xhtml = '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></content>'
    for feed in (
        FEED,
        FEED.replace('<content type="html">x</content>', xhtml),
        FEED.replace(
            '<content type="html">x</content>', '<content type="image/png" src="https://e.example/i"/>'
        ),
        FEED.replace("00:00:00Z", "00:00:00.25+01:00"),
    ):
        assert schema.validate(etree.fromstring(feed)), schema.error_log


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<id>tag:e,2026:f</id>", ""),
        ("<title>T</title>", ""),
        ("<title>T</title>", "<title>T</title><title>T</title>"),
        ("<title>T</title>", '<title type="markdown">T</title>'),
        ("2026-01-01T00:00:00Z", "2026-01-01"),
        ("2026-01-01T00:00:00Z", "Thu, 01 Jan 2026 00:00:00 GMT"),
        ('xml:lang="en"', 'xml:lang="not a tag"'),
        ('xml:lang="en"', 'version="1.0"'),
        ("<name>N</name>", "N"),
        ("<name>N</name>", "<name>N</name><email>nobody</email>"),
        ('<link href="https://e.example/"/>', "<link/>"),
        ('<link href="https://e.example/"/>', "<guid>x</guid>"),
        ("</entry>", "</entry><rights>after the entries</rights>"),
        ('<content type="html">x</content>', '<content type="html"><b/></content>'),
    ],
)
def test_the_atom_schema_refuses_what_rfc_4287_forbids(right: str, wrong: str) -> None:
    assert right in FEED
    assert not atom_schema().validate(etree.fromstring(FEED.replace(right, wrong, 1)))


def test_the_atom_check_takes_a_minimal_feed() -> None:
    assert_valid_atom((DECLARATION + FEED).encode())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (ENTRY, ENTRY + ENTRY),
        ("<author><name>N</name></author>", ""),
        ('rel="self" ', 'rel="related" '),
        ('href="https://e.example/1"', 'href="/1"'),
        (">x</content>", '>&lt;a href="/y">y&lt;/a></content>'),
        (">x</content>", ">\x7f</content>"),
        ("<title>T</title><updated>2026", "<title>T</title><updated>2025"),
    ],
)
def test_the_atom_check_refuses_what_the_schema_cannot_see(right: str, wrong: str) -> None:
    assert right in FEED
    with pytest.raises(AssertionError):
        assert_valid_atom((DECLARATION + FEED.replace(right, wrong, 1)).encode())


def test_the_rss_check_refuses_a_guid_that_claims_to_be_an_address() -> None:
    item = "<item><title>T</title><link>https://e.example/</link><guid>tag:e,2026:1</guid></item>"
    channel = "<title>T</title><link>https://e.example/</link><description>D</description>"
    with pytest.raises(AssertionError):
        assert_valid_rss(f'{DECLARATION}<rss version="2.0"><channel>{channel}{item}</channel></rss>'.encode())


def test_the_json_feed_check_refuses_unknown_names() -> None:
    with pytest.raises(jsonschema.ValidationError, match="subtitle"):
        assert_valid_json_feed(
            b'{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[],"subtitle":"x"}'
        )
