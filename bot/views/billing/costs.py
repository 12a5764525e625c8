"""What people would cost, said before they are agents."""

from bot.domain.billing.costs import Cost
from bot.views.billing import cost_wording as wording


def cost_lines(cost: Cost, locale: str | None = None) -> list[str]:
    """Return the seats and the price in sentences, as `locale` writes money."""
    warning = [wording.above_ceiling(cost, locale)] if cost.is_above else []
    return [wording.seats_taken(cost), *wording.price_of(cost, locale), *warning]
