"""What finding tickets costs with a thousand of them and with a hundred thousand, in queries and in time."""

import sys
import time
from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.domain.desk.home_lists import HomeList
from bot.domain.desk.queries import read_query
from bot.gateways.database import Sessions
from bot.services.desk import homes, search, ticket_facts, ticket_lists
from models.desk import Person, Ticket
from tests.support.desk_rows import NOON, Desk, make_desk, make_ticket
from tests.support.queries import counting_queries

FEW, MANY = 1_000, 100_000
REPEATS = 5
HEADING = f"{'work':<34} {'queries':>8} {FEW:>9,} {MANY:>9,}  tickets, in ms"

Work = Callable[[Session, Desk], object]

PEOPLE = text("""
    INSERT INTO person (workspace_id, slack_user_id, is_bot, is_guest, is_outsider, is_deactivated, is_slack_admin,
                        is_desk_admin, muted, home_page, seen_at)
    SELECT :workspace_id, 'U' || number, false, false, false, false, false, false, '{}', 0, now()
    FROM generate_series(1, 500) AS number
""")
CHANGED = {
    "number": "copy",
    "key": "'IT-' || copy",
    "title": "(ARRAY['Printer', 'VPN', 'Laptop', 'Badge', 'Door'])[1 + copy % 5] || ' trouble ' || copy",
    "requester_id": "requester_id + 1 + copy % 500",
    "author_id": "author_id + 1 + copy % 500",
    "assignee_id": "CASE WHEN copy % 20 = 0 AND copy < 1000 THEN :ada WHEN copy % 100 <> 10 THEN :ben END",
    "status": "CASE WHEN copy % 10 > 0 THEN 'closed' ELSE 'in_progress' END",
    "closed_at": "CASE WHEN copy % 10 > 0 THEN opened_at END",
    "opened_at": "opened_at - copy * interval '1 minute'",
    "origin_ts": "copy || '.000100'",
    "requester_thread_ts": "copy || '.000100'",
    "card_ts": "copy || '.000200'",
}
"""What differs from one copy to the next: nine in ten are closed, most are Ben's."""

MESSAGES = text("""
    INSERT INTO message (workspace_id, ticket_id, queue_id, kind, side, author_id, text, files, sent_at)
    SELECT workspace_id, id, queue_id, 'opening', 'requester', requester_id, title, '[]', opened_at
    FROM ticket WHERE key <> 'IT-1'
""")
WORDS = text("""
    INSERT INTO ticket_words (ticket_id, workspace_id, public_words, agent_words)
    SELECT id, workspace_id, to_tsvector('english', title), to_tsvector('english', title)
    FROM ticket WHERE key <> 'IT-1'
""")


def fill(session: Session, number: int) -> Desk:
    """Make a desk with many tickets in the image of one, of many people; Rosa asked for a single one."""
    desk = make_desk(session)
    make_ticket(session, desk, "A parrot from zanzibar sits on the printer")
    session.execute(PEOPLE, {"workspace_id": desk.workspace.id})
    columns = [column.name for column in Ticket.__table__.columns if column.name != "id"]
    values = [CHANGED.get(name, name) for name in columns]
    copies = f"INSERT INTO ticket ({', '.join(columns)}) SELECT {', '.join(values)}"
    copies += " FROM ticket, generate_series(2, :number) AS copy WHERE key = 'IT-1'"
    session.execute(text(copies), {"number": number, "ada": desk.ada.id, "ben": desk.ben.id})
    session.execute(MESSAGES)
    session.execute(WORDS)
    session.execute(text("ANALYZE ticket, message, ticket_words, person, follower, former_place"))
    session.expunge_all()
    return desk


def find(typed: str, *, as_agent: bool = True) -> Work:
    """Return the work of finding what was typed."""

    def work(session: Session, desk: Desk) -> object:
        reader = session.get_one(Person, (desk.ada if as_agent else desk.rosa).id)
        return search.find_tickets(session, read_query(typed), reader=reader, now=NOON)

    return work


def show_home(chosen: HomeList) -> Work:
    """Return the work of loading an agent's Home with a list."""

    def work(session: Session, desk: Desk) -> object:
        ada = session.get_one(Person, desk.ada.id)
        ada.home_list = chosen
        return homes.load_home(session, ada, now=NOON)

    return work


def list_own(session: Session, desk: Desk) -> object:
    """Do what `/desk list` does for an agent."""
    return ticket_lists.load_lists(session, reader=session.get_one(Person, desk.ada.id))


def show_one(session: Session, desk: Desk) -> object:
    """Do what `/desk show` does for an agent."""
    return ticket_lists.get_visible(session, "IT-7", reader=session.get_one(Person, desk.ada.id))


def load_card(session: Session, _desk: Desk) -> object:
    """Load what a card shows."""
    ticket_id = session.scalars(select(Ticket.id).where(Ticket.key == "IT-1")).one()
    return ticket_facts.load_card(session, ticket_id, now=NOON)


WORK: dict[str, Work] = {
    "find a rare word, agent": find("zanzibar"),
    "find a rare word, requester": find("zanzibar", as_agent=False),
    "find a common word, agent": find("printer"),
    "find a common word, requester": find("printer", as_agent=False),
    "find one's own open ones": find("status:open assignee:@me sort:priority"),
    "find by a filter alone, requester": find("-status:closed", as_agent=False),
    "Home, what needs me": show_home(HomeList.NEEDS_ME),
    "Home, all open": show_home(HomeList.OPEN),
    "/desk list": list_own,
    "/desk show": show_one,
    "load a card": load_card,
}


def measure(sessions: Sessions, number: int) -> dict[str, tuple[int, float]]:
    """Return, for each piece of work, its queries and its best time in milliseconds."""
    with sessions() as session:  # nothing of it is kept
        desk = fill(session, number)
        measured = {}
        for name, work in WORK.items():
            times = []
            for _ in range(REPEATS):
                session.expunge_all()
                started = time.perf_counter()
                with counting_queries(session) as statements:
                    work(session, desk)
                times.append((time.perf_counter() - started) * 1_000)
            measured[name] = (len(statements), min(times))
        session.rollback()
    return measured


@pytest.mark.benchmark
@pytest.mark.timeout(900)
def test_finding_tickets_costs_as_many_queries_among_a_hundred_thousand(sessions: Sessions) -> None:
    few, many = measure(sessions, FEW), measure(sessions, MANY)

    lines = [f"{name:<34} {queries:>8} {few[name][1]:>9.1f} {taken:>9.1f}" for name, (queries, taken) in many.items()]
    sys.stderr.write("\n".join(["", HEADING, *lines, ""]))
    assert {name: queries for name, (queries, _) in few.items()} == {
        name: queries for name, (queries, _) in many.items()
    }
