"""Every setting of the site once: name, default, unit, meaning. Read once into a frozen object.

The names are those of ``pelicanconf.py``. Pelican's own settings that matter to us are here too.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pledges.domain.explicit_names import RuleName
from pledges.domain.redirect import Redirect, read_redirects
from pledges.errors import SettingsError, did_you_mean
from pledges.language import Language, language_complaint, language_of


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: its name in ``pelicanconf.py``, default, unit (or kind) and meaning."""

    name: str
    default: Any
    unit: str
    meaning: str


OPTIONS: tuple[Option, ...] = (
    Option("SITEURL", "", "absolute URL", "where the site is published, without a slash at the end"),
    Option("SITENAME", "", "text", "the site's name, in titles and feeds"),
    Option("SITESUBTITLE", "", "text", "one line that says what the site is"),
    Option("TIMEZONE", "UTC", "IANA name", "the zone whose midnight begins a day"),
    Option(
        "DEFAULT_LANG", "en", "language tag", "the language of the interface, and of texts that name no other"
    ),
    Option("DEFAULT_PAGINATION", 20, "entries", "how many entries a list shows on one page"),
    Option(
        "TAG_AUTHORITY",
        "",
        "host,date",
        "a host you owned on that date (RFC 4151): feed ids are minted from it and never change",
    ),
    Option("INBOX_URL", "", "path or URL", "where the inbox answers; empty: no forms and no endpoints"),
    Option(
        "INBOX_MAIL",
        False,
        "yes or no",
        "the inbox sends mail: offer to tell readers of replies and news",
    ),
    Option("DUE_SOON_DAYS", 14, "days", "how long before its due date a promise is due soon"),
    Option("SILENT_DAYS", 90, "days", "how long without an update before an open promise is silent"),
    Option("CONVERSATION_PAGE_SIZE", 50, "responses", "when a conversation continues on a further page"),
    Option("FEED_SIZE", 50, "entries", "the newest entries that a feed carries"),
    Option("CONTENTS_FROM_HEADINGS", 4, "headings", "from how many headings an essay gets contents"),
    Option("FEATURED_PLEDGE", "", "slug", "the promise made large on the front page; empty: the next due"),
    Option(
        "WEBSUB_HUBS",
        (),
        "absolute URLs",
        "the WebSub hubs that feeds name and `pledges send` tells of changes",
    ),
    Option("EXPLICIT_OFF", (), "rule names", "the rules of `pledges check --explicit` to leave out"),
    Option("SEARCH", True, "yes or no", "build a search page and its index (with Pagefind)"),
    Option("SOCIAL_CARDS", True, "yes or no", "draw a card for each promise and essay, for links elsewhere"),
    Option("PRECOMPRESS", False, "yes or no", "write each text as .br and .gz too, for web servers to send"),
    Option(
        "HOST_FILES",
        "",
        "netlify or cloudflare",
        "write _headers and _redirects as this host of static sites reads them",
    ),
    Option(
        "REDIRECTS", "", "lines of text", "paths of an old site and new ones, as `pledges import` lists them"
    ),
    Option("PATTERNS", False, "yes or no", "build /patterns/: every part of the theme with examples"),
    Option("DRAFTS", False, "yes or no", "show drafts and what is dated later (for previews only)"),
    Option("AS_OF", "", "date", "build the site as of this day instead of today"),
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one build; see :data:`OPTIONS` for what each means.

    What follows from them is asked for with every link, and worked out once.
    """

    siteurl: str
    sitename: str
    sitesubtitle: str
    timezone: str
    default_lang: str
    default_pagination: int
    tag_authority: str
    inbox_url: str
    inbox_mail: bool
    due_soon_days: int
    silent_days: int
    conversation_page_size: int
    feed_size: int
    contents_from_headings: int
    featured_pledge: str
    websub_hubs: tuple[str, ...]
    explicit_off: tuple[str, ...]
    search: bool
    social_cards: bool
    precompress: bool
    host_files: str
    redirects: tuple[Redirect, ...]
    patterns: bool
    drafts: bool
    as_of: dt.date | None

    @cached_property
    def language(self) -> Language:
        """The language of the interface."""
        return language_of(self.default_lang)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)

    @cached_property
    def base(self) -> str:
        """The path part of SITEURL: empty, or ``/repo`` where the site is not at the root."""
        return urlsplit(self.siteurl).path.rstrip("/")

    @cached_property
    def origin(self) -> str:
        """The scheme and host of SITEURL."""
        parts = urlsplit(self.siteurl)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def follow_url(self) -> str:
        """Where weekly mails are asked for, for use in ``href``; empty where the inbox sends none."""
        return self.inbox("/follow") if self.has_inbox and self.inbox_mail else ""

    @property
    def has_inbox(self) -> bool:
        """Whether there are forms and endpoints."""
        return bool(self.inbox_url)

    def url(self, path: str) -> str:
        """Return the address of a site path for use in ``href``."""
        return self.base + path

    def absolute(self, path: str) -> str:
        """Return the full address of a site path."""
        return self.siteurl + path

    def inbox(self, path: str) -> str:
        """Return the address of an inbox path (``/comments``) for use in ``href``."""
        return (self.inbox_url if "://" in self.inbox_url else self.base + self.inbox_url) + path

    def absolute_inbox(self, path: str) -> str:
        """Return the full address of an inbox path."""
        inbox = self.inbox(path)
        return inbox if "://" in inbox else self.origin + inbox

    @cached_property
    def founded(self) -> dt.datetime:
        """The instant of TAG_AUTHORITY's date: what an empty feed says of when it was updated."""
        year, month, day = (*map(int, self.tag_authority.partition(",")[2].split("-")), 1, 1)[:3]
        return dt.datetime(year, month, day, tzinfo=dt.UTC)

    def today(self, now: dt.datetime) -> dt.date:
        """Return the day the site is built for: AS_OF, else the day of ``now`` in the site's zone."""
        return self.as_of or now.astimezone(self.zone).date()


def read_settings(values: Mapping[str, Any]) -> Settings:
    """Return the settings in ``values`` (Pelican's mapping); defaults stand in for what is not there.

    Raises SettingsError, which names every setting that cannot be used.
    """
    wrong = list(_misspelt(values))
    read: dict[str, Any] = {}
    for option in OPTIONS:
        value = values.get(option.name, option.default)
        # Pelican's own settings say False for "none".
        none = value is None or (value is False and not isinstance(option.default, bool))
        value = option.default if none else value
        complaint = _complaint(option, value)
        if complaint:
            wrong.append(f"{option.name}: {value!r:.100} {complaint}")
        read[option.name.lower()] = value
    if wrong:
        raise SettingsError("\n".join(wrong))
    read["siteurl"] = read["siteurl"].rstrip("/")
    read["inbox_url"] = read["inbox_url"].rstrip("/")
    read["explicit_off"] = tuple(read["explicit_off"])
    read["websub_hubs"] = tuple(read["websub_hubs"])
    read["redirects"] = read_redirects(read["redirects"])
    as_of = read["as_of"]
    read["as_of"] = dt.date.fromisoformat(as_of) if isinstance(as_of, str) and as_of else as_of or None
    return Settings(**{field.name: read[field.name] for field in fields(Settings)})


def _misspelt(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each name that nobody knows and that one of ours is nearly: TAG_AUTORITY.

    Pelican, its plugins and themes have names of their own, so others are let be.
    """
    known = {option.name for option in OPTIONS}
    for name in values:
        if name.isupper() and name not in known:
            near = (one for one in known if one[0] == name[0] and abs(len(one) - len(name)) <= 1)
            if meant := difflib.get_close_matches(name, [*near], n=1, cutoff=0.88):
                yield f'{name}: is no setting; did you mean "{meant[0]}"?'


_NOT_IN_URLS = re.compile(r"[\s\x00-\x1f\x7f\"'<>\\^`{|}?#]")
_INBOX = re.compile(r"\Z|/(?!/)|https?://[^/]")
_HUB = re.compile(r"https?://[^\s\x00-\x1f\x7f\"'<>\\^`{|}#@/?]+(?:[/?][^\s\x00-\x1f\x7f\"'<>\\^`{|}#]*)?")
_AUTHORITY = re.compile(r"[a-z0-9][a-z0-9.-]*,\d{4}(-\d{2}(-\d{2})?)?")


def _complaint(option: Option, value: Any) -> str:
    """Return what is wrong with a value, or an empty string."""
    if isinstance(option.default, bool):
        return "" if isinstance(value, bool) else "is not True or False; write one of them"
    if isinstance(option.default, int):
        good = isinstance(value, int) and value is not True and value > 0
        return "" if good else f"is not a number of {option.unit}; write {option.default}"
    check = _CHECKS.get(option.name)
    if check is not None:
        return check(value)
    return "" if isinstance(value, str) else "is not a text; write it in quotes"


def _check_siteurl(value: Any) -> str:
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
    except ValueError:  # brackets that hold no address
        parts = None
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
        return "is not an absolute URL; write for example https://promises.example"
    if "@" in parts.netloc or _NOT_IN_URLS.search(value):
        return "is more than the address of a site; write for example https://promises.example/pledges"
    return ""


def _check_inbox(value: Any) -> str:
    if isinstance(value, str) and not _NOT_IN_URLS.search(value) and _INBOX.match(value):
        return ""
    return 'is neither a path nor a URL; write for example "/inbox", or "" for no inbox'


def _check_timezone(value: Any) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        return "is not a time zone; write for example Europe/Berlin"
    return ""


def _check_authority(value: Any) -> str:
    if isinstance(value, str) and _AUTHORITY.fullmatch(value) and _is_day(value.partition(",")[2]):
        return ""
    return "is not a tag authority; write a host you own and a date, for example promises.example,2026"


def _is_day(text: str) -> bool:
    """Tell whether a year, a month or a day is one (RFC 4151, 2.1)."""
    try:
        dt.date(*(*map(int, text.split("-")), 1, 1)[:3])
    except ValueError:
        return False
    return True


def _check_day(value: Any) -> str:
    if isinstance(value, dt.date) or value == "":
        return ""
    try:
        dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return "is not a date; write for example 2026-02-28"
    return ""


def _check_hubs(value: Any) -> str:
    if not isinstance(value, list | tuple):
        return 'is not a list; write for example ["https://hub.example/"]'
    wrong = next((url for url in value if _check_hub(url)), None)
    return (
        ""
        if wrong is None
        else f'has {wrong!r}, which is no address; write for example "https://hub.example/"'
    )


def _check_hub(url: Any) -> str:
    return "" if isinstance(url, str) and _HUB.fullmatch(url) else "no address"


def _check_host(value: Any) -> str:
    hosts = ("", "netlify", "cloudflare")
    return "" if value in hosts else 'is no host that is known here; write "netlify", "cloudflare" or ""'


def _check_redirects(value: Any) -> str:
    if not isinstance(value, str):
        return 'is not a text; write Path("blog.redirects.txt").read_text(encoding="utf-8")'
    try:
        read_redirects(value)
    except ValueError as error:
        return str(error)
    return ""


_SOME_RULES = f"; write some of {', '.join(RuleName)}"


def _check_rules(value: Any) -> str:
    if not isinstance(value, list | tuple):
        return 'is not a list; write for example ["active"]'
    unknown = next((name for name in value if name not in tuple(RuleName)), None)
    if unknown is None:
        return ""
    hint = did_you_mean(str(unknown), list(RuleName))
    return f'has "{unknown}", which is no rule{hint or _SOME_RULES}'


_CHECKS = {
    "WEBSUB_HUBS": _check_hubs,
    "EXPLICIT_OFF": _check_rules,
    "SITEURL": _check_siteurl,
    "DEFAULT_LANG": language_complaint,
    "INBOX_URL": _check_inbox,
    "HOST_FILES": _check_host,
    "REDIRECTS": _check_redirects,
    "TIMEZONE": _check_timezone,
    "TAG_AUTHORITY": _check_authority,
    "AS_OF": _check_day,
}
