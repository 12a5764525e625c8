"""Quotes: a message said somewhere else that an agent adds to a ticket, as a private note with a link to it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.domain.desk.facts import TicketFacts
from bot.domain.desk.incoming import Event, read_words
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.domain.desk.quoting import quoted
from bot.errors import AgentsOnly, Refusal
from bot.services.desk import notes, outbox, pages, people, ticket_lists, visibility
from bot.services.desk.ticket_filters import is_open
from models.desk import Person, Side, Ticket, Workspace

OFFERED: Final = 100
"""How many tickets a form offers to choose from: Slack's menus hold no more."""

GONE = "I could not add that message: it is gone, or in a conversation I am not in."
NOT_HERE = "I can add what a person wrote in a conversation I am in. Invite me there first with `/invite`."


@dataclass(frozen=True)
class Quote:
    """A message that is to be added to a ticket by an agent."""

    ticket_id: int
    slack_channel_id: str
    ts: str
    agent_id: int

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> "Quote":
        """Return the quote that an outbox row carries."""
        return cls(**payload)


def list_tickets(session: Session, *, actor: Person) -> Sequence[TicketFacts]:
    """Return the open tickets an agent may add to, at most a hundred, the newest change first. Raises: AgentsOnly."""
    reading = pages.begin_reading(session, actor)
    if not reading.queue_ids:
        raise AgentsOnly
    worked = [visibility.is_worked_by(reading.queue_ids), is_open()]
    found = pages.load_first(reading, worked, [Ticket.updated_at.desc()], limit=OFFERED)
    return [each.ticket for each in found]


def ask_to_add(session: Session, typed_key: str, slack_channel_id: str, ts: str, *, actor: Person) -> None:
    """Have a message read and added to the ticket with the key an agent typed or chose.

    Raises: NotUnderstood; TicketNotFound; AgentsOnly.
    """
    ticket = ticket_lists.get_worked(session, typed_key, actor=actor)
    quote = Quote(ticket.id, slack_channel_id, ts, actor.id)
    outbox.enqueue(
        session,
        OutboxKind.FETCH_QUOTE,
        workspace_id=actor.workspace_id,
        lane=f"ticket/{ticket.id}/quotes",
        subject_id=ticket.id,
        payload=asdict(quote),
    )


def add_quote(session: Session, quote: Quote, message: Event | None, *, now: datetime) -> None:
    """Add a message as it was read to its ticket as a note, or tell the agent why that cannot be.

    Args:
        session: an open transaction.
        quote: what was asked, by whom.
        message: the message as Slack has it; None when it could not be read.
        now: the desk's time.
    """
    agent = session.get_one(Person, quote.agent_id)
    if message is None:
        people.show(session, agent, GONE, slack_channel_id=None)
        return
    workspace = session.get_one(Workspace, agent.workspace_id)
    address = f"{workspace.url}archives/{quote.slack_channel_id}/p{quote.ts.replace('.', '')}"
    words = quoted(read_words(message), message.get("user"), quote.slack_channel_id, address)
    try:
        _name_first(session, workspace, message.get("user"), quote.ticket_id, now=now)
        notes.write_note(session, quote.ticket_id, words.text, words=words, actor=agent, now=now)
    except Refusal as refusal:
        people.show(session, agent, str(refusal), slack_channel_id=None)


def _name_first(
    session: Session, workspace: Workspace, slack_user_id: str | None, ticket_id: int, *, now: datetime
) -> None:
    """Have the name read of who is quoted, before the note is shown."""
    if slack_user_id is not None:
        author = people.get_or_stub(session, workspace, slack_user_id, now=now)
        people.read_profile_first(session, author, lane=outbox.ticket_lane(ticket_id, Side.TRIAGE))
