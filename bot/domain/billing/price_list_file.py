"""Reading a price list from its file: the schema, and errors that say the line and the field."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.domain.billing.money import MoneyRefused, read_money
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Gate, Limit, Plan, SupportPromise
from bot.domain.billing.price_list import PlanOffer, PriceList
from bot.domain.desk.problems import DeskFileRefused, Path, Problem
from bot.domain.desk.yaml_document import YamlDocument, read_yaml
from bot.errors import StartRefused


class PriceListRefused(StartRefused):
    """A price list cannot be used.

    Args:
        file_name: the file it was read from.
        problems: at least one.
    """

    def __init__(self, file_name: str, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.worded(file_name) for problem in problems))


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Offer(_Part):
    prices: dict[str, dict[Interval, Decimal]]
    support: SupportPromise
    security_review: bool
    limits: dict[Limit, Annotated[int, Field(ge=1)] | None]
    gates: frozenset[Gate]


class _File(_Part):
    version: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}[a-z]?$")]
    valid_from: date
    plans: dict[Plan, _Offer]


def read_price_list(text: str, file_name: str) -> PriceList:
    """Return the price list that a file holds.

    Raises:
        PriceListRefused: it cannot be read, or it is incomplete: every plan with its limits, each priced currency for
            every interval and in every plan that has prices.
    """
    try:
        document = read_yaml(text)
        file = _File.model_validate(document.data)
    except DeskFileRefused as error:
        raise PriceListRefused(file_name, error.problems) from None
    except ValidationError as error:
        problems = [document.problem(detail["loc"], detail["msg"], "See the other lists") for detail in error.errors()]
        raise PriceListRefused(file_name, problems) from None
    prices, problems = _read_prices(file, document)
    problems += [document.problem(path, "is missing", "Add it") for path in _missing(file)]
    if file_name.removesuffix(".yaml") != file.version:
        problems.append(document.problem(("version",), "is not the file's name", f"Call the file {file.version}.yaml"))
    if problems:
        raise PriceListRefused(file_name, sorted(problems, key=lambda problem: problem.line))
    offers = {
        plan: PlanOffer(plan, prices[plan], offer.support, offer.limits, offer.gates, offer.security_review)
        for plan, offer in file.plans.items()
    }
    return PriceList(file.version, file.valid_from, offers)


_Prices = dict[Plan, dict[tuple[str, Interval], int]]


def _read_prices(file: _File, document: YamlDocument) -> tuple[_Prices, list[Problem]]:
    prices: _Prices = {plan: {} for plan in file.plans}
    problems = []
    for plan, currency, interval, written in _written_prices(file):
        path: Path = ("plans", plan.value, "prices", currency, interval.value)
        try:
            money = read_money(written, currency)
        except MoneyRefused as refused:
            problems.append(document.problem(path, str(refused).rstrip("."), "Correct it"))
            continue
        if money.minor <= 0:
            problems.append(document.problem(path, "should be above zero", "Leave the currency out if it has no price"))
        prices[plan][currency, interval] = money.minor
    return prices, problems


def _written_prices(file: _File) -> Iterator[tuple[Plan, str, Interval, Decimal]]:
    for plan, offer in file.plans.items():
        for currency, by_interval in offer.prices.items():
            for interval, written in by_interval.items():
                yield plan, currency, interval, written


def _missing(file: _File) -> Iterator[Path]:
    currencies = sorted({currency for offer in file.plans.values() for currency in offer.prices})
    for plan in Plan:
        if plan not in file.plans:
            yield ("plans", plan.value)
            continue
        offer, place = file.plans[plan], ("plans", plan.value)
        yield from ((*place, "limits", limit.value) for limit in Limit if limit not in offer.limits)
        for currency in currencies if offer.prices else ():
            priced: Mapping[Interval, Decimal] = offer.prices.get(currency, {})
            yield from ((*place, "prices", currency, each.value) for each in Interval if each not in priced)
