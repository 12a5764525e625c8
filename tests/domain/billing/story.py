"""A subscription's story, told fact by fact: what tests fold."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from bot.domain.billing.documents import Document, Line
from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.outcomes import Outcome, PeriodOpened, SeatChange, SeatsSettled, StandingChanged
from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import Collect, InvoiceTo, Terms

PAYER = InvoiceTo(name="Acme Ltd")
TEAM = Terms(Collect.MANUAL, Plan.TEAM, trial_days=0, settle_minutes=0, invoice_to=PAYER)
"""25 dollars a month, billed by hand from the first minute, with no settle window."""


def instant(written: str) -> datetime:
    """Return an instant of 2026 (`01-16 09:30`) or of the year that is written, in UTC; midnight without a time."""
    dated = written if len(written.split(" ", maxsplit=1)[0]) > len("01-16") else f"2026-{written}"
    return datetime.fromisoformat(dated).replace(tzinfo=UTC)


@dataclass
class Story:
    """Facts in the order in which they became known, and what the ledger made of them.

    People are known to be billable when they are first named. `terms` begin at `at`, after those of `opening` joined
    channel C1, the triage channel of queue IT.
    """

    opening: tuple[str, ...] = ()
    at: str = "01-01"
    terms: Terms = TEAM
    ledger: Ledger = field(default_factory=Ledger)
    facts: list[Fact] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._known: set[str] = set()
        self.channel("C1", "IT", *self.opening, at=self.at)
        self.change(self.at)

    @property
    def documents(self) -> list[Document]:
        """What was issued."""
        return [each for each in self.outcomes if isinstance(each, Document)]

    @property
    def totals(self) -> list[tuple[str, str, int]]:
        """What was issued, as day, kind and total."""
        return [(f"{each.issued_at:%m-%d}", str(each.kind), each.total_minor) for each in self.documents]

    @property
    def lines(self) -> list[Line]:
        """Every line that was issued."""
        return [line for document in self.documents for line in document.lines]

    @property
    def settled(self) -> list[SeatsSettled]:
        """What admins are told of the seats, once for each settle window."""
        return [each for each in self.outcomes if isinstance(each, SeatsSettled)]

    @property
    def seat_changes(self) -> list[tuple[str, str]]:
        """Whose seat opened or closed, and how."""
        return [(each.user, str(each.kind)) for each in self.outcomes if isinstance(each, SeatChange)]

    @property
    def periods(self) -> list[tuple[int, str, int]]:
        """The periods, as index, last day and quantity."""
        opened = [each for each in self.outcomes if isinstance(each, PeriodOpened)]
        return [(each.index, f"{each.end_at:%m-%d}", each.quantity) for each in opened]

    @property
    def standings(self) -> list[str]:
        """How it stood, one after the other."""
        return [str(each.now) for each in self.outcomes if isinstance(each, StandingChanged)]

    def fact(self, kind: FactKind, at: str, *, known: str | None = None, **more: Any) -> Self:
        """Tell a fact: it happened at `at`, and became known then or at `known`."""
        effective_at, counts_at = instant(at), instant(known or at)
        source = more.pop("source", FactSource.EVENT)
        fact = Fact(len(self.facts) + 1, kind, source, max(counts_at, effective_at), effective_at, counts_at, **more)
        self.facts.append(fact)
        self.outcomes += self.ledger.apply(fact)
        return self

    def person(self, user: str, at: str, standing: str = "billable") -> Self:
        """Tell what Slack says of a person."""
        self._known.add(user)
        details = {"standing": standing}
        return self.fact(FactKind.PERSON_KNOWN, at, slack_user_id=user, details=details, source=FactSource.SYSTEM)

    def join(self, user: str, at: str, channel: str = "C1", **more: Any) -> Self:
        """Tell that a person joined a channel."""
        if user not in self._known:
            self.person(user, more.get("known", at))
        return self.fact(FactKind.JOINED, at, slack_channel_id=channel, slack_user_id=user, **more)

    def leave(self, user: str, at: str, channel: str = "C1", **more: Any) -> Self:
        """Tell that a person left a channel."""
        return self.fact(FactKind.LEFT, at, slack_channel_id=channel, slack_user_id=user, **more)

    def triage(self, channel: str, queue: str, at: str) -> Self:
        """Tell that a channel became a triage channel."""
        details = {"queue": queue}
        return self.fact(FactKind.TRIAGE_ON, at, slack_channel_id=channel, details=details, source=FactSource.ADMIN)

    def untriage(self, channel: str, at: str) -> Self:
        """Tell that a channel is a triage channel no more."""
        return self.fact(FactKind.TRIAGE_OFF, at, slack_channel_id=channel, source=FactSource.ADMIN)

    def channel(self, channel: str, queue: str, *members: str, at: str) -> Self:
        """Tell of a channel with members that becomes a triage channel."""
        for user in members:
            self.join(user, at, channel)
        return self.triage(channel, queue, at)

    def change(self, at: str, **terms: Any) -> Self:
        """Tell that some of the terms changed."""
        self.terms = Terms.from_json(self.terms.to_json() | terms)
        return self.fact(FactKind.TERMS_CHANGED, at, details=self.terms.to_json(), source=FactSource.ADMIN)

    def until(self, at: str) -> Self:
        """Let time pass."""
        self.outcomes += self.ledger.advance(instant(at))
        return self


def folded(facts: list[Fact], until: datetime, *, pause: timedelta | None = None) -> list[Outcome]:
    """Return what the ledger makes of facts; with `pause`, looking in at that interval all the time."""
    ledger, outcomes = Ledger(), list[Outcome]()
    for fact in sorted(facts, key=lambda each: (each.counts_at, each.seq)):
        while pause is not None and ledger.folded_to is not None and ledger.folded_to + pause < fact.counts_at:
            outcomes += ledger.advance(ledger.folded_to + pause)
        outcomes += ledger.apply(fact)
    while pause is not None and ledger.folded_to is not None and ledger.folded_to + pause < until:
        outcomes += ledger.advance(ledger.folded_to + pause)
    return [*outcomes, *ledger.advance(until)]
