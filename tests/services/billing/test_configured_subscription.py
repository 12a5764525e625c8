"""The subscription of a file: what it begins; applied again, as at every start, it asks for nothing more."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.desk_files import SCHEMAS
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.desk.desk_file_reading import read_desk_file
from bot.domain.desk.problems import DeskFileRefused
from bot.services.billing import configured_subscription, ledgers
from bot.services.desk.desk_application import DeskApplication
from bot.services.desk.desk_names import ResolvedDeskFile
from tests.support.billing_rows import Bill, on
from tests.support.collecting import Till
from tests.support.desk_rows import Desk

START, UPGRADE = on(1, 1), on(1, 21, 9)


def apply(session: Session, desk: Desk, plan: str, *, now: datetime) -> DeskApplication:
    return apply_section(session, desk, f"{{collect: stripe, plan: {plan}, invoice_to: {{name: Acme Inc.}}}}", now=now)


def apply_section(session: Session, desk: Desk, section: str, *, now: datetime) -> DeskApplication:
    read = read_desk_file(f"version: 1\nsubscription: {section}", SCHEMAS)
    resolved = ResolvedDeskFile(read.file, read.document, {}, {}, {}, read.parts)
    application = DeskApplication(session, desk.workspace, resolved, now)
    configured_subscription.apply(application)
    return application


def test_a_file_that_is_applied_again_while_it_is_being_paid_asks_for_nothing_more(
    session: Session, desk: Desk
) -> None:
    till = Till(session, Bill(session, desk.workspace.id))
    till.opens(START)
    till.collects(START)

    first = apply(session, desk, "professional", now=UPGRADE)
    again = apply(session, desk, "professional", now=UPGRADE + timedelta(minutes=1))
    with pytest.raises(DeskFileRefused, match="is being paid"):
        apply(session, desk, "enterprise", now=UPGRADE + timedelta(minutes=2))
    till.collects(UPGRADE + timedelta(hours=1))
    after = apply(session, desk, "professional", now=UPGRADE + timedelta(hours=2))

    assert first.lines[0].endswith("is collected first. When it has come, and only then:")
    assert first.costs[0].startswith("This costs USD ")
    assert (again.lines, again.costs) == ([], [])
    assert (after.lines, after.costs) == ([], [])


def test_a_file_on_a_fresh_desk_begins_the_trial_with_its_terms(session: Session, desk: Desk) -> None:
    section = "{collect: manual, plan: professional, period: annual, currency: EUR, invoice_to: {name: Acme GmbH}}"

    application = apply_section(session, desk, section, now=START)

    ledger = ledgers.load(session, desk.workspace.id, at=START)
    terms = ledger.terms
    assert (terms.plan, terms.period, terms.currency) == (Plan.PROFESSIONAL, Interval.ANNUAL, "EUR")
    assert (ledger.standing, ledger.trial_ends_at) == (SubscriptionStanding.TRIAL, START + timedelta(days=14))
    assert ledger.scheduled_terms is None
    assert application.lines[-1] == "The trial goes on until 2026-01-15, for nothing and without a card."
    assert not any("renewal" in line for line in application.lines[:-1])
