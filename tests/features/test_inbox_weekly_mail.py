"""A mail a week: asked for on a page, confirmed from the mailbox, told once, ended in one step."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
import requests

from inbox_site import InboxSite
from pledges.inbox.store_people import subscriptions_with

ADDRESS = "ada@readers.example"
PLEDGE = "pledges/a-person-answers.md"
ESSAY = "---\nid: on-weeks-7x2k\ntitle: On weeks\nauthor: maya-okafor\ndate: 2026-11-24\n---\nShort.\n"


@pytest.fixture
def site(make_site: Callable[..., InboxSite]) -> InboxSite:
    return make_site()


def follow(site: InboxSite, about: str = "/", email: str = ADDRESS, **fields: str) -> requests.Response:
    form = {"email": email, "about": about, **fields}
    return requests.post(f"{site.url}/inbox/follow", data=form, timeout=20)


def link_in(mail: EmailMessage, kind: str) -> str:
    found = re.search(rf"http\S+/inbox/{kind}/\S+", mail.get_content())
    assert found
    return found[0]


def confirmed(site: InboxSite, about: str = "/", email: str = ADDRESS) -> None:
    assert "Look into your mailbox" in follow(site, about, email).text
    site.work()
    question = site.mails.pop()
    assert question["To"] == email
    assert "You will have a mail a week" in requests.post(link_in(question, "confirm"), timeout=20).text


def next_week(site: InboxSite) -> list[EmailMessage]:
    site.mails.clear()
    site.clock.forward(days=7)
    site.work()
    return list(site.mails)


def kept(site: InboxSite) -> list[str]:
    keys = site.inbox.keys.fingerprints(ADDRESS)
    return [one.state.value for one in site.inbox.store.read(lambda tx: subscriptions_with(tx, keys))]


def report(site: InboxSite, pledge: str, words: str) -> None:
    file = site.content / pledge
    file.write_text(file.read_text() + words)


def an_open_pledge(site: InboxSite) -> str:
    """Return a promise of the sample that can be reported on."""
    for file in sorted((site.content / "pledges").glob("*.md")):
        if "· kept" not in (text := file.read_text()) and "· broken" not in text and "withdrawn" not in text:
            return f"pledges/{file.name}"
    raise AssertionError


def test_nothing_is_sent_before_the_owner_of_the_address_has_said_yes(site: InboxSite) -> None:
    follow(site)
    site.work()
    (question,) = site.mails
    assert "A mail a week?" in requests.get(link_in(question, "confirm"), timeout=20).text
    assert kept(site) == ["asked"]

    assert next_week(site) == []


def test_who_confirmed_is_told_once_of_each_change(site: InboxSite) -> None:
    confirmed(site)
    (site.content / "essays/on-weeks.md").write_text(ESSAY)
    pledge = an_open_pledge(site)
    report(site, pledge, "\n## 2026-11-25 · at risk\nTwo of five have left.\n")

    (mail,) = next_week(site)

    said = mail.get_content()
    assert "New essay: On weeks\n" in said
    assert f"{site.url}/essays/on-weeks/" in said
    assert "At risk: " in said
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    again = next_week(site)
    assert not any("On weeks" in one.get_content() for one in again)
    assert not any("At risk: " in one.get_content() for one in again)


def test_what_is_written_late_is_told_when_it_is_there(site: InboxSite) -> None:
    confirmed(site)
    next_week(site)
    (site.content / "essays/on-weeks.md").write_text(ESSAY.replace("2026-11-24", "2026-11-02"))

    (mail,) = next_week(site)

    assert "On weeks" in mail.get_content()


def test_a_follower_of_one_leader_hears_of_that_leader_alone(site: InboxSite) -> None:
    confirmed(site, "/leaders/maya-okafor/")
    other = next(f.stem for f in sorted((site.content / "leaders").glob("*.md")) if f.stem != "maya-okafor")
    (site.content / "essays/on-weeks.md").write_text(ESSAY)
    (site.content / "essays/on-days.md").write_text(
        ESSAY.replace("maya-okafor", other).replace("weeks", "days")
    )

    (mail,) = next_week(site)

    assert "On weeks" in mail.get_content()
    assert "On days" not in mail.get_content()


def test_a_follower_of_one_promise_hears_of_that_promise_alone(site: InboxSite) -> None:
    pledge = an_open_pledge(site)
    confirmed(site, f"/{pledge.removesuffix('.md')}/")
    (site.content / "essays/on-weeks.md").write_text(ESSAY)

    assert next_week(site) == []
    report(site, pledge, "\n## 2026-12-01 · at risk\nTwo of five have left.\n")
    (mail,) = next_week(site)
    assert mail.get_content().count("\n  http") == 1


def test_one_click_ends_the_mails_and_forgets_the_address(site: InboxSite) -> None:
    confirmed(site)
    (site.content / "essays/on-weeks.md").write_text(ESSAY)
    (mail,) = next_week(site)
    end = str(mail["List-Unsubscribe"]).strip("<>")
    assert "End the mails?" in requests.get(end, timeout=20).text
    assert kept(site) == ["confirmed"]

    for _ in range(2):
        answer = requests.post(end, data={"List-Unsubscribe": "One-Click"}, timeout=20)
        assert "No more mails" in answer.text
    assert kept(site) == []


def test_nobody_is_pestered_and_nobody_learns_who_follows(site: InboxSite) -> None:
    confirmed(site)
    answers = {follow(site).text for _ in range(3)}
    answers.add(follow(site, email="new@readers.example").text)
    for number, file in enumerate(sorted((site.content / "pledges").glob("*.md"))[:6]):
        follow(site, f"/pledges/{file.stem}/", email="new@readers.example")
        assert number < 6
    site.work()

    assert len(answers) == 1
    assert [mail["To"] for mail in site.mails] == ["new@readers.example"] * 3


def test_a_question_that_got_lost_can_be_asked_again_the_next_day(site: InboxSite) -> None:
    follow(site)
    site.work()
    site.clock.forward(days=1)
    follow(site)
    site.work()

    assert len(site.mails) == 2


def test_who_does_not_answer_is_asked_no_third_time(site: InboxSite) -> None:
    for _ in range(6):
        follow(site)
        site.work()
        site.clock.forward(days=1)

    assert len(site.mails) == 2


def test_who_says_no_is_not_asked_again(site: InboxSite) -> None:
    follow(site)
    site.work()
    end = str(site.mails.pop()["List-Unsubscribe"]).strip("<>")
    requests.post(end, data={"List-Unsubscribe": "One-Click"}, timeout=20)
    follow(site)
    follow(site, "/leaders/maya-okafor/")
    site.work()

    assert site.mails == []
    assert kept(site) == []


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a@b.example\nBcc: c@d.example"])
def test_an_address_that_is_none_is_refused_with_the_form(site: InboxSite, email: str) -> None:
    answer = follow(site, email=email)

    assert answer.status_code == 422
    assert "Enter an e-mail address" in answer.text
    assert kept(site) == []


@pytest.mark.parametrize(
    "about", ["http://[", "//[x/leaders/", "http://\u2100/", "/leaders/\x00/", "%5B" * 9999]
)
def test_a_page_that_is_none_stands_for_the_whole_site(site: InboxSite, about: str) -> None:
    form = requests.get(f"{site.url}/inbox/follow", params={"about": about[:900]}, timeout=20)
    assert form.status_code == 200
    assert 'name="about" value="/"' in form.text
    assert follow(site, about).status_code == 200
    assert kept(site) == ["asked"]


def test_a_program_that_fills_in_everything_is_thanked_and_ignored(site: InboxSite) -> None:
    assert follow(site, topic="cheap").status_code == 200
    site.work()

    assert site.mails == []
    assert kept(site) == []


def test_a_site_that_sends_none_says_so(make_site: Callable[..., InboxSite]) -> None:
    site = make_site(weekly_day="never")

    assert requests.get(f"{site.url}/inbox/follow", timeout=20).status_code == 403
    assert follow(site).status_code == 403


def test_a_leader_s_old_address_stands_for_the_leader(site: InboxSite) -> None:
    file = site.content / "leaders/maya-okafor.md"
    file.write_text(file.read_text().replace("---\n", "---\naliases: [maya-o]\n", 1))

    for slug in ("maya-okafor", "maya-o"):
        answer = requests.get(f"{site.url}/inbox/follow?about=/leaders/{slug}/", timeout=20)
        assert "Maya Okafor" in answer.text


def test_a_site_asks_only_so_many_strangers_however_many_networks_they_are_named_from(
    make_site: Callable[..., InboxSite],
) -> None:
    site = make_site(limit_per_day=4)

    answers = [follow(site, email=f"reader{number}@readers.example").status_code for number in range(5)]

    assert answers == [200] * 4 + [429]
