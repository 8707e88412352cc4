"""A plain page such as "About"."""

from __future__ import annotations

from dataclasses import dataclass

from pledges.domain.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Document):
    """A page at ``/<slug>/``. ``menu`` is its label in the site's menu, empty when not there."""

    summary: str = ""
    menu: str = ""
