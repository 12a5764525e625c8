"""Telling people once, not too many at a time, not at night; and reading what to tell when it is sent."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.domain.desk.notifications import FOR_AGENTS, NotificationFacts, NotificationKind
from bot.services.desk import notification_settings, notifications, tickets
from bot.services.desk.notification_facts import load_notifications
from models.desk import (
    ChannelMember,
    Follower,
    Message,
    MessageKind,
    Notification,
    OutboxRow,
    Person,
    Priority,
    Side,
    Ticket,
    TicketStatus,
)
from tests.services.evidence import clear_outbox
from tests.support.desk_rows import NOON, Desk, make_person, make_ticket, ts_at
from tests.support.queries import counting_queries

MINUTE = timedelta(minutes=1)
NIGHT = NOON + timedelta(hours=10)  # 23:00 in Berlin
MORNING = NOON + timedelta(hours=19)  # 08:00 there
REPLY = NotificationKind.REPLY


@pytest.fixture
def ticket(session: Session, desk: Desk) -> Ticket:
    """Rosa's ticket, which Ada has."""
    return make_ticket(session, desk, assignee_id=desk.ada.id, status=TicketStatus.IN_PROGRESS)


def tell(
    session: Session,
    person: Person,
    ticket: Ticket,
    cause: str,
    *,
    kind: NotificationKind = REPLY,
    facts: Mapping[str, str] | None = None,
    now: datetime = NOON,
) -> None:
    """Tell somebody something that Rosa did."""
    notifications.tell(session, person, ticket, kind, cause, facts or {"name": "Rosa"}, now=now)


def sent(session: Session) -> list[list[int]]:
    """Return how many things each queued message tells, by their ids."""
    rows = select(OutboxRow.payload).where(OutboxRow.kind == "slack.tell_notifications").order_by(OutboxRow.id)
    return [payload["ids"] for payload in session.scalars(rows)]


def due_times(session: Session) -> list[datetime]:
    """Return when each thing is due, in order."""
    return list(session.scalars(select(Notification.due_at).order_by(Notification.id)))


def test_the_first_two_of_a_kind_are_told_at_once(session: Session, desk: Desk, ticket: Ticket) -> None:
    tell(session, desk.ada, ticket, "message/1")
    tell(session, desk.ada, ticket, "message/2", now=NOON + MINUTE)

    assert [len(ids) for ids in sent(session)] == [1, 1]


def test_from_the_third_within_ten_minutes_they_are_gathered_into_one_message(
    session: Session, desk: Desk, ticket: Ticket
) -> None:
    for number in range(5):
        tell(session, desk.ada, ticket, f"message/{number}", now=NOON + number * MINUTE)
    assert [len(ids) for ids in sent(session)] == [1, 1]
    assert due_times(session)[2:] == [NOON + 12 * MINUTE] * 3

    clear_outbox(session)
    count = notifications.tell_due(session, desk.ada.id, now=NOON + 12 * MINUTE)

    assert (count, [len(ids) for ids in sent(session)]) == (3, [3])


def test_what_is_further_apart_is_told_at_once(session: Session, desk: Desk, ticket: Ticket) -> None:
    for number in range(5):
        tell(session, desk.ada, ticket, f"message/{number}", now=NOON + number * 6 * MINUTE)

    assert len(sent(session)) == 5


def test_a_burst_is_one_persons_and_of_one_kind(session: Session, desk: Desk, ticket: Ticket) -> None:
    for person in (desk.ada, desk.ben):
        for kind in (REPLY, NotificationKind.NOTE):
            for number in range(2):
                tell(session, person, ticket, f"{kind}/{number}", kind=kind)

    assert len(sent(session)) == 8


def test_a_person_is_told_once_of_each_cause_and_by_its_last_word(session: Session, desk: Desk, ticket: Ticket) -> None:
    tell(session, desk.ada, ticket, "message/1")
    tell(session, desk.ada, ticket, "message/1", kind=NotificationKind.REOPENED)
    tell(session, desk.ben, ticket, "message/1")

    rows = session.scalars(select(Notification).order_by(Notification.id)).all()
    assert [(row.person_id, row.kind) for row in rows] == [(desk.ada.id, "reopened"), (desk.ben.id, "reply")]
    assert len(sent(session)) == 2


