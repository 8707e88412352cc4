"""Only who holds the operator's token or a link from the command line sits at the moderator's desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests

from inbox_site import InboxSite
from moderating import TOKEN, Moderator, send_comment, sign_in
from pledges.domain.submission import State
from pledges.inbox import retention, service
from pledges.inbox.links import Links
from pledges.inbox.service.sign_in import make_sign_in_token

PAGES = (
    "",
    "?page=2",
    "/log",
    "/search?text=x",
    "/rules",
    "/some-id",
    "/reply?target=/pledges/a-person-answers/",
)
POSTS = ("/batch", "/undo", "/rules", "/some-id", "/some-id/reply", "/reply")


def sign_in_link(site: InboxSite) -> str:
    return Links(site.inbox.settings).sign_in(make_sign_in_token(site.inbox, "maya"))


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_shown_the_way_in_and_comes_back_to_where_they_went(
    inbox_pages: InboxSite, path: str
) -> None:
    stranger = requests.Session()
    answer = stranger.get(f"{inbox_pages.url}/inbox/moderate{path}", timeout=20)
    assert "Sign in to moderate" in answer.text

    data = {"token": TOKEN, "on": f"/inbox/moderate{path}"}
    signed_in = stranger.post(
        f"{inbox_pages.url}/inbox/moderate/sign-in", data=data, allow_redirects=False, timeout=20
    )

    assert signed_in.headers["Location"] == f"/inbox/moderate{path}"


@pytest.mark.parametrize("path", POSTS)
def test_a_stranger_does_nothing(inbox_pages: InboxSite, path: str) -> None:
    waiting = send_comment(inbox_pages, f"Waits for {path}.")
    data = {"verb": "approve", "id": waiting, "do": "add", "kind": "block word", "value": "x", "text": "x"}

    answer = requests.post(
        f"{inbox_pages.url}/inbox/moderate{path.replace('some-id', waiting)}",
        data=data,
        allow_redirects=False,
        timeout=20,
    )

    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]
    assert service.find(inbox_pages.inbox, waiting).state is State.HELD
    assert service.rule_book(inbox_pages.inbox) == []


def test_the_session_is_a_cookie_that_no_script_and_no_other_site_can_use(inbox_pages: InboxSite) -> None:
    answer = requests.post(
        f"{inbox_pages.url}/inbox/moderate/sign-in",
        data={"token": TOKEN},
        allow_redirects=False,
        timeout=20,
    )

    attributes = answer.headers["Set-Cookie"].split("; ")[1:]
    assert {"HttpOnly", "SameSite=Strict", "Path=/inbox/moderate"} <= set(attributes)
    assert "Max-Age=1209600" in attributes
    assert "Secure" not in attributes  # this site is not served by https
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_cookie_of_a_site_with_https_is_sent_by_https_only(make_site: Callable[..., InboxSite]) -> None:
    site = make_site(siteurl="https://promises.example")

    answer = requests.post(
        f"{site.url}/inbox/moderate/sign-in", data={"token": TOKEN}, allow_redirects=False, timeout=20
    )

    assert "Secure" in answer.headers["Set-Cookie"].split("; ")


def test_a_wrong_token_is_refused_and_guessing_is_slowed(make_site: Callable[..., InboxSite]) -> None:
    site = make_site(limit_per_10_minutes=3)
    stranger = Moderator(site, requests.Session())

    for _ in range(3):
        page = stranger.post("/sign-in", 403, token="guess")
        assert "This is not the token" in page.text()
    stranger.post("/sign-in", 429, token="guess")
    stranger.post("/sign-in", 429, token=TOKEN)  # or the answer would tell a right guess from a wrong one

    assert not stranger.session.cookies


def test_without_a_token_set_nobody_signs_in_by_one(make_site: Callable[..., InboxSite]) -> None:
    stranger = Moderator(make_site(moderator_token=""), requests.Session())

    assert stranger.get("/sign-in").css_first("#token") is None
    stranger.post("/sign-in", 403, token="")


def test_a_link_signs_in_once_and_looking_at_it_does_not_use_it(inbox_pages: InboxSite) -> None:
    link = sign_in_link(inbox_pages)
    maya, other = requests.Session(), requests.Session()

    for _ in range(2):
        assert requests.get(link, timeout=20).status_code == 200
    assert "Signed in as <bdi>maya</bdi>" in maya.post(link, timeout=20).text
    assert other.post(link, timeout=20).status_code == 403
    assert not other.cookies


def test_a_link_is_good_for_an_hour(make_site: Callable[..., InboxSite]) -> None:
    site = make_site()
    link = sign_in_link(site)
    site.clock.forward(minutes=61)

    answer = requests.post(link, timeout=20)

    assert answer.status_code == 403
    assert "only good for a while" in answer.text


def test_a_session_ends_after_two_weeks(make_site: Callable[..., InboxSite]) -> None:
    moderator = sign_in(make_site())
    assert "What waits" in moderator.get().text()

    moderator.site.clock.forward(days=15)

    assert "Sign in to moderate" in moderator.get().text()


def test_an_altered_session_is_none(inbox_pages: InboxSite) -> None:
    moderator = sign_in(inbox_pages)
    (cookie,) = moderator.session.cookies
    value = cookie.value or ""
    altered = value[:5] + ("A" if value[5] != "A" else "B") + value[6:]

    answer = requests.get(moderator.base, cookies={cookie.name: altered}, timeout=20)

    assert "Sign in to moderate" in answer.text


def test_signing_out_ends_the_session_in_this_browser(inbox_pages: InboxSite) -> None:
    moderator = sign_in(inbox_pages)

    moderator.post("/sign-out")

    assert not moderator.session.cookies
    assert "Sign in to moderate" in moderator.get().text()


def test_signing_out_ends_the_session_wherever_its_cookie_was_copied_to(
    make_site: Callable[..., InboxSite],
) -> None:
    """Only the cookie was deleted: a copy of it, from a shared machine's disk, went on for two weeks."""
    site = make_site(link_days=1, undo_days=1)
    moderator, elsewhere = sign_in(site), sign_in(site)
    copied = dict(moderator.session.cookies)

    moderator.post("/sign-out")
    answers = []
    for days in (0, 5, 8):  # for as long as the session would have lasted
        site.clock.forward(days=days)
        retention.tidy(site.inbox)
        answers.append(requests.get(moderator.base, cookies=copied, timeout=20).text)

    assert all("Sign in to moderate" in answer for answer in answers)
    assert "What waits" in elsewhere.get().text()  # another session is another one's


