"""After an outage: what people did meanwhile is read from Slack and arrives once. Real HTTP, to the sandbox."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.composition import wire
from bot.delivery import leases
from bot.delivery.attempt import Office, Rules
from bot.delivery.desk.reconciliation import reconciliation_deliverers
from bot.delivery.kinds import by_kind
from bot.delivery.pacing import Queueing
from bot.delivery.retries import Retries
from bot.domain.desk.happenings import TicketCreated
from bot.domain.desk.instants import instant_of, system_clock
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.database import Sessions
from bot.gateways.slack import SlackClient
from bot.gateways.slack_port import Outgoing
from bot.manifest import Transport, manifest
from bot.services.desk import conversations, reconciliation, workspaces
from bot.services.desk.happenings import Subscription, with_subscriptions
from models.desk import Channel, Message, MessageKind, OutboxRow, OutboxState, Queue, Ticket, TicketStatus, Workspace
from sandbox.actor import Actor
from sandbox.seen import Message as Seen
from sandbox.server import SandboxServer
from tests.scheduler.rows import make_queue, make_request_channel

HELP, TRIAGE = "C0000ITHELP", "C00ITTRIAGE"
READS = (OutboxKind.FETCH_HISTORY, OutboxKind.FETCH_THREADS)


@dataclass
class Desk:
    """A desk whose web role is down: nothing that happens in Slack reaches it, until it reads again."""

    slack: SandboxServer
    client: SlackClient
    sessions: Sessions
    workspace_id: int
    channel_id: int

    def actor(self, name: str) -> Actor:
        return self.slack.actor(name)

    def read_history(self, *, settle: timedelta = timedelta(0)) -> None:
        with self.sessions.begin() as session:
            reconciliation.queue_history_reads(session, self.workspace_id, read_before=system_clock(), limit=9)
        self._deliver_reads(settle)

    def read_threads(self, *, settle: timedelta = timedelta(0)) -> None:
        with self.sessions.begin() as session:
            reconciliation.queue_thread_reads(session, self.workspace_id, read_before=system_clock(), limit=9)
        self._deliver_reads(settle)

    def open_ticket(self, text: str = "The printer is on fire") -> tuple[Seen, Seen]:
        """Open a ticket whose request and card are there; return both messages."""
        request = self.actor("rosa").post(HELP, text)
        self.read_history()
        card = Outgoing(TRIAGE, "A card", [], message_id="card")
        posted = self.client.post(card)
        with self.sessions.begin() as session:
            ticket = session.scalars(select(Ticket).where(Ticket.requester_thread_ts == request.ts)).one()
            conversations.record_card(session, ticket.id, ticket.key, posted.ts, now=system_clock())
        return request, next(seen for seen in self.actor("ben").messages(TRIAGE) if seen.ts == posted.ts)

    def messages(self) -> list[Message]:
        with self.sessions() as session:
            return list(session.scalars(select(Message).order_by(Message.sent_at)))

    def texts(self) -> list[str]:
        return [message.text for message in self.messages()]

    def receive(self, event: dict[str, Any]) -> None:
        """Receive a live event."""
        with self.sessions.begin() as session:
            workspace = session.get_one(Workspace, self.workspace_id)
            conversations.receive_message(session, workspace, event, late=False, now=system_clock())

    def _deliver_reads(self, settle: timedelta) -> None:
        deliverers = by_kind(reconciliation_deliverers(self.sessions, system_clock, settle=settle))
        rules = Rules(retries=Retries(most=1))
        office = Office(self.sessions, lambda _: self.client, deliverers, system_clock, rules, Queueing(timedelta(0)))
        while rows := self._claim():
            for row in rows:
                office.deliver(row)

    def _claim(self) -> list[leases.Row]:
        with self.sessions.begin() as session:
            waiting = select(OutboxRow.id).where(OutboxRow.state == OutboxState.PENDING, OutboxRow.kind.in_(READS))
            if session.scalar(waiting.limit(1)) is None:
                return []
            return leases.claim_due(session, most=50, lease=timedelta(minutes=1))


@pytest.fixture
def slack() -> Iterator[SandboxServer]:
    with SandboxServer(manifest(Transport.HTTP), rate_scale=None) as server:
        yield server


@pytest.fixture
def desk(slack: SandboxServer, sessions: Sessions) -> Desk:
    """A desk that takes requests from now on."""
    wire(sessions)
    client = SlackClient(slack.bot_token, base_url=slack.api_url)
    slack.actor("mona").post(HELP, "Long before there was a desk")
    with sessions.begin() as session:
        now = system_clock()
        workspace = workspaces.install(session, client.identify(), now=now)
        channel = make_desk_channels(session, workspace, since=now)
        return Desk(slack, client, sessions, workspace.id, channel.id)


def make_desk_channels(session: Session, workspace: Workspace, *, since: datetime) -> Channel:
    queue: Queue = make_queue(session, workspace)
    triage = session.scalars(select(Channel).where(Channel.queue_id == queue.id)).one()
    triage.slack_channel_id = TRIAGE
    return make_request_channel(session, queue, HELP, since=since, read_to=since)


def test_requests_that_were_missed_become_tickets_once_and_older_ones_never(desk: Desk) -> None:
    desk.actor("rosa").post(HELP, "My laptop is wet")
    desk.actor("pager").post(HELP, "Disk full")
    desk.actor("gus").post(HELP, "And mine is dry")

    for _ in range(3):
        desk.read_history()

    assert desk.texts() == ["My laptop is wet", "And mine is dry"]


def test_a_history_of_many_pages_arrives_whole_and_in_order(desk: Desk) -> None:
    desk.slack.admin.configure(page_cap=3)
    said = [f"Request {number}" for number in range(10)]
    for text in said:
        desk.actor("rosa").post(HELP, text)

    desk.read_history()

    with desk.sessions() as session:
        titles = session.scalars(select(Ticket.title).order_by(Ticket.number)).all()
    assert titles == said


def test_what_just_happened_is_left_to_its_own_event(desk: Desk) -> None:
    desk.actor("rosa").post(HELP, "Just now")

    desk.read_history(settle=timedelta(minutes=2))

    assert desk.messages() == []


def test_the_mark_moves_only_as_far_as_was_read(desk: Desk) -> None:
    before = system_clock()

    desk.read_history()

    with desk.sessions() as session:
        read_to = session.get_one(Channel, desk.channel_id).history_read_to
    assert read_to is not None
    assert before <= read_to <= system_clock()


def test_a_message_whose_event_came_late_after_all_stays_one_ticket(desk: Desk) -> None:
    request = desk.actor("rosa").post(HELP, "My laptop is wet")
    desk.read_history()

    desk.receive({**request.raw, "channel_type": "channel", "event_ts": request.ts})

    assert desk.texts() == ["My laptop is wet"]


def test_replies_that_were_missed_arrive_on_both_sides_once(desk: Desk) -> None:
    request, card = desk.open_ticket()
    desk.actor("ben").post(TRIAGE, "Which printer?", thread=card)
    desk.actor("rosa").post(HELP, "The one on fire", thread=request)

    for _ in range(3):
        desk.read_threads()

    assert desk.texts() == ["The printer is on fire", "Which printer?", "The one on fire"]


def test_a_private_note_that_was_missed_stays_private(desk: Desk) -> None:
    _, card = desk.open_ticket()
    desk.actor("ben").post(TRIAGE, ":lock: she smokes", thread=card)

    desk.read_threads()

    assert [message.kind for message in desk.messages()] == [MessageKind.OPENING, MessageKind.NOTE]


def test_answers_to_a_request_that_was_missed_itself_are_read_with_it(desk: Desk) -> None:
    request = desk.actor("rosa").post(HELP, "My laptop is wet")
    desk.actor("mona").post(HELP, "Mine too", thread=request)

    desk.read_history()

    assert desk.texts() == ["My laptop is wet", "Mine too"]


def test_a_request_that_was_edited_meanwhile_is_up_to_date(desk: Desk) -> None:
    request = desk.actor("rosa").post(HELP, "My laptop is wet")
    desk.read_history()
    desk.actor("rosa").edit(request, "My laptop is dry again")

    for _ in range(2):
        desk.read_history()

    assert desk.texts() == ["My laptop is dry again"]


def test_a_request_that_was_deleted_meanwhile_is_known_to_be(desk: Desk) -> None:
    request = desk.actor("rosa").post(HELP, "My laptop is wet")
    desk.read_history()
    desk.actor("rosa").delete(request)

    desk.read_history()

    assert [message.deleted_at is not None for message in desk.messages()] == [True]


def test_edits_and_deletions_of_replies_are_followed(desk: Desk) -> None:
    request, _ = desk.open_ticket()
    edited, deleted = (desk.actor("rosa").post(HELP, text, thread=request) for text in ("The ret one", "pa55word"))
    desk.read_threads()
    desk.actor("rosa").edit(edited, "The red one")
    desk.actor("rosa").delete(deleted)

    desk.read_threads()

    _, first, second = desk.messages()
    assert (first.text, first.deleted_at) == ("The red one", None)
    assert second.deleted_at is not None


def test_messages_that_joined_a_ticket_are_followed_at_the_top_level_and_in_their_own_threads(desk: Desk) -> None:
    with desk.sessions.begin() as session:
        session.execute(update(Queue).values(group_within_seconds=120))
    rosa = desk.actor("rosa")
    request, _ = desk.open_ticket()
    joined = rosa.post(HELP, "It burns blu")
    desk.read_history()
    rosa.post(HELP, "It smells, too", thread=request)
    desk.actor("mona").post(HELP, "Mine burns green", thread=joined)
    rosa.edit(joined, "It burns blue")
    with desk.sessions.begin() as session:
        session.execute(update(Channel).values(history_read_to=Channel.takes_requests_since))

    for _ in range(2):
        desk.read_history()
        desk.read_threads()

    assert desk.texts() == ["The printer is on fire", "It burns blue", "It smells, too", "Mine burns green"]
    assert [message.deleted_at for message in desk.messages()] == [None] * 4
    assert len({message.ticket_id for message in desk.messages()}) == 1


def test_a_reply_to_a_resolved_ticket_reopens_it_late(desk: Desk) -> None:
    request, _ = desk.open_ticket()
    with desk.sessions.begin() as session:
        ticket = session.scalars(select(Ticket)).one()
        ticket.status, ticket.resolved_at = TicketStatus.RESOLVED, system_clock()
    desk.actor("rosa").post(HELP, "It burns again", thread=request)

    desk.read_threads()

    with desk.sessions() as session:
        assert session.scalars(select(Ticket.status)).one() is TicketStatus.NEW


def test_a_thread_that_is_gone_deletes_nothing_and_does_not_hide_the_other_side(desk: Desk) -> None:
    request, card = desk.open_ticket()
    desk.actor("ben").post(TRIAGE, "Which printer?", thread=card)
    desk.slack.admin.add_fault("refusal", on="conversations.replies", error="thread_not_found")

    desk.read_threads()

    assert desk.texts() == ["The printer is on fire", "Which printer?"]
    assert all(message.deleted_at is None for message in desk.messages())
    assert request.ts != card.ts


def test_a_channel_that_cannot_be_read_keeps_its_mark_and_shows_as_stuck(desk: Desk) -> None:
    with desk.sessions() as session:
        mark = session.get_one(Channel, desk.channel_id).history_read_to
    desk.slack.admin.add_fault("refusal", on="conversations.history", error="not_in_channel")

    desk.read_history()

    with desk.sessions() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.kind == OutboxKind.FETCH_HISTORY)).one()
        assert (row.state, row.last_error) == (OutboxState.PARKED, "not_in_channel")
        assert session.get_one(Channel, desk.channel_id).history_read_to == mark


def test_one_message_that_cannot_be_handled_does_not_hide_the_later_ones(desk: Desk) -> None:
    first = desk.actor("rosa").post(HELP, "one")
    desk.actor("rosa").post(HELP, "two")
    with desk.sessions() as session:
        mark = session.get_one(Channel, desk.channel_id).history_read_to

    def fail_on_first(_session: Session, happening: TicketCreated, *, now: datetime) -> None:
        if happening.opening.ts == first.ts:
            raise ArithmeticError(now)

    desk.sessions.configure(info=with_subscriptions({}, [Subscription(TicketCreated, fail_on_first)]))

    desk.read_history()

    with desk.sessions() as session:
        assert desk.texts() == ["two"]
        assert session.get_one(Channel, desk.channel_id).history_read_to == mark
        assert session.scalars(select(OutboxRow.state)).all() == [OutboxState.PARKED]


def test_the_threads_mark_is_when_they_were_read(desk: Desk) -> None:
    desk.open_ticket()
    before = system_clock()

    desk.read_threads()

    with desk.sessions() as session:
        ticket = session.scalars(select(Ticket)).one()
    assert before <= ticket.threads_read_at <= system_clock()
    assert ticket.threads_read_at >= instant_of(ticket.requester_thread_ts or "0")
