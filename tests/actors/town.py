"""A desk with everybody who might try something, and the app that answers them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from slack_bolt import App
from slack_bolt.request import BoltRequest
from sqlalchemy import Connection, Engine, Select, Table, Text, cast, event, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, sessionmaker

from bot.app import create_bolt_app
from bot.composition import wire
from bot.domain.desk.incoming import Words
from bot.domain.desk.snoozes import Snooze
from bot.gateways.database import Sessions
from bot.gateways.recorded_slack import RecordedSlack
from bot.gateways.slack_port import ChannelProfile, Profile
from bot.services.desk import conversations, links, snoozing, written_replies
from models.base import Base
from models.desk import Follower, Person, Queue, Ticket
from tests.support.desk_rows import (
    NOON,
    Desk,
    make_desk,
    make_member,
    make_person,
    make_queue,
    make_ticket,
    make_triage_channel,
    make_workspace,
    posted,
    ts_at,
)

REQUESTER: Final = "requester"
FOLLOWER: Final = "follower"
MEMBER: Final = "other member"
AGENT: Final = "agent"
GUEST_AGENT: Final = "guest agent"
OTHER_AGENT: Final = "agent of another queue"
OUTSIDER: Final = "outsider in the triage channel"
ADMIN: Final = "admin who is no agent"
DEACTIVATED: Final = "deactivated agent"
ELSEWHERE: Final = "agent of another workspace"
EVERYBODY: Final = (
    REQUESTER,
    FOLLOWER,
    MEMBER,
    AGENT,
    GUEST_AGENT,
    OTHER_AGENT,
    OUTSIDER,
    ADMIN,
    DEACTIVATED,
    ELSEWHERE,
)

UNWATCHED: Final = frozenset(
    {"outbox", "channel_pace", "inbound_delivery", "kept_delivery", "parked_event", "notification", "alembic_version"}
)
"""Tables that are about deliveries, not about what the desk is."""

READING: Final = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")
"""How statements begin that change no table."""

WATCHED_OF_PERSON: Final = ("id", "is_desk_admin", "slack_team_id", "is_outsider")


def _digest_of(table: Table) -> Select[str, str]:
    """Select a table's name and a digest of its rows, whatever their order."""
    columns = [table.c[name] for name in WATCHED_OF_PERSON] if table.name == "person" else list(table.c)
    row = cast(func.row(*columns), Text)
    digest = func.md5(func.coalesce(func.string_agg(row, aggregate_order_by(literal("|"), row)), ""))
    return select(literal(table.name), digest).select_from(table)


DIGESTS: Final = union_all(
    *(_digest_of(table) for name, table in sorted(Base.metadata.tables.items()) if name not in UNWATCHED)
)


