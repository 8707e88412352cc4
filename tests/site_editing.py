"""A small site under random edits of everything it is built from, as one machine of states (hypothesis)."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from pledges.cli import cli
from pledges.errors import ContentError
from pledges.site.resident import NeedsWholeBuild, Resident
from records import ESSAY, LEADER, PAGE, PLEDGE, ROOT, SmallSite, trace

SETTINGS = """\
import sys
sys.path.insert(0, {root!r})
from datetime import date
from pelicanconf import *
SEARCH = False
TIMEZONE = "UTC"
"""
DAYS = [dt.date(2026, 2, 3), dt.date(2026, 6, 30), dt.date(2026, 12, 31), dt.date(2027, 1, 5)]
CHOICES: dict[str, list[Any]] = {
    "AS_OF": DAYS,
    "SITENAME": ["The record", "Another <record>"],
    "SITEURL": ["https://promises.example", "https://promises.example/repo"],
    "DEFAULT_PAGINATION": [1, 2, 20],
    "CONVERSATION_PAGE_SIZE": [1, 2, 20],
    "FEED_SIZE": [1, 3, 50],
    "INBOX_URL": ["", "/inbox"],
    "DUE_SOON_DAYS": [7, 400],
}
TITLES = ["On promises", "A person answers", "R&D <b>", "Zwölf", "12"]
TAGS = [[], ["trust"], ["trust", "delay"], ["Delay"]]
WHILE_OPEN = ["on track", "at risk", "blocked", "amended", "accepted", "kept", "broken"]
AFTER = {"kept": ["broken"], "broken": ["apology", "repair"], "apology": ["repair"], "repair": ["repaired"]}
IMAGE = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"/>'

Fields = dict[str, Any]
_on_a_document = precondition(lambda self: bool(getattr(self, "documents", None)))


def _seen_or_not(edit: Callable[..., None]) -> Callable[..., None]:
    """Let a resident see every other edit at once."""

    @wraps(edit)
    def edited(self: Site, data: st.DataObject, **drawn: Any) -> None:
        is_seen = data.draw(st.booleans())
        if is_seen and not self.resident:
            self.start_the_resident()
        edit(self, data, **drawn)
        if is_seen and self.resident:
            self.let_the_resident_see()

    return edited


class Site(RuleBasedStateMachine):
    """Edits in any order; every build is held against a clean one, and building again writes nothing."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.site = SmallSite(Path(self.folder.name).resolve())
        self.theme = self.site.root / "theme"
        shutil.copytree(ROOT / "theme", self.theme)
        self.values: Fields = {
            "PATH": str(self.site.content),
            "OUTPUT_PATH": str(self.site.output),
            "THEME": str(self.theme),
            "SITEURL": "https://promises.example",
            "FEATURED_PLEDGE": "",
            "AS_OF": DAYS[1],
        }
        self.documents: dict[str, tuple[Fields, str]] = {}
        self.history: dict[str, list[str]] = {}  # a pledge's claims, by its id
        self.answers: dict[str, list[Fields]] = {}
        self.number = 0
        self.resident: Resident | None = None
        self.touched: set[str] | None = set()  # files of the record; None: anything
        self._write("leaders/maya-okafor.md", dict(LEADER), "She answers.")
        self._write("essays/on-promises.md", {**ESSAY, "author": "maya-okafor"}, "Kept.")
        self._write("pledges/a-person-answers.md", dict(PLEDGE), "I mean it.")
        self._write("pages/about.md", dict(PAGE), "About.")

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    # --- documents ---

    @rule(data=st.data(), title=st.sampled_from(TITLES), tags=st.sampled_from(TAGS))
    def add_an_essay(self, data: st.DataObject, title: str, tags: list[str]) -> None:
        number = self._next()
        fields = {**ESSAY, "id": f"essay-{number}", "title": title, "tags": tags, "category": title}
        fields |= {"date": f"2026-0{data.draw(st.integers(1, 7))}-11"}
        if data.draw(st.booleans()):
            fields |= {"author": data.draw(self._slugs("leaders/"))}
        if pledges := data.draw(st.sets(self._slugs("pledges/"), max_size=2)):
            fields |= {"pledges": sorted(pledges)}
        self._write(f"essays/essay-{number}.md", fields, data.draw(self._texts()))

    @rule(data=st.data(), title=st.sampled_from(TITLES), tags=st.sampled_from(TAGS))
    def add_a_pledge(self, data: st.DataObject, title: str, tags: list[str]) -> None:
        number = self._next()
        leader, due = data.draw(self._slugs("leaders/")), data.draw(st.sampled_from(DAYS[1:]))
        fields = {**PLEDGE, "id": f"pledge-{number}", "title": title, "tags": tags, "leader": leader}
        fields |= {"due": due.isoformat(), "experience": ["safe"], "customers": [title]}
        self._write(f"pledges/pledge-{number}.md", fields, data.draw(self._texts()))

    @rule(name=st.sampled_from(["Ada", "Łucja", "R&D"]))
    def add_a_leader(self, name: str) -> None:
        number = self._next()
        self._write(f"leaders/leader-{number}.md", {**LEADER, "id": f"leader-{number}", "name": name}, "")

    @rule(menu=st.booleans(), data=st.data())
    def add_a_page(self, menu: bool, data: st.DataObject) -> None:
        number = self._next()
        fields: Fields = {**PAGE, "id": f"page-{number}"} | ({"menu": "More"} if menu else {})
        self._write(f"pages/page-{number}.md", fields, data.draw(self._texts()))

    @_on_a_document
    @rule(data=st.data())
    @_seen_or_not
    def edit_a_text(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.documents)))
        fields, body = self.documents[path]
        updates = body.partition("\n\n## ")
        self._write(path, fields, data.draw(self._texts()) + "".join(updates[1:]))

    @_on_a_document
    @rule(data=st.data(), title=st.sampled_from(TITLES))
    @_seen_or_not
    def edit_a_title(self, data: st.DataObject, title: str) -> None:
        path = data.draw(st.sampled_from(sorted(self.documents)))
        fields, body = self.documents[path]
        self._write(path, {**fields, ("name" if path.startswith("leaders/") else "title"): title}, body)

    @_on_a_document
    @rule(data=st.data())
    def make_a_draft_or_publish_it(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.documents)))
        fields, body = self.documents[path]
        self._write(path, {**fields, "draft": not fields.get("draft", False)}, body)

    @_on_a_document
    @rule(data=st.data())
    def rename(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.documents)))
        fields, body = self.documents[path]
        kind, _, old = path.removesuffix(".md").rpartition("/")
        aliases = [*fields.get("aliases", ()), old]
        self._remove(path)
        self._write(f"{kind}/renamed-{self._next()}.md", {**fields, "aliases": aliases}, body)

    @_on_a_document
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self._remove(data.draw(st.sampled_from(sorted(self.documents))))

    @_on_a_document
    @rule(data=st.data())
    @_seen_or_not
    def report_on_a_pledge(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.documents)))
        fields, body = self.documents[path]
        history = self.history.setdefault(fields["id"], [])
        legal = AFTER.get(history[-1], []) if history and history[-1] in {*AFTER, "repaired"} else WHILE_OPEN
        legal = [claim for claim in legal if claim != "accepted" or "accepted" not in history]
        if not path.startswith("pledges/") or not legal:
            return
        claim = data.draw(st.sampled_from(legal))
        day = dt.date(2026, 1, 20) + dt.timedelta(days=9 * len(history))
        more = f"\nDue: {2027 + len(history)}-01-01" if claim == "amended" else ""
        history.append(claim)
        self._write(path, fields, f"{body}\n\n## {day} · {claim}\nAs it is.{more}")

    # --- pictures, the theme, settings ---

    @rule(name=st.sampled_from(["a", "b"]), size=st.sampled_from([0, 10, 20]))
    def change_a_picture(self, name: str, size: int) -> None:
        file = self.site.content / f"images/{name}.svg"
        file.parent.mkdir(exist_ok=True)
        self.touched = None
        if size:
            file.write_text(IMAGE.format(size))
        else:
            file.unlink(missing_ok=True)

    @rule(data=st.data())
    def edit_the_theme(self, data: st.DataObject) -> None:
        files = [file for file in sorted(self.theme.rglob("*")) if file.suffix in (".html", ".css")]
        names = [file.relative_to(self.theme).as_posix() for file in files]
        file = self.theme / data.draw(st.sampled_from(names))
        end = f"{{# {self._next()} #}}<!-- -->" if file.suffix == ".html" else "\n:root { --x: 1 }\n"
        file.write_text(file.read_text() + end)
        self.touched, self.resident = None, None

    @rule(data=st.data())
    def change_a_setting(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(CHOICES)))
        self.values[name] = data.draw(st.sampled_from(CHOICES[name]))
        self.resident = None

    # --- answers ---

    @rule(data=st.data())
    @_seen_or_not
    def answer(self, data: st.DataObject) -> None:
        target = data.draw(self._targets())
        said = self.answers.setdefault(target, [])
        line: Fields = {"id": f"r-{self._next()}", "kind": "comment", "author": {"name": "Ada & Bo"}}
        line |= {"date": f"2026-0{data.draw(st.integers(2, 7))}-01T10:00:00Z"}
        if said and data.draw(st.booleans()):
            line |= {"in_reply_to": data.draw(st.sampled_from([one["id"] for one in said]))}
        elif target.startswith("pledges/") and data.draw(st.booleans()):
            who = f"c-{data.draw(st.integers(1, 2))}"
            line |= {"type": "verdict", "verdict": data.draw(st.sampled_from(["kept", "partly", "not kept"]))}
            line |= {"standing": "invited", "customer": who}
        said.append(line | {"text": "<i>Well</i> said."})
        self._write_answers(target)

    @rule(data=st.data(), month=st.integers(5, 6))
    def answer_often(self, data: st.DataObject, month: int) -> None:
        """So often that archives of the site's conversation are cut."""
        target = data.draw(self._targets())
        said = self.answers.setdefault(target, [])
        for day in range(1, 29):
            for hour in (8, 20):
                line = {"id": f"r-{self._next()}", "kind": "comment", "author": {"name": "Bo"}}
                said.append(line | {"date": f"2026-{month:02}-{day:02}T{hour:02}:00:00Z", "text": "So."})
        self._write_answers(target)

    @rule(data=st.data())
    def change_the_last_answer(self, data: st.DataObject) -> None:
        target = data.draw(self._targets())
        if said := self.answers.get(target):
            if data.draw(st.booleans()):
                del said[-1]
            else:
                said[-1]["text"] = f"Other words, {self._next()}."
            self._write_answers(target)

    # --- what is built of it ---

    @rule()
    def build(self) -> None:
        """Build as the command does: what a clean build makes, or with problems the site as it was."""
        before = trace([self.site.output])
        result = self._build(self.site)
        clean = SmallSite(self.site.root / "clean")
        try:
            expected = self._build(clean)
            if isinstance(expected.exception, ContentError):
                assert isinstance(result.exception, ContentError), result.output
                assert result.exception.problems == expected.exception.problems
                assert trace([self.site.output]) == before
                return
            assert not result.exception, repr(result.exception)
            assert not expected.exception, repr(expected.exception)
            assert self.site.files() == clean.files()
        finally:
            shutil.rmtree(clean.root, ignore_errors=True)
        self._build_again()

    def _build_again(self) -> None:
        before = trace([self.site.root])
        assert self._build(self.site).output.startswith("0 files printed")
        after = trace([self.site.root])
        assert [name for name in {*before, *after} if before.get(name) != after.get(name)] == []

    @rule()
    def start_the_resident(self) -> None:
        settings = {**self.site.pelican_settings(), **self.values}
        self.resident = Resident(settings)
        self._build_resident()

    @precondition(lambda self: getattr(self, "resident", None) is not None)
    @rule()
    def let_the_resident_see(self) -> None:
        assert self.resident
        paths = None if self.touched is None else [str(self.site.content / path) for path in self.touched]
        try:
            if not paths:
                raise NeedsWholeBuild
            self.resident.show(paths)
            self.touched = set()
        except NeedsWholeBuild:
            self._build_resident()

    def _build_resident(self) -> None:
        assert self.resident
        try:
            self.resident.build()
        except ContentError:
            self.resident = None
        self.touched = set()

    @precondition(lambda self: hasattr(self, "site") and self.site.output.is_dir())
    @rule(data=st.data(), remove=st.booleans())
    def damage_the_output(self, data: st.DataObject, remove: bool) -> None:
        file = self.site.output / data.draw(st.sampled_from(sorted(self.site.files()) or ["none"]))
        if file.is_file():
            file.unlink() if remove else file.write_text("mine")

    # --- the means ---

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _slugs(self, kind: str) -> st.SearchStrategy[str]:
        slugs = [Path(path).stem for path in sorted(self.documents) if path.startswith(kind)]
        return st.sampled_from(slugs or ["nobody"])

    def _targets(self) -> st.SearchStrategy[str]:
        return st.sampled_from(
            [
                f"{path.partition('/')[0]}/{fields['id']}"
                for path, (fields, _) in sorted(self.documents.items())
                if path.startswith(("essays/", "pledges/"))
            ]
            or ["essays/nothing"]
        )

    def _texts(self) -> st.SearchStrategy[str]:
        """Return texts that may lead to other documents, and show pictures that may be there."""
        addresses = [f"/{path.removesuffix('.md').removeprefix('pages/')}/" for path in self.documents]
        pictures = sorted((self.site.content / "images").glob("*.svg"))
        return st.sampled_from(
            ["Plain words.", "## A heading\n\n*Text* & <b>more</b>."]
            + [f"See [this]({address})." for address in sorted(addresses)]
            + [f"![A picture](/images/{picture.name})" for picture in pictures]
        )

    def _write(self, path: str, fields: Fields, body: str) -> None:
        self.documents[path] = fields, body
        self.site.write(path, fields, body)
        self._touch(path)

    def _remove(self, path: str) -> None:
        del self.documents[path]
        (self.site.content / path).unlink()
        self._touch(path)

    def _write_answers(self, target: str) -> None:
        file = self.site.content / "responses" / f"{target}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(json.dumps(line) + "\n" for line in self.answers[target]))
        self._touch(f"responses/{target}.jsonl")

    def _touch(self, path: str) -> None:
        if self.touched is not None:
            self.touched.add(path)

    def _build(self, where: SmallSite) -> Any:
        where.root.mkdir(exist_ok=True)
        values = {**self.values, "OUTPUT_PATH": str(where.output)}
        lines = [f"{name} = {_as_python(value)}\n" for name, value in values.items()]
        conf = where.root / "conf.py"
        text = SETTINGS.format(root=str(ROOT)) + "".join(lines)
        if not conf.exists() or conf.read_text() != text:
            conf.write_text(text)
        return CliRunner().invoke(cli, ["build", "--settings", str(conf)])


def _as_python(value: Any) -> str:
    return f"date({value.year}, {value.month}, {value.day})" if isinstance(value, dt.date) else repr(value)
