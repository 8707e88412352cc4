"""What the site publishes of its ledgers: the page that explains them, heads, and the root of all heads."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping

from pledges.domain import address
from pledges.domain.pledge import Pledge
from pledges.verify_ledger import canonical
from pledges.views.feed import FeedLedger
from pledges.views.head import head
from pledges.views.models import LedgerPage, LedgerView
from pledges.views.publication import Publication


def ledger_head(publication: Publication, pledge: Pledge) -> str:
    """Return the hash of the latest entry of a pledge's ledger; empty while nothing is sealed."""
    ledger = publication.ledger(pledge)
    return ledger.head.hash if ledger else ""


def ledger_view(publication: Publication, pledge: Pledge) -> LedgerView | None:
    """Return what a pledge's page says of its ledger; None while nothing is sealed."""
    ledger = publication.ledger(pledge)
    if ledger is None:
        return None
    return LedgerView(
        url=publication.url(address.ledger(pledge.id)),
        about_url=publication.url(address.LEDGER),
        entries=ledger.head.entries,
        head=ledger.head.hash,
    )


def feed_ledger(publication: Publication, pledge: Pledge) -> FeedLedger | None:
    """Return what a pledge's feed says of its ledger; None while nothing is sealed."""
    ledger = publication.ledger(pledge)
    if ledger is None:
        return None
    return FeedLedger(
        absolute_url=publication.absolute(address.ledger(pledge.id)),
        about_absolute_url=publication.absolute(address.LEDGER),
        entries=ledger.head.entries,
        head=ledger.head.hash,
    )


def ledger_page(publication: Publication) -> LedgerPage:
    """Return the page that explains the ledger. It names no head, so it stays as it is."""
    return LedgerPage(
        head=head(
            publication,
            publication.say("The ledger"),
            address.LEDGER,
            description=publication.say("How you can check that no promise was changed after it was made."),
        ),
        absolute_url=publication.absolute(address.LEDGER),
        verifier_url=publication.url(address.LEDGER_VERIFIER),
        root_url=publication.url(address.LEDGER_ROOT),
        verifier_name=address.LEDGER_VERIFIER.rpartition("/")[2],
    )


# --- the root of all heads -----------------------------------------------------------------------


def shard_of(pledge_id: str) -> str:
    """Return the shard that a pledge's head stands in: two hexadecimal digits, evenly spread."""
    return hashlib.sha256(pledge_id.encode()).hexdigest()[:2]


def shards(publication: Publication) -> dict[str, bytes]:
    """Return the files with the heads, by shard. A new entry changes one of them and the root."""
    heads: defaultdict[str, dict[str, object]] = defaultdict(dict)
    publication.note("ledger", "*")
    for pledge_id, ledger in publication.record.ledgers.items():
        said = {"entries": ledger.head.entries, "head": ledger.head.hash}
        heads[shard_of(pledge_id)][pledge_id] = said
    return {shard: canonical(of_shard) for shard, of_shard in sorted(heads.items())}


def root(files: Mapping[str, bytes]) -> bytes:
    """Return the root: the hash of every shard's file."""
    return canonical({"shards": {shard: hashlib.sha256(data).hexdigest() for shard, data in files.items()}})
