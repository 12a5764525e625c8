"""Costs: what would be paid if people came into a triage channel, asked of the ledger itself before it happens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.billing.eligibility import PersonStanding
from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.domain.billing.ledger import Ledger


@dataclass(frozen=True)
class Cost:
    """What coming in would cost. Amounts are in minor units of `currency`, tax included.

    Attributes:
        people: how many would come in.
        new_seats: how many of them have no seat yet.
        seats: how many seats are taken then.
        unit_minor: what a seat costs for a whole period, before tax; None where no price is agreed.
        now_minor: what is charged for what is left of the period; None where nothing is charged before a renewal.
        next_minor: what the next renewal comes to then; None if there will be none.
        next_at: when that is.
        collects: whether money is asked for; else it is a statement.
        ceiling_minor: the next invoice above which admins are asked.
        is_above: whether it lifts the next invoice above that.
    """

    people: int
    new_seats: int
    seats: int
    currency: str
    unit_minor: int | None
    now_minor: int | None
    next_minor: int | None
    next_at: datetime | None
    collects: bool
    ceiling_minor: int | None
    is_above: bool


@dataclass(frozen=True)
class Arrival:
    """Somebody who would be a seat: by coming into a channel, or because an admin confirms them where they are."""

    slack_user_id: str
    slack_channel_id: str | None = None


def compare(ledger: Ledger, arrivals: Iterable[Arrival], *, at: datetime, new_channel: str | None = None) -> Cost:
    """Return what arrivals would cost a ledger, which stays as it is.

    Args:
        ledger: up to date.
        arrivals: who would be a seat then, whatever is known of them now.
        at: when; aware UTC.
        new_channel: the channel that would become a triage channel with it, if one would.
    """
    twin, people = ledger.copy(), 0
    for arrival in arrivals:
        _arrive(twin, arrival, at)
        people += 1
    if new_channel is not None:
        twin.apply(_fact(FactKind.TRIAGE_ON, at, slack_channel_id=new_channel))
    before, after = ledger.upcoming(at), twin.upcoming(at)
    ceiling, next_minor = ledger.terms.spend_ceiling_minor, None if after is None else after.total_minor
    lifts = next_minor is not None and next_minor > (0 if before is None else before.total_minor)
    return Cost(
        people=people,
        new_seats=twin.occupied - ledger.occupied,
        seats=twin.occupied,
        currency=ledger.terms.currency,
        unit_minor=ledger.unit_minor,
        now_minor=_charged(twin, at, _charged(ledger, at, None)),
        next_minor=next_minor,
        next_at=None if after is None else after.issued_at,
        collects=ledger.terms.collects,
        ceiling_minor=ceiling,
        is_above=ceiling is not None and next_minor is not None and next_minor > ceiling and lifts,
    )


def _arrive(ledger: Ledger, arrival: Arrival, at: datetime) -> None:
    user, channel = arrival.slack_user_id, arrival.slack_channel_id
    known = {"standing": PersonStanding.BILLABLE.value}
    ledger.apply(_fact(FactKind.PERSON_KNOWN, at, slack_user_id=user, details=known))
    if channel is not None:
        ledger.apply(_fact(FactKind.JOINED, at, slack_channel_id=channel, slack_user_id=user))


def _charged(ledger: Ledger, at: datetime, otherwise: int | None) -> int | None:
    """Return what closing the settle window now would charge, without what it would charge `otherwise`."""
    document = ledger.open_charges(at)
    return None if document is None else document.total_minor - (otherwise or 0)


def _fact(kind: FactKind, at: datetime, **about: Any) -> Fact:
    """Return a fact that nobody records."""
    return Fact(seq=0, kind=kind, source=FactSource.ADMIN, counts_at=at, effective_at=at, received_at=at, **about)
