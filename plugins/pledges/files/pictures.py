"""The width and height of the pictures under ``content/images/``, so that pages do not jump."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import imagesize


class Pictures:
    """Knows pictures by their address on the site; each file is read once, its header only."""

    def __init__(self, content: Path, base: str) -> None:
        self._content = content
        self._base = base
        self._sizes: dict[str, tuple[int, int] | None] = {}

    def size_of(self, url: str) -> tuple[int, int] | None:
        """Return width and height in pixels, or None where the file does not tell."""
        if url not in self._sizes:
            self._sizes[url] = self._read(url)
        return self._sizes[url]

    def _read(self, url: str) -> tuple[int, int] | None:
        path = unquote(url.removeprefix(self._base)).lstrip("/")
        if not path.startswith("images/"):
            return None
        try:
            width, height = imagesize.get(str(self._content / path))
        except (OSError, ValueError):
            return None
        return (round(width), round(height)) if width > 0 and height > 0 else None
