"""The theme's style sheets as tests look at them: rules without comments, colours as numbers."""

from __future__ import annotations

import re
from pathlib import Path

THEME = Path(__file__).resolve().parent.parent / "theme"
CSS = THEME / "static" / "css"
TEMPLATES = THEME / "templates"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")


def style_sheets() -> dict[str, str]:
    """Return every style sheet by its path below ``css/``, without comments."""
    return {
        path.relative_to(CSS).as_posix(): _COMMENT.sub("", path.read_text(encoding="utf-8"))
        for path in sorted(CSS.rglob("*.css"))
    }


def schemes() -> dict[str, dict[str, str]]:
    """Return the colours of the light and of the dark scheme by name."""
    light, dark = style_sheets()["tokens.css"].split("@media", maxsplit=1)
    return {"light": dict(_COLOUR.findall(light)), "dark": dict(_COLOUR.findall(dark.split("\n}\n")[0]))}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
