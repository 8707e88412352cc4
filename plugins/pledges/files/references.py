"""What the documents say of one another: leaders, pledges, essays and pictures that must exist."""

from __future__ import annotations

from collections.abc import Iterator

from pledges.domain.address import Folder
from pledges.domain.document import Document, Image
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.errors import Problem, did_you_mean
from pledges.files.library import Library
from pledges.files.lines import header_line, update_line
from pledges.files.text import slug_of


class References:
    """The slugs there are, and what is wrong with those that are referred to."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._slugs = {f: [slug_of(path) for path in paths] for f, paths in library.found.documents.items()}
        self._known = {folder: frozenset(slugs) for folder, slugs in self._slugs.items()}
        self._renamed = {
            (folder, alias): document.slug
            for folder, document in library.documents()
            for alias in document.aliases
        }
        self._draft_leaders = frozenset(leader.slug for leader in library.leaders if leader.draft)

    def problems(self) -> Iterator[Problem]:
        """Yield every reference that leads nowhere."""
        for essay in self._library.essays:
            yield from self._essay(essay)
        for pledge in self._library.pledges:
            yield from self._pledge(pledge)
        for leader in self._library.leaders:
            yield from self._picture(leader, "photo", leader.photo)

    def _essay(self, essay: Essay) -> Iterator[Problem]:
        yield from self._leader(essay, "author", essay.author)
        yield from self._slugs_in(essay, "pledges", Folder.PLEDGES, essay.pledges)
        yield from self._picture(essay, "image", essay.image)
        has_series = essay.series or self._library.doubts_of(essay).cover("series")
        if essay.part is not None and not has_series:
            yield self._problem(
                essay, "part", "", "has no series; write the name of the series it is part of"
            )

    def _pledge(self, pledge: Pledge) -> Iterator[Problem]:
        yield from self._leader(pledge, "leader", pledge.leader)
        yield from self._slugs_in(pledge, "essays", Folder.ESSAYS, pledge.essays)
        yield from self._picture(pledge, "image", pledge.image)
        for update in pledge.updates:
            if not update.repair:
                continue
            message = self._wrong_slug(Folder.PLEDGES, update.repair)
            if update.repair == pledge.slug:
                message = "is this pledge itself; write the slug of the new one"
            if message:
                line = update_line(self._library.content / pledge.path, update.line, "Repair")
                yield Problem(pledge.path, line, "Repair", f'"{update.repair}" {message}')

    def _leader(self, document: Essay | Pledge, field: str, slug: str) -> Iterator[Problem]:
        if not slug:
            return
        message = self._wrong_slug(Folder.LEADERS, slug)
        if not message and slug in self._draft_leaders and not self._may_be_draft(document):
            message = "is a draft; publish the leader first, or make this a draft too"
        if message:
            yield self._problem(document, field, slug, f'"{slug}" {message}')

    def _may_be_draft(self, document: Document) -> bool:
        return document.draft or self._library.doubts_of(document).cover("draft")

    def _slugs_in(
        self, document: Document, field: str, folder: Folder, slugs: tuple[str, ...]
    ) -> Iterator[Problem]:
        for slug in slugs:
            if message := self._wrong_slug(folder, slug):
                yield self._problem(document, field, slug, f'"{slug}" {message}')

    def _wrong_slug(self, folder: Folder, slug: str) -> str:
        if slug in self._known[folder]:
            return ""
        if new := self._renamed.get((folder, slug)):
            return f"is an old name; write {new}"
        near = did_you_mean(slug, self._slugs[folder])
        return f"is not a file in {self._library.name}/{folder}{near}"

    def _picture(
        self, document: Essay | Pledge | Leader, field: str, image: Image | None
    ) -> Iterator[Problem]:
        if image is None or not image.src:
            return
        path = image.src.lstrip("/")
        if path not in self._library.found.images:
            near = did_you_mean(f"/{path}", [f"/{name}" for name in sorted(self._library.found.images)])
            message = f'"{image.src}" is not a file in {self._library.name}/images{near}'
            yield self._problem(document, field, image.src, message)

    def _problem(self, document: Document, field: str, value: str, message: str) -> Problem:
        line = header_line(self._library.content / document.path, field, value)
        return Problem(document.path, line, field, message)
