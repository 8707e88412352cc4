"""The same words give the same index, byte for byte.

Pagefind (1.5) lists filters and their values in an order that differs from run to run; everything else
in its index is always the same. Here those lists are sorted. Files are named by a hash of what is in
them and named in one another, so the names change with the order: filters in the meta file, the meta
file in ``pagefind-entry.json``. The formats are Pagefind's own (CBOR behind a mark, in gzip); where one is
not as known, the index stays as it came, which is harmless: it is then only not reproducible.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import cbor2

_MARK = b"pagefind_dcd"
_FILTERS = 3  # their place in the meta file: pairs of a filter's name and the name of its file
_ENTRY = "pagefind-entry.json"


def in_order(index: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of an index, by path, with filters and their values sorted."""
    try:
        return _sorted(dict(index))
    except (ValueError, TypeError, LookupError, OSError):  # cbor2's errors are ValueErrors
        return dict(index)


def _sorted(files: dict[str, bytes]) -> dict[str, bytes]:
    entry = json.loads(files.pop(_ENTRY))
    for language in entry["languages"].values():
        old = f"pagefind.{language['hash']}.pf_meta"
        meta = _decoded(files.pop(old))
        meta[_FILTERS] = sorted([name, _sort_filter(files, file)] for name, file in meta[_FILTERS])
        prefix = language["hash"].partition("_")[0]
        content = _encoded(meta)
        language["hash"] = f"{prefix}_{_hash(content, 10)}"
        files[f"pagefind.{language['hash']}.pf_meta"] = content
    files[_ENTRY] = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    return files


def _sort_filter(files: dict[str, bytes], name: str) -> str:
    """Sort one filter's values; return the new name of its file, without folder and ending."""
    label, values = _decoded(files.pop(f"filter/{name}.pf_filter"))
    content = _encoded([label, sorted(values)])
    new = f"{name.partition('_')[0]}_{_hash(content, 7)}"
    files[f"filter/{new}.pf_filter"] = content
    return new


def _decoded(content: bytes) -> Any:
    raw = gzip.decompress(content)
    if not raw.startswith(_MARK):
        raise ValueError("not a file of Pagefind's")
    return cbor2.loads(raw.removeprefix(_MARK))


def _encoded(value: Any) -> bytes:
    return gzip.compress(_MARK + cbor2.dumps(value), mtime=0)


def _hash(content: bytes, length: int) -> str:
    return hashlib.sha256(content).hexdigest()[:length]
