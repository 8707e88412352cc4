"""A feed as RSS 2.0, with the modules that readers know: content, dc, slash, wfw, atom, trackback."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from pledges.views.entry_text import xml_of
from pledges.views.feed import Feed, FeedEntry
from pledges.views.xml import escaped, escaped_line, escaped_text, language, styled_by, utc

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
        f"<lastBuildDate>{_date(utc(feed.updated))}</lastBuildDate>\n",
        self_link if feed.rss_url else "",
        *(f'<atom:link rel="hub" href="{escaped(url)}"/>\n' for url in feed.hub_urls),
    )


def _item(feed: Feed, entry: FeedEntry) -> str:
    text = xml_of(entry)
    author = text.author or escaped_line(feed.author)
    # An item has a title or a description, so one without either is titled by its address.
    title = text.title or ("" if text.summary else text.url)
    return "".join(
        (
            f"<item>\n<title>{title}</title>\n<link>{text.url}</link>\n",
            f'<guid isPermaLink="false">{text.id}</guid>\n<pubDate>{_date(text.published)}</pubDate>\n',
            f"<dc:creator>{author}</dc:creator>\n" if author else "",
            *[f"<category>{tag}</category>\n" for tag in text.tags],
            _conversation(entry),
            f"<description>{escaped_text(text.summary)}</description>\n" if text.summary else "",
            f"<content:encoded>{text.html}</content:encoded>\n</item>\n",
        )
    )


def _conversation(entry: FeedEntry) -> str:
    comments = _element("comments", entry.comments_url)
    count = "" if entry.reply_count is None else f"<slash:comments>{entry.reply_count}</slash:comments>\n"
    feed = _element("wfw:commentRss", entry.replies_rss_url)
    return f"{comments}{count}{feed}{_element('trackback:ping', entry.trackback_url)}"


def _element(name: str, url: str) -> str:
    return f"<{name}>{escaped(url)}</{name}>\n" if url else ""


def _as_html(text: str) -> str:
    """RSS descriptions hold HTML: plain text is escaped once more than elsewhere."""
    return escaped_line(text)


def _date(instant: str) -> str:
    """Return an instant (RFC 3339, in UTC) as RFC 822 has it, with a year of four digits."""
    return f"{_day(instant[:10])} {instant[11:19]} GMT"


@lru_cache(maxsize=1024)
def _day(day: str) -> str:
    on = dt.date.fromisoformat(day)
    return f"{_DAYS[on.weekday()]}, {on.day:02} {_MONTHS[on.month - 1]} {on.year:04}"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
