"""The sizes of the pictures under ``content/images/``, so that pages do not jump, and their faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from pledges.domain.picture import Size, published_size, smaller_widths
from pledges.files.picture_file import ENDINGS, PictureFile


class Pictures:
    """Knows pictures by their address on the site; each file is looked at once, its head only."""

    def __init__(self, content: Path, base: str) -> None:
        self._content = content
        self._base = base
        self._sizes: dict[str, Size | None] = {}
        self._files: dict[str, PictureFile] = {}
        self._told: set[str] = set()

    def size_of(self, url: str) -> Size | None:
        """Return a picture's size and the widths it may be had in; None where its file does not tell."""
        if url not in self._sizes:
            path = self._path(url)
            self._sizes[url] = self._read(path) if path else None
        return self._sizes[url]

    def fault(self, url: str) -> str:
        """Return what is wrong with a picture, as the end of a sentence about it; empty where nothing is."""
        path = self._path(url)
        self._told.add(path)
        return self._file(path).fault if path and (self._content / path).is_file() else ""

    def other_faults(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield, of these paths in the record, those with a fault that nobody asked for, and the fault."""
        for path in sorted(paths):
            if path not in self._told and (fault := self._file(path).fault):
                yield path, fault

    def _path(self, url: str) -> str:
        path = unquote(url.removeprefix(self._base)).lstrip("/")
        return path if path.startswith("images/") else ""

    def _file(self, path: str) -> PictureFile:
        if path not in self._files:
            self._files[path] = PictureFile(self._content / path)
        return self._files[path]

    def _read(self, path: str) -> Size | None:
        if not path.lower().endswith(ENDINGS):
            return self._drawing(path)
        picture = self._file(path)
        if picture.size is None:
            return None
        size = published_size(*picture.size)
        return Size(*size, () if picture.is_animated else smaller_widths(size[0]))

    def _drawing(self, path: str) -> Size | None:
        import imagesize  # noqa: PLC0415 (it brings a client for HTTP along)

        try:
            width, height = imagesize.get(str(self._content / path))
        except (OSError, ValueError):
            return None
        return Size(round(width), round(height)) if width > 0 and height > 0 else None
