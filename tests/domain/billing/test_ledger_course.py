"""Trial, suspension, cancellation, and a desk whose bill is only stated."""

from dataclasses import replace

import pytest

from bot.domain.billing.facts import FactKind
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import Collect, InvoiceTo, Terms
from tests.domain.billing.story import PAYER, TEAM, Story, instant

STRIPE = replace(TEAM, collect=Collect.STRIPE, trial_days=14, invoice_to=InvoiceTo())
MANUAL = replace(STRIPE, collect=Collect.MANUAL)
STATED = replace(TEAM, collect=Collect.NONE)


def test_a_trial_is_free_and_its_end_is_the_first_day_of_the_first_period() -> None:
    story = Story(("U1",), at="01-17 10:00", terms=STRIPE).join("U2", "01-20")

    story.fact(FactKind.PAYMENT_METHOD_SET, "01-25").until("02-28 12:00")

    assert story.standings == ["trial", "active"]
    assert story.totals == [("01-31", "invoice", 5000), ("02-28", "invoice", 5000)]
    assert story.periods == [(0, "02-28", 2), (1, "03-31", 2)]


def test_a_trial_that_nobody_pays_for_ends_in_suspension_without_debt_until_they_do() -> None:
    story = Story(("U1",), terms=STRIPE).join("U2", "01-20").until("03-01")
    assert (story.standings, story.documents, story.ledger.next_due_at) == (["trial", "suspended"], [], None)

    story.fact(FactKind.PAYMENT_METHOD_SET, "03-10 09:00").until("03-10 10:00")

    assert story.totals == [("03-10", "invoice", 5000)]
    assert story.ledger.next_due_at == instant("04-10")


def test_who_pays_by_hand_need_only_say_whom_to_bill() -> None:
    story = Story(("U1",), terms=MANUAL).until("01-20").change("01-21", invoice_to={"name": "Acme Ltd"})

    assert story.standings == ["trial", "suspended", "active"]
    assert story.totals == [("01-21", "invoice", 2500)]


OTHER = {"plan": "professional", "period": "annual", "currency": "EUR"}


def test_in_a_trial_every_change_holds_at_once_and_costs_nothing_before_its_end() -> None:
    story = Story(("U1",), terms=replace(STRIPE, plan=Plan.ENTERPRISE)).change("01-05", prepaid_seats=5, **OTHER)
    chosen, documents = story.ledger.terms, list(story.documents)

    story.change("01-06", prepaid_seats=0).change("01-07", plan="team").fact(FactKind.PAYMENT_METHOD_SET, "01-08")
    story.until("01-16")

    assert (chosen, documents) == (Terms.from_json(STRIPE.to_json() | {"prepaid_seats": 5} | OTHER), [])
    assert (story.ledger.terms.plan, story.ledger.scheduled_terms) == (Plan.TEAM, None)
    assert [(each.currency, each.total_minor) for each in story.documents] == [("EUR", 23000)]


def test_where_a_trial_ended_in_suspension_every_change_holds_at_once() -> None:
    story = Story(("U1",), terms=replace(STRIPE, plan=Plan.ENTERPRISE)).until("01-20").change("01-21", **OTHER)
    chosen, standing = story.ledger.terms, story.ledger.standing

    story.fact(FactKind.PAYMENT_METHOD_SET, "01-22")

    assert (chosen, standing) == (Terms.from_json(STRIPE.to_json() | OTHER), SubscriptionStanding.SUSPENDED)
    assert [(each.currency, each.total_minor) for each in story.documents] == [("EUR", 46000)]


@pytest.mark.parametrize("at", ["01-05", "01-20"])
def test_a_suspended_desk_that_collects_nothing_any_more_counts_again(at: str) -> None:
    story = Story(("U1",), terms=STRIPE).until(at).change("01-21", collect="none").until("02-22")

    assert story.standings[-1] == "counting"
    assert [(each.kind, each.total_minor) for each in story.documents] == [("statement", 2500), ("statement", 2500)]


