"""Whether texts are printed as they are rendered: Pelican has nothing to do to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

#: What Pelican takes for a link of its own, unless the settings say otherwise.
INTRASITE = "[{|](?P<what>.*?)[|}]"
#: What such links begin with; those of the record are resolved already when Pelican reads a text.
_BEGINNING = re.compile(r'="[{|]')


def leaves_texts(settings: Mapping[str, Any]) -> bool:
    """Tell whether Pelican by itself leaves a text as it was read, unless it has links of Pelican's own.

    ``settings`` are Pelican's, or those alone that somebody has set.
    """
    return not settings.get("TYPOGRIFY") and settings.get("INTRASITE_LINK_REGEX", INTRASITE) == INTRASITE


def stays_as_read(html: str) -> bool:
    """Tell whether there is nothing in a text that Pelican may take for a link of its own."""
    return not _BEGINNING.search(html)
