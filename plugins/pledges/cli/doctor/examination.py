"""All checks of a deployment, in the order in which things depend on one another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from pledges.cli.doctor import doors, feeds, ledger, machine, options, pages
from pledges.cli.doctor.finding import Finding, Findings, Level, run
from pledges.cli.doctor.project import Project
from pledges.cli.doctor.visit import Visit
from pledges.fetch import PUBLIC, AddressPolicy, fetch

TIMEOUT_S = 20.0
MAX_BYTES = 64 * 1024 * 1024

#: What is looked at once the front page is there, by what the findings are about.
CHECKS: Mapping[str, Callable[[Visit], Findings]] = {
    "pages": pages.places,
    "404 page": pages.not_found,
    "headers": pages.headers,
    "types": pages.types,
    "compression": pages.compressed,
    "feeds": feeds.feeds,
    "endpoints": doors.doors,
    "inbox": doors.inbox_health,
    "ledger": ledger.published,
}
_UNREACHABLE = (
    "look at the name (DNS), the firewall, the web server and its certificate; private addresses and ports "
    "other than 80 and 443 are not looked at"
)


def visit_site(
    url: str, now: dt.datetime, project: Project | None = None, policy: AddressPolicy = PUBLIC
) -> Visit:
    """Return a visit to the site at ``url``; with its project, what it says is held against that."""
    get = partial(fetch, policy=policy, timeout_s=TIMEOUT_S, max_bytes=MAX_BYTES)
    if project is None:
        return Visit(url, get, now)
    return Visit(url, get, now, project.settings, project.site.output)


def examine_site(visit: Visit) -> Iterator[Finding]:
    """Yield what can be seen from outside; a site that cannot be reached is one problem."""
    front = list(run("front page", partial(pages.front, visit), _UNREACHABLE))
    yield from front
    if front[0].level is Level.PROBLEM:
        return
    for about, check in CHECKS.items():
        yield from run(about, partial(check, visit), "look at the web server's log")


def examine_machine(project: Project, send_to: str, now: dt.datetime) -> Iterator[Finding]:
    """Yield what can be seen on the machine itself."""
    site = project.site
    yield from options.site_settings(project.settings)
    yield from run("record", partial(machine.record, site.content, project.settings_file), "pledges check")
    yield from run("ledger of the record", partial(ledger.sealed, site.content), "pledges verify")
    built = partial(machine.last_build, project.settings_file, site.output, now)
    yield from run("build", built, "run pledges build")
    sent = partial(machine.sent, project.sent_path, project.settings.siteurl)
    yield from run("sent", sent, "see docs/reaching-out.md")
    folders = options.folders_of(site.content, site.output, project.options)
    yield from run("disk", partial(machine.disk, folders), "see whether the folders are there")
    if project.options is not None:
        yield from _inbox(project, send_to, now)


def _inbox(project: Project, send_to: str, now: dt.datetime) -> Findings:
    assert project.options is not None
    yield from options.inbox_options(project.settings, project.options)
    database = partial(machine.database, project.options, now)
    advice = "start the inbox once; run this as its user and with its environment (/etc/pledges.env)"
    yield from run("database", database, advice)
    mail = partial(machine.mail, project.options, send_to, now)
    yield from run("mail", mail, "see PLEDGES_SMTP_HOST, _PORT, _TLS, _USER and _PASSWORD, and the firewall")
