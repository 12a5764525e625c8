"""Facts: everything that decides money, recorded once and in one order, chained so that nothing goes unseen."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import ARRAY, DateTime, Select, Text, and_, cast, func, insert, select
from sqlalchemy.orm import Session

from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.domain.billing.ledger import LATENESS
from bot.services.billing.copying import copy_rows
from models.billing import LedgerFact, Subscription
from models.desk import Person

BATCH: Final = 1000
"""How many facts go through one statement."""

FEW: Final = 50
"""From this many on, facts are copied in."""


@dataclass(frozen=True)
class NewFact:
    """A fact to be recorded. `event_id` is Slack's, or whatever else names the only cause of this fact."""

    kind: FactKind
    source: FactSource
    effective_at: datetime
    slack_channel_id: str | None = None
    slack_user_id: str | None = None
    event_id: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def membership(self) -> tuple[str, str, str, datetime] | None:
        """What tells two memberships apart, whichever way each became known; None for what is none."""
        if self.slack_channel_id is None or self.slack_user_id is None:
            return None
        return self.slack_channel_id, self.slack_user_id, str(self.kind), self.effective_at


def record(
    session: Session,
    subscription: Subscription,
    kind: FactKind,
    *,
    source: FactSource,
    effective_at: datetime,
    now: datetime,
    slack_channel_id: str | None = None,
    slack_user_id: str | None = None,
    event_id: str | None = None,
    actor: Person | None = None,
    details: Mapping[str, Any] | None = None,
) -> Fact | None:
    """Record one fact and return it; None when it is known already, by its event or as the same membership."""
    fact = NewFact(kind, source, effective_at, slack_channel_id, slack_user_id, event_id, details or {})
    recorded = record_all(session, subscription, [fact], actor=actor, now=now)
    return recorded[0] if recorded else None


def record_all(
    session: Session,
    subscription: Subscription,
    facts: Iterable[NewFact],
    *,
    actor: Person | None = None,
    now: datetime,
) -> list[Fact]:
    """Record facts in their order, and return those that were not known already.

    The subscription is held until the transaction ends, so facts have one order whoever records them. None counts from
    before what was folded already.

    Args:
        session: an open transaction.
        subscription: whose facts.
        facts: any number; they go in few statements.
        actor: the admin, if one decided them.
        now: the desk's time, when they became known.
    """
    hold(session, subscription)
    recorded: list[Fact] = []
    remaining = iter(facts)
    while batch := list(islice(remaining, BATCH)):
        rows = [_next_row(subscription, fact, actor, now) for fact in _unknown(session, subscription, batch)]
        if rows:
            _add(session, rows)
            recorded += map(_fact, rows)
    if recorded:
        due_at = min(fact.counts_at for fact in recorded) + LATENESS
        subscription.next_due_at = min(due_at, subscription.next_due_at or due_at)
    session.flush()
    return recorded


def hold(session: Session, subscription: Subscription) -> None:
    """Hold a subscription until the transaction ends, as it is now: whoever records or folds goes in turn."""
    session.flush()
    session.refresh(subscription, with_for_update=True)


def stream(session: Session, subscription_id: int) -> Iterator[Fact]:
    """Yield a subscription's facts in the order in which they count, without holding them all in memory."""
    ordered = _rows(subscription_id).order_by(LedgerFact.counts_at, LedgerFact.seq)
    with session.execute(ordered.execution_options(yield_per=BATCH)) as found:
        for seq, kind, source, *told in found:  # a look-up is quicker than an enumeration's own, for many facts
            yield Fact(seq, _KINDS[kind], _SOURCES[source], *told)


def list_by_seq(session: Session, subscription_id: int, seqs: Sequence[int]) -> list[Fact]:
    """Return the facts of these numbers, in the order in which they became known."""
    chosen = _rows(subscription_id).where(LedgerFact.seq.in_(seqs)).order_by(LedgerFact.seq)
    return [_fact(row) for row in session.execute(chosen).mappings()]


def verify_chain(session: Session, subscription: Subscription) -> int | None:
    """Return the number of the first fact that was changed, added or taken out behind our back; None if none was."""
    rows = select(*LedgerFact.__table__.columns).where(LedgerFact.subscription_id == subscription.id)
    seq, previous = 0, ""
    with session.execute(rows.order_by(LedgerFact.seq).execution_options(yield_per=BATCH)) as found:
        for row in found.mappings():
            seq += 1
            if (row["seq"], row["previous_hash"], row["hash"]) != (seq, previous, _hash(row, previous)):
                return seq
            previous = row["hash"]
    return None if (seq, previous) == (subscription.last_seq, subscription.last_hash) else seq + 1