def test_what_somebody_turned_off_is_not_told_nor_is_anything_told_a_bot_or_a_leaver(
    session: Session, desk: Desk, ticket: Ticket
) -> None:
    desk.ada.muted = ["reply"]
    for person in (desk.ada, make_person(session, desk.workspace, "U0BOT", is_bot=True)):
        tell(session, person, ticket, "message/1")
    tell(session, make_person(session, desk.workspace, "U0GONE", is_deactivated=True), ticket, "message/1")
    tell(session, desk.ada, ticket, "message/2", kind=NotificationKind.NOTE)

    assert list(session.scalars(select(Notification.kind))) == ["note"]


def test_in_somebodys_night_it_waits_for_their_morning(session: Session, desk: Desk, ticket: Ticket) -> None:
    desk.ada.zone = "Europe/Berlin"

    tell(session, desk.ada, ticket, "message/1", now=NIGHT)

    assert (due_times(session), sent(session)) == ([MORNING], [])


def test_what_is_urgent_comes_through_the_night(session: Session, desk: Desk, ticket: Ticket) -> None:
    desk.ada.zone, ticket.priority = "Europe/Berlin", Priority.P1

    for number in range(3):
        tell(session, desk.ada, ticket, f"message/{number}", now=NIGHT)

    assert len(sent(session)) == 2
    assert due_times(session)[2] == NIGHT + 10 * MINUTE


@pytest.mark.parametrize("facts", [{"zone": None}, {"zone": "Europe/Berlin", "quiet_from": None, "quiet_until": None}])
def test_who_has_no_night_is_told_at_once(
    session: Session, desk: Desk, ticket: Ticket, facts: dict[str, str | None]
) -> None:
    for name, value in facts.items():
        setattr(desk.ada, name, value)

    tell(session, desk.ada, ticket, "message/1", now=NIGHT)

    assert len(sent(session)) == 1


def test_the_morning_tells_everything_in_one_message(session: Session, desk: Desk, ticket: Ticket) -> None:
    desk.ada.zone = "Europe/Berlin"
    tell(session, desk.ada, ticket, "message/1", now=NIGHT)
    tell(session, desk.ada, ticket, "message/2", kind=NotificationKind.NOTE, now=NIGHT + MINUTE)
    assert notifications.list_due_person_ids(session, desk.workspace.id, now=MORNING - MINUTE) == []

    due = notifications.list_due_person_ids(session, desk.workspace.id, now=MORNING)
    notifications.tell_due(session, desk.ada.id, now=MORNING)

    assert due == [desk.ada.id]
    assert [len(ids) for ids in sent(session)] == [2]


def test_what_came_due_in_the_night_waits_on_but_for_what_is_urgent(
    session: Session, desk: Desk, ticket: Ticket
) -> None:
    urgent = make_ticket(session, desk, seconds=60, priority=Priority.P1)
    for each in (ticket, urgent):
        tell(session, desk.ada, each, f"ticket/{each.id}", now=NIGHT)
    session.execute(update(Notification).values(due_at=NIGHT, told_at=None))
    desk.ada.zone = "Europe/Berlin"
    clear_outbox(session)

    count = notifications.tell_due(session, desk.ada.id, now=NIGHT + MINUTE)

    assert (count, len(sent(session))) == (1, 1)
    assert due_times(session) == [MORNING, NIGHT]


def test_telling_what_is_due_twice_tells_it_once(session: Session, desk: Desk, ticket: Ticket) -> None:
    desk.ada.zone = "Europe/Berlin"
    tell(session, desk.ada, ticket, "message/1", now=NIGHT)

    counts = [notifications.tell_due(session, desk.ada.id, now=MORNING) for _ in range(2)]

    assert (counts, len(sent(session))) == ([1, 0], 1)


def test_new_quiet_hours_let_what_was_held_be_looked_at_anew(session: Session, desk: Desk, ticket: Ticket) -> None:
    desk.ada.zone = "Europe/Berlin"
    tell(session, desk.ada, ticket, "message/1", now=NIGHT)

    notification_settings.change_settings(session, desk.ada, on=list(NotificationKind), quiet=None, now=NIGHT + MINUTE)

    assert notifications.list_due_person_ids(session, desk.workspace.id, now=NIGHT + MINUTE) == [desk.ada.id]


