"""The words of tickets, kept for search in the transaction that changes them.

`public_words` has the title and what its requester may read; `agent_words` what is for agents alone as well: the notes
of its present queue, and what was passed on from a merged ticket.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, cast, delete, exists, func, literal, literal_column, select, update
from sqlalchemy.dialects.postgresql import REGCONFIG, insert
from sqlalchemy.orm import Session

from bot.domain.desk import rich_text
from bot.domain.desk.happenings import MessageAdded, MessageChanged, TicketCreated, TicketDetailsChanged, TicketMoved
from bot.domain.desk.languages import configuration_of, with_spaces
from bot.services.desk import visibility
from models.desk import AuditTag, Message, MessageKind, Queue, Ticket, TicketWords, Workspace

LONGEST_WORD: Final = 100
"""Longer runs of characters are no words anybody types."""

MOST_OF_ONE: Final = 20_000
MOST_OF_ALL: Final = 300_000
"""How many bytes of one message, and of all messages of a ticket, can be searched: PostgreSQL keeps at most 1 MB."""

MOST_MESSAGES: Final = 1_000
"""How many messages of a ticket are read to gather its words, the newest ones."""

BATCH: Final = 100
"""How many tickets get their words in one transaction."""

TITLE_WEIGHT: Final[ColumnElement[Any]] = literal_column("'A'")  # a "char", which no bound text becomes by itself

Vector = ColumnElement[Any]


def begin(session: Session, happening: TicketCreated, *, now: datetime) -> None:
    """Keep the words a ticket was opened with."""
    opening = searchable(_said_in(happening.opening), most=MOST_OF_ONE)
    _keep(session, happening.ticket, public=opening, private="")


def add(session: Session, happening: MessageAdded, *, now: datetime) -> None:
    """Add what somebody wrote. A ticket with very many words keeps those it has."""
    ticket, message = happening.ticket, happening.message
    added = _vector(_configuration(session, ticket), searchable(_said_in(message), most=MOST_OF_ONE))
    changed = {"agent_words": TicketWords.agent_words.op("||")(added)}
    if not visibility.is_for_agents_alone(message, ticket):
        changed["public_words"] = TicketWords.public_words.op("||")(added)
    has_room = func.octet_length(cast(TicketWords.agent_words, Text)) < MOST_OF_ALL
    words = TicketWords.workspace_id == ticket.workspace_id, TicketWords.ticket_id == ticket.id
    session.execute(update(TicketWords).where(*words, has_room).values(changed), **_AS_IT_IS)


def follow(session: Session, happening: MessageChanged | TicketMoved, *, now: datetime) -> None:
    """Gather a ticket's words anew: something was edited, deleted or withdrawn, or its notes stayed behind."""
    gather(session, happening.ticket)


def follow_title(session: Session, happening: TicketDetailsChanged, *, now: datetime) -> None:
    """Gather a ticket's words anew when somebody gave it another title."""
    if happening.what is AuditTag.TICKET_TITLE_CHANGED:
        gather(session, happening.ticket)


def gather(session: Session, ticket: Ticket) -> None:
    """Make the words of a ticket what its title and its messages say now."""
    session.flush()
    said = select(Message).where(
        Message.workspace_id == ticket.workspace_id, Message.ticket_id == ticket.id, Message.deleted_at.is_(None)
    )
    newest_first = said.order_by(Message.sent_at.desc(), Message.id.desc()).limit(MOST_MESSAGES)
    messages = session.scalars(newest_first).all()
    public = [message for message in messages if not visibility.is_for_agents_alone(message, ticket)]
    private = [each for each in messages if each not in public and _stays_with(ticket, each)]
    _keep(session, ticket, public=_all_said_in(public), private=_all_said_in(private))


def _stays_with(ticket: Ticket, message: Message) -> bool:
    """Return whether a message is for the agents of its ticket's queue: notes stay where they were written."""
    return message.kind is not MessageKind.NOTE or message.queue_id == ticket.queue_id


def fill_missing(session: Session, *, limit: int = BATCH) -> int:
    """Give their words to tickets that have none yet, as after an upgrade; return how many those were."""
    has_words = exists().where(TicketWords.ticket_id == Ticket.id, TicketWords.workspace_id == Ticket.workspace_id)
    wordless = select(Ticket).where(~has_words).order_by(Ticket.id).limit(limit)
    tickets = session.scalars(wordless.with_for_update(skip_locked=True)).all()
    for ticket in tickets:
        gather(session, ticket)
    return len(tickets)


def forget_words(session: Session, workspace_id: int, *, queue_id: int | None = None) -> None:
    """Forget the words of a queue's tickets, or all a workspace's, because their language is another one now.

    They are gathered anew by `fill_missing`, a batch at a time.
    """
    concerned = select(Ticket.id).where(Ticket.workspace_id == workspace_id)
    if queue_id is not None:
        concerned = concerned.where(Ticket.queue_id == queue_id)
    gone = delete(TicketWords).where(TicketWords.workspace_id == workspace_id, TicketWords.ticket_id.in_(concerned))
    session.execute(gone, **_AS_IT_IS)


def searchable(text: str, *, most: int) -> str:
    """Return the words of a text as they can be searched, at most `most` bytes of them."""
    kept: list[str] = []
    room = most
    for word in with_spaces(text).split():
        if len(word) <= LONGEST_WORD:
            room -= len(word.encode()) + 1
            if room < 0:
                break
            kept.append(word)
    return " ".join(kept)


def _keep(session: Session, ticket: Ticket, *, public: str, private: str) -> None:
    configuration = _configuration(session, ticket)
    title = func.setweight(_vector(configuration, searchable(ticket.title, most=MOST_OF_ONE)), TITLE_WEIGHT)
    public_words = title.op("||")(_vector(configuration, public))
    agent_words = public_words.op("||")(_vector(configuration, private)) if private else public_words
    words = {"public_words": public_words, "agent_words": agent_words}
    row = insert(TicketWords).values(ticket_id=ticket.id, workspace_id=ticket.workspace_id, **words)
    session.execute(row.on_conflict_do_update(index_elements=[TicketWords.ticket_id], set_=words))


def _configuration(session: Session, ticket: Ticket) -> str:
    queue = session.get_one(Queue, ticket.queue_id)
    return configuration_of(queue.language or session.get_one(Workspace, ticket.workspace_id).language)


def _vector(configuration: str, text: str) -> Vector:
    return func.to_tsvector(cast(literal(configuration), REGCONFIG), text)


def _said_in(message: Message) -> str:
    names = " ".join(str(file.get("name", "")) for file in message.files)
    return f"{rich_text.plain_text_of(message.blocks, message.text)} {names}"


def _all_said_in(messages: Iterable[Message]) -> str:
    """Return what messages say, as much of it as can be searched."""
    return searchable(
        " ".join(searchable(_said_in(message), most=MOST_OF_ONE) for message in messages), most=MOST_OF_ALL
    )


_AS_IT_IS: Final[dict[str, Any]] = {"execution_options": {"synchronize_session": False}}
"""Nothing of what is changed here is loaded anywhere."""
