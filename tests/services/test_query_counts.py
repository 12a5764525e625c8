"""What the work costs: as many queries with a hundred tickets as with ten."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from bot.composition import wire
from bot.domain.desk.queries import read_query
from bot.gateways.database import create_sessions
from bot.services.desk import conversations, homes, search, ticket_facts, ticket_lists, tickets
from models.desk import Person, Workspace
from tests.support.desk_rows import NOON, Desk, Event, make_desk, make_ticket, posted, ts_at
from tests.support.queries import counting_queries

FEW, MANY = 10, 100
AGAIN = posted("My badge is broken", seconds=5000, user="U0BEN")


@dataclass(frozen=True)
class Crowds:
    """A desk with few tickets and one with many, each with the id of its newest, on a connection that sees them."""

    connection: Connection
    by_size: Mapping[int, tuple[Desk, int]]


@dataclass(frozen=True)
class Bench:
    """A desk with many tickets or few, in a session that has loaded nothing yet; `ticket_id` is the newest."""

    session: Session
    desk: Desk
    ticket_id: int

    def receive(self, event: Event) -> None:
        workspace = self.session.get_one(Workspace, self.desk.workspace.id)
        conversations.receive_message(self.session, workspace, event, late=False, now=NOON)

    def claim(self) -> None:
        tickets.claim_ticket(self.session, self.ticket_id, actor=self.desk.ada, now=NOON)
        self.session.flush()

    def find(self, typed: str, reader: Person) -> None:
        search.find_tickets(self.session, read_query(typed), reader=reader, now=NOON)


@dataclass(frozen=True)
class Work:
    """Something people wait for, and how many queries it takes."""

    does: Callable[[Bench], object]
    queries: int


WORK = {
    "open a ticket": Work(lambda bench: bench.receive(posted("My VPN is down", seconds=9999)), 21),
    "join a ticket": Work(lambda bench: bench.receive(posted("Error x", seconds=5001, user="U0BEN")), 14),
    "leave a greeting alone": Work(lambda bench: bench.receive(posted("Hello", seconds=9999)), 6),
    "receive a reply": Work(lambda bench: bench.receive(posted("It is up", seconds=9999, thread_ts=ts_at(0))), 12),
    "receive a request again": Work(lambda bench: bench.receive(AGAIN), 5),
    "claim": Work(lambda bench: bench.claim(), 10),
    "list an agent's": Work(lambda bench: ticket_lists.load_lists(bench.session, reader=bench.desk.ada), 6),
    "list a requester's": Work(lambda bench: ticket_lists.load_lists(bench.session, reader=bench.desk.rosa), 6),
    "show one": Work(lambda bench: ticket_lists.get_visible(bench.session, "it-1", reader=bench.desk.rosa), 3),
    "find by words, as an agent": Work(lambda bench: bench.find("printer status:open", bench.desk.ada), 5),
    "find by words, as a requester": Work(lambda bench: bench.find("printer status:open", bench.desk.rosa), 5),
    "load an agent's Home": Work(lambda bench: homes.load_home(bench.session, bench.desk.ada, now=NOON), 11),
    "load a requester's Home": Work(lambda bench: homes.load_home(bench.session, bench.desk.rosa, now=NOON), 8),
    "load a card": Work(lambda bench: ticket_facts.load_card(bench.session, bench.ticket_id, now=NOON), 5),
}


@pytest.fixture(scope="module")
def crowds(engine: Engine) -> Iterator[Crowds]:
    with engine.connect() as connection, connection.begin() as transaction:
        with Session(connection, expire_on_commit=False) as session:
            by_size = {size: _make_crowd(session, size) for size in (FEW, MANY)}
            session.flush()
            yield Crowds(connection, by_size)
        transaction.rollback()


def _make_crowd(session: Session, size: int) -> tuple[Desk, int]:
    """Add a desk with so many tickets, of which nobody needs to hear."""
    desk = make_desk(session, f"T0OF{size}")
    newest = [make_ticket(session, desk, seconds=number).id for number in range(size)][-1]
    desk.queue.group_within_seconds = 60
    return desk, newest


@pytest.fixture(params=[FEW, MANY], ids=["few tickets", "many tickets"])
def bench(crowds: Crowds, engine: Engine, request: pytest.FixtureRequest) -> Iterator[Bench]:
    with crowds.connection.begin_nested() as savepoint:
        info = wire(create_sessions(engine)).kw["info"]
        with Session(crowds.connection, info=info, join_transaction_mode="create_savepoint") as session:
            bench = Bench(session, *crowds.by_size[request.param])
            bench.receive(AGAIN)
            session.flush()
            session.expunge_all()
            yield bench
        savepoint.rollback()


@pytest.mark.parametrize("name", WORK)
def test_work_costs_the_same_however_many_tickets_there_are(bench: Bench, name: str) -> None:
    work = WORK[name]

    with counting_queries(bench.session) as statements:
        work.does(bench)

    assert len(statements) == work.queries, "\n".join(statements)
