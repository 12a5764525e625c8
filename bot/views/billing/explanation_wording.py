"""Words of why a line costs what it costs."""

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from typing import Final

from bot.domain.billing.documents import Line, LineKind
from bot.domain.billing.explained_document import ExplainedDocument
from bot.domain.billing.explanations import Arithmetic, CountedDays, Explanation, Rounding, Rule, TaxExplained
from bot.domain.billing.money import Money, exponent_of
from bot.domain.billing.splits import UNUSED
from bot.views.billing.billing_wording import written_day
from bot.views.billing.seats_wording import UNUSED_NAME
from bot.views.desk.wording import SEPARATOR
from bot.views.money import written_money, written_percent

TITLE: Final = "Explain"
CLOSE: Final = "Close"
PREVIOUS, PREVIOUS_ALOUD = "Previous", "Previous page of lines"
NEXT, NEXT_ALOUD = "Next", "Next page of lines"
SEATS_WERE: Final = "Who the seats are"
TAX: Final = "Tax"
TIMES, MINUS = "\N{MULTIPLICATION SIGN}", "\N{MINUS SIGN}"
FINER_DECIMALS: Final = 4
MORE: Final = "…"

_NAMES: Final[Mapping[str, str]] = {
    "next": "Next document, as of now",
    "window": "Charged when the settle window closes, as of now",
}
_RULES: Final[Mapping[Rule, str]] = {
    Rule.PAID_AT_EACH_ROLL: "A period begins: everybody who takes a seat at that moment, and no fewer seats than were "
    "bought in advance, for the whole period.",
    Rule.MORE_THAN_PAID_FOR: "More people at once than this period was paid for. Each of them is one line, from the "
    "day they came to the end of the period; the day they came counts whole.",
    Rule.BOUGHT_IN_ADVANCE: "More seats were bought in advance: from that day to the end of the period.",
    Rule.TRIAGE_CHANNEL_BY_MISTAKE: "The triage channel was undone within the time that is allowed for mistakes, so "
    "what it cost is given back, line by line.",
    Rule.LEFT_BEFORE_THE_PERIOD: "Slack's own time proves, late, that the person had left before the period began.",
    Rule.OLD_PRICE_GIVEN_BACK: "The plan changed: what was paid for the rest of the period is given back.",
    Rule.NEW_PRICE_FROM_NOW: "The plan changed: the rest of the period at the new price.",
    Rule.SHARE_OF_LICENCE: "Support is a share of what the licences cost.",
    Rule.TERM_OF_SUPPORT: "One of the terms that the price of support is the sum of.",
}
_KINDS: Final[Mapping[LineKind, str]] = {
    LineKind.RENEWAL: "renewal",
    LineKind.SEAT_ADDED: "new agent",
    LineKind.SEAT_REVERSED: "taken back",
    LineKind.SEAT_CREDITED: "credited",
    LineKind.LICENCES_ADDED: "seats bought in advance",
    LineKind.PLAN_CREDIT: "old plan, given back",
    LineKind.PLAN_CHARGE: "new plan",
    LineKind.SUPPORT_SHARE: "support",
    LineKind.SUPPORT_IMPLEMENTATION: "support, implementation",
    LineKind.SUPPORT_MONTHS: "support, months",
    LineKind.SUPPORT_DEVELOPMENTS: "support, developments",
    LineKind.SUPPORT_USERS: "support, users",
}


def heading(explained: ExplainedDocument) -> str:
    """Return what is explained, and what it comes to."""
    document = explained.document
    name = explained.number or _NAMES[explained.name]
    total = written_money(Money(document.total_minor, document.currency), explained.locale)
    return f"{name}: {total}"


def corrects(number: str) -> str:
    """Say which document a credit note corrects."""
    return f"It gives back part of {number}."


def line_mrkdwn(number: int, line: Line, amount: str) -> str:
    """Head a line with its number, what it is for and what it comes to; a person is named by their Slack id."""
    person = "" if line.user is None else f" <@{line.user}>"
    quantity = "" if line.user is not None else f", {line.quantity:,} {'seat' if line.quantity == 1 else 'seats'}"
    return f"*{number}.*{person} {_KINDS[line.kind]}{quantity}: *{amount}*"


