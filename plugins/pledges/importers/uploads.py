"""The old site's uploads: which file an address means, and where it goes below ``content/images``."""

from __future__ import annotations

import filecmp
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from pledges.files.picture_file import ENDINGS, PictureFile

# What a browser shows or plays and never runs. Not among them: HTML, SVG, scripts.
OTHER = (
    ".pdf",
    ".mp3",
    ".m4a",
    ".ogg",
    ".oga",
    ".wav",
    ".flac",
    ".mp4",
    ".m4v",
    ".webm",
    ".ogv",
    ".csv",
    ".ics",
)
OTHER_DOCUMENTS = (".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".epub", ".zip")
_COPIED = (*ENDINGS, *OTHER, *OTHER_DOCUMENTS)
_SMALLER = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)")
_UPLOADS = re.compile(r"/wp-content/uploads/(?:sites/\d+/)?|/files/(?=\d{4}/)")
_FITTING = re.compile(r"[^\w.\-]+", re.ASCII)


@dataclass(slots=True)
class Uploads:
    """Finds files below ``folder`` (None: there is none) and plans their copies below ``content/images``.

    ``copies``: where each file goes, by its path.
    """

    folder: Path | None
    content: Path
    copies: dict[Path, str] = field(default_factory=dict)
    _faults: dict[Path, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def new_address(self, url: str) -> str:
        """Return the address here of an upload, ``/images/…``, or an empty text when there is no file."""
        file = next((file for file in self._files(url) if not self._fault(file)), None)
        if file is None:
            return ""
        if file not in self.copies:
            self.copies[file] = self._free(file)
        return quote(f"/{self.copies[file]}")

    def write(self) -> int:
        """Copy what was planned and is not there yet; return how many files that were."""
        count = 0
        for file, name in self.copies.items():
            place = self.content / name
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                temporary = place.with_name(f".{place.name}")
                shutil.copyfile(file, temporary)
                temporary.replace(place)
                count += 1
        return count

    def redirects(self) -> Iterator[tuple[str, str]]:
        """Yield the old path and the new one of every file."""
        for file, name in sorted(self.copies.items()):
            old = file.relative_to(self.folder or file.parent).as_posix()
            yield quote(f"/wp-content/uploads/{old}"), quote(f"/{name}")

    def why_not(self, url: str) -> str:
        """Return why there is no new address, as the end of a sentence about the old one."""
        faults = [fault for file in self._files(url) if (fault := self._fault(file))]
        return faults[0] if faults else "is not among the uploads"

    def _fault(self, file: Path) -> str:
        """Return what the check would say of a picture; a file of another kind has no fault."""
        if file not in self._faults:
            self._faults[file] = PictureFile(file).fault
        return self._faults[file]

    def _files(self, url: str) -> Iterator[Path]:
        """Yield the picture that WordPress had made a smaller one from, then the one named.

        The build makes smaller ones itself, from the largest there is.
        """
        found = _UPLOADS.search(url.partition("?")[0].partition("#")[0])
        if self.folder is None or not found:
            return
        name = unquote(url[found.end() :].partition("?")[0].partition("#")[0])
        for candidate in (_SMALLER.sub("", name), _SMALLER.sub("-scaled", name), name):
            path = PurePosixPath(candidate)
            if path.is_absolute() or ".." in path.parts or "\0" in candidate or not path.name:
                return
            file = self.folder / path
            if path.suffix.lower() in _COPIED and file.is_file() and self._is_within(file):
                yield file

    def _is_within(self, file: Path) -> bool:
        return self.folder is not None and file.resolve().is_relative_to(self.folder.resolve())

    def _free(self, file: Path) -> str:
        """Return a name below ``images`` that is free, or that is this very file's already."""
        relative = PurePosixPath(file.relative_to(self.folder or file.parent).as_posix())
        parts = [_FITTING.sub("-", part).strip("-.") or "file" for part in relative.parts]
        stem, ending = PurePosixPath(parts[-1]).stem, PurePosixPath(parts[-1]).suffix.lower()
        number = 1
        while True:
            name = "/".join(["images", *parts[:-1], f"{stem}{'' if number == 1 else f'-{number}'}{ending}"])
            place = self.content / name
            if name not in self._taken and (not place.exists() or filecmp.cmp(file, place, shallow=False)):
                self._taken.add(name)
                return name
            number += 1
