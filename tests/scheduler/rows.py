"""Rows that the scheduler's tests begin with, made the short way."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from bot.domain.desk.instants import ts_of
from bot.services.desk import people
from models.desk import (
    Channel,
    ChannelRole,
    Intake,
    OutboxRow,
    OutboxState,
    Queue,
    Ticket,
    TicketStatus,
    Workspace,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MORNING = NOON - timedelta(hours=4)


def make_workspace(session: Session, slack_team_id: str = "T0ACME") -> Workspace:
    """Add a workspace."""
    workspace = Workspace(
        slack_team_id=slack_team_id,
        name="Acme",
        url="https://acme.slack.com/",
        slack_bot_user_id="U0DESKBELL",
        slack_bot_id="B0DESKBELL",
        granted_scopes=[],
        installed_at=MORNING,
    )
    session.add(workspace)
    session.flush()
    return workspace


def make_queue(session: Session, workspace: Workspace, key: str = "IT") -> Queue:
    """Add a queue with a triage channel, C0TRIAGE for IT; it groups nothing."""
    queue = Queue(workspace_id=workspace.id, key=key, name=key, group_within_seconds=0, created_at=MORNING)
    session.add(queue)
    session.flush()
    triage = Channel(
        workspace_id=workspace.id,
        slack_channel_id="C0TRIAGE" if key == "IT" else f"C0{key}TRIAGE",
        name=f"{key.lower()}-triage",
        is_private=True,
        role=ChannelRole.TRIAGE,
        queue_id=queue.id,
        seen_at=MORNING,
    )
    session.add(triage)
    session.flush()
    return queue


def make_request_channel(
    session: Session,
    queue: Queue,
    slack_channel_id: str = "C0HELP",
    *,
    since: datetime = MORNING,
    read_to: datetime | None = MORNING,
) -> Channel:
    """Add a request channel of a queue."""
    channel = Channel(
        workspace_id=queue.workspace_id,
        slack_channel_id=slack_channel_id,
        name=slack_channel_id.lower(),
        role=ChannelRole.REQUEST,
        queue_id=queue.id,
        intake=Intake.EVERY,
        takes_requests_since=since,
        history_read_to=read_to,
        seen_at=MORNING,
    )
    session.add(channel)
    session.flush()
    return channel


def make_ticket(
    session: Session, queue: Queue, *, read_at: datetime = MORNING, status: TicketStatus = TicketStatus.NEW
) -> Ticket:
    """Add a ticket, without messages, whose two threads are there."""
    ticket = _ticket(queue, _requester_id(session, queue), read_at=read_at, status=status)
    session.add(ticket)
    session.flush()
    return ticket


def make_many_tickets(session: Session, queue: Queue, number: int) -> None:
    """Add tickets at one go, each read a second after the one before: enough of them have the planner use indexes."""
    requester_id = _requester_id(session, queue)
    session.add_all(
        _ticket(queue, requester_id, read_at=MORNING + timedelta(seconds=second)) for second in range(number)
    )
    session.flush()


def make_row(
    session: Session, workspace: Workspace, state: OutboxState = OutboxState.PENDING, **facts: object
) -> OutboxRow:
    """Add an outbox row; `facts` are further columns."""
    columns = {"kind": "slack.post_confirmation", "lane": "ticket/1/requester", "payload": {}, **facts}
    row = OutboxRow(workspace_id=workspace.id, state=state, **columns)
    session.add(row)
    session.flush()
    return row


def _requester_id(session: Session, queue: Queue) -> int:
    workspace = session.get_one(Workspace, queue.workspace_id)
    return people.get_or_stub(session, workspace, "U0ROSA", now=MORNING).id


def _ticket(queue: Queue, requester_id: int, *, read_at: datetime, status: TicketStatus = TicketStatus.NEW) -> Ticket:
    queue.last_number += 1
    return Ticket(
        workspace_id=queue.workspace_id,
        queue_id=queue.id,
        number=queue.last_number,
        key=f"{queue.key}-{queue.last_number}",
        title="The printer is on fire",
        status=status,
        requester_id=requester_id,
        author_id=requester_id,
        requester_slack_channel_id="C0HELP",
        requester_thread_ts=ts_of(MORNING + timedelta(seconds=queue.last_number)),
        triage_slack_channel_id="C0TRIAGE",
        card_ts=ts_of(MORNING + timedelta(seconds=queue.last_number, milliseconds=500)),
        opened_at=MORNING,
        updated_at=MORNING,
        resolved_at=MORNING if status in {TicketStatus.RESOLVED, TicketStatus.CLOSED} else None,
        closed_at=MORNING if status is TicketStatus.CLOSED else None,
        threads_read_at=read_at,
    )
