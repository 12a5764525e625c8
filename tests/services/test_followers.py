"""Following a ticket: who may, who is told, and how it ends."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.notifications import NotificationKind
from bot.errors import AgentsOnly, FieldsRefused, TicketNotFound
from bot.services.desk import conversations, followers, ticket_lists
from models.desk import AuditEntry, AuditTag, Follower, Message, Notification, Person
from tests.services.test_ticket_details import change
from tests.support.desk_rows import NOON, Desk, make_person, make_ticket, make_workspace, posted


@pytest.fixture
def mona(session: Session, desk: Desk) -> Person:
    """Somebody of the workspace who has nothing to do with the desk."""
    return make_person(session, desk.workspace, "U0MONA")


def following(session: Session) -> list[str]:
    people = select(Person.slack_user_id).join(Follower, Follower.person_id == Person.id).order_by(Follower.id)
    return list(session.scalars(people))


def test_an_agent_watches_a_ticket_with_nobodys_leave_and_is_told_nothing(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    for _ in range(2):
        followers.watch_ticket(session, ticket.id, actor=desk.ben, now=NOON)

    assert following(session) == ["U0BEN"]
    assert session.scalars(select(Notification)).all() == []


def test_watching_begins_and_ends_with_a_word_in_the_cards_thread(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    for seconds, word in enumerate(("!watch", "!watch", "!unwatch"), start=10):
        event = posted(word, seconds=seconds, user="U0BEN", channel="C0TRIAGE", thread_ts=ticket.card_ts)
        conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)

    tags = select(AuditEntry.tag).where(AuditEntry.ticket_id == ticket.id).order_by(AuditEntry.id)
    assert session.scalars(tags).all()[1:] == [AuditTag.TICKET_FOLLOWED, AuditTag.TICKET_UNFOLLOWED]
    assert following(session) == []


def test_nobody_else_can_watch(session: Session, desk: Desk, mona: Person) -> None:
    ticket = make_ticket(session, desk)

    for ticket_id in (ticket.id, 999_999):
        with pytest.raises(AgentsOnly):
            followers.watch_ticket(session, ticket_id, actor=mona, now=NOON)


def test_who_is_added_sees_the_public_side_and_is_told_once(session: Session, desk: Desk, mona: Person) -> None:
    ticket = make_ticket(session, desk)
    with pytest.raises(TicketNotFound):
        ticket_lists.get_visible(session, "IT-1", reader=mona)

    change(session, ticket, actor=desk.ben, follower_ids=("U0MONA",))

    shown, is_agent = ticket_lists.get_visible(session, "IT-1", reader=mona)
    told = session.scalars(select(Notification)).one()
    assert (shown.key, is_agent) == ("IT-1", False)
    assert (told.person_id, told.kind, told.facts) == (mona.id, NotificationKind.FOLLOWING, {"name": "Ben"})


def test_who_stops_following_sees_it_no_more(session: Session, desk: Desk, mona: Person) -> None:
    ticket = make_ticket(session, desk)
    change(session, ticket, actor=desk.ben, follower_ids=("U0MONA",))

    for _ in range(2):
        followers.stop_following(session, ticket.id, actor=mona, now=NOON)

    assert following(session) == []
    entries = session.scalars(select(AuditEntry).where(AuditEntry.tag == AuditTag.TICKET_UNFOLLOWED)).all()
    assert [(entry.actor_id, entry.details) for entry in entries] == [(mona.id, {"follower": mona.id})]
    with pytest.raises(TicketNotFound):
        ticket_lists.get_visible(session, "IT-1", reader=mona)


def test_stopping_says_nothing_of_tickets_one_does_not_follow(session: Session, desk: Desk, mona: Person) -> None:
    ticket = make_ticket(session, desk)
    change(session, ticket, actor=desk.ben, follower_ids=("U0ADA",))

    followers.stop_following(session, ticket.id, actor=mona, now=NOON)
    followers.stop_following(session, 999_999, actor=mona, now=NOON)

    assert following(session) == ["U0ADA"]


def test_an_outsider_follows_only_what_was_asked_where_they_wrote(session: Session, desk: Desk) -> None:
    olaf = make_person(session, desk.workspace, "U0OLAF", slack_team_id="T0OTHER", is_outsider=True)
    ticket = make_ticket(session, desk)
    with pytest.raises(FieldsRefused, match="Olaf cannot follow"):
        change(session, ticket, actor=desk.ben, follower_ids=("U0OLAF",))
    _let_write(session, desk, olaf)

    change(session, ticket, actor=desk.ben, follower_ids=("U0OLAF",))

    assert following(session) == ["U0OLAF"]


def _let_write(session: Session, desk: Desk, person: Person) -> None:
    """Have somebody ask in the request channel."""
    ticket = make_ticket(session, desk, "I have a question too", seconds=60)
    session.scalars(select(Message).where(Message.ticket_id == ticket.id)).one().author_id = person.id
    session.flush()


@pytest.mark.usefixtures("mona")
def test_nobody_of_another_workspace_is_touched(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    change(session, ticket, actor=desk.ben, follower_ids=("U0MONA",))
    elsewhere = make_person(session, make_workspace(session, "T0ELSE"), "U0MONA")

    followers.stop_following(session, ticket.id, actor=elsewhere, now=NOON)

    assert following(session) == ["U0MONA"]
