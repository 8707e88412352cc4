"""The ledger as published: a copy for each pledge, the root of all heads, what explains and checks them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pledges import verify_ledger
from pledges.domain import address
from pledges.domain.pledge import Pledge
from pledges.files.ledger_file import read_bytes
from pledges.site.product import FileProduct, PageProduct, Product
from pledges.views import ledger
from pledges.views.publication import Publication


def ledger_products(publication: Publication) -> Iterator[Product]:
    """Yield what stands under ``/ledger/`` for all promises together."""
    page = ledger.ledger_page(publication)
    yield PageProduct(address.file_of(address.LEDGER), "ledger.html", page)
    verifier = Path(verify_ledger.__file__).read_bytes()
    yield FileProduct(address.file_of(address.LEDGER_VERIFIER), verifier)
    yield from ledger_root(publication)


def ledger_copy(publication: Publication, content: Path, pledge: Pledge) -> Iterator[Product]:
    """Yield a pledge's ledger, as far as it had come on the day the site is built for."""
    if (known := publication.ledger(pledge)) is not None:
        data = read_bytes(content, pledge.id)[: known.head.size]
        yield FileProduct(address.file_of(address.ledger(pledge.id)), data)


def ledger_root(publication: Publication) -> Iterator[Product]:
    """Yield the root and the shards that it leads to."""
    files = ledger.shards(publication)
    for shard, data in files.items():
        yield FileProduct(address.file_of(address.ledger_shard(shard)), data)
    yield FileProduct(address.file_of(address.LEDGER_ROOT), ledger.root(files))
