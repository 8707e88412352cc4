"""Pictures as files: what they are by what they hold, and what is wrong with them. Only heads are read."""

from __future__ import annotations

import os
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

#: What Pillow calls the forms that browsers show, and how their files' names end.
FORMS = {
    "JPEG": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "WEBP": (".webp",),
    "GIF": (".gif",),
    "AVIF": (".avif",),
}
ENDINGS = tuple(ending for endings in FORMS.values() for ending in endings)
#: Photographs that no browser shows; they may hold where they were taken.
UNSHOWN = (".heic", ".heif", ".tif", ".tiff", ".bmp", ".psd", ".dng", ".jxl", ".jp2")

#: A camera's 50 million have room; what claims more may be made to fill the memory.
MAX_PIXELS = 64_000_000
MAX_BYTES = 40_000_000
_LIMIT = f"at most {MAX_PIXELS // 1_000_000} million pixels"

#: EXIF's orientations that lie on their side.
SIDEWAYS = (5, 6, 7, 8)
_ORIENTATION = 0x0112
#: What Pillow raises on a file that is not what it says, beyond OSError.
BROKEN = (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, IndexError, struct.error)


class TooManyPixels(ValueError):
    """A picture claims more than can be held in memory."""


@contextmanager
def opened(file: Path) -> Iterator[Image.Image]:
    """Open a picture of one of the FORMS, whatever its name says. Raises what is among BROKEN."""
    from PIL import Image  # noqa: PLC0415 (most sites are built without a look at a picture)

    with warnings.catch_warnings():
        # Told apart by MAX_PIXELS, before anything is decoded.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(file, formats=list(FORMS)) as image:
                yield image
        except Image.DecompressionBombError as error:
            raise TooManyPixels(str(error)) from error


def orientation(image: Image.Image) -> int:
    """Return how a picture is to be turned (EXIF, "Orientation", 1 to 8); 1 where it does not say."""
    try:
        turn = image.getexif().get(_ORIENTATION, 1)
    except BROKEN:
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


@dataclass(frozen=True)
class PictureFile:
    """One picture, looked at once."""

    file: Path

    @cached_property
    def size(self) -> tuple[int, int] | None:
        """Width and height as seen, turned upright, in pixels; None where it cannot be read."""
        return self._look[0]

    @cached_property
    def is_animated(self) -> bool:
        """Whether it moves."""
        return self._look[1]

    @cached_property
    def fault(self) -> str:
        """What is wrong with it, as the end of a sentence about it; empty where nothing is."""
        ending = self.file.suffix.lower()
        if ending in UNSHOWN:
            return "is no picture that browsers show; save it as JPEG, PNG, WebP or AVIF"
        if ending not in ENDINGS:
            return ""
        return self._look[2] or self._cut_off()

    @cached_property
    def _look(self) -> tuple[tuple[int, int] | None, bool, str]:
        try:
            if self.file.stat().st_size > MAX_BYTES:
                return None, False, f"is larger than {MAX_BYTES // 1_000_000} MB; save it smaller"
            with opened(self.file) as image:
                width, height = image.size
                if orientation(image) in SIDEWAYS:
                    width, height = height, width
                # A camera's second view (MPO) is no motion.
                frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
                return (width, height), frames > 1, self._misfit(image, frames)
        except TooManyPixels:
            return None, False, f"claims far too many pixels; save it smaller, with {_LIMIT}"
        except BROKEN:
            return None, False, "cannot be read as a picture; save it again, as JPEG, PNG, WebP or AVIF"

    def _misfit(self, image: Image.Image, frames: int) -> str:
        width, height = image.size
        if width * height * frames > MAX_PIXELS:
            pictures = f" in {frames} pictures" if frames > 1 else ""
            return f"has {width} × {height} pixels{pictures}; save it smaller, with {_LIMIT}"
        endings = FORMS["JPEG" if image.format == "MPO" else str(image.format)]
        if self.file.suffix.lower() not in endings:
            return f"is {image.format} by what it holds; name it {self.file.stem}{endings[0]}"
        return ""

    def _cut_off(self) -> str:
        """Tell whether the end of the file is missing, as after a broken copy."""
        with self.file.open("rb") as file:
            head = file.read(12)
            file.seek(-min(4096, os.fstat(file.fileno()).st_size), os.SEEK_END)
            tail = file.read()
        match self.file.suffix.lower():
            case ".jpg" | ".jpeg":
                whole = b"\xff\xd9" in tail
            case ".png":
                whole = b"IEND" in tail
            case ".webp":
                whole = self.file.stat().st_size >= int.from_bytes(head[4:8], "little") + 8
            case _:
                whole = True
        return "" if whole else "is cut off; copy it again from the original"
