"""Old paths and what stands there now, as an import lists them: ``/2019/05/late/ /essays/late/ 301``."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote


class Redirect(NamedTuple):
    """An old path of the site, as servers are asked for it (percent-encoded), and the path it is now."""

    old: str
    new: str

    @property
    def page(self) -> str:
        """The address at which a page can stand in for the old one; empty where only a server can."""
        path = unquote(self.old)
        name = path.rstrip("/").rpartition("/")[2]
        if path.endswith("/"):
            return path if name else ""
        return path if name.endswith((".html", ".htm")) else "" if "." in name else f"{path}/"


def read_redirects(text: str) -> tuple[Redirect, ...]:
    """Return the redirects of a text; lines that are empty or begin with ``#`` do not count.

    Raises ValueError with a sentence about the first line that is something else.
    """
    found: dict[str, Redirect] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) not in (2, 3) or not all(map(_is_path, words[:2])) or words[2:] not in ([], ["301"]):
            raise ValueError(
                f'has on line {number} "{line.strip()[:80]}"; write an old path, a new one and 301, '
                "for example /2019/05/late/ /essays/late/ 301"
            )
        found.setdefault(words[0], Redirect(words[0], words[1]))
    return tuple(found.values())


def _is_path(word: str) -> bool:
    parts = unquote(word).split("/")
    return word.startswith("/") and not word.startswith("//") and ".." not in parts and "?" not in word
