"""A list of feeds as OPML 2.0, which every feed reader imports."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from pledges.views.feed import OpmlRow
from pledges.views.xml import escaped, escaped_line


def opml(title: str, rows: Sequence[OpmlRow]) -> bytes:
    """Return the feeds as an OPML document in UTF-8; neighbours of one group stand in one folder."""
    groups = itertools.groupby(rows, key=lambda row: row.group)
    body = "".join(_folder(group, members) for group, members in groups)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n'
        f"<head>\n<title>{escaped_line(title)}</title>\n</head>\n<body>\n{body}</body>\n</opml>\n"
    ).encode()


def _folder(group: str, rows: Iterable[OpmlRow]) -> str:
    outlines = "".join(map(_outline, rows))
    return f'<outline text="{escaped_line(group)}">\n{outlines}</outline>\n' if group else outlines


def _outline(row: OpmlRow) -> str:
    """OPML 2.0, "Subscription lists": the type is rss for Atom as well."""
    page = f' htmlUrl="{escaped(row.page_absolute_url)}"' if row.page_absolute_url else ""
    title, feed = escaped_line(row.title), escaped(row.feed_absolute_url)
    return f'<outline type="rss" text="{title}" title="{title}" xmlUrl="{feed}"{page}/>\n'
