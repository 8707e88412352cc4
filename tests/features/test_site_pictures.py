"""Photographs of the record as they are published: sizes, forms, what is left out, what is refused."""

from __future__ import annotations

import io
import os
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms

from pledges.errors import ContentError
from records import SmallSite, names_in, trace

GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path).everything()


def photograph(width: int = 1000, height: int = 600, mode: str = "RGB") -> Image.Image:
    """Return something that compresses about as a photograph does."""
    noise = Image.frombytes("RGB", (32, 20), random.Random(7).randbytes(32 * 20 * 3))
    return noise.resize((width, height), Image.Resampling.BICUBIC).convert(mode)


def put(site: SmallSite, name: str, image: Image.Image | bytes, **options: object) -> Path:
    file = site.content / "images" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(image, bytes):
        file.write_bytes(image)
    else:
        image.save(file, **options)  # type: ignore[arg-type]
    return file


def secrets() -> Image.Exif:
    exif = Image.Exif()
    exif[MAKE] = "SecretCam"
    exif.get_ifd(GPS)[2] = (52.0, 31.0, 12.0)
    return exif


def published(site: SmallSite, path: str) -> Image.Image:
    return Image.open(io.BytesIO((site.output / path).read_bytes()))


def problems(site: SmallSite) -> list[str]:
    with pytest.raises(ContentError) as refused:
        site.build()
    return [str(problem).rpartition("content/")[2] for problem in refused.value.problems]


# --- what is published ---------------------------------------------------------------------------------


def test_a_photograph_stands_in_its_own_form_and_in_smaller_widths(site: SmallSite) -> None:
    put(site, "quay.jpg", photograph(), quality=90)
    site.essay(body="Words.\n\n![A quay](/images/quay.jpg)")
    site.build()

    widths = [published(site, f"images/w{width}/quay.jpg.webp").size for width in (160, 320, 640, 960, 1000)]
    assert widths == [(160, 96), (320, 192), (640, 384), (960, 576), (1000, 600)]
    assert not (site.output / "images/w1280").exists()
    image = site.html("/essays/on-promises/").css_first("picture img")
    assert (image.attributes["width"], image.attributes["height"]) == ("1000", "600")
    assert image.attributes["loading"] == "lazy"


def test_the_essays_own_picture_is_fetched_first(site: SmallSite) -> None:
    put(site, "quay.jpg", photograph())
    site.essay(image={"src": "/images/quay.jpg", "alt": "A quay"}, body="![A](/images/quay.jpg)")
    site.build()

    first, second = site.html("/essays/on-promises/").css("picture img")
    assert first.attributes["fetchpriority"] == "high"
    assert "loading" not in first.attributes
    assert second.attributes["loading"] == "lazy"


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "avif"])
def test_nothing_of_what_the_camera_wrote_down_is_published(site: SmallSite, ending: str) -> None:
    options = {"xmp": b"<x:xmpmeta>SecretPlace</x:xmpmeta>"} if ending != "png" else {}
    original = put(site, f"quay.{ending}", photograph(), exif=secrets(), **options)
    if ending == "jpg":
        data = original.read_bytes()
        original.write_bytes(data[:2] + b"\xff\xfe\x00\x0dSecretPlace" + data[2:])
    assert b"Secret" in original.read_bytes()
    site.build()

    names = [name for name in names_in(site.output) if name.startswith("images/") and "quay" in name]
    assert len(names) == 6
    for name in names:
        assert b"Secret" not in (site.output / name).read_bytes(), name
        assert not published(site, name).getexif()
        assert not published(site, name).info.keys() & {"exif", "xmp", "comment", "icc_profile"}


def test_a_picture_that_lies_on_its_side_is_turned_upright(site: SmallSite) -> None:
    image = Image.new("RGB", (800, 400), "white")
    image.paste("red", (0, 0, 400, 400))
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # to be turned clockwise: what is left comes to the top
    put(site, "portrait.jpg", image, exif=exif, quality=95)
    site.essay(image={"src": "/images/portrait.jpg", "alt": "A portrait"})
    site.build()

    for name in ("images/portrait.jpg", "images/w400/portrait.jpg.webp"):
        turned = published(site, name).convert("RGB")
        assert turned.size == (400, 800)
        assert turned.getpixel((200, 100))[1] < 60  # type: ignore[index]
        assert turned.getpixel((200, 700))[1] > 200  # type: ignore[index]
    shown = site.html("/essays/on-promises/").css_first("picture img").attributes
    assert (shown["width"], shown["height"]) == ("400", "800")


def test_a_plain_jpeg_loses_nothing_that_can_be_seen(site: SmallSite) -> None:
    original = put(site, "quay.jpg", photograph(), quality=70)
    site.build()

    difference = ImageChops.difference(published(site, "images/quay.jpg"), Image.open(original))
    assert max(most for _, most in difference.getextrema()) <= 6  # type: ignore[misc]


