"""WXR's elements as text. WordPress reads them with a parser or with regular expressions, so one a line."""

from __future__ import annotations

import datetime as dt

from pledges.markup import printable
from pledges.views.xml import escaped

NAMESPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}


def plain(name: str, text: str | int) -> str:
    """Return an element with escaped text."""
    return f"<{name}>{escaped(str(text))}</{name}>\n"


def cdata(name: str, text: str, attributes: str = "") -> str:
    """Return an element whose text stands as it is; ``]]>`` in it ends nothing."""
    kept = printable(text).replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}{attributes}><![CDATA[{kept}]]></{name}>\n"


def category(domain: str, nicename: str, name: str) -> str:
    """Return what puts an item under a category or tag."""
    return cdata("category", name, f' domain="{domain}" nicename="{escaped(nicename)}"')


def meta(element: str, key: str, value: str) -> str:
    """Return a named value of a post or comment."""
    return f"<{element}>\n{cdata('wp:meta_key', key)}{cdata('wp:meta_value', value)}</{element}>\n"


def times(names: tuple[str, str], instant: dt.datetime, zone: dt.tzinfo) -> str:
    """Return an instant as WordPress has it: in the site's time, and in UTC."""
    local, utc = instant.astimezone(zone), instant.astimezone(dt.UTC)
    return cdata(names[0], f"{local:%Y-%m-%d %H:%M:%S}") + cdata(names[1], f"{utc:%Y-%m-%d %H:%M:%S}")