def test_settings_are_kept_and_kinds_that_were_not_offered_stay(session: Session, desk: Desk) -> None:
    desk.rosa.muted = ["note", "closed"]

    quiet = (time(22), time(6))
    notification_settings.change_settings(session, desk.rosa, on=[NotificationKind.CLOSED], quiet=quiet, now=NOON)

    assert sorted(desk.rosa.muted) == ["following", "note", "rating", "reminder", "reply"]
    assert (desk.rosa.quiet_from, desk.rosa.quiet_until) == quiet
    shown = notification_settings.load_settings(session, desk.rosa)
    assert shown.on == {NotificationKind.CLOSED}
    assert not FOR_AGENTS.intersection(shown.offered)


def test_agents_are_offered_every_kind(session: Session, desk: Desk) -> None:
    assert notification_settings.load_settings(session, desk.ada).offered == tuple(NotificationKind)


def test_stopping_a_kind_twice_keeps_it_once(session: Session, desk: Desk) -> None:
    for _ in range(2):
        notification_settings.stop(session, desk.ada, [REPLY, NotificationKind.NOTE])

    assert desk.ada.muted == ["reply", "note"]


def say(
    session: Session,
    ticket: Ticket,
    author: Person,
    text: str,
    *,
    kind: MessageKind = MessageKind.REPLY,
    seconds: float = 99,
) -> Message:
    """Add a message on the triage side without anybody hearing of it."""
    message = Message(
        workspace_id=ticket.workspace_id,
        ticket_id=ticket.id,
        queue_id=ticket.queue_id,
        kind=kind,
        side=Side.TRIAGE,
        author_id=author.id,
        slack_channel_id="C0TRIAGE",
        ts=ts_at(seconds),
        text=text,
        files=[],
        sent_at=NOON,
    )
    session.add(message)
    session.flush()
    return message


def load(session: Session, person: Person) -> list[NotificationFacts]:
    """Return what somebody would be told now of everything there is for them."""
    session.flush()
    session.expire_all()
    ids = session.scalars(select(Notification.id).where(Notification.person_id == person.id)).all()
    return load_notifications(session, person, ids)


def follow(session: Session, ticket: Ticket, person: Person) -> None:
    """Make somebody a follower."""
    facts = {"workspace_id": ticket.workspace_id, "ticket_id": ticket.id, "person_id": person.id}
    session.add(Follower(followed_at=NOON, **facts))
    session.flush()


def tell_of(session: Session, person: Person, ticket: Ticket, message: Message) -> None:
    """Tell somebody of a message of Ben's."""
    kind = NotificationKind.NOTE if message.kind is MessageKind.NOTE else REPLY
    tell(
        session,
        person,
        ticket,
        f"message/{message.id}",
        kind=kind,
        facts={"name": "Ben", "message_id": str(message.id)},
    )


def test_what_is_told_is_read_when_it_is_sent(session: Session, desk: Desk, ticket: Ticket) -> None:
    message = say(session, ticket, desk.ben, "Try agian")
    tell_of(session, desk.ada, ticket, message)
    message.text, ticket.title = "Try again", "The printer burns"

    (told,) = load(session, desk.ada)

    assert (told.ticket_key, told.ticket_title, told.facts["name"]) == ("IT-1", "The printer burns", "Ben")
    assert told.words is not None
    assert told.words.text == "Try again"
    assert told.link == f"https://acme.slack.com/archives/C0TRIAGE/p{ts_at(0.5).replace('.', '')}"


def test_a_follower_is_led_to_the_requesters_side_unless_that_is_between_two(
    session: Session, desk: Desk, ticket: Ticket
) -> None:
    max_ = make_person(session, desk.workspace, "U0MAX")
    follow(session, ticket, max_)
    tell_of(session, max_, ticket, say(session, ticket, desk.ben, "Try again"))

    links = [load(session, max_)[0].link]
    ticket.requester_slack_channel_id = "D0ROSA"
    links.append(load(session, max_)[0].link)

    assert links == [f"https://acme.slack.com/archives/C0HELP/p{ts_at(0).replace('.', '')}", None]


