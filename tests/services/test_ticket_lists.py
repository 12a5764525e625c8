"""Finding tickets: what somebody may not see does not exist for them."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from bot.domain.desk.facts import PersonFacts
from bot.errors import NotUnderstood, TicketNotFound
from bot.services.desk import conversations, pages, ticket_facts, ticket_lists, tickets
from models.desk import Message, Person, TicketStatus
from tests.support.desk_rows import (
    NOON,
    Desk,
    edited,
    make_person,
    make_queue,
    make_ticket,
    make_triage_channel,
    make_workspace,
    posted,
    ts_at,
)
from tests.support.queries import counting_queries


@pytest.mark.parametrize("typed", ["IT-1", "it-1", " #IT-1 ", "It-0001"])
def test_a_ticket_is_found_by_its_key_however_it_is_typed(session: Session, desk: Desk, typed: str) -> None:
    ticket = make_ticket(session, desk)

    facts, is_agent = ticket_lists.get_visible(session, typed, reader=desk.rosa)

    assert (facts.id, facts.key, is_agent) == (ticket.id, "IT-1", False)


@pytest.mark.parametrize(
    "typed", ["", "12", "IT", "IT-", "IT 1", "IT-1; drop", "IT-1234567890", "ÏT-1", "IT-\N{ARABIC-INDIC DIGIT ONE}"]
)
def test_what_is_no_key_is_not_understood(session: Session, desk: Desk, typed: str) -> None:
    with pytest.raises(NotUnderstood, match="looks like IT-12"):
        ticket_lists.get_visible(session, typed, reader=desk.ada)


def test_each_side_gets_the_link_to_its_own_thread(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)

    links = [ticket_lists.get_visible(session, "IT-1", reader=reader)[0].link for reader in (desk.rosa, desk.ada)]

    source, card = ts_at(0).replace(".", ""), ts_at(0.5).replace(".", "")
    assert links == [
        f"https://acme.slack.com/archives/C0HELP/p{source}",
        f"https://acme.slack.com/archives/C0TRIAGE/p{card}",
    ]


def test_what_is_not_posted_yet_has_no_link(session: Session, desk: Desk) -> None:
    make_ticket(session, desk, card_ts=None)

    facts, is_agent = ticket_lists.get_visible(session, "IT-1", reader=desk.ada)

    assert (facts.link, is_agent) == (None, True)


def strangers(session: Session, desk: Desk) -> dict[str, Person]:
    hana = make_person(session, desk.workspace, "U0HANA")
    make_triage_channel(session, make_queue(session, desk.workspace, "HR"), hana)
    elsewhere = make_workspace(session, "T0OTHER")
    theirs = make_person(session, elsewhere, "U0ROSA")
    make_triage_channel(session, make_queue(session, elsewhere), theirs)
    return {
        "somebody": make_person(session, desk.workspace, "U0MAX"),
        "an admin": make_person(session, desk.workspace, "U0ADAM", is_desk_admin=True),
        "an agent of another queue": hana,
        "an agent of another workspace": theirs,
    }


@pytest.mark.parametrize("who", ["somebody", "an admin", "an agent of another queue", "an agent of another workspace"])
def test_a_hidden_ticket_and_an_unknown_one_are_the_same_to_strangers(session: Session, desk: Desk, who: str) -> None:
    make_ticket(session, desk)
    reader = strangers(session, desk)[who]
    answers, queries = [], []

    for key in ("IT-1", "IT-2"):
        with counting_queries(session) as statements, pytest.raises(TicketNotFound) as refusal:
            ticket_lists.get_visible(session, key, reader=reader)
        answers.append(str(refusal.value).replace(key, "…"))
        queries.append(len(statements))

    assert answers[0] == answers[1]
    assert queries == [2, 2]


def test_an_agent_sees_what_they_asked_hold_and_could_take(session: Session, desk: Desk) -> None:
    held, free, done, bens = (make_ticket(session, desk, seconds=number) for number in range(4))
    tickets.claim_ticket(session, held.id, actor=desk.ada, now=NOON)
    tickets.claim_ticket(session, bens.id, actor=desk.ben, now=NOON)
    tickets.resolve_ticket(session, done.id, actor=desk.ada, now=NOON)

    lists = ticket_lists.load_lists(session, reader=desk.ada)

    assert [facts.id for facts in lists.assigned] == [held.id]
    assert [facts.id for facts in lists.unassigned] == [free.id]
    assert (list(lists.requested), lists.is_agent) == ([], True)


def test_a_requester_sees_their_open_tickets_the_newest_first(session: Session, desk: Desk) -> None:
    first, second, closed = (make_ticket(session, desk, seconds=number) for number in range(3))
    tickets.close_ticket(session, closed.id, actor=desk.ada, now=NOON)

    lists = ticket_lists.load_lists(session, reader=desk.rosa)

    assert [facts.id for facts in lists.requested] == [second.id, first.id]
    assert (list(lists.assigned), list(lists.unassigned), lists.is_agent) == ([], [], False)


def test_an_agent_who_left_sees_the_queue_no_more(session: Session, desk: Desk) -> None:
    make_ticket(session, desk, assignee_id=desk.ada.id, status=TicketStatus.IN_PROGRESS)
    desk.ada.is_deactivated = True

    lists = ticket_lists.load_lists(session, reader=desk.ada)

    assert (lists.assigned_total, lists.unassigned_total, lists.is_agent) == (0, 0, False)


@pytest.mark.parametrize("how_many", [0, 1, 9, 10, 11, 23])
def test_a_long_list_shows_a_page_and_says_how_many_there_are(session: Session, desk: Desk, how_many: int) -> None:
    for number in range(how_many):
        make_ticket(session, desk, seconds=number)

    lists = ticket_lists.load_lists(session, reader=desk.rosa)

    assert (len(lists.requested), lists.requested_total) == (min(how_many, pages.PAGE), how_many)


def test_a_card_shows_the_ticket_as_it_stands(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk, "ask <@U0BEN> about it")
    tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    tickets.resolve_ticket(session, ticket.id, actor=desk.ben, now=NOON)
    correction = edited(posted("ask <@U0BEN> about it"), "ask <@U0BEN> and <@U0ZOE>", seconds=9)
    conversations.receive_message(session, desk.workspace, correction, late=False, now=NOON)

    card = ticket_facts.load_card(session, ticket.id, now=NOON)

    assert (card.opening.text, card.opening.is_edited) == ("ask <@U0BEN> and <@U0ZOE>", True)
    assert card.opening.names == {"U0BEN": "Ben"}
    assert (card.ticket.assignee, card.resolved_by) == (PersonFacts("U0ADA", "Ada"), PersonFacts("U0BEN", "Ben"))
    assert (card.source_slack_channel_id, card.resolved_at, card.private_mark) == ("C0HELP", NOON, ":lock:")


def test_a_message_shows_its_files_and_that_it_was_deleted(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    opening = session.query(Message).one()
    opening.files, opening.deleted_at = [{"name": "error.png", "url": "https://acme.slack.com/files/F1"}], NOON

    words = ticket_facts.words_of(session, opening)

    assert [(file.name, file.url) for file in words.files] == [("error.png", "https://acme.slack.com/files/F1")]
    assert words == replace(words, is_deleted=True, is_edited=False)
