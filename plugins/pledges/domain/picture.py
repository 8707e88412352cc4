"""The widths in which a photograph is published, so that a phone does not carry what a large screen shows."""

from __future__ import annotations

from typing import NamedTuple

#: Pictures are published at most this wide, in pixels.
WIDEST = 2560
#: The widths, in pixels, in which a picture may also be had: from a small portrait to a page's whole width.
WIDTHS = (160, 320, 640, 960, 1280, 1920)


class Size(NamedTuple):
    """Width and height of a picture as published, in pixels, and the widths in which it may also be had."""

    width: int
    height: int
    widths: tuple[int, ...] = ()


def published_size(width: int, height: int) -> tuple[int, int]:
    """Return the size at which a picture is published: never enlarged, at most WIDEST wide."""
    if width <= WIDEST:
        return width, height
    return WIDEST, max(1, round(height * WIDEST / width))


def smaller_widths(width: int) -> tuple[int, ...]:
    """Return the widths in which a picture of this width may also be had, its own among them where it is
    not too wide; none for what is small anyway.
    """
    if width <= WIDTHS[0]:
        return ()
    return tuple(sorted({*(smaller for smaller in WIDTHS if smaller < width), min(width, WIDTHS[-1])}))
