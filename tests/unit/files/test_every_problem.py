"""One run tells every problem of a document, and none that is only there because of another."""

from __future__ import annotations

import dataclasses
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.errors import ContentError
from pledges.files.check import check_record
from pledges.files.remembered import Remembered
from remembering import SETTINGS, TODAY, flawless, remembered

GOOD = {
    "leaders/maya.md": """\
---
id: maya-2k4d
name: Maya Okafor
url: /essays/on-love/
links: [{title: About, url: /about/}]
photo: {src: /images/desk.svg, alt: A desk}
aliases: [old-maya]
---
She [promises](/pledges/an-answer/), [still](/leaders/old-maya/).
""",
    "leaders/drafted.md": """\
---
id: drafted-2k4e
name: Not yet
draft: true
---
""",
    "essays/on-love.md": """\
---
id: on-love-7x2k
title: On love
date: 2026-01-10
author: maya
category: Love
tags: [trust, care]
series: Letters
part: 1
image: {src: /images/desk.svg, alt: A desk}
videos: [{title: Talk, url: /about/, duration: 2:27}]
pledges: [an-answer]
aliases: [love]
feed_id: tag:one
---
See [it](/pledges/an-answer/) and ![a desk](/images/desk.svg).
""",
    "essays/in-the-drawer.md": """\
---
id: in-the-drawer-7x2m
title: In the drawer
date: 2026-01-12
author: drafted
draft: true
---
By [somebody](/leaders/drafted/), after [this](/essays/on-love/).
""",
    "pledges/an-answer.md": """\
---
id: an-answer-9m3t
title: An answer
leader: maya
customers: [Everyone who calls]
promise: A person answers.
outcome: Most calls.
why: It matters.
tags: [trust]
experience: [safe]
made: 2026-01-15
due: 2026-12-31
essays: [on-love]
aliases: [answer]
---
I [mean](/leaders/maya/) it.

## 2026-02-01 · at risk
Two of five have left.
Evidence: https://northwind.example/figures

## 2026-03-01 · amended
Hiring [takes](/about/) until spring.
Due: 2027-03-31

## 2026-04-01 · broken
It did not work.

## 2026-04-02 · repair
Another promise.
Repair: a-repair

## 2026-05-01 · repaired
Done.
""",
    "pledges/a-repair.md": """\
---
id: a-repair-9m3u
title: A repair
leader: maya
customers: [Everyone who called]
promise: We call back.
outcome: All calls.
why: We owe it.
made: 2026-04-02
due: 2026-05-31
---
""",
    "pages/about.md": """\
---
id: about-3f5h
title: About
aliases: [us]
---
[1](/tag/trust/) [2](/tag/care/) [3](/category/love/) [4](/series/letters/) [5](/experience/safe/)
[6](/essays/love/) [7](/pledges/answer/) [8](/us/) [9](/feeds/tag/care.atom.xml) [10](/pledges/a-repair/)
""",
    "images/desk.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "responses/essays/on-love-7x2k.jsonl": """\
{"id":"one","kind":"comment","author":{"name":"Ann"},"date":"2026-02-03T10:00:00Z","text":"Yes."}
""",
    "responses/pledges/an-answer-9m3t.jsonl": """\
{"id":"two","kind":"comment","author":{"name":"Bo"},"date":"2026-05-03T10:00:00Z","text":"Hm.",\
"about":"an-answer-9m3t-u5"}
""",
}

Break = Callable[[str], str]
BREAKS: dict[str, tuple[str, Break]] = {
    "a name that is none": (r"\w+: .*", lambda line: f"z{line}"),
    "a misspelled name": (r"[a-z_]{3,}: .*", lambda line: re.sub(r":", "s:", line, count=1)),
    "a character YAML refuses": (r"[a-z_]+: .*", lambda line: line.replace(": ", ": @", 1)),
    "a colon in the text": (r"[a-z_]+: .*", lambda line: line.replace(": ", ": so: ", 1)),
    "a quote left open": (r"[a-z_]+: .*", lambda line: line.replace(": ", ': "', 1)),
    "no colon": (r"[a-z_]+: .*", lambda line: line.replace(": ", " ", 1)),
    "no name": (r"[a-z_]+: .*", lambda line: line[line.index(":") :]),
    "a field twice": (r"[a-z_]+: .*", lambda line: f"{line}\n{line}"),
    "eaten by a comment": (r"[a-z_]+: [\w. -]+", lambda line: f"{line} #1"),
    "a list for a text": (r"[a-z_]+: [\w. -]+", lambda line: line.replace(": ", ": [", 1) + "]"),
    "a text for a list": (r"[a-z_]+: [\[{].*", lambda line: re.sub(r": .*", ": x", line)),
    "a required field empty": (
        r"(id|title|name|date|leader|customers|promise|outcome|why|made|due): .*",
        lambda line: re.sub(r": .*", ":", line),
    ),
    "a broken character": (r".*\w.*", lambda line: f"{line[:-3]}\udcff{line[-3:]}"),
    "a control character": (r".*\w.*", lambda line: f"{line[:-3]}\x07{line[-3:]}"),
    "a wrong claim": (r"## .*", lambda line: line + "n"),
    "a wrong day": (r"## .*", lambda line: re.sub(r"-\d\d ·", "-39 ·", line)),
    "a deeper heading": (r"## .*", lambda line: f"#{line}"),
    "an update before the promise": (r"## .*", lambda line: line.replace("2026", "2025")),
    "an empty field of an update": (r"(Evidence|Due|Repair): .*", lambda line: line.partition(" ")[0]),
    "a misspelled field of an update": (r"(Evidence|Due|Repair): .*", lambda line: f"{line[0]}{line}"),
    "code never closed": (r"[A-Z][\w ]+\.", lambda line: f"{line}\n```"),
    "a picture without a text": (r"She .*|See .*", lambda line: line + "\n![](/images/desk.svg)"),
}


def breakable() -> Iterator[tuple[str, int, str]]:
    """Yield every document, every line of it and every way to break that line."""
    for path, text in GOOD.items():
        if path.endswith(".md"):
            for index, line in enumerate(text.splitlines()):
                for name, (pattern, _) in BREAKS.items():
                    if re.fullmatch(pattern, line) and applies(name, path, index, line):
                        yield path, index, name


def applies(name: str, path: str, index: int, line: str) -> bool:
    """Whether breaking the line so is a problem: what is in code or in a header is no Markdown."""
    in_header = index < GOOD[path].splitlines().index("---", 1)
    if name == "code never closed":
        return path == "pledges/an-answer.md" and not in_header
    return in_header or line[0] in "#EDR" or "character" in name or "picture" in name


def broken(path: str, index: int, name: str, text: str) -> str:
    lines = text.splitlines()
    lines[index] = BREAKS[name][1](lines[index])
    return "\n".join(lines) + "\n"


def problems_of(files: dict[str, str]) -> list[str]:
    """Return the problems of a record; where there are any, no quicker look takes it for flawless."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), files)
        known = dataclasses.replace(remembered_good(), changed=frozenset(differing(files)))
        looks = [flawless(Path(folder)), flawless(Path(folder), known)]
        try:
            check_record(Path(folder), SETTINGS, TODAY)
        except ContentError as error:
            assert looks == [None, None]
            name = os.path.relpath(Path(folder).absolute(), Path.cwd())
            return [str(problem).replace(f"{name}/", "") for problem in error.problems]
        assert None not in looks
        return []


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode(errors="surrogateescape"))


