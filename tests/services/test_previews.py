"""Previews of links to tickets: decided for everybody who reads them, and telling nobody which tickets exist."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.outbox_kinds import OutboxKind
from bot.domain.desk.ticket_links import SharedLinks
from bot.services.desk import outbox, previews
from models.desk import Follower, FormerPlace, OutboxRow, Person, Workspace
from tests.support.desk_rows import (
    NOON,
    Desk,
    make_channel,
    make_desk_of,
    make_member,
    make_person,
    make_ticket,
    make_workspace,
)
from tests.support.queries import counting_queries

SITE = "https://desk.example.com/t/"
GRANTED = ["chat:write", "links:read", "links:write"]


def links_to(*keys: str, by: Person, where: str | None) -> SharedLinks:
    """Return links that somebody posted in a conversation, or types where that is None."""
    source = "composer" if where is None else "conversations_history"
    return SharedLinks("unfurl-1", source, by.slack_user_id, where, {SITE + key: key for key in keys})


def shown(session: Session, desk: Desk, links: SharedLinks) -> list[str | None]:
    """Return the titles of the previews, in the order of the links; None for one that says nothing."""
    found = previews.load_previews(session, desk.workspace, links)
    return [None if ticket is None else ticket.title for ticket in found.values()]


def event_of(desk: Desk, *urls: str, **facts: Any) -> dict[str, Any]:
    posted = {"channel": desk.help.slack_channel_id, "is_bot_user_member": True, "user": desk.rosa.slack_user_id}
    about = {"message_ts": "1.2", "unfurl_id": "unfurl-1", "source": "conversations_history"}
    links = [{"url": url, "domain": "desk.example.com"} for url in urls or (f"{SITE}IT-1",)]
    return {"type": "link_shared", **posted, **about, "links": links, **facts}


def queued(session: Session, desk: Desk) -> list[str]:
    return outbox.list_queued_kinds(session, workspace_id=desk.workspace.id)


def test_a_link_is_previewed_by_one_row_that_holds_no_word_of_the_ticket(session: Session, desk: Desk) -> None:
    desk.workspace.granted_scopes = GRANTED

    previews.ask_for_previews(session, desk.workspace, event_of(desk), is_shared=False)

    row = session.scalars(select(OutboxRow).where(OutboxRow.kind == OutboxKind.UNFURL_LINKS)).one()
    assert SharedLinks(**row.payload) == links_to("IT-1", by=desk.rosa, where="C0HELP")


@pytest.mark.parametrize(
    ("facts", "is_shared"),
    [
        ({}, True),
        ({"is_bot_user_member": False}, False),
        ({"links": [{"url": "https://desk.example.com/health/live", "domain": "desk.example.com"}]}, False),
    ],
    ids=["another company reads there", "Deskbell is not there", "no ticket"],
)
def test_no_preview_is_asked_for(session: Session, desk: Desk, facts: dict[str, Any], is_shared: bool) -> None:
    desk.workspace.granted_scopes = GRANTED

    previews.ask_for_previews(session, desk.workspace, event_of(desk, **facts), is_shared=is_shared)

    assert queued(session, desk) == []


def test_without_the_optional_scope_previews_are_off(session: Session, desk: Desk) -> None:
    previews.ask_for_previews(session, desk.workspace, event_of(desk), is_shared=False)

    assert queued(session, desk) == []


def test_asking_looks_for_no_ticket(session: Session, desk: Desk) -> None:
    desk.workspace.granted_scopes = GRANTED
    make_ticket(session, desk)
    asked = []

    for key in ("IT-1", "IT-404"):
        with counting_queries(session) as statements:
            previews.ask_for_previews(session, desk.workspace, event_of(desk, SITE + key), is_shared=False)
        asked.append(statements)

    assert asked[0] == asked[1]
    assert not any("FROM ticket" in statement for statement in asked[0])


def test_the_triage_channel_of_its_queue_is_shown_a_ticket(session: Session, desk: Desk) -> None:
    make_ticket(session, desk, "The printer is on fire")

    assert shown(session, desk, links_to("IT-1", by=desk.ada, where="C0TRIAGE")) == ["The printer is on fire"]


@pytest.mark.parametrize("where", ["C0HELP", "C0HRTRIAGE", "C0NOWHERE", "G0SEVERAL"])
def test_every_other_channel_is_shown_the_same_for_every_key(session: Session, desk: Desk, where: str) -> None:
    make_desk_of(session, desk, "HR", desk.ada)
    make_ticket(session, desk)

    assert shown(session, desk, links_to("IT-1", "IT-404", by=desk.ada, where=where)) == [None, None]


def test_in_a_team_s_channel_another_team_s_ticket_is_not_shown_even_to_who_works_both(
    session: Session, desk: Desk
) -> None:
    hr = make_desk_of(session, desk, "HR", desk.ada)
    make_ticket(session, desk, "For IT")
    make_ticket(session, hr, "For HR", seconds=1)

    links = links_to("IT-1", "HR-1", by=desk.ada, where="C0HRTRIAGE")

    assert shown(session, desk, links) == [None, "For HR"]


def test_a_paused_triage_channel_is_shown_nothing_of_a_ticket(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    desk.triage.paused_at = NOON

    assert shown(session, desk, links_to("IT-1", by=desk.ada, where="C0TRIAGE")) == [None]


def test_a_channel_that_is_known_to_be_shared_has_no_previews_at_all(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    make_channel(session, desk.workspace, "C0ABROAD", is_shared=True)
    desk.triage.is_shared = True

    for where in ("C0ABROAD", "C0TRIAGE"):
        assert shown(session, desk, links_to("IT-1", by=desk.ada, where=where)) == []


@pytest.mark.parametrize("where", ["D0OWN", None], ids=["writing to Deskbell", "typing"])
def test_who_may_see_a_ticket_is_shown_it_where_they_alone_read(
    session: Session, desk: Desk, where: str | None
) -> None:
    ticket = make_ticket(session, desk, "The printer is on fire")
    mona = make_person(session, desk.workspace, "U0MONA")
    facts = {"workspace_id": desk.workspace.id, "ticket_id": ticket.id, "person_id": mona.id}
    session.add(Follower(**facts, followed_at=NOON))
    session.flush()

    for reader in (desk.rosa, desk.ada, mona):
        assert shown(session, desk, links_to("IT-1", by=reader, where=where)) == ["The printer is on fire"]


def test_who_may_not_see_a_ticket_is_shown_the_same_as_for_one_that_is_not(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    zoe = make_person(session, desk.workspace, "U0ZOE")
    gone = make_person(session, desk.workspace, "U0GONE", is_deactivated=True)
    make_member(session, desk.triage, gone)
    nobody = replace(links_to("IT-1", "IT-404", by=zoe, where="D0OWN"), slack_user_id="U0NEVERSEEN")

    for links in (*(links_to("IT-1", "IT-404", by=each, where="D0OWN") for each in (zoe, gone)), nobody):
        assert shown(session, desk, links) == [None, None]
        assert shown(session, desk, replace(links, slack_channel_id=None)) == []


@pytest.mark.parametrize("where", ["C0TRIAGE", "C0HRTRIAGE", "C0HELP", "D0OWN", None])
def test_a_hidden_ticket_and_an_unknown_one_cost_the_same_previews(
    session: Session, desk: Desk, where: str | None
) -> None:
    hr = make_desk_of(session, desk, "HR", desk.ben)
    make_ticket(session, hr)
    zoe = make_person(session, desk.workspace, "U0ZOE")
    asked = []

    for key in ("HR-1", "HR-404"):
        session.expire_all()
        session.get_one(Workspace, desk.workspace.id)
        links = links_to(key, by=zoe, where=where)
        with counting_queries(session) as statements:
            previews.load_previews(session, desk.workspace, links)
        asked.append(statements)

    assert asked[0] == asked[1]


def test_a_key_a_ticket_had_before_shows_it_by_the_rights_of_today(session: Session, desk: Desk) -> None:
    hr = make_desk_of(session, desk, "HR", desk.ben)
    ticket = make_ticket(session, hr, "It moved")
    place = {"workspace_id": ticket.workspace_id, "ticket_id": ticket.id, "queue_id": desk.queue.id}
    session.add(FormerPlace(**place, key="IT-7", slack_channel_id="C0TRIAGE", card_ts=None, left_at=NOON))
    session.flush()

    before, after = (links_to("IT-7", by=desk.ada, where=each) for each in ("C0TRIAGE", "C0HRTRIAGE"))

    assert shown(session, desk, before) == [None]
    assert shown(session, desk, after) == ["It moved"]


def test_a_ticket_of_another_workspace_does_not_exist(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    elsewhere = make_workspace(session, "T0OTHER")
    links = links_to("IT-1", by=desk.ada, where="C0TRIAGE")

    found = previews.load_previews(session, elsewhere, links)

    assert list(found.values()) == [None]
