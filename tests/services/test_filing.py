"""Asking for somebody else, making a ticket of somebody's message by a form, adding a message to a ticket."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Words
from bot.errors import AgentsOnly, NotFound, Refusal, TicketNotFound
from bot.gateways.slack_port import Profile
from bot.services.desk import filing, intake, quotes, ticket_lists, tickets
from bot.services.desk.quotes import Quote
from bot.services.desk.thread_fetches import Wish
from models.desk import ChannelMember, Message, MessageKind, OutboxRow, Side, Ticket, TicketSource
from tests.services.evidence import clear_outbox, queued
from tests.support.desk_rows import NOON, Desk, make_person, make_queue, make_ticket, make_triage_channel, posted, ts_at

ZOE = Profile("U0ZOE", "T0ACME", "Zoe", None, "Europe/Paris", None, False, False, False, False)
LOBBY = "C0LOBBY"


def file_for(session: Session, desk: Desk, chosen: Profile) -> Ticket:
    person = filing.choose_requester(session, chosen, actor=desk.ada, now=NOON)
    words = Words(text="A chair", blocks=None, files=[])
    return intake.open_from_form(
        session, desk.queue.id, title="A chair", words=words, actor=desk.ada, requester=person, now=NOON
    )


def wish_of(desk: Desk, **more: object) -> Wish:
    wish = Wish(LOBBY, ts_at(0), desk.queue.id, TicketSource.SHORTCUT, desk.rosa.id)
    return replace(wish, **more)  # type: ignore[arg-type]  # whatever a test changes is a field of it


def test_an_agent_files_for_somebody_and_both_are_kept(session: Session, desk: Desk) -> None:
    ticket = file_for(session, desk, ZOE)

    requester = session.scalars(select(Message)).one()
    assert ticket.author_id == desk.ada.id != ticket.requester_id
    assert requester.author_id == desk.ada.id, "the words are the agent's"
    assert queued(session)[-1] == "post_opening"


def test_requester_and_author_both_see_it_and_who_filed_it(session: Session, desk: Desk) -> None:
    ticket = file_for(session, desk, ZOE)
    session.query(ChannelMember).delete()  # ada is no agent any more, but the author still
    zoe = make_person(session, desk.workspace, "U0NOSY")

    seen, is_agent = ticket_lists.get_visible(session, ticket.key, reader=desk.ada)

    assert (is_agent, seen.filed_by and seen.filed_by.name, seen.requester.name) == (False, "Ada", "Zoe")
    with pytest.raises(TicketNotFound):
        ticket_lists.get_visible(session, ticket.key, reader=zoe)


def test_who_is_no_agent_files_for_themselves_only(session: Session, desk: Desk) -> None:
    themselves = replace(ZOE, slack_user_id="U0ROSA")

    assert filing.choose_requester(session, themselves, actor=desk.rosa, now=NOON) is desk.rosa
    with pytest.raises(AgentsOnly):
        filing.choose_requester(session, ZOE, actor=desk.rosa, now=NOON)


@pytest.mark.parametrize(
    "chosen",
    [replace(ZOE, is_bot=True), replace(ZOE, slack_team_id="T0ELSE"), replace(ZOE, is_deactivated=True)],
    ids=["a bot", "another company's", "deactivated"],
)
def test_nobody_files_for_who_cannot_be_answered(session: Session, desk: Desk, chosen: Profile) -> None:
    with pytest.raises(Refusal, match="choose a person of this workspace"):
        filing.choose_requester(session, chosen, actor=desk.ada, now=NOON)


def test_a_form_asks_for_a_message_to_be_made_a_ticket(session: Session, desk: Desk) -> None:
    filing.ask_for_ticket(session, wish_of(desk, title="Smell"), actor=desk.rosa, requester=None)
    filing.ask_for_ticket(session, wish_of(desk, asker_id=desk.ada.id), actor=desk.ada, requester=desk.ben)

    wishes = [Wish.from_payload(payload) for payload in session.scalars(select(OutboxRow.payload))]
    assert [(wish.title, wish.requester_id) for wish in wishes] == [("Smell", None), (None, desk.ben.id)]


def test_a_message_of_a_ticket_is_refused_and_so_is_a_queue_that_takes_nothing(session: Session, desk: Desk) -> None:
    ticket, closed = make_ticket(session, desk), make_queue(session, desk.workspace, "HR")
    clear_outbox(session)

    with pytest.raises(Refusal, match=ticket.key):
        filing.ask_for_ticket(session, wish_of(desk, slack_channel_id="C0HELP"), actor=desk.rosa, requester=None)
    with pytest.raises(NotFound):
        filing.ask_for_ticket(session, wish_of(desk, queue_id=closed.id), actor=desk.rosa, requester=None)
    assert queued(session) == []


def test_a_quoted_message_is_a_note_with_a_link_and_goes_to_the_agents_alone(session: Session, desk: Desk) -> None:
    ticket, file = make_ticket(session, desk), {"id": "F1", "name": "log", "permalink": "https://acme.slack.com/F1"}
    clear_outbox(session)
    said = posted("It restarts", user="U0MAX", channel=LOBBY, files=[file])

    quotes.add_quote(session, Quote(ticket.id, LOBBY, said["ts"], desk.ada.id), said, now=NOON)

    note = session.scalars(select(Message).where(Message.kind == MessageKind.NOTE)).one()
    assert (note.side, note.author_id, note.slack_channel_id) == (Side.TRIAGE, desk.ada.id, None)
    assert f"https://acme.slack.com/archives/{LOBBY}/p{said['ts'].replace('.', '')}" in str(note.blocks)
    assert (note.text.endswith("\nIt restarts"), note.files[0]["name"]) == (True, "log")
    assert queued(session)[:2] == ["fetch_person", "post_note"]
    lanes = {row.lane for row in session.scalars(select(OutboxRow)) if row.kind == "slack.post_note"}
    assert lanes == {f"ticket/{ticket.id}/triage"}


def test_only_agents_of_the_ticket_add_to_it_also_if_they_left_meanwhile(session: Session, desk: Desk) -> None:
    ticket, hr = make_ticket(session, desk), make_queue(session, desk.workspace, "HR")
    mona = make_person(session, desk.workspace, "U0MONA")
    make_triage_channel(session, hr, mona)
    clear_outbox(session)

    with pytest.raises(AgentsOnly):
        quotes.ask_to_add(session, ticket.key, LOBBY, ts_at(1), actor=desk.rosa)
    with pytest.raises(TicketNotFound):
        quotes.ask_to_add(session, ticket.key, LOBBY, ts_at(1), actor=mona)
    assert [quotes.list_tickets(session, actor=actor)[0].key for actor in (desk.ada,)] == [ticket.key]
    assert quotes.list_tickets(session, actor=mona) == []

    said = posted("It restarts", channel=LOBBY)
    quotes.add_quote(session, Quote(ticket.id, LOBBY, said["ts"], mona.id), said, now=NOON)

    assert session.scalars(select(Message.kind)).all() == [MessageKind.OPENING]
    assert "tell_person" in queued(session)


def test_a_message_that_is_gone_is_told_to_the_agent(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    clear_outbox(session)

    quotes.add_quote(session, Quote(ticket.id, LOBBY, ts_at(1), desk.ada.id), None, now=NOON)

    row = session.scalars(select(OutboxRow)).one()
    assert (row.kind, row.payload["slack_channel_id"], row.payload["text"]) == ("slack.tell_person", None, quotes.GONE)