def test_signing_out_twice_or_without_a_session_is_no_error(inbox_pages: InboxSite) -> None:
    moderator = sign_in(inbox_pages)
    copied = dict(moderator.session.cookies)

    moderator.post("/sign-out")

    for cookies in (copied, {}, {next(iter(copied)): "forged"}):
        answer = requests.post(
            f"{moderator.base}/sign-out", cookies=cookies, allow_redirects=False, timeout=20
        )
        assert answer.status_code == 303


@pytest.mark.parametrize(
    "on",
    [
        "//evil.example/inbox/moderate",
        "https://evil.example/",
        "/\\evil.example",
        "/other",
        "javascript:x",
        "/inbox/moderate/\r\nSet-Cookie: a=b",
        "http://[",
        "//[/inbox/moderate",
        "/\t/evil.example",
    ],
)
def test_signing_in_leads_nowhere_but_to_the_desk(inbox_pages: InboxSite, on: str) -> None:
    answer = requests.post(
        f"{inbox_pages.url}/inbox/moderate/sign-in",
        data={"token": TOKEN, "on": on},
        allow_redirects=False,
        timeout=20,
    )

    assert answer.headers["Location"] == "/inbox/moderate"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_on_another_site_does_nothing_in_a_moderators_name(
    inbox_pages: InboxSite, headers: dict[str, str]
) -> None:
    moderator = sign_in(inbox_pages)
    waiting = send_comment(inbox_pages, f"Do not publish for {headers}.")

    answer = moderator.session.post(
        f"{moderator.base}/{waiting}", data={"verb": "approve"}, headers=headers, timeout=20
    )

    assert answer.status_code == 403
    assert moderator.now(waiting).state is State.HELD
