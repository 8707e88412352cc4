import re

import pytest

from theme_files import CSS, TEMPLATES, THEME, schemes, style_sheets

SHEETS = style_sheets()
_PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|top|bottom|width|height"
    r"|(?:min|max)-(?:width|height))\s*:(?!\s*\d+(?:\.\d+)?rem\))"
)
_PHYSICAL_SIDE = re.compile(
    r"(?:text-align|float|clear):\s*(?:left|right)|border-(?:left|right|top|bottom)-\w+|(?:border-)?\w+-(?:left|right)-radius"
)
_IMPORT = re.compile(r'@import url\("([\w./-]+)"\) layer\(([a-z]+)\);')


def test_main_states_the_layers_and_then_only_imports_into_them() -> None:
    first, *rest = [line for line in SHEETS["main.css"].splitlines() if line]
    assert first == "@layer reset, tokens, base, layout, components, utilities, print;"
    layers = re.findall(r"[a-z]+", first)[1:]
    imports = [_IMPORT.fullmatch(line) for line in rest]
    assert all(imports)
    order = [layers.index(match[2]) for match in imports if match]
    assert order == sorted(order)


def test_main_imports_every_style_sheet_once() -> None:
    assert sorted(name for name, _ in _IMPORT.findall(SHEETS["main.css"])) == sorted(
        SHEETS.keys() - {"main.css"}
    )


@pytest.mark.parametrize("name", SHEETS)
def test_properties_are_logical(name: str) -> None:
    """Pages in Arabic and Hebrew are the same pages mirrored."""
    assert _PHYSICAL.findall(SHEETS[name]) == []
    assert _PHYSICAL_SIDE.findall(SHEETS[name]) == []


def test_the_style_sheet_of_feeds_is_logical_too() -> None:
    text = (THEME / "static" / "feed.css").read_text(encoding="utf-8")
    assert _PHYSICAL.findall(text) + _PHYSICAL_SIDE.findall(text) == []


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_important_and_no_rule_hangs_on_an_id(name: str) -> None:
    assert "!important" not in SHEETS[name]
    assert not re.search(r"^\s*#|[\s,>+~]#[a-z]", re.sub(r":[^{};]*;", "", SHEETS[name]), re.MULTILINE)


@pytest.mark.parametrize("name", SHEETS.keys() - {"tokens.css"})
def test_colours_are_used_by_their_meaning(name: str) -> None:
    assert not re.search(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(", SHEETS[name])


@pytest.mark.parametrize("name", SHEETS)
def test_every_token_that_is_used_is_defined(name: str) -> None:
    defined = set(re.findall(r"(--[\w-]+):", SHEETS["tokens.css"]))
    assert set(re.findall(r"var\((--[\w-]+)", SHEETS[name])) <= defined


def test_dark_is_for_screens_only_so_that_paper_is_light() -> None:
    text = "".join(SHEETS.values())
    assert re.findall(r"@media[^{]*prefers-color-scheme[^{]*", text) == [
        "@media screen and (prefers-color-scheme: dark) "
    ]


def test_the_browser_frame_has_the_colour_of_the_page() -> None:
    head = (TEMPLATES / "parts" / "head.html").read_text(encoding="utf-8")
    for scheme, colours in schemes().items():
        tag = (
            f'<meta name="theme-color" content="{colours["page"]}" media="(prefers-color-scheme: {scheme})">'
        )
        assert tag in head


def test_every_font_that_is_named_is_there_with_its_licence() -> None:
    named = set(re.findall(r'url\("(fonts/[^"]+)"\)', SHEETS["fonts.css"]))
    assert named == {f"fonts/{file.name}" for file in (THEME / "static/fonts").glob("*.woff2")}
    assert "SIL OPEN FONT LICENSE" in (THEME / "static" / "fonts" / "OFL.txt").read_text(encoding="utf-8")


def test_focus_is_always_shown() -> None:
    assert not re.search(r"outline:\s*(?:none|0)", "".join(SHEETS.values()))


def test_every_class_of_a_component_is_in_a_template() -> None:
    makers = [*TEMPLATES.rglob("*.html"), TEMPLATES.parent / "static/search.js"]
    markup = "".join(path.read_text(encoding="utf-8") for path in makers)
    from_markup_py = {
        "permalink",
        "qr-code",
        "pull",
        "callout",
        "callout__title",
        "callout--action",
        "align-right",
    }
    from_markup_py |= {"align-center", "footnote", "footnote-ref"}
    made_of = r"(tag--|event--|step--|standing__side--|contents__entry--)\w+"  # the tone or level is data
    for name, text in SHEETS.items():
        for used in set(re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", text)) - from_markup_py:
            stem = re.sub(made_of, r"\1", used)
            assert stem in markup, f"{name}: .{used}"


def test_the_style_sheets_are_where_main_says() -> None:
    assert all((CSS / name).is_file() for name, _ in _IMPORT.findall(SHEETS["main.css"]))