def rule(explained: Explanation) -> str:
    """Say the rule that decided that there is such a line."""
    return _RULES[explained.rule]


def days(counted: CountedDays) -> str:
    """Say which days a line is for."""
    span = f"{written_day(counted.first_on)} to {written_day(counted.last_on)}, both included"
    if counted.billed == counted.of:
        return f"All {counted.of} days of the period: {span}."
    return f"{counted.billed} of the period's {counted.of} days: {span}."


def arithmetic(explained: Explanation, locale: str | None) -> str:
    """Say how the amount came to be: price, seats, fraction, and the one rounding."""
    sum_of = explained.arithmetic
    unit = written_money(Money(sum_of.unit_minor, explained.currency), locale)
    factors = [unit]
    if sum_of.quantity != 1:
        factors.append(f"{sum_of.quantity:,} seats")
    if sum_of.numerator != sum_of.denominator:
        factors.append(_fraction(explained.line, sum_of, locale))
    amount = written_money(Money(explained.line.amount_minor, explained.currency), locale)
    product = f" {TIMES} ".join(factors)
    if sum_of.sign < 0:
        product = f"{MINUS}({product})" if len(factors) > 1 else f"{MINUS}{product}"
    return f"{product} = {_result(explained, amount)}"


def capped() -> str:
    """Say that less is given back than the arithmetic gives."""
    return "Less is given back than that, because no more is left of what was charged."


def mirrors(line: Line, number: str | None) -> str:
    """Say which line of which document a line takes back."""
    where = "" if number is None else f" of {number}"
    return f"It takes back line {line.corrects}{where}."


def split(line: Line, queues: Mapping[str, str], currency: str, locale: str | None) -> str:
    """Say which queue bears how much of a line."""
    parts = [
        f"{UNUSED_NAME if key == UNUSED else queues.get(key, key)} {written_money(Money(minor, currency), locale)}"
        for key, minor in line.split.items()
    ]
    return f"By queue: {SEPARATOR.join(parts)}"


def bearers_mrkdwn(name: str, people: str, rest: int) -> str:
    """Say who had a seat in a queue; `name` is safe to show, `people` are mentions."""
    more = f" and {rest:,} more" if rest else ""
    return f"*{name}:* {people}{more}"


def tax(explained: TaxExplained, currency: str, locale: str | None) -> str:
    """Say how the tax came to be."""
    after = explained.after
    rate = written_percent(after.numerator, locale)
    amount = written_money(Money(explained.tax_minor, currency), locale)
    if explained.before is None:
        base = written_money(Money(after.sign * after.unit_minor, currency), locale)
        return f"Tax: {rate} of {base} = {amount}, rounded once."
    return f"Tax: {amount}, which is {rate} of what was left of that document before, less {rate} of what is left now."


def page_of(first: int, last: int, total: int) -> str:
    """Say which lines are shown."""
    return f"Lines {first:,} to {last:,} of {total:,}"


def _fraction(line: Line, sum_of: Arithmetic, locale: str | None) -> str:
    if line.percent_basis_points is not None:
        return written_percent(sum_of.numerator, locale)
    return f"{sum_of.numerator}/{sum_of.denominator} days"


def _result(explained: Explanation, amount: str) -> str:
    sum_of = explained.arithmetic
    if sum_of.rounding is Rounding.NONE:
        return f"{amount}." if explained.agrees and not explained.is_capped else f"{_exact(explained)}. {capped()}"
    if explained.is_capped:
        return f"{_exact(explained)}. {capped()} {amount}."
    return f"{_exact(explained)}, rounded once to {amount}."


def _exact(explained: Explanation) -> str:
    """Return the amount before it was rounded, with some decimals more than the currency has."""
    exact, exponent = explained.arithmetic.exact_minor, exponent_of(explained.currency)
    whole = (Decimal(exact.numerator) / Decimal(exact.denominator)).scaleb(-exponent)
    shown = whole.quantize(Decimal(1).scaleb(-exponent - FINER_DECIMALS), rounding=ROUND_DOWN)
    return f"{shown:f}{'' if shown == whole else MORE}".replace("-", MINUS)
