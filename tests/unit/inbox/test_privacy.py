"""What is known of people is kept from everyone who need not know it, and forgotten in time."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
import stat
import subprocess
from email.headerregistry import Address
from pathlib import Path
from typing import Any

import pytest

from fixtures.inbox import Bench, Clock, settings_for
from pledges.domain.submission import State
from pledges.errors import SettingsError
from pledges.inbox import retention, service
from pledges.inbox.config import OPTIONS, InboxSettings
from pledges.inbox.errors import TokenRefused
from pledges.inbox.privacy import is_address, network, read_keys
from pledges.inbox.service import sign_in
from pledges.inbox.service.people import leader_address
from pledges.inbox.start import open_inbox
from pledges.inbox.tokens import Purpose, Tokens
from pledges.inbox.worker import Worker

ADDRESS = "ada@example.org"


def everything_in(bench: Bench) -> str:
    """Every value of every table, as text."""
    from pledges.inbox.store_tables import METADATA

    def dump(tx: Any) -> str:
        rows = [tx.execute(table.select()).all() for table in METADATA.tables.values()]
        return repr(rows)

    return bench.inbox.store.read(dump)


def test_neither_address_is_anywhere_in_the_database(bench: Bench) -> None:
    bench.comment("Hello.", address="203.0.113.77", email=ADDRESS, notify=True)

    kept = everything_in(bench)
    assert "Hello." in kept
    assert ADDRESS not in kept
    assert "203.0.113.77" not in kept


def test_nor_in_what_settings_and_inbox_print_of_themselves(bench: Bench) -> None:
    settings = settings_for("sqlite:///x", key="secret" * 10, smtp_password="hush", moderator_token="sesame")

    assert not re.search("secret|hush|sesame", repr(settings))
    assert "k" * 40 not in repr(bench.inbox)


def test_counters_of_one_day_cannot_be_tied_to_those_of_the_next(bench: Bench) -> None:
    def hashes() -> set[str]:
        from pledges.inbox.store_tables import rates

        return bench.inbox.store.read(lambda tx: {row.who for row in tx.execute(rates.select())})

    bench.comment("Today.")
    today = hashes()
    bench.clock.forward(days=1)
    bench.comment("Tomorrow.")
    assert len(hashes() - today) == 1

    retention.tidy(bench.inbox)
    assert not hashes() & today


def test_export_gives_out_everything_kept_under_an_address(bench: Bench) -> None:
    receipt = bench.comment("Mine.", email="Ada@Example.org", notify=True)
    bench.comment("Another's.", email="bo@example.org")

    exported = json.loads(json.dumps(service.export_address(bench.inbox, ADDRESS), default=str))

    assert [one["id"] for one in exported["submissions"]] == [receipt.id]
    assert exported["submissions"][0]["words"]["text"] == "Mine."
    assert exported["subscriptions"][0]["state"] == "wanted"


def test_erasing_an_address_leaves_tombstones_and_no_trace_in_the_database(bench: Bench) -> None:
    public = bench.comment("Unforgettable words.", email=ADDRESS)
    service.approve(bench.inbox, public.id, actor="m")
    held = bench.comment("Waiting unforgettably.", email=ADDRESS, notify=True)

    erased = service.erase_address(bench.inbox, ADDRESS, actor="cli")

    assert set(erased.submissions) == {public.id, held.id}
    assert "nforgettabl" not in everything_in(bench)
    (line,) = map(json.loads, bench.lines())
    assert line.keys() == {"id", "kind", "date", "erased"}
    assert service.export_address(bench.inbox, ADDRESS)["submissions"] == []
    assert [one.state for one in (service.find(bench.inbox, held.id),)] == [State.ERASED]


def test_what_was_forgotten_is_in_no_file_of_the_database_either(content: Path, tmp_path: Path) -> None:
    inbox = open_inbox(settings_for(f"sqlite:///{tmp_path}/inbox.sqlite"), content)
    try:
        form = service.CommentForm(
            target="/pledges/a-person-answers/", name="Ada", text="Unforgettable words.", email=ADDRESS
        )
        service.submit_comment(inbox, form, service.Sender())
        service.erase_address(inbox, ADDRESS, actor="cli")

        assert not [file for file in tmp_path.glob("inbox.sqlite*") if b"nforgettabl" in file.read_bytes()]
    finally:
        inbox.close()


def test_erasing_names_the_commits_that_still_hold_the_text(bench: Bench) -> None:
    git(bench.inbox.content, "init", "--quiet")
    receipt = bench.comment("Committed words.", email=ADDRESS)
    service.approve(bench.inbox, receipt.id, actor="m")
    git(bench.inbox.content, "add", ".")
    git(bench.inbox.content, "commit", "--quiet", "-m", "All")
    head = git(bench.inbox.content, "rev-parse", "HEAD").strip()

    assert service.erase_address(bench.inbox, ADDRESS, actor="cli").commits == (head,)


def test_each_publication_is_a_commit_that_names_nobody(
    make_bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in GIT_ENV.items():
        monkeypatch.setenv(name, value)
    bench = make_bench(git_commit=True, mail_from="")
    content = bench.inbox.content
    git(content, "init", "--quiet")
    (content / "unrelated.md").write_text("not ours to commit")
    worker = Worker(bench.inbox, lambda *_a, **_k: None, lambda _m: None)  # type: ignore[arg-type, return-value]
    receipt = bench.comment("Words.", name="Ada Lovelace", email=ADDRESS)

    service.approve(bench.inbox, receipt.id, actor="m")
    while worker.work_once():
        pass
    service.undo(bench.inbox, receipt.id, actor="m")
    while worker.work_once():
        pass

    log = git(content, "log", "--format=%s", "--name-only").split("\n")
    assert [line for line in log if line] == [
        f"Take out {receipt.id}",
        "ledger/a-person-answers-9m3t.jsonl",
        "responses/pledges/a-person-answers-9m3t.jsonl",
        f"Publish {receipt.id}",
        "ledger/a-person-answers-9m3t.jsonl",
        "responses/pledges/a-person-answers-9m3t.jsonl",
    ]


def test_a_hook_runs_after_a_publication(make_bench: Any, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    bench = make_bench(hook=f"sh -c 'ls $PLEDGES_CONTENT/responses/pledges > {marker}'", mail_from="")
    worker = Worker(bench.inbox, lambda *_a, **_k: None, lambda _m: None)  # type: ignore[arg-type, return-value]
    receipt = bench.comment()
    service.approve(bench.inbox, receipt.id, actor="m")

    while worker.work_once():
        pass

    assert marker.read_text() == "a-person-answers-9m3t.jsonl\n"


GIT_ENV = {
    "GIT_AUTHOR_NAME": "Inbox",
    "GIT_AUTHOR_EMAIL": "inbox@example.org",
    "GIT_COMMITTER_NAME": "Inbox",
    "GIT_COMMITTER_EMAIL": "inbox@example.org",
}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        env={**os.environ, **GIT_ENV},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_refused_words_are_deleted_after_a_while_and_still_counted(bench: Bench) -> None:
    from pledges.inbox import tally

    spam, rude, held = bench.comment("Buy."), bench.comment("Rude."), bench.comment("Fine.")
    service.mark_spam(bench.inbox, spam.id, actor="m")
    service.reject(bench.inbox, rude.id, actor="m", reason="abuse")
    before = bench.inbox.store.read(tally.count)

    bench.clock.forward(days=31)
    retention.tidy(bench.inbox)

    assert bench.inbox.store.read(tally.count) == before
    assert dict(before.refused) == {"abuse": 1, "spam": 1}
    assert "Rude." not in everything_in(bench)
    assert service.find(bench.inbox, held.id).state is State.HELD


def test_after_a_while_an_erasure_cannot_be_undone_any_more(bench: Bench) -> None:
    receipt = bench.comment("Erase me.", email=ADDRESS)
    service.approve(bench.inbox, receipt.id, actor="m")
    service.erase(bench.inbox, receipt.id, actor="m")
    assert "Erase me." in everything_in(bench)

    bench.clock.forward(days=15)
    retention.tidy(bench.inbox)

    assert "Erase me." not in everything_in(bench)
    assert service.export_address(bench.inbox, ADDRESS)["kept_for"] == []


def test_a_leaders_address_is_in_the_database_alone(bench: Bench) -> None:
    service.set_leader_address(bench.inbox, "maya-okafor-4k2d", ADDRESS, actor="cli")

    assert leader_address(bench.inbox, "maya-okafor-4k2d") == ADDRESS
    assert all(ADDRESS not in file.read_text() for file in bench.inbox.content.rglob("*.md"))


def test_a_new_key_beside_the_old_one_loses_nothing() -> None:
    old = read_keys("o" * 32, None, os.urandom)
    both = read_keys("n" * 32 + "," + "o" * 32, None, os.urandom)

    assert both.decrypt(old.encrypt(ADDRESS)) == ADDRESS
    assert old.fingerprint(ADDRESS) in both.fingerprints(ADDRESS)
    assert old.decrypt(both.encrypt(ADDRESS)) == ""
    assert old.word("word") == both.word("word")


def test_a_key_file_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "inbox.key"

    first = read_keys("", path, os.urandom)
    second = read_keys("", path, os.urandom)

    assert first == second
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_short_key_is_refused_without_being_shown() -> None:
    with pytest.raises(SettingsError) as raised:
        read_keys("short-secret", None, os.urandom)
    assert "short-secret" not in str(raised.value)


@pytest.mark.parametrize(
    "text",
    ["a@b.example", "first.last+tag@sub.example.org", "o'hara=x?y@b.example", "a@xn--bcher-kva.example"],
)
def test_an_address_is_one_that_a_mail_can_be_written_to(text: str) -> None:
    assert is_address(text)
    assert Address(addr_spec=text).addr_spec == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "a@b", "a b@c.example", '"a"@b.example', "a@b.example\n", "<a@b.example>"),
        *("a..b@c.example", ".a@b.example", "a.@b.example", f"{'a' * 65}@b.example", "a@\u212a.example"),
        *("ü@example.org", "a\u202eb@c.example", "=?utf-8?q?a=0d=0aBcc=3Ax?=@b.example"),
    ],
)
def test_what_is_no_plain_address_is_none(text: str) -> None:
    assert not is_address(text)


def test_one_customer_of_a_network_is_counted_as_one() -> None:
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") == "192.0.2.1"
    assert network("2001:db8::1") == network("2001:db8::2")
    assert network("not an address") == "unknown"


def test_a_token_of_one_purpose_opens_no_other() -> None:
    clock = Clock(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    tokens = Tokens(["key"], clock, random.Random(1).randbytes)
    made = tokens.make(Purpose.CONFIRM, id="x")

    assert tokens.open(Purpose.CONFIRM, made, dt.timedelta(hours=1)).fields == {"id": "x"}
    for other in Purpose:
        if other is not Purpose.CONFIRM:
            with pytest.raises(TokenRefused, match="forged"):
                tokens.open(other, made, dt.timedelta(hours=1))
    clock.forward(hours=2)
    with pytest.raises(TokenRefused, match="expired"):
        tokens.open(Purpose.CONFIRM, made, dt.timedelta(hours=1))


def test_a_sign_in_link_works_once(make_bench: Any) -> None:
    bench = make_bench(moderator_token="open sesame")
    link = sign_in.make_sign_in_token(bench.inbox, "maya")

    session = sign_in.sign_in(bench.inbox, link)

    assert sign_in.session_actor(bench.inbox, session) == "maya"
    with pytest.raises(TokenRefused, match="used"):
        sign_in.sign_in(bench.inbox, link)
    with pytest.raises(TokenRefused):
        sign_in.session_actor(bench.inbox, link)
    assert sign_in.session_actor(bench.inbox, sign_in.sign_in_by_secret(bench.inbox, "open sesame"))
    with pytest.raises(TokenRefused):
        sign_in.sign_in_by_secret(bench.inbox, "open barley")


def test_a_session_that_was_ended_is_none_whoever_has_its_token(make_bench: Any) -> None:
    bench = make_bench(moderator_token="open sesame")
    session, other = (sign_in.sign_in_by_secret(bench.inbox, "open sesame") for _ in range(2))

    sign_in.sign_out(bench.inbox, session)

    with pytest.raises(TokenRefused, match="ended"):
        sign_in.session_actor(bench.inbox, session)
    assert sign_in.session_actor(bench.inbox, other) == "moderator"


def test_without_a_secret_nobody_signs_in_by_one(bench: Bench) -> None:
    with pytest.raises(TokenRefused):
        sign_in.sign_in_by_secret(bench.inbox, "")


def test_every_option_is_read_from_the_environment_by_its_name() -> None:
    kinds = {"bool": "yes", "int": "3"}
    addresses = {option.name: "a@b.example" for option in OPTIONS if option.unit.startswith("e-mail")}
    environ = addresses | {
        option.name: kinds.get(type(option.default).__name__, (*option.choice, "x")[0])
        for option in OPTIONS
        if option.name not in addresses
    }

    read = InboxSettings.from_environ(environ)

    assert {option.field for option in OPTIONS} == set(InboxSettings.__dataclass_fields__)
    assert (read.git_commit, read.smtp_port, read.mail_when, read.hook) == (True, 3, "each", "x")


def test_every_option_that_cannot_be_used_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        InboxSettings.from_environ(
            {
                **{"PLEDGES_SMTP_PORT": "many", "PLEDGES_COMMENTS": "maybe", "PLEDGES_SMTP_TLS": "some"},
                **{"PLEDGES_MODERATOR_MAIL": "a@b.example, Ada <a@b.example>", "PLEDGES_DIGEST_HOUR": "24"},
                "PLEDGES_MAIL_FROM": "nobody",
            }
        )

    plain = "write a plain address such as inbox@promises.example"
    assert str(raised.value).split("\n") == [
        "PLEDGES_MODERATOR_MAIL: 'a@b.example, Ada <a@b.example>' has \"Ada <a@b.example>\"; " + plain,
        "PLEDGES_DIGEST_HOUR: '24' is no hour of the day; write 7",
        "PLEDGES_MAIL_FROM: 'nobody' has \"nobody\"; " + plain,
        "PLEDGES_SMTP_PORT: 'many' is not a number of port; write 25",
        "PLEDGES_SMTP_TLS: 'some' is not one of none, starttls, tls",
        "PLEDGES_COMMENTS: 'maybe' is neither yes nor no",
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("PLEDGES_MAIL_FORM", "PLEDGES_MAIL_FROM"),
        ("PLEDGES_MODERATOR_EMAIL", "PLEDGES_MODERATOR_MAIL"),
        ("PLEDGES_DATABASE", "PLEDGES_DATABASE_URL"),
        ("PLEDGES_SMTP_PASSWD", "PLEDGES_SMTP_PASSWORD"),
        ("PLEDGES_TRUST_PROXY", "PLEDGES_TRUSTED_PROXY"),
    ],
)
def test_a_misspelt_option_is_named_with_the_one_that_was_meant(name: str, meant: str) -> None:
    """In silence, no mail would be sent, and the database would be another one than was meant."""
    with pytest.raises(SettingsError) as raised:
        InboxSettings.from_environ({name: "hush"})
    assert str(raised.value) == f'{name}: is no option; did you mean "{meant}"?'


def test_names_of_hooks_and_of_the_tests_own_are_let_be() -> None:
    others = ("CONTENT", "NO_SKIPS", "CRASH_ROUNDS", "EDIT_EXAMPLES")
    environ = {f"PLEDGES_{name}": "1" for name in others} | {"pledges_mail_form": "x", "MAIL_FORM": "x"}

    assert InboxSettings.from_environ(environ) == InboxSettings.from_environ({})
