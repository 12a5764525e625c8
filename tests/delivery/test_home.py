"""A Home, drawn over real wires when its row is delivered."""

from datetime import timedelta

from sqlalchemy import update

from bot.domain.desk.instants import system_clock
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import homes, outbox, tickets
from models.desk import OutboxRow, OutboxState, TicketStatus
from tests.delivery.desk_room import DeskRoom

WAIT = timedelta(seconds=-60)


def open_home(room: DeskRoom, name: str) -> None:
    with room.sessions.begin() as session:
        homes.open_home(session, room.person(session, name), now=system_clock())


def drain(room: DeskRoom) -> None:
    """Send all that waits, what gathers changes for a moment included."""
    with room.sessions.begin() as session:
        session.execute(update(OutboxRow).values(due_at=OutboxRow.due_at + WAIT))
    room.drain()


def home_of(room: DeskRoom, name: str) -> str:
    home = room.actor(name).home
    return "" if home is None else home.words


def test_a_home_is_published_for_who_opened_it_and_nobody_else(room: DeskRoom) -> None:
    open_home(room, "rosa")

    room.drain()

    assert "You have no open requests" in home_of(room, "rosa")
    assert room.actor("ben").home is None


def test_a_home_shows_its_owner_s_ticket_as_it_stands_when_it_is_drawn(room: DeskRoom) -> None:
    open_home(room, "rosa")
    room.asks("My printer is on fire")
    with room.sessions.begin() as session:
        ben = room.person(session, "ben")
        tickets.change_status(session, room.ticket(session), TicketStatus.ON_HOLD, actor=ben, now=system_clock())

    drain(room)

    assert "IT-1" in home_of(room, "rosa")
    assert "My printer is on fire" in home_of(room, "rosa")
    assert "On hold" in home_of(room, "rosa")


def test_the_home_of_a_deactivated_person_is_let_be(room: DeskRoom) -> None:
    open_home(room, "rosa")
    with room.sessions.begin() as session:
        room.person(session, "rosa").is_deactivated = True

    drain(room)

    assert room.rows(OutboxState.DROPPED) == [("slack.refresh_home", "nobody looks at it any more")]


def test_where_slack_has_the_tab_off_nothing_is_stuck(room: DeskRoom) -> None:
    room.server.platform.app.has_home_tab = False
    open_home(room, "rosa")

    drain(room)

    assert room.rows(OutboxState.DROPPED) == [("slack.refresh_home", "not_enabled")]


def test_a_lost_answer_publishes_it_once_more(room: DeskRoom) -> None:
    room.server.admin.add_fault("answer_lost", on="views.publish")
    open_home(room, "rosa")

    drain(room)

    assert "You have no open requests" in home_of(room, "rosa")
    assert room.rows(OutboxState.PARKED) == []


def test_who_is_in_no_channel_is_told_in_their_conversation_with_the_bot(room: DeskRoom) -> None:
    with room.sessions.begin() as session:
        rosa = room.person(session, "rosa")
        outbox.enqueue(
            session,
            OutboxKind.TELL_PERSON,
            workspace_id=rosa.workspace_id,
            lane="person/1",
            subject_id=rosa.id,
            payload={"slack_channel_id": None, "text": "Slack did not open the form."},
        )

    drain(room)

    assert [message.text for message in room.actor("rosa").dm()] == ["Slack did not open the form."]
