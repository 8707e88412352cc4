"""Pictures in authors' texts: the widths a browser may choose from, and what comes first."""

from __future__ import annotations

from pledges.domain.picture import WIDEST, Size, published_size, smaller_widths
from pledges.markup import for_feed, render_author
from pledges.markup.links import eager_first

PHOTOGRAPH = Size(800, 600, (320, 640, 800))


def html(text: str) -> str:
    return str(render_author(text, resolve=lambda url: url, size_of=lambda url: PHOTOGRAPH).html)


def test_a_photograph_is_offered_in_several_widths_and_in_its_own_form() -> None:
    assert html("![A quay](/base/images/quay.jpg)") == (
        '<p><picture><source type="image/webp" srcset="/base/images/w320/quay.jpg.webp 320w, '
        '/base/images/w640/quay.jpg.webp 640w, /base/images/w800/quay.jpg.webp 800w" '
        'sizes="(min-width: 44rem) 40rem, 92vw"><img alt="A quay" src="/base/images/quay.jpg" width="800" '
        'height="600" loading="lazy" decoding="async"></picture></p>'
    )


def test_a_width_of_the_authors_is_kept_and_said_to_the_browser() -> None:
    shown = html("![A quay](/images/quay.jpg){width=300}")
    assert 'sizes="300px"' in shown
    assert 'width="300"' in shown
    assert "height" not in shown


def test_a_picture_within_an_authors_own_choice_stays_as_it_is() -> None:
    assert html('<picture><img src="/images/a.jpg" alt="A"></picture>').count("<picture") == 1


def test_a_feed_has_the_picture_alone() -> None:
    shown = for_feed(html("![A quay](/images/quay.jpg)"), "https://promises.example/essays/a/")
    assert "<picture" not in shown
    assert "<source" not in shown
    assert 'src="https://promises.example/images/quay.jpg"' in shown


def test_a_text_that_begins_with_a_picture_has_it_fetched_first_and_no_other() -> None:
    first, second = eager_first(html("![A](/images/a.jpg)\n\n![B](/images/b.jpg)")).split("</p>")[:2]
    assert 'loading="eager" fetchpriority="high"' in first
    assert 'loading="lazy"' in second
    assert "eager" not in eager_first(html("Words first.\n\n![A](/images/a.jpg)"))


def test_a_picture_is_never_enlarged() -> None:
    assert smaller_widths(1000) == (160, 320, 640, 960, 1000)
    assert smaller_widths(100) == ()
    assert max(smaller_widths(9000)) == 1920
    assert published_size(1000, 10) == (1000, 10)
    assert published_size(5120, 2560) == (WIDEST, 1280)
