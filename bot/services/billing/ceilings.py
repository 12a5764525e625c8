"""The spend ceiling: whoever would lift the next invoice above it waits until an admin agrees."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.costs import Arrival, compare
from bot.domain.billing.eligibility import PersonStanding
from bot.domain.billing.facts import FactKind
from bot.services.billing import ledgers
from models.billing import LedgerFact, Subscription
from models.desk import Admission, Channel, Person

HELD: Final[Mapping[str, Any]] = {"standing": PersonStanding.HELD.value, "reason": "spend_ceiling"}
"""What is recorded of somebody whose seat would lift the next invoice above the ceiling."""

WITH_CHANNEL: Final = "with_channel"
"""Marks the fact of a membership that an admin agreed to by making the channel a triage channel."""


def list_above(
    session: Session,
    subscription: Subscription,
    people: Collection[Person],
    arriving_in: Channel | None,
    *,
    now: datetime,
) -> list[Person]:
    """Return who of some people would, by becoming a seat, lift the next invoice above the ceiling, if there is one.

    One after the other: those who fit below it are seats before the next one is asked about.
    """
    asked = [person for person in people if person.admission is not Admission.ADMITTED]
    if not asked or _ceiling(session, subscription) is None:
        return []
    seen = _list_seen(session, subscription, asked) if arriving_in is None else set()
    ledger = ledgers.load(session, subscription.workspace_id, at=now)
    channel = None if arriving_in is None else arriving_in.slack_channel_id
    fitting: list[Arrival] = []
    above: list[Person] = []
    for person in asked:
        arrival = Arrival(person.slack_user_id, channel)
        if person.slack_user_id not in seen and compare(ledger, [*fitting, arrival], at=now).is_above:
            above.append(person)
        else:
            fitting.append(arrival)
    return above


def _ceiling(session: Session, subscription: Subscription) -> int | None:
    """Return the ceiling of the terms that were wanted last, in minor units, without folding anything."""
    terms = select(LedgerFact.details).where(
        LedgerFact.subscription_id == subscription.id, LedgerFact.kind == FactKind.TERMS_CHANGED
    )
    newest: Mapping[str, Any] = session.scalar(terms.order_by(LedgerFact.seq.desc()).limit(1)) or {}
    ceiling: int | None = newest.get("spend_ceiling_minor")
    return ceiling


def _list_seen(session: Session, subscription: Subscription, people: Collection[Person]) -> set[str]:
    """Return who of some people came with a channel, whose cost an admin saw."""
    with_channel = select(LedgerFact.slack_user_id).where(
        LedgerFact.subscription_id == subscription.id,
        LedgerFact.kind == FactKind.JOINED,
        LedgerFact.slack_user_id.in_([person.slack_user_id for person in people]),
        LedgerFact.details.has_key(WITH_CHANNEL),
    )
    return {user for user in session.scalars(with_channel) if user is not None}
