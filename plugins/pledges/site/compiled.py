"""Compiled templates, kept beside their sources as Python keeps its own: compiling them takes longer than
printing a page.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import jinja2
from jinja2.bccache import Bucket

from pledges.files.whole import write_whole


class CompiledTemplates(jinja2.BytecodeCache):
    """Keeps what was compiled from the templates in some folders, in ``__pycache__`` beside the last of them.

    It is good for the very same templates, all of them, and the ``code`` that compiles (a digest): a template
    takes in macros of others. Where nothing can be written, nothing is kept.
    """

    def __init__(self, folders: Iterable[Path], code: bytes) -> None:
        folders = [*folders]
        digest = hashlib.blake2b(code, digest_size=16)
        for folder in folders:
            for file in sorted(folder.rglob("*.*")):
                if file.is_file():
                    digest.update(f"{file.relative_to(folder)}\n".encode())
                    digest.update(hashlib.blake2b(file.read_bytes(), digest_size=16).digest())
        self._digest = digest.hexdigest()
        self._folder = folders[-1].parent / "__pycache__"

    def get_source_checksum(self, source: str) -> str:
        """Return what a compiled template must have been made from."""
        return self._digest

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the name of a template's file."""
        return f"{quote(name, safe='')}.{sys.implementation.cache_tag}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket where the template was compiled before."""
        with suppress(OSError), (self._folder / bucket.key).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has been compiled."""
        with suppress(OSError):
            write_whole(self._folder / bucket.key, bucket.bytecode_to_string(), durable=False)