@cache
def remembered_good() -> Remembered:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), GOOD)
        found = flawless(Path(folder))
        assert found
        return remembered(found)


def differing(files: dict[str, str]) -> set[str]:
    return {path for path in files.keys() | GOOD.keys() if files.get(path) != GOOD.get(path)}


def test_the_record_is_good() -> None:
    assert problems_of(GOOD) == []


@given(st.sampled_from(sorted(breakable())))
def test_one_thing_broken_is_one_problem(case: tuple[str, int, str]) -> None:
    path, index, name = case

    problems = problems_of({**GOOD, path: broken(path, index, name, GOOD[path])})

    assert [problem.startswith(path) for problem in problems] == [True], problems


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.removeprefix("---\n"),
        lambda text: text.replace("\n---\n", "\n", 1),
        lambda text: re.sub(r"---\n.*?\n---\n", "---\n- a list\n---\n", text, flags=re.DOTALL),
        lambda text: text.replace("id:", f"id: {'[' * 16_000}", 1),
    ],
    ids=["it never begins", "it never ends", "it has no fields", "it is too long"],
)
@pytest.mark.parametrize("path", sorted(path for path in GOOD if path.endswith(".md")))
def test_a_header_that_cannot_be_read_is_one_problem(path: str, spoil: Break) -> None:
    problems = problems_of({**GOOD, path: spoil(GOOD[path])})

    assert [problem.startswith(path) for problem in problems] == [True], problems


