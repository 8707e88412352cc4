"""A feed as RSS 2.0, with the modules that readers know: content, dc, slash, wfw, atom, trackback."""

from __future__ import annotations

import datetime as dt

from pledges.views.feed import Feed, FeedEntry
from pledges.views.xml import escaped, escaped_line, language, printed_line, printed_tags, styled_by

_NAMESPACES = (
    ' xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    ' xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/"'
    ' xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
)


def rss(feed: Feed) -> bytes:
    """Return the feed as an RSS 2.0 document in UTF-8; the same feed gives the same bytes."""
    items = (_item(feed, entry) for entry in feed.entries)
    return "".join((*_channel(feed), *items, "</channel>\n</rss>\n")).encode()


def _channel(feed: Feed) -> tuple[str, ...]:
    self_link = f'<atom:link rel="self" type="application/rss+xml" href="{escaped(feed.rss_url)}"/>\n'
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n',
        f'{styled_by(feed.style_url)}<rss version="2.0"{_NAMESPACES}>\n<channel>\n',
        f"<title>{escaped_line(feed.title)}</title>\n<link>{escaped(feed.absolute_url)}</link>\n",
        f"<description>{escaped(_as_html(feed.subtitle) or _as_html(feed.title))}</description>\n",
        f"<language>{language(feed.lang)}</language>\n" if language(feed.lang) else "",
        f"<lastBuildDate>{_date(feed.updated)}</lastBuildDate>\n",
        self_link if feed.rss_url else "",
        *(f'<atom:link rel="hub" href="{escaped(url)}"/>\n' for url in feed.hub_urls),
    )


def _item(feed: Feed, entry: FeedEntry) -> str:
    author = escaped_line(entry.author) or escaped_line(feed.author)
    summary = _as_html(entry.summary)
    # An item has a title or a description, so one without either is titled by its address.
    title = escaped_line(entry.title) or ("" if summary else escaped(entry.absolute_url))
    return "".join(
        (
            f"<item>\n<title>{title}</title>\n<link>{escaped(entry.absolute_url)}</link>\n",
            f'<guid isPermaLink="false">{escaped(entry.id)}</guid>\n',
            f"<pubDate>{_date(entry.published)}</pubDate>\n",
            f"<dc:creator>{author}</dc:creator>\n" if author else "",
            *(f"<category>{escaped(tag)}</category>\n" for tag in printed_tags(entry.tags)),
            *_conversation(entry),
            f"<description>{escaped(summary)}</description>\n" if summary else "",
            f"<content:encoded>{escaped(entry.html)}</content:encoded>\n</item>\n",
        )
    )


def _conversation(entry: FeedEntry) -> tuple[str, ...]:
    count = "" if entry.reply_count is None else f"<slash:comments>{entry.reply_count}</slash:comments>\n"
    return (
        _element("comments", entry.comments_url),
        count,
        _element("wfw:commentRss", entry.replies_rss_url),
        _element("trackback:ping", entry.trackback_url),
    )


def _element(name: str, url: str) -> str:
    return f"<{name}>{escaped(url)}</{name}>\n" if url else ""


def _as_html(text: str) -> str:
    """RSS descriptions hold HTML: plain text is escaped once more than elsewhere."""
    return escaped(printed_line(text))


def _date(moment: dt.datetime) -> str:
    """RFC 822 with a year of four digits."""
    at = moment.astimezone(dt.UTC)
    day = f"{_DAYS[at.weekday()]}, {at.day:02} {_MONTHS[at.month - 1]} {at.year:04}"
    return f"{day} {at.hour:02}:{at.minute:02}:{at.second:02} GMT"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
