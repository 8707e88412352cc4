"""Measure an import: seconds and peak memory, for comments over many essays and for one endless conversation.

    python tests/benchmarks/importing.py --comments 100000

A Disqus export is made in the temporary folder: HTML of a paragraph or three with links, emphasis and quotes,
half of it replies, in threads of any depth. It is imported into a record without a response, then again
(everything is known). A tenth as many comments before show how memory grows.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from measuring import Taken, run

PLEDGES = str(Path(sys.executable).with_name("pledges"))
HEAD = '<?xml version="1.0"?>\n<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">\n'
WORDS = (
    "we promised an answer and nobody called back until the week after; still most calls are taken in time"
)
PARTS = WORDS.split()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--essays", type=int, default=1_000)
    sizes = parser.parse_args()
    for essays in (sizes.essays, 1):
        for comments in (sizes.comments // 10, sizes.comments):
            with tempfile.TemporaryDirectory() as scratch:
                measure(Path(scratch), comments, essays)


def measure(folder: Path, comments: int, essays: int) -> None:
    """Import so many comments over so many essays, twice, and print what it took."""
    file, content = folder / "export.xml", folder / "content"
    write_record(content, essays)
    write_export(file, comments, essays)
    command = [PLEDGES, "import", "disqus", str(file), "--content", str(content)]
    size = file.stat().st_size / 1e6
    print(f"{comments:,} comments under {essays:,} essays ({size:.0f} MB of XML)")
    for name in ("first", "again"):
        print(f"  {name}: {said(run(command, content))}")


def said(taken: Taken) -> str:
    """Return what a run took, in words."""
    return f"{taken.wall_s:.1f} s ({taken.cpu_s:.1f} s of the processor), peak memory {taken.peak_mb:.0f} MB"


def write_record(content: Path, essays: int) -> None:
    """Write the essays that the comments answer."""
    (content / "essays").mkdir(parents=True)
    for number in range(essays):
        header = f"---\nid: essay-{number}-1a2b\ntitle: Essay {number}\ndate: 2019-01-01\n---\n"
        (content / "essays" / f"essay-{number}.md").write_text(f"{header}Words.\n", encoding="utf-8")


def write_export(file: Path, comments: int, essays: int) -> None:
    """Write a Disqus export: all threads, then all comments."""
    choose = random.Random(7)
    with file.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for number in range(essays):
            out.write(
                f'<thread dsq:id="{number}"><link>https://old.example/essay-{number}/</link></thread>\n'
            )
        out.writelines(posts(choose, comments, essays))
        out.write("</disqus>\n")


def posts(choose: random.Random, comments: int, essays: int) -> Iterator[str]:
    """Yield the comments as XML; a reply answers any earlier comment of its thread."""
    for number in range(comments):
        thread = number % essays
        answers = choose.randrange(number // essays) * essays + thread if number >= essays else -1
        parent = f'<parent dsq:id="p{answers}" />' if answers >= 0 and choose.random() < 0.5 else ""
        date = dt.datetime(2019, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=5 * number)
        yield (
            f'<post dsq:id="p{number}"><message><![CDATA[{html(choose)}]]></message>'
            f"<createdAt>{date:%Y-%m-%dT%H:%M:%SZ}</createdAt>"
            f"<isDeleted>{yes(choose, 0.02)}</isDeleted><isSpam>{yes(choose, 0.05)}</isSpam>"
            f"<author><name>Reader {number % 997}</name><email>reader@mail.example</email></author>"
            f'<thread dsq:id="{thread}" />{parent}</post>\n'
        )


def yes(choose: random.Random, chance: float) -> str:
    """Return true, as XML writes it, with that chance."""
    return "true" if choose.random() < chance else "false"


def html(choose: random.Random) -> str:
    """Return one comment: a third of them with more than paragraphs."""
    lengths = [choose.randint(10, 60) for _ in range(choose.randint(1, 3))]
    paragraphs = [escape(" ".join(choose.choices(PARTS, k=length))) for length in lengths]
    if choose.random() < 0.33:
        paragraphs[0] += ' See <a href="https://figures.example/q1">the <em>figures</em></a>.'
        paragraphs[-1] = f"<blockquote>{paragraphs[-1]}</blockquote>"
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


if __name__ == "__main__":
    main()
