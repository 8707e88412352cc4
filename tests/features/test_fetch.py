"""What the fetcher does with honest servers, and which addresses it never asks."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hostile_server import Peer, page, redirect, serving
from pledges.fetch import PUBLIC, AddressPolicy, BadUrl, PrivateAddress, TooManyRedirects, Unreachable, fetch

CORPUS = Path(__file__).parents[1] / "corpus" / "fetch"
PRIVATE = (CORPUS / "private_addresses.txt").read_text(encoding="utf-8").splitlines()
BAD = (CORPUS / "bad_addresses.txt").read_text(encoding="utf-8").splitlines()


def answering(octets: bytes) -> Callable[[Peer], None]:
    return lambda peer: peer.send(octets)


def names(*answers: list[str], port: int = 80) -> Callable[..., list[Any]]:
    """A resolver that gives these addresses, one list after the other, the last one for ever."""
    waiting = list(answers)

    def resolve(host: str, *_: object) -> list[Any]:
        addresses = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return resolve


def no_names(*_: object) -> list[Any]:
    pytest.fail("a name was looked up for an address that was to be refused as it stands")


def test_the_corpora_of_addresses_are_there() -> None:
    assert len(PRIVATE) >= 45
    assert len(BAD) >= 20


@pytest.mark.parametrize("url", PRIVATE)
def test_an_address_inside_is_refused_however_it_is_written(url: str) -> None:
    with pytest.raises(PrivateAddress):
        fetch(url, policy=PUBLIC if "localhost" in url else AddressPolicy(resolver=numeric_only))


def numeric_only(host: str, port: int, *_: object) -> list[Any]:
    return socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)


@pytest.mark.parametrize("url", BAD)
def test_what_is_no_plain_web_address_is_refused_without_a_look_up(url: str) -> None:
    with pytest.raises(BadUrl):
        fetch(url, policy=AddressPolicy(resolver=no_names))


def test_the_public_policy_has_no_exceptions() -> None:
    assert AddressPolicy(ports=frozenset({80, 443}), also_networks=(), resolver=None) == PUBLIC


def test_a_name_with_one_address_inside_is_refused_whole() -> None:
    policy = AddressPolicy(resolver=names(["93.184.215.14", "10.0.0.1"]))
    with pytest.raises(PrivateAddress):
        fetch("http://mixed.example/", policy=policy)


def test_a_name_that_points_inside_is_refused() -> None:
    with pytest.raises(PrivateAddress):
        fetch("http://inside.example/", policy=AddressPolicy(resolver=names(["192.168.0.10"])))


def test_the_connection_goes_to_the_address_that_was_checked_though_the_name_moves() -> None:
    with serving(answering(page(b"checked"))) as server:
        moving = names(["127.0.0.1"], ["127.0.0.2"], port=server.port)
        policy = AddressPolicy(frozenset({server.port}), ("127.0.0.1/32",), moving)
        fetched = fetch(f"http://moving.example:{server.port}/", policy=policy)
        assert fetched.body == b"checked"
        assert f"Host: moving.example:{server.port}".encode() in server.requests[0]
        with pytest.raises(PrivateAddress):
            fetch(f"http://moving.example:{server.port}/", policy=policy)


def test_a_page_comes_with_its_status_headers_and_final_address() -> None:
    headers = (b"Content-Type: text/html; charset=utf-8", b"Link: <a>; rel=x", b"LINK: <b>; rel=y")
    with serving(answering(page(b"gone", *headers, status=b"410 Gone"))) as server:
        fetched = fetch(server.url + "page?a=1#part", policy=server.policy)
    assert (fetched.status, fetched.body, fetched.redirects) == (410, b"gone", ())
    assert fetched.url == server.url + "page?a=1"
    assert fetched.content_type == "text/html; charset=utf-8"
    assert fetched.header("Link") == ("<a>; rel=x", "<b>; rel=y")


def test_a_request_says_who_asks_and_nothing_else() -> None:
    with serving(answering(page(b""))) as server:
        fetch(server.url, policy=server.policy)
    sent = server.requests[0].decode().lower()
    assert "webmention" in sent
    assert "cookie" not in sent
    assert "referer" not in sent


def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9/")
    with serving(answering(page(b"direct"))) as server:
        assert fetch(server.url, policy=server.policy).body == b"direct"


def test_a_compressed_page_is_decompressed() -> None:
    with serving(answering(page(gzip.compress(b"words " * 50), b"Content-Encoding: gzip"))) as server:
        assert fetch(server.url, policy=server.policy).body == b"words " * 50


def test_redirects_are_followed_and_remembered_without_their_cookies() -> None:
    def script(peer: Peer) -> None:
        moved = redirect("/there?q=1", b"Set-Cookie: a=b")
        peer.send(page(b"here") if b"GET /there" in peer.request else moved)

    with serving(script) as server:
        fetched = fetch(server.url, policy=server.policy)
    assert (fetched.url, fetched.redirects) == (server.url + "there?q=1", (server.url,))
    assert b"ookie" not in server.requests[1]


@pytest.mark.parametrize(
    ("status", "second"),
    [(b"303 See Other", b"GET /b"), (b"302 Found", b"GET /b"), (b"307 Temporary", b"POST /b")],
)
def test_a_post_is_repeated_only_where_the_status_says_so(status: bytes, second: bytes) -> None:
    def script(peer: Peer) -> None:
        peer.send(page(b"done") if b" /b " in peer.request else redirect("/b", status=status))

    with serving(script) as server:
        headers = {"Content-Type": "text/xml"}
        fetch(server.url, method="POST", body=b"<call/>", headers=headers, policy=server.policy)
    assert server.requests[0].endswith(b"<call/>")
    assert server.requests[1].startswith(second)
    assert server.requests[1].endswith(b"<call/>") is second.startswith(b"POST")


def test_a_head_request_has_no_body() -> None:
    with serving(
        answering(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\nX-Pingback: http://x/\r\n\r\n")
    ) as server:
        fetched = fetch(server.url, method="HEAD", policy=server.policy)
    assert (fetched.body, fetched.header("x-pingback")) == (b"", ("http://x/",))


@pytest.mark.parametrize("host", ["127.0.0.2", "localhost.example", "[::1]", "2130706434"])
def test_a_redirect_to_the_inside_is_refused(host: str) -> None:
    with serving(lambda peer: peer.send(redirect(f"http://{host}:{server.port}/"))) as server:
        policy = AddressPolicy(frozenset({server.port}), ("127.0.0.1/32",), rebound)
        with pytest.raises(PrivateAddress):
            fetch(server.url, policy=policy)
    assert len(server.requests) == 1


def rebound(host: str, port: int, *_: object) -> list[Any]:
    address = "127.0.0.3" if host.endswith(".example") else host
    return socket.getaddrinfo(address, port, 0, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)


@pytest.mark.parametrize(
    "to", ["ftp://example.com/", "http://example.com:22/", "http://u:p@example.com/", "http://["]
)
def test_a_redirect_to_what_may_not_be_fetched_is_refused(to: str) -> None:
    with serving(answering(redirect(to))) as server, pytest.raises(BadUrl):
        fetch(server.url, policy=server.policy)


def test_endless_redirects_end() -> None:
    with serving(lambda peer: peer.send(redirect(f"/{len(server.requests)}"))) as server:
        with pytest.raises(TooManyRedirects):
            fetch(server.url, policy=server.policy, max_redirects=5)
        assert len(server.requests) == 6


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unreachable):
        fetch(f"http://127.0.0.1:{port}/", policy=AddressPolicy(frozenset({port}), ("127.0.0.1/32",)))


def test_a_name_that_does_not_exist_is_unreachable() -> None:
    def unknown(*_: object) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    with pytest.raises(Unreachable):
        fetch("http://nowhere.example/", policy=AddressPolicy(resolver=unknown))
