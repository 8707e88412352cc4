import datetime as dt
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import msgspec
import pytest

from pledges.views import models as m
from pledges.views.models import View
from theme_files import TEMPLATES
from theme_views import FEED, FULL_ESSAY, FULL_PLEDGE, PAGES, PLEDGE, SILENCE, SITE, head

TEMPLATE_FILES = sorted(TEMPLATES.rglob("*.html"))
replace = msgspec.structs.replace


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=lambda path: path.name)
def test_every_template_compiles(path: Path, environment: jinja2.Environment) -> None:
    environment.get_template(path.relative_to(TEMPLATES).as_posix())


def test_markup_is_trusted_in_one_place_only() -> None:
    uses = [
        f"{path.relative_to(TEMPLATES).as_posix()}: {line.strip()}"
        for path in TEMPLATE_FILES
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\|\s*safe\b|autoescape|Markup", line)
    ]
    assert uses == [
        'parts/head.html: <script type="application/ld+json">{{ page.head.json_ld | safe }}</script>',
    ]


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=lambda path: path.name)
def test_no_template_carries_a_script_a_style_or_a_handler(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    may_run = path.name == "search.html"
    own = '<script type="module" src="{{ page.script_url }}"></script>'
    assert not re.search(
        r'<script(?! type="application/ld\+json">)', text.replace(own, "") if may_run else text
    )
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)


@pytest.mark.parametrize(("template", "page"), PAGES)
def test_every_page_prints_bare_and_full(
    template: str, page: View, print_page: Callable[[str, View], str]
) -> None:
    text = print_page(template, page)
    assert text.startswith("<!doctype html>")
    assert "None" not in re.sub(r"<[^>]*>", "", text)


