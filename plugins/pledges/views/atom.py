"""A feed as Atom: RFC 4287, with threading (RFC 4685) and archives (RFC 5005).

Strings are joined, not trees: a build prints tens of thousands of feeds.
"""

from __future__ import annotations

from collections.abc import Iterable

from pledges.views.entry_text import EntryText, xml_of
from pledges.views.feed import Feed, FeedEntry, FeedLedger
from pledges.views.xml import escaped, escaped_line, language, styled_by, utc

_NAMESPACES = (
    ' xmlns="http://www.w3.org/2005/Atom"'
    ' xmlns:thr="http://purl.org/syndication/thread/1.0"'
    ' xmlns:fh="http://purl.org/syndication/history/1.0"'
)


def atom(feed: Feed) -> bytes:
    """Return the feed as an Atom document in UTF-8; the same feed gives the same bytes."""
    return atom_of(feed, [atom_entry(feed.lang, entry) for entry in feed.entries])


def atom_of(feed: Feed, entries: Iterable[str]) -> bytes:
    """Return the feed with these printed entries instead of its own."""
    return "".join((*_head(feed), *entries, "</feed>\n")).encode()


def _head(feed: Feed) -> tuple[str, ...]:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n',
        f"{styled_by(feed.style_url)}<feed{_NAMESPACES}{_lang(feed.lang)}>\n",
        f"<id>{escaped(feed.id)}</id>\n<title>{escaped_line(feed.title)}</title>\n",
        f"<subtitle>{escaped_line(feed.subtitle)}</subtitle>\n" if feed.subtitle else "",
        f"<updated>{utc(feed.updated)}</updated>\n",
        # Every entry without an author of its own needs one of the feed's (4.2.1).
        f"<author><name>{escaped_line(feed.author or feed.title)}</name></author>\n",
        f"<icon>{escaped(feed.icon_url)}</icon>\n" if feed.icon_url else "",
        _link("self", "application/atom+xml", feed.atom_url),
        _link("alternate", "text/html", feed.absolute_url),
        *(_link("hub", "", url) for url in feed.hub_urls),
        *_archive(feed),
        _ledger(feed.ledger) if feed.ledger else "",
    )


def _archive(feed: Feed) -> tuple[str, ...]:
    """RFC 5005, section 4: the live document links back only; an archive says so and links both ways."""
    return (
        "<fh:archive/>\n" if feed.in_archive else "",
        _link("current", "application/atom+xml", feed.current_url if feed.in_archive else ""),
        _link("prev-archive", "application/atom+xml", feed.previous_archive_url),
        _link("next-archive", "application/atom+xml", feed.next_archive_url if feed.in_archive else ""),
    )


def _ledger(ledger: FeedLedger) -> str:
    """RFC 4287, 4.2.7.2: what is related to the feed; the title carries the head, which changes with it."""
    title = f' title="Ledger: {ledger.entries} entries, head {ledger.head}"'
    return _link("related", "application/jsonl", ledger.absolute_url, title)


def atom_entry(lang: str, entry: FeedEntry) -> str:
    """Return an entry as it stands in feeds of a language; printed once, as all feeds of a site have one."""
    printed: str | None = entry.__dict__.get(f"atom {lang}")
    if printed is None:
        printed = entry.__dict__[f"atom {lang}"] = _entry(lang, entry)
    return printed


def _entry(lang: str, entry: FeedEntry) -> str:
    text = xml_of(entry)
    return "".join(
        (
            f"<entry{_lang(entry.lang) if entry.lang != lang else ''}>\n<id>{text.id}</id>\n",
            f"<title>{text.title}</title>\n",
            f'<link rel="alternate" type="text/html" href="{text.url}"/>\n' if text.url else "",
            f"<published>{text.published}</published>\n<updated>{text.updated}</updated>\n",
            _author(text) if text.author else "",
            *[f'<category term="{tag}"/>\n' for tag in text.tags],
            *[_in_reply_to(ref, url) for ref, url in text.parents],
            _replies(entry) if entry.reply_count is not None else "",
            f"<summary>{text.summary}</summary>\n" if text.summary else "",
            f'<content type="html">{text.html}</content>\n</entry>\n',
        )
    )


def _author(text: EntryText) -> str:
    uri = f"<uri>{text.author_url}</uri>" if text.author_url else ""
    return f"<author><name>{text.author}</name>{uri}</author>\n"


def _in_reply_to(ref: str, url: str) -> str:
    """RFC 4685, section 3."""
    href = f' href="{url}" type="text/html"' if url else ""
    return f'<thr:in-reply-to ref="{ref}"{href}/>\n'


def _replies(entry: FeedEntry) -> str:
    """RFC 4685, sections 4 and 5."""
    updated = f' thr:updated="{utc(entry.replies_updated)}"' if entry.replies_updated else ""
    counted = f' thr:count="{entry.reply_count}"{updated}'
    atom_link = _link("replies", "application/atom+xml", entry.replies_atom_url, counted)
    page_link = _link("replies", "text/html", entry.comments_url, counted)
    return f"{atom_link}{page_link}<thr:total>{entry.reply_count}</thr:total>\n"


def _link(rel: str, media_type: str, url: str, more: str = "") -> str:
    if not url:
        return ""
    of_type = f' type="{media_type}"' if media_type else ""
    return f'<link rel="{rel}"{of_type} href="{escaped(url)}"{more}/>\n'


def _lang(tag: str) -> str:
    return f' xml:lang="{language(tag)}"' if language(tag) else ""
