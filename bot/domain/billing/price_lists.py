"""The price lists this release is shipped with, and what a subscription's terms cost by them."""

from functools import cache
from importlib import resources

from bot.domain.billing.price_list import PlanOffer, Priced, PriceLists
from bot.domain.billing.price_list_file import read_price_list


@cache
def shipped() -> PriceLists:
    """Return every price list of this release. They are data of the package, read and checked once.

    Raises:
        PriceListRefused: one is wrong; says the file, the line and the field.
    """
    folder = resources.files("bot.domain.billing") / "price_lists"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return PriceLists(read_price_list(file.read_text("utf-8"), file.name) for file in files)


def offer(terms: Priced) -> PlanOffer:
    """Return what a subscription's plan gives by the list it names: prices, limits, gates, support.

    Raises:
        NoSuchPriceList: the version the terms name is none.
    """
    return shipped().offer(terms)


def unit_minor(terms: Priced) -> int | None:
    """Return what one agent costs for one period, before tax, in minor units; None where no price was agreed yet.

    Raises:
        NoSuchPriceList: the version the terms name is none.
    """
    return shipped().unit_minor(terms)