def test_there_is_one_trial() -> None:
    story = Story(("U1",), terms=replace(STRIPE, invoice_to=PAYER)).change("01-05", collect="none")

    story.change("01-10", collect="manual").until("01-14").change("01-20", collect="none")
    story.change("01-25", collect="manual").until("01-26")

    assert story.standings == ["trial", "counting", "trial", "active", "counting", "active"]
    assert [(each.kind, each.issued_at.day) for each in story.documents] == [
        ("statement", 5),
        ("invoice", 15),
        ("invoice", 25),
    ]


def test_a_desk_that_begins_to_collect_begins_with_a_trial() -> None:
    story = Story(("U1",), terms=STATED).change("01-10", collect="manual", trial_days=14).until("01-25")

    assert story.standings == ["trial", "active"]
    assert story.totals == [("01-01", "statement", 2500), ("01-24", "invoice", 2500)]


def test_a_desk_that_collects_nothing_is_never_locked() -> None:
    story = Story(("U1",), terms=STATED).fact(FactKind.SUSPENDED, "01-10").until("03-02")

    assert (story.standings, story.ledger.standing) == ([], SubscriptionStanding.COUNTING)
    assert [kind for _, kind, _ in story.totals] == ["statement", "statement", "statement"]
    assert [each.collect_minor for each in story.documents] == [0, 0, 0]


def test_a_new_desk_counts_without_a_price_and_without_documents() -> None:
    story = Story(("U1",), terms=Terms()).until("02-02")

    assert (story.documents, story.ledger.occupied, story.ledger.unit_minor) == ([], 1, None)


def test_while_suspended_nothing_is_charged_and_nothing_renews() -> None:
    story = Story(("U1",)).fact(FactKind.SUSPENDED, "01-10").join("U2", "01-16").until("03-01")

    story.fact(FactKind.PAYMENT_METHOD_SET, "03-02")
    assert story.ledger.standing is SubscriptionStanding.SUSPENDED

    story.fact(FactKind.REINSTATED, "03-05")
    assert story.totals == [("01-01", "invoice", 2500), ("03-05", "invoice", 5000)]


def test_reinstated_within_the_period_whoever_came_meanwhile_comes_now() -> None:
    story = Story(("U1",)).fact(FactKind.SUSPENDED, "01-10").join("U2", "01-12").change("01-13", plan=Plan.PROFESSIONAL)

    story.fact(FactKind.REINSTATED, "01-16").until("02-02")

    assert [(line.user, line.amount_minor) for line in story.lines] == [(None, 2500), ("U2", 1290), (None, 10000)]


def test_a_cancelled_subscription_ends_with_its_period_unless_that_is_undone() -> None:
    ended = Story(("U1",)).fact(FactKind.CANCELLED, "01-10").join("U2", "01-16").until("03-01")
    kept = Story(("U1",)).fact(FactKind.CANCELLED, "01-10").fact(FactKind.CANCEL_UNDONE, "01-20").until("02-02")

    assert (ended.standings, ended.totals[1:]) == (["active", "cancelled"], [("01-16", "invoice", 1290)])
    assert (ended.ledger.period, ended.ledger.next_due_at, ended.ledger.occupied) == (None, None, 2)
    assert kept.totals[1:] == [("02-01", "invoice", 2500)]


def test_a_window_that_is_open_at_the_end_is_still_charged() -> None:
    story = Story(("U1",), terms=replace(TEAM, settle_minutes=60)).fact(FactKind.CANCELLED, "01-10")

    story.join("U2", "01-31 23:30").until("02-02")

    assert story.totals[1:] == [("02-01", "invoice", 81)]


def test_an_ended_subscription_can_be_taken_up_again() -> None:
    story = Story(("U1",)).fact(FactKind.CANCELLED, "01-10").until("02-10").fact(FactKind.CANCEL_UNDONE, "02-14")

    assert story.standings == ["active", "cancelled", "active"]
    assert story.totals[1:] == [("02-14", "invoice", 2500)]


