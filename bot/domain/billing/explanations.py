"""Why a line costs what it costs: the facts, the days, the fraction and the rule. Views put it into words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from bot.domain.billing.documents import Document, Line, LineKind
from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.domain.billing.money import half_up


class Rule(StrEnum):
    """What decided that there is such a line."""

    PAID_AT_EACH_ROLL = "paid_at_each_roll"
    """A period begins: all seats, and no fewer than were bought in advance, for all of it."""
    MORE_THAN_PAID_FOR = "more_than_paid_for"
    """More agents at once than the period was paid for: from the day of adding to its end, that day included."""
    BOUGHT_IN_ADVANCE = "bought_in_advance"
    """More seats were bought: from that day to the end of the period."""
    TRIAGE_CHANNEL_BY_MISTAKE = "triage_channel_by_mistake"
    """The channel was made and un-made within the time allowed for mistakes: each of its lines is taken back."""
    LEFT_BEFORE_THE_PERIOD = "left_before_the_period"
    """Slack's own time proves, late, that the person had left before the period began."""
    OLD_PRICE_GIVEN_BACK = "old_price_given_back"
    """The plan changed: what was paid for the rest of the period is credited."""
    NEW_PRICE_FROM_NOW = "new_price_from_now"
    """The plan changed: the rest of the period at the new price."""
    SHARE_OF_LICENCE = "share_of_licence"
    TERM_OF_SUPPORT = "term_of_support"
    """One of the four terms that a support price is the sum of."""


_RULES: Final = {
    LineKind.RENEWAL: Rule.PAID_AT_EACH_ROLL,
    LineKind.SEAT_ADDED: Rule.MORE_THAN_PAID_FOR,
    LineKind.SEAT_REVERSED: Rule.TRIAGE_CHANNEL_BY_MISTAKE,
    LineKind.SEAT_CREDITED: Rule.LEFT_BEFORE_THE_PERIOD,
    LineKind.LICENCES_ADDED: Rule.BOUGHT_IN_ADVANCE,
    LineKind.PLAN_CREDIT: Rule.OLD_PRICE_GIVEN_BACK,
    LineKind.PLAN_CHARGE: Rule.NEW_PRICE_FROM_NOW,
    LineKind.SUPPORT_SHARE: Rule.SHARE_OF_LICENCE,
    LineKind.SUPPORT_IMPLEMENTATION: Rule.TERM_OF_SUPPORT,
    LineKind.SUPPORT_MONTHS: Rule.TERM_OF_SUPPORT,
    LineKind.SUPPORT_DEVELOPMENTS: Rule.TERM_OF_SUPPORT,
    LineKind.SUPPORT_USERS: Rule.TERM_OF_SUPPORT,
}
_MIRRORS: Final = frozenset({LineKind.SEAT_REVERSED, LineKind.SEAT_CREDITED})


class Rounding(StrEnum):
    """What became of the part of a minor unit, which a line drops once."""

    NONE = "none"
    AWAY_FROM_ZERO = "away_from_zero"
    TOWARDS_ZERO = "towards_zero"


@dataclass(frozen=True)
class ToldFact:
    """One fact a line rests on.

    Attributes:
        happened_at: as far as its source can prove it.
        counted_at: from when on it counts; later than it happened where it became known late.
        details: as its kind says.
    """

    seq: int
    kind: FactKind
    source: FactSource
    happened_at: datetime
    counted_at: datetime
    slack_user_id: str | None
    slack_channel_id: str | None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def was_late(self) -> bool:
        """Whether it became known too late to count from the day it happened."""
        return self.counted_at.date() > self.happened_at.date()


@dataclass(frozen=True)
class CountedDays:
    """The days a line is for: `billed` of the `of` days of its period, the first and the last one included."""

    first_on: date
    last_on: date
    billed: int
    of: int


@dataclass(frozen=True)
class Arithmetic:
    """How an amount came to be: unit x quantity x fraction, rounded once. Amounts are in minor units."""

    unit_minor: int
    quantity: int
    numerator: int
    denominator: int
    sign: int

    @property
    def exact_minor(self) -> Fraction:
        """The amount before it was rounded."""
        return Fraction(self.sign * self.unit_minor * self.quantity * self.numerator, self.denominator)

    @property
    def rounded_minor(self) -> int:
        """The amount, to the nearest minor unit; a half goes away from zero."""
        return half_up(self.exact_minor.numerator, self.exact_minor.denominator)

    @property
    def rounding(self) -> Rounding:
        """Which way it was rounded."""
        if self.exact_minor.denominator == 1:
            return Rounding.NONE
        grew = abs(self.rounded_minor) > abs(self.exact_minor)
        return Rounding.AWAY_FROM_ZERO if grew else Rounding.TOWARDS_ZERO


