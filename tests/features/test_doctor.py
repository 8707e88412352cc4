"""``pledges doctor`` from outside: the running site and inbox, and deployments with something broken."""

from __future__ import annotations

import datetime as dt
import json
import mimetypes
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from doctoring import now, told
from inbox_site import InboxSite
from pledges.cli.doctor.examination import CHECKS, examine_site, visit_site
from pledges.cli.doctor.finding import Finding, Level
from pledges.cli.doctor.pages import front
from pledges.cli.doctor.project import read_project
from pledges.cli.doctor.visit import Visit
from pledges.fetch import AddressPolicy
from receivers import Answer, Receiver, receiving
from records import SmallSite, names_in

LOOPBACK = AddressPolicy(ports=frozenset(range(1024, 65536)), also_networks=("127.0.0.0/8", "::1/128"))
HEALTHY = {
    "state": "ok",
    "problems": [],
    "waiting": {"moderation": 2, "moderation_oldest_s": 60, "jobs": 0},
}
HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


# --- the public site ------------------------------------------------------------------------------


def test_the_running_site_has_no_problem(inbox_site: InboxSite) -> None:
    project = read_project(inbox_site.folder / "pelicanconf.py", {})
    found = list(examine_site(visit_site(inbox_site.url, now(), project, LOOPBACK)))

    assert [str(one) for one in found if one.level is Level.PROBLEM] == []
    # What a preview on this machine does not do, and a web server does.
    assert {one.about for one in found if one.level is Level.WARNING} == {"https", "headers", "compression"}
    assert {one.about for one in found if one.level is Level.OK} == {
        *("front page", "clock", "pages", "404 page", "types", "feeds", "endpoints", "inbox", "ledger"),
    }


def test_a_site_can_be_looked_at_from_outside_alone(inbox_site: InboxSite) -> None:
    found = list(examine_site(visit_site(inbox_site.url, now(), policy=LOOPBACK)))

    assert [str(one) for one in found if one.level is Level.PROBLEM] == []
    assert len(found) > 10


@pytest.fixture(scope="module")
def published(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Receiver, dict[str, Answer], SmallSite]]:
    """A small site as a good web server has it, with an inbox that is well."""
    with receiving() as server:
        site = SmallSite(
            tmp_path_factory.mktemp("site"),
            {
                "SITEURL": server.url,
                "TAG_AUTHORITY": "northwind.org,2026",
                "WEBSUB_HUBS": ["https://hub.example/"],
            },
        )
        site.everything().build()
        yield server, dict(_pages(server.url, site.output)), site


def _pages(url: str, output: Path) -> Iterator[tuple[str, Answer]]:
    for name in names_in(output):
        path = "/" + name.removesuffix("index.html")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        yield path, Answer((output / name).read_bytes(), headers={"Content-Type": kind, **HEADERS})
    for name, status in (("webmention", 200), ("pingback", 405), ("trackback/pledges/a-person-answers", 405)):
        yield f"/inbox/{name}", Answer(status=status)
    yield "/inbox/health", Answer(json.dumps(HEALTHY).encode())
    missing = Answer((output / "404.html").read_bytes(), status=404)
    yield "/there-is-no-such-page-0d4f/", missing


@pytest.fixture
def server(published: tuple[Receiver, dict[str, Answer], SmallSite]) -> Receiver:
    """The server of the small site, for one test to break."""
    server, pages, _ = published
    server.pages = {path: replace(answer, headers=dict(answer.headers)) for path, answer in pages.items()}
    return server


@pytest.fixture
def visit(
    server: Receiver, published: tuple[Receiver, dict[str, Answer], SmallSite], tmp_path: Path
) -> Visit:
    _, _, site = published
    return visit_site(server.url, now(), read_project(site.settings_file(tmp_path), {}), LOOPBACK)


def looked_at(visit: Visit, about: str) -> Iterator[Finding]:
    """Return what one check finds."""
    return {**CHECKS, "front page": front}[about](visit)


