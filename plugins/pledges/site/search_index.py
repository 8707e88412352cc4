"""The search index, made by Pagefind: documents in, the files of the index out.

Pagefind is a program of its own that reads a folder of pages and writes a folder of files; it comes as a
Python package with the program in it, for the usual systems.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pledges.domain import address
from pledges.site.product import BundleError
from pledges.site.search_order import in_order

#: How long Pagefind may take, in seconds; ten thousand promises take some ten.
TIMEOUT_S = 600


class SearchIndexError(BundleError):
    """The index could not be made; the message says why and what to do."""


def search_index(documents: Iterable[tuple[str, str]], lang: str) -> dict[str, bytes]:
    """Return the files of the index over ``documents`` (address and HTML), by their path in it.

    All documents are indexed as ``lang`` (the site's): Pagefind looks only into the index of the page's
    own language, and an essay in another one would not be found. Without documents there are no files:
    Pagefind takes an empty site for a mistake. Raises SearchIndexError.
    """
    documents = list(documents)
    if not documents:
        return {}
    with tempfile.TemporaryDirectory(prefix="pledges-search-") as folder:
        pages, bundle = Path(folder, "pages"), Path(folder, "index")
        for path, html in documents:
            file = pages / address.file_of(path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(html, encoding="utf-8")
        pages.mkdir(exist_ok=True)
        _run(pages, bundle, lang.partition("-")[0].lower())
        return in_order(_files_of(bundle))


def _files_of(bundle: Path) -> dict[str, bytes]:
    return {
        file.relative_to(bundle).as_posix(): file.read_bytes()
        for file in sorted(bundle.rglob("*"))
        if file.is_file() and not _is_interface(file.name)
    }


def _run(pages: Path, bundle: Path, lang: str) -> None:
    options = {
        "--site": str(pages),
        "--output-path": str(bundle),
        "--force-language": lang,
    }
    command = [_program(), "--silent", *(part for option in options.items() for part in option)]
    try:
        done = subprocess.run(  # noqa: S603 (the program of a package we depend on, no shell)
            command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SearchIndexError(f"Pagefind did not run: {error}") from error
    if done.returncode or not (bundle / "pagefind.js").exists():
        raise SearchIndexError(f"Pagefind failed: {(done.stderr or done.stdout).strip()[-500:]}")


def _program() -> str:
    try:
        from pagefind_bin import get_executable  # noqa: PLC0415 (not there on every system)
    except ImportError as error:
        raise SearchIndexError(
            "Pagefind is not installed: pip install pagefind_bin, or set SEARCH = False"
        ) from error
    return str(get_executable())


def _is_interface(name: str) -> bool:
    """Tell whether a file belongs to one of Pagefind's own interfaces: the theme has its own."""
    return name.startswith(("pagefind-ui", "pagefind-modular", "pagefind-component", "pagefind-highlight"))
