"""Replies and their copies, delivered over real wires: names, edits, deletions, and what was made private."""

from sqlalchemy import select

from bot.domain.desk.instants import system_clock
from bot.services.desk import channels, stuck, tickets
from models.desk import Workspace
from tests.delivery.desk_room import HELP, TRIAGE, DeskRoom


def retry_what_is_stuck(room: DeskRoom) -> None:
    with room.sessions.begin() as session:
        workspace = session.scalars(select(Workspace)).one()
        for row in stuck.list_parked(session, workspace.id):
            stuck.retry_row(session, workspace.id, row.id)


def test_replies_cross_under_their_authors_name_and_picture(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    room.drain()
    [card] = room.cards()

    room.replies("ben", card, "Do you have a *bucket*?")
    room.replies("rosa", root, "Yes")
    room.drain()

    to_rosa = room.actor("rosa").thread(root.channel, root)[-1]
    to_ben = room.actor("ben").thread(card.channel, card)[-1]
    assert (to_rosa.username, to_rosa.text) == ("ben", "Do you have a bucket?")
    assert (to_ben.username, to_ben.text) == ("rosa", "Yes")
    assert "'bold': True" in str(to_rosa.raw["blocks"])


def test_without_the_optional_scope_the_name_stands_in_the_text(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    room.drain()
    with room.sessions.begin() as session:
        session.scalars(select(Workspace)).one().granted_scopes = []

    room.replies("ben", room.cards()[0], "Do you have a bucket?")
    room.drain()

    reply = room.actor("rosa").thread(root.channel, root)[-1]
    assert reply.username is None
    assert reply.text == "ben: Do you have a bucket?"


def test_a_copy_follows_edits_and_goes_with_its_source(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    room.drain()
    reply = room.replies("ben", room.cards()[0], "Take the stairs")
    room.drain()

    room.edits("ben", reply, "Take the lift")
    room.drain()
    edited = room.thread(root)
    room.deletes("ben", reply)
    room.drain()

    assert edited[-1] == "Take the lift"
    assert len(room.thread(root)) == len(edited) - 1


def test_a_reply_made_private_is_taken_back(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    room.drain()
    reply = room.replies("ben", room.cards()[0], "She broke it herself")
    room.drain()

    room.edits("ben", reply, ":lock: She broke it herself")
    room.drain()

    assert not any("broke" in said for said in room.thread(root))


def test_a_reply_made_private_before_it_left_never_leaves(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    room.drain()

    reply = room.replies("ben", room.cards()[0], "She broke it herself")
    room.edits("ben", reply, ":lock: She broke it herself")
    room.drain()

    assert not any("broke" in said for said in room.thread(root))
    calls = room.server.wire.calls("chat.postMessage")
    assert not any("broke" in str(call.request) for call in calls)


def test_a_reply_in_doubt_when_it_was_made_private_is_found_and_taken_back(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    room.drain()
    room.server.admin.add_fault("answer_lost", on="chat.postMessage")
    room.server.admin.add_fault("server_error", on="conversations.replies", times=None)
    reply = room.replies("ben", room.cards()[0], "She broke it herself")
    room.drain()
    assert any("broke" in said for said in room.thread(root))

    room.edits("ben", reply, ":lock: She broke it herself")
    room.server.admin.clear_faults()
    retry_what_is_stuck(room)
    room.drain()

    assert not any("broke" in said for said in room.thread(root))


def test_a_reply_parked_and_edited_meanwhile_goes_out_as_it_is_by_then(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    room.drain()
    room.server.admin.add_fault("refusal", on="chat.postMessage", error="restricted_action")
    reply = room.replies("ben", room.cards()[0], "Take the stairs")
    room.drain()
    room.edits("ben", reply, "Take the lift")
    room.drain()

    retry_what_is_stuck(room)
    room.drain()

    assert room.thread(root)[-1] == "Take the lift"


def test_an_edit_does_not_follow_into_a_channel_that_is_the_teams_no_more_but_a_deletion_does(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    room.drain()
    said = room.replies("rosa", root, "It is the one on floor two")
    room.drain()
    [card] = room.cards()
    with room.sessions.begin() as session:
        tickets.close_ticket(session, room.ticket(session).id, actor=room.person(session, "ben"), now=system_clock())
        for slack_channel_id in (HELP, TRIAGE):
            channels.leave_desk(session, room.channel(session, slack_channel_id), actor=None, now=system_clock())

    room.edits("rosa", said, "My password is hunter2")
    room.drain()
    edited = room.thread(card)
    room.deletes("rosa", said)
    room.drain()

    assert "It is the one on floor two" in edited
    assert not any("hunter2" in text for text in edited)
    assert "It is the one on floor two" not in room.thread(card)