def test_the_small_site_is_well(visit: Visit) -> None:
    assert told(examine_site(visit), Level.PROBLEM) == {}


def test_the_parts_of_a_site_map_are_looked_up(server: Receiver, visit: Visit) -> None:
    whole = visit.places()
    part = server.pages["/sitemap.xml"]
    index = f"<sitemapindex><sitemap><loc>{server.url}/sitemap-1.xml</loc></sitemap></sitemapindex>"
    server.pages |= {"/sitemap-1.xml": part, "/sitemap.xml": replace(part, body=index.encode())}

    assert replace(visit, _seen={}).places() == whole


Break = Callable[[Receiver], None]


def gone(path: str) -> Break:
    return lambda server: server.pages.pop(path) and None


def says(path: str, old: bytes, new: bytes) -> Break:
    def change(server: Receiver) -> None:
        answer = server.pages[path]
        assert old in answer.body
        answer.body = answer.body.replace(old, new)

    return change


def answers(path: str, answer: Answer) -> Break:
    return lambda server: server.pages.update({path: answer})


ESSAYS = "/feeds/essays.atom.xml"
PAGE = "/pledges/a-person-answers/"
PROBLEMS = {
    "the feeds name no hub": (says(ESSAYS, b'rel="hub"', b'rel="club"'), "feeds", "does not name the hub"),
    "the front page is not there": (gone("/"), "front page", "answers 404"),
    "a program rewrites pages": (says("/", b"http-equiv", b"x"), "front page", "not as built"),
    "a list is not there": (gone("/pledges/"), "pages", "/pledges/ answers 404"),
    "the sitemap is of another site": (
        says("/sitemap.xml", b"<loc>http://127", b"<loc>http://128"),
        "pages",
        "not addresses below",
    ),
    "what is not there is": (
        answers("/there-is-no-such-page-0d4f/", Answer(b"x")),
        "404 page",
        "answers 200",
    ),
    "the style sheet is not there": (gone("/style.css"), "types", "/style.css answers 404"),
    "a feed is not there": (gone(ESSAYS), "feeds", "essays.atom.xml answers 404"),
    "a feed is broken": (says(ESSAYS, b"</feed>", b""), "feeds", "no Atom document"),
    "a feed is of another address": (
        says(ESSAYS, b'rel="self"', b'rel="selfish"'),
        "feeds",
        "essays.atom.xml says that its address is",
    ),
    "feed ids have changed": (
        says(ESSAYS, b"tag:northwind.org", b"tag:other.org"),
        "feeds",
        "has the id tag:other",
    ),
    "a feed comes from the future": (
        says("/feeds/pledges.atom.xml", b"<updated>2", b"<updated>9"),
        "feeds",
        "in the future",
    ),
    "a minifier broke the pingback link": (
        says(PAGE, b'<link rel="pingback" href=', b"<link rel=pingback href="),
        "endpoints",
        "no endpoint for pingbacks",
    ),
    "the proxy passes nothing on": (gone("/inbox/pingback"), "endpoints", "answers 404 to a GET, not 405"),
    "the inbox is not there": (gone("/inbox/health"), "inbox", "answers something else"),
    "the inbox is not well": (
        answers(
            "/inbox/health",
            Answer(b'{"state": "broken", "problems": ["no disk"], "waiting": {}}', status=503),
        ),
        "inbox",
        "no disk",
    ),
    "the ledger is not there": (gone("/ledger/root.json"), "ledger", "answers 404"),
    "the ledger was altered": (answers("/ledger/root.json", Answer(b'{"shards": 1}')), "ledger", "altered"),
}


