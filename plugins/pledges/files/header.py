"""The YAML header between ``---`` lines: its fields as YAML nodes with the lines they stand on.

Nodes rather than values, because a node keeps the author's own words: a date stays the text it
was written as, and a problem can quote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import yaml

from pledges.errors import Problem
from pledges.files.text import trim

# The base loaders leave every scalar as it was written: no dates, no "no" that becomes False.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_HEADER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_EATEN = re.compile(r"[ \t]+(#\S.*)")
_NAME = re.compile(r"^[\w-]*:", re.MULTILINE)
_AT_MARGIN = re.compile(r"^[\w:]", re.MULTILINE)
_WORD = re.compile(r"[\w-]+(?=[ \t]*:)|^[\w-]+", re.MULTILINE)
_NO_NAME = 'a field without a name; write "name: value"'
_FIRST_LINE = 2  # of the YAML within the file
_MAX_CHARACTERS = 16_000  # libyaml's composer recurses: at some 20,000 brackets in brackets it crashes

# (what libyaml says, whether the line of its context is meant, what an author understands)
_MESSAGES = (
    ("mapping values are not allowed", False, 'a ": " inside a text; put the whole text in "quotes"'),
    ("could not find expected ':'", True, 'this line is not "name: value"'),
    ("found unexpected end of stream", True, "a quote that is opened here is never closed"),
    ("found undefined alias", False, 'a text that begins with "*"; put the whole text in "quotes"'),
    ("did not find expected ',' or ']'", True, 'a "[" that is opened here is never closed with "]"'),
    ("did not find expected ',' or '}'", True, 'a "{" that is opened here is never closed with "}"'),
    ("unknown escape character", False, "a \\ inside \"double quotes\"; write \\\\, or use 'single quotes'"),
    ("did not find expected comment or line break", False, "text after | or >; begin it on the next line"),
    (
        "did not find expected node content",
        False,
        "nothing stands between two commas or brackets; delete one",
    ),
    ("did not find expected key", True, "this field is not closed as it was opened; look at its quotes"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One header field: the line of its name, and its value as YAML."""

    line: int
    node: yaml.Node


