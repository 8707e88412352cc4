"""A visit to the public site: what is fetched, and what we expect there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from pledges.domain import address
from pledges.errors import PledgesError
from pledges.fetch import Fetch, Fetched, FetchError
from pledges.outbox.outcome import in_words
from pledges.settings import Settings, read_settings

_LOC = re.compile(r"<loc>([^<]+)</loc>")


class NotFetched(PledgesError):
    """A page of the site could not be fetched at all."""


@dataclass
class Visit:
    """``url`` is the site's, without a slash at the end. ``settings`` and ``output`` are those that it was
    built with, None when nothing but the site is known.
    """

    url: str
    fetch: Fetch
    now: dt.datetime
    settings: Settings | None = None
    output: Path | None = None
    _seen: dict[str, Fetched] = field(default_factory=dict)

    @property
    def expected(self) -> Settings:
        """The site's settings, or such as a site at this address has."""
        return self.settings or read_settings({"SITEURL": self.url, "TAG_AUTHORITY": "localhost,2026"})

    def absolute(self, path: str) -> str:
        """Return the full address of a site path."""
        return self.url + path

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """Return what stands at a site path or at an absolute address. Raises NotFetched."""
        url = path if "://" in path else self.absolute(path)
        key = f"{url} {sorted((headers or {}).items())}"
        if key not in self._seen:
            try:
                self._seen[key] = self.fetch(url, headers=headers, accept="*/*")
            except FetchError as error:
                raise NotFetched(f"{url}: {in_words(error)}") from error
        return self._seen[key]

    def places(self) -> tuple[str, ...]:
        """Return the addresses in the sitemap, those of its parts where it is an index. Raises NotFetched."""
        text, found = self._located(address.SITEMAP)
        if "<sitemapindex" not in text:
            return found
        return tuple(url for part in found for url in self._located(part)[1])

    def _located(self, path: str) -> tuple[str, tuple[str, ...]]:
        text = self.get(path).body.decode("utf-8", "replace")
        return text, tuple(unescape(url) for url in _LOC.findall(text))

    def an_essay_or_pledge(self) -> str:
        """Return the address of a page that others can link to, or an empty string."""
        return next(
            (url for folder in (address.PLEDGES, address.ESSAYS) for url in self.documents(folder)), ""
        )

    def documents(self, folder: str) -> tuple[str, ...]:
        """Return the addresses of the documents of one kind, lists left out."""
        start = self.absolute(folder)
        lists = {
            self.absolute(address.pledges_in(state)) for state in (*address.PledgeList, *address.ScoreList)
        }
        one = re.compile(re.escape(start) + r"[^/]+/")
        return tuple(url for url in self.places() if one.fullmatch(url) and url not in lists)

    def built(self, path: str) -> bytes | None:
        """Return a file as it was built here; None where nothing is known of it."""
        if self.output is None:
            return None
        file = self.output / address.file_of(path)
        return file.read_bytes() if file.is_file() else None
