"""What we send, taken in by our own inbox; and runs that are killed, or meet."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from hostile_server import serving
from inbox_site import InboxSite
from pledges.cli import cli
from pledges.domain.submission import State as SubmissionState
from pledges.errors import CommandError, SettingsError
from pledges.fetch import AddressPolicy
from pledges.inbox.service.reading import search_text
from pledges.outbox.doors import Door, Words, find_door, knock
from pledges.outbox.live import Expected, look
from pledges.outbox.outcome import Outcome
from pledges.outbox.sent import Mention, Protocol, State, open_sent, read_sent
from pledges.outbox.web import Web, open_web
from pledges.protocols import trackback
from pledges.protocols.confined import read_endpoints
from pledges.settings import read_settings
from publishing import SETTINGS
from receivers import Answer, Receiver, receiving, serving_folder
from records import SmallSite
from serving import wait_until

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
LOOPBACK = AddressPolicy(ports=frozenset(range(1024, 65536)), also_networks=("127.0.0.0/8", "::1/128"))


@pytest.fixture
def web() -> Web:
    return open_web(LOOPBACK, pause_s=0)


@pytest.fixture
def blog() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


# --- our own inbox --------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", Protocol)
def test_our_own_inbox_takes_what_we_send(
    inbox_site: InboxSite, tmp_path: Path, web: Web, protocol: Protocol
) -> None:
    target = f"{inbox_site.url}/pledges/open-on-sundays/"
    with serving_folder(tmp_path) as home:
        inbox_site.fetch_ports.add(int(home.rpartition(":")[2]))
        (tmp_path / "index.html").write_text(
            f'<title>A note</title><p><a href="{target}">They say so.</a></p>'
        )
        source = f"{home}/#{protocol}"
        theirs = web.get(target)
        found = read_endpoints((), (), theirs.content_type, theirs.body, theirs.url)

        outcome = knock(web, Door(protocol, getattr(found, protocol)), Words(source, target, "A note"), NOW)
        inbox_site.work()

    assert outcome.state is State.TOLD
    (mention,) = [
        one for one in search_text(inbox_site.inbox, "", limit=500) if one.words.source.startswith(home)
    ]
    assert mention.state is SubmissionState.HELD
    assert "They say so." in mention.words.excerpt


def test_of_our_own_pages_the_door_for_webmentions_is_taken(inbox_site: InboxSite, web: Web) -> None:
    door = find_door(web, f"{inbox_site.url}/pledges/open-on-sundays/", NOW)

    assert door == Door(Protocol.WEBMENTION, f"{inbox_site.url}/inbox/webmention")


# --- killed, and met ------------------------------------------------------------------------------

_RUN = """
import datetime as dt, sys
from pathlib import Path
from pledges.fetch import AddressPolicy
from pledges.outbox.send import Order, send
from pledges.outbox.web import open_web
from pledges.settings import read_settings
url, folder = sys.argv[1], Path(sys.argv[2])
policy = AddressPolicy(ports=frozenset(range(1024, 65536)), also_networks=("127.0.0.0/8", "::1/128"))
settings = read_settings({"SITEURL": url, "TAG_AUTHORITY": "promises.example,2026"})
order = Order(settings=settings, content=folder / "content", output=folder / "output",
              sent_path=folder / "sent.jsonl", wait_s=0)
