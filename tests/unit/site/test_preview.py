"""The built site as the preview sends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from werkzeug.test import Client

from pledges.site.preview import StaticSite


@pytest.fixture
def client(tmp_path: Path) -> Client:
    (tmp_path / "index.html").write_text("<p>Kept.</p>")
    return Client(StaticSite(tmp_path))


def test_a_page_is_sent_again_only_when_it_has_changed(client: Client) -> None:
    first = client.get("/", buffered=True)
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]}, buffered=True)
    assert (first.text, again.status_code, again.data) == ("<p>Kept.</p>", 304, b"")


def test_a_part_that_a_file_does_not_have_is_refused(client: Client) -> None:
    part = client.get("/", headers={"Range": "bytes=3-6"}, buffered=True)
    assert (part.status_code, part.text) == (206, "Kept")
    none = client.get("/", headers={"Range": "bytes=99-"}, buffered=True)
    assert (none.status_code, none.headers["Content-Range"]) == (416, "bytes */12")
