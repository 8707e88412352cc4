"""Draws cards: the theme's SVG templates, set in the theme's fonts and colours, as small PNG files."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pledges.language import Language
from pledges.markup import printable
from pledges.site.cards.layout import fit, is_right_to_left
from pledges.templates import make_environment
from pledges.views.models import SocialCardView

if TYPE_CHECKING:
    from pledges.site.cards.fonts import CardFonts

#: Every font that is worth the name has these, so that most texts need not be looked at one by one.
_COMMON = re.compile("[ -~\u00a1-\u00ff‘’“”–—…]*")
_COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{6});")
_SERIF = re.compile(r"--serif:([^;]+);")
#: Between right-to-left words and marks: the line as a whole runs that way (UAX #9, 2.1).
_EMBEDDED = ("\u202b", "\u202c")
#: A card's colours and the shades between them; what is left are a few pixels at the edges of letters.
_COLOURS = 64
#: Of 9; above it a card takes four times as long and is a tenth smaller.
_COMPRESSION = 7


@dataclass(frozen=True, slots=True)
class Box:
    """A text as templates place it, in pixels. ``rise``: from the top of its capitals to the baseline."""

    lines: tuple[str, ...]
    family: str
    size: float
    step: float
    width: float
    hang: float
    is_right_to_left: bool

    @property
    def rise(self) -> float:
        """How far below the top of its box the first line stands."""
        return round(self.size * 0.72, 1)

    @property
    def open(self) -> str:
        """What stands before each line."""
        return _EMBEDDED[0] if self.is_right_to_left else ""

    @property
    def close(self) -> str:
        """What stands behind each line."""
        return _EMBEDDED[1] if self.is_right_to_left else ""


class Artist:
    """Draws the cards of one theme; ``digest`` says what all of them are made with."""

    def __init__(self, theme: Path, template_folders: Sequence[Path], language: Language) -> None:
        self._tokens = (theme / "static/css/tokens.css").read_text(encoding="utf-8")
        self._folder = theme / "cards"
        self._environment = make_environment(template_folders, language)
        self._environment.finalize = None  # it would take out what lets a line run from right to left
        self._environment.globals.update(fit=self._fit, colours=self._colours)

    @cached_property
    def _fonts(self) -> CardFonts:
        from pledges.site.cards.fonts import CardFonts  # noqa: PLC0415 (most builds draw nothing)

        serif = _SERIF.search(self._tokens)
        families = serif[1].split(",") if serif else ()
        return CardFonts(self._folder, tuple(family.strip(" \n\"'") for family in families))

    @cached_property
    def _colours(self) -> dict[str, str]:
        """The colours of the light scheme, which stands first."""
        return dict(reversed(_COLOUR.findall(self._tokens)))

    @cached_property
    def digest(self) -> bytes:
        """What every card depends on: fonts, colours, templates, this code, the libraries."""
        templates = [name for name in self._environment.list_templates() if name.startswith("cards/")]
        loader = self._environment.loader
        assert loader is not None
        parts = [
            *(file.read_bytes() for file in sorted(self._folder.iterdir()) if file.is_file()),
            *(loader.get_source(self._environment, name)[0].encode() for name in templates),
            *(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py"))),
            *(version(name).encode() for name in ("pillow", "resvg_py")),
            repr(sorted(self._colours.items())).encode(),
            self._environment.language.digest,
        ]
        return hashlib.blake2b(b"".join(hashlib.blake2b(part).digest() for part in parts)).digest()

    def writable(self, text: str) -> str:
        """Return the text without symbols that no font has; empty when a letter is among what none has."""
        if _COMMON.fullmatch(text):
            return text
        from pledges.site.cards.fonts import without_symbols  # noqa: PLC0415

        kept = without_symbols(printable(text), self._fonts)
        return kept if self._fonts.family_for(kept) else ""

    def draw(self, card: SocialCardView) -> bytes:
        """Return a card as a PNG of 1200 by 630 pixels."""
        from resvg_py import svg_to_bytes  # noqa: PLC0415

        svg = self._environment.get_template(f"cards/{card.kind}.svg").render(page=card)
        drawn = svg_to_bytes(
            svg_string=svg, skip_system_fonts=True, font_files=[str(file) for file in self._fonts.files]
        )
        return _reduced(bytes(drawn))

    def _fit(
        self,
        text: str,
        width: float,
        height: float,
        sizes: Sequence[float],
        leading: float = 1.15,
        style: str = "Regular",
    ) -> Box:
        """Return a text in a box of that width and height, at the largest of the sizes that it fits at."""
        text = printable(text)
        fonts = self._fonts
        family = fonts.family_for(f"{text}“”…") or fonts.family_for(text)

        def wide(part: str) -> float:
            return fonts.width(part, family, style)

        fitted = fit(text, wide, (width, height), sizes, leading)
        widest = max(map(wide, fitted.lines), default=0)
        size = fitted.size
        return Box(
            lines=fitted.lines,
            family=family,
            size=size,
            step=round(size * leading, 1),
            width=round(widest * size, 1),
            hang=round(wide("“") * size, 1),
            is_right_to_left=is_right_to_left(text),
        )


def _reduced(png: bytes) -> bytes:
    """Return the drawing with a palette of its most frequent colours."""
    from PIL import Image  # noqa: PLC0415

    with Image.open(io.BytesIO(png), formats=["PNG"]) as drawn:
        whole = drawn.convert("RGB")
    counted = cast(list[tuple[int, tuple[int, ...]]], whole.getcolors(whole.width * whole.height))
    chosen = sorted(counted, reverse=True)[:_COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for _, colour in chosen for channel in colour])
    out = io.BytesIO()
    reduced = whole.quantize(palette=palette, dither=Image.Dither.NONE)
    reduced.save(out, "PNG", compress_level=_COMPRESSION)
    return out.getvalue()