@pytest.mark.parametrize(("broken", "about", "words"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_is_broken_is_named(
    visit: Visit, server: Receiver, broken: Break, about: str, words: str
) -> None:
    broken(server)
    visit.output = None  # nothing to compare with: what is wrong must show by itself

    problems = told(looked_at(visit, about), Level.PROBLEM)

    assert list(problems) == [about]
    assert words in problems[about]


def plain_404(server: Receiver) -> None:
    server.pages["/there-is-no-such-page-0d4f/"] = Answer(b"Not Found", status=404)


def no_header(server: Receiver) -> None:
    del server.pages["/"].headers["Content-Security-Policy"]


def odd_type(server: Receiver) -> None:
    server.pages[ESSAYS].headers["Content-Type"] = "application/atom+xml"


def impatience(server: Receiver) -> None:
    waiting = {"moderation": 1, "moderation_oldest_s": 9 * 86_400, "jobs": 0}
    server.pages["/inbox/health"].body = json.dumps({**HEALTHY, "waiting": waiting}).encode()


WARNINGS = {
    "the server's own 404 page": (plain_404, "404 page", "which leads nowhere"),
    "no header": (no_header, "headers", "without Content-Security-Policy"),
    "an odd type": (odd_type, "types", "comes as application/atom+xml"),
    "nobody reads what waits": (impatience, "inbox", "for 9 days"),
    "an old feed": (says(ESSAYS, b"On promises", b"On oaths"), "feeds", "not what was built here"),
    "an old ledger": (says("/ledger/root.json", b"{", b"{ "), "ledger", "not the one that was built here"),
}


@pytest.mark.parametrize(("broken", "about", "words"), WARNINGS.values(), ids=WARNINGS)
def test_what_could_be_better_is_named(
    visit: Visit, server: Receiver, broken: Break, about: str, words: str
) -> None:
    broken(server)
    found = list(looked_at(visit, about))

    assert told(iter(found), Level.PROBLEM) == {}
    assert words in told(iter(found), Level.WARNING)[about]


def test_compressed_files_are_recognised(visit: Visit, server: Receiver) -> None:
    assert "compression" in told(looked_at(visit, "compression"), Level.WARNING)
    visit = replace(visit, _seen={})
    for path in ("/", "/style.css"):
        server.pages[path].headers["Content-Encoding"] = "identity"

    assert "compression" not in told(looked_at(visit, "compression"), Level.WARNING)


@pytest.mark.parametrize(("skew", "level"), [(5, Level.OK), (300, Level.WARNING), (3600, Level.PROBLEM)])
def test_a_clock_that_is_wrong_is_noticed(visit: Visit, skew: int, level: Level) -> None:
    visit.now += dt.timedelta(seconds=skew)
    found = [one for one in looked_at(visit, "front page") if one.about == "clock"]

    assert [one.level for one in found] == [level]


def test_a_site_that_cannot_be_reached_is_one_problem(free_port: int) -> None:
    (found,) = examine_site(visit_site(f"http://127.0.0.1:{free_port}", now(), policy=LOOPBACK))

    assert (found.level, found.message) == (
        Level.PROBLEM,
        f"http://127.0.0.1:{free_port}/: refused the connection",
    )


# --- TLS ------------------------------------------------------------------------------------------


def certificate(folder: Path, days: int) -> tuple[Path, Path]:
    """Write a certificate for this machine that is valid for some days; return it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "here")])
    start, here = now() - dt.timedelta(days=60), x509.IPAddress(IPv4Address("127.0.0.1"))
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(now() + dt.timedelta(days=days, hours=1))
        .add_extension(x509.SubjectAlternativeName([here]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.mark.parametrize(("days", "level"), [(60, Level.OK), (10, Level.WARNING), (1, Level.PROBLEM)])
def test_a_certificate_is_watched(tmp_path: Path, days: int, level: Level) -> None:
    cert, key = certificate(tmp_path, days)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    policy = replace(LOOPBACK, trusted=str(cert))
    with receiving(context) as server:
        server.page("/", '<meta http-equiv="Content-Security-Policy" content="">')
        found = [
            one for one in examine_site(visit_site(server.url, now(), policy=policy)) if one.about == "https"
        ]
        (untrusted,) = examine_site(visit_site(server.url, now(), policy=LOOPBACK))

    assert [one.level for one in found] == [level]
    assert f"{days} days from now" in found[0].message
    assert untrusted.message.endswith("its certificate is not valid")
