"""A ledger case: its events as facts, folded by the very ledger the bot folds, its documents as the file has them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from bot.domain.billing.documents import Document, DocumentKind, Line, LineKind
from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.outcomes import Outcome
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.simulation_cases import (
    SUBSCRIPTION_EVENTS,
    IntervalEvent,
    LedgerCase,
    LedgerConfig,
    LedgerEvent,
    MembershipEvent,
    PersonEvent,
    PrepaidEvent,
    PriceEvent,
    SnapshotEvent,
    TriageEvent,
)
from bot.domain.billing.terms import Collect, Terms

INTERVALS: Final = {"month": Interval.MONTHLY, "year": Interval.ANNUAL}

_SHOWN: Final[Mapping[LineKind, tuple[str, ...]]] = {
    LineKind.RENEWAL: ("quantity", "unit_minor"),
    LineKind.SEAT_ADDED: ("user", "unit_minor", "days", "of"),
    LineKind.SEAT_REVERSED: ("user",),
    LineKind.SEAT_CREDITED: ("user",),
}
_SHOWN_ELSE: Final = ("quantity", "unit_minor", "days", "of")


class TooManyPlans(ValueError):
    """The plans of a case go up and down further than there are plans."""


def simulate(case: LedgerCase) -> list[dict[str, Any]]:
    """Return a case's documents. Charges of one day share an invoice, as the file's policy has it.

    Raises:
        TooManyPlans: its plan changes need more plans than there are.
    """
    return _shown(_Simulation(case).documents(), case.config)


@dataclass
class _Simulation:
    """One run: the ledger, the terms that were asked for last, and the last fact's number."""

    case: LedgerCase
    ledger: Ledger = field(default_factory=Ledger)
    seq: int = 0

    def __post_init__(self) -> None:
        self._plans = _plans(self.case)
        self._terms = _terms(self.case.config, self._plans[0])
        self._changed = 0

    def documents(self) -> list[Document]:
        """Fold everything, and return what was issued."""
        begins_at = self.case.config.begins_at
        outcomes: list[Outcome] = []
        for fact in self._opening(begins_at):
            outcomes += self.ledger.apply(fact)
        for event in sorted(self.case.events, key=_known_at):
            if (at := max(_known_at(event), begins_at)) > self.case.until:
                break
            outcomes += self.ledger.advance(at)
            for fact in self._facts(event, at):
                outcomes += self.ledger.apply(fact)
        outcomes += self.ledger.advance(self.case.until.astimezone(UTC))
        return [outcome for outcome in outcomes if isinstance(outcome, Document)]

    def _fact(self, kind: FactKind, at: datetime, counts_at: datetime | None = None, **more: Any) -> Fact:
        self.seq += 1
        counts_at = max(at, counts_at or at)
        source = more.pop("source", FactSource.EVENT)
        return Fact(self.seq, kind, source, counts_at, at, counts_at, **more)

    def _opening(self, at: datetime) -> Iterator[Fact]:
        """Yield who everybody is, who is where, and the beginning of the subscription."""
        config = self.case.config
        for user in _people(self.case):
            standing = "free" if user in config.bots else "billable"
            yield self._fact(FactKind.PERSON_KNOWN, at, slack_user_id=user, details={"standing": standing})
        for channel, members in self.case.opening.items():
            for user in members:
                yield self._fact(FactKind.JOINED, at, slack_channel_id=channel, slack_user_id=user)
            if channel not in config.non_triage:
                yield self._fact(FactKind.TRIAGE_ON, at, slack_channel_id=channel, details={"queue": channel})
        if config.has_payment_method or (config.has_payment_method is None and config.trial_start is None):
            yield self._fact(FactKind.PAYMENT_METHOD_SET, at)
        yield self._fact(FactKind.TERMS_CHANGED, at, details=self._terms.to_json())

    def _facts(self, event: LedgerEvent, counts_at: datetime) -> Iterator[Fact]:
        at = min(event.at.astimezone(UTC), counts_at)
        if isinstance(event, MembershipEvent):
            kind = FactKind.JOINED if event.type == "join" else FactKind.LEFT
            yield self._fact(kind, at, counts_at, slack_channel_id=event.channel, slack_user_id=event.user)
        elif isinstance(event, PersonEvent):
            yield from self._of_person(event, at, counts_at)
        elif isinstance(event, TriageEvent):
            kind = FactKind.TRIAGE_ON if event.type == "triage_on" else FactKind.TRIAGE_OFF
            yield self._fact(kind, at, counts_at, slack_channel_id=event.channel, details={"queue": event.channel})
        elif isinstance(event, SnapshotEvent):
            yield from self._differences(event, at, counts_at) if event.complete else ()
        elif isinstance(event, PriceEvent | IntervalEvent | PrepaidEvent):
            self._terms = self._changed_terms(event)
            yield self._fact(FactKind.TERMS_CHANGED, at, counts_at, details=self._terms.to_json())
        else:
            yield self._fact(SUBSCRIPTION_EVENTS[event.type], at, counts_at)

    def _of_person(self, event: PersonEvent, at: datetime, counts_at: datetime) -> Iterator[Fact]:
        """A person whose account is closed leaves every channel."""
        standing = "free" if event.type == "deactivate" or event.user in self.case.config.bots else "billable"
        details = {"standing": standing}
        yield self._fact(FactKind.PERSON_KNOWN, at, counts_at, slack_user_id=event.user, details=details)
        for channel in _channels(self.case) if event.type == "deactivate" else ():
            if event.user in self.ledger.seating.roster.channel(channel).members:
                yield self._fact(FactKind.LEFT, at, counts_at, slack_channel_id=channel, slack_user_id=event.user)

    def _differences(self, event: SnapshotEvent, at: datetime, counts_at: datetime) -> Iterator[Fact]:
        """Yield what a complete read tells that was not known."""
        known = list(self.ledger.seating.roster.channel(event.channel).members)
        changes = [(FactKind.LEFT, user) for user in known if user not in event.members]
        changes += [(FactKind.JOINED, user) for user in event.members if user not in known]
        for kind, user in changes:
            ids = {"slack_channel_id": event.channel, "slack_user_id": user}
            yield self._fact(kind, at, counts_at, source=FactSource.SNAPSHOT, **ids)

    def _changed_terms(self, event: PriceEvent | IntervalEvent | PrepaidEvent) -> Terms:
        if isinstance(event, PrepaidEvent):
            return replace(self._terms, prepaid_seats=event.quantity)
        terms = replace(self._terms, seat_price_minor=event.price_minor)
        if isinstance(event, IntervalEvent):
            return replace(terms, period=INTERVALS[event.interval])
        if event.type == "price_list":
            return terms
        self._changed += 1
        return replace(terms, plan=self._plans[self._changed])


