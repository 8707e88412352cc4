"""Where a promise stands, at each boundary of the calendar and of who may say what."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from pledges.domain.response import Author, Role, Standing
from pledges.domain.status import Lifecycle, Progress, Repair, Schedule, VerdictState
from promise_making import (
    acceptance,
    amended,
    day,
    make_pledge,
    repair_verdict,
    status_on,
    verdict,
)


@pytest.mark.parametrize(
    ("on", "schedule"),
    [
        ("2026-12-16", Schedule.OPEN),
        ("2026-12-17", Schedule.DUE_SOON),
        ("2026-12-30", Schedule.DUE_SOON),
        ("2026-12-31", Schedule.DUE_TODAY),
        ("2027-01-01", Schedule.OVERDUE),
    ],
)
def test_the_schedule_turns_on_the_very_day(on, schedule):
    assert status_on(on, make_pledge()).schedule is schedule


def test_a_promise_due_on_a_leap_day_is_overdue_on_the_first_of_march():
    pledge = make_pledge(due=day("2028-02-29"))
    found = [status_on(on, pledge).schedule for on in ("2028-02-28", "2028-02-29", "2028-03-01")]
    assert found == [Schedule.DUE_SOON, Schedule.DUE_TODAY, Schedule.OVERDUE]


def test_a_pledge_overrides_the_sites_thresholds_even_with_zero():
    pledge = make_pledge(due_soon_days=0, silent_days=0)
    status = status_on("2026-12-30", pledge)
    assert (status.schedule, status.silent) == (Schedule.OPEN, True)


@pytest.mark.parametrize("claim", ["kept", "broken", "withdrawn"])
def test_a_promise_that_was_declared_or_withdrawn_is_never_overdue_nor_silent(claim):
    status = status_on("2029-01-01", make_pledge(("2026-06-01", claim)))
    assert (status.schedule, status.silent, status.progress) == (Schedule.CLOSED, False, None)


def test_an_amended_due_date_moves_the_schedule_and_the_first_one_stays_known():
    pledge = make_pledge(amended("2026-06-30", "2027-03-31"))
    before, after = status_on("2026-06-29", pledge), status_on("2027-03-31", pledge)
    assert before.due == before.first_due == after.first_due == day("2026-12-31")
    assert (after.due, after.schedule) == (day("2027-03-31"), Schedule.DUE_TODAY)


def test_an_overdue_promise_can_still_be_reported_on_and_stays_overdue():
    status = status_on("2027-02-01", make_pledge(("2027-01-20", "at risk")))
    assert (status.schedule, status.progress) == (Schedule.OVERDUE, Progress.AT_RISK)


@pytest.mark.parametrize(("on", "silent"), [("2026-04-15", False), ("2026-04-16", True)])
def test_silence_begins_when_more_than_the_threshold_has_passed_since_the_making(on, silent):
    assert (day("2026-04-15") - day("2026-01-15")).days == 90
    assert status_on(on, make_pledge()).silent is silent


def test_any_update_ends_the_silence_and_is_the_last_word():
    pledge = make_pledge(("2026-06-01", "blocked"))
    status = status_on("2026-06-01", pledge)
    assert (status.silent, status.last_word_on) == (False, day("2026-06-01"))
    assert status_on("2026-05-31", pledge).last_word_on == pledge.made


def test_what_is_dated_later_does_not_count():
    pledge = make_pledge(("2026-06-01", "accepted"), ("2026-12-01", "kept"))
    responses = [verdict("2026-12-02", "not kept")]
    assert status_on("2026-05-31", pledge).lifecycle is Lifecycle.OFFERED
    assert status_on("2026-11-30", pledge).lifecycle is Lifecycle.ACCEPTED
    assert not status_on("2026-12-01", pledge, responses).disputed
    assert status_on("2026-12-02", pledge, responses).disputed


def test_a_verdict_counts_from_its_day_in_the_sites_time_zone():
    pledge, responses = make_pledge(("2026-06-01", "kept")), [verdict("2026-06-05T23:30", "not kept")]
    assert status_on("2026-06-05", pledge, responses).disputed
    assert not status_on("2026-06-05", pledge, responses, ZoneInfo("Europe/Berlin")).disputed
    assert status_on("2026-06-06", pledge, responses, ZoneInfo("Europe/Berlin")).disputed


def test_notice_is_measured_from_the_first_at_risk_to_the_first_due_date():
    pledge = make_pledge(
        ("2026-12-01", "at risk"), amended("2026-12-05", "2027-06-30"), ("2027-06-01", "at risk")
    )
    assert status_on("2026-11-30", pledge).notice_days is None
    assert status_on("2027-06-02", pledge).notice_days == 30


def test_notice_given_after_the_due_date_is_negative():
    assert status_on("2027-02-01", make_pledge(("2027-01-10", "at risk"))).notice_days == -10


def test_accepted_is_only_the_promisors_word_until_an_invited_customer_confirms_it():
    pledge = make_pledge(("2026-02-01", "accepted"))
    stranger = acceptance("2026-02-03", standing=Standing.OPEN)
    assert not status_on("2026-02-04", pledge, [stranger]).acceptance_confirmed
    assert status_on("2026-02-04", pledge, [acceptance("2026-02-03")]).acceptance_confirmed
    assert not status_on("2026-02-04", make_pledge(), [acceptance("2026-02-03")]).acceptance_confirmed


def test_the_latest_verdict_of_each_customer_counts():
    pledge = make_pledge(("2026-06-01", "kept"))
    responses = [verdict("2026-06-03", "kept"), verdict("2026-06-02", "not kept")]
    status = status_on("2026-06-04", pledge, responses)
    assert (status.verdict, status.disputed) == (VerdictState.KEPT, False)


def test_mixed_verdicts_read_partly_and_dispute_what_was_declared_kept():
    responses = [verdict("2026-06-02", "kept", "c1"), verdict("2026-06-02", "not kept", "c2")]
    status = status_on("2026-06-04", make_pledge(("2026-06-01", "kept")), responses)
    assert (status.verdict, status.disputed) == (VerdictState.PARTLY, True)


def test_a_verdict_before_anything_was_declared_is_no_dispute():
    status = status_on("2026-06-04", make_pledge(), [verdict("2026-06-02", "not kept")])
    assert (status.verdict, status.disputed) == (VerdictState.NOT_KEPT, False)


def test_the_promisor_cannot_speak_for_a_customer():
    mine = verdict("2026-06-02", "kept", author=Author("Maya", role=Role.PROMISOR))
    assert status_on("2026-06-04", make_pledge(), [mine]).verdict is VerdictState.NONE_YET


def test_open_verdicts_never_count_as_the_customers():
    stranger = verdict("2026-06-02", "not kept", standing=Standing.OPEN)
    status = status_on("2026-06-04", make_pledge(("2026-06-01", "kept")), [stranger])
    assert (status.verdict, status.disputed) == (VerdictState.NONE_YET, False)


BROKEN = (("2026-06-01", "broken"), ("2026-06-02", "apology"), ("2026-06-10", "repair"))


def test_repair_goes_from_apology_to_promise_to_claim():
    pledge = make_pledge(*BROKEN, ("2026-07-01", "repaired"), ("2026-07-02", "apology"))
    found = [
        status_on(on, pledge).repair
        for on in ("2026-06-01", "2026-06-02", "2026-06-10", "2026-07-01", "2026-07-02")
    ]
    assert found == [Repair.NONE, Repair.APOLOGY, Repair.PROMISED, Repair.REPAIRED, Repair.REPAIRED]


def test_an_invited_customers_acceptance_makes_right_and_the_same_customers_refusal_undoes_it():
    pledge = make_pledge(*BROKEN)
    responses = [repair_verdict("2026-06-12", "accepted"), repair_verdict("2026-06-20", "refused")]
    assert status_on("2026-06-11", pledge, responses).repair is Repair.PROMISED
    assert status_on("2026-06-12", pledge, responses).repair is Repair.MADE_RIGHT
    assert status_on("2026-06-20", pledge, responses).repair is Repair.PROMISED


def test_another_customers_refusal_does_not_undo_what_was_made_right():
    responses = [repair_verdict("2026-06-12", "accepted"), repair_verdict("2026-06-20", "refused", "c2")]
    assert status_on("2026-06-21", make_pledge(*BROKEN), responses).repair is Repair.MADE_RIGHT


def test_an_acceptance_before_any_repair_was_promised_does_not_make_right():
    responses = [repair_verdict("2026-06-09", "accepted")]
    assert status_on("2026-07-01", make_pledge(*BROKEN), responses).repair is Repair.PROMISED


def test_an_apology_alone_makes_nothing_right():
    responses = [repair_verdict("2026-06-09", "accepted")]
    assert status_on("2026-07-01", make_pledge(*BROKEN[:2]), responses).repair is Repair.APOLOGY


def test_a_stranger_makes_nothing_right():
    responses = [repair_verdict("2026-06-12", "accepted", standing=Standing.OPEN)]
    assert status_on("2026-07-01", make_pledge(*BROKEN), responses).repair is Repair.PROMISED


def test_a_dispute_can_be_made_right_without_declaring_the_promise_broken():
    pledge = make_pledge(("2026-06-01", "kept"), ("2026-06-10", "repair"))
    responses = [verdict("2026-06-02", "not kept"), repair_verdict("2026-06-12", "accepted")]
    assert status_on("2026-06-12", pledge, responses).repair is Repair.MADE_RIGHT


def test_a_promise_declared_kept_can_be_declared_broken_but_not_the_other_way_round():
    conceded = make_pledge(("2026-06-01", "kept"), ("2026-06-10", "broken"), ("2026-06-11", "kept"))
    status = status_on("2026-06-12", conceded)
    assert (status.lifecycle, status.declared_on) == (Lifecycle.DECLARED_BROKEN, day("2026-06-10"))


def test_an_erased_verdict_counts_no_more():
    responses = [verdict("2026-06-02", "not kept", erased=dt.datetime(2026, 6, 9, tzinfo=dt.UTC))]
    assert not status_on("2026-06-10", make_pledge(("2026-06-01", "kept")), responses).disputed
