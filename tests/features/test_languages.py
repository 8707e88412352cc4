"""Nothing that the interface says is left outside of the catalogues."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

import pledges.language
import pseudo_language
from fixtures.site import ROOT
from inbox_site import InboxSite, running_site
from moderating import send_comment
from pledges.language import SOURCE, languages
from pseudo_language import Record, bare, bare_lines

ATOM = "{http://www.w3.org/2005/Atom}"
#: Names that are the same in every language.
NAMES = ("The Promise Record", "Atom", "RSS", "JSON", "Mastodon", "Bluesky", "LinkedIn", "Europe London")
TARGET = "/pledges/a-person-answers/"


@pytest.fixture(scope="session")
def record() -> Record:
    """What the people of the sample site have written."""
    subtitle = "Leaders promise in public. Those they promised to say whether it was kept."
    return Record([ROOT / "content"], *NAMES, subtitle)


def test_every_word_of_a_page_is_a_message_or_was_written_by_somebody(
    pseudo_site: Path, record: Record
) -> None:
    for page in pseudo_site.rglob("*.html"):
        left = [text for text in bare(page.read_text(encoding="utf-8")) if not record.has(text)]
        assert left == [], page.relative_to(pseudo_site)


def test_a_page_is_mirrored_in_a_language_from_right_to_left(pseudo_site: Path) -> None:
    page = (pseudo_site / "index.html").read_text(encoding="utf-8")
    assert f'<html lang="{pseudo_language.TAG}" dir="rtl">' in page


@pytest.mark.parametrize("language", [name for name in languages() if name != SOURCE])
@pytest.mark.java
def test_the_site_is_complete_and_valid_in_every_language(
    language: str, site_in: Callable[[str], Path], pseudo_site: Path, vnu: Callable[[Path], list[str]]
) -> None:
    site = site_in(language)
    pages = {page.relative_to(site) for page in site.rglob("*.html")}
    assert pages == {page.relative_to(pseudo_site) for page in pseudo_site.rglob("*.html")}
    assert f'<html lang="{language}">' in (site / "index.html").read_text(encoding="utf-8")
    assert vnu(site / "pledges" / "a-person-answers") + vnu(site / "ledger") == []


def test_what_feeds_say_of_promises_and_answers_is_in_the_language_of_the_site(
    pseudo_site: Path, record: Record
) -> None:
    feeds = sorted(pseudo_site.rglob("*.atom.xml"))
    assert feeds
    for feed in feeds:
        root = ET.parse(feed).getroot()
        titles = [node.text or "" for node in root.iter(f"{ATOM}title")]
        html = [node.text or "" for node in root.iter(f"{ATOM}content")]
        left = [
            *(text for title in titles for text in bare_lines(title)),
            *(text for one in html for text in bare(one)),
        ]
        assert [text for text in left if not record.has(text)] == [], feed.name


def test_calendars_badges_and_the_list_of_feeds_are_in_the_language_of_the_site(
    pseudo_site: Path, record: Record
) -> None:
    calendar = (pseudo_site / "calendar.ics").read_bytes().replace(b"\r\n ", b"").decode("utf-8")
    said = [
        line.partition(":")[2].replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
        for line in calendar.splitlines()
        if line.startswith(("SUMMARY:", "DESCRIPTION:", "NAME:"))
    ]
    assert said
    badges = [file.read_text(encoding="utf-8") for file in pseudo_site.rglob("pledge.svg")]
    assert badges
    opml = ET.parse(pseudo_site / "feeds" / "all.opml").getroot()
    rows = [node.get("text", "") for node in opml.iter("outline")]
    left = [
        *(text for line in said for text in bare_lines(line)),
        *(text for badge in badges for text in bare(badge)),
        *(text for row in rows for text in bare_lines(row)),
    ]
    assert [text for text in left if not record.has(text)] == []


# --- the inbox ----------------------------------------------------------------------------------------


@pytest.fixture
def pseudo_inbox(tmp_path: Path, catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InboxSite]:
    """An inbox in the language that nobody speaks."""
    monkeypatch.setattr(pledges.language, "FOLDER", catalogues)
    _forget_languages()
    with running_site(
        tmp_path, build=False, default_lang=pseudo_language.TAG, moderator_mail="ada@promises.example"
    ) as site:
        yield site
    monkeypatch.undo()
    _forget_languages()


def _forget_languages() -> None:
    pledges.language.languages.cache_clear()
    pledges.language.language_of.cache_clear()


TYPED = "Ada Lovelace thanks you for the quick answer on the telephone"
FORMS = {
    "/comments?target=" + TARGET: {},
    "/comments?target=" + TARGET + "&in_reply_to=r-gone": {},
    "/pledges": {},
    "/webmention": {},
    "/webmention?target=" + TARGET: {},
    "/follow": {},
    "/nothing": {},
    "/mine/x": {},
    "/confirm/x": {},
    "/invitation/x": {},
    "/moderate/sign-in": {},
    "/trackback" + TARGET: {},
    "/pingback": {},
}
SENT: list[tuple[str, dict[str, str]]] = [
    ("/comments", {"target": TARGET, "email": "x", "url": "x", "verdict": "kept"}),
    ("/comments", {"target": TARGET, "name": "Ada", "text": TYPED, "preview": "yes"}),
    ("/comments", {"target": TARGET, "name": "Ada", "text": TYPED}),
    ("/pledges", {"due": "x"}),
    ("/webmention", {"source": "x", "target": "y"}),
    ("/webmention", {"source": "", "target": ""}),
    ("/follow", {"email": "x"}),
]
BROWSER = {"Accept": "text/html,*/*;q=0.8"}


def test_every_word_of_the_inboxs_public_pages_is_a_message(pseudo_inbox: InboxSite, record: Record) -> None:
    answers = [requests.get(f"{pseudo_inbox.url}/inbox{path}", timeout=20) for path in FORMS]
    answers += [
        requests.post(f"{pseudo_inbox.url}/inbox{path}", data=fields, headers=BROWSER, timeout=20)
        for path, fields in SENT
    ]
    mine = answers[len(FORMS) + 2]
    answers.append(requests.get(f"{mine.url}/withdraw", timeout=20))
    for answer in answers:
        assert answer.status_code < 500, answer.url
        left = [text for text in bare(answer.text) if not record.has(text) and text not in f"{TYPED} Ada"]
        assert left == [], (answer.request.method, answer.url)


def test_every_word_of_the_moderators_pages_is_a_message(pseudo_inbox: InboxSite, record: Record) -> None:
    send_comment(pseudo_inbox, "BUY NOW " * 8 + " https://a.example https://b.example https://c.example")
    first = send_comment(pseudo_inbox, TYPED, name="Grace")
    session = requests.Session()
    base = f"{pseudo_inbox.url}/inbox/moderate"
    session.post(f"{base}/sign-in", data={"token": "open-the-inbox"}, timeout=20)
    paths = ("", "/log", "/search?text=Ada", "/rules", f"/{first}", f"/reply?target={TARGET}", "/nothing")
    pages = [session.get(base + path, timeout=20) for path in paths]
    pages += [
        session.post(f"{base}/{first}", data={"verb": "approve"}, timeout=20),
        session.get(f"{base}/log", timeout=20),
        session.post(f"{base}/batch", data={"verb": "approve"}, timeout=20),
        session.post(f"{base}/rules", data={"do": "add", "kind": "block word", "value": ""}, timeout=20),
        session.post(f"{base}/{first}/reply", data={"name": "", "text": "", "role": "promisor"}, timeout=20),
    ]
    typed = f"{TYPED} Ada Grace {'BUY NOW ' * 8} a.example b.example c.example nothing moderator"
    for page in pages:
        left = [text for text in bare(page.text) if not record.has(text) and text not in typed]
        assert left == [], page.url


def test_every_word_of_a_mail_is_a_message(pseudo_inbox: InboxSite, record: Record) -> None:
    send_comment(pseudo_inbox, TYPED, email="grace@promises.example", notify=True)
    pseudo_inbox.work()
    assert pseudo_inbox.mails
    for mail in pseudo_inbox.mails:
        text = f"{mail['Subject']}\n{mail.get_content()}"
        left = [line for line in bare_lines(text) if not record.has(line) and line.lstrip("> ") not in TYPED]
        assert left == [], text
