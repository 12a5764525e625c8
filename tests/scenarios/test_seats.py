"""Who is a seat, as it happens in Slack: in two channels, told twice and in any order, half a page, an outsider."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from slack_sdk import WebClient
from sqlalchemy import func, select, update

from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.ledger import Ledger
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.manifest import Transport
from bot.services.billing import closing, facts, invoices, ledgers, subscriptions
from bot.services.desk import members, outbox, workspaces
from bot.views.billing.action_ids import BillingActionId
from models.billing import LedgerFact
from models.desk import OutboxRow
from sandbox.company import OTHER_TEAM, user_id
from tests.support.billing_rows import TEAM
from tests.support.desk import Desk, expect, make_triage

STAFF = ["ada", "ben", "cara"]
NOWHERE = "http://127.0.0.1:9/"
"""Nobody listens there."""


@pytest.fixture
def transport() -> Transport:
    """One way in: what becomes of an event does not depend on it."""
    return Transport.HTTP


def ledger_of(desk: Desk) -> Ledger:
    with desk.sessions.begin() as session:
        return ledgers.load(session, workspaces.the_workspace(session).id, at=desk.hours.clock())


def seats(desk: Desk) -> list[str]:
    """Return who has a seat, by the names of the company."""
    names = {user: name for name, user in desk.sandbox.admin.company()["people"].items()}
    return sorted(names[user] for user in ledger_of(desk).seats)


def count_joined(desk: Desk, name: str) -> int:
    joined = LedgerFact.slack_user_id == user_id(name), LedgerFact.kind == FactKind.JOINED
    with desk.sessions.begin() as session:
        return session.scalars(select(func.count(LedgerFact.id)).where(*joined)).one()


def read_members(desk: Desk) -> None:
    """Have the triage channels read now, whatever was to be read later."""
    with desk.sessions.begin() as session:
        members.ask_about_all(session, workspaces.the_workspace(session).id)
        session.execute(update(OutboxRow).where(OutboxRow.kind == OutboxKind.FETCH_MEMBERS).values(due_at=func.now()))
        outbox.wake_workers(session)
    desk.settle()


def begin_to_bill(desk: Desk) -> None:
    """Give the desk a price: twenty-five euros a seat and month, from now on."""
    now = desk.hours.clock()
    with desk.sessions.begin() as session:
        subscription = subscriptions.get(session, workspaces.the_workspace(session).id, now=now)
        changed, terms = FactKind.TERMS_CHANGED, TEAM.to_json()
        facts.record(session, subscription, changed, source=FactSource.ADMIN, effective_at=now, now=now, details=terms)


def closed_documents(desk: Desk) -> Sequence[tuple[str, int]]:
    """Close the ledger an hour and a half from now, and return each document's number and total."""
    now = desk.hours.clock() + timedelta(minutes=90)
    with desk.sessions.begin() as session:
        workspace_id = workspaces.the_workspace(session).id
        closing.run(session, workspace_id, now=now)
        return [(each.number, each.total_minor) for each in invoices.list_invoices(session, workspace_id)]


def test_who_leaves_one_channel_and_comes_back_had_one_seat_all_along(it_desk: Desk) -> None:
    ada, ben = it_desk.actor("ada"), it_desk.actor("ben")
    ada.invite("hr-triage", "ben")
    make_triage(ada, "hr-triage", "HR")
    it_desk.settle()
    assert seats(it_desk) == [*STAFF, "mona"]
    begin_to_bill(it_desk)
    it_desk.hours.pass_by(timedelta(days=2))  # later than a mistake

    ben.leave("it-triage")
    it_desk.settle()
    assert seats(it_desk) == [*STAFF, "mona"]
    expect(ada.command("/desk", "triage off #hr-triage"), "no longer the triage channel of HR")
    ada.invite("it-triage", "ben")
    it_desk.settle()

    assert seats(it_desk) == STAFF
    assert [total for _, total in closed_documents(it_desk)] == [4 * 2500]


