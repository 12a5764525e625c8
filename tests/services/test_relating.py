"""Tickets that are merged, linked and split."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.notifications import NotificationKind
from bot.domain.desk.queries import read_query
from bot.errors import AgentsOnly, CannotMerge, NotFound, NotUnderstood, TicketAlreadyClosed, TicketNotFound
from bot.gateways.database import Sessions
from bot.services.desk import (
    conversations,
    followers,
    links,
    merging,
    notification_facts,
    notifications,
    search,
    splitting,
    ticket_facts,
    ticket_words,
    tickets,
)
from models.desk import (
    Follower,
    Message,
    MessageKind,
    Notification,
    OutboxRow,
    Side,
    Ticket,
    TicketLink,
    TicketSource,
    TicketStatus,
)
from tests.services.evidence import audited, clear_outbox, in_parallel, queued
from tests.support.desk_rows import (
    NOON,
    Desk,
    make_person,
    make_queue,
    make_ticket,
    make_triage_channel,
    posted,
    ts_at,
)


def hear(session: Session, desk: Desk, text: str, *, seconds: float, root: float, user: str = "U0ROSA") -> None:
    event = posted(text, seconds=seconds, user=user, thread_ts=ts_at(root))
    conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)


def messages_of(session: Session, ticket: Ticket) -> list[str]:
    said = select(Message.text).where(Message.ticket_id == ticket.id, Message.kind != MessageKind.OPENING)
    return list(session.scalars(said.order_by(Message.sent_at)))


def test_a_merged_ticket_closes_and_what_is_written_there_reaches_the_other(session: Session, desk: Desk) -> None:
    ticket, into = make_ticket(session, desk, "No paper"), make_ticket(session, desk, "On fire", seconds=10)

    merging.merge_ticket(session, ticket.id, into.key, adds_follower=False, actor=desk.ada, now=NOON)
    hear(session, desk, "And it smells of smoke", seconds=60, root=0)

    assert (ticket.status, ticket.merged_into_id) == (TicketStatus.CLOSED, into.id)
    assert (messages_of(session, ticket), messages_of(session, into)) == ([], ["And it smells of smoke"])
    assert "ticket.merged" in audited(session)


def test_both_threads_are_told_once_and_nobody_hears_that_it_was_closed(session: Session, desk: Desk) -> None:
    ticket, into = make_ticket(session, desk), make_ticket(session, desk, seconds=10)
    clear_outbox(session)

    merging.merge_ticket(session, ticket.id, into.key, adds_follower=False, actor=desk.ada, now=NOON)

    told = session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == "slack.post_thread_notice")).all()
    assert sorted((row["notice"], row["side"]) for row in told) == [
        ("merged_into_own", "requester"),
        ("was_merged", "triage"),
    ]


def test_a_stranger_s_words_reach_the_team_and_the_answer_stays_with_whose_ticket_goes_on(
    session: Session, desk: Desk
) -> None:
    max_ = make_person(session, desk.workspace, "U0MAX")
    into, ticket = make_ticket(session, desk, "On fire"), make_ticket(session, desk, "Smoke", seconds=10)
    ticket.requester_id = ticket.author_id = max_.id
    merging.merge_ticket(session, ticket.id, into.key, adds_follower=False, actor=desk.ada, now=NOON)
    clear_outbox(session)

    hear(session, desk, "It is worse now", seconds=60, root=10, user="U0MAX")
    answer = posted("Leave the room", seconds=70, user="U0ADA", channel="C0TRIAGE", thread_ts=ts_at(0.5))
    conversations.receive_message(session, desk.workspace, answer, late=False, now=NOON)

    lanes = session.scalars(select(OutboxRow.lane).where(OutboxRow.kind == "slack.post_reply")).all()
    assert lanes == [f"ticket/{into.id}/{Side.TRIAGE}", f"ticket/{into.id}/{Side.REQUESTER}"]


def test_what_a_stranger_says_in_private_is_read_and_found_by_agents_alone(session: Session, desk: Desk) -> None:
    max_ = make_person(session, desk.workspace, "U0MAX")
    into = make_ticket(session, desk, "On fire")
    theirs = {"requester_id": max_.id, "author_id": max_.id, "requester_slack_channel_id": "D0MAX"}
    ticket = make_ticket(session, desk, "Smoke", seconds=10, **theirs)
    merging.merge_ticket(session, ticket.id, into.key, adds_follower=True, actor=desk.ada, now=NOON)
    event = posted("My code is tulip", seconds=60, user="U0MAX", channel="D0MAX", thread_ts=ts_at(10))

    conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)
    ticket_words.gather(session, into)

    talk = ticket_facts.load_talk(session, into.id, workspace_id=desk.workspace.id)
    found = {
        person.display_name: search.find_tickets(session, read_query("tulip"), reader=person, now=NOON).total
        for person in (desk.ada, desk.rosa, max_)
    }
    said = session.scalars(select(Message).where(Message.slack_channel_id == "D0MAX", Message.thread_ts.is_not(None)))
    facts = {"name": "Max", "message_id": str(said.one().id)}
    notifications.tell(session, desk.rosa, into, NotificationKind.REPLY, "message", facts, now=NOON)
    told = session.scalars(select(Notification.id).where(Notification.person_id == desk.rosa.id)).all()
    assert [message.text for message in talk] == ["On fire"]
    assert found == {"Ada": 1, "Rosa": 0, "Max": 0}
    assert notification_facts.load_notifications(session, desk.rosa, told) == []
    assert told


@pytest.mark.parametrize("adds_follower", [True, False])
def test_whose_ticket_closes_follows_the_other_only_if_the_agent_says_so(
    session: Session, desk: Desk, adds_follower: bool
) -> None:
    max_ = make_person(session, desk.workspace, "U0MAX")
    into, ticket = make_ticket(session, desk), make_ticket(session, desk, seconds=10, requester_id=max_.id)

    merging.merge_ticket(session, ticket.id, into.key, adds_follower=adds_follower, actor=desk.ada, now=NOON)

    following = session.scalars(select(Follower.person_id).where(Follower.ticket_id == into.id)).all()
    assert following == ([max_.id] if adds_follower else [])


def test_an_agent_who_writes_on_the_merged_card_is_told_where_to_write(session: Session, desk: Desk) -> None:
    ticket, into = make_ticket(session, desk), make_ticket(session, desk, seconds=10)
    merging.merge_ticket(session, ticket.id, into.key, adds_follower=False, actor=desk.ada, now=NOON)
    clear_outbox(session)

    event = posted("Hello?", seconds=60, user="U0BEN", channel="C0TRIAGE", thread_ts=ts_at(0.5))
    conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)

    assert queued(session) == ["tell_person"]
    assert messages_of(session, ticket) == []


def test_merges_follow_one_another(session: Session, desk: Desk) -> None:
    first, second, third = (make_ticket(session, desk, seconds=seconds) for seconds in (0, 10, 20))
    merging.merge_ticket(session, first.id, second.key, adds_follower=False, actor=desk.ada, now=NOON)

    merging.merge_ticket(session, second.id, third.key, adds_follower=False, actor=desk.ada, now=NOON)
    hear(session, desk, "Any news?", seconds=60, root=0)

    assert messages_of(session, third) == ["Any news?"]


def test_what_cannot_become_one_says_what_to_do(session: Session, desk: Desk) -> None:
    ticket, closed = make_ticket(session, desk), make_ticket(session, desk, seconds=10)
    tickets.close_ticket(session, closed.id, actor=desk.ada, now=NOON)
    hr = make_queue(session, desk.workspace, "HR")
    make_triage_channel(session, hr, desk.ada)
    elsewhere = make_ticket(session, desk, seconds=20)
    elsewhere.queue_id, elsewhere.key = hr.id, "HR-1"
    session.flush()

    for key, complaint in (
        (ticket.key, "cannot be merged into itself"),
        (closed.key, "is closed"),
        ("HR-1", "Move IT-1 to HR first"),
    ):
        with pytest.raises(CannotMerge, match=complaint):
            merging.merge_ticket(session, ticket.id, key, adds_follower=False, actor=desk.ada, now=NOON)
    with pytest.raises(TicketAlreadyClosed):
        merging.merge_ticket(session, closed.id, ticket.key, adds_follower=False, actor=desk.ada, now=NOON)
    assert ticket.status is TicketStatus.NEW


def test_a_hidden_ticket_and_an_unknown_one_are_the_same_to_who_merges_or_links(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    hr = make_queue(session, desk.workspace, "HR")
    make_triage_channel(session, hr, make_person(session, desk.workspace, "U0HANA"))
    hidden = make_ticket(session, desk, seconds=20)
    hidden.queue_id, hidden.key = hr.id, "HR-1"
    session.flush()

    for key in ("HR-1", "HR-2"):
        with pytest.raises(TicketNotFound, match=f"I cannot find a ticket {key}"):
            merging.merge_ticket(session, ticket.id, key, adds_follower=False, actor=desk.ada, now=NOON)
        with pytest.raises(TicketNotFound, match=f"I cannot find a ticket {key}"):
            links.link_tickets(session, ticket.id, key, actor=desk.ada, now=NOON)


def test_two_who_merge_the_same_tickets_crosswise_merge_one(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as session:
        one, two = make_ticket(session, open_desk), make_ticket(session, open_desk, seconds=10)

    def merge(ticket: Ticket, into: Ticket) -> None:
        with sessions.begin() as session:
            merging.merge_ticket(session, ticket.id, into.key, adds_follower=False, actor=open_desk.ada, now=NOON)

    outcomes = in_parallel([lambda: merge(one, two), lambda: merge(two, one)])

    assert sorted(type(outcome).__name__ for outcome in outcomes) in (
        ["CannotMerge", "NoneType"],
        ["NoneType", "TicketAlreadyClosed"],
    )
    with sessions() as session:
        assert len(session.scalars(select(Ticket.id).where(Ticket.merged_into_id.is_not(None))).all()) == 1


def test_linking_twice_links_once_and_both_histories_say_so(session: Session, desk: Desk) -> None:
    ticket, other = make_ticket(session, desk), make_ticket(session, desk, seconds=10)

    links.link_tickets(session, other.id, ticket.key, actor=desk.ada, now=NOON)
    links.link_tickets(session, ticket.id, other.key, actor=desk.ben, now=NOON)

    rows = session.execute(select(TicketLink.ticket_id, TicketLink.other_id)).all()
    assert [tuple(row) for row in rows] == [(ticket.id, other.id)]
    assert audited(session).count("ticket.linked") == 2


def test_a_link_is_taken_away_and_taking_it_away_again_changes_nothing(session: Session, desk: Desk) -> None:
    ticket, other = make_ticket(session, desk), make_ticket(session, desk, seconds=10)
    links.link_tickets(session, ticket.id, other.key, actor=desk.ada, now=NOON)

    for _ in range(2):
        links.unlink_tickets(session, other.id, ticket.id, actor=desk.ada, now=NOON)

    assert session.scalars(select(TicketLink.ticket_id)).all() == []
    assert audited(session).count("ticket.unlinked") == 2


def test_a_ticket_is_not_linked_to_itself_nor_by_who_is_no_agent(session: Session, desk: Desk) -> None:
    ticket, other = make_ticket(session, desk), make_ticket(session, desk, seconds=10)

    with pytest.raises(NotUnderstood, match="linked to itself"):
        links.link_tickets(session, ticket.id, ticket.key, actor=desk.ada, now=NOON)
    with pytest.raises(AgentsOnly):
        links.link_tickets(session, ticket.id, other.key, actor=desk.rosa, now=NOON)


def test_a_message_becomes_a_ticket_of_who_wrote_it(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    hear(session, desk, "By the way, my chair is broken", seconds=60, root=0)
    message = session.scalars(select(Message).where(Message.kind == MessageKind.REPLY)).one()

    opened = splitting.split_message(session, ticket.id, message.id, actor=desk.ada, now=NOON)

    assert (opened.title, opened.source) == ("By the way, my chair is broken", TicketSource.SPLIT)
    assert (opened.requester_id, opened.author_id) == (desk.rosa.id, desk.ada.id)
    assert (opened.requester_thread_ts, opened.origin_ts) == (None, None)
    assert session.execute(select(TicketLink.ticket_id, TicketLink.other_id)).all() == [(ticket.id, opened.id)]
    assert messages_of(session, ticket) == ["By the way, my chair is broken"]


def test_notes_and_what_agents_said_cannot_be_split(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    note = posted(":lock: She is furious", seconds=60, user="U0ADA", channel="C0TRIAGE", thread_ts=ts_at(0.5))
    reply = posted("On my way", seconds=61, user="U0ADA", channel="C0TRIAGE", thread_ts=ts_at(0.5))
    for event in (note, reply):
        conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)
    ids = session.scalars(select(Message.id).where(Message.side == Side.TRIAGE)).all()

    assert splitting.list_splittable(session, ticket) == []
    for message_id in ids:
        with pytest.raises(NotFound, match="not there any more"):
            splitting.split_message(session, ticket.id, message_id, actor=desk.ada, now=NOON)


def test_who_is_no_agent_neither_merges_nor_splits(session: Session, desk: Desk) -> None:
    ticket, into = make_ticket(session, desk), make_ticket(session, desk, seconds=10)
    hear(session, desk, "One more thing, please", seconds=60, root=0)
    message = session.scalars(select(Message).where(Message.kind == MessageKind.REPLY)).one()

    with pytest.raises(TicketNotFound):
        merging.merge_ticket(session, ticket.id, into.key, adds_follower=False, actor=desk.rosa, now=NOON)
    with pytest.raises(AgentsOnly):
        splitting.split_message(session, ticket.id, message.id, actor=desk.rosa, now=NOON)
    assert followers.list_followers(session, into) == []


def test_a_card_names_what_it_is_linked_to_in_its_queue_and_what_goes_on_in_its_place(
    session: Session, desk: Desk
) -> None:
    ticket, other, elsewhere = (make_ticket(session, desk, seconds=seconds) for seconds in (0, 10, 20))
    hr = make_queue(session, desk.workspace, "HR")
    make_triage_channel(session, hr, desk.ada)
    elsewhere.queue_id, elsewhere.key = hr.id, "HR-1"
    links.link_tickets(session, ticket.id, other.key, actor=desk.ada, now=NOON)
    links.link_tickets(session, ticket.id, "HR-1", actor=desk.ada, now=NOON)
    merging.merge_ticket(session, ticket.id, other.key, adds_follower=False, actor=desk.ada, now=NOON)

    details = ticket_facts.load_card(session, ticket.id, now=NOON).details

    assert (details.linked_keys, details.merged_into) == (("IT-2",), "IT-2")
    assert ticket_facts.load_card(session, other.id, now=NOON).details.linked_keys == ("IT-1",)
