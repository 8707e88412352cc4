import pytest

from pledges.inbox.errors import InvalidSubmission, Mistake
from pledges.inbox.web.forms import mistakes_by_field, with_scheme


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("example.org", "https://example.org"),
        (" www.example.org/me ", "https://www.example.org/me"),
        ("http://example.org", "http://example.org"),
        ("", ""),
        ("not a site", "not a site"),
        ("javascript:alert(document.cookie)", "javascript:alert(document.cookie)"),
        ("name@example.org", "name@example.org"),
        ("localhost", "localhost"),
    ],
)
def test_a_website_gets_the_scheme_that_people_leave_out(typed: str, read: str) -> None:
    assert with_scheme(typed) == read


def test_mistakes_stand_in_the_order_of_the_form_one_for_each_field() -> None:
    error = InvalidSubmission(
        (Mistake("name", "n"), Mistake("other", "o"), Mistake("text", "t"), Mistake("name", "2"))
    )
    assert list(mistakes_by_field(error, ("text", "name")).items()) == [
        ("text", "t"),
        ("name", "n"),
        ("other", "o"),
    ]
