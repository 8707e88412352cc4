"""WordPress exports made of a few items."""

from __future__ import annotations

from html import escape

BLOG = "https://blog.example"


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def comment(number: int, text: str = "Words.", *, parent: int = 0, **fields: str) -> str:
    """Return a comment; fields are the elements' names without ``comment_``, ``meta_`` those of its meta."""
    known = {
        "id": str(number),
        "author": "Ada",
        "author_email": "secret@reader.example",
        "author_IP": "203.0.113.9",
        "author_url": "",
        "date": "2019-05-03 12:00:00",
        "date_gmt": f"2019-05-03 10:{number // 60 % 60:02}:{number % 60:02}",
        "content": text,
        "approved": "1",
        "type": "comment",
        "parent": str(parent),
        "user_id": "0",
    }
    meta = {name.removeprefix("meta_"): value for name, value in fields.items() if name.startswith("meta_")}
    known |= {name: value for name, value in fields.items() if not name.startswith("meta_")}
    body = "".join(f"<wp:comment_{name}>{cdata(value)}</wp:comment_{name}>" for name, value in known.items())
    return f"<wp:comment>{body}{_meta('commentmeta', meta)}</wp:comment>"


def item(
    number: int,
    content: str = "Words.",
    *parts: str,
    title: str = "A title",
    slug: str = "",
    kind: str = "post",
    status: str = "publish",
    terms: tuple[tuple[str, str, str], ...] = (),
    meta: dict[str, str] | None = None,
    **fields: str,
) -> str:
    """Return an item; ``parts`` are its comments; other fields are elements without ``wp:``."""
    slug = slug or f"item-{number}"
    known = {
        "post_id": str(number),
        "post_date": "2019-05-03 12:00:00",
        "post_date_gmt": "2019-05-03 10:00:00",
        "post_name": slug,
        "status": status,
        "post_type": kind,
        "post_parent": "0",
        "post_password": "",
        **fields,
    }
    body = "".join(f"<wp:{name}>{cdata(value)}</wp:{name}>" for name, value in known.items())
    listed = "".join(
        f'<category domain="{taxonomy}" nicename="{escape(name)}">{cdata(word)}</category>'
        for taxonomy, name, word in terms
    )
    return (
        f"<item><title>{cdata(title)}</title><link>{BLOG}/2019/05/{escape(slug)}/</link>"
        f'<dc:creator>{cdata("maya")}</dc:creator><guid isPermaLink="false">{BLOG}/?p={number}</guid>'
        f"<content:encoded>{cdata(content)}</content:encoded><excerpt:encoded></excerpt:encoded>"
        f"{body}{listed}{_meta('postmeta', meta or {})}{''.join(parts)}</item>"
    )


def export(*items: str, version: str = "1.2", authors: bool = True) -> str:
    """Return a whole export."""
    space = f"http://wordpress.org/export/{version}/"
    author = (
        "<wp:author><wp:author_id>2</wp:author_id><wp:author_login>maya</wp:author_login>"
        "<wp:author_email>secret@blog.example</wp:author_email>"
        "<wp:author_display_name>Maya Okafor</wp:author_display_name></wp:author>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:excerpt="{space}excerpt/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="{space}"><channel>'
        f"<wp:wxr_version>{version}</wp:wxr_version><wp:base_site_url>{BLOG}</wp:base_site_url>"
        f"<wp:base_blog_url>{BLOG}</wp:base_blog_url>{author if authors else ''}"
        f"{''.join(items)}</channel></rss>"
    )


def _meta(name: str, values: dict[str, str]) -> str:
    return "".join(
        f"<wp:{name}><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:{name}>"
        for key, value in values.items()
    )