@given(
    st.lists(st.sampled_from(sorted(breakable())), min_size=2, max_size=4, unique_by=lambda case: case[:2])
)
def test_things_broken_apart_are_all_told_at_once(cases: list[tuple[str, int, str]]) -> None:
    """Code that is never closed ends what can be read, and a date may be right by another one only."""
    cases = [case for case in cases if case[2] not in ("code never closed", "an update before the promise")]
    files = dict(GOOD)
    for path, index, name in sorted(cases, reverse=True):
        files[path] = broken(path, index, name, files[path])

    assert len(problems_of(files)) == len(cases)


PROBLEMS = """\
essays/the-other.md:4: date: "soon" is not a date; write it as YYYY-MM-DD
essays/the-other.md:5: author: "mayaa" is not a file in leaders; did you mean "maya"?
essays/the-other.md:6: pledges: "An answer" is not a slug; write an-answer
essays/the-other.md:6: pledges: "an-anser" is not a file in pledges; did you mean "an-answer"?
essays/the-other.md:7: image: "/images/desc.svg" is not a file in images; did you mean "/images/desk.svg"?
essays/the-other.md:7: image: has no "alt"; write {src: /images/name.jpg, alt: what it shows}
essays/the-other.md:8: aliases: "love" belongs to essays/on-love.md; delete it here
essays/the-other.md:10: "/nowhere/" leads to nothing on this site; write the address of a page or file \
that exists
pledges/an-answer.md:2: id: "an-answer-9m3t" is also an id in essays/the-other.md; give this one another
pledges/so-broken.md:3: title: a ": " inside a text; put the whole text in "quotes"
pledges/so-broken.md:4: leader: "mayaa" is not a file in leaders; did you mean "maya"?
pledges/so-broken.md:6: promise: a ": " inside a text; put the whole text in "quotes"
pledges/so-broken.md:10: due: 2025-12-31 is before the promise was made on 2026-01-15; write a later date
pledges/so-broken.md:15: update: "accepted" cannot follow: the promise was declared broken on \
2026-02-01; write "apology" or "repair"
pledges/so-broken.md:20: Repair: "nothing" is not a file in pledges
pledges/so-broken.md:22: update: 2026-02-02 stands after 2026-02-04; updates stand in order of date
pledges/so-broken.md:23: "/nowhere/" leads to nothing on this site; write the address of a page or file \
that exists
pledges/so-broken.md:24: Evidence: "/nothing/" leads to nothing on this site; write the address of a \
page or file that exists
pledges/so-broken.md:25: Evidenc: is not a field of an update; did you mean "Evidence"?
"""

ANOTHER = """\
---
id: an-answer-9m3t
title: Another
date: soon
author: mayaa
pledges: [An answer, an-anser]
image: {src: /images/desc.svg}
aliases: [love]
---
[Nothing](/nowhere/).
"""
BROKEN = """\
---
id: so-broken-9m3v
title: A promise: broken
leader: mayaa
customers: [Everyone]
promise: When you call: a person.
outcome: Most calls.
why: It matters.
made: 2026-01-15
due: 2025-12-31
---
## 2026-02-01 · broken
It did not work.

## 2026-02-03 · accepted
By nobody.

## 2026-02-04 · repair
Another promise.
Repair: nothing

## 2026-02-02 · apology
[Sorry](/nowhere/).
Evidence: /nothing/
Evidenc: https://northwind.example/
"""


def test_a_document_with_problems_is_held_against_the_others_in_the_same_run() -> None:
    problems = problems_of({**GOOD, "essays/the-other.md": ANOTHER, "pledges/so-broken.md": BROKEN})

    assert problems == PROBLEMS.splitlines()
