"""Whether two built sites say the same: the same essays and pledges, each with every response's words."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

from corpus import Corpus

_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"\]\([^)]*\)|<https?://[^>]*>")


def differences(corpus: Corpus, sites: dict[str, Path]) -> Iterator[str]:
    """Yield what is missing on each of the built sites (its name → its folder)."""
    slugs = {document["id"]: document["slug"] for document in (*corpus.essays(), *corpus.pledges())}
    conversations = {target: responses for _, target, responses in corpus.conversations()}
    for name, site in sites.items():
        for identity, slug in slugs.items():
            folder = site / ("essays" if identity.startswith("essay") else "pledges") / slug
            for form in ("feed.atom.xml", "feed.rss.xml", "feed.json"):
                if not (folder / form).is_file():
                    yield f"{name}: no {form} for {slug}"
            said = _said(folder)
            for response in conversations.get(identity, ()):
                words = _words(_MARKUP.sub(" ", response.get("text") or response["excerpt"]))
                if " ".join(words[:12]) not in said:
                    yield f"{name}: {slug} does not show what {response['id']} says"
            if (folder / "feed.json").is_file():
                yield from _feed_problems(name, folder / "feed.json", len(conversations.get(identity, ())))


def _feed_problems(name: str, feed: Path, responses: int) -> Iterator[str]:
    items = json.loads(feed.read_bytes())["items"]
    if len(items) < min(50, responses):
        yield f"{name}: {feed} has {len(items)} entries, and there are {responses} responses"


def _said(folder: Path) -> str:
    """Return the words of a page and of all further pages of its conversation."""
    pages = [folder / "index.html", *sorted(folder.glob("conversation/*/index.html"))]
    return " ".join(" ".join(_words(_TAG.sub("", html.unescape(_text(page))))) for page in pages)


def _text(page: Path) -> str:
    """Return a page's HTML, with what was typed as a tag kept from being taken for one."""
    return page.read_text(encoding="utf-8").replace("&lt;", "&amp;lt;")


def _words(text: str) -> list[str]:
    return _WORD.findall(html.unescape(html.unescape(text)))