@dataclass(frozen=True, slots=True)
class Header:
    """A content file taken apart. ``readable`` is False when nobody can say which fields there are, and
    ``is_missing`` is True when nobody can say where the text begins.

    ``unread`` are the words that may be names of fields in broken parts of the YAML. ``body`` has
    neither empty lines at its beginning nor white space at its end; ``body_line`` is the line of the
    file on which it begins.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    readable: bool = True
    is_missing: bool = False
    unread: tuple[str, ...] = ()


def read_header(path: str, text: str) -> tuple[Header, list[Problem]]:
    """Split a content file and read its header. DESIGN section 3."""
    found = _HEADER.match(text)
    if not found:
        words = tuple(_WORD.findall(text[:_MAX_CHARACTERS]))
        problem = Problem(path, 1, "", _why_no_header(text))
        return Header(readable=False, is_missing=True, unread=words), [problem]
    source, rest = found[1], text[found.end() :]
    body, skipped = trim(rest)
    body_line = text.count("\n", 0, found.end()) + skipped + 1
    entries, unread, problems = _entries(path, source)
    readable = entries is not None and "" not in unread
    return Header(entries or {}, body, body_line, readable=readable, unread=unread), problems


def _why_no_header(text: str) -> str:
    if re.match(r"---[ \t]*(\n|\Z)", text):
        return 'the header that begins here never ends; write a line "---" after it'
    return 'there is no header; begin the file with a line "---", the fields, and another line "---"'


def _entries(path: str, source: str) -> tuple[dict[str, Entry] | None, tuple[str, ...], list[Problem]]:
    """Return the fields, or None when there are none to be read, and the words that may be more names.

    An empty word says that any field may be there.
    """
    if len(source) > _MAX_CHARACTERS:
        message = f"the header is longer than {_MAX_CHARACTERS:,} characters; write long texts below it"
        return None, (), [Problem(path, 1, "", message)]
    entries: dict[str, Entry] = {}
    try:
        root = _compose(source)
    except (yaml.YAMLError, RecursionError) as error:
        unread, problems = _part_by_part(path, source, entries)
        return entries, unread, problems or [_yaml_problem(path, source, error)]
    if root is None:
        return entries, (), []
    if not isinstance(root, yaml.MappingNode):
        message = 'the header has no fields; write them as "name: value"'
        return None, (), [Problem(path, _FIRST_LINE, "", message)]
    problems = _named(path, source, root, entries)
    return entries, _unnamed(problems), problems


def _compose(source: str) -> yaml.Node | None:
    loader = _Loader(source)
    try:
        root: yaml.Node | None = loader.get_single_node()
        return root
    finally:
        loader.dispose()


def _part_by_part(path: str, source: str, entries: dict[str, Entry]) -> tuple[tuple[str, ...], list[Problem]]:
    """Read each field of a broken header by itself, so that one does not hide the others."""
    unread: list[str] = []
    problems: list[Problem] = []
    for part in _parts(source):
        root, found = _read_part(path, part)
        if isinstance(root, yaml.MappingNode):
            found += _named(path, part, root, entries)
        elif found:
            unread += _WORD.findall(part)
        unread += _unnamed(found)
        problems += found
    return tuple(unread), problems


def _parts(source: str) -> Iterator[str]:
    """Yield the fields; one that cannot be read is split again, where a line without a name joins it.

    Before each part stand as many empty lines as keep the numbers of its lines.
    """
    for part in _split(_NAME, source):
        yield from [part] if not _read_part("", part)[1] else _split(_AT_MARGIN, part)


def _split(beginning: re.Pattern[str], source: str) -> Iterator[str]:
    starts = [found.start() for found in beginning.finditer(source)][1:]
    for start, end in zip([0, *starts], [*starts, len(source)], strict=True):
        yield "\n" * source.count("\n", 0, start) + source[start:end]


def _read_part(path: str, part: str) -> tuple[yaml.Node | None, list[Problem]]:
    try:
        root = _compose(part)
    except (yaml.YAMLError, RecursionError) as error:
        problem = _yaml_problem(path, part, error)
        return None, [replace(problem, message=_NO_NAME) if part.lstrip("\n").startswith(":") else problem]
    if root is None or isinstance(root, yaml.MappingNode):
        return root, []
    line = root.start_mark.line
    message = 'this line is not "name: value"'
    return None, [Problem(path, line + _FIRST_LINE, _name_on(part, line), message)]


def _named(path: str, source: str, root: yaml.MappingNode, entries: dict[str, Entry]) -> list[Problem]:
    """Add the fields to ``entries``; return what is wrong with their names."""
    problems = []
    for key, value in root.value:
        line = key.start_mark.line + _FIRST_LINE
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if not name:
            problems.append(Problem(path, line, "", _NO_NAME))
        elif name in entries:
            message = f"stands here and on line {entries[name].line}; keep one"
            problems.append(Problem(path, line, name, message))
        else:
            entries[name] = Entry(line, value)
    if "#" in source:
        problems += _eaten_by_comments(path, source, entries)
    return problems


def _unnamed(problems: list[Problem]) -> tuple[str, ...]:
    return ("",) if any(problem.message == _NO_NAME for problem in problems) else ()


def _eaten_by_comments(path: str, source: str, entries: dict[str, Entry]) -> list[Problem]:
    """Find texts such as ``title: We are #1``, of which YAML would keep the first two words."""
    lines = source.split("\n")
    problems = []
    for name, entry in entries.items():
        if isinstance(entry.node, yaml.ScalarNode) and not entry.node.style:
            end = entry.node.end_mark
            if eaten := _EATEN.match(lines[end.line][end.column :]):
                message = f'"{eaten[1]}" would be left out as a comment; put the whole text in "quotes"'
                problems.append(Problem(path, end.line + _FIRST_LINE, name, message))
    return problems


def _yaml_problem(path: str, source: str, error: Exception) -> Problem:
    said = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    for words, in_context, meaning in _MESSAGES:
        if words in said:
            mark = context if in_context and context else mark
            said = meaning
            break
    line = min(mark.line if mark else 0, max(source.count("\n") - 1, 0))
    if said == "found character that cannot start any token":
        said = _wrong_start(source.split("\n")[line], mark.column if mark else 0)
    return Problem(path, line + _FIRST_LINE, _name_on(source, line), said)


def _wrong_start(line: str, column: int) -> str:
    if line[column : column + 1] == "\t":
        return "a tab before the text; use spaces"
    return f'a text that begins with "{line[column : column + 1]}"; put the whole text in "quotes"'


def _name_on(source: str, line: int) -> str:
    found = re.match(r"([\w-]+):", source.split("\n")[line])
    return found[1] if found else ""