def test_events_that_come_twice_and_in_the_wrong_order_give_the_same_seats(it_desk: Desk) -> None:
    ada, admin = it_desk.actor("ada"), it_desk.sandbox.admin
    admin.add_fault("duplicate", on="member_joined_channel")
    ada.invite("it-triage", "finn")
    it_desk.settle()
    assert (seats(it_desk), count_joined(it_desk, "finn")) == ([*STAFF, "finn"], 1)

    admin.add_fault("reorder", on="member_joined_channel")
    ada.invite("it-triage", "bela")
    ada.kick("it-triage", "bela")
    it_desk.settle()

    assert (seats(it_desk), count_joined(it_desk, "bela")) == ([*STAFF, "finn"], 1)


def test_half_a_page_changes_nothing_and_a_strange_list_waits_for_a_second_one(it_desk: Desk) -> None:
    ada, admin = it_desk.actor("ada"), it_desk.sandbox.admin
    admin.configure(page_cap=2)
    second_page = cursor_of_second_page(it_desk)
    admin.add_fault("refusal", on="conversations.members", error="invalid_cursor", match={"cursor": second_page})
    read_members(it_desk)
    assert seats(it_desk) == STAFF
    assert it_desk.parked() == [("slack.fetch_members", "invalid_cursor")]

    address, it_desk.sandbox.events_url = it_desk.sandbox.events_url, NOWHERE
    for name in ("ben", "cara"):
        ada.kick("it-triage", name)
    it_desk.sandbox.wait_idle()
    it_desk.sandbox.events_url = address
    read_members(it_desk)
    assert seats(it_desk) == STAFF
    assert "looks wrong: it misses 2 of the agents of IT" in ada.dm()[-1].text

    it_desk.hours.pass_by(timedelta(minutes=2))
    read_members(it_desk)
    assert seats(it_desk) == ["ada"]


def cursor_of_second_page(desk: Desk) -> str:
    client = WebClient(desk.sandbox.bot_token, base_url=desk.sandbox.api_url)
    answer = client.conversations_members(channel="C00ITTRIAGE", limit=2)
    cursor: str = answer["response_metadata"]["next_cursor"]
    return cursor


def test_an_outsider_is_held_until_an_admin_makes_them_an_agent(it_desk: Desk) -> None:
    ada = it_desk.actor("ada")
    begin_to_bill(it_desk)
    it_desk.sandbox.admin.share("it-triage", OTHER_TEAM)
    ada.invite("it-triage", "olaf")
    it_desk.settle()
    assert (seats(it_desk), ledger_of(it_desk).held) == (STAFF, (user_id("olaf"),))

    asked = next(message for message in ada.dm() if BillingActionId.ADMIT_PERSON in message.action_ids)
    assert f"olaf, from another company ({OTHER_TEAM}), is in #it-triage" in asked.text
    assert "1 new seat, 4 in all." in asked.text
    assert "comes to €100.00" in asked.text
    ada.click(asked, BillingActionId.ADMIT_PERSON)
    it_desk.settle()

    assert seats(it_desk) == [*STAFF, "olaf"]
    ada.click(asked, BillingActionId.ADMIT_PERSON)
    it_desk.settle()
    assert "was decided already" in ada.ephemerals()[-1].text


def test_a_channel_that_is_archived_and_an_app_that_is_uninstalled_leave_the_seats_as_they_were(it_desk: Desk) -> None:
    admin = it_desk.sandbox.admin
    admin.archive("it-triage")
    it_desk.settle()
    admin.uninstall()
    it_desk.sandbox.wait_idle()

    told = select(LedgerFact.kind).where(LedgerFact.source.in_(["snapshot", "system"])).order_by(LedgerFact.seq)
    with it_desk.sessions.begin() as session:
        kinds = list(session.scalars(told))
    assert kinds[-2:] == [FactKind.CHANNEL_FROZEN, FactKind.DISCONNECTED]
    assert (seats(it_desk), ledger_of(it_desk).is_connected) == (STAFF, False)
