"""What a unit of the site has read of what may change, and whether a change concerns it.

The views note what they read of documents and answers (:meth:`Publication.note`); whoever prints notes
the templates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pledges.site.inputs import Inputs

#: Whoever reads one side of the answers to more essays and pledges than this counts as having read it of all.
MANY = 200
#: Up to how many names it is quicker to look for each of them.
FEW = 24

#: Read by what social cards are drawn for: what they are drawn with.
CARDS = "cards/*"


def is_page_template(name: str) -> bool:
    """Tell whether pages may be printed through a file among the templates by itself."""
    return name.endswith(".html")


def template_facet(name: str) -> str:
    """Return what a page reads that is printed through a template: it, with all that it takes in."""
    return f"template/{name}" if is_page_template(name) else "theme/*"


def _is_of_documents(facet: str) -> bool:
    return facet.partition("/")[0] in ("text", "essay", "pledge", "leader", "page")


@dataclass(frozen=True, slots=True)
class Changes:
    """Which sides of documents, answers and theme are otherwise than when the site was built from ``since``,
    and nothing else is. A side of all of them is called ``<side>/*``.
    """

    since: Inputs
    facets: frozenset[str]

    def of_documents(self) -> Changes:
        """Return what of it is otherwise of documents themselves, not of the answers to them."""
        return Changes(self.since, frozenset(filter(_is_of_documents, self.facets)))

    def affect(self, reads: str) -> bool:
        """Tell whether what has read this (see :func:`noted`) may have become another."""
        if len(self.facets) < FEW:
            return any(f"\n{facet}\n" in reads for facet in self.facets)
        return not self.facets.isdisjoint(reads.split("\n"))


def noted(reads: Iterable[str]) -> str:
    """Return what was read, each on a line of its own; what many were read of, as ``<side>/*``."""
    sides: dict[str, list[str]] = {}
    for name in reads:
        sides.setdefault(name.partition("/")[0], []).append(name)
    lines = [
        name
        for side, names in sorted(sides.items())
        for name in ([f"{side}/*"] if len(names) > MANY or f"{side}/*" in names else sorted(names))
    ]
    return "".join(f"\n{line}" for line in lines) + "\n"
