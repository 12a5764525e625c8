"""Reads a message that an agent adds to a ticket."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.delivery.desk.backfill import Reader, read_thread_of
from bot.delivery.kinds import Call, Deliverer, Step
from bot.delivery.leases import Row
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.slack_port import SlackPort
from bot.services.desk import quotes
from bot.services.desk.quotes import Quote
from models.desk import Person


def deliverer() -> Deliverer:
    """Return the deliverer of this module."""
    return Deliverer(OutboxKind.FETCH_QUOTE, prepare_quote_read)


def prepare_quote_read(session: Session, row: Row, *, now: datetime) -> Step:
    """Read the message, then add it to its ticket or tell the agent why not."""
    quote = Quote.from_payload(row.payload)
    reader = Reader.of(session.get_one(Person, quote.agent_id))

    def ask(slack: SlackPort) -> dict[str, Any] | None:
        thread = read_thread_of(slack, quote.slack_channel_id, quote.ts, reader=reader) or []
        return next((message for message in thread if message["ts"] == quote.ts), None)

    return Call(ask, lambda session, message: quotes.add_quote(session, quote, message, now=now))