report = send(order, open_web(policy, 0), dt.datetime.now(dt.UTC))
print(*sorted(str(row.mention.state) for row in report.rows))
"""


def start(url: str, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _RUN, url, str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def site(tmp_path: Path, blog: Receiver) -> SmallSite:
    """An essay that links to a page for each protocol, published."""
    site = SmallSite(tmp_path)
    targets = (blog.webmention_page(), blog.pingback_page(), blog.trackback_page())
    links = "".join(f'<a href="{url}">x</a> ' for url in targets)
    site.leader()
    site.essay(body=links)
    page = site.output / "essays" / "on-promises" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(links)
    return site


def test_a_run_killed_at_each_request_loses_nothing_and_doubles_no_trackback(
    site: SmallSite, blog: Receiver
) -> None:
    with serving_folder(site.output) as url:
        for number in range(1, 4):
            blog.hold_from(number)
            running = start(url, site.root)
            wait_until(lambda number=number: len(blog.posts) >= number)  # type: ignore[misc]
            running.send_signal(signal.SIGKILL)
            running.communicate()
        blog.hold_from(None)
        last = start(url, site.root)
        said, _ = last.communicate()
        again = start(url, site.root)
        assert again.communicate()[0].strip() == ""

    assert set(said.split()) <= {"told"}
    mentions = read_sent(site.root / "sent.jsonl").mentions().values()
    assert {one.state for one in mentions} == {State.TOLD}
    assert len(mentions) == 3
    assert {path for path, _ in blog.posts} == {"/webmention", "/pingback", "/trackback"}
    assert [path for path, _ in blog.posts].count("/trackback") == 1


def test_two_runs_at_a_time_send_everything_once(site: SmallSite, blog: Receiver) -> None:
    with serving_folder(site.output) as url:
        both = [start(url, site.root), start(url, site.root)]
        said = sorted(run.communicate()[0].strip() for run in both)

    assert said == ["", "told told told"]
    assert len(blog.posts) == 3


# --- the file -------------------------------------------------------------------------------------


def mention(number: int, state: State = State.TOLD) -> Mention:
    return Mention(source="https://promises.example/", target=f"https://blog.example/{number}", state=state)


def test_the_last_line_about_a_mention_counts_and_the_forgotten_go(tmp_path: Path) -> None:
    path = tmp_path / "var" / "sent.jsonl"
    with open_sent(path) as sent:
        sent.note(mention(1, State.SENDING), mention(2))
        sent.note(mention(1), mention(2, State.FORGOTTEN))
        assert len(path.read_text().splitlines()) == 4

    assert list(read_sent(path).mentions().values()) == [mention(1)]
    assert len(path.read_text().splitlines()) == 1


def test_a_line_that_cannot_be_read_is_named_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "sent.jsonl"
    path.write_text('{"kind":"mention"}\n')
    with pytest.raises(CommandError, match=r"sent\.jsonl:1: is not a line of what was sent"), open_sent(path):
        pass

    assert path.read_text() == '{"kind":"mention"}\n'


def test_a_run_that_does_nothing_writes_no_file(tmp_path: Path) -> None:
    with open_sent(tmp_path / "sent.jsonl") as sent:
        sent.note()

    assert not (tmp_path / "sent.jsonl").exists()


# --- our own pages --------------------------------------------------------------------------------

GONE = '<meta http-equiv="Status" content="410 Gone">'


@pytest.mark.parametrize(
    ("status", "head", "with_link", "without"),
    [
        (404, "", "it answers 404", None),
        (410, "", "it answers 410", None),
        (200, GONE, "it says that it is gone", None),
        (500, "", "it answers 500", "it answers 500"),
        (200, "", "it does not link to https://blog.example/", None),
        (200, '<a href="https://blog.example/">x</a>', None, "it still links to https://blog.example/"),
        (
            200,
            "<!-- https://blog.example/ -->https://blog.example/",
            "it does not link to https://blog.example/",
            None,
        ),
    ],
)
def test_a_page_is_live_when_it_shows_what_it_is_said_to(
    blog: Receiver, web: Web, status: int, head: str, with_link: str | None, without: str | None
) -> None:
    url = blog.page("/page", head)
    blog.pages["/page"].status = status
    links = {"https://blog.example/"}

    for expected, why in ((Expected(url, links=links), with_link), (Expected(url, no_links=links), without)):
        found = look(web, expected)
        assert (found.why if found else None) == why


# --- manners --------------------------------------------------------------------------------------


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause_between(blog: Receiver) -> None:
    naps: list[float] = []
    web = open_web(LOOPBACK, pause_s=1)
    web.sleep, web.clock = naps.append, lambda: 0.0
    blog.page("/")
    threads = [threading.Thread(target=web.get, args=(f"{blog.url}/",)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(naps) == [0.0, 1.0, 1.0]
    assert blog.at_once == 1


def test_an_endpoint_that_redirects_without_end_is_left(blog: Receiver, web: Web) -> None:
    blog.doors["/webmention"] = [Answer(status=307, headers={"Location": "/webmention"})]
    door = Door(Protocol.WEBMENTION, f"{blog.url}/webmention")

    outcome = knock(web, door, Words("https://promises.example/", f"{blog.url}/"), NOW)

    assert outcome == Outcome(State.REFUSED, "redirects without end")


def test_an_answer_that_is_somewhere_else_is_fetched_there(blog: Receiver, web: Web) -> None:
    blog.doors["/webmention"] = [Answer(status=303, headers={"Location": "/thanks"})]
    blog.page("/thanks")
    door = Door(Protocol.WEBMENTION, f"{blog.url}/webmention")

    outcome = knock(web, door, Words("https://promises.example/", f"{blog.url}/"), NOW)

    assert outcome.state is State.TOLD
    assert len(blog.posts) == 1


@pytest.mark.parametrize(("status", "state"), [(500, State.TOLD), (503, State.WAITING), (404, State.REFUSED)])
def test_a_trackback_that_may_have_arrived_is_not_repeated(
    blog: Receiver, web: Web, status: int, state: State
) -> None:
    blog.doors["/trackback"] = [Answer(status=status)]
    door = Door(Protocol.TRACKBACK, f"{blog.url}/trackback")

    assert knock(web, door, Words("https://promises.example/", f"{blog.url}/"), NOW).state is state


def test_a_trackback_that_never_left_is_repeated(free_port: int, web: Web) -> None:
    door = Door(Protocol.TRACKBACK, f"http://127.0.0.1:{free_port}/trackback")

    outcome = knock(web, door, Words("https://promises.example/", "https://blog.example/"), NOW)

    assert outcome == Outcome(State.WAITING, "refused the connection")


def test_a_trackback_whose_answer_breaks_off_is_not_repeated(web: Web) -> None:
    with serving(lambda peer: peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<resp")) as server:
        door = Door(Protocol.TRACKBACK, server.url)
        outcome = knock(web, door, Words("https://promises.example/", "https://blog.example/"), NOW)

    assert outcome.state is State.TOLD
    assert "may have arrived" in outcome.why


def test_what_the_other_side_says_cannot_steer_the_terminal(blog: Receiver, web: Web) -> None:
    answer = trackback.failure("No\x1b[2J\u202ethanks").replace(b"No", b"No\xc2\x9b2J")
    blog.doors["/trackback"] = [Answer(answer)]
    door = Door(Protocol.TRACKBACK, f"{blog.url}/trackback")

    outcome = knock(web, door, Words("https://promises.example/", f"{blog.url}/"), NOW)

    assert outcome.why.isprintable()


# --- the command ----------------------------------------------------------------------------------


def test_the_command_refuses_an_address_for_working_on_the_site(tmp_path: Path) -> None:
    SmallSite(tmp_path).everything()
    settings = tmp_path / "pelicanconf.py"
    settings.write_text(_settings(tmp_path, "http://localhost:8000"))
    done = CliRunner().invoke(cli, ["send", "--settings", str(settings)])

    assert "--settings publishconf.py" in str(done.exception)


def test_the_command_says_what_it_would_send_and_where_it_failed(tmp_path: Path) -> None:
    site = SmallSite(tmp_path).everything()
    site.essay(body="See [this](https://blog.invalid/post).")
    settings = tmp_path / "pelicanconf.py"
    settings.write_text(_settings(tmp_path, "https://promises.invalid"))
    run = CliRunner()

    dry = run.invoke(cli, ["send", "--dry-run", "--settings", str(settings)])
    assert dry.exit_code == 0
    lines = dry.output.splitlines()
    assert lines[0] == "/essays/on-promises/"
    assert lines[1].split()[:2] == ["later", "new"]
    assert lines[-1] == "1 later."

    real = run.invoke(cli, ["send", "--wait", "0", "--settings", str(settings)])
    assert real.exit_code == 1
    assert "https://promises.invalid/essays/on-promises/ is not live yet" in real.output

    noted = run.invoke(cli, ["send", "--as-sent", "--settings", str(settings)])
    assert noted.output == "1 links noted as told; nothing was sent.\n"
    assert run.invoke(cli, ["send", "--settings", str(settings)]).output == "Nothing to send.\n"


def _settings(folder: Path, url: str) -> str:
    root = Path(__file__).parents[2]
    return (
        "import runpy\n\nglobals().update({k: v for k, v in runpy.run_path("
        f"{str(root / 'pelicanconf.py')!r}).items() if k.isupper()}})\n"
        f"SITEURL = {url!r}\nPATH = {str(folder / 'content')!r}\nOUTPUT_PATH = {str(folder / 'output')!r}\n"
    )


@pytest.mark.parametrize("value", ["https://hub.example/", ["hub.example"], [1], ["https://a b/"]])
def test_hubs_that_cannot_be_asked_are_refused(value: object) -> None:
    with pytest.raises(SettingsError, match="WEBSUB_HUBS"):
        read_settings({**SETTINGS, "WEBSUB_HUBS": value})
