"""The site on a day: drafts stay out, what is dated later waits, and every day can be built."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from records import ESSAY, PLEDGE, ROOT, URL, SmallSite, names_in
from site_checks import broken_links

SECRET = b"zzsecret"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path).everything()


def mentions(site: SmallSite, word: bytes = SECRET) -> list[str]:
    """Return the files of the output that say the word, or have it in their path."""
    return [name for name, data in site.files().items() if word in data.lower() or word.decode() in name]


def hide_things(site: SmallSite, **fields: object) -> None:
    """Write one document of each kind that nobody may see yet."""
    drafts = {"draft": True}
    site.leader("zzsecret-leader", id="zzsecret-1", name="Zzsecret", **drafts)
    site.page("zzsecret-page", id="zzsecret-2", title="Zzsecret", menu="Zzsecret", **drafts)
    site.essay("zzsecret-draft", id="zzsecret-3", title="Zzsecret", tags=["zzsecret"], **drafts)
    site.essay("zzsecret-later", id="zzsecret-4", title="Zzsecret", date="2026-07-01", category="Zzsecret")
    site.pledge("zzsecret-pledge", id="zzsecret-5", title="Zzsecret", leader="zzsecret-leader", **drafts)
    site.pledge(
        "zzsecret-soon", id="zzsecret-6", title="Zzsecret", made="2026-07-01", experience=["zzsecret"]
    )
    site.essay(
        author="maya-okafor",
        category="Promises",
        tags=["trust"],
        pledges=["a-person-answers", "zzsecret-soon"],
    )
    site.pledge(
        essays=["on-promises", "zzsecret-later"], body="I mean it.\n\n## 2026-07-01 · on track\nZzsecret.\n"
    )
    site.respond(
        f"essays/{ESSAY['id']}", {"id": "r-zzsecret", "text": "Zzsecret.", "date": "2026-07-01T10:00:00Z"}
    )
    site.respond("essays/zzsecret-3", {"id": "r-onadraft", "text": "Zzsecret."})


def test_drafts_and_what_is_dated_later_stay_out_of_every_file(site: SmallSite) -> None:
    hide_things(site)

    site.build()

    assert mentions(site) == []
    assert broken_links(site.output, URL) == [] != names_in(site.output)


def test_a_preview_shows_them(site: SmallSite) -> None:
    hide_things(site)

    site.build(DRAFTS=True)

    shown = {name.partition("/index.html")[0] for name in mentions(site)}
    assert shown >= {
        "leaders/zzsecret-leader",
        "zzsecret-page",
        "essays/zzsecret-draft",
        "essays/zzsecret-later",
        "pledges/zzsecret-pledge",
        "pledges/zzsecret-soon",
        "essays/on-promises",
        "pledges/a-person-answers",
        "experience/zzsecret",
        "sitemap.xml",
    }
    assert broken_links(site.output, URL) == []


def test_what_is_dated_later_appears_on_its_day(site: SmallSite) -> None:
    hide_things(site)

    site.build(AS_OF="2026-07-01")

    shown = mentions(site)
    assert "essays/zzsecret-later/index.html" in shown
    assert "pledges/zzsecret-soon/index.html" in shown
    assert not any(f"zzsecret-{kind}/" in name for name in shown for kind in ("draft", "leader", "page"))
    assert site.html("/essays/on-promises/").css("#r-r-zzsecret")


def test_an_earlier_day_hides_updates_and_responses_that_came_after_it(site: SmallSite) -> None:
    site.pledge(
        body="I mean it.\n\n## 2026-03-01 · on track\nIt goes well.\n\n## 2026-05-01 · at risk\nTwo left.\n"
    )
    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-late", "date": "2026-04-30T22:30:00Z", "text": "Late."})

    site.build(AS_OF="2026-04-30")

    page = site.html("/pledges/a-person-answers/")
    assert [node.id for node in page.css(".timeline > li")] == [f"{PLEDGE['id']}-made", f"{PLEDGE['id']}-u1"]
    assert page.css("#r-r-late")
    assert "Two left" not in (page.html or "")
    site.build(AS_OF="2026-04-30", TIMEZONE="Europe/Berlin")
    assert not site.html("/pledges/a-person-answers/").css("#r-r-late"), "there it was 1 May"


def test_a_link_to_what_is_published_later_waits_for_its_day(site: SmallSite) -> None:
    site.essay("next", id="next-1a2b", title="Next", date="2026-07-01")
    site.essay(
        body="It goes on in [the next part](/essays/next/#end).", author="maya-okafor", date="2026-01-10"
    )

    site.build()
    waiting = site.html("/essays/on-promises/").css(".e-content a")
    site.build(AS_OF="2026-07-01")
    linked = site.html("/essays/on-promises/").css(".e-content a")

    assert [(node.text(), node.attributes.get("href")) for node in waiting] == [("the next part", None)]
    assert [node.attributes.get("href") for node in linked] == ["/essays/next/#end"]


def test_a_link_to_a_draft_is_a_problem_and_a_link_from_one_is_not(site: SmallSite) -> None:
    site.essay("draft", id="draft-1a2b", title="Draft", draft=True, body="[See](/essays/on-promises/)")
    site.build()
    site.essay(body="See [the draft](/essays/draft/).", author="maya-okafor")

    with pytest.raises(Exception, match='"/essays/draft/" leads to nothing on this site'):
        site.build()


def test_a_problem_in_a_draft_is_a_problem(site: SmallSite) -> None:
    site.essay("draft", id="draft-1a2b", title="Draft", draft=True, body="[See](/essays/none/)")

    with pytest.raises(Exception, match=r"draft\.md:\d+: "):
        site.build()


@pytest.mark.parametrize(
    "day", ["2000-01-01", "2025-03-04", "2025-09-30", "2026-01-15", "2026-06-30", "2028-02-29"]
)
def test_the_sample_record_builds_on_any_day(tmp_path: Path, day: str) -> None:
    site = SmallSite(tmp_path, {"PATH": str(ROOT / "content")})

    site.build(AS_OF=day)

    assert broken_links(site.output, URL) == []
    assert site.html("/").css("main")


def test_the_command_takes_the_day_and_the_drafts(site: SmallSite) -> None:
    hide_things(site)
    command = [
        sys.executable,
        "-m",
        "pledges",
        "build",
        "--content",
        str(site.content),
        "--output",
        str(site.output),
    ]

    subprocess.run(
        [*command, "--as-of", "2026-06-30"], cwd=ROOT, check=True, capture_output=True, env=os.environ
    )
    assert mentions(site) == []
    subprocess.run([*command, "--as-of", "2026-06-30", "--drafts"], cwd=ROOT, check=True, capture_output=True)
    assert "essays/zzsecret-draft/index.html" in mentions(site)
    wrong = subprocess.run(
        [*command, "--as-of", "June"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert wrong.returncode == 2
    assert '"June" is not a date; write for example 2026-02-28' in wrong.stderr