def test_what_is_very_wide_is_published_less_wide(site: SmallSite) -> None:
    put(site, "wide.jpg", photograph(5000, 500))
    site.build()

    assert published(site, "images/wide.jpg").size == (2560, 256)


def test_other_colours_become_the_webs(site: SmallSite) -> None:
    put(site, "print.jpg", photograph(mode="CMYK"))
    put(site, "grey.png", photograph(mode="L"))
    put(site, "sheer.png", photograph(mode="RGBA"), icc_profile=ICC)
    put(site, "few.png", photograph().quantize(8))
    site.build()

    assert published(site, "images/print.jpg").mode == "RGB"
    assert published(site, "images/w640/sheer.png.webp").size == (640, 384)
    assert (site.output / "images/w1000/few.png.webp").stat().st_size < 60_000


def test_what_moves_goes_on_moving_and_is_not_made_smaller(site: SmallSite) -> None:
    frames = [photograph(200, 100).rotate(turn) for turn in (0, 90, 180)]
    for name in ("a.gif", "b.webp", "c.png"):
        put(site, name, frames[0], save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)
    site.build()

    assert [
        getattr(published(site, f"images/{name}"), "n_frames", 1) for name in ("a.gif", "b.webp", "c.png")
    ] == [3] * 3
    assert not [name for name in names_in(site.output) if name.startswith("images/w")]


def test_a_drawing_is_published_as_it_is(site: SmallSite) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
    put(site, "mark.svg", drawing)
    site.build()

    assert (site.output / "images/mark.svg").read_bytes() == drawing


# --- what is made when ---------------------------------------------------------------------------------


def test_a_picture_that_has_not_changed_is_not_made_again(site: SmallSite) -> None:
    put(site, "quay.jpg", photograph())
    site.build()
    before = trace([site.output / "images"])
    os.utime(site.content / "images/quay.jpg")
    site.essay(title="Another title")
    site.build()

    assert trace([site.output / "images"]) == before


def test_after_an_edit_the_pictures_are_what_a_clean_build_makes(site: SmallSite, tmp_path: Path) -> None:
    put(site, "quay.jpg", photograph())
    put(site, "gone.jpg", photograph(500, 300))
    site.build()
    put(site, "quay.jpg", photograph(700, 300))
    (site.content / "images/gone.jpg").unlink()
    site.build()
    clean = SmallSite(tmp_path / "clean", {**site.settings, "PATH": str(site.content)})
    clean.build()

    assert clean.files() == site.files()
    assert not [name for name in names_in(site.output) if "gone" in name or "w1000" in name]


# --- what is refused -----------------------------------------------------------------------------------


def bomb() -> bytes:
    """A PNG of a few bytes that claims 40,000 × 40,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def as_bytes(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


FAULTS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "cut off": ("a.jpg", lambda: as_bytes(photograph(), "JPEG")[:9000], "is cut off; copy it again"),
    "no picture": ("a.jpg", lambda: b"<html>not found</html>", "cannot be read as a picture"),
    "empty": ("a.png", lambda: b"", "cannot be read as a picture"),
    "a bomb": ("a.png", bomb, "claims far too many pixels; save it smaller"),
    "large": ("a.png", lambda: as_bytes(Image.new("1", (9000, 8000)), "PNG"), "has 9000 × 8000 pixels; save"),
    "another form": (
        "a.jpg",
        lambda: as_bytes(photograph(), "PNG"),
        "is PNG by what it holds; name it a.png",
    ),
    "unshown": ("a.heic", lambda: b"\0\0\0\x18ftypheic", "is no picture that browsers show"),
    "hostile": ("a.png", lambda: b"%!PS-Adobe\n/showpage", "cannot be read as a picture"),
}


@pytest.mark.parametrize(("name", "make", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_bad_picture_is_a_problem_where_it_is_shown(
    site: SmallSite, name: str, make: Callable[[], bytes], message: str
) -> None:
    put(site, name, make())
    site.essay(body=f"Words.\n\n![A](/images/{name})")
    site.leader(photo={"src": f"/images/{name}", "alt": "Her"})

    first, second = problems(site)
    assert first.startswith(f'essays/on-promises.md:8: "/images/{name}" {message}')
    assert second.startswith(f'leaders/maya-okafor.md:4: photo: "/images/{name}" {message}')


def test_a_bad_picture_that_nobody_shows_is_a_problem_of_its_own(site: SmallSite) -> None:
    put(site, "a.jpg", b"nothing")
    assert problems(site)[0].startswith("images/a.jpg: cannot be read as a picture")


def test_a_picture_that_breaks_in_its_middle_leaves_the_last_good_site(site: SmallSite) -> None:
    site.build()
    before = trace([site.output])
    data = as_bytes(photograph(300, 200), "PNG")
    put(site, "a.png", data[:2000] + data[-12:])

    assert problems(site)[0].startswith("images/a.png: is broken")
    assert trace([site.output]) == before
