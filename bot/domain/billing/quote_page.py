"""What somebody asks a quote for, and what they are shown: frozen, as services hand it to views."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.price_list import PlanOffer
from bot.domain.billing.quotes import Quote


@dataclass(frozen=True)
class QuoteChoice:
    """What is asked for; `seats` is as it was typed, so that nothing typed is lost."""

    seats: str
    plan: Plan
    interval: Interval
    currency: str


@dataclass(frozen=True)
class QuotePage:
    """A quote on its page.

    Attributes:
        choice: what was asked for.
        quote: what it would cost; None where the number of seats cannot be read.
        offer: what the plan gives.
        currencies: those that can be chosen.
        occupied: how many seats are taken now.
        collects: whether money is asked for; else it would be stated.
        locale: of the reader, as Slack names it.
    """

    choice: QuoteChoice
    quote: Quote | None
    offer: PlanOffer
    currencies: Sequence[str]
    occupied: int
    collects: bool
    locale: str | None
