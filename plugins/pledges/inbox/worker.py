"""Does what was put off: looks at sources, sends mails, writes the tally, tidies up. One job at a time."""

from __future__ import annotations

import datetime as dt
import logging
import os
import subprocess
import threading
import traceback
from collections.abc import Callable, Mapping

from pledges.errors import PledgesError
from pledges.fetch import Fetch
from pledges.inbox import (
    notices,
    publish,
    retention,
    store_publications,
    store_submissions,
    tally,
    versions,
    weekly,
)
from pledges.inbox.context import Inbox
from pledges.inbox.errors import NotThere, Unpublished
from pledges.inbox.jobs import JobKind
from pledges.inbox.looking import look_at
from pledges.inbox.mail import SendMail
from pledges.inbox.service.health import SIGN_EVERY, show_worker
from pledges.inbox.service.verification import SETTLED, Look, apply_look
from pledges.inbox.store_jobs import (
    Job,
    ensure_job,
    finish_job,
    has_job,
    next_due,
    reschedule_job,
    retry_job,
    take_job,
)
from pledges.inbox.store_publications import Form

_log = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)
IDLE_S = 1.0  # between looks at an empty queue
PUBLISH_EVERY = dt.timedelta(seconds=30)  # what stands in the way is not gone sooner
TIDY_EVERY = dt.timedelta(hours=1)
BACKOFF = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=12),
    dt.timedelta(days=1),
    dt.timedelta(days=2),
)


class HookError(PledgesError):
    """The operator's hook ended badly; the message has its exit status."""


