"""An invited customer's way: the command, the link, the form, the refusals."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from selectolax.lexbor import LexborHTMLParser

from fixtures.mailbox import Mailbox
from inbox_site import InboxSite
from pledges.inbox import service

PLEDGE, PLEDGE_ID = "every-fine-paid-back", "every-fine-paid-back-n8j6"


@pytest.fixture
def site(make_site: Callable[..., InboxSite]) -> InboxSite:
    """An inbox of its own, without built pages."""
    return make_site()


def run(site: InboxSite, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    settings = ("--settings", str(site.folder / "pelicanconf.py"))
    known = {
        "PLEDGES_DATABASE_URL": f"sqlite:///{site.folder}/inbox.sqlite",
        "PLEDGES_KEY": "k" * 40,
        **environ,
    }
    return subprocess.run(
        [sys.executable, "-m", "pledges", "invite", *arguments, *settings],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **known},
    )


def customer_of(site: InboxSite, slug: str = PLEDGE) -> str:
    from pledges.inbox.promises import read_promise

    promise = read_promise(site.inbox, site.inbox.targets.find(f"/pledges/{slug}/"))
    name: str = promise.pledge.customers[0]
    return name


def invite(site: InboxSite, name: str = "", *, slug: str = PLEDGE, **more: int | str | bool) -> str:
    """Return the address of a new invitation."""
    from pledges.inbox.links import Links
    from pledges.inbox.service import invitations

    target = site.inbox.targets.find(f"/pledges/{slug}/")
    name = name or customer_of(site, slug)
    token = invitations.invite(site.inbox, target, name, actor="test", **more)[1]  # type: ignore[arg-type]
    return Links(site.inbox.settings).invitation(token)


def form_of(address: str) -> dict[str, str]:
    """Return the form behind a link as a browser would send it untouched."""
    page = LexborHTMLParser(requests.get(address, timeout=20).text)
    fields = {node.attributes["name"] or "": node.attributes.get("value") or "" for node in page.css("input")}
    chosen = page.css_first("select option")
    about = {"about": (chosen.attributes["value"] or "")} if chosen else {}
    return {name: value for name, value in fields.items() if name != "answer"} | about


def send(address: str, **fields: str) -> requests.Response:
    return requests.post(address, data=form_of(address) | fields, allow_redirects=False, timeout=20)


def text_of(answer: requests.Response) -> str:
    return " ".join(LexborHTMLParser(answer.text).css_first("main").text().split())


# --- the command --------------------------------------------------------------------------------


def test_the_command_prints_a_link_that_shows_the_promise(site: InboxSite) -> None:
    done = run(site, PLEDGE, "--customer", customer_of(site))
    assert (done.returncode, done.stderr) == (0, "")
    address = done.stdout.strip()
    assert address.startswith(f"{site.url}/inbox/invitation/")
    page = requests.get(address, timeout=20)
    assert page.status_code == 200
    assert "The promise" in page.text


def test_the_command_knows_the_customers_and_helps_with_their_names(site: InboxSite) -> None:
    name = customer_of(site)
    wrong = run(site, PLEDGE, "--customer", name[:-2])
    assert wrong.returncode == 1
    assert f'did you mean "{name}"?' in wrong.stderr
    assert "--for" in wrong.stderr
    assert run(site, PLEDGE, "--customer", "Ada", "--for", "the moon").returncode == 1
    assert run(site, PLEDGE, "--customer", "Ada", "--for", name).returncode == 0
    assert 'did you mean "every-fine-paid-back"?' in run(site, "every-fine", "--list").stderr


def test_the_command_lists_who_was_invited_and_who_has_answered(site: InboxSite) -> None:
    assert "Nobody was invited yet" in run(site, PLEDGE, "--list").stdout
    run(site, PLEDGE, "--customer", "Ada", "--for", customer_of(site))
    again = run(site, PLEDGE, "--customer", "ada")
    assert "--again" in again.stderr
    address = run(site, PLEDGE, "--customer", "ada", "--again").stdout.strip()
    assert "no answer yet" in run(site, PLEDGE, "--list").stdout
    assert send(address, answer="refused").status_code == 303
    listed = run(site, PLEDGE, "--list").stdout
    assert listed.count("Ada") == 1
    assert "answered: waits for a moderator" in listed


def test_the_command_mails_the_link(site: InboxSite, mailbox: tuple[Mailbox, int]) -> None:
    box, port = mailbox
    mail = {"PLEDGES_MAIL_FROM": "inbox@promises.example", "PLEDGES_SMTP_HOST": "127.0.0.1"}
    arguments = (PLEDGE, "--customer", customer_of(site), "--email", "ada@readers.example")
    done = run(site, *arguments, PLEDGES_SMTP_PORT=str(port), **mail)
    assert done.stdout.startswith("Mailed to ada@readers.example"), done.stderr
    [message] = box.messages
    text = message.get_content()
    assert "/inbox/invitation/" in text
    assert "It works once" in text
    assert message["To"] == "ada@readers.example"


def test_without_mail_the_link_is_printed_and_nothing_is_lost(site: InboxSite) -> None:
    arguments = (PLEDGE, "--customer", customer_of(site), "--email", "ada@readers.example")
    done = run(site, *arguments)
    assert "PLEDGES_MAIL_FROM is empty" in done.stderr
    assert "/inbox/invitation/" in done.stdout
    dead = {"PLEDGES_MAIL_FROM": "inbox@promises.example", "PLEDGES_SMTP_PORT": "1"}
    done = run(site, *arguments, "--again", **dead)
    assert "not mailed" in done.stderr
    assert "/inbox/invitation/" in done.stdout


# --- the page -----------------------------------------------------------------------------------


def test_the_page_asks_the_question_that_is_due_and_leads_to_the_other(site: InboxSite) -> None:
    address = invite(site)
    page = requests.get(address, timeout=20)
    assert "Has it been made right for you?" in page.text
    assert "Repair promised" in page.text
    other = requests.get(f"{address}?ask=outcome", timeout=20)
    assert "Was it kept for you?" in other.text
    assert send(address, question="outcome", answer="partly", about="").status_code == 303


def test_reading_the_page_uses_nothing_up_and_is_private(site: InboxSite) -> None:
    address = invite(site)
    for method in ("get", "head", "get"):
        page = requests.request(method, address, timeout=20)
        assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in page.headers
    assert send(address, answer="refused").status_code == 303


def test_mistakes_keep_all_that_was_typed_and_the_link(site: InboxSite) -> None:
    address = invite(site)
    wrong = send(address, name=" ", text="Three letters\n\nto a house", about="elsewhere")
    assert wrong.status_code == 422
    page = LexborHTMLParser(wrong.text)
    assert [link.attributes["href"] for link in page.css(".error-summary a")] == [
        "#answer",
        "#about",
        "#name",
    ]
    assert page.css_first("#text").text().strip() == "Three letters\n\nto a house"
    assert "<title>Error: " in wrong.text
    assert send(address, answer="refused").status_code == 303


def test_a_preview_stores_nothing(site: InboxSite) -> None:
    address = invite(site)
    shown = send(address, answer="refused", text="*Three* letters", preview="yes")
    assert "<em>Three</em> letters" in shown.text
    assert "Nothing has been sent yet" in shown.text
    assert service.queue_length(site.inbox) == 0


def test_an_answer_leads_to_a_private_page_where_it_can_be_changed(site: InboxSite) -> None:
    sent = send(invite(site), answer="refused", name="A borrower", text="Three letters.")
    private = requests.get(site.url + sent.headers["Location"], timeout=20)
    assert "Your word" in private.text
    assert "Repair refused" in private.text
    assert "Save the change" in private.text


def test_a_program_gets_json(site: InboxSite) -> None:
    address = invite(site)
    json = {"Accept": "application/json"}
    wrong = requests.post(address, data={"question": "repair"}, headers=json, timeout=20)
    assert (wrong.status_code, sorted(wrong.json()["fields"])) == (422, ["about", "answer", "name"])
    fields = form_of(address) | {"answer": "accepted"}
    assert requests.post(address, data=fields, headers=json, timeout=20).status_code == 202


@pytest.mark.java
def test_every_state_of_the_page_is_valid_html(
    site: InboxSite, vnu: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    address, folder = invite(site), tmp_path / "pages"
    folder.mkdir()
    answers = {
        "repair": requests.get(address, timeout=20),
        "outcome": requests.get(f"{address}?ask=outcome", timeout=20),
        "mistakes": send(address, name="", about="elsewhere"),
        "preview": send(address, answer="refused", text="*Three* letters", preview="yes"),
        "forged": requests.get(f"{address}x", timeout=20),
    }
    for name, answer in answers.items():
        (folder / f"{name}.html").write_text(answer.text, encoding="utf-8")
    assert vnu(folder) == []


# --- refused ------------------------------------------------------------------------------------


def test_a_used_link_is_refused_and_says_what_to_do(site: InboxSite) -> None:
    address = invite(site)
    fields = form_of(address)
    assert send(address, answer="refused").status_code == 303
    for answer in (
        requests.get(address, timeout=20),
        requests.post(address, data=fields | {"answer": "accepted"}, timeout=20),
        requests.post(address, data=fields | {"answer": "accepted", "preview": "yes"}, timeout=20),
    ):
        assert answer.status_code == 403
        assert "You have answered already" in text_of(answer)
        assert "ask for a new link" in text_of(answer)


def test_an_altered_an_expired_and_a_replaced_link_are_refused(site: InboxSite) -> None:
    first = invite(site, days=2)
    for address in (
        first[:-4],
        first + "x",
        first.replace("invitation/", "invitation/a"),
        f"{first[:-9]}.aaaaaaaa",
    ):
        answer = requests.get(address, timeout=20)
        assert answer.status_code == 403
        assert "Copy the whole link" in text_of(answer)
    second = invite(site, days=2, again=True)
    assert "There is a newer link" in text_of(requests.get(first, timeout=20))
    site.clock.forward(days=2)
    expired = requests.post(second, data={"answer": "refused"}, timeout=20)
    assert expired.status_code == 403
    assert "This link has expired" in text_of(expired)


def test_a_form_of_another_site_cannot_answer(site: InboxSite) -> None:
    address = invite(site)
    fields = form_of(address) | {"answer": "accepted"}
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert requests.post(address, data=fields, headers=foreign, timeout=20).status_code == 403
    assert send(address, answer="refused").status_code == 303