@dataclass
class Town:
    """The desk, who is there by what they are, and what the app said: `counted` has refusals and failures.

    It stands in one transaction, so that whatever was done can be undone.
    """

    connection: Connection
    sessions: Sessions
    slack: RecordedSlack
    app: App
    counted: list[str]
    desk: Desk
    people: Mapping[str, tuple[str, str]]
    hr_id: int
    ticket: Ticket
    known: dict[str, str] | None = field(default=None)
    """The state, unless something may have been written since it was read."""

    def __post_init__(self) -> None:
        event.listen(self.connection, "before_cursor_execute", self._notice)

    def _notice(self, _connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if not statement.lstrip().startswith(READING):
            self.known = None

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Undo, at the end of the block, what is done in it."""
        known = self.known
        with self.connection.begin_nested() as savepoint:
            yield
            savepoint.rollback()
        self.known = known

    def dispatch(self, body: Mapping[str, Any]) -> list[str]:
        """Have the app handle a payload; return what it counted: nothing, `refused`, `failed` or `unhandled`."""
        self.counted.clear()
        response = self.app.dispatch(BoltRequest(body=dict(body), mode="socket_mode"))
        assert response.status == 200, (response.status, response.body)
        return list(self.counted)

    def hold_reply(self, ticket: Ticket) -> int:
        """Have Ben write a reply that waits before it leaves; return its id."""
        with self.sessions.begin() as session:
            session.get_one(Queue, ticket.queue_id).undo_seconds = 60
            ben = session.get_one(Person, self.desk.ben.id)
            words = Words(text="Try now", blocks=None, files=[])
            return written_replies.write_reply(session, ticket.id, words, actor=ben, now=NOON).id

    def state(self) -> dict[str, str]:
        """Return a digest of each table that says what the desk is, so that two moments can be compared."""
        if self.known is None:
            with self.sessions() as session:
                self.known = {row[0]: row[1] for row in session.execute(DIGESTS)}
        return self.known


@contextmanager
def a_town(engine: Engine) -> Iterator[Town]:
    """Yield a town in a transaction that is rolled back in the end."""
    with engine.connect() as connection, connection.begin() as transaction:
        sessions = sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        yield _build(connection, wire(sessions))
        transaction.rollback()


def _build(connection: Connection, sessions: Sessions) -> Town:
    """Add the desk and everybody, and build the app on an empty, recorded Slack."""
    with sessions.begin() as session:
        desk = make_desk(session)
        people = {
            REQUESTER: desk.rosa,
            FOLLOWER: make_person(session, desk.workspace, "U0FAY"),
            MEMBER: make_person(session, desk.workspace, "U0MAX"),
            AGENT: desk.ben,
            GUEST_AGENT: make_person(session, desk.workspace, "U0GUS", is_guest=True),
            OTHER_AGENT: make_person(session, desk.workspace, "U0HANA"),
            OUTSIDER: make_person(session, desk.workspace, "U0OTTO", slack_team_id="T0ELSE", is_outsider=True),
            ADMIN: make_person(session, desk.workspace, "U0ADAM", is_desk_admin=True),
            DEACTIVATED: make_person(session, desk.workspace, "U0DORA", is_deactivated=True),
            ELSEWHERE: _agent_elsewhere(session),
        }
        for role in (GUEST_AGENT, OUTSIDER, DEACTIVATED):
            make_member(session, desk.triage, people[role])
        hr = make_queue(session, desk.workspace, "HR")
        make_triage_channel(session, hr, people[OTHER_AGENT])
        teams = {role: "T0OTHER" if role == ELSEWHERE else "T0ACME" for role in people}
        known = {role: (teams[role], person.slack_user_id) for role, person in people.items()}
        ticket = _open_ticket(session, desk)
    slack, counted = _slack(), list[str]()
    app = create_bolt_app(sessions, lambda: NOON, slack, signing_secret=None, count=counted.append)
    return Town(connection, sessions, slack, app, counted, desk, known, hr.id, ticket)


def _open_ticket(session: Session, desk: Desk) -> Ticket:
    """Open a ticket of Rosa's with a follower, a snooze, a link and a second message, and return it."""
    ticket, other = make_ticket(session, desk, seconds=10), make_ticket(session, desk, seconds=11)
    more = posted("One more thing", seconds=12, thread_ts=ts_at(10))
    conversations.receive_message(session, desk.workspace, more, late=False, now=NOON)
    links.link_tickets(session, ticket.id, other.key, actor=desk.ada, now=NOON)
    snoozing.snooze_ticket(session, ticket.id, Snooze(None, wakes_on_reply=True), actor=desk.ada, now=NOON)
    follower = session.scalars(select(Person).where(Person.slack_user_id == "U0FAY")).one()
    session.add(
        Follower(workspace_id=ticket.workspace_id, ticket_id=ticket.id, person_id=follower.id, followed_at=NOON)
    )
    return ticket


def _agent_elsewhere(session: Session) -> Person:
    elsewhere = make_workspace(session, "T0OTHER")
    agent = make_person(session, elsewhere, "U0BEN")  # ids may repeat between workspaces
    make_triage_channel(session, make_queue(session, elsewhere), agent)
    return agent


def _slack() -> RecordedSlack:
    slack = RecordedSlack()
    for slack_id, name in (("C0HELP", "help"), ("C0TRIAGE", "triage"), ("C0NEW", "new"), ("C0PRIVATE", "private")):
        slack.channels[slack_id] = ChannelProfile(
            slack_id, name, is_private=name in {"triage", "private"}, is_shared=False, is_archived=False, is_member=True
        )
    for user in ("U0ADAM", "U0MAX", "U0BEN", "U0ROSA", "U0FAY", "U0HANA", "U0GUS", "U0OTTO", "U0DORA"):
        team = "T0ELSE" if user == "U0OTTO" else "T0ACME"
        slack.profiles[user] = Profile(
            user, team, user[2:].capitalize(), None, None, None, False, False, user == "U0DORA", False
        )
    slack.members["C0PRIVATE"] = ["U0MAX"]
    return slack
