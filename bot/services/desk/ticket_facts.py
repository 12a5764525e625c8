"""Tickets as people are shown them: rows turned into facts, a whole list in one query."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, aliased

from bot.domain.desk import rich_text
from bot.domain.desk.facts import CardFacts, FileFacts, MessageFacts, OwnStatus, TicketFacts
from bot.domain.desk.incoming import Words
from bot.domain.desk.triage_marks import PUBLIC_MARK
from bot.services.desk import details_shown, people, priority_scales, statuses, triage_talk, visibility
from models.desk import (
    Message,
    MessageKind,
    MessageVersion,
    Person,
    Queue,
    QueueStatus,
    Side,
    Ticket,
    TriageReplies,
    Workspace,
)

Requester = aliased(Person)
Assignee = aliased(Person)
TicketRow = Row[Ticket, Queue, Person, Person | None, QueueStatus | None]


def select_tickets() -> Select[Ticket, Queue, Person, Person | None, QueueStatus | None]:
    """Return the query of tickets with queue, requester, assignee and own status; callers add their conditions."""
    return (
        select(Ticket, Queue, Requester, Assignee, QueueStatus)
        .join(Queue, Queue.id == Ticket.queue_id)
        .join(Requester, Requester.id == Ticket.requester_id)
        .outerjoin(Assignee, Assignee.id == Ticket.assignee_id)
        .outerjoin(QueueStatus, QueueStatus.id == Ticket.queue_status_id)
    )


def facts_of(row: TicketRow, *, workspace: Workspace, side: Side) -> TicketFacts:
    """Return one row of `select_tickets` as facts; `side` says whose Slack conversation the link opens."""
    ticket, queue, requester, assignee, own_status = row
    return TicketFacts(
        id=ticket.id,
        key=ticket.key,
        title=ticket.title,
        status=ticket.status,
        priority=ticket.priority,
        queue_key=queue.key,
        queue_name=queue.name,
        requester=people.facts_of(requester),
        assignee=None if assignee is None else people.facts_of(assignee),
        opened_at=ticket.opened_at,
        updated_at=ticket.updated_at,
        link=link_to(ticket, side, workspace=workspace),
        due_at=ticket.due_at,
        own_status=None if own_status is None else own_status_of(own_status),
        scale=priority_scales.scale_of(workspace),
    )


def own_status_of(status: QueueStatus) -> OwnStatus:
    """Return a status of a queue's own as views are given it."""
    return OwnStatus(status.id, status.name, status.base)


def page_facts_of(session: Session, row: TicketRow, *, workspace: Workspace, side: Side) -> TicketFacts:
    """Return what `facts_of` does for one ticket that is shown by itself: who filed it for its requester, too."""
    ticket = row[0]
    facts = facts_of(row, workspace=workspace, side=side)
    if ticket.author_id == ticket.requester_id:
        return facts
    return replace(facts, filed_by=people.facts_of(session.get_one(Person, ticket.author_id)))


def link_to(ticket: Ticket, side: Side, *, workspace: Workspace) -> str | None:
    """Return the permalink of one side's root message, or None while it is not posted."""
    roots = {
        Side.TRIAGE: (ticket.triage_slack_channel_id, ticket.card_ts),
        Side.REQUESTER: (ticket.requester_slack_channel_id, ticket.requester_thread_ts),
    }
    slack_channel_id, ts = roots[side]
    return _permalink(slack_channel_id, ts, workspace=workspace)


def _link_to_source(ticket: Ticket, *, workspace: Workspace) -> str | None:
    """Return the permalink of what the requester first wrote; agents cannot open a DM, but see where it was asked."""
    if ticket.replies_in_dm:
        return _permalink(ticket.origin_slack_channel_id, ticket.origin_ts, workspace=workspace)
    return link_to(ticket, Side.REQUESTER, workspace=workspace)


def _permalink(slack_channel_id: str | None, ts: str | None, *, workspace: Workspace) -> str | None:
    if slack_channel_id is None or ts is None:
        return None
    return f"{workspace.url}archives/{slack_channel_id}/p{ts.replace('.', '')}"


def load_card(session: Session, ticket_id: int, *, now: datetime) -> CardFacts:
    """Return everything the desk's own part of a triage card shows, as it stands now."""
    row = session.execute(select_tickets().where(Ticket.id == ticket_id)).one()
    ticket = row[0]
    workspace = session.get_one(Workspace, ticket.workspace_id)
    opening = session.scalars(
        select(Message).where(Message.ticket_id == ticket.id, Message.kind == MessageKind.OPENING)
    ).one()
    resolver = None if ticket.resolved_by_id is None else session.get_one(Person, ticket.resolved_by_id)
    return CardFacts(
        ticket=page_facts_of(session, row, workspace=workspace, side=Side.REQUESTER),
        opening=words_of(session, opening),
        source_slack_channel_id=ticket.origin_slack_channel_id or ticket.requester_slack_channel_id,
        source_link=_link_to_source(ticket, workspace=workspace),
        resolved_by=None if resolver is None else people.facts_of(resolver),
        resolved_at=ticket.resolved_at,
        private_mark=workspace.private_mark,
        public_mark=PUBLIC_MARK if row[1].triage_replies is TriageReplies.INTERNAL else None,
        is_private=ticket.replies_in_dm,
        details=details_shown.load_details(session, ticket.id, workspace_id=ticket.workspace_id),
        is_snoozed=ticket.snoozed_at is not None,
        snoozed_until=ticket.snoozed_until,
        own_statuses=[
            own_status_of(each)
            for each in statuses.list_own(session, ticket.queue_id, workspace_id=ticket.workspace_id)
        ],
    )


def load_talk(session: Session, ticket_id: int, *, workspace_id: int, most: int = 3) -> list[MessageFacts]:
    """Return the last messages of a ticket that both its sides read, the newest last."""
    said = select(Message).join(Ticket, Ticket.id == Message.ticket_id)
    public = said.where(
        Message.workspace_id == workspace_id,
        Message.ticket_id == ticket_id,
        visibility.is_for_both_sides(),
        Message.deleted_at.is_(None),
    )
    newest = session.scalars(public.order_by(Message.sent_at.desc(), Message.id.desc()).limit(most)).all()
    return [words_of(session, message) for message in reversed(newest)]


def words_of(session: Session, message: Message) -> MessageFacts:
    """Return what a message says as it stands now, with the names of the people it mentions."""
    is_edited, is_deleted = message.edited_ts is not None, message.deleted_at is not None
    return replace(words_as(session, message, message), is_edited=is_edited, is_deleted=is_deleted)


def copied_words_of(session: Session, message: Message) -> MessageFacts:
    """Return what a reply says to the other side as it stands now: its words without the public mark before them."""
    is_edited, is_deleted = message.edited_ts is not None, message.deleted_at is not None
    copied = words_as(session, message, triage_talk.words_for_requester(message))
    return replace(copied, is_edited=is_edited, is_deleted=is_deleted)


def words_as(session: Session, message: Message, said: Message | MessageVersion | Words) -> MessageFacts:
    """Return what a message says, or said in an earlier version, whatever became of it since."""
    author = session.get_one(Person, message.author_id)
    mentioned = rich_text.mentioned_user_ids(said.blocks, said.text)
    return MessageFacts(
        text=said.text,
        blocks=said.blocks,
        files=[FileFacts(file["name"], file["url"]) for file in said.files],
        author=people.facts_of(author),
        names=people.names_of(session, message.workspace_id, sorted(mentioned)),
    )
