"""Three teams, their channels and the people around them, in a transaction that is rolled back in the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.composition import wire
from bot.delivery import leases
from bot.delivery.attempt import Office
from bot.delivery.desk import desk_deliverers
from bot.domain.desk.instants import system_clock
from bot.gateways.database import Sessions
from bot.gateways.slack_port import Profile
from models.desk import CannedReply, Channel, OutboxRow, OutboxState, Person, Queue, Ticket, TriageReplies, Workspace
from tests.delivery.outbox_rows import HASTY, office_of
from tests.leaks.listening_slack import ListeningSlack
from tests.support.desk_rows import make_channel, make_member, make_person, make_queue, make_request_channel
from tests.support.desk_rows import make_workspace as make_workspace_row

TEAM: Final = "T0ACME"
QUEUES: Final = ("IT", "HR", "SEC")
"""The first sends replies out, the second keeps them, the third talks to its requesters in private.

In the first they wait before they leave.
"""

AGENTS: Final = {"IT": ("U0ADA", "U0BEN"), "HR": ("U0ADA", "U0HAL", "U0OLAF"), "SEC": ("U0CYD", "U0HAL")}
"""Olaf is from another company: he is held, neither agent nor heard."""

OUTSIDER: Final = "U0OLAF"
REQUESTERS: Final = ("U0ROSA", "U0OMAR", "U0GINA")
PEOPLE: Final = (*REQUESTERS, "U0FINN", "U0ADA", "U0BEN", "U0CYD", "U0HAL", OUTSIDER)
SAVED_REPLY: Final = "Have you tried to turn it off and on again?"


@dataclass
class Room:
    """A desk without a web process: what happens goes straight to the services, what leaves to a Slack in memory."""

    sessions: Sessions
    slack: ListeningSlack
    workspace_id: int
    queue_ids: dict[str, int]
    office: Office
    ahead: timedelta = field(default=timedelta(0))

    def now(self) -> datetime:
        """Return the desk's time."""
        return system_clock() + self.ahead

    def triage_of(self, queue_key: str) -> str:
        """Return the Slack id of a queue's triage channel."""
        return f"C0{queue_key}TRIAGE"

    def person(self, session: Session, slack_user_id: str) -> Person:
        """Return somebody's row."""
        return session.scalars(select(Person).where(Person.slack_user_id == slack_user_id)).one()

    def tickets(self, session: Session) -> list[Ticket]:
        """Return every ticket, the oldest first."""
        return list(session.scalars(select(Ticket).order_by(Ticket.id)))

    def settle(self) -> None:
        """Send all that can be sent."""
        while self._send_what_is_due():
            pass

    def _send_what_is_due(self) -> bool:
        """Try everything that waits once, and return whether anything came of it."""
        waiting = update(OutboxRow).where(OutboxRow.state == OutboxState.PENDING)
        with self.sessions.begin() as session:
            session.execute(waiting.values(due_at=func.now()), execution_options={"synchronize_session": False})
        before = self._count_finished()
        while rows := self._claim():
            for row in rows:
                self.office.deliver(row)
        return self._count_finished() > before

    def _claim(self) -> list[leases.Row]:
        with self.sessions.begin() as session:
            return leases.claim_due(session, most=50, lease=HASTY.lease)

    def _count_finished(self) -> int:
        moving = [OutboxState.PENDING, OutboxState.SENDING]
        with self.sessions() as session:
            return session.scalar(select(func.count()).where(OutboxRow.state.not_in(moving))) or 0

    def parked(self) -> list[tuple[str, str | None]]:
        """Return kind and reason of what was given up."""
        parked = select(OutboxRow.kind, OutboxRow.last_error).where(OutboxRow.state == OutboxState.PARKED)
        with self.sessions() as session:
            return [(kind, reason) for kind, reason in session.execute(parked)]


@contextmanager
def a_room(engine: Engine) -> Iterator[Room]:
    """Yield a room in which nothing was asked yet."""
    with engine.connect() as connection, connection.begin() as transaction:
        yield _furnished(connection)
        transaction.rollback()


def _furnished(connection: Connection) -> Room:
    sessions = sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
    slack = ListeningSlack()
    room = Room(sessions, slack, 0, {}, office_of(sessions, slack, desk_deliverers()))
    room.office = Office(**{**vars(room.office), "clock": room.now})
    wire(sessions, ahead=lambda: room.ahead)
    with sessions.begin() as session:
        workspace = make_workspace_row(session, TEAM)
        room.workspace_id = workspace.id
        people = {slack_user_id: _make_person(session, workspace, slack, slack_user_id) for slack_user_id in PEOPLE}
        for key in QUEUES:
            room.queue_ids[key] = _make_queue(session, workspace, slack, key, people).id
        session.add(CannedReply(workspace_id=workspace.id, key="reboot", text=SAVED_REPLY, changed_at=room.now()))
    return room


def _make_person(session: Session, workspace: Workspace, slack: ListeningSlack, slack_user_id: str) -> Person:
    team = "T0OTHER" if slack_user_id == OUTSIDER else TEAM
    slack.profiles[slack_user_id] = Profile(
        slack_user_id, team, slack_user_id[2:].capitalize(), None, None, None, False, False, False, False
    )
    facts = {"slack_team_id": team, "is_outsider": team != TEAM, "is_guest": slack_user_id == "U0GINA"}
    return make_person(session, workspace, slack_user_id, quiet_from=None, quiet_until=None, **facts)


def _make_queue(
    session: Session, workspace: Workspace, slack: ListeningSlack, key: str, people: dict[str, Person]
) -> Queue:
    internal = TriageReplies.INTERNAL if key == "HR" else TriageReplies.PUBLIC
    facts = {"is_default": key == "IT", "triage_replies": internal, "private_replies": key == "SEC"}
    waits = 10 if key == "IT" else 0
    queue = make_queue(session, workspace, key, asks_for_rating=True, undo_seconds=waits, **facts)
    triage = make_channel(session, workspace, f"C0{key}TRIAGE", role="triage", queue_id=queue.id, is_private=True)
    for slack_user_id in AGENTS[key]:
        make_member(session, triage, people[slack_user_id])
    since = system_clock() - timedelta(days=1)
    make_request_channel(session, queue, f"C0{key}HELP", since=since)
    slack.add_channel(f"C0{key}TRIAGE", is_private=True, members=AGENTS[key])
    slack.add_channel(f"C0{key}HELP", is_private=False, members=PEOPLE)
    return queue


def find_channel(session: Session, slack_channel_id: str) -> Channel:
    """Return a channel's row."""
    return session.scalars(select(Channel).where(Channel.slack_channel_id == slack_channel_id)).one()
