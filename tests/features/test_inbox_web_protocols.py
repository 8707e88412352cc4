"""The three protocols over HTTP, answered at once and to the byte."""

from __future__ import annotations

import itertools
import xmlrpc.client
from collections.abc import Callable
from urllib.parse import quote_from_bytes
from xml.etree import ElementTree as ET

import pytest
import requests

from inbox_site import InboxSite
from pledges.inbox.service import find
from pledges.inbox.service.reading import search_text
from pledges.protocols.pingback import MAX_BYTES, call

PLEDGE = "/pledges/a-person-answers/"
XML = "text/xml; charset=utf-8"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OK = b'<?xml version="1.0" encoding="utf-8"?>\n<response>\n<error>0</error>\n</response>\n'
_number = itertools.count()


def source() -> str:
    """A page that no test has named before."""
    return f"https://source-{next(_number)}.example/post"


def ping(site: InboxSite, body: bytes, place: str = "pledges/a-person-answers") -> requests.Response:
    return requests.post(f"{site.url}/inbox/trackback/{place}", data=body, headers=FORM, timeout=20)


def pingback(site: InboxSite, body: bytes, content_type: str = "text/xml") -> requests.Response:
    headers = {"Content-Type": content_type}
    return requests.post(f"{site.url}/inbox/pingback", data=body, headers=headers, timeout=20)


def fault_of(answer: requests.Response) -> int:
    assert answer.status_code == 200
    with pytest.raises(xmlrpc.client.Fault) as caught:
        xmlrpc.client.loads(answer.content)
    return int(caught.value.faultCode)


def mention(site: InboxSite, accept: str = "*/*", **fields: str) -> requests.Response:
    headers = {"Accept": accept}
    return requests.post(f"{site.url}/inbox/webmention", data=fields, headers=headers, timeout=20)


# --- TrackBack ------------------------------------------------------------------------------------


def test_a_trackback_is_answered_to_the_byte(inbox_pages: InboxSite) -> None:
    answer = ping(inbox_pages, f"url={source()}&title=A+title&blog_name=Blog&excerpt=Words".encode())
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == XML
    assert answer.content == OK


def test_a_trackback_in_another_charset_is_read_as_it_was_meant(inbox_pages: InboxSite) -> None:
    url, title = source(), "約束を守る"
    body = f"url={url}&title={quote_from_bytes(title.encode('euc-jp'))}".encode()
    assert ping(inbox_pages, body).content == OK
    sent = [one.words for one in search_text(inbox_pages.inbox, "", limit=500) if one.words.source == url]
    assert [words.title for words in sent] == [title]


def test_a_trackback_to_an_old_address_is_taken_too(make_site: Callable[..., InboxSite]) -> None:
    site = make_site()
    file = site.content / "pledges" / "a-person-answers.md"
    file.write_text(file.read_text().replace("\n---\n", "\naliases: [someone-answers]\n---\n", 1))
    assert ping(site, f"url={source()}".encode(), "pledges/someone-answers").content == OK


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "pledges/a-person-answers"),
        (b"title=no+url", "pledges/a-person-answers"),
        (b"url=javascript:alert(1)", "pledges/a-person-answers"),
        (b"url=https://a.example/%ff%00", "pledges/nothing-here"),
        (b"url=https://a.example/", "leaders/maya-okafor"),
        (b"url=https://a.example/", "pledges/a-person-answers/more"),
        (b"url=https://a.example/", "x"),
        (b"url=" + b"a" * 70_000, "pledges/a-person-answers"),
        (b"url=" + b"a" * 400_000, "pledges/a-person-answers"),
    ],
)
def test_what_is_no_trackback_gets_the_error_document(
    inbox_pages: InboxSite, body: bytes, place: str
) -> None:
    answer = ping(inbox_pages, body, place)
    assert answer.status_code == 200
    assert answer.content.startswith(b"<?xml")
    assert ET.fromstring(answer.content).findtext("error") == "1"
    assert ET.fromstring(answer.content).findtext("message")


def test_a_trackback_to_its_own_page_is_refused(inbox_pages: InboxSite) -> None:
    answer = ping(inbox_pages, f"url={inbox_pages.url}{PLEDGE}".encode())
    assert ET.fromstring(answer.content).findtext("error") == "1"


@pytest.mark.parametrize("path", ["trackback/pledges/a-person-answers", "pingback"])
def test_who_opens_an_address_for_programs_is_told_so(inbox_pages: InboxSite, path: str) -> None:
    answer = requests.get(f"{inbox_pages.url}/inbox/{path}", timeout=20)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "An address for programs" in answer.text


# --- Pingback -------------------------------------------------------------------------------------


