"""The subscription of a file that is applied again while a change of it is being paid, as every start does."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.desk_files import SCHEMAS
from bot.domain.desk.desk_file_reading import read_desk_file
from bot.domain.desk.problems import DeskFileRefused
from bot.services.billing import configured_subscription
from bot.services.desk.desk_application import DeskApplication
from bot.services.desk.desk_names import ResolvedDeskFile
from tests.support.billing_rows import Bill, on
from tests.support.collecting import Till
from tests.support.desk_rows import Desk

START, UPGRADE = on(1, 1), on(1, 21, 9)


def apply(session: Session, desk: Desk, plan: str, *, now: datetime) -> DeskApplication:
    section = f"{{collect: stripe, plan: {plan}, invoice_to: {{name: Acme Inc.}}}}"
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
