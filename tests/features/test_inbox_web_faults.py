"""When something breaks: what is told, and what is logged of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inbox_site import InboxSite
from moderating import send_comment, sign_in
from pledges.inbox.web.app import create_app
from pledges.views.models import SiteView


def test_a_fault_is_logged_without_private_links_and_without_words(
    inbox_pages: InboxSite, caplog: pytest.LogCaptureFixture
) -> None:
    view = SiteView(name="", tagline="", lang="en", base="", style_url="", menu=(), inbox_url="/inbox")
    app = create_app(inbox_pages.inbox, view, [])

    @app.get("/inbox/broken/<token>")
    def broken(token: str) -> str:
        raise ValueError(f"no number: {token}")

    answer = app.test_client().get("/inbox/broken/secret-token", headers={"Accept": "application/json"})

    assert answer.status_code == 500
    assert "ValueError" in caplog.text
    assert "/inbox/broken/<token>" in caplog.text
    assert "in broken" in caplog.text
    assert "secret-token" not in caplog.text


def test_a_moderator_is_told_when_the_record_cannot_be_written(
    make_site: Callable[..., InboxSite],
) -> None:
    site = make_site()
    waiting = send_comment(site, "Publish me.")
    folder = site.content / "responses" / "pledges"
    folder.rename(folder.with_name("aside"))
    folder.write_text("in the way")

    page = sign_in(site).post(f"/{waiting}", 503, verb="approve")

    assert "nothing needs to be sent again" in page.text()
    folder.unlink()
    folder.with_name("aside").rename(folder)
    site.work()
    files = folder.glob("*.jsonl")
    assert any(waiting in file.read_text(encoding="utf-8") for file in files)
