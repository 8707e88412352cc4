"""Sites of any size, the same for the same size and seed: essays, leaders, pledges, threaded responses.

Responses are spread as on real sites: a few conversations are long, most are short, some are empty;
a third of them answer another one; their texts hold what has to be escaped.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

#: The day every corpus is built for; nothing in it is dated later.
AS_OF = dt.date(2026, 6, 30)
FIRST_DAY = dt.date(2019, 1, 1)

CATEGORIES = ("Trust", "Strategy", "Teams", "Delivery", "Customers", "Ethics", "Listening", "Learning")
TAG_COUNT = 40
NOUNS = re.findall(
    r"\S+",
    """
answer backlog budget calendar call clinic contract customer deadline decision defect delay delivery
driver estimate factory figure forecast handover invoice kitchen ledger letter meeting neighbour
night notice nurse office order outage parent partner patient phone plan price promise quarter queue
reason refund repair report review route school shift station summer supplier team teacher ticket
train visit warehouse week winter
""",
)
VERBS = re.findall(
    r"\S+",
    """
accepts answers asks breaks carries changes checks closes counts delays doubts explains follows
funds keeps leads measures moves names opens owns publishes questions reads repairs repeats returns
shares shows signs starts teaches tests tracks trusts writes
""",
)
QUALITIES = re.findall(
    r"\S+",
    """
broken careful clear common daily difficult early fair final first honest kept late long modest open
ordinary overdue patient plain public quiet rare real second short simple slow small steady stubborn
urgent visible weekly written
""",
)
JOINS = ("because", "while", "although", "and", "but", "so", "until", "whenever", "as long as", "unless")
FIRST_NAMES = re.findall(
    r"\S+",
    """
Ada Amara Ben Bruno Carla Chloe Diego Dinesh Elif Esther Farid Felix Gita Grace Hana Hugo Ines Ivan
Joana Jonas Keiko Kofi Lena Liam Mateo Mina Nadia Noor Omar Priya Rosa Sven Tariq Uma Viktor Wanda
Zoe
""",
)
LAST_NAMES = re.findall(
    r"\S+",
    """
