"""The desk's rows, delivered over real wires: cards, notices, replies, what people are told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery.desk import desk_deliverers
from bot.delivery.desk.cards import CardPart
from bot.delivery.desk.reconciliation import reconciliation_deliverers
from bot.domain.desk.incoming import Words
from bot.domain.desk.instants import system_clock
from bot.domain.desk.notices import PersonNotice, ThreadNotice
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import channel_looks, intake, outbox, tickets
from bot.views.parts import Part
from models.desk import ChannelMember, Message, OutboxState, Person, Queue, Side, TicketStatus
from tests.delivery.desk_room import TRIAGE, DeskRoom


def set_status(room: DeskRoom, status: TicketStatus) -> None:
    with room.sessions.begin() as session:
        actor = room.person(session, "ben")
        tickets.change_status(session, room.ticket(session), status, actor=actor, now=system_clock())


def ask_by_command(room: DeskRoom) -> None:
    with room.sessions.begin() as session:
        queue = session.scalars(select(Queue)).one()
        words = Words("My printer is on fire", None, [])
        rosa = room.person(session, "rosa")
        intake.open_from_form(session, queue.id, title="Printer", words=words, actor=rosa, now=system_clock())


def due_dates(_session: Session, ids: Sequence[int], *, now: datetime) -> Mapping[int, datetime]:
    return dict.fromkeys(ids, now)


def no_contracts(_session: Session, ids: Sequence[int], *, now: datetime) -> Mapping[int, str]:
    del ids, now
    return {}


def test_every_kind_of_row_has_one_deliverer(room: DeskRoom) -> None:
    kinds = [each.kind for each in (*desk_deliverers(), *reconciliation_deliverers(room.sessions, system_clock))]

    assert sorted(kinds) == sorted(OutboxKind)


def test_a_request_gets_one_card_and_one_confirmation(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")

    room.drain()

    [card] = room.cards()
    [confirmation] = room.thread(root)
    assert "IT-1" in card.text
    assert "IT-1" in confirmation
    with room.sessions() as session:
        assert room.ticket(session).card_ts == card.ts


@pytest.mark.parametrize("fault", ["answer_lost", "cut"])
def test_card_and_confirmation_come_once_though_no_answer_came(room: DeskRoom, fault: str) -> None:
    room.drain()
    room.server.admin.add_fault(fault, on="chat.postMessage", times=2)

    root = room.asks("My printer is on fire")
    room.drain()

    assert (len(room.cards()), len(room.thread(root))) == (1, 1)
    assert room.rows(OutboxState.PARKED, OutboxState.PENDING) == []


def test_a_card_found_again_is_drawn_as_it_is_by_then(room: DeskRoom) -> None:
    room.drain()
    room.server.admin.add_fault("answer_lost", on="chat.postMessage", match={"channel": TRIAGE})

    room.asks("My printer is on fire")
    room.drain()

    assert len(room.server.wire.calls("chat.update")) == 1
    assert len(room.cards()) == 1


def test_a_change_redraws_the_card_in_place(room: DeskRoom) -> None:
    room.asks("My printer is on fire")
    room.drain()

    set_status(room, TicketStatus.WAITING)
    room.drain()

    [card] = room.cards()
    assert "Waiting" in str(card.raw["blocks"])


def test_a_card_shows_the_parts_of_other_wings(room: DeskRoom) -> None:
    field = {"type": "plain_text", "text": "Due tomorrow"}
    nobodys = {"type": "plain_text", "text": "Nobody's"}
    room.parts = [
        CardPart(due_dates, lambda _due: Part(fields=[field])),
        CardPart(no_contracts, lambda _contract: Part(fields=[nobodys])),
    ]

    room.asks("My printer is on fire")
    room.drain()

    [card] = room.cards()
    assert field["text"] in str(card.raw["blocks"])
    assert nobodys["text"] not in str(card.raw["blocks"])


def test_nothing_is_posted_into_a_channel_that_is_no_longer_the_triage_channel(room: DeskRoom) -> None:
    room.drain()
    room.asks("My printer is on fire")
    with room.sessions.begin() as session:
        channel = room.channel(session, TRIAGE)
        channel.role, channel.queue_id = channel.role.NONE, None

    room.drain()

    assert room.cards() == []
    [(kind, reason)] = room.rows(OutboxState.PARKED)
    assert kind == OutboxKind.REFRESH_TRIAGE_CARD
    assert "no longer the triage channel" in (reason or "")


def test_nothing_is_posted_into_a_triage_channel_that_outsiders_read(room: DeskRoom) -> None:
    room.drain()
    room.asks("My printer is on fire")
    with room.sessions.begin() as session:
        room.channel(session, TRIAGE).is_shared = True

    room.drain()

    assert room.cards() == []
    assert room.rows(OutboxState.PARKED) == []
    assert room.rows(OutboxState.PENDING) == [(OutboxKind.REFRESH_TRIAGE_CARD, f"{TRIAGE} is paused")]


def test_what_waits_for_a_paused_channel_goes_out_in_order_when_it_goes_on(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    room.drain()
    look_at_triage(room, is_private=False)
    room.replies("rosa", root, "It spreads")
    room.replies("rosa", root, "It reached the shelf")
    room.drain()
    [card] = room.cards()
    before = room.thread(card)

    look_at_triage(room)
    room.drain()

    assert before == []
    assert room.thread(card) == ["It spreads", "It reached the shelf"]


def test_a_copy_that_stands_in_a_paused_channel_can_be_taken_back_and_waits_to_be_changed(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    kept, taken_back = room.replies("rosa", root, "It spreads"), room.replies("rosa", root, "my password is 1234")
    room.drain()
    look_at_triage(room, is_shared=True)

    room.deletes("rosa", taken_back)
    room.drain()
    room.edits("rosa", kept, "It spreads to the shelf")
    room.drain()
    look_at_triage(room)
    [card] = room.cards()
    before = room.thread(card)
    room.drain()

    assert before == ["It spreads"]
    assert room.thread(card) == ["It spreads to the shelf"]


def look_at_triage(room: DeskRoom, **facts: Any) -> None:
    profile = replace(room.client.read_channel(TRIAGE), **facts)
    with room.sessions.begin() as session:
        channel_looks.record(session, room.channel(session, TRIAGE).id, profile, now=system_clock())


def test_replies_wait_for_the_card_even_when_it_was_parked(room: DeskRoom) -> None:
    room.drain()
    room.server.admin.add_fault("refusal", on="chat.postMessage", error="restricted_action", match={"channel": TRIAGE})
    root = room.asks("My printer is on fire")
    room.replies("rosa", root, "It is getting bigger")
    room.drain()
    assert [kind for kind, _ in room.rows(OutboxState.PARKED)] == [
        OutboxKind.REFRESH_TRIAGE_CARD,
        OutboxKind.POST_REPLY,
    ]

    set_status(room, TicketStatus.WAITING)
    room.drain()

    [card] = room.cards()
    assert room.thread(card) == ["It is getting bigger"]


def test_a_card_given_up_in_doubt_is_not_posted_twice(room: DeskRoom) -> None:
    room.drain()
    room.server.admin.add_fault("answer_lost", on="chat.postMessage", match={"channel": TRIAGE})
    room.server.admin.add_fault("server_error", on="conversations.history", times=None)
    room.asks("My printer is on fire")
    room.drain()
    assert room.rows(OutboxState.PARKED) == [(OutboxKind.REFRESH_TRIAGE_CARD, "http_500")]

    room.server.admin.clear_faults()
    set_status(room, TicketStatus.WAITING)
    room.drain()

    [card] = room.cards()
    assert "Waiting" in str(card.raw["blocks"])


def test_the_requester_is_told_of_the_resolution_and_the_button_goes_when_reopened(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    room.drain()

    set_status(room, TicketStatus.RESOLVED)
    room.drain()
    told = room.actor("rosa").thread(root.channel, root)[-1]
    set_status(room, TicketStatus.IN_PROGRESS)
    room.drain()

    [after] = [message for message in room.actor("rosa").thread(root.channel, root) if message.ts == told.ts]
    assert "ticket.reopen" in str(told.raw["blocks"])
    assert "ticket.reopen" not in str(after.raw["blocks"])


def test_a_second_resolution_leaves_one_button(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    for status in (TicketStatus.RESOLVED, TicketStatus.IN_PROGRESS, TicketStatus.RESOLVED):
        room.drain()
        set_status(room, status)
    room.drain()

    told = [message for message in room.actor("rosa").thread(root.channel, root) if "resolved" in message.text]
    assert [message.text for message in told] == [
        "IT-1 was resolved, and has been reopened since.",
        "IT-1 is resolved. ben marked it as done.",
    ]
    assert [message.action_ids for message in told] == [[], ["ticket.reopen"]]


def test_a_second_resolution_is_told_though_the_first_notice_is_gone(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    for status in (TicketStatus.RESOLVED, TicketStatus.IN_PROGRESS):
        room.drain()
        set_status(room, status)
    room.drain()
    room.actor("ada").delete(room.actor("ada").thread(root.channel, root)[-1])

    set_status(room, TicketStatus.RESOLVED)
    room.drain()

    assert room.thread(root)[-1] == "IT-1 is resolved. ben marked it as done."


def test_a_resolution_taken_back_before_it_was_told_is_not_told(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    room.drain()

    set_status(room, TicketStatus.RESOLVED)
    set_status(room, TicketStatus.IN_PROGRESS)
    room.drain()

    assert not any("resolved" in said for said in room.thread(root))


def test_a_request_by_command_is_rooted_in_the_requesters_dm(room: DeskRoom) -> None:
    ask_by_command(room)
    room.drain()

    [opening] = room.actor("rosa").dm()
    with room.sessions() as session:
        ticket = room.ticket(session)
        assert (ticket.requester_slack_channel_id, ticket.requester_thread_ts) == (opening.channel, opening.ts)
        assert session.get_one(Person, ticket.requester_id).slack_dm_id == opening.channel
    assert len(room.cards()) == 1


def test_a_dm_opening_comes_once_though_no_answer_came(room: DeskRoom) -> None:
    room.drain()
    room.server.admin.add_fault("answer_lost", on="chat.postMessage", times=2)
    room.server.admin.add_fault("answer_lost", on="conversations.open")

    ask_by_command(room)
    room.drain()

    assert (len(room.actor("rosa").dm()), len(room.cards())) == (1, 1)


def test_a_notice_is_said_in_the_thread_it_is_for(room: DeskRoom) -> None:
    room.asks("My printer is on fire")
    room.drain()
    with room.sessions.begin() as session:
        ticket = room.ticket(session)
        outbox.enqueue(
            session,
            OutboxKind.POST_THREAD_NOTICE,
            workspace_id=ticket.workspace_id,
            lane=outbox.ticket_lane(ticket.id, Side.TRIAGE),
            subject_id=ticket.id,
            payload={
                "notice": ThreadNotice.TICKET_REOPENED,
                "side": Side.TRIAGE,
                "ticket_key": ticket.key,
                "name": "Rosa",
            },
        )

    room.drain()

    [notice] = room.thread(room.cards()[0])
    assert "IT-1" in notice


def test_a_person_is_told_where_they_are_and_in_their_dm(room: DeskRoom) -> None:
    with room.sessions.begin() as session:
        ben = room.person(session, "ben")
        lane = outbox.person_lane(ben.id)
        told = {"slack_channel_id": TRIAGE, "text": "Cara claimed IT-1 just before you."}
        noticed = {"notice": PersonNotice.ADMIN_ADDED, "name": "Ada"}
        for kind, payload in ((OutboxKind.TELL_PERSON, told), (OutboxKind.MESSAGE_PERSON, noticed)):
            outbox.enqueue(session, kind, workspace_id=ben.workspace_id, lane=lane, subject_id=ben.id, payload=payload)

    room.drain()

    assert [message.text for message in room.actor("ben").ephemerals()] == [told["text"]]
    assert "Ada" in room.actor("ben").dm()[0].text


def test_nobody_left_to_tell_is_no_failure(room: DeskRoom) -> None:
    with room.sessions.begin() as session:
        gus = room.person(session, "gus")
        payload = {"slack_channel_id": TRIAGE, "text": "You cannot see this"}
        outbox.enqueue(
            session,
            OutboxKind.TELL_PERSON,
            workspace_id=gus.workspace_id,
            lane=outbox.person_lane(gus.id),
            subject_id=gus.id,
            payload=payload,
        )

    room.drain()

    assert room.rows(OutboxState.PARKED) == []
    assert room.actor("gus").ephemerals() == []


def test_the_members_of_a_triage_channel_are_read_and_named(room: DeskRoom) -> None:
    room.drain()

    members = select(Person.display_name).join(ChannelMember, ChannelMember.person_id == Person.id)
    with room.sessions() as session:
        assert sorted(name or "" for name in session.scalars(members)) == ["ada", "ben", "cara"]


def test_members_are_not_read_of_a_channel_that_left_the_desk(room: DeskRoom) -> None:
    with room.sessions.begin() as session:
        channel = room.channel(session, TRIAGE)
        channel.role, channel.queue_id = channel.role.NONE, None

    room.drain()

    assert room.server.wire.calls("conversations.members") == []


def test_the_request_whose_thread_is_gone_asks_no_admin(room: DeskRoom) -> None:
    room.drain()
    root = room.asks("My printer is on fire")
    room.actor("rosa").delete(root)

    room.drain()

    assert room.rows(OutboxState.PARKED) == []
    assert (OutboxKind.POST_CONFIRMATION, "thread_not_found") in room.rows(OutboxState.DROPPED)


def test_messages_are_found_by_ids_that_no_two_share(room: DeskRoom) -> None:
    for name in ("rosa", "finn", "gus"):
        room.asks("My printer is on fire", name=name)
    room.drain()

    calls = room.server.wire.calls("chat.postMessage")
    ids = [call.request["metadata"]["event_payload"]["id"] for call in calls]
    assert len(set(ids)) == len(ids) == 6
    with room.sessions() as session:
        assert len(session.scalars(select(Message)).all()) == 3
