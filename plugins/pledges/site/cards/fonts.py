"""The fonts that cards are set in: those in the theme's folder ``cards/``, and no font of the machine's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from PIL import ImageFont

from pledges.site.cards.joining import shaped

ENDINGS = (".ttf", ".otf", ".ttc")

#: Measured at this size in pixels, where hinting does not count any more.
_SIZE = 200
#: Large enough to tell one character from another.
_SMALL = 24
#: A code point that no font has: what is drawn for it is drawn for all that a font has not.
_NONE = "\U0010fffe"
_ARABIC = re.compile("[\u0620-\u06ff]")
#: Characters that leave no mark, or that shaping deals with: a font need not have them.
_UNDRAWN = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f]+")


class CardFonts:
    """The fonts of one folder; of the families that can write a text, a ``preferred`` one is taken."""

    def __init__(self, folder: Path, preferred: Sequence[str] = ()) -> None:
        self.files = sorted(file for file in folder.glob("*") if file.suffix.lower() in ENDINGS)
        self._preferred = preferred
        self._covered: dict[tuple[str, str], bool] = {}

    @cached_property
    def _faces(self) -> dict[str, dict[str, ImageFont.FreeTypeFont]]:
        """Family → style → font, the preferred families first."""
        faces: dict[str, dict[str, ImageFont.FreeTypeFont]] = {}
        for file in self.files:
            # The plain engine, since the other one needs FriBiDi, which not every machine has.
            font = ImageFont.truetype(str(file), _SIZE, layout_engine=ImageFont.Layout.BASIC)
            family, style = font.getname()
            faces.setdefault(family or file.stem, {})[style or "Regular"] = font
        rank = {family: place for place, family in enumerate(self._preferred)}
        return dict(sorted(faces.items(), key=lambda face: (rank.get(face[0], len(rank)), face[0])))

    @cached_property
    def _small(self) -> dict[str, list[ImageFont.FreeTypeFont]]:
        return {
            family: [font.font_variant(size=_SMALL) for font in styles.values()]
            for family, styles in self._faces.items()
        }

    def family_for(self, text: str) -> str:
        """Return the first family that has every character of the text; empty where none has."""
        characters = set(_UNDRAWN.sub("", unicodedata.normalize("NFC", text)))
        for family in self._faces:
            if all(self._covers(family, character) for character in characters):
                return family
        return ""

    def width(self, text: str, family: str, style: str = "Regular") -> float:
        """Return how wide a text is, in ems, a little more than it will be once it is kerned and joined."""
        styles = self._faces[family]
        if _ARABIC.search(text):
            text = "".join(form if self._covers(family, form) else letter for letter, form in shaped(text))
        return (styles.get(style) or next(iter(styles.values()))).getlength(text) / _SIZE

    def _covers(self, family: str, character: str) -> bool:
        known = self._covered.get((family, character))
        if known is None:
            fonts = self._small[family]
            known = all(_drawn(font, character) not in (None, _drawn(font, _NONE)) for font in fonts)
            self._covered[family, character] = known
        return known


def _drawn(font: ImageFont.FreeTypeFont, character: str) -> tuple[tuple[int, int], bytes] | None:
    """Return how a character looks; None for the very few that are too large to look at."""
    try:
        mask = font.getmask(character)
    except OSError:
        return None
    return mask.size, bytes(mask)


def without_symbols(text: str, fonts: CardFonts) -> str:
    """Return the text without those symbols (emoji and the like) that no font has; letters all stay."""
    kept = (character for character in text if not _is_symbol(character) or fonts.family_for(character))
    return " ".join("".join(kept).split())


@lru_cache(maxsize=4096)
def _is_symbol(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sk", "Cf", "Cs", "Co", "Cn")