@dataclass(frozen=True)
class Explanation:
    """Everything about one line.

    Attributes:
        mirrors: the line it takes back, or takes one seat out of, in the document that its own one corrects.
        facts: in the order in which they were recorded; none where a roll counted everybody.
    """

    line: Line
    currency: str
    rule: Rule
    days: CountedDays
    arithmetic: Arithmetic
    facts: tuple[ToldFact, ...]
    mirrors: Line | None = None

    @property
    def is_capped(self) -> bool:
        """Whether less is given back than the arithmetic says, because that is all that is left of what was charged."""
        is_credit = self.line.kind in _MIRRORS or self.line.kind is LineKind.PLAN_CREDIT
        return is_credit and not self._follows and self.arithmetic.exact_minor < self.line.amount_minor <= 0

    @property
    def agrees(self) -> bool:
        """Whether the line follows from the arithmetic, or is a credit held to what was charged."""
        return self._follows or self.is_capped

    @property
    def _follows(self) -> bool:
        # One seat out of a line of many gives back the difference between that many and one less, each rounded once:
        # that may be the minor unit above or below what one seat comes to.
        if self.mirrors is None or self.mirrors.quantity == self.line.quantity:
            return self.arithmetic.rounded_minor == self.line.amount_minor
        return abs(self.arithmetic.exact_minor - self.line.amount_minor) < 1


@dataclass(frozen=True)
class TaxExplained:
    """How a document's tax came to be, in minor units.

    A correction's is the tax of what was left of the corrected document before it, less that of what is left after: so
    what is given back in several notes adds up to what was charged, to the last minor unit.

    Attributes:
        before: None for a document that corrects nothing.
    """

    after: Arithmetic
    before: Arithmetic | None

    @property
    def tax_minor(self) -> int:
        """The tax on the document; below zero where it gives some back."""
        return self.after.rounded_minor - (self.before.rounded_minor if self.before is not None else 0)


def explain(
    line: Line, document: Document, facts: Mapping[int, Fact], corrected: Document | None = None
) -> Explanation:
    """Return why a line of a document is as it is.

    Args:
        facts: by `seq`; those the line names that are not there are left out.
        corrected: the document that a credit note corrects.
    """
    mirrors = corrected.lines[line.corrects - 1] if corrected is not None and line.corrects is not None else None
    told = tuple(told_fact(facts[seq]) for seq in sorted(line.fact_seqs) if seq in facts)
    rule, days = _RULES[line.kind], _days(line)
    return Explanation(line, document.currency, rule, days, _arithmetic(line, mirrors), told, mirrors)


def told_fact(fact: Fact) -> ToldFact:
    """Return a fact as people are told it."""
    who, where = fact.slack_user_id, fact.slack_channel_id
    return ToldFact(fact.seq, fact.kind, fact.source, fact.effective_at, fact.counts_at, who, where, fact.details)


def explain_tax(
    document: Document, corrected: Document | None = None, earlier: Iterable[Document] = ()
) -> TaxExplained:
    """Return how a document's tax came to be: its rate times the subtotal, rounded once.

    Args:
        corrected: the document that it corrects, if it does.
        earlier: what had corrected that same document before.
    """
    rate = document.tax_rate_basis_points
    if corrected is None:
        return TaxExplained(_taxed(document.subtotal_minor, rate), None)
    left = corrected.subtotal_minor + sum(note.subtotal_minor for note in earlier)
    return TaxExplained(_taxed(left + document.subtotal_minor, rate), _taxed(left, rate))


def _taxed(base_minor: int, rate_basis_points: int) -> Arithmetic:
    return Arithmetic(abs(base_minor), 1, rate_basis_points, 10_000, -1 if base_minor < 0 else 1)


def _days(line: Line) -> CountedDays:
    length = (line.end_on - line.start_on).days
    billed, of = (length, length) if line.days is None or line.of is None else (line.days, line.of)
    return CountedDays(line.start_on, line.end_on - timedelta(days=1), billed, of)


def _arithmetic(line: Line, mirrors: Line | None) -> Arithmetic:
    numerator, denominator = (1, 1) if line.days is None or line.of is None else (line.days, line.of)
    if line.percent_basis_points is not None:
        numerator, denominator = line.percent_basis_points, 10_000
    return Arithmetic(line.unit_minor, line.quantity, numerator, denominator, _sign(line, mirrors))


def _sign(line: Line, mirrors: Line | None) -> int:
    """Return the sign a line must have: what takes back a charge has a minus, what takes back a credit has none."""
    if line.kind is LineKind.PLAN_CREDIT:
        return -1
    if line.kind not in _MIRRORS:
        return 1
    taken_back = -line.amount_minor if mirrors is None else mirrors.amount_minor
    return -1 if taken_back > 0 else 1
