"""Documents as they arrive: the PDF in a billing contact's messages, once, also when Slack's answer is lost."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from bot.domain.billing.facts import FactKind, FactSource
from bot.manifest import Transport
from bot.services.billing import audits, closing, contacts, facts, subscriptions
from bot.services.desk import people, workspaces
from sandbox.company import user_id
from tests.support.billing_rows import TEAM
from tests.support.desk import Desk


@pytest.fixture
def transport() -> Transport:
    """One way in: nothing here comes in."""
    return Transport.HTTP


def begin_to_bill_ada(desk: Desk) -> None:
    """Give the desk a price, and make ada its billing contact."""
    now = desk.hours.clock()
    with desk.sessions.begin() as session:
        workspace = workspaces.the_workspace(session)
        ada = people.get_or_stub(session, workspace, user_id("ada"), now=now)
        contacts.name_contact(session, ada, actor=None, now=now)
        subscription = subscriptions.get(session, workspace.id, now=now)
        changed, terms = FactKind.TERMS_CHANGED, TEAM.to_json()
        facts.record(session, subscription, changed, source=FactSource.ADMIN, effective_at=now, now=now, details=terms)


def close(desk: Desk) -> None:
    """Close the ledger as the job does, and wait until all is sent."""
    with desk.sessions.begin() as session:
        closing.run(session, workspaces.the_workspace(session).id, now=desk.hours.clock())
    desk.settle()


def files_of(desk: Desk, name: str) -> list[dict[str, Any]]:
    """Return the files in somebody's messages with Deskbell."""
    return [file for message in desk.actor(name).dm() for file in message.raw.get("files", ())]


def read_pdf(desk: Desk, file: dict[str, Any]) -> str:
    """Return what the first sheet says of a file that Slack holds."""
    content = desk.sandbox.platform.workspace.files[file["id"]].content
    return PdfReader(BytesIO(content)).pages[0].extract_text()


def test_an_invoice_a_month_arrives_once_each_and_is_what_the_facts_give(it_desk: Desk) -> None:
    begin_to_bill_ada(it_desk)
    it_desk.sandbox.admin.add_fault("answer_lost", on="files.completeUploadExternal")
    it_desk.hours.pass_by(timedelta(minutes=5))
    close(it_desk)

    it_desk.hours.pass_by(timedelta(days=31))
    close(it_desk)

    first, second = files_of(it_desk, "ada")
    assert (first["name"], second["name"]) == ("INV-2026-0001.pdf", "INV-2026-0002.pdf")
    assert "INV-2026-0001" in read_pdf(it_desk, first)
    assert "75.00" in read_pdf(it_desk, second)
    with it_desk.sessions.begin() as session:
        workspace_id = workspaces.the_workspace(session).id
        assert audits.rederive(session, workspace_id, now=it_desk.hours.clock()).is_clean
