"""Where everything stands on the site: site-relative addresses as pure functions (DESIGN section 5).

Every address begins with ``/`` and is printed behind the path of SITEURL. Folders end in ``/``.
"""

from __future__ import annotations

from enum import StrEnum


class Folder(StrEnum):
    """The kinds that have an address of their own; also the folders under ``content/``."""

    ESSAYS = "essays"
    PLEDGES = "pledges"
    LEADERS = "leaders"
    PAGES = "pages"


class Terms(StrEnum):
    """The kinds of word that essays and pledges are listed under."""

    CATEGORY = "category"
    TAG = "tag"
    SERIES = "series"
    EXPERIENCE = "experience"
    CUSTOMER = "customer"


class PledgeList(StrEnum):
    """The lists of pledges by state, ``/pledges/<state>/``."""

    OPEN = "open"
    AT_RISK = "at-risk"
    OVERDUE = "overdue"
    KEPT = "kept"
    BROKEN = "broken"
    MADE_RIGHT = "made-right"
    WITHDRAWN = "withdrawn"
    DISPUTED = "disputed"


class ScoreList(StrEnum):
    """The lists behind those numbers of the scorecard that no list by state holds, ``/pledges/<list>/``."""

    DUE_SO_FAR = "due-so-far"
    KEPT_ON_FIRST_DATE = "kept-on-first-date"
    KEPT_LATER = "kept-later"
    NOT_YET_DUE = "not-yet-due"
    SILENT = "silent"
    WITH_NOTICE = "with-notice"


class FeedFormat(StrEnum):
    """The formats of every feed; the value is the end of its file name."""

    ATOM = "atom.xml"
    RSS = "rss.xml"
    JSON = "json"


FRONT = "/"
ESSAYS = "/essays/"
PLEDGES = "/pledges/"
LEADERS = "/leaders/"
FEEDS = "/feeds/"
OPML = "/feeds/all.opml"
SEARCH = "/search/"
SEARCH_INDEX = "/pagefind/"
ARCHIVE = "/archive/"
DUE = "/due/"
LEDGER = "/ledger/"
LEDGER_ROOT = "/ledger/root.json"
LEDGER_VERIFIER = "/ledger/verify_ledger.py"
PRIVACY = "/privacy/"
METHOD = "/method/"
FEED_STYLE = "/feed.css"
SOCIAL_CARD = "/card.png"
CALENDAR = "/calendar.ics"
PLEDGE_SCHEMA = "/pledges/schema.json"
NOT_FOUND = "/404.html"
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"


def sitemap_part(number: int) -> str:
    """Return the address of a part of the sitemap of a site with too many pages for one file, from 1."""
    return f"/sitemap-{number}.xml"


# --- documents --------------------------------------------------------------------------------


def essay(slug: str) -> str:
    """Return the address of an essay."""
    return f"{ESSAYS}{slug}/"


def pledge(slug: str) -> str:
    """Return the address of a pledge."""
    return f"{PLEDGES}{slug}/"


def leader(slug: str) -> str:
    """Return the address of a leader."""
    return f"{LEADERS}{slug}/"


def leader_list(slug: str, name: str) -> str:
    """Return the address of one of a leader's own lists, such as ``/leaders/<slug>/overdue/``."""
    return f"{leader(slug)}{name}/"


def page(slug: str) -> str:
    """Return the address of a plain page."""
    return f"/{slug}/"


def document(folder: Folder | str, slug: str) -> str:
    """Return the address of the document ``content/<folder>/<slug>.md``."""
    return page(slug) if folder == Folder.PAGES else f"/{folder}/{slug}/"


# --- lists ------------------------------------------------------------------------------------


def paged(address: str, number: int) -> str:
    """Return where page ``number`` (from 1) of the list at ``address`` stands: ``…/page/2/``."""
    return address if number <= 1 else f"{address}page/{number}/"


def pledges_in(state: PledgeList | ScoreList | str) -> str:
    """Return the address of the list of pledges in a state."""
    return f"{PLEDGES}{state}/"


def terms(kind: Terms | str) -> str:
    """Return the address of the list of all words of a kind."""
    return f"/{kind}/"