@pytest.mark.parametrize(("template", "page"), PAGES)
def test_every_page_has_its_landmarks_one_heading_and_single_ids(
    template: str, page: View, render: Any
) -> None:
    tree = render(template, page)
    assert tree.css_first("body > a").attributes["href"] == "#main"
    assert [len(tree.css(tag)) for tag in ("main", "h1", "body > header", "body > footer")] == [1, 1, 1, 1]
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("template", "page"), PAGES)
def test_no_heading_skips_a_level(template: str, page: View, render: Any) -> None:
    levels = [int(node.tag[1]) for node in render(template, page).css("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize(("template", "page"), PAGES)
def test_no_list_and_no_paragraph_is_empty(template: str, page: View, render: Any) -> None:
    for node in render(template, page).css("ul, ol, dl, p:not(.paging__step)"):
        assert node.text().strip(), node.html


def test_the_page_at_hand_is_marked_in_the_menu(render: Any) -> None:
    tree = render("pledge_list.html", m.PledgeListPage(head=head("/pledges/"), heading="Promises"))
    assert tree.css_first('[aria-current="page"]').text() == "Promises"
    assert render("pledge.html", PLEDGE).css_first('[aria-current="true"]').text() == "Promises"


def test_a_list_of_a_leaders_essays_is_not_below_essays_in_the_menu(render: Any) -> None:
    page = m.EssayListPage(head=head("/leaders/maya-okafor/essays/"), heading="Essays by Maya Okafor")
    tree = render("essay_list.html", page)
    assert tree.css(".site-header [aria-current]") == []


# --- the head -----------------------------------------------------------------------------------


def test_the_pages_own_feed_stands_first(render: Any) -> None:
    own = m.FeedLinkView(title="Own", type="application/feed+json", url="/pledges/a/feed.json")
    tree = render("pledge.html", replace(PLEDGE, head=head(feeds=(own, FEED))))
    found = [node.attributes["href"] for node in tree.css('link[rel="alternate"]')]
    assert found == ["/pledges/a/feed.json", "/feed.atom.xml"]


def test_the_pingback_link_has_the_bytes_that_clients_look_for(
    print_page: Callable[[str, View], str],
) -> None:
    """WordPress finds the text rel="pingback" and then the next href= after it (Pingback 1.0, 2.2)."""
    text = print_page("pledge.html", PLEDGE)
    wanted = f'<link rel="pingback" href="{SITE.pingback_absolute_url}">'
    assert wanted in text
    assert text.index('rel="pingback"') == text.index(wanted) + len("<link ")


def test_the_trackback_address_is_announced_in_a_comment(print_page: Callable[[str, View], str]) -> None:
    text = print_page("pledge.html", FULL_PLEDGE)
    rdf = re.search(r"<!--(.*?)-->", text, re.DOTALL)
    assert rdf
    assert 'trackback:ping="https://promises.example/inbox/trackback/pledges/a"' in rdf[1]
    assert 'dc:identifier="https://promises.example/pledges/a/"' in rdf[1]


def test_two_hyphens_in_a_title_do_not_end_the_trackback_comment(
    print_page: Callable[[str, View], str],
) -> None:
    page = replace(FULL_PLEDGE, title='Open --> "now" & <b>---')
    rdf = re.findall(r"<!--(.*?)-->", print_page("pledge.html", page), re.DOTALL)
    assert len(rdf) == 1
    assert "--" not in rdf[0]
    assert 'dc:title="Open &#45;&#45;&gt; &#34;now&#34; &amp; &lt;b&gt;&#45;&#45;-"' in rdf[0]


def test_data_for_machines_is_printed_as_it_came(render: Any) -> None:
    assert render("pledge.html", PLEDGE).css_first("script").text() == '{"@type":"CreativeWork"}'


def test_an_old_address_leads_on_and_is_not_indexed(render: Any) -> None:
    tree = render("redirect.html", m.RedirectPage(head=head("/old/"), title="New", target_url="/new/"))
    assert tree.css_first('meta[http-equiv="refresh"]').attributes["content"] == "0; url=/new/"
    assert tree.css_first('meta[name="robots"]').attributes["content"] == "noindex"
    assert tree.css_first('main a[href="/new/"]')


def test_without_an_inbox_no_door_is_offered(environment: jinja2.Environment) -> None:
    closed = replace(SITE, inbox_url="", pingback_absolute_url="", webmention_absolute_url="")
    text = environment.get_template("pledge.html").render(page=PLEDGE, site=closed)
    assert not re.search("<form|pingback|webmention|trackback", text)


# --- what pages show ----------------------------------------------------------------------------


def test_claim_and_verdict_stand_side_by_side_before_the_history(
    print_page: Callable[[str, View], str],
) -> None:
    text = print_page("pledge.html", FULL_PLEDGE)
    order = ["record__promise", "signature__name", 'id="standing-claim"', 'id="standing-verdict"']
    order += [
        "<dt>To</dt>",
        "<dt>Made</dt>",
        "<dt>Due</dt>",
        'id="history"',
        'id="conversation"',
        'id="elsewhere"',
    ]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


def test_an_essay_without_a_category_has_no_separator_for_it(render: Any) -> None:
    page = replace(FULL_ESSAY, category=None, series=None)
    assert render("essay.html", page).css(".essay__head .meta--kicker") == []


def test_a_page_is_an_entry_for_microformats(render: Any) -> None:
    for template, page in (("essay.html", FULL_ESSAY), ("pledge.html", FULL_PLEDGE)):
        entry = render(template, page).css_first(".h-entry")
        for name in ("p-name", "e-content", "u-url", "dt-published", "p-author.h-card", "u-comment.h-cite"):
            assert entry.css_first(f".{name}"), f"{template}: {name}"


def test_an_empty_conversation_invites(render: Any) -> None:
    assert "When somebody answers" in render("pledge.html", PLEDGE).css_first("#conversation").text()
    form = m.FormView(action="/inbox/comments", target="/pledges/a/")
    page = replace(PLEDGE, conversation=replace(SILENCE, form=form))
    assert "The first word is yours" in render("pledge.html", page).css_first("#conversation").text()


def test_a_text_in_another_language_says_so_and_runs_its_own_way(render: Any) -> None:
    tree = render("pledge.html", replace(FULL_PLEDGE, lang="ar"))
    for name in (".record__promise", ".e-content", ".event__body"):
        node = tree.css_first(name)
        assert (node.attributes["lang"], node.attributes["dir"]) == ("ar", "rtl")
    assert tree.css_first("html").attributes["lang"] == "en"


def test_every_number_of_a_leaders_record_leads_to_its_list(render: Any) -> None:
    for template, page in PAGES:
        if isinstance(page, m.LeaderPage) and page.scorecard.total:
            tree = render(template, page)
            links = [node.attributes["href"] for node in tree.css(".score__count a")]
            assert links == ["/pledges/kept/", "#overdue"]
            assert tree.css_first("#overdue")


def test_a_site_built_for_another_day_says_which(environment: jinja2.Environment) -> None:
    site = replace(SITE, as_of=dt.date(2026, 3, 31))
    assert "as it stood on" in environment.get_template("pledge.html").render(page=PLEDGE, site=site)
