"""Files as web servers send them to browsers that take compressed ones: Brotli and gzip, made once.

nginx (``gzip_static``, ``brotli_static``), Caddy (``precompressed``) and Apache (``MultiViews``) send them as
they are, so that a small machine compresses nothing while it serves.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import brotli

#: What is worth compressing: texts. Fonts, pictures and the search index are compressed in themselves.
ENDINGS = (".html", ".css", ".js", ".xml", ".json", ".jsonl", ".svg", ".txt", ".ics", ".opml", ".py")

#: The ends of the compressed files' names, behind the whole name.
SUFFIXES = (".br", ".gz")

#: Smaller files fit into one packet anyway, in bytes.
MIN_BYTES = 1024

#: Of 11; the last two steps take twenty times as long and save two per cent.
_BROTLI_QUALITY = 9


def compressed(path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each compressed form of a file; none where that gains nothing.

    The same bytes give the same bytes.
    """
    if len(content) < MIN_BYTES or not path.endswith(ENDINGS):
        return
    brotlied = brotli.compress(content, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
    for suffix, smaller in zip(SUFFIXES, (brotlied, gzip.compress(content, 9, mtime=0)), strict=True):
        if len(smaller) < len(content):
            yield path + suffix, smaller
