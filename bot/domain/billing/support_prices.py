"""What support costs beside the seats: a percentage of what the licence costs, or a sum of four visible terms."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.billing.money import half_up


class SupportPart(StrEnum):
    """What one part of a support price pays for."""

    SHARE_OF_LICENCE = "share_of_licence"
    IMPLEMENTATION = "implementation"
    MONTHS = "months"
    CUSTOM_DEVELOPMENTS = "custom_developments"
    ACTIVE_USERS = "active_users"


@dataclass(frozen=True)
class PricedPart:
    """One part: so many, at so much each, in minor units. A share of a licence has the licence as its unit price."""

    part: SupportPart
    quantity: int
    unit_minor: int
    amount_minor: int
    percent_basis_points: int | None = None


@dataclass(frozen=True)
class PercentOfLicence:
    """A percentage of what the licence costs, agreed when the contract was made.

    Attributes:
        licence_minor: the licence's price then, in minor units.
        percent_basis_points: 500 is 5 %.
    """

    licence_minor: int
    percent_basis_points: int

    def parts(self) -> tuple[PricedPart, ...]:
        """Return the one part there is, rounded once."""
        amount = half_up(self.licence_minor * self.percent_basis_points, 10_000)
        return (PricedPart(SupportPart.SHARE_OF_LICENCE, 1, self.licence_minor, amount, self.percent_basis_points),)


@dataclass(frozen=True)
class AdditivePrice:
    """A sum of four terms: how it was set up, how long, how much was built for it, how many use it. Nothing is rounded.

    Attributes:
        factor_minor: what this kind of implementation costs, in minor units.
    """

    factor_minor: int
    months: int
    per_month_minor: int
    custom_developments: int
    per_development_minor: int
    active_users: int
    per_user_minor: int

    def parts(self) -> tuple[PricedPart, ...]:
        """Return the four terms in the order of the formula, those that come to nothing included."""
        terms = (
            (SupportPart.IMPLEMENTATION, 1, self.factor_minor),
            (SupportPart.MONTHS, self.months, self.per_month_minor),
            (SupportPart.CUSTOM_DEVELOPMENTS, self.custom_developments, self.per_development_minor),
            (SupportPart.ACTIVE_USERS, self.active_users, self.per_user_minor),
        )
        return tuple(PricedPart(part, quantity, unit, quantity * unit) for part, quantity, unit in terms)


SupportPrice = PercentOfLicence | AdditivePrice
"""How a contract prices its support."""


def support_minor(price: SupportPrice) -> int:
    """Return what the support costs in all, in minor units: its parts added up."""
    return sum(part.amount_minor for part in price.parts())
