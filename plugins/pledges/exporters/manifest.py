"""The list at the heart of an export: every file with its size and hash, the day, the site's settings."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec

from pledges.errors import PledgesError
from pledges.settings import OPTIONS, Settings

FORMAT = "pledges-export"
VERSION = 1
NAME = "manifest.json"
README = "README.txt"
CONTENT = "content/"
SITE = "site/"

#: Settings of one build rather than of the site: they say nothing about the record.
_PASSING = frozenset({"AS_OF", "DRAFTS", "PATTERNS", "PRECOMPRESS", "HOST_FILES"})


class ArchiveError(PledgesError):
    """An export cannot be written, or what was given is not one; the message quotes what is wrong."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of an export: its size in bytes and its SHA-256 in hexadecimal digits."""

    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an export says of itself. ``as_of``: the day its HTML copy was built for."""

    format: str
    version: int
    as_of: dt.date
    settings: dict[str, Any]
    files: dict[str, Entry]


def carried_settings(settings: Settings) -> dict[str, Any]:
    """Return the settings that belong to the record: its addresses, names and feed ids hang on them."""
    known = {field.name.upper(): getattr(settings, field.name) for field in dataclasses.fields(settings)}
    return {option.name: known[option.name] for option in OPTIONS if option.name not in _PASSING}


def encode(manifest: Manifest) -> bytes:
    """Return the manifest as JSON for people: a line each, files in order; the same list, the same bytes."""
    data = msgspec.json.encode(manifest, order="sorted")
    return msgspec.json.format(data, indent=1) + b"\n"


def decode(data: bytes) -> Manifest:
    """Return the manifest of an export that this program can read. Raises ArchiveError."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError as error:
        raise ArchiveError(f"{NAME}: {error}; it is not an export's, or it is damaged") from error
    if manifest.format != FORMAT or manifest.version > VERSION:
        raise ArchiveError(
            f'{NAME}: "{manifest.format}" version {manifest.version} is not known here; '
            f'this program reads "{FORMAT}" up to version {VERSION}'
        )
    return manifest


def other_settings(manifest: Manifest, settings: Settings) -> Mapping[str, Any]:
    """Return those of an export's settings that this site has other values for."""
    ours = msgspec.json.decode(msgspec.json.encode(carried_settings(settings)))
    return {name: value for name, value in manifest.settings.items() if name in ours and ours[name] != value}