def term(kind: Terms | str, word_slug: str) -> str:
    """Return the address of one word's list; ``word_slug`` comes from ``slug.slugify``."""
    return f"/{kind}/{word_slug}/"


def pledges_under(kind: Terms | str, word_slug: str) -> str:
    """Return the address of the list of one word's pledges, where they are too many for its own page."""
    return f"{term(kind, word_slug)}pledges/"


def essays_of(year: int) -> str:
    """Return the address of the list of a year's essays."""
    return f"{ARCHIVE}{year:04}/"


def due_in(year: int, month: int) -> str:
    """Return the address of the list of promises that are due in a month: ``/due/2026-12/``."""
    return f"{DUE}{year:04}-{month:02}/"


# --- the conversation -------------------------------------------------------------------------


def conversation(target: str, number: int) -> str:
    """Return where page ``number`` (from 1) of the conversation about ``target`` stands."""
    return target if number <= 1 else f"{target}conversation/{number}/"


def anchor(response_id: str) -> str:
    """Return a response's anchor: ``r-`` and the id as it is, even one that begins with ``r-``."""
    return f"r-{response_id}"


def response(target: str, number: int, response_id: str) -> str:
    """Return a response's permalink: the conversation page it stands on and its anchor."""
    return f"{conversation(target, number)}#{anchor(response_id)}"


def update(slug: str, update_id: str) -> str:
    """Return the permalink of an update or of any other event: its id is the anchor."""
    return f"{pledge(slug)}#{update_id}"


# --- feeds and files for machines -------------------------------------------------------------


def feed(owner: str, form: FeedFormat | str = FeedFormat.ATOM) -> str:
    """Return the feed that stands beside a page: an essay's or pledge's conversation, a leader's."""
    return f"{owner}feed.{form}"


def site_feed(name: str, form: FeedFormat | str = FeedFormat.ATOM) -> str:
    """Return the site's feed ``name``: essays, pledges or conversation."""
    return f"{FEEDS}{name}.{form}"


def feed_archive(name: str, period: str, form: FeedFormat | str = FeedFormat.ATOM) -> str:
    """Return the archive of a past period (``2026-q3``) of the site's feed ``name`` (RFC 5005)."""
    return f"{FEEDS}{name}/archive-{period}.{form}"


def term_feed(kind: Terms | str, word_slug: str) -> str:
    """Return Pelican's Atom feed of a category, tag or author."""
    return f"{FEEDS}{kind}/{word_slug}.{FeedFormat.ATOM}"


def calendar(owner: str) -> str:
    """Return the calendar that stands beside a leader's or a pledge's page."""
    return f"{owner}calendar.ics"


def pledge_json(slug: str) -> str:
    """Return the address of the pledge for machines."""
    return f"{pledge(slug)}pledge.json"


def badge(slug: str) -> str:
    """Return the address of the pledge's badge."""
    return f"{pledge(slug)}pledge.svg"


def social_card(owner: str) -> str:
    """Return the card that other sites show for a link to the page of an essay or pledge."""
    return f"{owner}card.png"


def ledger(pledge_id: str) -> str:
    """Return the address of a pledge's published hash chain."""
    return f"{LEDGER}{pledge_id}.jsonl"


def ledger_shard(shard: str) -> str:
    """Return the address of the heads of all pledges in a shard."""
    return f"{LEDGER}heads/{shard}.json"


def trackback(inbox_url: str, folder: Folder | str, slug: str) -> str:
    """Return the TrackBack ping address of an essay or pledge, under the INBOX_URL setting."""
    return f"{inbox_url}/trackback/{folder}/{slug}"


def image(src: str) -> str:
    """Return the address of a picture under ``content/images/``: ``/images/x.png``, ``x.png`` alike."""
    return f"/images/{src.removeprefix('/').removeprefix('images/')}"


def sized_picture(path: str, width: int) -> str:
    """Return where the picture at a path stands in a width, as WebP: ``/images/w640/quay.jpg.webp``."""
    return f"/images/w{width}/{path.removeprefix('/images/')}.webp"


def file_of(address: str) -> str:
    """Return the file an address is served from, relative to the output: ``/x/`` → ``x/index.html``."""
    path = address.partition("#")[0].lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path
