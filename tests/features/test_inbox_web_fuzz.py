"""Every public endpoint against whatever may come: no 5xx, no traceback, no echo that is markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

import pledges
from inbox_site import InboxSite, running_site
from pledges.inbox.web.app import create_app
from pledges.views.models import SiteView

DESCRIPTION = json.loads(resources.files("pledges.inbox.web").joinpath("openapi.json").read_text("utf-8"))
TARGET = "/pledges/a-person-answers/"
#: Blueprints that are for those who have signed in or were invited, not for the public.
NOT_PUBLIC = ("moderate", "invitation")
#: What may stand in no page as more than text, whoever typed it where.
PROBE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>\x00\x0b\u202e--]]>&"
HARM = re.compile(r"<script|<img|Traceback \(most recent|File &#34;|\x00|\x0b|\u202e")

schema = schemathesis.openapi.from_dict(DESCRIPTION)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InboxSite]:
    """An inbox on each database: what one takes, the other may refuse."""
    url = request.getfixturevalue("postgresql_of_module") if request.param == "postgresql" else ""
    options = {"database_url": url} if url else {}
    with running_site(tmp_path_factory.mktemp("fuzzed"), build=False, **options) as site:
        yield site


def operations() -> Iterator[tuple[str, str, Any]]:
    for path, methods in DESCRIPTION["paths"].items():
        for method, operation in methods.items():
            if method != "parameters":
                yield path, method, operation


def form_fields(operation: Any) -> list[str]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded", {})
    return list(body.get("schema", {}).get("properties", ()))


def test_the_description_names_every_public_route(site: InboxSite) -> None:
    view = SiteView(name="", tagline="", lang="en", base="", style_url="", menu=(), inbox_url="/inbox")
    app = create_app(site.inbox, view, [])
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix("/inbox")), method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.endpoint.startswith(NOT_PUBLIC)
    }
    described = {(path, method.upper(), one["operationId"]) for path, method, one in operations()}
    assert described == {(path, method, endpoint.rpartition(".")[2]) for path, method, endpoint in routes}


def test_the_documentation_has_every_address_of_the_description() -> None:
    page = (Path(pledges.__file__).parent / "docs" / "endpoints.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `/([^`]*)` \|", page, re.MULTILINE)
    public = [f"/{path}" for path in documented if not path.startswith(NOT_PUBLIC)]
    assert public == list(DESCRIPTION["paths"])


@schema.parametrize()
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_whatever_comes_is_answered_as_described(case: Any, site: InboxSite) -> None:
    answer = case.call(base_url=f"{site.url}/inbox", allow_redirects=False)
    # The old protocols refuse with status 200; what a field may hold is more than a schema can say.
    case.validate_response(answer, excluded_checks=[negative_data_rejection, positive_data_acceptance])
    assert not HARM.search(answer.text)


@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*"])
@pytest.mark.parametrize(("path", "method"), [(path, method) for path, method, _ in operations()])
def test_nothing_that_was_typed_comes_back_as_markup(
    site: InboxSite, path: str, method: str, accept: str
) -> None:
    operation = DESCRIPTION["paths"][path][method]
    url = f"{site.url}/inbox{re.sub('{.*}', 'pledges/a-person-answers', path)}"
    query = {one["name"]: PROBE for one in operation.get("parameters", ()) if one["in"] == "query"}
    names = form_fields(operation)
    for spared in ("", "target"):
        fields = {name: TARGET if name == spared else PROBE for name in names}
        for preview in ("", "yes") if "preview" in fields else ("",):
            answer = requests.request(
                method,
                url,
                params=query | ({spared: TARGET} if spared in query else {}),
                data=fields | ({"preview": preview} if preview else {"preview": ""}),
                headers={"Accept": accept},
                timeout=20,
            )
            assert answer.status_code < 500
            assert not HARM.search(answer.text)


TYPES = (
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/xml",
    "application/json",
    "",
)


@given(body=st.binary(max_size=400), content_type=st.sampled_from(TYPES), number=st.integers(0, 99))
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
def test_any_bytes_are_answered(site: InboxSite, body: bytes, content_type: str, number: int) -> None:
    posts = [path for path, method, _ in operations() if method == "post"]
    path = re.sub("{.*}", "pledges/a-person-answers", posts[number % len(posts)])
    headers = {"Content-Type": content_type}
    answer = requests.post(f"{site.url}/inbox{path}", data=body, headers=headers, timeout=20)
    assert answer.status_code < 500
    assert not HARM.search(answer.text)


@given(path=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_any_address_is_answered(site: InboxSite, path: str) -> None:
    answer = requests.get(f"{site.url}/inbox/{path}", timeout=20)
    assert answer.status_code < 500
    assert not HARM.search(answer.text)
