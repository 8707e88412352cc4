"""This machine: its disk, the database, the queue, the mail server, the last build, the record."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from pledges.cli.doctor.finding import Findings, ok, problem, warning
from pledges.inbox.config import InboxSettings
from pledges.inbox.store_signs import Load

ENOUGH_BYTES, LEAST_BYTES = 500 * 1024 * 1024, 50 * 1024 * 1024
LATE = dt.timedelta(minutes=15)


def disk(folders: dict[str, Path]) -> Findings:
    """Look at how much room there is."""
    free = {name: shutil.disk_usage(folder).free for name, folder in folders.items() if folder.is_dir()}
    for name, left in free.items():
        said, advice = f"{left // 1024 // 1024} MB are left for {name}", "make room: journals, old backups"
        if left < LEAST_BYTES:
            yield problem("disk", said, advice)
        elif left < ENOUGH_BYTES:
            yield warning("disk", said, advice)
    if free and min(free.values()) >= ENOUGH_BYTES:
        yield ok("disk", f"{min(free.values()) // 1024 // 1024 // 1024} GB are left")


def database(options: InboxSettings, now: dt.datetime) -> Findings:
    """Look at the inbox's database and at its queue, and change nothing."""
    from pledges.inbox.store_checkup import check_up

    found = check_up(options.database_url, now)
    if found.missing:
        said = f"it lacks the migrations {', '.join(map(str, found.missing))}"
        yield problem("database", said, "restart the inbox, which brings it up to date")
    if found.unknown:
        yield problem(
            "database", "a later version of this program has changed it", "install that version here"
        )
    if found.load is not None:
        yield ok("database", f"{found.kind}, reachable and up to date")
        yield from _queue(found.load, found.worker_seen, now)


def _queue(load: Load, worker_seen: dt.datetime | None, now: dt.datetime) -> Findings:
    advice = "see that one pledges inbox serve runs without --no-worker: systemctl status pledges-inbox"
    waits = {"the worker has shown no sign of life": worker_seen, "a job has waited for a worker": load.due}
    late = [
        f"{said} for {_span(now - since)}" for said, since in waits.items() if since and now - since > LATE
    ]
    for said in late:
        yield problem("queue", said, advice)
    if load.unpublished:
        said = f"{load.unpublished} decisions are not in the record yet"
        yield warning("queue", said, f"they follow within seconds while the inbox runs; {advice}")
    if not late:
        yield ok("queue", f"{load.jobs} jobs, {load.held} wait to be read")


def _span(span: dt.timedelta) -> str:
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def mail(options: InboxSettings, send_to: str, now: dt.datetime) -> Findings:
    """Sign in to the mail server, and send a mail only where one is asked for."""
    from pledges.inbox.mail import greet_server, send_test

    server = f"{options.smtp_host}:{options.smtp_port}"
    if not options.mail_from:
        yield ok("mail", "none is ever sent: PLEDGES_MAIL_FROM is empty")
        return
    if options.smtp_user and options.smtp_tls == "none":
        said = "the password goes to the mail server unencrypted"
        yield warning("mail", said, "PLEDGES_SMTP_TLS=starttls (port 587) or tls (port 465)")
    greet_server(options)
    yield ok("mail", f"{server} takes {'our name and password' if options.smtp_user else 'us'}")
    if send_to:
        send_test(options, send_to, now)
        yield ok("mail", f"a mail to {send_to} was handed over; see whether it arrives")


def last_build(settings_file: Path, output: Path, now: dt.datetime) -> Findings:
    """Look at when the site was built, and whether it is of the record as it stands."""
    from pledges.site.state import load_state, state_path
    from pledges.site.unchanged import unchanged_files

    path = state_path(output)
    state = load_state(path)
    if not state.count:
        yield problem("build", f'nothing was built in "{output}"', "run pledges build")
        return
    built = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    if not state.inputs.rest:
        yield ok("build", f"{state.count} files, of {built:%Y-%m-%d %H:%M} UTC; other plugins had a say")
    elif unchanged_files(settings_file, {}, now) is None:
        said = f"the record, the settings or the day changed since the build of {built:%Y-%m-%d %H:%M} UTC"
        yield warning("build", said, "run pledges build; a timer should do it each day after midnight")
    else:
        yield ok("build", f"{state.count} files, as the record says today")


def record(content: Path, settings_file: Path) -> Findings:
    """Check the record as ``pledges check`` does."""
    from pledges.cli.check import look, unsealed_words

    problems, whole, settings = look(content, settings_file)
    for found in problems[:3]:
        yield problem("record", str(found), "repair it: pledges check lists all")
    if len(problems) > 3:
        yield problem("record", f"and {len(problems) - 3} more", "pledges check lists them")
    if not problems:
        yield ok("record", "pledges check finds no problem")
    if whole is not None and (left := unsealed_words(content, whole, settings)):
        yield warning("record", left, "run pledges seal, then pledges build")


def sent(sent_path: Path, siteurl: str) -> Findings:
    """Look at what could not be told to other sites."""
    from pledges.outbox.sent import State, read_sent

    if not sent_path.exists():
        return
    mentions = [one for one in read_sent(sent_path).mentions().values() if one.source.startswith(siteurl)]
    given_up = sum(one.state is State.GIVEN_UP for one in mentions)
    waiting = sum(one.state is State.WAITING for one in mentions)
    if given_up:
        yield warning("sent", f"{given_up} links were given up", "pledges send --retry tries once more")
    else:
        yield ok("sent", f"{len(mentions)} links known, {waiting} to be tried again by pledges send")
