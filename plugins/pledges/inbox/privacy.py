"""Secrets and what they protect: e-mail addresses at rest, and addresses that are only counted."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pledges.errors import SettingsError

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """Everything derived from the master keys, newest first. The oldest stays until it is taken out."""

    masters: tuple[bytes, ...] = field(repr=False)

    def signing(self) -> list[str]:
        """Return the signing keys, oldest first, as itsdangerous wants them."""
        return [_derive(master, "sign").hex() for master in reversed(self.masters)]

    def encrypt(self, text: str) -> str:
        """Return the text encrypted with the newest key."""
        return self._fernet().encrypt(text.encode()).decode()

    def decrypt(self, sealed: str) -> str:
        """Return the text of ``sealed``; an empty string when no present key opens it."""
        try:
            return self._fernet().decrypt(sealed.encode()).decode()
        except InvalidToken:
            return ""

    def fingerprint(self, address: str) -> str:
        """Return a keyed hash that finds an e-mail address again without storing it."""
        return self.fingerprints(address)[0]

    def fingerprints(self, address: str) -> tuple[str, ...]:
        """Return the address's hash under every key, newest first, to look it up."""
        plain = normal_address(address).encode()
        return tuple(_mac(_derive(master, "address"), plain) for master in self.masters)

    def word(self, word: str) -> str:
        """Return a keyed hash of a word, for the classifier's counts. Uses the oldest key."""
        return _mac(_derive(self.masters[-1], "word"), word.encode())[:16]

    def _fernet(self) -> MultiFernet:
        return MultiFernet(
            [Fernet(base64.urlsafe_b64encode(_derive(master, "encrypt"))) for master in self.masters]
        )


def read_keys(text: str, path: Path | None, random: Callable[[int], bytes]) -> Keys:
    """Return the keys in ``text`` (commas between), else in the file at ``path``, else new ones put there.

    The file is made readable to its owner alone. Raises SettingsError.
    """
    if not text and path is None:
        raise SettingsError(
            'PLEDGES_KEY: "" is not a key; this database needs one: set it or PLEDGES_KEY_FILE'
        )
    if not text and path is not None:
        text = _key_file(path, random)
    words = [word for word in re.split(r"[\s,]+", text) if word]
    if not words or any(len(word) < _KEY_BYTES for word in words):
        raise SettingsError(f"PLEDGES_KEY: a key is too short; write at least {_KEY_BYTES} random characters")
    return Keys(tuple(hashlib.sha256(word.encode()).digest() for word in words))


def _key_file(path: Path, random: Callable[[int], bytes]) -> str:
    """Return the key file's text; make the file, whole and private, when it is not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        new = path.with_name(f".{path.name}.{random(6).hex()}")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(random(_KEY_BYTES).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(new, path)  # fails when another process was first: then its key is the key
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path.read_text(encoding="ascii")


def normal_address(address: str) -> str:
    """Return the form in which two spellings of one e-mail address are the same."""
    local, at, host = address.strip().rpartition("@")
    return f"{local}{at}{host}".casefold()


# RFC 5322, dot-atom, without the characters outside ASCII that few mail servers take. "=?" would begin
# an encoded word (RFC 2047), which the header's writer reads as one.
_ADDRESS = re.compile(
    r"(?!=\?|.{65,}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([a-z0-9-]+\.)+[a-z0-9-]{2,63}",
    re.IGNORECASE | re.ASCII,
)


def is_address(text: str) -> bool:
    """Return whether a mail could be sent to ``text``. One plain address; no name, quotes or lists."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def network(address: str) -> str:
    """Return what is counted for an IP address: itself, or its /64 (one customer) for IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((parsed, 64), strict=False))
    return str(parsed)


def daily_hash(key: bytes, what: str) -> str:
    """Return the keyed hash under which something is counted today. Tomorrow's key gives another."""
    return _mac(key, what.encode())


def _mac(key: bytes, message: bytes) -> str:
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:32]


@lru_cache(maxsize=64)
def _derive(master: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"pledges {purpose}".encode()).derive(
        master
    )