def _add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    if len(rows) < FEW:
        session.execute(insert(LedgerFact), rows)
    else:
        copy_rows(session, LedgerFact, tuple(rows[0]), rows)


def _unknown(session: Session, subscription: Subscription, batch: Sequence[NewFact]) -> list[NewFact]:
    """Return the facts of a batch that are not recorded yet, each once."""
    seen = _known_events(session, subscription, batch) | _known_memberships(session, subscription, batch)
    unknown: list[NewFact] = []
    for fact in batch:
        names = {fact.event_id, fact.membership} - {None}
        if not names & seen:
            unknown.append(fact)
            seen |= names
    return unknown


def _known_events(session: Session, subscription: Subscription, batch: Sequence[NewFact]) -> set[object]:
    events = {fact.event_id for fact in batch if fact.event_id is not None}
    known = select(LedgerFact.event_id).where(
        LedgerFact.subscription_id == subscription.id, LedgerFact.event_id.in_(events)
    )
    return set(session.scalars(known)) if events else set()


def _known_memberships(session: Session, subscription: Subscription, batch: Sequence[NewFact]) -> set[object]:
    """Return the memberships of a batch that are recorded; they are joined, as a thousand are too many to compare."""
    memberships = [fact.membership for fact in batch if fact.membership is not None]
    if not memberships:
        return set()
    columns = LedgerFact.slack_channel_id, LedgerFact.slack_user_id, LedgerFact.kind, LedgerFact.effective_at
    channels, users, kinds, instants = (list(values) for values in zip(*memberships, strict=True))
    lists = [cast(values, ARRAY(Text)) for values in (channels, users, kinds)]
    asked = func.unnest(*lists, cast(instants, ARRAY(DateTime(timezone=True))))
    asked_rows = asked.table_valued(*(column.key for column in columns)).render_derived(name="asked")
    alike = [column == asked_rows.c[column.key] for column in columns]
    known = select(*columns).select_from(asked_rows).join(LedgerFact, and_(*alike))
    return {tuple(row) for row in session.execute(known.where(LedgerFact.subscription_id == subscription.id))}


def _next_row(subscription: Subscription, fact: NewFact, actor: Person | None, now: datetime) -> dict[str, Any]:
    """Return the row of the next fact, and move the ledger's head onto it."""
    row: dict[str, Any] = {
        "workspace_id": subscription.workspace_id,
        "subscription_id": subscription.id,
        "seq": subscription.last_seq + 1,
        "kind": str(fact.kind),
        "source": str(fact.source),
        "slack_channel_id": fact.slack_channel_id,
        "slack_user_id": fact.slack_user_id,
        "event_id": fact.event_id,
        "actor_id": None if actor is None else actor.id,
        "effective_at": fact.effective_at,
        "counts_at": max(fact.effective_at, subscription.folded_to),
        "received_at": now,
        "details": dict(fact.details),
    }
    row |= {"previous_hash": subscription.last_hash, "hash": _hash(row, subscription.last_hash)}
    subscription.last_seq, subscription.last_hash = row["seq"], row["hash"]
    return row


_HASHED: Final = (
    "workspace_id", "subscription_id", "seq", "kind", "source", "slack_channel_id", "slack_user_id", "event_id",
    "actor_id", "effective_at", "counts_at", "received_at", "details",
)  # fmt: skip


def _hash(row: Mapping[Any, Any], previous: str) -> str:
    """Return the SHA-256 of a fact's row and of the hash before it."""
    facts = {name: _plain(row[name]) for name in _HASHED}
    canonical = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def _rows(subscription_id: int) -> Select[Any]:
    return select(*(LedgerFact.__table__.c[name] for name in _TOLD)).where(
        LedgerFact.subscription_id == subscription_id
    )


_TOLD: Final = (
    "seq", "kind", "source", "counts_at", "effective_at", "received_at", "slack_channel_id", "slack_user_id",
    "event_id", "details",
)  # fmt: skip


_KINDS: Final = {kind.value: kind for kind in FactKind}
_SOURCES: Final = {source.value: source for source in FactSource}


def _fact(row: Mapping[Any, Any]) -> Fact:
    facts = {name: row[name] for name in _TOLD}
    return Fact(**facts | {"kind": FactKind(row["kind"]), "source": FactSource(row["source"])})
