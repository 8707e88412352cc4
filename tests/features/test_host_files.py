"""What a build tells Netlify and Cloudflare Pages, held against the files it has written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pledges.settings import SettingsError, read_settings
from pledges.views.host_files import MAX_REDIRECTS_BYTES, TYPES, _fitting
from serving import write_project

FOREVER = "public, max-age=31536000, immutable"


def built(folder: Path, host: str) -> Path:
    settings = write_project(folder, 8000)
    settings.write_text(
        settings.read_text() + f'SITEURL = "https://promises.example"\nHOST_FILES = "{host}"\n'
    )
    command = [sys.executable, "-m", "pledges", "build", "-s", str(settings), "--as-of", "2026-11-22"]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "output"


@pytest.fixture(scope="module", params=["netlify", "cloudflare"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The name of a host, and the sample site built for it."""
    return request.param, built(tmp_path_factory.mktemp(request.param), request.param)


def rules_of(text: str) -> list[tuple[str, dict[str, str]]]:
    """Read ``_headers`` as the hosts do."""
    rules: list[tuple[str, dict[str, str]]] = []
    for line in text.splitlines():
        if line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            rules[-1][1][name] = value
        elif line:
            rules.append((line, {}))
    return rules


def headers_for(path: str, rules: list[tuple[str, dict[str, str]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pattern, headers in rules:
        before, star, after = pattern.partition("*")
        if path == pattern or (
            star and path.startswith(before) and path.removeprefix(before).endswith(after)
        ):
            for name, value in headers.items():
                found.setdefault(name, []).append(value)
    return found


def test_every_file_gets_each_header_once_and_the_type_that_it_has(site: tuple[str, Path]) -> None:
    _, output = site
    rules = rules_of((output / "_headers").read_text())
    assert len(rules) <= 100
    seen = set()
    for file in output.rglob("*"):
        if not file.is_file():
            continue
        path = "/" + file.relative_to(output).as_posix()
        headers = headers_for(path, rules)
        assert all(len(values) == 1 for values in headers.values()), (path, headers)
        assert headers["Content-Security-Policy"] == ["frame-ancestors 'none'"]
        assert headers["X-Content-Type-Options"] == ["nosniff"]
        assert headers["Strict-Transport-Security"] == ["max-age=31536000"]
        seen.add((file.suffix, *headers.get("Content-Type", ["by its name"])))
        if path.startswith("/pagefind/fragment/"):
            assert headers["Cache-Control"] == [FOREVER]
        if path.endswith(".html"):
            assert "Cache-Control" not in headers
    assert {(".ics", TYPES["/*.ics"]), (".jsonl", TYPES["/*.jsonl"]), (".html", "by its name")} <= seen
    assert (".json", "application/feed+json") in seen
    assert (".json", "by its name") in seen


def test_every_old_address_leads_to_a_page_and_stands_there_as_a_page_too(site: tuple[str, Path]) -> None:
    host, output = site
    lines = (output / "_redirects").read_text().splitlines()
    assert lines
    for line in lines:
        old, new, code = line.split(" ")
        assert code == {"netlify": "301!", "cloudflare": "301"}[host]
        assert 'http-equiv="refresh"' in (output / old.lstrip("/") / "index.html").read_text()
        assert (output / new.lstrip("/") / "index.html").is_file()
    pages = [file for file in output.rglob("index.html") if 'http-equiv="refresh"' in file.read_text()]
    assert len(pages) == len(lines)


def test_a_site_for_other_servers_has_neither(tmp_path: Path) -> None:
    output = built(tmp_path, "")
    assert not (output / "_headers").exists()
    assert not (output / "_redirects").exists()


def test_cloudflare_is_given_no_more_than_it_reads() -> None:
    lines = [b"x" * 99 + b"\n"] * 3000
    kept = list(_fitting(lines))
    assert len(b"".join(kept)) == MAX_REDIRECTS_BYTES
    assert len(list(_fitting([b"x\n"] * 3000))) == 2000


def test_a_host_that_nobody_knows_is_refused() -> None:
    with pytest.raises(SettingsError, match="HOST_FILES: 'netlfy' is no host that is known here"):
        read_settings(
            {"SITEURL": "https://x.example", "TAG_AUTHORITY": "x.example,2026", "HOST_FILES": "netlfy"}
        )
