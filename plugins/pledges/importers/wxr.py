"""WordPress eXtended RSS, 1.0 to 1.2, as WordPress's own exporter writes it (``includes/export.php``).

Who commented from which address, e-mail or IP, is not read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from pledges.errors import ContentError, Problem
from pledges.importers.xml_events import elements

VERSIONS = ("1.0", "1.1", "1.2")
_SPACES = [f"{{http://wordpress.org/export/{version}/}}" for version in VERSIONS]
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_WANTED = ("author", "comment", "wxr_version", "base_site_url", "base_blog_url")
_NAME = re.compile(r"\{.*\}")
_PERSONAL = frozenset({"comment_author_email", "comment_author_IP", "author_email"})


@dataclass(frozen=True, slots=True)
class WxrSite:
    """The address of the old site, or of the one it is part of."""

    url: str


@dataclass(frozen=True, slots=True)
class WxrAuthor:
    """A user who has written something: ``id`` in the users' table, the name they sign in with, as shown."""

    id: str
    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Term:
    """A category, tag or word of another taxonomy."""

    taxonomy: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WxrPost:
    """An item: post, page, attachment or what plugins have added. ``date`` and ``modified`` with their zone;
    ``meta`` has each key's values in order.
    """

    id: str
    type: str
    status: str
    title: str = ""
    slug: str = ""
    link: str = ""
    guid: str = ""
    author: str = ""
    date: dt.datetime | None = None
    modified: dt.datetime | None = None
    content: str = ""
    excerpt: str = ""
    parent: str = ""
    has_password: bool = False
    attachment_url: str = ""
    terms: tuple[Term, ...] = ()
    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)
    line: int = 0

    def first(self, key: str) -> str:
        """Return the first value that ``meta`` has under a key, or an empty text."""
        return next(iter(self.meta.get(key, ())), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class WxrComment:
    """A comment or linkback, and the item that it stands under as far as it was read."""

    id: str
    post: WxrPost
    parent: str
    type: str
    approved: str
    author: str
    url: str
    user: str
    content: str
    date: dt.datetime | None
    meta: dict[str, str]
    line: int


def read_wxr(path: Path) -> Iterator[WxrSite | WxrAuthor | WxrPost | WxrComment]:
    """Yield what an export holds. An item comes after its comments.

    Raises ContentError when the file is no export of WordPress's, of another version, or torn.
    """
    version = ""
    tags = {"item", *(space + name for space in _SPACES for name in _WANTED)}
    item: etree._Element | None = None
    post = WxrPost(id="", type="", status="")
    for element in elements(path, tags):
        name = _NAME.sub("", str(element.tag))
        if name == "wxr_version":
            version = _checked(path, element)
        elif name in ("base_site_url", "base_blog_url"):
            yield WxrSite((element.text or "").strip())
        elif name == "author":
            yield _author(element)
        elif name == "item":
            yield _post(element)
            item = None
        elif (parent := element.getparent()) is not None:
            if item is not parent:
                item, post = parent, _post(parent)
            yield _comment(element, post)
    if not version:
        message = "is no export of WordPress's; make one with Tools > Export > All content"
        raise ContentError([Problem(str(path), 1, "", message)])


def _checked(path: Path, element: etree._Element) -> str:
    version = (element.text or "").strip()
    if version not in VERSIONS:
        message = f'"{version[:20]}" is a version nobody here knows; those known are {", ".join(VERSIONS)}'
        raise ContentError([Problem(str(path), _line(element), "wxr_version", message)])
    return version


def _author(element: etree._Element) -> WxrAuthor:
    texts = _texts(element)
    login = texts.get("author_login", "")
    return WxrAuthor(texts.get("author_id", ""), login, texts.get("author_display_name", "") or login)


def _post(element: etree._Element) -> WxrPost:
    texts = _texts(element)
    return WxrPost(
        id=texts.get("post_id", ""),
        type=texts.get("post_type", "post"),
        status=texts.get("status", "publish"),
        title=texts.get("title", ""),
        slug=texts.get("post_name", ""),
        link=texts.get("link", ""),
        guid=texts.get("guid", ""),
        author=(element.findtext(_CREATOR) or "").strip(),
        date=_instant(texts.get("post_date_gmt", ""), texts.get("post_date", "")),
        modified=_instant(texts.get("post_modified_gmt", ""), texts.get("post_modified", "")),
        content=element.findtext(_CONTENT) or "",
        excerpt=next(
            (found for space in _SPACES if (found := element.findtext(f"{space[:-1]}excerpt/}}encoded"))), ""
        ),
        parent=_key(texts.get("post_parent", "")),
        has_password=bool(texts.get("post_password")),
        attachment_url=texts.get("attachment_url", ""),
        terms=tuple(_terms(element)),
        meta=_all_meta(element, "postmeta"),
        line=_line(element),
    )


def _terms(element: etree._Element) -> Iterator[Term]:
    for one in element.findall("category"):
        if one.get("nicename") and one.text:
            taxonomy = (one.get("domain") or "category").replace("post_tag", "tag")
            yield Term(taxonomy, one.get("nicename", ""), one.text.strip())


def _comment(element: etree._Element, post: WxrPost) -> WxrComment:
    texts = _texts(element)
    return WxrComment(
        id=texts.get("comment_id", ""),
        post=post,
        parent=_key(texts.get("comment_parent", "")),
        type=texts.get("comment_type", "") or "comment",
        approved=texts.get("comment_approved", ""),
        author=texts.get("comment_author", ""),
        url=texts.get("comment_author_url", ""),
        user=_key(texts.get("comment_user_id", "")),
        content=texts.get("comment_content", ""),
        date=_instant(texts.get("comment_date_gmt", ""), texts.get("comment_date", "")),
        meta={key: values[0] for key, values in _all_meta(element, "commentmeta").items()},
        line=_line(element),
    )


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _key(number: str) -> str:
    """Return the number of a row; 0 is none."""
    return "" if number == "0" else number


def _texts(element: etree._Element) -> dict[str, str]:
    """Return the texts of the element's children by their plain names, without mail and IP addresses."""
    texts: dict[str, str] = {}
    for child in element.iterchildren(etree.Element):
        name = _NAME.sub("", str(child.tag))
        if name not in _PERSONAL and name != "encoded":
            texts.setdefault(name, (child.text or "").strip())
    return texts


def _all_meta(element: etree._Element, name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for child in element.iterchildren(*(space + name for space in _SPACES)):
        texts = _texts(child)
        key = texts.get("meta_key", "")
        found[key] = (*found.get(key, ()), texts.get("meta_value", ""))
    return found


def _instant(gmt: str, local: str) -> dt.datetime | None:
    """Return an instant in the blog's own zone, as far as the two times tell; without the first, in UTC."""
    utc, here = _time(gmt), _time(local)
    if utc is None:
        return here.replace(tzinfo=dt.UTC) if here else None
    ahead = round((here - utc).total_seconds() / 900) * 15 if here else 0
    zone = dt.timezone(dt.timedelta(minutes=ahead)) if abs(ahead) <= 14 * 60 else dt.UTC
    return utc.replace(tzinfo=dt.UTC).astimezone(zone)


def _time(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None