def _terms(config: LedgerConfig, plan: Plan) -> Terms:
    return Terms(
        collect=Collect.MANUAL,
        plan=plan,
        period=INTERVALS[config.interval],
        currency=config.currency,
        prepaid_seats=config.prepaid,
        seat_price_minor=config.price_minor,
        settle_minutes=config.settle_minutes,
        reversal_hours=config.untriage_grace_hours,
        tax_rate_basis_points=config.tax_rate_basis_points,
        minimum_seats=config.minimum_seats,
        minimum_charge_minor=config.min_charge_minor,
        trial_days=0 if config.trial_start is None else config.trial_days,
        reuse=config.reuse,
    )


def _known_at(event: LedgerEvent) -> datetime:
    return max(event.at, event.received_at or event.at).astimezone(UTC)


def _plans(case: LedgerCase) -> list[Plan]:
    """Return the plan at the beginning and after each change of it: a dearer one is a larger one."""
    level, price, levels = 0, case.config.price_minor, [0]
    for event in sorted(case.events, key=_known_at):
        if not isinstance(event, PriceEvent | IntervalEvent):
            continue
        if event.type == "plan_change":
            level += (event.price_minor > price) - (event.price_minor < price)
            levels.append(level)
        price = event.price_minor
    lowest = min(levels)
    if max(levels) - lowest >= len(Plan):
        raise TooManyPlans(f"events: the plan changes need more than {len(Plan)} plans")
    return [list(Plan)[level - lowest] for level in levels]


def _people(case: LedgerCase) -> Iterable[str]:
    """Return everybody a case names, once."""
    named = [user for members in case.opening.values() for user in members]
    named += [event.user for event in case.events if isinstance(event, MembershipEvent | PersonEvent)]
    named += [user for event in case.events if isinstance(event, SnapshotEvent) for user in event.members]
    return dict.fromkeys(named)


def _channels(case: LedgerCase) -> Iterable[str]:
    named = [event.channel for event in case.events if isinstance(event, MembershipEvent | TriageEvent | SnapshotEvent)]
    return dict.fromkeys([*case.opening, *named])


def _shown(documents: Sequence[Document], config: LedgerConfig) -> list[dict[str, Any]]:
    """Return documents as the file has them, the charges of one day as one."""
    shown: list[dict[str, Any]] = []
    invoices: dict[str, dict[str, Any]] = {}
    for document in documents:
        entry = _entry(document)
        earlier = invoices.get(entry["date"]) if document.kind is DocumentKind.INVOICE else None
        if earlier is None:
            shown.append(entry)
            if document.kind is DocumentKind.INVOICE:
                invoices[entry["date"]] = entry
        else:
            earlier |= {name: earlier[name] + entry[name] for name in ("lines", *_AMOUNTS)}
    hidden = {"tax_minor"} if not config.tax_rate_basis_points else set()
    return [_without(entry, hidden | _usual(entry, config)) for entry in shown]


_AMOUNTS: Final = ("total_minor", "tax_minor", "collect_minor")


def _usual(entry: Mapping[str, Any], config: LedgerConfig) -> set[str]:
    """Where nothing has to be carried for being too little, a document says nothing of what is collected."""
    carries = config.min_charge_minor is not None and entry["collect_minor"] != entry["total_minor"]
    return set() if carries else {"collect_minor"}


def _without(entry: Mapping[str, Any], hidden: set[str]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in hidden}


def _entry(document: Document) -> dict[str, Any]:
    return {
        "date": document.issued_at.date().isoformat(),
        "kind": str(document.kind),
        "lines": [_line(line) for line in document.lines],
        "total_minor": document.total_minor,
        "tax_minor": document.tax_minor,
        "collect_minor": document.collect_minor,
    }


def _line(line: Line) -> dict[str, Any]:
    numbers = {name: getattr(line, name) for name in _SHOWN.get(line.kind, _SHOWN_ELSE)}
    return {"kind": str(line.kind), **numbers, "amount_minor": line.amount_minor}
