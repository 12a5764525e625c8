"""Words about what a seat would cost before it is taken."""

from datetime import datetime

from bot.domain.billing.costs import Cost
from bot.domain.billing.money import Money
from bot.views.money import written_money


def seats_taken(cost: Cost) -> str:
    """Say how many seats people would take, and how many are taken then."""
    if cost.new_seats == 0:
        return f"No new seat: everybody has one already. {_seats(cost.seats)} in all."
    return f"{_seats(cost.new_seats, new=True)}, {cost.seats} in all."


def price_of(cost: Cost, locale: str | None) -> list[str]:
    """Say what is paid now and with the next renewal, in sentences; without a price, that seats are counted."""
    if cost.unit_minor is None:
        return ["No price is agreed, so seats are only counted."]
    lines = [f"A seat costs {_money(cost.unit_minor, cost, locale)} for each period, before tax."]
    if cost.now_minor:
        lines.append(f"{_charged(cost)} {_money(cost.now_minor, cost, locale)} for the rest of this period.")
    if cost.next_minor is not None and cost.next_at is not None:
        paper = "invoice" if cost.collects else "statement"
        total = _money(cost.next_minor, cost, locale)
        lines.append(f"The next {paper}, on {_day(cost.next_at)}, comes to {total}.")
    return lines


def above_ceiling(cost: Cost, locale: str | None) -> str:
    """Warn that the next invoice would be more than may be spent."""
    return f"That is above the ceiling of {_money(cost.ceiling_minor or 0, cost, locale)} that was set for it."


def _seats(number: int, *, new: bool = False) -> str:
    kind = "new seat" if new else "seat"
    return f"{number} {kind}" if number == 1 else f"{number} {kind}s"


def _charged(cost: Cost) -> str:
    return "Within the hour it costs" if cost.collects else "Within the hour a statement says"


def _money(minor: int, cost: Cost, locale: str | None) -> str:
    return written_money(Money(minor, cost.currency), locale)


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
