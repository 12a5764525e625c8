"""Entitlements: what a subscription lets a desk do now."""

from dataclasses import dataclass
from typing import Final

from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.plans import Gate, Limit
from bot.domain.billing.price_list import PriceLists
from bot.domain.billing.terms import Terms

STOPPED: Final = frozenset({SubscriptionStanding.SUSPENDED, SubscriptionStanding.CANCELLED})
"""Where what is paid for has come to an end."""


@dataclass(frozen=True)
class Entitlements:
    """What a desk may do. A limit of None is none.

    Attributes:
        plan_name: as people read it.
        is_read_only: whether everything can be read and nothing changed.
    """

    plan_name: str
    most_queues: int | None
    most_inbound_addresses: int | None
    has_white_label: bool
    is_read_only: bool


def entitlements_of(terms: Terms, standing: SubscriptionStanding, prices: PriceLists) -> Entitlements:
    """Return what terms give by the list they name.

    Where nothing is collected nothing is limited either: nobody is locked out of a desk of their own by its bill.

    Raises:
        NoSuchPriceList: the version the terms name is none.
    """
    name = terms.plan.capitalize()
    if not terms.collects:
        return Entitlements(name, None, None, has_white_label=True, is_read_only=False)
    offer = prices.offer(terms)
    return Entitlements(
        plan_name=name,
        most_queues=offer.limits[Limit.QUEUES],
        most_inbound_addresses=offer.limits[Limit.INBOUND_ADDRESSES],
        has_white_label=Gate.WHITE_LABEL in offer.gates,
        is_read_only=standing in STOPPED,
    )
