"""HTML that somebody wrote for the web → Markdown as authors here write it.

Every block is rendered again and held against what it came from: where Markdown would show other words or
lead elsewhere, the block stays HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bs4.element import NavigableString, PageElement, Tag
from markdownify import MarkdownConverter

from pledges.importers.html_tree import CALL, block_html
from pledges.importers.html_words import same_words
from pledges.importers.paragraphs import BLOCKS
from pledges.markup.author import sanitised

_MAX_BLOCK_CHARS = (
    50_000  # a longer one stays HTML: Markdown takes quadratic time on what was made to hurt it
)
_KEPT_INLINE = "abbr bdi bdo cite del dfn ins kbd mark q rp rt ruby s samp small sub sup time u var"
_KEPT_ATTRIBUTES = ("title", "lang", "dir", "id", "cite", "datetime")
_WHITE = re.compile(r"[ \t\r\n\f]+")
# What Python-Markdown reads as markup wherever it stands; "_" within a word is none, "&" only before a name.
_SPECIAL = re.compile(r"[\\`*\[\]{}]|(?<!\w)_|_(?!\w)")
_ENTITY = re.compile(r"&(?=#?\w{1,40};)")
# What is markup at the beginning of a line only.
_AT_START = re.compile(r"^(?=[#>+-]|!!!)|^(\d+)(?=[.)](?:\s|$))")
_UNESCAPABLE_AT_START = re.compile(r"^(?:[=~]|:(?=\s))")
_FENCE = re.compile(r"`{3,}")
_LANGUAGE = re.compile(r"(?:^|[\s;])(?:language-|lang-|brush:\s*|lang:)([\w+#.-]+)", re.IGNORECASE)
_TAG_END = re.compile(r"#+$")


def essay_markdown(tree: Tag, footnotes: Sequence[str] = ()) -> tuple[str, int]:
    """Return the prepared tree as Markdown, and how many of its blocks had to stay HTML.

    ``footnotes``: the Markdown of those that are called in the tree, in order.
    """
    parts: list[str] = []
    kept = 0
    before = ""
    for block in _blocks(tree):
        text = _faithful(block)
        if text is None:
            text, block_name = block_html(block), ""
            kept += 1
        else:
            block_name = block.name
        if not text:
            continue
        if block_name in ("ul", "ol", "blockquote", "dl") and block_name == before:
            parts.append("<!-- -->")  # or Markdown would make one of the two
        parts.append(text)
        before = block_name
    parts += [_footnote(number, text) for number, text in enumerate(footnotes, start=1)]
    return "\n\n".join(parts), kept


def _footnote(number: int, text: str) -> str:
    return f"[^{number}]: " + text.replace("\n", "\n    ")


def _blocks(tree: Tag) -> Iterator[Tag]:
    for child in tree.contents:
        if isinstance(child, Tag):
            yield child


def _faithful(block: Tag) -> str | None:
    """Return the block as Markdown, or None where a reader would meet something else."""
    source = str(block)
    if len(source) > _MAX_BLOCK_CHARS or _needs_html(block):
        return None
    text: str = _Writer().convert_soup(block).strip("\n")
    calls = dict.fromkeys(_footnote(int(str(call["n"])), "x") for call in block.find_all(CALL))
    shown = sanitised("\n\n".join([text, *calls]))
    return text if same_words(source, shown) else None


def _needs_html(block: Tag) -> bool:
    """Tell whether Markdown has no words for it: tables with spans or without heads, captions with links."""
    return any(
        not _is_plain_table(table) for table in [*block.find_all("table"), block] if table.name == "table"
    )


def _is_plain_table(table: Tag) -> bool:
    rows = table.find_all("tr")
    if not rows or table.find(["caption", "table", "ul", "ol", "pre", "blockquote", "tfoot"]):
        return False
    cells = table.find_all(["td", "th"])
    if any(cell.get("colspan") or cell.get("rowspan") for cell in cells):
        return False
    heads = [cell.name == "th" for cell in rows[0].find_all(["td", "th"])]
    return bool(heads) and all(heads) and not any(row.find("th") for row in rows[1:])


class _Writer(MarkdownConverter):
    """Markdown as Python-Markdown reads it, with the extensions that authors have here."""

    class Options:
        """Options of markdownify."""

        heading_style = "atx"
        bullets = "-"
        autolinks = False

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape what would be markup; whole lines are looked at when they are whole."""
        text = _SPECIAL.sub(r"\\\g<0>", _ENTITY.sub("&amp;", text)).replace("<", "&lt;")
        return text.replace("|", r"\|") if "table" in parent_tags else text

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        """Put a text on one line: a line end means nothing more than a space."""
        text: str = super().process_text(el, parent_tags)  # type: ignore[misc]  # missing in its stub
        return text if "pre" in (parent_tags or ()) else _WHITE.sub(" ", text)

    # --- within a line ----------------------------------------------------------------------------

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a link; one without an address is its text."""
        href = str(el.get("href") or "")
        if "_noformat" in parent_tags or not href or not text.strip():
            return text
        before, after = _space_around(text)
        return f"{before}[{text.strip()}]({href}{_title(el.get('title'))}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a picture; its words are the text alternative."""
        alt = _SPECIAL.sub(r"\\\g<0>", " ".join(str(el.get("alt") or "").split()))
        figure = el.find_parent("figure")
        caption = figure.find("figcaption") if figure else None
        title = caption.get_text() if caption else el.get("title")
        ornament = "{role=presentation}" if el.get("role") == "presentation" else ""
        return f"![{alt}]({el.get('src', '')}{_title(title)}){ornament}"

    def convert_call(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write the call of a footnote."""
        return f"[^{el['n']}]"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """End the line: with two spaces, or in a cell or heading, which have one line, with HTML."""
        return "<br>" if "_inline" in parent_tags else "  \n"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a code span; a cell's pipes would end the cell, so there it is HTML."""
        if "table" in parent_tags and "|" in text:
            escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;")
            return f"<code>{escaped}</code>"
        code: str = super().convert_code(el, text, parent_tags)  # type: ignore[misc]  # missing in its stub
        return code

    def _kept(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_noformat" in parent_tags or not text.strip():
            return text
        attributes = "".join(f' {name}="{_quoted(el[name])}"' for name in _KEPT_ATTRIBUTES if el.get(name))
        return f"<{el.name}{attributes}>{text}</{el.name}>"

    def get_conv_fn(self, tag_name: str) -> object:
        """Return how a tag is written; those that Markdown has no sign for are kept as they are."""
        if tag_name in _KEPT_INLINE.split():
            return self._kept
        return super().get_conv_fn(tag_name)  # type: ignore[misc]  # missing in its stub

    # --- blocks -----------------------------------------------------------------------------------

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a paragraph, no line of which begins with what would be markup there."""
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        return f"\n\n{_lines(text)}\n\n" if text.strip() else ""

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a heading on one line."""
        if "_inline" in parent_tags:
            return text
        words = _TAG_END.sub(lambda signs: "\\#" * len(signs[0]), _WHITE.sub(" ", text.strip()))
        name = f" {{#{el['id']}}}" if el.get("id") else ""
        return f"\n\n{'#' * n} {words}{name}\n\n" if words else ""

    def convert_line(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write the text of an item that is no paragraph."""
        return f"{_lines(text)}\n"

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write an item: four characters to its left, and between empty lines where one item has blocks."""
        parent = el.parent
        number = _number(el, parent) if parent is not None and parent.name == "ol" else ""
        mark = f"{number}." if number else "-"
        first, *rest = text.strip().split("\n")
        indented = [f"    {line}" if line.strip() else "" for line in rest]
        end = "\n\n" if parent is not None and _is_loose(parent) else "\n"
        return "\n".join([f"{mark} {first}", *indented]) + end

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write code between fences, or indented where fences are not seen: in lists and quotes."""
        code = text.strip("\n")
        if not code.strip():
            return ""
        if parent_tags & {"li", "blockquote", "dd"}:
            return (
                "\n\n"
                + "\n".join(f"    {line}" if line.strip() else "" for line in code.split("\n"))
                + "\n\n"
            )
        longest = max(map(len, _FENCE.findall(code)), default=2)
        fence = "`" * (longest + 1)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n"

    def convert_th(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a cell."""
        return f" {_WHITE.sub(' ', text.strip())} |"

    convert_td = convert_th

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a row; below the first stands the line that makes a table of it."""
        table = el.find_parent("table")
        is_first = table is not None and table.find("tr") is el
        rule = "|" + " --- |" * len(el.find_all(["td", "th"])) + "\n" if is_first else ""
        return f"|{text}\n{rule}"

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write what a fold shows when it is closed."""
        return f"<summary>{_WHITE.sub(' ', text.strip())}</summary>\n\n"

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a fold, with Markdown in it."""
        return f'\n\n<details markdown="1">\n{text.strip()}\n\n</details>\n\n'

    def convert_figure(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a picture with its caption as the title: a titled picture is shown as a figure."""
        return f"\n\n{text.strip()}\n\n"

    def convert_figcaption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write nothing: it is the picture's title."""
        return ""


def _space_around(text: str) -> tuple[str, str]:
    return " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""


def _title(title: object) -> str:
    if not title:
        return ""
    words = " ".join(str(title).split())
    return f" '{words}'" if '"' in words else f' "{words}"'


def _quoted(value: object) -> str:
    return str(value).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _lines(text: str) -> str:
    """Return the lines of a paragraph, trimmed, what would be markup at their beginnings escaped."""
    return "\n".join(_line(line) for line in text.strip().split("\n"))


def _line(line: str) -> str:
    end = "  " if line.endswith("  ") else ""
    line = line.strip()
    line = _UNESCAPABLE_AT_START.sub(lambda sign: f"&#{ord(sign[0])};", line)
    return _AT_START.sub(lambda found: f"{found[1]}\\" if found[1] else "\\", line) + end


def _number(el: Tag, parent: Tag) -> str:
    start = str(parent.get("start", "1"))
    first = int(start) if re.fullmatch(r"[0-9]{1,6}", start) else 1
    return str(first + len(el.find_previous_siblings("li")))


def _is_loose(parent: Tag) -> bool:
    return any(
        isinstance(part, Tag) and part.name in BLOCKS and part.name not in ("ul", "ol")
        for item in parent.find_all("li", recursive=False)
        for part in _children(item)
    )


def _children(item: PageElement) -> list[PageElement]:
    return item.contents if isinstance(item, Tag) else []


def _language(pre: Tag) -> str:
    """Return the language that WordPress, Prism or SyntaxHighlighter have noted."""
    for element in [pre, *pre.find_all("code", recursive=False)]:
        classes = element.get("class") or ""
        text = classes if isinstance(classes, str) else " ".join(classes)
        if found := _LANGUAGE.search(text):
            return found[1].lower()
    return ""