def test_a_cancelled_trial_ends_without_documents_and_may_be_taken_up_without_another() -> None:
    story = Story(("U1",), terms=STRIPE).fact(FactKind.CANCELLED, "01-05").until("01-20")

    story.fact(FactKind.CANCEL_UNDONE, "01-21").fact(FactKind.CANCELLED, "01-22")

    assert story.standings == ["trial", "cancelled", "suspended", "cancelled"]
    assert story.documents == []


def test_who_collects_for_the_first_time_after_the_end_begins_with_the_trial() -> None:
    story = Story(("U1",), terms=STATED).fact(FactKind.CANCELLED, "01-10").until("02-10")

    story.change("02-12", collect="manual", trial_days=14).fact(FactKind.CANCEL_UNDONE, "02-14").until("03-01")

    assert story.standings == ["cancelled", "trial", "active"]
    assert story.totals[1:] == [("02-28", "invoice", 2500)]


def test_who_owes_does_not_go_on_by_undoing_the_end() -> None:
    story = Story(("U1",)).fact(FactKind.SUSPENDED, "01-10").fact(FactKind.CANCELLED, "01-11").until("02-10")

    story.fact(FactKind.CANCEL_UNDONE, "02-14")

    assert story.standings == ["active", "suspended", "cancelled", "suspended"]
    assert story.totals == [("01-01", "invoice", 2500)]


def test_a_statement_ends_and_begins_again_like_an_invoice() -> None:
    story = Story(("U1",), terms=STATED).fact(FactKind.CANCELLED, "01-10").until("02-10")

    story.fact(FactKind.CANCEL_UNDONE, "02-14")

    assert story.standings == ["cancelled", "counting"]
    assert story.totals[1:] == [("02-14", "statement", 2500)]


def test_a_week_without_a_scheduler_gives_every_period_its_own_seats() -> None:
    story = Story(("U1",)).join("U2", "01-30").leave("U1", "02-27").join("U3", "03-01").until("03-08")

    assert story.periods == [(0, "02-01", 1), (1, "03-01", 2), (2, "04-01", 1)]
    assert story.totals[-2:] == [("03-01", "invoice", 2500), ("03-01", "invoice", 2500)]


def test_a_screen_shows_the_next_invoice_and_what_waits_to_be_charged() -> None:
    story = Story(("U1",), terms=replace(TEAM, settle_minutes=60)).join("U2", "01-16 09:00")
    now = instant("01-16 09:30")

    upcoming, open_charges = story.ledger.upcoming(now), story.ledger.open_charges(now)

    assert upcoming is not None
    assert open_charges is not None
    assert (upcoming.issued_at, upcoming.total_minor) == (instant("02-01"), 5000)
    assert (open_charges.issued_at, open_charges.total_minor) == (now, 1290)
    assert story.ledger.window_closes_at == instant("01-16 10:00")
    assert story.ledger.open_charges(instant("01-16 10:00")) is None
    assert [total for *_, total in story.totals] == [2500]


def test_a_screen_in_a_trial_looks_beyond_it() -> None:
    story = Story(("U1",), terms=STRIPE)
    cancelled = Story(("U1",)).fact(FactKind.CANCELLED, "01-10")
    suspended = Story(("U1",), terms=STRIPE).until("01-20")

    upcoming = story.ledger.upcoming(instant("01-05"))

    assert upcoming is not None
    assert (upcoming.issued_at, upcoming.total_minor) == (instant("01-15"), 2500)
    assert cancelled.ledger.upcoming(instant("01-11")) is None
    assert suspended.ledger.upcoming(instant("01-21")) is None


def test_a_fact_from_before_what_was_folded_is_refused() -> None:
    story = Story(("U1",)).until("01-10")

    with pytest.raises(ValueError, match="counts from 2026-01-05"):
        story.join("U2", "01-05")
