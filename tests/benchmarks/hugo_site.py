"""The corpus as a Hugo site: page bundles, each with its conversation as a JSON resource beside it.

The templates in ``hugo/`` make the same pages and feeds as the project's theme, with a plainer look: what
they leave out (the scorecards, histories of states, the conversation feed of the whole site and its
archives, calendars) counts in Hugo's favour.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from corpus import AS_OF, Corpus

TEMPLATES = Path(__file__).parent / "hugo"


def write_hugo_site(corpus: Corpus, site: Path) -> None:
    """Write everything that ``hugo --source`` needs."""
    shutil.copytree(TEMPLATES, site)
    content = site / "content"
    outputs = {"outputs": ["html", "feedatom", "feedrss", "feedjson"]}
    conversations = {target: responses for _, target, responses in corpus.conversations()}
    for section in ("essays", "pledges"):
        _put(content / section / "_index.md", {"title": section.capitalize()})
    for essay in corpus.essays():
        header = {
            "title": essay["title"],
            "date": str(essay["date"]),
            "leaders": [essay["author"]],
            "categories": [essay["category"]],
            "tags": essay["tags"],
        }
        folder = content / "essays" / essay["slug"]
        _put(folder / "index.md", header | outputs, essay["body"])
        _put_conversation(folder, conversations.get(essay["id"], []))
    for pledge in corpus.pledges():
        folder = content / "pledges" / pledge["slug"]
        _put(folder / "index.md", _pledge_header(pledge) | outputs, pledge["body"])
        _put_conversation(folder, conversations.get(pledge["id"], []))
    for leader in corpus.leaders():
        header = {"title": leader["name"], "role": leader["role"], **outputs}
        _put(content / "leaders" / leader["slug"] / "_index.md", header, leader["body"])


def add_response(site: Path, folder: str, slug: str, response: dict[str, Any]) -> None:
    """Add a response at the end of a conversation, as whatever takes comments in for Hugo would."""
    bundle = site / "content" / folder / slug
    _put_conversation(bundle, [], json.loads((bundle / "responses.json").read_text()), [response])


def _pledge_header(pledge: dict[str, Any]) -> dict[str, Any]:
    header = {name: pledge[name] for name in ("title", "promise", "outcome", "why", "customers", "tags")}
    updates = [{**update, "date": str(update["date"])} for update in pledge["updates"]]
    for update in updates:
        update["due"] = str(update.get("due", ""))
    return header | {
        "date": str(pledge["made"]),
        "due": str(pledge["due"]),
        "leaders": [pledge["leader"]],
        "experience": pledge["experience"],
        "state": updates[-1]["claim"] if updates else "open",
        "is_overdue": pledge["due"] < AS_OF,
        "updates": updates,
    }


def _put(path: Path, header: dict[str, Any], body: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{json.dumps(header, ensure_ascii=False)}\n{body}\n", encoding="utf-8")


def _put_conversation(
    folder: Path,
    responses: list[dict[str, Any]],
    conversation: dict[str, Any] | None = None,
    more: list[dict[str, Any]] | None = None,
) -> None:
    """Write a flat list by date, plus the tree as indexes, so that no template has to look for replies."""
    conversation = conversation or {"items": [], "roots": []}
    items = conversation["items"]
    place = {item["id"]: number for number, item in enumerate(items)}
    for response in more or responses:
        place[response["id"]] = len(items)
        siblings = conversation["roots"]
        if parent := response.get("in_reply_to"):
            siblings = items[place[parent]]["replies"]
        siblings.append(len(items))
        items.append(_item(response))
    text = json.dumps(conversation, ensure_ascii=False)
    (folder / "responses.json").write_text(text, encoding="utf-8")


def _item(response: dict[str, Any]) -> dict[str, Any]:
    """Return a response with every key there, and raw HTML escaped: Hugo would drop it instead."""
    return {
        "id": response["id"],
        "kind": response["kind"],
        "author": response["author"]["name"],
        "url": response["author"].get("url", ""),
        "date": response["date"],
        "title": response.get("title", ""),
        "source": response.get("source", ""),
        "verdict": response.get("verdict", ""),
        "text": _escaped(response.get("text", response.get("excerpt", ""))),
        "replies": [],
    }


def _escaped(text: str) -> str:
    """Return Markdown in which nothing but addresses in angle brackets stands in them."""
    return text.replace("<", "&lt;").replace("&lt;https://", "<https://")
