"""A desk without a web process: events go straight to the services, what leaves goes over real wires to the sandbox."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.composition import wire
from bot.delivery.attempt import Rules
from bot.delivery.desk import desk_deliverers
from bot.delivery.desk.cards import CardPart
from bot.delivery.retries import Retries
from bot.domain.desk.instants import system_clock
from bot.gateways.database import Sessions
from bot.gateways.slack import SlackClient
from bot.services.desk import channels, conversations, people, queues, workspaces
from models.desk import Channel, Intake, OutboxRow, OutboxState, Person, Ticket, Workspace
from sandbox.actor import Actor
from sandbox.seen import Message
from sandbox.server import SandboxServer
from tests.delivery.outbox_rows import HASTY, drain, office_of

HELP, TRIAGE = "C0000ITHELP", "C00ITTRIAGE"

FEW_TRIES = replace(HASTY, retries=Retries(most=5).scaled(0.01))


@dataclass
class DeskRoom:
    """The request channel is #it-help, the triage channel #it-triage, the queue IT."""

    server: SandboxServer
    sessions: Sessions
    engine: Engine
    client: SlackClient
    parts: Sequence[CardPart] = ()
    rules: Rules = FEW_TRIES

    def open(self) -> None:
        """Install the app and give the two channels their roles."""
        wire(self.sessions)
        with self.sessions.begin() as session:
            now = system_clock()
            workspace = workspaces.install(session, self.client.identify(), now=now)
            queue = queues.create_queue(session, workspace, "IT", name="IT help", actor=None, now=now)
            queue.group_within_seconds = 0  # what people ask here in the same second are tickets of their own
            triage = channels.record_channel(session, workspace, self.client.read_channel(TRIAGE), now=now)
            channels.become_triage(session, triage, queue, actor=None, now=now)
            requests = channels.record_channel(session, workspace, self.client.read_channel(HELP), now=now)
            channels.take_requests(session, requests, queue, Intake.EVERY, actor=None, now=now)

    def actor(self, name: str) -> Actor:
        """Return somebody to play."""
        return self.server.actor(name)

    def drain(self) -> None:
        """Send all that waits."""
        office = office_of(self.sessions, self.client, desk_deliverers(self.parts), rules=self.rules)
        drain(office, self.engine, threads=3)

    def hear(self, heard: Message, **facts: Any) -> None:
        """Hand the services the event of a message, as the web process would."""
        kind = {"C": "channel", "D": "im"}[heard.channel[0]]
        event = {**heard.raw, "type": "message", "channel": heard.channel, "channel_type": kind, **facts}
        with self.sessions.begin() as session:
            workspace = workspaces.the_workspace(session)
            conversations.receive_message(session, workspace, event, late=False, now=system_clock())

    def asks(self, text: str, *, name: str = "rosa") -> Message:
        """Have somebody ask in the request channel; nothing is sent yet."""
        message = self.actor(name).post(HELP, text)
        self.hear(message)
        return message

    def replies(self, name: str, root: Message, text: str) -> Message:
        """Have somebody reply in a thread; nothing is sent yet."""
        message = self.actor(name).post(root.channel, text, thread=root)
        self.hear(message)
        return message

    def edits(self, name: str, message: Message, text: str) -> None:
        """Have somebody change their message; nothing is sent yet."""
        changed = self.actor(name).edit(message, text)
        edited = {"user": message.user, "ts": changed.raw["edited"]["ts"]}
        inner = {**changed.raw, "type": "message", "edited": edited}
        self.hear(message, subtype="message_changed", message=inner, ts=edited["ts"], event_ts=edited["ts"])

    def deletes(self, name: str, message: Message) -> None:
        """Have somebody delete their message; nothing is sent yet."""
        self.actor(name).delete(message)
        facts = {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": message.raw}
        self.hear(message, **facts)

    def cards(self) -> list[Message]:
        """Return the cards as ben sees them."""
        return [message for message in self.actor("ben").messages(TRIAGE) if message.bot_id]

    def thread(self, root: Message) -> list[str]:
        """Return the texts of a thread without its root, as somebody in both channels sees them."""
        return [message.text for message in self.actor("ada").thread(root.channel, root)[1:]]

    def ticket(self, session: Session) -> Ticket:
        """Return the only ticket."""
        return session.scalars(select(Ticket)).one()

    def person(self, session: Session, name: str) -> Person:
        """Return somebody's row, made if need be."""
        workspace = session.scalars(select(Workspace)).one()
        return people.get_or_stub(session, workspace, self.actor(name).id, now=system_clock())

    def channel(self, session: Session, slack_channel_id: str) -> Channel:
        """Return a channel's row."""
        return session.scalars(select(Channel).where(Channel.slack_channel_id == slack_channel_id)).one()

    def rows(self, *states: OutboxState) -> list[tuple[str, str | None]]:
        """Return kind and reason of the rows in these states, oldest first."""
        found = select(OutboxRow.kind, OutboxRow.last_error).where(OutboxRow.state.in_(states)).order_by(OutboxRow.id)
        with self.sessions() as session:
            return [(kind, reason) for kind, reason in session.execute(found)]
