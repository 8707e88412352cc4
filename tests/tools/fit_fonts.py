"""Say how a fallback font is to be scaled so that text takes the room it takes in the theme's serif.

    python tests/tools/fit_fonts.py FONT FALLBACK...

Needs Pillow. The text measured is that of the sample essays. ``theme/static/css/fonts.css`` has the results.
Where a system's font cannot be had, one of the same widths stands for it: Gelasio for Georgia, Caladea for
Cambria, Liberation Serif for Times New Roman.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import ImageFont

ROOT = Path(__file__).parents[2]
SIZE = 1000


def main() -> None:
    """Print one line of CSS for each fallback."""
    serif, *fallbacks = sys.argv[1:]
    file, _, weight = serif.partition("@")
    ours = ImageFont.truetype(file, SIZE)
    if weight:
        ours.set_variation_by_axes([int(weight)])
    text = _text()
    ascent, descent = ours.getmetrics()
    for name in fallbacks:
        scale = ours.getlength(text) / ImageFont.truetype(name, SIZE).getlength(text)
        print(
            f"{Path(name).stem}: size-adjust: {scale:.1%}; ascent-override: {ascent / SIZE / scale:.1%}; "
            f"descent-override: {descent / SIZE / scale:.1%}; line-gap-override: 0%;"
        )


def _text() -> str:
    essays = sorted((ROOT / "content/essays").glob("*.md"))
    return " ".join(
        " ".join(essay.read_text(encoding="utf-8").split("---", 2)[2].split()) for essay in essays
    )


if __name__ == "__main__":
    main()
