"""The record as WordPress imports it: WordPress eXtended RSS 1.2, written as it goes.

WordPress knows no promises: each becomes a post with its history as text, under a category of their own.
Its importer knows no bios either: what a leader's page says becomes a page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import IO

from pledges.domain.document import Document, Image
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.domain.slug import slugify
from pledges.exporters.wxr_comments import comments
from pledges.exporters.wxr_texts import path_of, post_html
from pledges.exporters.wxr_xml import NAMESPACES, category, cdata, meta, plain, times
from pledges.views.publication import Publication
from pledges.views.xml import escaped

PROMISES = "Promises"
#: Who wrote what no leader has signed: WordPress takes whoever imports it.
_NOBODY = ""


@dataclass(slots=True)
class _Written:
    """What is being written, and the numbers that WordPress wants."""

    publication: Publication
    images: dict[str, int]
    posts: count[int]
    comments: count[int]

    def posted(self, document: Document) -> dt.datetime:
        """Return when a document was published; leaders and pages have no date of their own."""
        if isinstance(document, Essay):
            return self.publication.published(document)
        if isinstance(document, Pledge):
            return self.publication.midnight(document.made)
        return self.publication.settings.founded

    def status(self, document: Document) -> str:
        """Return what WordPress does with it."""
        if document.draft:
            return "draft"
        day = self.posted(document).astimezone(self.publication.settings.zone).date()
        return "future" if day > self.publication.today else "publish"


def write_wxr(file: IO[bytes], publication: Publication, images: Sequence[str]) -> dict[str, int]:
    """Write everything in the publication's record, drafts included; return how many of each there are.

    ``images`` are the paths of pictures on the site (``images/x.png``): WordPress fetches them from there.
    """
    numbers = count(1)
    known = {image: next(numbers) for image in sorted(images)}
    written = _Written(publication, known, numbers, count(1))
    for text in _channel(written):
        file.write(text.encode())
    record = publication.record
    said = sum(len(publication.responses(target)) for target in publication.targets)
    return {
        "essays": len(record.essays),
        "promises": len(record.pledges),
        "pages": len(record.pages),
        "leaders": len(record.leaders),
        "pictures": len(known),
        "answers": said,
    }


def _channel(written: _Written) -> Iterator[str]:
    publication = written.publication
    settings, record = publication.settings, publication.record
    spaces = "".join(f' xmlns:{name}="{url}"' for name, url in NAMESPACES.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"{spaces}>\n<channel>\n'
    yield plain("title", settings.sitename) + plain("link", settings.siteurl)
    yield plain("description", settings.sitesubtitle) + plain("language", settings.default_lang)
    yield plain("wp:wxr_version", "1.2")
    yield plain("wp:base_site_url", settings.siteurl) + plain("wp:base_blog_url", settings.siteurl)
    for number, leader in enumerate(record.leaders, 1):
        yield _author(number, leader)
    yield from _terms(record.essays, record.pledges)
    for image, number in written.images.items():
        yield from _picture(written, image, number)
    for document in (*record.pages, *record.leaders, *record.essays, *record.pledges):
        yield from _item(written, document)
    yield "</channel>\n</rss>\n"


def _author(number: int, leader: Leader) -> str:
    first, _, last = leader.name.rpartition(" ")
    parts = (
        plain("wp:author_id", number),
        cdata("wp:author_login", leader.slug),
        cdata("wp:author_email", ""),
        cdata("wp:author_display_name", leader.name),
        cdata("wp:author_first_name", first or last),
        cdata("wp:author_last_name", last if first else ""),
    )
    return f"<wp:author>\n{''.join(parts)}</wp:author>\n"


def _terms(essays: Sequence[Essay], pledges: Sequence[Pledge]) -> Iterator[str]:
    categories = {essay.category for essay in essays if essay.category} | ({PROMISES} if pledges else set())
    tags = {tag for essay in essays for tag in essay.tags} | {tag for one in pledges for tag in one.tags}
    numbers = count(1)
    for name in sorted(categories):
        yield f"<wp:category>\n{plain('wp:term_id', next(numbers))}"
        yield cdata("wp:category_nicename", slugify(name)) + cdata("wp:category_parent", "")
        yield cdata("wp:cat_name", name) + "</wp:category>\n"
    for name in sorted(tags):
        yield f"<wp:tag>\n{plain('wp:term_id', next(numbers))}"
        yield cdata("wp:tag_slug", slugify(name)) + cdata("wp:tag_name", name) + "</wp:tag>\n"


def _picture(written: _Written, image: str, number: int) -> Iterator[str]:
    publication = written.publication
    url, founded = publication.absolute(f"/{image}"), publication.settings.founded
    name = image.removeprefix("images/")  # WordPress takes one title of one date for one thing
    yield "<item>\n" + plain("title", name) + plain("link", url)
    yield cdata("dc:creator", _NOBODY) + f'<guid isPermaLink="false">{number}</guid>\n'
    yield plain("description", "") + cdata("content:encoded", "") + cdata("excerpt:encoded", "")
    yield plain("wp:post_id", number)
    yield times(("wp:post_date", "wp:post_date_gmt"), founded, publication.settings.zone)
    yield from _standing(slugify(name), "inherit", "attachment", "closed")
    yield cdata("wp:attachment_url", url) + "</item>\n"


def _item(written: _Written, document: Document) -> Iterator[str]:
    publication = written.publication
    is_post = isinstance(document, Essay | Pledge)
    posted = written.posted(document)
    yield "<item>\n" + plain("title", document.title)
    yield plain("link", publication.absolute(path_of(document)))
    yield plain("pubDate", f"{posted.astimezone(dt.UTC):%a, %d %b %Y %H:%M:%S} +0000")
    yield cdata("dc:creator", _creator(document))
    yield f'<guid isPermaLink="false">{escaped(publication.entry_id(document))}</guid>\n'
    yield plain("description", "")
    yield cdata("content:encoded", post_html(publication, document))
    yield cdata("excerpt:encoded", getattr(document, "summary", ""))
    yield plain("wp:post_id", next(written.posts))
    yield times(("wp:post_date", "wp:post_date_gmt"), posted, publication.settings.zone)
    kind = "post" if is_post else "page"
    yield from _standing(document.slug, written.status(document), kind, "open" if is_post else "closed")
    yield from _categories(document)
    image: Image | None = getattr(document, "image", None)
    if image and (number := written.images.get(image.src.lstrip("/"))):
        yield meta("wp:postmeta", "_thumbnail_id", str(number))
    if is_post:
        said = publication.responses(document)
        yield from comments(said, written.comments, publication.settings.zone)
    yield "</item>\n"


def _standing(slug: str, status: str, kind: str, answers: str) -> Iterator[str]:
    yield cdata("wp:comment_status", answers) + cdata("wp:ping_status", answers)
    yield cdata("wp:post_name", slug) + cdata("wp:status", status)
    yield plain("wp:post_parent", 0) + plain("wp:menu_order", 0)
    yield cdata("wp:post_type", kind) + cdata("wp:post_password", "") + plain("wp:is_sticky", 0)


def _creator(document: Document) -> str:
    if isinstance(document, Leader):
        return document.slug
    return getattr(document, "author", "") or getattr(document, "leader", "") or _NOBODY


def _categories(document: Document) -> Iterator[str]:
    if isinstance(document, Pledge):
        yield category("category", slugify(PROMISES), PROMISES)
    elif isinstance(document, Essay) and document.category:
        yield category("category", slugify(document.category), document.category)
    for tag in getattr(document, "tags", ()):
        yield category("post_tag", slugify(tag), tag)