class Worker:
    """Works on one inbox's queue. Several may run, in any processes: no job is taken by two.

    ``fetch`` is the way to the web, ``send`` hands a mail over, ``look`` fetches and reads a source.
    """

    def __init__(
        self, inbox: Inbox, fetch: Fetch, send: SendMail, look: Callable[..., Look] = look_at
    ) -> None:
        self._inbox = inbox
        self._fetch = fetch
        self._send = send
        self._look = look
        self._shown_at: dt.datetime | None = None
        self._published_at: dt.datetime | None = None
        self._do: Mapping[str, Callable[[Job], None]] = {
            JobKind.VERIFY: self._verify,
            JobKind.TELL: lambda job: notices.tell(inbox, send, job.payload["submission"]),
            JobKind.DIGEST: lambda _job: notices.digest(inbox, send),
            JobKind.NOTIFY: lambda job: notices.fan_out(inbox, job.payload["submission"]),
            JobKind.CONFIRM: lambda job: notices.ask(inbox, send, job.payload["subscription"]),
            JobKind.REPLIED: lambda job: notices.replied(
                inbox, send, job.payload["subscription"], job.payload["submission"]
            ),
            JobKind.FOLLOW: lambda job: weekly.ask(inbox, send, job.payload["subscription"]),
            JobKind.WEEK: lambda job: weekly.gather(inbox, job.payload["week"]),
            JobKind.WEEKLY: lambda job: weekly.tell(
                inbox, send, job.payload["subscription"], job.payload["week"]
            ),
            JobKind.TALLY: lambda _job: self._tally(),
            JobKind.GIT: self._commit,
            JobKind.HOOK: lambda _job: self._hook(),
            JobKind.RETENTION: lambda _job: retention.tidy(inbox),
        }

    def run(self, stop: threading.Event, wake: threading.Event | None = None) -> None:
        """Work until ``stop`` is set. ``wake``, set by whoever queued something, ends a pause early."""
        while not stop.is_set():
            try:
                busy = self.begin() or self.work_once()
            except PledgesError:
                _log.exception("the queue cannot be worked on; trying again")
                busy = False
            if not busy:
                (wake or stop).wait(IDLE_S)
                if wake is not None:
                    wake.clear()

    def begin(self) -> bool:
        """Show that we live, finish what a crash left unpublished, plan what comes back by itself."""
        inbox = self._inbox
        if self._is_time(self._shown_at, SIGN_EVERY):
            show_worker(inbox)
            self._shown_at = inbox.now()
        if not inbox.store.read(lambda tx: has_job(tx, JobKind.RETENTION)):
            inbox.store.write(lambda tx: ensure_job(tx, JobKind.RETENTION, inbox.now()))
        weekly.plan(inbox)
        return self._publish()

    def _publish(self) -> bool:
        """Do what others left undone; what cannot be done yet stops nothing else."""
        inbox = self._inbox
        if not self._is_time(self._published_at, PUBLISH_EVERY):
            return False
        if not inbox.store.read(store_publications.count_unfinished):
            return False
        self._published_at = inbox.now()
        try:
            return bool(publish.catch_up(inbox))
        except Unpublished as error:
            _log.error("not everything could be published: %s", error)
            return False

    def _is_time(self, last: dt.datetime | None, every: dt.timedelta) -> bool:
        """Tell whether something is due again; a clock that was put back makes it due."""
        return last is None or not dt.timedelta() <= self._inbox.now() - last < every

    def work_once(self) -> bool:
        """Do the job that is due longest; return False when none was."""
        inbox = self._inbox
        due = inbox.store.read(next_due)
        if due is None or due > inbox.now():
            return False
        claim = inbox.random(8).hex()
        job = inbox.store.write(lambda tx: take_job(tx, inbox.now(), LEASE, claim))
        if job is None:
            return False
        self._work_on(job)
        return True

    def _work_on(self, job: Job) -> None:
        inbox = self._inbox
        try:
            self._do[job.kind](job)
        except NotThere:
            _log.info("%s: what it was about is gone", job.kind)
        except Exception as error:  # noqa: BLE001  # the outermost edge: one bad job must not stop the rest
            self._try_again(job, error)
            return
        if job.kind == JobKind.RETENTION:
            inbox.store.write(lambda tx: reschedule_job(tx, job, inbox.now() + TIDY_EVERY))
        else:
            inbox.store.write(lambda tx: finish_job(tx, job))

    def _try_again(self, job: Job, error: Exception) -> None:
        inbox = self._inbox
        # What is not ours could quote a visitor in its message, so only its place is logged.
        what = str(error) if isinstance(error, PledgesError) else type(error).__name__
        if job.attempts > len(BACKOFF):
            _log.error("%s: given up after %d attempts: %s", job.kind, job.attempts, what)
            inbox.store.write(lambda tx: finish_job(tx, job))
            return
        place = "".join(traceback.format_tb(error.__traceback__))
        _log.warning("%s: attempt %d failed: %s\n%s", job.kind, job.attempts, what, place)
        due = inbox.now() + BACKOFF[job.attempts - 1]
        inbox.store.write(lambda tx: retry_job(tx, job, due, what))

    def _verify(self, job: Job) -> None:
        inbox, submission_id = self._inbox, job.payload["submission"]
        submission = inbox.store.read(lambda tx: store_submissions.find_submission(tx, submission_id))
        if submission is None or submission.state in SETTLED:
            return
        apply_look(inbox, submission.id, self._look(inbox, submission, self._fetch))

    def _tally(self) -> None:
        tally.write(self._inbox.store, self._inbox.content)

    def _commit(self, job: Job) -> None:
        """Commit what a submission has in ``content/``. The message names it by its id alone."""
        inbox, submission_id = self._inbox, job.payload["submission"]
        publish.catch_up(inbox)
        wishes = inbox.store.read(lambda tx: store_publications.publications_of(tx, submission_id))
        paths = [path for wish in wishes for path in publish.paths_of(inbox.content, wish)]
        if paths:
            verb = "Take out" if all(wish.form is Form.NONE for wish in wishes) else "Publish"
            versions.commit(inbox.content, paths, f"{verb} {submission_id}")

    def _hook(self) -> None:
        inbox = self._inbox
        publish.catch_up(inbox)
        done = subprocess.run(  # noqa: S603  # the operator's own command
            inbox.settings.hook_command,
            env={**os.environ, "PLEDGES_CONTENT": str(inbox.content)},
            timeout=inbox.settings.hook_timeout_s,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            raise HookError(f"the hook ended with status {done.returncode}")
