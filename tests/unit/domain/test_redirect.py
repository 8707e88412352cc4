"""Old paths and new ones, as an import lists them."""

from __future__ import annotations

import pytest

from pledges.domain.redirect import Redirect, read_redirects
from pledges.errors import SettingsError
from pledges.settings import read_settings


def test_each_line_is_an_old_path_and_a_new_one() -> None:
    text = "# of the blog\n/2019/05/late/ /essays/late/ 301\n\n/a /b/\n/a /c/\n"
    assert read_redirects(text) == (Redirect("/2019/05/late/", "/essays/late/"), Redirect("/a", "/b/"))


@pytest.mark.parametrize(
    "line",
    [
        "/a",
        "a /b/",
        "/a https://elsewhere.example/",
        "/a /b/ 302",
        "//elsewhere.example/ /b/",
        "/%2e%2e/x /b/",
        "/?p=1 /b/",
    ],
)
def test_a_line_that_is_something_else_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(SettingsError, match=r"REDIRECTS: .* has on line 2 "):
        read_settings({"REDIRECTS": f"/a /b/ 301\n{line}"})


@pytest.mark.parametrize(
    ("old", "page"),
    [
        ("/2019/05/late/", "/2019/05/late/"),
        ("/2019/05/late", "/2019/05/late/"),
        ("/late.html", "/late.html"),
        ("/2020/%E6%89%BF/", "/2020/承/"),
        ("/wp-content/uploads/a.png", ""),
        ("/", ""),
    ],
)
def test_a_page_can_stand_where_no_other_file_is_asked_for(old: str, page: str) -> None:
    assert Redirect(old, "/new/").page == page
