"""The configurations that we ship for nginx and Caddy, run by the real servers on this machine."""

from __future__ import annotations

import datetime as dt
import gzip
import http.client
import socket
import ssl

import brotli
import pytest

from fixtures.web_server import LIMIT, WebServer
from pledges.cli.doctor.examination import examine_site, visit_site
from pledges.cli.doctor.finding import Level
from pledges.cli.doctor.project import read_project
from pledges.fetch import AddressPolicy
from pledges.settings import read_settings
from pledges.views.host_files import CACHING, TYPES, security_headers

PATIENCE_S = 60


class Answer:
    """What came back: status, headers by lower-case name, body."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.all = [name.lower() for name, _ in answer.getheaders()]
        self.body = answer.read()


def ask(
    server: WebServer,
    path: str,
    method: str = "GET",
    body: bytes = b"",
    source: str = "127.0.0.1",
    **headers: str,
) -> Answer:
    """Send one request, from another loopback address if ``source`` says so."""
    connection = http.client.HTTPSConnection(
        "localhost",
        server.port,
        context=ssl.create_default_context(cafile=str(server.certificate)),
        timeout=PATIENCE_S,
        source_address=(source, 0),
    )
    try:
        connection.request(
            method, path, body or None, {name.replace("_", "-"): value for name, value in headers.items()}
        )
        return Answer(connection.getresponse())
    finally:
        connection.close()


def addresses(server: WebServer, pattern: str) -> list[str]:
    found = sorted(server.output.glob(pattern))
    assert found, pattern
    return ["/" + file.relative_to(server.output).as_posix() for file in found]


@pytest.mark.parametrize(
    ("pattern", "kinds"),
    [
        ("index.html", {"text/html; charset=utf-8"}),
        ("style.css", {"text/css", "text/css; charset=utf-8"}),
        ("favicon.svg", {"image/svg+xml", "image/svg+xml; charset=utf-8"}),
        ("fonts/*.woff2", {"font/woff2"}),
        ("feeds/essays.atom.xml", {"text/xml; charset=utf-8", "application/xml"}),
        ("feeds/essays.rss.xml", {"text/xml; charset=utf-8", "application/xml"}),
        ("feeds/essays.json", {TYPES["/feeds/*.json"]}),
        ("essays/*/feed.json", {TYPES["/*/feed.json"]}),
        ("pledges/*/pledge.json", {"application/json"}),
        ("calendar.ics", {TYPES["/*.ics"]}),
        ("feeds/all.opml", {TYPES["/*.opml"]}),
        ("ledger/*.jsonl", {TYPES["/*.jsonl"]}),
        ("ledger/verify_ledger.py", {TYPES["/*.py"]}),
        ("robots.txt", {"text/plain; charset=utf-8"}),
    ],
)
def test_each_kind_of_file_has_its_type(web_server: WebServer, pattern: str, kinds: set[str]) -> None:
    path = addresses(web_server, pattern)[0]
    answer = ask(web_server, path)
    assert answer.status == 200
    assert answer.headers["content-type"] in kinds
    assert answer.body == (web_server.output / path[1:]).read_bytes()


def test_every_answer_has_the_security_headers_once(web_server: WebServer) -> None:
    settings = read_settings({"SITEURL": web_server.url, "TAG_AUTHORITY": "promises.example,2026"})
    for path in ("/", "/feeds/essays.atom.xml", "/calendar.ics", "/style.css", "/nowhere/"):
        answer = ask(web_server, path)
        for name, value in security_headers(settings).items():
            assert answer.headers[name.lower()] == value, (path, name)
            assert answer.all.count(name.lower()) == 1, (path, name)
        assert "nginx/" not in answer.headers.get("server", "")


def test_what_was_compressed_ahead_is_sent_so(web_server: WebServer) -> None:
    page = (web_server.output / "index.html").read_bytes()
    zipped = ask(web_server, "/", Accept_Encoding="gzip")
    assert zipped.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in zipped.headers["vary"].lower()
    assert gzip.decompress(zipped.body) == page
    assert zipped.body == (web_server.output / "index.html.gz").read_bytes()
    assert ask(web_server, "/", Accept_Encoding="identity").body == page
    if web_server.name == "caddy":  # nginx has this from a module of its own
        squeezed = ask(web_server, "/", Accept_Encoding="br, gzip")
        assert squeezed.headers["content-encoding"] == "br"
        assert brotli.decompress(squeezed.body) == page
    calendar = ask(web_server, "/calendar.ics", Accept_Encoding="gzip")
    assert calendar.headers["content-type"] == TYPES["/*.ics"]
    assert gzip.decompress(calendar.body) == (web_server.output / "calendar.ics").read_bytes()


def test_what_a_browser_has_is_not_sent_again(web_server: WebServer) -> None:
    for path in ("/", "/feeds/essays.atom.xml"):
        first = ask(web_server, path)
        assert first.headers["cache-control"] == "no-cache"
        again = ask(web_server, path, If_None_Match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
    for pattern, how in CACHING.items():
        path = addresses(web_server, pattern.lstrip("/"))[0]
        assert ask(web_server, path).headers["cache-control"] == how


def test_what_is_not_there_is_answered_with_our_page(web_server: WebServer) -> None:
    page = (web_server.output / "404.html").read_bytes()
    for path in ("/nowhere/", "/essays/never-written/", "/essays/never-written/feed.atom.xml", "/x.ics"):
        answer = ask(web_server, path)
        assert (answer.status, answer.body) == (404, page), path
        assert answer.headers["content-type"] == "text/html; charset=utf-8", path


@pytest.mark.parametrize(
    "path",
    [
        "/.hidden.html",
        "/.output.state",
        "/../pelicanconf.py",
        "/%2e%2e/pelicanconf.py",
        "/essays/.git/config",
    ],
)
def test_nothing_hidden_and_nothing_outside_is_sent(web_server: WebServer, path: str) -> None:
    answer = ask(web_server, path)
    assert answer.status in (400, 404)
    assert b"secret" not in answer.body
    assert b"SITEURL" not in answer.body


def test_a_folder_without_its_slash_leads_to_the_one_with_it(web_server: WebServer) -> None:
    answer = ask(web_server, "/essays")
    assert answer.status in (301, 308)
    assert answer.headers["location"] == "/essays/"


def test_an_old_address_still_leads_to_the_page(web_server: WebServer) -> None:
    pages = addresses(web_server, "**/index.html")
    old = [page for page in pages if b'http-equiv="refresh"' in (web_server.output / page[1:]).read_bytes()]
    assert old
    answer = ask(web_server, old[0].removesuffix("index.html"))
    assert answer.status == 200
    assert b'http-equiv="refresh"' in answer.body


def test_plain_http_leads_to_https(web_server: WebServer) -> None:
    connection = http.client.HTTPConnection("localhost", int(web_server.http_url.rpartition(":")[2]))
    connection.request("GET", "/essays/?page=2")
    answer = connection.getresponse()
    assert answer.status in (301, 308)
    assert answer.headers["Location"] in (
        f"{web_server.url}/essays/?page=2",
        "https://localhost/essays/?page=2",
    )
    connection.close()


# --- the inbox behind it ----------------------------------------------------------------------


def form(server: WebServer, text: str, **more: str) -> Answer:
    body = f"target=/essays/how-to-be-let-down/&name=Ada&text={text}".encode()
    known = {"Accept": "application/json", "Content_Type": "application/x-www-form-urlencoded"}
    return ask(server, "/inbox/comments", "POST", body, **{**known, **more})


def test_the_inbox_answers_at_the_sites_own_origin(web_server: WebServer) -> None:
    health = ask(web_server, "/inbox/health")
    assert health.headers["content-type"].startswith("application/json")
    assert health.status in (200, 503)  # it was started without a worker
    assert health.headers["strict-transport-security"] == "max-age=31536000"
    assert all(health.all.count(name) == 1 for name in health.all), health.all
    page = ask(web_server, "/inbox/moderate")
    assert page.status in (200, 303, 401, 403)
    assert web_server.url.encode() in page.body or b"/inbox/" in page.body


def test_each_visitor_is_counted_by_the_own_address_whatever_they_claim(web_server: WebServer) -> None:
    """With the wrong forwarded headers, all readers together would have one limit, or none."""
    forged = {
        "X_Forwarded_For": "192.0.2.77",
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Proto": "http",
    }
    first = [
        form(web_server, f"One {number}", source="127.0.0.11", **forged).status for number in range(LIMIT)
    ]
    assert first == [202] * LIMIT
    changed = {"X_Forwarded_For": "192.0.2.78", "Forwarded": "for=192.0.2.79", "X_Real_IP": "192.0.2.80"}
    assert form(web_server, "One more", source="127.0.0.11", **changed).status == 429
    assert form(web_server, "Another", source="127.0.0.12").status == 202


def test_a_body_that_is_too_long_is_refused_by_the_web_server(web_server: WebServer) -> None:
    answer = form(web_server, "x" * 300_000, source="127.0.0.13")
    # Caddy before 2.7 says so in its own way.
    assert answer.status in {"nginx": (413,), "caddy": (413, 502)}[web_server.name]


def connected(server: WebServer) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=str(server.certificate))
    plain = socket.create_connection(("localhost", server.port), PATIENCE_S)
    return context.wrap_socket(plain, server_hostname="localhost")


def test_a_body_that_never_ends_is_given_up(web_server: WebServer) -> None:
    with connected(web_server) as slow:
        slow.sendall(
            b"POST /inbox/comments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nname=A"
        )
        answer = b"".join(iter(lambda: slow.recv(4096), b""))  # ends when the server hangs up
    assert not answer.startswith((b"HTTP/1.1 202", b"HTTP/1.1 303"))
    assert form(web_server, "In between", source="127.0.0.14").status == 202


def test_the_doctor_finds_all_well(web_server: WebServer) -> None:
    """From outside and with the settings at hand: not a warning."""
    policy = AddressPolicy(
        ports=frozenset({web_server.port}),
        also_networks=("127.0.0.0/8", "::1/128"),
        trusted=str(web_server.certificate),
    )
    project = read_project(web_server.output.parent / "pelicanconf.py", {})
    now = dt.datetime.now(dt.UTC)
    for known in (project, None):
        found = list(examine_site(visit_site(web_server.url, now, known, policy)))
        assert [str(one) for one in found if one.level is not Level.OK] == []
        abouts = {one.about for one in found}
        assert abouts >= {"https", "headers", "types", "compression", "endpoints", "inbox"}
