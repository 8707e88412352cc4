"""Where everything of a WordPress blog goes: slugs, ids and addresses, settled before a text is looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from pledges.domain import address
from pledges.domain.address import FeedFormat, Folder, Terms
from pledges.domain.document import Document
from pledges.domain.slug import is_slug, slugify
from pledges.importers.here import Here, identity_of
from pledges.importers.old_site import OldSite
from pledges.importers.targets import Targets
from pledges.importers.wordpress_index import Index, is_draft
from pledges.importers.wxr import Term, WxrPost
from pledges.markup.text import clean_line

_NO_CATEGORY = "uncategorized"


@dataclass(frozen=True, slots=True)
class Place:
    """A post's place here; ``is_new`` unless it was imported earlier or stands here already."""

    folder: Folder
    slug: str
    id: str
    feed_id: str = ""
    aliases: tuple[str, ...] = ()
    is_new: bool = True

    @property
    def path(self) -> str:
        """Its file, relative to the content folder."""
        return f"{self.folder}/{self.slug}.md"


@dataclass(frozen=True, slots=True)
class Words:
    """What a post is listed under."""

    category: str = ""
    tags: tuple[str, ...] = ()
    series: str = ""


@dataclass(slots=True)
class Places:
    """``posts`` by their ids in the export, ``leaders`` by the names that authors sign in with."""

    posts: dict[str, Place] = field(default_factory=dict)
    leaders: dict[str, Place] = field(default_factory=dict)


def settle_places(index: Index, here: Here, targets: Targets, site: OldSite) -> Places:
    """Give everything its place, tell the responses where their targets are, and the links what became of
    the old addresses.
    """
    places = Places()
    feed_ids: set[str] = set()
    for post in index.posts.values():
        place = _place(post, index.blog, here, feed_ids)
        places.posts[post.id] = place
        _make_known(post, place, index, site, targets)
    for post in index.posts.values():
        login = post.author
        if post.type == "post" and login and login not in places.leaders:
            places.leaders[login] = _leader_place(index.author_of(login).name, login, index.blog, here)
    _know_lists(index, places, site)
    return places


def words_of(post: WxrPost) -> Words:
    """Return the category, tags and series: a post has one category here, further ones become tags."""
    named = {taxonomy: _names(post.terms, taxonomy) for taxonomy in ("category", "tag", "series")}
    category, *more = named["category"] or [""]
    tags = {slugify(tag): tag for tag in reversed([*named["tag"], *more])}
    return Words(category, tuple(reversed(tags.values())), next(iter(named["series"]), ""))


def _names(terms: tuple[Term, ...], taxonomy: str) -> list[str]:
    found = (term for term in terms if term.taxonomy == taxonomy and term.slug != _NO_CATEGORY)
    return [name for term in found if (name := clean_line(unescape(term.name)))]


# --- documents ------------------------------------------------------------------------------------


def _place(post: WxrPost, blog: str, here: Here, feed_ids: set[str]) -> Place:
    folder = Folder.PAGES if post.type == "page" else Folder.ESSAYS
    slug, origin = _wanted_slug(post), f"wordpress:{blog}:{post.guid or post.id}"
    feed_id = "" if folder is Folder.PAGES or post.guid in feed_ids else clean_line(post.guid, 500)
    feed_ids.add(post.guid)
    if known := _known(folder, slug, origin, feed_id, post, here):
        return Place(folder, known.slug, known.id, known.feed_id, is_new=False)
    identity, slug = here.take_id(slug, origin), here.take_slug(folder, slug)
    old = (name for name in post.meta.get("_wp_old_slug", ()) if is_slug(name) and here.is_free(folder, name))
    aliases = tuple(here.take_slug(folder, name) for name in dict.fromkeys(old))
    return Place(folder, slug, identity, feed_id, aliases)


def _wanted_slug(post: WxrPost) -> str:
    name = unquote(post.slug)
    if is_slug(name):
        return name
    return slugify(name or clean_line(post.title) or f"{post.type}-{post.id}")


def _known(
    folder: Folder, slug: str, origin: str, feed_id: str, post: WxrPost, here: Here
) -> Document | None:
    """Return what an earlier import has made of the post, or what bears its slug and its title."""
    found = here.by_feed_id.get(feed_id) if feed_id else None
    found = found or here.by_id.get(identity_of(slug, origin))
    same = here.by_slug.get((folder, slug))
    if found is None and same is not None and clean_line(same.title) == clean_line(unescape(post.title)):
        found = same
    return found if found is not None and found.path.startswith(f"{folder}/") else None


def _leader_place(name: str, login: str, blog: str, here: Here) -> Place:
    slug, origin = slugify(name), f"wordpress:{blog}:author:{login}"
    known = here.by_id.get(identity_of(slug, origin)) or here.by_slug.get((Folder.LEADERS, slug))
    if known is not None and known.path.startswith(f"{Folder.LEADERS}/"):
        return Place(Folder.LEADERS, known.slug, known.id, is_new=False)
    identity = here.take_id(slug, origin)
    return Place(Folder.LEADERS, here.take_slug(Folder.LEADERS, slug), identity)


# --- addresses ------------------------------------------------------------------------------------


def _make_known(post: WxrPost, place: Place, index: Index, site: OldSite, targets: Targets) -> None:
    new = address.document(place.folder, place.slug)
    query = "page_id" if post.type == "page" else "p"
    olds = [post.link, post.guid, *(f"{base.rstrip('/')}/?{query}={post.id}" for base in index.bases)]
    for old in filter(None, olds):
        site.add(old, new, public=not is_draft(post))
    if place.folder is Folder.ESSAYS:
        targets.add(
            place.folder,
            place.id,
            place.slug,
            aliases=place.aliases,
            feed_id=place.feed_id,
            addresses=(post.link, f"post:{post.id}"),
        )


def _know_lists(index: Index, places: Places, site: OldSite) -> None:
    """Say where the lists are: only those that have a published essay."""
    if not index.bases:
        return
    base = index.bases[0].rstrip("/")
    for old, new in _lists(index, places):
        site.add(f"{base}{old}", new)


def _lists(index: Index, places: Places) -> Iterator[tuple[str, str]]:
    yield from (("/", address.FRONT), ("/feed/", address.site_feed("essays", FeedFormat.RSS)))
    yield "/comments/feed/", address.site_feed("conversation", FeedFormat.RSS)
    public = [post for post in index.posts.values() if post.type == "post" and not is_draft(post)]
    lists: Mapping[str, str] = _term_lists(public)
    for post in public:
        for term in post.terms:
            if new := lists.get(slugify(clean_line(unescape(term.name)))):
                yield f"/{term.taxonomy}/{term.slug}/", new
        if post.date:
            yield f"/{post.date.year}/", address.essays_of(post.date.astimezone(dt.UTC).year)
        if leader := places.leaders.get(post.author):
            yield f"/author/{post.author}/", address.leader(leader.slug)


def _term_lists(public: list[WxrPost]) -> dict[str, str]:
    """Return the address of the list for each word that an essay is listed under."""
    lists: dict[str, str] = {}
    for words in map(words_of, public):
        if words.category:
            lists[slugify(words.category)] = address.term(Terms.CATEGORY, slugify(words.category))
        for tag in words.tags:
            lists.setdefault(slugify(tag), address.term(Terms.TAG, slugify(tag)))
    return lists
