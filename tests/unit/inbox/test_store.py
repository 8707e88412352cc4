"""The database: one schema, whole transactions, jobs that one worker takes."""

from __future__ import annotations

import datetime as dt
import random
import threading
from pathlib import Path

import pytest
from sqlalchemy import inspect

from fixtures.inbox import SITE, Bench, settings_for
from pledges.domain.submission import SubmissionKind
from pledges.errors import SettingsError
from pledges.inbox import service, store_jobs
from pledges.inbox.errors import InvalidSubmission, NotThere, StorageFull
from pledges.inbox.rules import RuleKind
from pledges.inbox.start import open_inbox
from pledges.inbox.store import Store, Tx
from pledges.inbox.store_migrations import known_migrations, mark_applied, migrate
from pledges.inbox.store_people import contact_of, put_contact
from pledges.inbox.store_tables import METADATA

NOW = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
LEASE = dt.timedelta(minutes=5)


def differences(tx: Tx) -> list[str]:
    """Return how the database's tables differ from those that the code expects, one sentence each."""
    found = inspect(tx)
    there = set(found.get_table_names())
    told = [f"{name}: there is no such table" for name in sorted(METADATA.tables.keys() - there)]
    told += [f"{name}: nothing knows this table" for name in sorted(there - METADATA.tables.keys())]
    for name, table in sorted(METADATA.tables.items()):
        if name in there:
            is_there = {(column["name"], bool(column["nullable"])) for column in found.get_columns(name)}
            keys = set(found.get_pk_constraint(name)["constrained_columns"])
            wanted = {(column.name, bool(column.nullable)) for column in table.columns}
            odd = {column for column, _ in wanted ^ is_there} - keys
            told += [f"{name}.{column}: differs" for column in sorted(odd)]
            if {column.name for column in table.primary_key} != keys:
                told.append(f"{name}: another primary key")
    return told


def test_the_migrations_leave_the_tables_that_the_code_expects(bench: Bench) -> None:
    assert bench.inbox.store.read(differences) == []


def test_migrations_run_once(bench: Bench) -> None:
    assert known_migrations()
    assert migrate(bench.inbox.store, NOW) == ()


def test_no_character_that_one_database_cannot_hold_is_an_error(bench: Bench) -> None:
    receipt = bench.comment(target="/pledges/a-person-answers/?\x00")
    service.reject(bench.inbox, receipt.id, actor="m", reason="\x00")

    assert service.find(bench.inbox, receipt.id).reason == "\ufffd"
    assert service.history(bench.inbox, "\x00") == []
    with pytest.raises(NotThere):
        service.find(bench.inbox, "\x00")


def test_no_value_is_too_long_for_an_index_of_the_database(bench: Bench) -> None:
    chance = random.Random(1)
    text = "".join(chr(chance.randint(0x4E00, 0x9FFF)) for _ in range(1_900))

    with pytest.raises(InvalidSubmission):
        service.submit_mention(
            bench.inbox,
            SubmissionKind.WEBMENTION,
            f"https://blog.example/{text}",
            f"{SITE}/pledges/a-person-answers/",
            service.Sender(),
        )
    with pytest.raises(InvalidSubmission):
        service.add_rule(bench.inbox, RuleKind.BLOCK_WORD, text, actor="m")


def test_two_processes_that_start_together_migrate_once(database_url: str) -> None:
    stores = [Store(database_url) for _ in range(4)]
    applied: list[tuple[int, ...]] = []
    threads = [threading.Thread(target=lambda s=store: applied.append(migrate(s, NOW))) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()

    assert sorted(applied) == [(), (), (), tuple(known_migrations())]


def test_a_database_of_a_later_program_is_refused(bench: Bench) -> None:
    bench.inbox.store.write(lambda tx: mark_applied(tx, 9999, NOW))

    with pytest.raises(SettingsError, match="9999"):
        bench.reopen()


@pytest.mark.parametrize("url", ["sqlite://", "mysql://localhost/x"])
def test_a_database_that_cannot_be_used_is_named(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PLEDGES_DATABASE_URL"):
        open_inbox(settings_for(url), tmp_path)


def test_a_database_out_of_reach_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()  # a folder where the file should be
    with pytest.raises(StorageFull):
        open_inbox(settings_for(f"sqlite:///{tmp_path}/db"), tmp_path)


def test_work_that_fails_leaves_nothing_and_takes_nothing_of_others(bench: Bench) -> None:
    store, failures = bench.inbox.store, []

    def put(owner: str, *, fail: bool) -> None:
        def work(tx: Tx) -> None:
            put_contact(tx, owner, "k", "a", NOW)
            if fail:
                raise ValueError(owner)

        try:
            store.write(work)
        except ValueError as error:
            failures.append(str(error))

    threads = [
        threading.Thread(target=put, args=(f"owner {number}",), kwargs={"fail": number % 3 == 0})
        for number in range(30)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(failures) == sorted(f"owner {number}" for number in range(0, 30, 3))
    for number in range(30):
        there = store.read(lambda tx, n=number: contact_of(tx, f"owner {n}"))
        assert there == ("" if number % 3 == 0 else "a")


def test_a_job_is_taken_by_one_worker_however_many_ask(bench: Bench) -> None:
    store, taken = bench.inbox.store, []
    for number in range(20):
        store.write(lambda tx, n=number: store_jobs.add_job(tx, "verify", NOW, submission=str(n)))

    def work(name: str) -> None:
        while job := store.write(lambda tx: store_jobs.take_job(tx, NOW, LEASE, name)):
            taken.append(job.payload["submission"])
            store.write(lambda tx, j=job: store_jobs.finish_job(tx, j))

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken, key=int) == [str(number) for number in range(20)]


def test_a_job_whose_worker_died_is_taken_again(bench: Bench) -> None:
    store = bench.inbox.store
    store.write(lambda tx: store_jobs.add_job(tx, "tell", NOW))
    first = store.write(lambda tx: store_jobs.take_job(tx, NOW, LEASE, "first"))

    assert store.write(lambda tx: store_jobs.take_job(tx, NOW, LEASE, "second")) is None
    later = NOW + LEASE + dt.timedelta(seconds=1)
    again = store.write(lambda tx: store_jobs.take_job(tx, later, LEASE, "second"))

    assert first is not None
    assert again is not None
    assert (again.id, again.attempts) == (first.id, 2)
    store.write(lambda tx: store_jobs.finish_job(tx, first))  # too late: it is another's now
    assert store.read(store_jobs.count_jobs) == 1


def test_a_job_asked_for_again_while_it_is_worked_on_is_done_again(bench: Bench) -> None:
    store, later = bench.inbox.store, NOW + dt.timedelta(hours=1)
    store.write(lambda tx: store_jobs.add_job(tx, "tally", NOW, once="tally"))
    job = store.write(lambda tx: store_jobs.take_job(tx, NOW, LEASE, "w"))
    assert job is not None

    store.write(lambda tx: store_jobs.add_job(tx, "tally", later, once="tally"))
    store.write(lambda tx: store_jobs.finish_job(tx, job))

    assert store.read(store_jobs.next_due) == later


def test_a_waiting_job_keeps_the_earlier_time(bench: Bench) -> None:
    store = bench.inbox.store
    for hours in (2, 1, 3):
        due = NOW + dt.timedelta(hours=hours)
        store.write(lambda tx, d=due: store_jobs.add_job(tx, "verify", d, once="verify x"))

    assert store.read(store_jobs.count_jobs) == 1
    assert store.read(store_jobs.next_due) == NOW + dt.timedelta(hours=1)
