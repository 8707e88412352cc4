"""Pages that stand at addresses of an old site and lead to what stands there now (the REDIRECTS setting)."""

from __future__ import annotations

from collections.abc import Iterator

from pledges.domain import address
from pledges.domain.address import Folder
from pledges.domain.slug import RESERVED
from pledges.files.links import known_addresses
from pledges.site.product import PageProduct, Product
from pledges.views import pages
from pledges.views.publication import Publication


def redirect_products(publication: Publication) -> Iterator[Product]:
    """Yield a page for each old path that is free, and whose new one is there.

    Paths below the site's own folders are left to servers: what stands there comes and goes.
    """
    redirects = publication.settings.redirects
    if not redirects:
        return
    has_search = publication.settings.search
    known, taken = known_addresses(publication.everything, has_search=has_search), set[str]()
    titles = _titles(publication)
    for redirect in redirects:
        place = redirect.page
        file = address.file_of(place)
        is_ours = not place or place.split("/")[1] in RESERVED[Folder.PAGES]
        if not is_ours and place not in known and redirect.new in known and file not in taken:
            taken.add(file)
            page = pages.redirect_page(publication, titles.get(redirect.new, redirect.new), redirect.new)
            yield PageProduct(file, "redirect.html", page)


def _titles(publication: Publication) -> dict[str, str]:
    record = publication.everything
    return {
        address.document(folder, document.slug): document.title
        for folder in Folder
        for document in getattr(record, folder.value)
    }
