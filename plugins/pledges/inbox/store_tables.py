"""The tables as the migrations leave them. A test compares the two."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, Column, Float, Integer, MetaData, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Instant(TypeDecorator[dt.datetime]):
    """A UTC instant, kept as microseconds since 1970 so that both databases compare it alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> int | None:
        """Return the number to store."""
        return None if value is None else (value - _EPOCH) // dt.timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: Dialect) -> dt.datetime | None:
        """Return the instant stored."""
        return None if value is None else _EPOCH + dt.timedelta(microseconds=value)


class Characters(TypeDecorator[str]):
    """Any text. U+0000, which PostgreSQL cannot hold, becomes U+FFFD, so that both databases answer alike."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text to store or to look for."""
        return value.replace("\x00", "\ufffd") if value else value


def _text(name: str) -> Column[str]:
    return Column(name, Characters, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


METADATA = MetaData()

submissions = Table(
    "submissions",
    METADATA,
    Column("id", Characters, primary_key=True),
    _text("kind"),
    _text("state"),
    _number("waits"),
    Column("score", Float, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("updated_at", Instant),
    Column("decided_at", Instant),
    _text("target_kind"),
    _text("target_id"),
    _text("target_url"),
    _text("in_reply_to"),
    _text("words"),
    _text("revision"),
    _text("proposal"),
    _text("role"),
    _text("customer"),
    _text("standing"),
    _text("hints"),
    _text("reason"),
    _text("trained"),
    _text("digest"),
    _text("address_key"),
)
contacts = Table(
    "contacts",
    METADATA,
    Column("owner", Characters, primary_key=True),
    _text("address_key"),
    _text("address"),
    Column("created_at", Instant, nullable=False),
)
subscriptions = Table(
    "subscriptions",
    METADATA,
    Column("id", Characters, primary_key=True),
    _text("thread"),
    _text("address_key"),
    _text("address"),
    _text("state"),
    Column("created_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
)
mentions = Table(
    "mentions",
    METADATA,
    Column("submission", Characters, primary_key=True),
    _text("source"),
    _text("target"),
    _text("protocols"),
    _number("failures"),
    Column("checked_at", Instant),
    Column("received_at", Instant, nullable=False),
)
jobs = Table(
    "jobs",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    _text("kind"),
    Column("once", Characters),
    _text("payload"),
    Column("due_at", Instant, nullable=False),
    _number("attempts"),
    Column("claimed_until", Instant),
    _text("claim"),
    _text("error"),
)
actions = Table(
    "actions",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Instant, nullable=False),
    _text("actor"),
    _text("verb"),
    _text("submission"),
    _text("before"),
    _text("note"),
    _text("batch"),
    Column("undone_at", Instant),
)
rules = Table(
    "rules",
    METADATA,
    Column("kind", Characters, primary_key=True),
    Column("value", Characters, primary_key=True),
    _text("actor"),
    Column("created_at", Instant, nullable=False),
)
rates = Table(
    "rates",
    METADATA,
    Column("bucket", Characters, primary_key=True),
    Column("who", Characters, primary_key=True),
    Column("window_at", Instant, primary_key=True),
    _number("count"),
)
rate_keys = Table("rate_keys", METADATA, Column("day", Characters, primary_key=True), _text("key"))
used_tokens = Table(
    "used_tokens",
    METADATA,
    Column("nonce", Characters, primary_key=True),
    Column("used_at", Instant, nullable=False),
)
classifier = Table(
    "classifier",
    METADATA,
    Column("word", Characters, primary_key=True),
    _number("good"),
    _number("spam"),
)
publications = Table(
    "publications",
    METADATA,
    Column("path", Characters, primary_key=True),
    Column("submission", Characters, primary_key=True),
    _text("form"),
    _text("content"),
    _text("tombstone"),
    _text("previous"),
    _number("version"),
    _number("done"),
)
tally = Table("tally", METADATA, Column("name", Characters, primary_key=True), _number("count"))
signs = Table(
    "signs",
    METADATA,
    Column("name", Characters, primary_key=True),
    Column("seen_at", Instant, nullable=False),
)
customers = Table(
    "customers",
    METADATA,
    Column("id", Characters, primary_key=True),
    _text("pledge"),
    _text("name"),
    _text("belongs_to"),
    Column("created_at", Instant, nullable=False),
)
invitations = Table(
    "invitations",
    METADATA,
    Column("id", Characters, primary_key=True),
    _text("customer"),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    _text("submission"),
)
news = Table(
    "news",
    METADATA,
    Column("id", Characters, primary_key=True),
    _text("week"),
    _text("target"),
    _text("leader"),
    Column("happened_at", Instant, nullable=False),
    _text("heading"),
    _text("title"),
    _text("path"),
    Column("gathered_at", Instant, nullable=False),
)
schema_version = Table(
    "schema_version",
    METADATA,
    Column("number", BigInteger, primary_key=True),
    Column("applied_at", Instant, nullable=False),
)
