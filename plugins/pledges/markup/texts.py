"""The authors' texts of the record as HTML: each rendered once, for the check, the pages and the feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pledges.domain.document import Document
from pledges.domain.pledge import Pledge
from pledges.domain.update import Update
from pledges.markup.author import Rendered, render_author
from pledges.markup.links import Resolve, SizeOf


@dataclass(slots=True)
class Texts:
    """Renders the bodies of documents and of updates.

    ``resolve`` and ``size_of`` are as for :func:`render_author`; ``known`` are texts rendered before, by key.
    """

    resolve: Resolve
    size_of: SizeOf
    default_lang: str = "en"
    known: Mapping[str, Rendered] = field(default_factory=dict)
    _rendered: dict[str, Rendered] = field(default_factory=dict)

    def body(self, document: Document) -> Rendered:
        """Return a document's own text; its headings begin at level 2."""
        return self._once(document.id, document.body, document, document.body_line, top_level=2)

    def update(self, pledge: Pledge, update: Update) -> Rendered:
        """Return an update's text; its headings begin at level 4, under the history's."""
        key = pledge.update_id(update)
        return self._once(key, update.text, pledge, update.line + 1, top_level=4)

    def all_of(self, document: Document) -> Iterator[Rendered]:
        """Yield every text of a document: its body, and its updates if it is a pledge."""
        yield self.body(document)
        if isinstance(document, Pledge):
            for update in document.updates:
                yield self.update(document, update)

    def anew(self) -> Texts:
        """Return texts that resolve links in the same way, none of them rendered yet."""
        return Texts(self.resolve, self.size_of, self.default_lang)

    def take(self, others: Texts) -> None:
        """Have what others have rendered instead of what stood under the same keys."""
        self._rendered |= others.rendered()

    def rendered(self) -> Mapping[str, Rendered]:
        """Return what has been rendered so far, by key."""
        return self._rendered

    def _once(self, key: str, text: str, document: Document, first_line: int, top_level: int) -> Rendered:
        if key not in self._rendered and key in self.known:
            self._rendered[key] = self.known[key]
        elif key not in self._rendered:
            self._rendered[key] = render_author(
                text,
                resolve=self.resolve,
                size_of=self.size_of,
                first_line=first_line,
                prefix=f"t-{key}-",
                top_level=top_level,
                lang=document.lang or self.default_lang,
            )
        return self._rendered[key]
