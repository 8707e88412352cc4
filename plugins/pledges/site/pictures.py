"""Pictures as they are published: upright, in the web's colours, and without what the camera wrote down.

Each stands at its own address in its own form, and in several widths as WebP (``domain/picture.py``).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pledges.domain import address
from pledges.domain.picture import WIDEST, smaller_widths
from pledges.errors import ContentError, Problem
from pledges.files.picture_file import BROKEN, ENDINGS, PictureFile, opened, orientation
from pledges.site.product import FileProduct, MadeProduct, Product

if TYPE_CHECKING:
    from PIL import Image

#: How a picture is written in its own form, and its smaller ones.
_WRITTEN: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 82, "progressive": True, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 82, "method": 4},
    "AVIF": {"quality": 65, "speed": 6, "max_threads": 1},
    "GIF": {},
}
_SMALLER: dict[str, Any] = {"quality": 78, "method": 4}
#: What of a picture's head belongs to its looks; all else is left behind.
_LOOKS = ("transparency", "background")


def picture_products(content: Path, path: str) -> Iterator[Product]:
    """Yield what is published of a file in the record's ``images/``; what is no photograph as it is."""
    file = content / path
    if not path.lower().endswith(ENDINGS):
        yield FileProduct(path, file.read_bytes())
        return
    picture = _Picture(file, f"{content.name}/{path}")
    yield MadeProduct(path, picture.digest("whole"), picture.whole)
    for width in picture.widths:
        where = address.file_of(address.sized_picture(f"/{path}", width))
        yield MadeProduct(where, picture.digest(str(width)), partial(picture.smaller, width))


class _Picture:
    """One picture, decoded once for all that is made of it. ``name`` is what messages call it."""

    def __init__(self, file: Path, name: str) -> None:
        self._file = file
        self._name = name
        self._look = PictureFile(file)
        self._source = hashlib.blake2b(file.read_bytes() + _recipe()).digest()

    def digest(self, what: str) -> bytes:
        """Return what a file that is made of the picture depends on."""
        return self._source + what.encode()

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths to make; none of what moves."""
        size = self._look.size
        return () if size is None or self._look.is_animated else smaller_widths(min(size[0], WIDEST))

    def whole(self) -> bytes:
        """Return the picture in its own form, at most WIDEST wide. Raises ContentError."""
        return self._made(self._whole)

    def smaller(self, width: int) -> bytes:
        """Return it as WebP of that width. Raises ContentError."""
        return self._made(lambda: self._smaller(width))

    def _made(self, make: Callable[[], bytes]) -> bytes:
        try:
            return make()
        except BROKEN as error:
            message = f"is broken ({error}); copy it again from the original"
            raise ContentError([Problem(self._name, 0, "", message)]) from error

    def _whole(self) -> bytes:
        with opened(self._file) as image:
            form = "JPEG" if image.format == "MPO" else str(image.format)
            if self._look.is_animated:
                return _written(
                    image, form, save_all=True, loop=image.info.get("loop", 0), duration=_durations(image)
                )
            if image.format == "JPEG" and self._stands(image):
                image.load()
                image.info.clear()
                return _written(image, form, quality="keep", progressive=True, optimize=True)
        return _written(self._upright, form)

    def _stands(self, image: Image.Image) -> bool:
        """Tell whether a JPEG needs nothing but to be freed of what is not the picture."""
        is_plain = image.mode in ("RGB", "L") and not image.info.get("icc_profile")
        return is_plain and orientation(image) == 1 and image.width <= WIDEST

    def _smaller(self, width: int) -> bytes:
        image = _no_wider(_in_full(self._upright), width)
        photographed = _written(image, "WEBP", **_SMALLER)
        if self._file.suffix.lower() not in (".png", ".gif"):
            return photographed
        drawn = _written(image, "WEBP", lossless=True, method=4)  # edges of letters and lines stay clean
        return drawn if len(drawn) < 1.2 * len(photographed) else photographed

    @cached_property
    def _upright(self) -> Image.Image:
        """The picture turned upright, in sRGB, at most WIDEST wide, with nothing in its head."""
        with opened(self._file) as image:
            turn = _turns().get(orientation(image))
            image.draft(None, (WIDEST, WIDEST))  # a JPEG may be decoded smaller, in less time and memory
            image.load()
            plain = _in_srgb(image)
        if turn is not None:
            plain = plain.transpose(turn)
        return _no_wider(plain, WIDEST)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return a picture in the colours that browsers take it to be in, and only its looks in its head."""
    from PIL import ImageCms  # noqa: PLC0415

    plain = image.copy()
    if profile := image.info.get("icc_profile"):
        with suppress(ImageCms.PyCMSError, *BROKEN):  # of no use then, as when it is not there
            plain = _converted(plain, profile)
    if plain.mode not in ("L", "RGB", "RGBA", "P", "1"):
        plain = plain.convert("RGBA" if _is_clear(plain) else "RGB")
    looks = _looks(image)
    plain.info.clear()
    plain.info.update(looks)
    return plain


def _no_wider(image: Image.Image, width: int) -> Image.Image:
    from PIL.Image import Resampling  # noqa: PLC0415

    if image.width <= width:
        return image
    image = _in_full(image)
    return image.resize((width, max(1, round(image.height * width / image.width))), Resampling.LANCZOS)


def _in_full(image: Image.Image) -> Image.Image:
    """Return a picture without palette, so that its pixels can be mixed."""
    if image.mode in ("L", "RGB", "RGBA"):
        return image
    return image.convert("RGBA" if _is_clear(image) else "RGB")


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    from PIL import ImageCms  # noqa: PLC0415

    theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if ImageCms.getProfileDescription(theirs).startswith("sRGB"):
        return image
    if image.mode in ("P", "1", "L", "LA"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    converted = ImageCms.profileToProfile(image, theirs, ImageCms.createProfile("sRGB"), outputMode=mode)
    return converted if converted is not None else image


def _durations(image: Image.Image) -> list[float]:
    """Return how long each part of what moves is shown, in milliseconds."""
    from PIL import ImageSequence  # noqa: PLC0415

    return [frame.info.get("duration", 0) for frame in ImageSequence.all_frames(image)]


def _looks(image: Image.Image) -> dict[str, Any]:
    return {name: value for name, value in image.info.items() if name in _LOOKS}


def _is_clear(image: Image.Image) -> bool:
    """Tell whether something shows through a picture."""
    return image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info


def _written(image: Image.Image, form: str, **more: Any) -> bytes:
    out = io.BytesIO()
    given = {**_WRITTEN[form], **more}
    if form == "JPEG" and image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    image.save(out, form, exif=b"", xmp=b"", comment=b"", icc_profile=None, **given)
    return out.getvalue()


def _turns() -> dict[int, Image.Transpose]:
    """Return what brings a picture upright, by EXIF's orientation."""
    from PIL.Image import Transpose  # noqa: PLC0415

    return {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }


@cache
def _recipe() -> bytes:
    """Return what all that is made depends on beside the picture itself."""
    from importlib.metadata import version  # noqa: PLC0415

    return version("pillow").encode() + Path(__file__).read_bytes()
