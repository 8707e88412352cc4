"""Small records written as files, and the sites built of them in this process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from pledges.site.builder import Report
from pledges.site.run import build_site
from pledges.site.settings_file import read_settings_file

ROOT = Path(__file__).parents[1]
URL = "https://promises.example"
AS_OF = "2026-06-30"

LEADER = {"id": "maya-okafor-2k4d", "name": "Maya Okafor"}
ESSAY = {"id": "on-promises-7x2k", "title": "On promises", "date": "2026-01-10"}
PLEDGE = {
    "id": "a-person-answers-9m3t",
    "title": "A person answers",
    "leader": "maya-okafor",
    "customers": ["Everyone who calls"],
    "promise": "A person answers.",
    "outcome": "95 % of calls.",
    "why": "People call when it matters.",
    "made": "2026-01-15",
    "due": "2026-12-31",
}
PAGE = {"id": "about-3f5h", "title": "About"}
COMMENT = {"kind": "comment", "author": {"name": "Ada"}, "date": "2026-02-01T12:00:00Z", "text": "Well said."}


@dataclass
class SmallSite:
    """A folder with ``content/`` and, once built, ``output/``. ``settings`` stand before pelicanconf.py's."""

    root: Path
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def output(self) -> Path:
        return self.root / "output"

    # --- writing ---

    def write(self, path: str, fields: dict[str, Any], body: str = "") -> Path:
        """Write a document; JSON is YAML, so every value is quoted as it must be."""
        header = "".join(
            f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items()
        )
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{header}---\n{body}\n", encoding="utf-8")
        return file

    def leader(self, slug: str = "maya-okafor", body: str = "She answers.", **fields: Any) -> Path:
        return self.write(f"leaders/{slug}.md", {**LEADER, **fields}, body)

    def essay(self, slug: str = "on-promises", body: str = "A promise is kept.", **fields: Any) -> Path:
        return self.write(f"essays/{slug}.md", {**ESSAY, **fields}, body)

    def pledge(self, slug: str = "a-person-answers", body: str = "I mean it.", **fields: Any) -> Path:
        return self.write(f"pledges/{slug}.md", {**PLEDGE, **fields}, body)

    def page(self, slug: str = "about", body: str = "About this site.", **fields: Any) -> Path:
        return self.write(f"pages/{slug}.md", {**PAGE, **fields}, body)

    def respond(self, target: str, *responses: dict[str, Any]) -> Path:
        """Append responses to ``essays/<id>`` or ``pledges/<id>``; a plain comment where nothing is said."""
        file = self.content / "responses" / f"{target}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as lines:
            for response in responses:
                lines.write(json.dumps(_in_order({**COMMENT, **response})) + "\n")
        return file

    def everything(self) -> SmallSite:
        """Write one document of each kind and a word on each."""
        self.leader()
        self.essay(author="maya-okafor", category="Promises", tags=["trust"], pledges=["a-person-answers"])
        self.pledge(experience=["safe"], tags=["trust"])
        self.page()
        self.respond(f"essays/{ESSAY['id']}", {"id": "r-one1"})
        self.respond(f"pledges/{PLEDGE['id']}", {"id": "r-two2"})
        return self

    def settings_file(self, folder: Path) -> Path:
        """Write the site's settings as a file in ``folder`` and return it."""
        places = {"PATH": str(self.content), "OUTPUT_PATH": str(self.output)}
        values = {**places, "TIMEZONE": "UTC", "SEARCH": False, **self.settings}
        lines = [f"{name} = {value!r}" for name, value in values.items()]
        file = folder / "pelicanconf.py"
        file.write_text(
            "import runpy\n\nglobals().update({k: v for k, v in runpy.run_path("
            f"{str(ROOT / 'pelicanconf.py')!r}).items() if k.isupper()}})\n" + "\n".join(lines) + "\n"
        )
        return file

    # --- building ---

    def pelican_settings(self, **settings: Any) -> dict[str, Any]:
        given = {
            "PATH": str(self.content),
            "OUTPUT_PATH": str(self.output),
            "SITEURL": URL,
            "TIMEZONE": "UTC",
            "AS_OF": AS_OF,
            "PATTERNS": False,
            "SEARCH": False,  # half a second a build; test_site_search.py is about it
            "SOCIAL_CARDS": False,  # a tenth of a second each; test_site_cards.py is about them
            **self.settings,
            **settings,
        }
        return read_settings_file(ROOT / "pelicanconf.py", given)

    def build(self, **settings: Any) -> Report:
        return build_site(self.pelican_settings(**settings))

    # --- reading ---

    def files(self) -> dict[str, bytes]:
        """Return every file of the output by its path."""
        return {name: (self.output / name).read_bytes() for name in names_in(self.output)}

    def html(self, address: str = "/") -> LexborHTMLParser:
        """Return the page at an address of the site."""
        file = self.output / address.lstrip("/")
        return LexborHTMLParser((file / "index.html" if file.is_dir() else file).read_text(encoding="utf-8"))


def _in_order(response: dict[str, Any]) -> dict[str, Any]:
    return {"id": response["id"], **response}


def names_in(folder: Path) -> list[str]:
    """Return the paths of all files below a folder, sorted."""
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def trace(folders: Iterable[Path]) -> dict[str, tuple[str, int]]:
    """Return, for every file below the folders, a digest of its bytes and when it was written."""
    return {
        str(file): (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
        for folder in folders
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
