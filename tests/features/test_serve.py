"""The processes that serve: started, watched, and ended without a trace."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from serving import Program, is_running, running, wait_until, write_project

TARGET = "/pledges/no-one-is-left-on-the-quay/"


@pytest.fixture
def serve(tmp_path: Path, free_port: int) -> Iterator[Callable[..., Program]]:
    """Run ``pledges serve`` on a copy of the sample record."""
    with ExitStack() as stack:

        def start(inbox: str = "/inbox", **environ: str) -> Program:
            write_project(tmp_path, free_port, inbox)
            environ = {"PLEDGES_MODERATOR_TOKEN": "open-the-inbox", **environ}
            program = stack.enter_context(
                running(tmp_path, free_port, "serve", "--port", str(free_port), **environ)
            )
            program.wait_for("Moderate at" if inbox else "Serving")
            wait_until(lambda: answers(program), program.text)
            return program

        yield start


def answers(program: Program) -> bool:
    try:
        return requests.get(program.url, timeout=20).status_code == 200
    except requests.ConnectionError:
        return False


def send(program: Program, text: str) -> str:
    """Send a comment and return its id."""
    answer = requests.post(
        f"{program.url}/inbox/comments",
        data={"target": TARGET, "name": "Ada", "text": text},
        headers={"Accept": "application/json"},
        timeout=20,
    )
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def moderate(program: Program, submission: str, verb: str) -> None:
    session = requests.Session()
    session.post(f"{program.url}/inbox/moderate/sign-in", data={"token": "open-the-inbox"}, timeout=20)
    answer = session.post(f"{program.url}/inbox/moderate/{submission}", data={"verb": verb}, timeout=20)
    assert answer.status_code == 200, answer.text


def test_site_and_inbox_stand_on_one_origin_and_an_approval_is_soon_on_the_page(
    serve: Callable[..., Program],
) -> None:
    program = serve()
    assert 'action="/inbox/comments"' in requests.get(program.url + TARGET, timeout=20).text
    waiting = send(program, "The boat came back.")
    assert "The boat came back." not in requests.get(program.url + TARGET, timeout=20).text

    moderate(program, waiting, "approve")

    wait_until(
        lambda: f'id="r-{waiting}"' in requests.get(program.url + TARGET, timeout=20).text, program.text
    )
    for form in ("atom.xml", "rss.xml", "json"):
        assert "The boat came back." in requests.get(f"{program.url}{TARGET}feed.{form}", timeout=20).text
    moderate(program, waiting, "erase")
    wait_until(
        lambda: "The boat came back." not in requests.get(program.url + TARGET, timeout=20).text, program.text
    )


def test_the_database_stands_beside_the_record_with_a_private_key(serve: Callable[..., Program]) -> None:
    program = serve()

    assert (program.folder / "var/inbox.sqlite").is_file()
    assert (program.folder / "var/inbox.key").stat().st_mode & 0o077 == 0


def test_the_link_that_is_printed_signs_the_moderator_in(serve: Callable[..., Program]) -> None:
    program = serve()
    link = program.wait_for("Moderate at").split()[2]

    assert "What waits" in requests.Session().post(link, timeout=20).text


def test_a_site_without_an_inbox_is_served_alone(serve: Callable[..., Program]) -> None:
    program = serve(inbox="")

    assert "/inbox/" not in requests.get(program.url + TARGET, timeout=20).text
    assert requests.get(f"{program.url}/inbox/moderate", timeout=20).status_code == 404
    assert not (program.folder / "var").exists()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_all_its_processes_and_says_nothing_of_it(
    serve: Callable[..., Program], how: signal.Signals
) -> None:
    program = serve()
    children = program.children()
    assert children

    if how is signal.SIGINT:
        os.killpg(program.process.pid, how)  # Ctrl+C reaches every process of the terminal
        status = program.process.wait(60)
    else:
        status = program.end(how)

    assert status == 0
    assert "Traceback" not in program.text()
    wait_until(lambda: not any(map(is_running, children)))
    assert not listens(program)


def test_its_web_process_does_not_outlive_it_when_it_is_killed(serve: Callable[..., Program]) -> None:
    program = serve()
    children = program.children()

    program.process.kill()
    program.process.wait(60)

    wait_until(lambda: not any(map(is_running, children)))


def test_a_web_process_that_falls_is_started_again_on_the_same_port(serve: Callable[..., Program]) -> None:
    program = serve()
    (child,) = program.children()

    os.kill(child, signal.SIGKILL)

    program.wait_for("starting it again")
    assert requests.get(program.url, timeout=60).status_code == 200  # the port never closed
    assert program.children() != [child]
    send(program, "After the fall.")


def test_what_cannot_be_opened_ends_it_with_the_reason(tmp_path: Path, free_port: int) -> None:
    write_project(tmp_path, free_port)
    with running(
        tmp_path, free_port, "serve", "--port", str(free_port), PLEDGES_DATABASE_URL="mysql://nowhere/x"
    ) as program:
        assert program.process.wait(60) == 1
    assert "neither sqlite nor postgresql" in program.text()
    assert "Traceback" not in program.text()


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        write_project(tmp_path, port)
        with running(tmp_path, port, "serve", "--port", str(port)) as program:
            assert program.process.wait(60) == 1
    assert "choose another --port" in program.text()
    assert "Traceback" not in program.text()


# --- the inbox alone ------------------------------------------------------------------------------


def test_the_inbox_alone_takes_in_and_publishes_and_ends_cleanly(tmp_path: Path, free_port: int) -> None:
    settings = write_project(tmp_path, free_port)
    arguments = ("inbox", "serve", "--port", str(free_port), "-s", str(settings))
    with running(tmp_path, free_port, *arguments, PLEDGES_MODERATOR_TOKEN="open-the-inbox") as program:
        program.wait_for("listens on")
        waiting = send(program, "Taken in alone.")
        moderate(program, waiting, "approve")
        file = program.content / "responses/pledges/no-one-is-left-on-the-quay-5d7k.jsonl"
        assert waiting in file.read_text(encoding="utf-8")
        assert requests.get(f"{program.url}/", timeout=20).status_code == 404  # the site is another's

        assert program.end() == 0
    assert "Traceback" not in program.text()


@pytest.mark.parametrize(("trusted", "seen"), [("", "127.0.0.1"), ("127.0.0.1", "203.0.113.7")])
def test_a_proxys_word_counts_only_when_it_is_trusted(
    tmp_path: Path, free_port: int, trusted: str, seen: str
) -> None:
    settings = write_project(tmp_path, free_port)
    options = {"PLEDGES_TRUSTED_PROXY": trusted, "PLEDGES_LIMIT": "2"}
    with running(
        tmp_path, free_port, "inbox", "serve", "--port", str(free_port), "-s", str(settings), **options
    ) as program:
        program.wait_for("listens on")
        statuses = [
            requests.post(
                f"{program.url}/inbox/comments",
                data={"target": TARGET, "name": "Ada", "text": f"Number {number}."},
                headers={"Accept": "application/json", "X-Forwarded-For": f"203.0.113.{number}"},
                timeout=20,
            ).status_code
            for number in range(3)
        ]
    assert statuses == [202, 202, 202 if trusted else 429]


def test_settings_kept_as_json_run_an_inbox_without_pelican(tmp_path: Path, free_port: int) -> None:
    settings = write_project(tmp_path, free_port)
    printed = subprocess.run(
        [sys.executable, "-m", "pledges", "settings", "--format", "json", "-s", str(settings)],
        capture_output=True,
        text=True,
        check=True,
    )
    kept = tmp_path / "site.json"
    kept.write_text(printed.stdout)
    assert json.loads(printed.stdout)["SITEURL"] == f"http://localhost:{free_port}"
    settings.unlink()

    with running(tmp_path, free_port, "inbox", "serve", "--port", str(free_port), "-s", str(kept)) as program:
        program.wait_for("listens on")
        send(program, "Without a settings file.")


_LOADED = """
import json, sys
from pathlib import Path
from werkzeug.test import create_environ
from pledges.cli.inbox_project import read_inbox_site
from pledges.cli.web import run_web
from pledges.cli.web_app import WebPlan, open_web
from pledges.cli import inbox_serve, inbox_list, inbox_show, inbox_decide, inbox_people, inbox_rules
from pledges.cli import inbox_link, inbox_reply
site, options = read_inbox_site(Path(sys.argv[1]))
with open_web(WebPlan(site, site.output, options)) as (app, inbox):
    answered = []
    for path in ("/inbox/moderate/sign-in", "/", "/inbox/health"):
        list(app(create_environ(path), lambda status, headers, *rest: answered.append(status)))
print(json.dumps([answered[0], sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def test_the_process_that_serves_the_network_never_loads_pelican(tmp_path: Path, free_port: int) -> None:
    """Pelican is under the AGPL, which asks something of whoever serves the network with it."""
    settings = write_project(tmp_path, free_port)

    done = subprocess.run(
        [sys.executable, "-c", _LOADED, str(settings)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert done.returncode == 0, done.stderr
    status, loaded = json.loads(done.stdout.splitlines()[-1])
    assert status == "200 OK"
    assert "flask" in loaded
    assert {"pelican", "feedgenerator"} & set(loaded) == set()


def listens(program: Program) -> bool:
    port = int(program.url.rpartition(":")[2])
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
