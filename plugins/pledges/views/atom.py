"""A feed as Atom: RFC 4287, with threading (RFC 4685) and archives (RFC 5005).

Strings are joined, not trees: a build prints tens of thousands of feeds.
"""

from __future__ import annotations

from functools import lru_cache

from pledges.views.feed import Feed, FeedEntry, FeedLedger, FeedReference
from pledges.views.xml import escaped, escaped_line, language, printed_tags, styled_by, utc

_NAMESPACES = (
    ' xmlns="http://www.w3.org/2005/Atom"'
    ' xmlns:thr="http://purl.org/syndication/thread/1.0"'
    ' xmlns:fh="http://purl.org/syndication/history/1.0"'
)


def atom(feed: Feed) -> bytes:
    """Return the feed as an Atom document in UTF-8; the same feed gives the same bytes."""
    return "".join((*_head(feed), *(_entry(feed, entry) for entry in feed.entries), "</feed>\n")).encode()


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


def _entry(feed: Feed, entry: FeedEntry) -> str:
    return _entry_in(feed.lang, entry)


@lru_cache(maxsize=1024)  # what happens to a promise stands in its own feed, its leader's and its tags'
def _entry_in(lang: str, entry: FeedEntry) -> str:
    return "".join(
        (
            f"<entry{_lang(entry.lang) if entry.lang != lang else ''}>\n<id>{escaped(entry.id)}</id>\n",
            f"<title>{escaped_line(entry.title)}</title>\n",
            _link("alternate", "text/html", entry.absolute_url),
            f"<published>{utc(entry.published)}</published>\n<updated>{utc(entry.updated)}</updated>\n",
            _author(entry),
            *(f'<category term="{escaped(tag)}"/>\n' for tag in printed_tags(entry.tags)),
            *map(_in_reply_to, entry.in_reply_to),
            *_replies(entry),
            f"<summary>{escaped_line(entry.summary)}</summary>\n" if entry.summary else "",
            f'<content type="html">{escaped(entry.html)}</content>\n</entry>\n',
        )
    )


def _author(entry: FeedEntry) -> str:
    name = escaped_line(entry.author)
    if not name:
        return ""
    uri = f"<uri>{escaped(entry.author_absolute_url)}</uri>" if entry.author_absolute_url else ""
    return f"<author><name>{name}</name>{uri}</author>\n"


def _in_reply_to(parent: FeedReference) -> str:
    """RFC 4685, section 3."""
    href = f' href="{escaped(parent.absolute_url)}" type="text/html"' if parent.absolute_url else ""
    return f'<thr:in-reply-to ref="{escaped(parent.ref)}"{href}/>\n'


def _replies(entry: FeedEntry) -> tuple[str, ...]:
    """RFC 4685, sections 4 and 5."""
    if entry.reply_count is None:
        return ()
    updated = f' thr:updated="{utc(entry.replies_updated)}"' if entry.replies_updated else ""
    counted = f' thr:count="{entry.reply_count}"{updated}'
    return (
        _link("replies", "application/atom+xml", entry.replies_atom_url, counted),
        _link("replies", "text/html", entry.comments_url, counted),
        f"<thr:total>{entry.reply_count}</thr:total>\n",
    )


def _link(rel: str, media_type: str, url: str, more: str = "") -> str:
    if not url:
        return ""
    of_type = f' type="{media_type}"' if media_type else ""
    return f'<link rel="{rel}"{of_type} href="{escaped(url)}"{more}/>\n'


def _lang(tag: str) -> str:
    return f' xml:lang="{language(tag)}"' if language(tag) else ""
