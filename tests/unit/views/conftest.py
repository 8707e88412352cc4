"""Pages of a publication, printed as the site prints them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser

from pledges.templates import make_environment
from pledges.views.models import View
from pledges.views.publication import Publication
from pledges.views.site import site_view
from theme_files import TEMPLATES

PrintPage = Callable[[Publication, str, View], LexborHTMLParser]


@pytest.fixture(scope="session")
def print_page() -> PrintPage:
    """Print a page and parse it."""
    environment = make_environment([TEMPLATES])

    def print_one(publication: Publication, template: str, page: View) -> LexborHTMLParser:
        environment.globals["site"] = site_view(publication.settings, publication.record.pages)
        return LexborHTMLParser(environment.get_template(template).render(page=page))

    return print_one
