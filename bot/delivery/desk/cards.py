"""Delivers the triage card: posts it, or draws it again in place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from bot.delivery.desk.threads import find_triage_obstacle
from bot.delivery.kinds import Call, Deliverer, Post, Step
from bot.delivery.leases import Row
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.slack_port import Outgoing, Posted
from bot.services.desk import conversations, postings, ticket_facts
from bot.views.content import Content
from bot.views.desk.triage_card import triage_card
from bot.views.parts import Part
from models.desk import Side, Ticket


class LoadPart(Protocol):
    """Reads what a part shows for many tickets at once."""

    def __call__(self, session: Session, ids: Sequence[int], /, *, now: datetime) -> Mapping[int, Any]:
        """Return the data by ticket id; a ticket that is missing has no such part."""


@dataclass(frozen=True)
class CardPart:
    """What another wing adds to the card: a service that loads it and a view that draws it."""

    load: LoadPart
    draw: Callable[[Any], Part]


def deliverer(parts: Sequence[CardPart]) -> Deliverer:
    """Return the card's deliverer. `parts` is what other wings add, in the order it is shown."""

    def prepare(session: Session, row: Row, *, now: datetime) -> Step:
        ticket = session.get_one(Ticket, row.subject_id)
        obstacle = find_triage_obstacle(session, ticket)
        if obstacle is not None:
            return obstacle
        content = _draw(session, ticket.id, parts, now=now)
        if ticket.card_ts is None:
            return _post(session, row, ticket, content, now=now)
        posted = Posted(ticket.triage_slack_channel_id, ticket.card_ts)
        return Call(lambda slack: slack.update(posted, text=content.text, blocks=content.blocks))

    return Deliverer(OutboxKind.REFRESH_TRIAGE_CARD, prepare)


def _draw(session: Session, ticket_id: int, parts: Sequence[CardPart], *, now: datetime) -> Content:
    card = ticket_facts.load_card(session, ticket_id, now=now)
    loaded = [(part, part.load(session, [ticket_id], now=now)) for part in parts]
    return triage_card(card, [part.draw(data[ticket_id]) for part, data in loaded if ticket_id in data])


def _post(session: Session, row: Row, ticket: Ticket, content: Content, *, now: datetime) -> Post:
    def record(session: Session, posted: Posted) -> None:
        conversations.record_card(session, ticket.id, ticket.key, posted.ts, now=now)
        postings.free_waiting_for_root(session, ticket, Side.TRIAGE)

    given_up = postings.find_doubtful_root(session, ticket, Side.TRIAGE)
    message = Outgoing(
        slack_channel_id=ticket.triage_slack_channel_id,
        text=content.text,
        blocks=content.blocks,
        message_id=str(row.message_id if given_up is None else given_up.message_id),
    )
    return Post(message, record, draws_state=True, is_doubtful=given_up is not None)