def test_a_withdrawn_reply_is_told_no_follower_any_more(session: Session, desk: Desk, ticket: Ticket) -> None:
    max_ = make_person(session, desk.workspace, "U0MAX")
    follow(session, ticket, max_)
    message = say(session, ticket, desk.ben, "he is a fool")
    for person in (desk.ada, max_):
        tell_of(session, person, ticket, message)

    message.kind = MessageKind.NOTE

    assert (len(load(session, desk.ada)), load(session, max_)) == (1, [])


def test_a_note_is_read_in_the_queue_it_was_written_in_alone(session: Session, desk: Desk, ticket: Ticket) -> None:
    tell_of(session, desk.ada, ticket, say(session, ticket, desk.ben, "he is a fool", kind=MessageKind.NOTE))
    assert len(load(session, desk.ada)) == 1

    session.query(ChannelMember).where(ChannelMember.person_id == desk.ada.id).delete()
    ticket.requester_id = desk.ada.id  # so that she still sees the ticket

    assert load(session, desk.ada) == []


def test_whoever_may_not_see_the_ticket_any_more_is_told_nothing(session: Session, desk: Desk, ticket: Ticket) -> None:
    tell(session, desk.ada, ticket, "a", kind=NotificationKind.ASSIGNED)
    tell_of(session, desk.ada, ticket, say(session, ticket, desk.ben, "Try again"))

    session.query(ChannelMember).where(ChannelMember.person_id == desk.ada.id).delete()

    assert load(session, desk.ada) == []


@pytest.mark.parametrize("act", ["wrote", "changed something"])
def test_whoever_acted_since_needs_no_telling(session: Session, desk: Desk, ticket: Ticket, act: str) -> None:
    tell_of(session, desk.ada, ticket, say(session, ticket, desk.ben, "Try again"))
    assert len(load(session, desk.ada)) == 1

    if act == "wrote":
        facts = {"side": Side.TRIAGE, "kind": MessageKind.NOTE, "text": "seen", "files": []}
        ids = {"workspace_id": ticket.workspace_id, "ticket_id": ticket.id, "queue_id": ticket.queue_id}
        session.add(Message(author_id=desk.ada.id, sent_at=NOON + MINUTE, **facts, **ids))
    else:
        tickets.set_priority(session, ticket.id, Priority.P2, actor=desk.ada, now=NOON + MINUTE)

    assert load(session, desk.ada) == []


def test_what_is_not_so_any_more_is_not_told(session: Session, desk: Desk, ticket: Ticket) -> None:
    max_ = make_person(session, desk.workspace, "U0MAX")
    follow(session, ticket, max_)
    tell(session, max_, ticket, "following", kind=NotificationKind.FOLLOWING)
    tell(session, desk.ben, ticket, "assigned", kind=NotificationKind.ASSIGNED)
    tell(session, desk.ada, ticket, "closed", kind=NotificationKind.CLOSED, facts={"name": "Ben", "status": "closed"})
    tell(session, desk.ada, ticket, "reopened", kind=NotificationKind.REOPENED)
    message = say(session, ticket, desk.ben, "Try again")
    tell_of(session, desk.ben, ticket, message)

    message.deleted_at = NOON
    session.query(Follower).delete()

    assert [load(session, person) for person in (max_, desk.ben)] == [[], []]
    assert [told.kind for told in load(session, desk.ada)] == [NotificationKind.REOPENED]


def test_what_was_turned_off_meanwhile_is_not_told(session: Session, desk: Desk, ticket: Ticket) -> None:
    tell_of(session, desk.ada, ticket, say(session, ticket, desk.ben, "Try again"))

    notification_settings.stop(session, desk.ada, [REPLY])

    assert load(session, desk.ada) == []


def test_reading_many_costs_no_more_than_reading_two(session: Session, desk: Desk, ticket: Ticket) -> None:
    for number in range(20):
        author = make_person(session, desk.workspace, f"U0P{number}")
        message = say(session, ticket, author, "Try again", seconds=100 + number)
        facts = {"name": "Ben", "person_id": str(author.id), "message_id": str(message.id)}
        tell(session, desk.ada, ticket, f"message/{message.id}", facts=facts)
    ids, reader_id = session.scalars(select(Notification.id)).all(), desk.ada.id

    statements = []
    for told in (2, 20):
        session.expunge_all()
        reader = session.get_one(Person, reader_id)
        with counting_queries(session) as counted:
            assert len(load_notifications(session, reader, ids[:told])) == told
        statements.append(len(counted))

    assert statements == [4, 4]