def test_a_pingback_is_taken_once(inbox_pages: InboxSite) -> None:
    page = source()
    server = xmlrpc.client.ServerProxy(f"{inbox_pages.url}/inbox/pingback")
    with server:
        assert server.pingback.ping(page, f"{inbox_pages.url}{PLEDGE}").startswith("Received")  # type: ignore[union-attr]
        with pytest.raises(xmlrpc.client.Fault) as again:
            server.pingback.ping(page, f"{inbox_pages.url}{PLEDGE}")
    assert again.value.faultCode == 48


def test_each_refused_pingback_has_its_fault(inbox_pages: InboxSite) -> None:
    here, good = f"{inbox_pages.url}{PLEDGE}", source()
    assert fault_of(pingback(inbox_pages, call(good, f"{inbox_pages.url}/pledges/nothing/"))) == 32
    assert fault_of(pingback(inbox_pages, call(good, f"{inbox_pages.url}/about/"))) == 33
    assert fault_of(pingback(inbox_pages, call(good, "https://elsewhere.example/"))) == 33
    assert fault_of(pingback(inbox_pages, call("mailto:a@b.example", here))) == 16
    assert fault_of(pingback(inbox_pages, call(here, here))) == 0
    assert fault_of(pingback(inbox_pages, b"<methodCall>")) == -32700
    assert fault_of(pingback(inbox_pages, b"")) == -32700
    assert fault_of(pingback(inbox_pages, call(good, here) + b" " * MAX_BYTES)) == -32700
    multicall = xmlrpc.client.dumps(([],), "system.multicall").encode()
    assert fault_of(pingback(inbox_pages, multicall)) == -32601
    assert fault_of(pingback(inbox_pages, xmlrpc.client.dumps((1, 2), "pingback.ping").encode())) == -32602


def test_a_pingback_is_read_whatever_its_content_type(inbox_pages: InboxSite) -> None:
    body = call(source(), f"{inbox_pages.url}{PLEDGE}")
    for content_type in (
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "",
        "text/xml; charset=x",
    ):
        answer = pingback(inbox_pages, body, content_type)
        assert answer.headers["Content-Type"] == XML
        assert answer.content.startswith(b"<?xml")
    assert fault_of(answer) == 48


# --- Webmention -----------------------------------------------------------------------------------


def test_a_webmention_is_created_with_a_page_for_its_status(inbox_pages: InboxSite) -> None:
    page = source()
    answer = mention(inbox_pages, source=page, target=f"{inbox_pages.url}{PLEDGE}#r-1")
    assert answer.status_code == 201
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    status = answer.headers["Location"]
    seen = requests.get(status, headers={"Accept": "application/json"}, timeout=20).json()
    assert seen["state"] == "received"
    again = mention(inbox_pages, source=page, target=f"{inbox_pages.url}{PLEDGE}#r-1")
    assert again.headers["Location"] == status


@pytest.mark.parametrize(
    ("page", "target"),
    [
        ("", "ours"),
        ("https://a.example/", ""),
        ("javascript:alert(1)", "ours"),
        ("https://a.example/", "not a url"),
        ("junk", "junk"),
        ("https://a.example/", "https://elsewhere.example/"),
        ("https://a.example/", "ours/../../about/"),
        ("ours", "ours"),
        ("ours?utm_source=x", "ours#r-1"),
    ],
)
def test_what_is_no_webmention_gets_400_and_no_location(
    inbox_pages: InboxSite, page: str, target: str
) -> None:
    ours = f"{inbox_pages.url}{PLEDGE}"
    fields = {"source": page.replace("ours", ours), "target": target.replace("ours", ours)}
    answer = mention(inbox_pages, **fields)
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert answer.text.endswith(".\n")


def test_a_person_gets_pages_for_what_they_send_by_hand(inbox_pages: InboxSite) -> None:
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"
    target = f"{inbox_pages.url}{PLEDGE}"
    shown = requests.get(f"{inbox_pages.url}/inbox/webmention", params={"target": target}, timeout=20)
    assert "A person answers within a minute" in shown.text
    wrong = mention(inbox_pages, browser, source="my page", target=target)
    assert wrong.status_code == 400
    assert 'value="my page"' in wrong.text
    assert "<title>Error: " in wrong.text
    right = mention(inbox_pages, browser, source=source(), target=target)
    assert right.status_code == 201
    assert "See how far it has come" in right.text
    assert requests.get(right.headers["Location"], timeout=20).status_code == 200


