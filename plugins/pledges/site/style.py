"""The theme's style sheets, separate files in the theme, joined into one for the site."""

from __future__ import annotations

import re
from pathlib import Path

from pledges.errors import PledgesError

_IMPORT = re.compile(r'@import\s+url\("([^"]+)"\)\s+layer\(([\w.-]+)\)\s*;')

#: Strings and addresses, which stay; comments, indentation and empty lines, which need not be sent.
_SPARED = re.compile(
    r"""("[^"\n]*"|'[^'\n]*'|url\([^)]*\))|/\*.*?\*/\n?|(?<=\n)[ \t]+|(?<=\n)\n""", re.DOTALL
)


class StyleError(PledgesError):
    """The theme's main.css imports a file that does not exist."""


def join_style(main: Path) -> str:
    """Return ``main.css`` with each import replaced by the file it names, inside its layer, without comments.

    Imports have the one form ``@import url("x.css") layer(name);``. Raises StyleError.
    """

    def inline(match: re.Match[str]) -> str:
        file = main.parent / match[1]
        try:
            text = file.read_text(encoding="utf-8")
        except OSError as error:
            raise StyleError(f'{main}: imports "{match[1]}", which cannot be read: {error}') from error
        return f"@layer {match[2]} {{\n{text.strip()}\n}}"

    joined = _IMPORT.sub(inline, main.read_text(encoding="utf-8"))
    return _SPARED.sub(lambda match: match[1] or "", joined)
