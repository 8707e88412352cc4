"""The files that tell a host of static sites what a web server's configuration says elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from pledges.site.product import FileProduct, Product
from pledges.views.host_files import HEADERS_FILE, REDIRECTS_FILE, headers_file, redirects_file
from pledges.views.publication import Publication


def host_products(publication: Publication) -> Iterator[Product]:
    """Yield ``_headers`` and ``_redirects``; nothing when the HOST_FILES setting is empty."""
    host = publication.settings.host_files
    if host:
        yield FileProduct(HEADERS_FILE, headers_file(publication.settings))
        yield FileProduct(REDIRECTS_FILE, redirects_file(publication, host))