def test_the_status_says_nothing_of_what_the_source_answered(make_site: Callable[..., InboxSite]) -> None:
    """A sender could else ask us what stands behind an address that only we can reach."""
    site = make_site()
    inside = f"{site.url}/inbox/health"  # loopback, and an odd port: refused by the policy
    status = mention(site, source=inside, target=f"{site.url}{PLEDGE}").headers["Location"]
    asked = requests.get(status, timeout=20).text
    site.work()
    submission = find(site.inbox, status.rpartition("/")[2])
    assert "cannot be fetched" in submission.reason
    after = requests.get(status, timeout=20)
    assert after.text == asked
    assert "fetch" not in after.text


def test_only_mentions_have_a_status(inbox_pages: InboxSite) -> None:
    form = {"target": PLEDGE, "name": "Ada", "text": "No mention."}
    sent = requests.post(
        f"{inbox_pages.url}/inbox/comments", data=form, headers={"Accept": "application/json"}, timeout=20
    ).json()
    for name in (sent["id"], "r-nothing", "%00"):
        assert requests.get(f"{inbox_pages.url}/inbox/webmention/{name}", timeout=20).status_code == 404


# --- all three ------------------------------------------------------------------------------------


def test_one_source_told_of_by_three_protocols_is_one_submission(inbox_pages: InboxSite) -> None:
    page = source()
    status = mention(inbox_pages, source=page, target=f"{inbox_pages.url}{PLEDGE}").headers["Location"]
    assert fault_of(pingback(inbox_pages, call(page, f"{inbox_pages.url}{PLEDGE}"))) == 48
    assert ping(inbox_pages, f"url={page}".encode()).content == OK
    assert find(inbox_pages.inbox, status.rpartition("/")[2]).words.source == page


def test_protocols_that_are_off_say_so_in_their_own_words(make_site: Callable[..., InboxSite]) -> None:
    site = make_site(trackback=False, pingback=False, webmention=False)
    target = f"{site.url}{PLEDGE}"
    off = ping(site, f"url={source()}".encode())
    assert off.status_code == 200
    assert ET.fromstring(off.content).findtext("message") == "Trackbacks are not taken in here."
    assert fault_of(pingback(site, call(source(), target))) == 33
    assert mention(site, source=source(), target=target).status_code == 400


def test_a_flood_is_answered_429_in_each_protocols_own_form(make_site: Callable[..., InboxSite]) -> None:
    site = make_site(limit_per_10_minutes=1)
    target = f"{site.url}{PLEDGE}"
    assert mention(site, source=source(), target=target).status_code == 201
    tracked = ping(site, f"url={source()}".encode())
    backed = pingback(site, call(source(), target))
    mentioned = mention(site, source=source(), target=target)
    for answer in (tracked, backed, mentioned):
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
    assert ET.fromstring(tracked.content).findtext("error") == "1"
    with pytest.raises(xmlrpc.client.Fault):
        xmlrpc.client.loads(backed.content)


def test_endpoints_take_what_other_sites_send_from_a_browser(inbox_pages: InboxSite) -> None:
    answer = requests.post(
        f"{inbox_pages.url}/inbox/webmention",
        data={"source": source(), "target": f"{inbox_pages.url}{PLEDGE}"},
        headers={"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
        timeout=20,
    )
    assert answer.status_code == 201


def test_the_operator_sees_health_and_nobodys_words(make_site: Callable[..., InboxSite]) -> None:
    site = make_site()
    mention(site, source=source(), target=f"{site.url}{PLEDGE}")
    new = requests.get(f"{site.url}/inbox/health", timeout=20)
    assert new.status_code == 200
    assert new.json()["waiting"]["jobs"] == 1
    assert new.json()["worker"]["last_seen"] is None
    site.clock.forward(minutes=20)
    idle = requests.get(f"{site.url}/inbox/health", timeout=20)
    assert idle.status_code == 503
    assert idle.json()["problems"] == ["a job has waited for a worker for 20 minutes"]
    site.work()
    site.clock.forward(minutes=1)
    assert requests.get(f"{site.url}/inbox/health", timeout=20).json()["worker"]["last_seen"]
    site.clock.forward(minutes=16)
    gone = requests.get(f"{site.url}/inbox/health", timeout=20).json()
    assert gone["problems"] == ["the worker has shown no sign of life for 17 minutes"]
    assert "example" not in idle.text


def test_health_tells_when_the_database_is_gone(make_site: Callable[..., InboxSite]) -> None:
    site = make_site()
    site.inbox.store.close()
    for file in site.folder.glob("inbox.sqlite*"):
        file.unlink()
    (site.folder / "inbox.sqlite").mkdir()
    answer = requests.get(f"{site.url}/inbox/health", timeout=20)
    assert answer.status_code == 503
    assert answer.json()["database"] == "unreachable"
