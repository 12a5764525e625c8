"""Terms: what another choice would do and cost, choosing it, taking it back, cancelling, and who may."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.ledger import LATENESS
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import Collect, InvoiceTo, Terms
from bot.domain.billing.terms_lines import costs_of
from bot.errors import AdminsOnly
from bot.services.billing import closing, terms
from bot.services.billing.contacts import BillingReadersOnly, add_contact
from bot.services.billing.terms import NotCancelled, TermsRefused
from models.desk import AuditEntry, AuditTag, PlanLimits
from tests.support.billing_rows import Bill, on
from tests.support.desk_rows import Desk, make_queue

TEAM = Terms(
    collect=Collect.MANUAL, plan=Plan.TEAM, currency="USD", trial_days=0, invoice_to=InvoiceTo(name="Acme GmbH")
)
PROFESSIONAL = replace(TEAM, plan=Plan.PROFESSIONAL)
MIDMONTH = on(1, 21, 9)


@pytest.fixture
def bill(session: Session, desk: Desk) -> Bill:
    desk.ada.is_desk_admin = True
    return Bill(session, desk.workspace.id)


@pytest.fixture
def paying(bill: Bill) -> Bill:
    """Two seats of the Team plan since the first of January."""
    bill.begins(on(1, 1), TEAM, agents=["U1", "U2"])
    bill.close(on(1, 1, 1))
    return bill


def limits_of(desk: Desk, session: Session) -> PlanLimits:
    return session.get_one(PlanLimits, desk.workspace.id)


def test_an_upgrade_holds_at_once_and_says_what_it_costs_first(paying: Bill, desk: Desk, session: Session) -> None:
    foreseen = terms.preview_terms(session, PROFESSIONAL, actor=desk.ada, now=MIDMONTH)

    lines = terms.change_terms(session, desk.workspace.id, PROFESSIONAL, actor=desk.ada, now=MIDMONTH)

    assert costs_of(foreseen) == [
        "This costs USD 17.74 now, for the rest of the period.",
        "The next renewal, on 2026-02-01, comes to USD 100.00 instead of USD 50.00.",
    ]
    assert lines == ["Plan: Professional from now on (it was Team)."]
    assert limits_of(desk, session).most_queues is None, "features are there at once"
    paying.close(MIDMONTH)
    assert paying.documents()[-1] == ("INV-2026-0002", 1774)


def test_a_downgrade_waits_for_the_renewal_and_takes_the_limits_with_it(
    bill: Bill, desk: Desk, session: Session
) -> None:
    bill.begins(on(1, 1), PROFESSIONAL, agents=["U1"])
    bill.close(on(1, 1, 1))

    lines = terms.change_terms(session, desk.workspace.id, TEAM, actor=desk.ada, now=MIDMONTH)
    held_until_then = limits_of(desk, session).most_queues
    bill.close(on(2, 1, 1))

    assert lines == ["Plan: Team from 2026-02-01 on (Professional until then)."]
    assert held_until_then is None
    assert (limits_of(desk, session).most_queues, limits_of(desk, session).plan_name) == (1, "Team")


def test_a_downgrade_says_which_queues_it_takes_away_and_deletes_none(bill: Bill, desk: Desk, session: Session) -> None:
    bill.begins(on(1, 1), PROFESSIONAL, agents=["U1"])
    make_queue(session, desk.workspace, "HR")
    desk.workspace.bot_name = "Acme Helpdesk"

    lines = terms.change_terms(session, desk.workspace.id, TEAM, actor=desk.ada, now=MIDMONTH)

    assert lines[1:] == [
        "Team gives one queue: HR can then only be read. IT can be worked.",
        "Team gives Deskbell no name of your own: its messages are then not from Acme Helpdesk any more.",
    ]


def test_what_was_to_follow_can_be_taken_back(bill: Bill, desk: Desk, session: Session) -> None:
    bill.begins(on(1, 1), PROFESSIONAL, agents=["U1"])
    terms.change_terms(session, desk.workspace.id, TEAM, actor=desk.ada, now=MIDMONTH)

    lines = terms.take_back(session, actor=desk.ada, now=MIDMONTH + timedelta(hours=1))

    assert lines == ["Plan: Professional, as it is (Team was to follow)."]
    assert terms.load_facts(session, reader=desk.ada, now=on(1, 22)).scheduled is None


@pytest.mark.usefixtures("paying")
@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (replace(TEAM, period=Interval.ANNUAL), ["Paid: annual from now on (it was monthly)."]),
        (
            replace(TEAM, currency="EUR"),
            ["Currency: EUR from 2026-02-01 on (USD until then)."],
        ),
        (replace(TEAM, prepaid_seats=5), ["Seats bought in advance: 5 from now on (it was 0)."]),
        (
            replace(TEAM, settle_minutes=0, tax_rate_basis_points=1900, spend_ceiling_minor=500_000),
            [
                "Spend ceiling: USD 5000.00 from now on (it was none).",
                "Settle window: 0 min from now on (it was 60 min).",
                "Tax: 19 % from now on (it was 0 %).",
            ],
        ),
        (TEAM, []),
    ],
)
def test_each_part_says_when_it_holds(desk: Desk, session: Session, wanted: Terms, expected: list[str]) -> None:
    lines = terms.change_terms(session, desk.workspace.id, wanted, actor=desk.ada, now=MIDMONTH)

    assert lines == expected


def test_a_preview_changes_nothing(paying: Bill, desk: Desk, session: Session) -> None:
    before = paying.documents()

    terms.preview_terms(session, PROFESSIONAL, actor=desk.ada, now=MIDMONTH)
    paying.close(MIDMONTH)

    assert paying.documents() == before
    assert terms.find_wanted(session, desk.workspace.id).plan is Plan.TEAM


@pytest.mark.usefixtures("bill")
@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (replace(TEAM, currency="SEK"), "currency"),
        (replace(TEAM, seat_price_minor=1000), "seat_price"),
        (replace(TEAM, settle_minutes=1441), "settle_minutes"),
        (replace(TEAM, prepaid_seats=-1), "prepaid_seats"),
    ],
)
def test_what_terms_may_not_say_is_refused(desk: Desk, session: Session, wanted: Terms, field: str) -> None:
    with pytest.raises(TermsRefused) as refusal:
        terms.change_terms(session, desk.workspace.id, wanted, actor=desk.ada, now=MIDMONTH)

    assert [problem.field for problem in refusal.value.problems] == [field]
    assert terms.find_wanted(session, desk.workspace.id) == Terms()


@pytest.mark.usefixtures("paying")
def test_contacts_may_look_and_only_admins_may_change(desk: Desk, session: Session) -> None:
    with pytest.raises(BillingReadersOnly):
        terms.load_facts(session, reader=desk.ben, now=MIDMONTH)
    add_contact(session, desk.ben, actor=desk.ada, now=MIDMONTH)

    seen = terms.load_facts(session, reader=desk.ben, now=MIDMONTH)

    assert (seen.occupied, seen.paid, seen.may_change) == (2, 2, False)
    for forbidden in (
        lambda: terms.change_terms(session, desk.workspace.id, PROFESSIONAL, actor=desk.ben, now=MIDMONTH),
        lambda: terms.preview_terms(session, PROFESSIONAL, actor=desk.ben, now=MIDMONTH),
        lambda: terms.cancel(session, "CANCEL", actor=desk.ben, now=MIDMONTH),
        lambda: terms.undo_cancel(session, actor=desk.ben, now=MIDMONTH),
        lambda: terms.take_back(session, actor=desk.ben, now=MIDMONTH),
        lambda: add_contact(session, desk.rosa, actor=desk.ben, now=MIDMONTH),
    ):
        with pytest.raises(AdminsOnly):
            forbidden()


def test_cancelling_takes_the_word_and_ends_with_the_period(paying: Bill, desk: Desk, session: Session) -> None:
    with pytest.raises(NotCancelled, match="CANCEL in capitals"):
        terms.cancel(session, "cancel", actor=desk.ada, now=MIDMONTH)

    facts = terms.cancel(session, " CANCEL ", actor=desk.ada, now=MIDMONTH)
    paying.close(on(2, 1, 1))

    assert (facts.cancels, facts.ends_at) == (True, on(2, 1))
    assert len(paying.documents()) == 1, "no renewal"
    assert limits_of(desk, session).is_read_only
    tags = session.scalars(select(AuditEntry.tag).order_by(AuditEntry.id)).all()
    assert tags == [AuditTag.SUBSCRIPTION_CANCELLED]


def test_a_cancellation_can_be_undone_until_then_and_after(paying: Bill, desk: Desk, session: Session) -> None:
    terms.cancel(session, "CANCEL", actor=desk.ada, now=MIDMONTH)
    in_time = terms.undo_cancel(session, actor=desk.ada, now=MIDMONTH + timedelta(hours=1))
    terms.cancel(session, "CANCEL", actor=desk.ada, now=on(1, 22))
    paying.close(on(2, 3))

    late = terms.undo_cancel(session, actor=desk.ada, now=on(2, 4))

    assert (in_time.cancels, in_time.standing) == (False, SubscriptionStanding.ACTIVE)
    assert late.standing is SubscriptionStanding.ACTIVE
    assert not limits_of(desk, session).is_read_only


@pytest.mark.usefixtures("bill")
def test_where_nothing_is_collected_there_is_nothing_to_cancel(desk: Desk, session: Session) -> None:
    with pytest.raises(NotCancelled, match="nothing to cancel"):
        terms.cancel(session, "CANCEL", actor=desk.ada, now=MIDMONTH)


def test_collecting_begins_with_a_trial_and_stops_where_nobody_is_billed(
    bill: Bill, desk: Desk, session: Session
) -> None:
    wanted = replace(TEAM, trial_days=14, invoice_to=InvoiceTo())

    lines = terms.change_terms(session, desk.workspace.id, wanted, actor=desk.ada, now=on(1, 1, 9))
    in_trial = limits_of(desk, session).is_read_only
    bill.close(on(1, 15, 9))

    assert lines[-1] == "The trial goes on until 2026-01-15, for nothing and without a card."
    assert not in_trial
    assert limits_of(desk, session).is_read_only
    named = replace(wanted, invoice_to=InvoiceTo(name="Acme GmbH"))
    terms.change_terms(session, desk.workspace.id, named, actor=desk.ada, now=on(1, 16))
    assert not limits_of(desk, session).is_read_only, "knowing whom to bill ends it at once"


@pytest.mark.usefixtures("bill")
def test_nothing_is_limited_where_nothing_is_collected(desk: Desk, session: Session) -> None:
    terms.change_terms(session, desk.workspace.id, replace(TEAM, collect=Collect.NONE), actor=desk.ada, now=MIDMONTH)

    closing.run(session, desk.workspace.id, now=MIDMONTH + LATENESS)

    limits = limits_of(desk, session)
    assert (limits.most_queues, limits.has_white_label, limits.is_read_only) == (None, True, False)


@pytest.mark.usefixtures("paying")
def test_a_change_is_not_undone_by_folding_what_came_before_it(desk: Desk, session: Session) -> None:
    terms.change_terms(session, desk.workspace.id, PROFESSIONAL, actor=desk.ada, now=MIDMONTH)

    closing.run(session, desk.workspace.id, now=MIDMONTH + timedelta(seconds=30))

    assert limits_of(desk, session).plan_name == "Professional"