Abara Berg Brandt Castillo Costa Dahl Duarte Eriksen Evans Fischer Fontaine Grant Gupta Haddad Holm
Ito Iyer Jansen Kim Kowalski Lopez Moreau Mwangi Nakamura Novak O'Neil Okafor Park Petrov Rossi
Schmidt Tanaka Varga Weiss Yilmaz Zhang
""",
)
ASIDES = (
    "When cost < value & time > zero, it is worth it.",
    'R&D said "not yet" and meant it.',
    "Is <b>this</b> the same promise as last year?",
    "Our page printed <script>alert('late')</script> in the title, sadly.",
    "An en dash – and a café – should survive, as should “quotes” and €5.",
)
EXPERIENCES = ("special", "smart", "safe", "cool", "successful", "attractive", "original")


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each; ``leaders`` is one for every ten pledges unless it is named."""

    essays: int
    pledges: int
    responses: int
    leaders: int = 0
    tags: int = TAG_COUNT

    def __post_init__(self) -> None:
        if not self.leaders:
            object.__setattr__(self, "leaders", max(1, self.pledges // 10))


SIZES = {
    "XS": Size(20, 60, 400),
    "S": Size(100, 500, 5_000),
    "M": Size(500, 2_500, 25_000),
    "L": Size(1_000, 10_000, 100_000),
    "XL": Size(1_000, 100_000, 1_000_000),
    # Sites out of shape: one endless conversation, one leader of very many promises, very many tags.
    "THREAD": Size(0, 1, 50_000),
    "LEADER": Size(0, 5_000, 5_000, leaders=1),
    "TAGS": Size(0, 10_000, 10_000, tags=10_000),
}


class Prose:
    """Filler that reads like English, drawn from a pool of sentences: fast enough for a million texts."""

    def __init__(self, seed: str, sentences: int = 4_000) -> None:
        self.random = random.Random(seed)
        self._pool = [self._sentence() for _ in range(sentences)]

    def clause(self) -> str:
        """Return a main clause without capital and full stop."""
        pick = self.random.choice
        return f"the {pick(QUALITIES)} {pick(NOUNS)} {pick(VERBS)} the {pick(QUALITIES)} {pick(NOUNS)}"

    def _sentence(self) -> str:
        text = self.clause()
        if self.random.random() < 0.6:
            text = f"{text} {self.random.choice(JOINS)} {self.clause()}"
        return f"{text[0].upper()}{text[1:]}."

    def words(self, count: int) -> str:
        """Return a paragraph of at least so many words, some of them marked up."""
        parts: list[str] = []
        while count > 0:
            sentence = self.random.choice(self._pool)
            parts.append(sentence)
            count -= sentence.count(" ") + 1
        mark = self.random.random()
        if mark < 0.6:
            words = parts[-1].split(" ")
            place = self.random.randrange(len(words) - 1)
            words[place] = _marked(words[place], mark)
            parts[-1] = " ".join(words)
        return " ".join(parts)

    def essay(self) -> str:
        """Return some 600 words with headings, lists and quotes."""
        parts = [self.words(70), self.words(60)]
        for _ in range(3):
            parts += [f"## {self.clause().capitalize()}", self.words(70)]
            shape = self.random.random()
            if shape < 0.45:
                parts.append("\n".join(f"- {self.clause()}" for _ in range(4)))
            elif shape < 0.9:
                parts.append(f"> {self.words(25)}")
            parts.append(self.words(60))
        return "\n\n".join(parts)

    def pledge(self) -> str:
        """Return some 150 words."""
        parts = [self.words(50), "\n".join(f"- {self.clause()}" for _ in range(3))]
        return "\n\n".join(
            [*parts, f"### {self.clause().capitalize()}", self.words(50), f"> {self.words(20)}"]
        )

    def response(self) -> str:
        """Return some 50 words, now and then with what must be escaped."""
        count = max(6, int(self.random.lognormvariate(3.6, 0.5)))
        text = self.words(count) if count < 45 else f"{self.words(count // 2)}\n\n{self.words(count // 2)}"
        shape = self.random.random()
        if shape < 0.25:
            return f"{text} {self.random.choice(ASIDES)}"
        if shape < 0.40:
            return f"{text} See <https://example.net/{self.random.choice(NOUNS)}/{int(shape * 1e6)}?a=1&b=2>."
        return f"> {self.random.choice(self._pool)}\n\n{text}" if shape < 0.47 else text

    def name(self) -> str:
        """Return a person's name."""
        return f"{self.random.choice(FIRST_NAMES)} {self.random.choice(LAST_NAMES)}"


def _marked(word: str, mark: float) -> str:
    if mark < 0.2:
        return f"*{word}*"
    if mark < 0.35:
        return f"**{word}**"
    return f"`{word}`" if mark < 0.4 else f"[{word}](https://example.org/{word.strip('.,')})"


@dataclass(frozen=True)
class Corpus:
    """One site as plain values, made part after part; what a generator reads is written by an exporter."""

    size: Size
    seed: str = "1"

    def leaders(self) -> Iterator[dict[str, Any]]:
        """Yield the leaders: id, slug, name, role, body."""
        prose = Prose(f"{self.seed}/leaders")
        for number in range(self.size.leaders):
            yield {
                "id": f"leader-{number:06}",
                "slug": f"leader-{number}",
                "name": f"{prose.name()} {_roman(number)}",
                "role": f"Head of {prose.random.choice(NOUNS)}s",
                "body": prose.words(30),
            }

    def essays(self) -> Iterator[dict[str, Any]]:
        """Yield the essays, the oldest first: id, slug, title, date, author, category, tags, body."""
        prose = Prose(f"{self.seed}/essays")
        for number in range(self.size.essays):
            title = prose.clause()
            yield {
                "id": f"essay-{number:06}",
                "slug": f"{_slug(title)}-{number}",
                "title": f"{title.capitalize()}",
                "date": _day(number, self.size.essays),
                "author": f"leader-{_skewed(prose.random, self.size.leaders)}",
                "category": prose.random.choice(CATEGORIES),
                "tags": self._tags(prose.random),
                "body": prose.essay(),
            }

    def pledges(self) -> Iterator[dict[str, Any]]:
        """Yield the pledges, the oldest first: what their header holds, body, and updates as dicts."""
        prose = Prose(f"{self.seed}/pledges")
        for number in range(self.size.pledges):
            title = prose.clause()
            made = _day(number, self.size.pledges)
            due = made + dt.timedelta(days=prose.random.randrange(30, 500))
            yield {
                "id": f"pledge-{number:06}",
                "slug": f"{_slug(title)}-{number}",
                "title": f"{title.capitalize()}",
                "leader": f"leader-{_skewed(prose.random, self.size.leaders)}",
                "customers": [f"Every {prose.random.choice(NOUNS)} that {prose.random.choice(VERBS)}"],
                "promise": prose.clause().capitalize() + ".",
                "outcome": prose.clause().capitalize() + ".",
                "why": prose.clause().capitalize() + ".",
                "made": made,
                "due": due,
                "tags": self._tags(prose.random),
                "experience": prose.random.sample(EXPERIENCES, prose.random.randrange(3)),
                "body": prose.pledge(),
                "updates": list(_updates(prose, made, due)),
            }

    def conversations(self) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
        """Yield each conversation that is not empty: folder, target's id, responses by date."""
        prose = Prose(f"{self.seed}/responses")
        serial = 0
        for folder, kind, total in (
            ("essays", "essay", self.size.essays),
            ("pledges", "pledge", self.size.pledges),
        ):
            for number, count in enumerate(self._counts[folder]):
                if count:
                    began = _day(number, total)
                    responses = _conversation(prose, serial, count, began, is_pledge=folder == "pledges")
                    yield folder, f"{kind}-{number:06}", responses
                    serial += count

    @cached_property
    def _counts(self) -> dict[str, list[int]]:
        """How many responses each target has: a heavy tail, a fifth of all on essays, some on none."""
        on_essays = self.size.responses // 5 if self.size.essays else 0
        chance = random.Random(f"{self.seed}/counts")
        return {
            "essays": _spread(chance, self.size.essays, on_essays),
            "pledges": _spread(chance, self.size.pledges, self.size.responses - on_essays),
        }

    def _tags(self, chance: random.Random) -> list[str]:
        return sorted({f"tag {_skewed(chance, self.size.tags)}" for _ in range(chance.randrange(1, 4))})


def write_site(corpus: Corpus, content: Path) -> None:
    """Write the corpus as a record: the files that ``pledges check`` and ``pledges build`` read."""
    for folder in (
        "essays",
        "pledges",
        "leaders",
        "pages",
        "images",
        "responses/essays",
        "responses/pledges",
    ):
        (content / folder).mkdir(parents=True, exist_ok=True)
    for leader in corpus.leaders():
        _write_document(content / "leaders", leader)
    for essay in corpus.essays():
        _write_document(content / "essays", essay)
    for pledge in corpus.pledges():
        _write_document(content / "pledges", pledge)
    for folder, target, responses in corpus.conversations():
        lines = (json.dumps(response, ensure_ascii=False) for response in responses)
        file = content / "responses" / folder / f"{target}.jsonl"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def one_more(number: int) -> dict[str, Any]:
    """Return a comment that is in no corpus, as newly approved."""
    said = f"Comment {number} that came in while <everybody> was watching & waiting."
    return {
        "id": f"new-{number:06}",
        "kind": "comment",
        "author": {"name": "Ada Newcomer"},
        "date": f"{AS_OF}T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z",
        "text": said,
    }


def _write_document(folder: Path, fields: dict[str, Any]) -> None:
    header = {
        name: value for name, value in fields.items() if name not in ("slug", "body", "updates") and value
    }
    lines = "".join(f"{name}: {_yaml(value)}\n" for name, value in header.items())
    text = f"---\n{lines}---\n{fields['body']}\n"
    for update in fields.get("updates", ()):
        text += f"\n## {update['date']} · {update['claim']}\n{update['text']}\n"
        text += f"Due: {update['due']}\n" if "due" in update else ""
    (folder / f"{fields['slug']}.md").write_text(text, encoding="utf-8")


def _yaml(value: Any) -> str:
    return f"[{', '.join(value)}]" if isinstance(value, list) else str(value)


def _updates(prose: Prose, made: dt.date, due: dt.date) -> Iterator[dict[str, Any]]:
    """Yield legal moves in order of date; about two in five promises are declared in the end."""
    on = made
    chance = prose.random
    for claim in ("on track", "at risk", "amended", "on track")[: chance.randrange(4)]:
        on += dt.timedelta(days=chance.randrange(5, 60))
        if on > AS_OF:
            return
        amended = {"due": max(due, on) + dt.timedelta(days=60)} if claim == "amended" else {}
        yield {"date": on, "claim": claim, "text": prose.words(12), **amended}
    on += dt.timedelta(days=chance.randrange(5, 200))
    end = chance.choice(("kept", "kept", "kept", "broken", "withdrawn", "", "", ""))
    if end and on <= AS_OF:
        yield {"date": on, "claim": end, "text": prose.words(12)}


def _conversation(
    prose: Prose, serial: int, count: int, began: dt.date, *, is_pledge: bool
) -> list[dict[str, Any]]:
    chance = prose.random
    start = dt.datetime.combine(began, dt.time(8), dt.UTC)
    seconds = (dt.datetime.combine(AS_OF, dt.time(), dt.UTC) - start).total_seconds()
    # Most answer soon, some much later; a conversation of few is no younger than one of many.
    moments = sorted(int(max(0.0, seconds) * chance.random() ** 3) for _ in range(count))
    responses: list[dict[str, Any]] = []
    for place, moment in enumerate(moments):
        response = _response(prose, f"r-{serial + place:07}", start + dt.timedelta(seconds=moment))
        is_comment = response["kind"] == "comment"
        if is_pledge and is_comment and chance.random() < 0.03:
            response |= _verdict(chance, place)
        elif is_comment and responses and chance.random() < 0.4:
            response["in_reply_to"] = chance.choice(responses[-12:])["id"]
        responses.append(response)
    return responses


def _response(prose: Prose, identity: str, date: dt.datetime) -> dict[str, Any]:
    chance, name = prose.random, prose.name()
    kind = chance.choices(("comment", "webmention", "trackback", "pingback"), (85, 7, 4, 4))[0]
    response: dict[str, Any] = {
        "id": identity,
        "kind": kind,
        "author": {"name": name},
        "date": date.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    home = f"https://{_slug(name)}.example/"
    if kind == "comment":
        if chance.random() < 0.5:
            response["author"]["url"] = home
        return {**response, "text": prose.response()}
    return {**response, "title": f"{name} writes", "source": f"{home}{identity}", "excerpt": prose.words(25)}


def _verdict(chance: random.Random, place: int) -> dict[str, Any]:
    invited = {"standing": "invited", "customer": f"customer-{place}"}
    return {
        "type": "verdict",
        "verdict": chance.choice(("kept", "kept", "kept", "partly", "not kept")),
        **(invited if chance.random() < 0.4 else {"standing": "open"}),
    }


def _spread(chance: random.Random, targets: int, responses: int) -> list[int]:
    """Return how many of ``responses`` each target has: Zipf's law in shuffled order, a sixth none."""
    order = list(range(targets))
    chance.shuffle(order)
    answered = order[: max(1, targets * 5 // 6)]
    weights = list(accumulate(1.0 / (rank + 12) ** 0.78 for rank in range(len(answered))))
    counts = [0] * targets
    for target in chance.choices(answered, cum_weights=weights, k=responses) if targets else ():
        counts[target] += 1
    return counts


def _skewed(chance: random.Random, count: int) -> int:
    """Return a number below ``count``; small ones come more often."""
    return int(count * chance.random() ** 1.5)


def _day(number: int, total: int) -> dt.date:
    """Return the day of the number-th of ``total`` things spread evenly over the years."""
    return FIRST_DAY + dt.timedelta(days=(AS_OF - FIRST_DAY).days * number // max(1, total))


def _slug(text: str) -> str:
    return "-".join("".join(char if char.isalnum() else " " for char in text.lower()).split())


_DIGITS = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _roman(number: int) -> str:
    """Return what tells apart those who share a name."""
    text, rest = "", number + 1
    for value, digit in _DIGITS:
        text += digit * (rest // value)
        rest %= value
    return text
