"""The search page and its index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from pledges.domain import address
from pledges.site.printer import code_digest
from pledges.site.product import BundleProduct, PageProduct, Product
from pledges.views.publication import Publication
from pledges.views.search import search_digest, search_documents, search_page


def search_products(publication: Publication) -> Iterator[Product]:
    """Yield the search page and the index that it reads; nothing when the SEARCH setting is off."""
    if not publication.settings.search:
        return
    yield PageProduct(address.file_of(address.SEARCH), "search.html", search_page(publication))
    digest = code_digest() + _program_version() + search_digest(publication)
    yield BundleProduct(address.SEARCH_INDEX.lstrip("/"), digest, partial(_make, publication))


def _make(publication: Publication) -> Mapping[str, bytes]:
    from pledges.site.search_index import search_index  # noqa: PLC0415 (its libraries; most builds make none)

    return search_index(search_documents(publication), publication.settings.default_lang)


def _program_version() -> bytes:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("pagefind_bin").encode()
    except PackageNotFoundError:
        return b""
