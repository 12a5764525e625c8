"""Seat lists: who takes a seat and why, for admins and billing contacts."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from bot.domain.billing.explanations import told_fact
from bot.domain.billing.facts import FactKind
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.money import Money
from bot.domain.billing.queue_shares import queue_seats
from bot.domain.billing.seat_list import QueueSeats, SeatEntry, SeatExplained, SeatReason, SeatsPage, SeatState
from bot.domain.desk.facts import PersonFacts
from bot.errors import NotFound
from bot.services.billing import contacts, facts, ledgers
from bot.services.desk import people
from models.billing import LedgerFact
from models.desk import Person, Queue

PER_PAGE: Final = 20

MOST_FACTS: Final = 12
"""How many facts about one person are told; older ones are counted."""

_OF_CHANNELS: Final = (
    FactKind.TRIAGE_ON,
    FactKind.TRIAGE_OFF,
    FactKind.CHANNEL_FROZEN,
    FactKind.CHANNEL_THAWED,
)
_WITHOUT_REASON: Final = {"held": SeatReason.OUTSIDER, "free": SeatReason.NOT_HUMAN, "pending": SeatReason.UNKNOWN}
_REASONS: Final = {"slackbot": SeatReason.NOT_HUMAN}


def load_page(session: Session, *, reader: Person, page: int, now: datetime) -> SeatsPage:
    """Return a page of everybody who counts or waits, the nearest one where there is no such page.

    Args:
        session: an open transaction.
        reader: who asks.
        page: counts from 0.
        now: the desk's time.

    Raises: BillingReadersOnly.
    """
    contacts.require_reader(session, reader)
    ledger = ledgers.load(session, reader.workspace_id, at=now)
    listed = _states(ledger)
    shown = max(0, min(page, (len(listed) - 1) // PER_PAGE))
    chosen = dict(islice(listed.items(), shown * PER_PAGE, (shown + 1) * PER_PAGE))
    return SeatsPage(
        entries=_entries(session, reader.workspace_id, ledger, chosen),
        page=shown,
        per_page=PER_PAGE,
        total=len(listed),
        occupied=ledger.occupied,
        paid=ledger.paid_quantity,
        held=len(ledger.held),
        pending=len(ledger.pending),
        unit=None if ledger.unit_minor is None else Money(ledger.unit_minor, ledger.terms.currency),
        collects=ledger.terms.collects,
        paid_until=None if ledger.period is None else ledger.period.end_at,
        queues=_list_queues(session, reader.workspace_id, ledger, now=now),
        locale=reader.locale,
    )


def explain_seat(session: Session, slack_user_id: str, *, reader: Person, now: datetime) -> SeatExplained:
    """Return why somebody takes a seat or takes none, with the facts.

    Raises: BillingReadersOnly; NotFound, for somebody who was never seen here.
    """
    contacts.require_reader(session, reader)
    if people.find_person(session, reader.workspace_id, slack_user_id) is None:
        raise NotFound("I do not know that person any more.")
    ledger = ledgers.load(session, reader.workspace_id, at=now)
    state = _states(ledger).get(slack_user_id, SeatState.NONE)
    [entry] = _entries(session, reader.workspace_id, ledger, {slack_user_id: state})
    about = _about(reader.workspace_id, slack_user_id, entry.since)
    newest = select(LedgerFact.seq, LedgerFact.subscription_id).where(about)
    newest = newest.order_by(LedgerFact.counts_at.desc(), LedgerFact.seq.desc()).limit(MOST_FACTS)
    rows = session.execute(newest).all()
    told = facts.list_by_seq(session, rows[0].subscription_id, [row.seq for row in rows]) if rows else []
    recent_first = sorted(told, key=lambda fact: (fact.counts_at, fact.seq), reverse=True)
    total = session.scalars(select(func.count(LedgerFact.id)).where(about)).one()
    return SeatExplained(entry, [told_fact(fact) for fact in recent_first], total - len(told))


def _states(ledger: Ledger) -> Mapping[str, SeatState]:
    """Return everybody who is listed, in the order of the list."""
    groups: tuple[tuple[SeatState, Iterable[str]], ...] = (
        (SeatState.HELD, ledger.held),
        (SeatState.PENDING, ledger.pending),
        (SeatState.SEAT, ledger.seats),
        (SeatState.REFUSED, ledger.kept_out),
    )
    return {user: state for state, users in groups for user in users}


def _entries(session: Session, workspace_id: int, ledger: Ledger, chosen: Mapping[str, SeatState]) -> list[SeatEntry]:
    names = people.names_of(session, workspace_id, list(chosen))
    known = _known(session, workspace_id, chosen)
    seats = ledger.seats
    return [
        SeatEntry(
            person=PersonFacts(user, names.get(user, people.NAMELESS)),
            state=state,
            reason=_reason(state, known.get(user)),
            since=ledger.channels_of(user),
            opened_at=seats[user].opened_at if user in seats else None,
        )
        for user, state in chosen.items()
    ]


def _reason(state: SeatState, known: Mapping[str, Any] | None) -> SeatReason:
    """Return why somebody counts, as it was recorded last."""
    if known is None:
        return SeatReason.UNKNOWN
    standing, written = known["standing"], known.get("reason")
    if written is None:
        reason = _WITHOUT_REASON.get(standing, SeatReason.MEMBER)
    else:
        reason = _REASONS.get(written) or SeatReason(written)
    gone = state is SeatState.NONE and standing == "billable"
    return SeatReason.NO_CHANNEL if gone else reason


def _known(session: Session, workspace_id: int, slack_user_ids: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return what Slack said last of who people are, by Slack user id."""
    newest = (
        select(LedgerFact.slack_user_id, LedgerFact.details)
        .where(
            LedgerFact.workspace_id == workspace_id,
            LedgerFact.kind == FactKind.PERSON_KNOWN,
            LedgerFact.slack_user_id.in_(slack_user_ids),
        )
        .ext(distinct_on(LedgerFact.slack_user_id))
        .order_by(LedgerFact.slack_user_id, LedgerFact.effective_at.desc(), LedgerFact.seq.desc())
    )
    return {user: details for user, details in session.execute(newest) if user is not None}


def _about(workspace_id: int, slack_user_id: str, channels: Collection[str]) -> ColumnElement[bool]:
    """Return what selects the facts that decide about a person: their own, and those about their channels."""
    of_channel = and_(
        LedgerFact.slack_user_id.is_(None),
        LedgerFact.slack_channel_id.in_(channels),
        LedgerFact.kind.in_(_OF_CHANNELS),
    )
    theirs = or_(LedgerFact.slack_user_id == slack_user_id, of_channel)
    return and_(LedgerFact.workspace_id == workspace_id, theirs)


def _list_queues(session: Session, workspace_id: int, ledger: Ledger, *, now: datetime) -> list[QueueSeats]:
    named = select(Queue.key, Queue.name).where(Queue.workspace_id == workspace_id)
    return queue_seats(ledger, dict(session.execute(named).all()), at=now)
