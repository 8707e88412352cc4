"""An address as a QR code (ISO/IEC 18004), for pages on paper."""

from __future__ import annotations

import re

from markupsafe import Markup

_RUN = re.compile(rb"\x01+")

#: The empty border that readers need, in modules (ISO/IEC 18004, 6.3.8).
QUIET = 4


def qr_code(text: str) -> Markup:
    """Return the code as SVG without a size of its own, in the colour of the text around it.

    One mask is used for all: choosing the best of eight takes six times as long, and readers read each.
    """
    import segno  # noqa: PLC0415 (the inbox, which shares the templates, prints none)

    code = segno.make(text, error="m", boost_error=False, mask=3, micro=False)
    size = len(code.matrix) + 2 * QUIET
    runs = (
        f"M{run.start() + QUIET} {row}.5h{run.end() - run.start()}"
        for row, modules in enumerate(code.matrix, QUIET)
        for run in _RUN.finditer(modules)
    )
    return Markup(  # noqa: S704 (numbers only)
        f'<svg class="qr-code" viewBox="0 0 {size} {size}" shape-rendering="crispEdges" aria-hidden="true">'
        f'<path stroke="currentColor" d="{"".join(runs)}"/></svg>'
    )
