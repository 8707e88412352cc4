"""Cut the theme's web fonts: only the letters, weights and features of Source Serif 4 that pages use.

    python tests/tools/cut_fonts.py UPRIGHT ITALIC

UPRIGHT and ITALIC are the variable fonts that hold everything, as Google Fonts has them; the theme's files
are cut from release 4.004 (on PyPI: ``fontpkg-source-serif-4``). Needs fonttools and brotli. Which letters go
into which file is read from ``theme/static/css/fonts.css``, and the files are written anew.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

STATIC = Path(__file__).parents[2] / "theme/static"
#: The licence reserves the name "Source" for what is not changed.
FAMILY = "Pledges Serif"
#: In points: the one for texts that are read.
OPTICAL_SIZE = 14
#: What style sheets ask for, by the last part of a file's name. One weight has two thirds of all's bytes.
WEIGHTS = {"upright": (400, 700), "italic": 400, "bold-italic": 650}
#: Accents and local forms, ligatures, figures of one width, kerning.
FEATURES = ["ccmp", "locl", "liga", "tnum", "kern", "mark", "mkmk"]

_FACE = re.compile(
    r'url\("(fonts/[\w-]+?-(upright|bold-italic|italic)\.woff2)"\).*?unicode-range:([^;]+);', re.S
)


def main() -> None:
    """Write every file, and say how many bytes it has."""
    upright, italic = map(Path, sys.argv[1:])
    whole = {
        style: _at(upright if style == "upright" else italic, weight) for style, weight in WEIGHTS.items()
    }
    for name, (style, letters) in _faces().items():
        font = _subset(whole[style], letters)
        _rename(font, style)
        font.flavor = "woff2"
        (STATIC / name).write_bytes(_saved(font))
        print(f"{name}: {(STATIC / name).stat().st_size:,} bytes")


def _faces() -> dict[str, tuple[str, str]]:
    """Return each file's style and letters."""
    text = (STATIC / "css/fonts.css").read_text(encoding="utf-8")
    return {name: (style, letters) for name, style, letters in _FACE.findall(text)}


def _at(source: Path, weight: object) -> bytes:
    """Return a font of those weights at the one optical size."""
    font = TTFont(source, recalcTimestamp=False)
    instantiateVariableFont(font, {"opsz": OPTICAL_SIZE, "wght": weight}, inplace=True)
    return _saved(font)


def _subset(whole: bytes, letters: str) -> TTFont:
    font = TTFont(io.BytesIO(whole), recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=FEATURES, notdef_outline=True, glyph_names=False))
    subsetter.populate(unicodes=parse_unicodes(letters))
    subsetter.subset(font)
    return font


def _rename(font: TTFont, style: str) -> None:
    """Give a font our name; copyright, version and licence stay."""
    shown = style.replace("upright", "regular").replace("-", " ").title()
    whole = f"{FAMILY} {shown}"
    for number, name in {1: FAMILY, 2: shown, 3: whole, 4: whole, 6: whole.replace(" ", "")}.items():
        font["name"].setName(name, number, 3, 1, 0x409)
    for number in (16, 17, 25):
        font["name"].removeNames(nameID=number)


def _saved(font: TTFont) -> bytes:
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main()
