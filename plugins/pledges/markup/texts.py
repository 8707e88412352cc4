"""The authors' texts of the record as HTML: each rendered once, for the check, the pages and the feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from markupsafe import Markup

from pledges.domain.document import Document
from pledges.domain.pledge import Pledge
from pledges.domain.update import Update
from pledges.markup.author import Rendered, render_author
from pledges.markup.links import Resolve, SizeOf


class EncodedTexts(Mapping[str, Rendered]):
    """Rendered texts by key, each kept as MessagePack (``raw``) and decoded when it is asked for."""

    def __init__(self, raw: dict[str, msgspec.Raw]) -> None:
        self.raw = raw

    def __getitem__(self, key: str) -> Rendered:
        return _DECODER.decode(self.raw[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def __len__(self) -> int:
        return len(self.raw)

    def __contains__(self, key: object) -> bool:
        return key in self.raw


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
        self._rendered |= others._rendered

    def encoded(self) -> dict[str, msgspec.Raw]:
        """Return, by key and encoded, what was known and what has been rendered so far."""
        known = self.known.raw if isinstance(self.known, EncodedTexts) else {}
        return known | {key: encoded(text) for key, text in self._rendered.items()}

    def _once(self, key: str, text: str, document: Document, first_line: int, top_level: int) -> Rendered:
        if key not in self._rendered:
            if key in self.known:
                return self.known[key]
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


def text_keys(document: Document) -> Iterator[str]:
    """Yield the keys of a document's texts: its own, and of a pledge its updates'."""
    yield document.id
    if isinstance(document, Pledge):
        yield from map(document.update_id, document.updates)


def encoded(text: Rendered) -> msgspec.Raw:
    """Return a rendered text as MessagePack, for :class:`EncodedTexts`."""
    return msgspec.Raw(msgspec.msgpack.encode(text, enc_hook=_plain))


def _plain(value: Any) -> str:
    if isinstance(value, Markup):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _markup(kind: type, value: Any) -> Any:
    if kind is Markup:
        return Markup(value)  # noqa: S704 (as it was made)
    raise TypeError(f"{kind.__name__} was not kept")


_DECODER = msgspec.msgpack.Decoder(Rendered, dec_hook=_markup)
