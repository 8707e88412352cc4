"""The cards that other sites show for a link: what is on them, and when they are drawn."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from records import PLEDGE, ROOT, URL, SmallSite, names_in, trace

CARD = "pledges/a-person-answers/card.png"
ARABIC = "عندما تتصل بنا، يجيبك شخص خلال دقيقة."
CHINESE = "每一个电话都有人接听。"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path, {"SOCIAL_CARDS": True}).everything()


def said_in_head(site: SmallSite, address: str) -> dict[str, str]:
    """Return what a page's head says of its picture."""
    metas = site.html(address).css("meta[property^='og:image'], meta[name^='twitter:']")
    return {
        str(meta.attributes.get("property") or meta.attributes["name"]): str(meta.attributes["content"])
        for meta in metas
    }


def drawn(site: SmallSite, name: str = CARD) -> Image.Image:
    return Image.open(io.BytesIO((site.output / name).read_bytes()))


def test_a_promise_an_essay_and_the_site_have_a_card_of_the_size_that_all_ask_for(site: SmallSite) -> None:
    site.build()

    cards = [name for name in names_in(site.output) if name.endswith("card.png")]
    assert cards == ["card.png", "essays/on-promises/card.png", CARD]
    for name in cards:
        assert drawn(site, name).size == (1200, 630)
        assert (site.output / name).stat().st_size < 50_000


def test_a_page_names_its_card_with_its_size_and_what_is_written_on_it(site: SmallSite) -> None:
    site.build()
    said = said_in_head(site, "/pledges/a-person-answers/")

    assert re.fullmatch(rf"{URL}/{CARD}\?[0-9a-f]{{8}}", said["og:image"])
    assert said["og:image:alt"] == (
        "“A person answers.” Maya Okafor. Due 31 December 2026."
        " Promisor says: Offered. Customers say: No verdict yet."
    )
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["twitter:card"] == "summary_large_image"
    assert said_in_head(site, "/about/")["og:image"].startswith(f"{URL}/card.png?")


def test_what_is_written_on_the_site_card_is_read_out_in_sentences(site: SmallSite) -> None:
    """The name and what the site is for ran into one another."""
    site.build(SITENAME="The Promise Record", SITESUBTITLE="Who promised what")

    said = said_in_head(site, "/about/")
    assert said["og:image:alt"] == "The Promise Record. Who promised what."


def test_what_is_written_on_a_card_is_read_out_in_the_language_of_the_site(site: SmallSite) -> None:
    site.build(DEFAULT_LANG="de")

    said = said_in_head(site, "/pledges/a-person-answers/")["og:image:alt"]
    assert said.startswith("„A person answers.“ Maya Okafor. ")
    assert said.endswith("Selbstauskunft: Angeboten. Kundschaft sagt: Noch kein Urteil.")


def test_a_new_state_is_drawn_and_has_another_address(site: SmallSite) -> None:
    """Other sites keep a picture as long as its address stands."""
    site.build()
    before = said_in_head(site, "/pledges/a-person-answers/")["og:image"], (site.output / CARD).read_bytes()
    site.pledge(body="I mean it.\n\n## 2026-03-31 · on track\nNearly there.")
    site.build()

    after = said_in_head(site, "/pledges/a-person-answers/")["og:image"], (site.output / CARD).read_bytes()
    assert after[0] != before[0]
    assert after[1] != before[1]


def test_a_card_whose_words_have_not_changed_is_not_drawn_again(site: SmallSite) -> None:
    site.build()
    before = trace([site.output])
    assert site.build().printed == 0
    assert trace([site.output]) == before

    site.pledge(why="Because.")
    site.build()
    assert (site.output / CARD).stat().st_mtime_ns == before[str(site.output / CARD)][1]


def test_after_an_edit_the_cards_are_what_a_clean_build_draws(site: SmallSite, tmp_path: Path) -> None:
    site.build()
    site.pledge(promise=f"{PLEDGE['promise']} Always.")
    site.essay(title="Another title")
    site.build()
    clean = SmallSite(tmp_path / "clean", {**site.settings, "PATH": str(site.content)})
    clean.build()

    assert clean.files() == site.files()


def test_a_card_goes_with_its_page_and_with_the_setting(site: SmallSite) -> None:
    site.essay("on-refusals", id="on-refusals-1a2b")
    site.build()
    (site.content / "essays/on-refusals.md").unlink()
    site.build()
    assert not (site.output / "essays/on-refusals").exists()

    site.build(SOCIAL_CARDS=False)
    assert not [name for name in names_in(site.output) if name.endswith("card.png")]
    assert said_in_head(site, "/pledges/a-person-answers/") == {}


def test_an_old_address_keeps_its_card(site: SmallSite) -> None:
    site.pledge(aliases=["an-old-name"])
    site.build()

    assert (site.output / "pledges/an-old-name/card.png").read_bytes() == (site.output / CARD).read_bytes()


def test_right_to_left_words_stand_at_the_right(site: SmallSite) -> None:
    site.build()
    left = drawn(site).convert("L").point(lambda value: 255 if value < 120 else 0).crop((0, 120, 1200, 380))
    site.pledge(promise=ARABIC)
    site.build()
    right = drawn(site).convert("L").point(lambda value: 255 if value < 120 else 0).crop((0, 120, 1200, 380))

    assert (left.getbbox() or (999,))[0] < 80
    assert (right.getbbox() or (0, 0, 0))[2] > 1120


def test_a_long_name_is_set_smaller_rather_than_cut(site: SmallSite) -> None:
    """Of two names that differ at their ends, both cards said the same."""
    cards = []
    for end in ("άδης", "άκης"):
        site.leader(name=f"Κωνσταντίνος Παπαδιαμαντόπουλος-Χατζηγεωργι{end}")
        site.build()
        cards.append((site.output / CARD).read_bytes())

    assert cards[0] != cards[1]


def test_what_no_font_can_write_has_no_card_rather_than_boxes(site: SmallSite) -> None:
    site.pledge(promise=CHINESE)
    site.build()

    assert not (site.output / CARD).exists()
    assert said_in_head(site, "/pledges/a-person-answers/")["og:image"].startswith(f"{URL}/card.png?")


def test_a_symbol_that_no_font_has_is_left_out_and_the_words_stay(site: SmallSite) -> None:
    site.build()
    plain = (site.output / CARD).read_bytes()
    site.pledge(promise="A person 🎉 answers.")
    site.build()

    assert (site.output / CARD).read_bytes() == plain


def test_a_font_put_into_the_theme_writes_what_the_others_cannot(site: SmallSite, tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    for font in theme.glob("cards/Noto*"):
        font.rename(tmp_path / font.name)
    site.settings["THEME"] = str(theme)
    site.pledge(promise=ARABIC)
    site.build()
    assert not (site.output / CARD).exists()

    shutil.copy(tmp_path / "NotoNaskhArabic-Regular.ttf", theme / "cards")
    site.build()
    assert (site.output / CARD).exists()


@pytest.mark.parametrize(
    "words",
    ["x" * 400, "A " * 900, "Ω", "<b>&amp;\"'</b>", "a\u202eb\u2066c", "é́́́" * 30, "\u200f", "﷽"],
    ids=["a long word", "long", "short", "markup", "turned", "marks", "nothing to see", "wide"],
)
def test_any_words_can_be_drawn(site: SmallSite, words: str) -> None:
    site.pledge(promise=words, title="A promise")
    site.build()

    assert not (site.output / CARD).exists() or drawn(site).size == (1200, 630)
