"""The terms of a subscription: what is bought, for how much, how it is collected and to whom it is billed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Final, Self

from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan


class Collect(StrEnum):
    """How money comes in."""

    NONE = "none"
    """It does not: seats are counted, statements issued, nothing is ever locked."""
    MANUAL = "manual"
    """By transfer, marked as paid by hand."""
    STRIPE = "stripe"


class SeatReuse(StrEnum):
    """Who may sit down where somebody got up within a paid period."""

    POOL = "pool"
    """Anybody: only more people at once than were paid for cost something."""
    NAMED = "named"
    """Nobody else: every person who was not paid for yet costs something."""


STRIPE_MINIMUM_MINOR: Final = {"USD": 50, "EUR": 50, "GBP": 30, "JPY": 50}
"""The least Stripe collects at a time, by currency. What is less waits for the next document."""


@dataclass(frozen=True)
class InvoiceTo:
    """Whom a document is addressed to, as it is printed. Nothing in it is required but to pay by hand: the name."""

    name: str = ""
    address: str = ""
    email: str = ""
    vat_id: str = ""
    purchase_order: str = ""


@dataclass(frozen=True)
class Terms:
    """What a subscription is, or is to be from its next roll on.

    Attributes:
        period: how often it renews.
        prepaid_seats: paid for at each renewal whether or not somebody sits there.
        seat_price_minor: the price agreed for one seat and period, in minor units; None takes the list's.
        price_list: version of the list that prices and gates come from.
        spend_ceiling_minor: the next invoice above which admins are asked first.
        split_by_queue: whether each line says which queue bears how much of it.
        settle_minutes: how long the first seat that costs something waits for others before it is charged.
        reversal_hours: how long un-making a triage channel undoes its charges.
        tax_label: as printed, and with it what must be said where no tax is charged.
        minimum_seats: paid for at least, whoever sits there.
        minimum_charge_minor: what is less is not collected but carried over; None takes the provider's own.
        trial_days: of 24 hours each, from the moment a subscription first collects.
    """

    collect: Collect = Collect.NONE
    plan: Plan = Plan.ENTERPRISE
    period: Interval = Interval.MONTHLY
    currency: str = "USD"
    prepaid_seats: int = 0
    seat_price_minor: int | None = None
    price_list: str = "2026-11"
    spend_ceiling_minor: int | None = None
    split_by_queue: bool = False
    settle_minutes: int = 60
    reversal_hours: int = 24
    tax_rate_basis_points: int = 0
    tax_label: str = ""
    invoice_to: InvoiceTo = field(default_factory=InvoiceTo)
    minimum_seats: int = 0
    minimum_charge_minor: int | None = None
    trial_days: int = 14
    reuse: SeatReuse = SeatReuse.POOL

    @property
    def collects(self) -> bool:
        """Whether money is asked for."""
        return self.collect is not Collect.NONE

    @property
    def least_collected_minor(self) -> int:
        """What an amount must come to, to be collected by itself."""
        if self.minimum_charge_minor is not None:
            return self.minimum_charge_minor
        return STRIPE_MINIMUM_MINOR.get(self.currency, 0) if self.collect is Collect.STRIPE else 0

    @property
    def floor(self) -> int:
        """How many seats are paid for at least."""
        return max(self.prepaid_seats, self.minimum_seats)

    def to_json(self) -> dict[str, Any]:
        """Return all of it as JSON values, to be kept as the details of a fact."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return values | {"invoice_to": {each.name: getattr(self.invoice_to, each.name) for each in fields(InvoiceTo)}}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the terms that `to_json` wrote. What an older release did not know yet has its default.

        Raises:
            ValueError: a value is not one of its enumeration.
            TypeError: a name is not known.
        """
        read = {name: _READERS[name](value) if name in _READERS else value for name, value in values.items()}
        return cls(**read)


_READERS: Final[Mapping[str, Any]] = {
    "collect": Collect,
    "plan": Plan,
    "period": Interval,
    "reuse": SeatReuse,
    "invoice_to": lambda values: InvoiceTo(**values),
}
