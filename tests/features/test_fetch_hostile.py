"""Servers that try to hold, fill or confuse the fetcher; all with limits of a fraction of a second."""

from __future__ import annotations

import datetime as dt
import gzip
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from hostile_server import Peer, page, redirect, serving
from pledges.fetch import AddressPolicy, FetchError, TooLarge, TooSlow, Unreachable, fetch

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BOMB = gzip.compress(b"\0" * 50_000_000)

SLOW: dict[str, Callable[[Peer], None]] = {
    "silence": lambda peer: peer.drip(b""),
    "slow status": lambda peer: peer.drip(b"HTTP/1.1 200 OK"),
    "slow headers": lambda peer: (peer.send(HEAD), peer.drip(b"X-A: b\r\n"))[-1],
    "one endless header": lambda peer: (peer.send(HEAD + b"X-A: "), peer.drip(b"a"))[-1],
    "endless continue": lambda peer: peer.drip(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "drip of a body without length": lambda peer: (peer.send(HEAD + b"\r\n"), peer.drip(b"a"))[-1],
    "drip of a promised length": lambda peer: (
        peer.send(HEAD + b"Content-Length: 1000\r\n\r\n"),
        peer.drip(b"a"),
    )[-1],
    "drip of chunks": lambda peer: (
        peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
        peer.drip(b"1\r\na\r\n"),
    )[-1],
    "drip of trailers": lambda peer: (
        peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"),
        peer.drip(b"X-A: b\r\n"),
    )[-1],
}

LARGE = {
    "a promised length": HEAD + b"Content-Length: 2000000\r\n\r\n" + b"a" * 200_000,
    "a body without length": HEAD + b"\r\n" + b"a" * 200_000,
    "a gzip bomb": page(BOMB, b"Content-Encoding: gzip"),
    "a gzip bomb in a gzip bomb": page(gzip.compress(BOMB), b"Content-Encoding: gzip, gzip"),
    "a bomb in chunks": HEAD
    + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(BOMB)
    + BOMB
    + b"\r\n0\r\n\r\n",
    "many long headers": HEAD + b"".join(b"X-%d: %s\r\n" % (n, b"a" * 5000) for n in range(60)) + b"\r\n",
}

BROKEN = {
    "nothing": b"",
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "a length that is too long": HEAD + b"Content-Length: 100\r\n\r\nshort",
    "a chunk size that is no number": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\na\r\n0\r\n\r\n",
    "a chunk that is cut": HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\na",
    "gzip that is none": page(b"not gzip at all", b"Content-Encoding: gzip"),
    "a thousand headers": HEAD + b"X-A: b\r\n" * 1000 + b"\r\n",
    "a header longer than 64 KiB": HEAD + b"X-A: " + b"a" * 70_000 + b"\r\n\r\n",
    "a status that is no number": b"HTTP/1.1 abc OK\r\n\r\n",
}


@pytest.mark.parametrize("script", SLOW.values(), ids=SLOW.keys())
def test_a_server_that_stalls_is_left_when_the_time_is_over(script: Callable[[Peer], None]) -> None:
    with serving(script) as server, pytest.raises(TooSlow):
        fetch(server.url, policy=server.policy, timeout_s=0.4)


def test_a_tls_handshake_that_stalls_is_left_when_the_time_is_over() -> None:
    slow_hello = serving(lambda peer: peer.drip(b"\x16\x03\x03\x40\x00"), waits_for_request=False)
    with slow_hello as server, pytest.raises(TooSlow):
        fetch(server.url.replace("http:", "https:"), policy=server.policy, timeout_s=0.4)


def test_a_name_server_that_stalls_is_left_when_the_time_is_over() -> None:
    release = threading.Event()

    def stalled(*_: object) -> list[Any]:
        release.wait(10)
        return []

    try:
        with pytest.raises(TooSlow):
            fetch("http://slow.example/", policy=AddressPolicy(resolver=stalled), timeout_s=0.2)
    finally:
        release.set()


def test_the_time_is_for_all_redirects_together() -> None:
    def script(peer: Peer) -> None:
        peer.stopped.wait(0.15)
        peer.send(redirect("/again"))

    with serving(script) as server, pytest.raises(TooSlow):
        fetch(server.url, policy=server.policy, timeout_s=0.4, max_redirects=100)


@pytest.mark.parametrize("octets", LARGE.values(), ids=LARGE.keys())
def test_an_answer_that_is_too_large_is_refused(octets: bytes) -> None:
    with serving(lambda peer: peer.send(octets)) as server, pytest.raises(TooLarge):
        fetch(server.url, policy=server.policy, max_bytes=100_000)


def test_a_body_of_exactly_the_limit_is_taken() -> None:
    with serving(lambda peer: peer.send(page(b"a" * 1000))) as server:
        assert len(fetch(server.url, policy=server.policy, max_bytes=1000).body) == 1000


def test_a_body_of_one_byte_more_is_refused() -> None:
    with serving(lambda peer: peer.send(page(b"a" * 1001))) as server, pytest.raises(TooLarge):
        fetch(server.url, policy=server.policy, max_bytes=1000)


def test_the_body_of_a_redirect_is_never_read() -> None:
    """A redirect once brought a bomb that was read to its end before the next hop."""

    def script(peer: Peer) -> None:
        first = b"GET / " in peer.request
        peer.send(redirect("/next", b"Content-Encoding: gzip", body=BOMB) if first else page(b"ok"))

    with serving(script) as server:
        assert fetch(server.url, policy=server.policy, max_bytes=100).body == b"ok"


@pytest.mark.parametrize("octets", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_not_whole_http_is_an_error_of_ours(octets: bytes) -> None:
    with serving(lambda peer: peer.send(octets)) as server, pytest.raises(Unreachable):
        fetch(server.url, policy=server.policy)


def test_a_server_that_does_not_speak_tls_is_unreachable() -> None:
    no_tls = serving(lambda peer: peer.send(b"HTTP/1.1 400 No TLS\r\n\r\n"), waits_for_request=False)
    with no_tls as server, pytest.raises(Unreachable):
        fetch(server.url.replace("http:", "https:"), policy=server.policy)


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed("127.0.0.1", tmp_path / "server.pem"))

    def script(peer: Peer) -> None:
        with context.wrap_socket(peer.connection.dup(), server_side=True) as secure:
            secure.sendall(page(b"secret"))

    with serving(script, waits_for_request=False) as server, pytest.raises(Unreachable, match="certificate"):
        fetch(server.url.replace("http:", "https:"), policy=server.policy)


def self_signed(host: str, path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    return path


@pytest.mark.parametrize(
    "to", ["\\\\127.0.0.2\\x", "http:\\\\127.0.0.2/", "//127.0.0.2/", "\t//127.0.0.2/", "é"]
)
def test_odd_locations_end_in_an_error_of_ours_or_on_the_same_host(to: str) -> None:
    with serving(lambda peer: peer.send(redirect(to))) as server:
        with pytest.raises(FetchError):
            fetch(server.url, policy=server.policy)
        assert all(b"127.0.0.2" not in request for request in server.requests)
