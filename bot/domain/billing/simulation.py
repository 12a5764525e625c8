"""`simulate billing`: cases in, results out, through the very functions the bot bills with."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.domain.billing.eligibility import Company, PersonStanding, slack_person, standing_of
from bot.domain.billing.periods import Period, boundary
from bot.domain.billing.proration import Part, prorated_minor, rest_of
from bot.domain.billing.simulated_ledger import INTERVALS, TooManyPlans, simulate
from bot.domain.billing.simulation_cases import (
    CASES,
    AdditiveCase,
    BoundariesCase,
    Case,
    EligibilityCase,
    LedgerCase,
    PercentCase,
    ProrationCase,
    Result,
    TaxCase,
)
from bot.domain.billing.support_prices import AdditivePrice, PercentOfLicence, support_minor
from bot.domain.billing.tax import tax_of
from bot.errors import Refusal


class CaseRefused(Refusal):
    """A case cannot be simulated."""


def simulate_billing(given: object) -> dict[str, Any]:
    """Return `{"results": [{"id": …, "result": …}]}` for `{"vectors": […]}`.

    A result is what a case's `expected…` field would hold, or an object of them where there are several.

    Raises:
        CaseRefused: what was given is not of that shape; names the case and the field.
    """
    vectors = given.get("vectors") if isinstance(given, Mapping) else None
    if not isinstance(vectors, list):
        raise CaseRefused('The file should be an object with a list "vectors": {"vectors": [...]}.')
    cases = [_read(vector, place) for place, vector in enumerate(vectors)]
    return {"results": [{"id": case.id, "result": _result(case)} for case in cases]}


def _read(vector: object, place: int) -> Case:
    name = vector.get("id") if isinstance(vector, Mapping) else None
    try:
        return CASES.validate_python(vector)
    except ValidationError as error:
        named = f"case {name}" if isinstance(name, str) else f"case number {place + 1}"
        problems = dict.fromkeys(f"{named}: {_worded(detail, vector)}" for detail in error.errors())
        raise CaseRefused("\n".join(problems)) from None


def _worded(detail: ErrorDetails, vector: object) -> str:
    """Return where in a case something is wrong, and what."""
    path = ".".join(str(step) for step in _path(detail, vector))
    said = "is missing" if detail["type"] == "missing" else detail["msg"].removeprefix("Value error, ")
    return f"{path}: {said}" if path else said


def _path(detail: ErrorDetails, vector: object) -> Iterator[str | int]:
    """Yield the steps to a field. Among those of the error are names of alternatives, which are no fields."""
    here: Any = vector
    *_, last = detail["loc"] or ("",)
    for step in detail["loc"]:
        is_field = step in here if isinstance(here, Mapping) else isinstance(here, list) and isinstance(step, int)
        if is_field:
            here = here[step]
        if is_field or (detail["type"] == "missing" and step is last):
            yield step


def _result(case: Case) -> Result:
    simulated: Callable[[Any], Result] = _SIMULATED[type(case)]
    return simulated(case)


def _proration(case: ProrationCase) -> int:
    part = _part(case)
    return prorated_minor(case.unit_amount_minor, case.quantity, part, sign=case.sign)


def _part(case: ProrationCase) -> Part:
    if case.numerator is not None and case.denominator is not None:
        return Part(case.numerator, case.denominator)
    start, end, at = (_instant(each) for each in (case.start, case.end, case.at))
    return rest_of(Period(0, start, end), at, case.granularity)


def _instant(at: datetime | None) -> datetime:
    if at is None:
        raise CaseRefused("A part of a period needs its start, end and instant.")
    return at


def _boundaries(case: BoundariesCase) -> list[str]:
    interval = INTERVALS[case.interval]
    return [boundary(case.anchor, interval, index).isoformat() for index in range(case.count)]


def _tax(case: TaxCase) -> dict[str, int]:
    tax = tax_of(case.lines_minor, case.rate_basis_points, case.mode)
    return {"tax_minor": tax.tax_minor, "total_minor": tax.total_minor}


def _eligibility(case: EligibilityCase) -> bool:
    person = None if case.user is None else slack_person(case.user.model_dump())
    company = Company(case.home_team, case.home_enterprise, case.bot_user)
    return standing_of(person, company).standing is PersonStanding.BILLABLE


def _percent(case: PercentCase) -> int:
    basis_points = Fraction(str(case.args.percent)) * 100
    if basis_points.denominator != 1:
        raise CaseRefused(f"case {case.id}: args.percent: a percentage has two decimals at most")
    return support_minor(PercentOfLicence(case.args.licence_minor, basis_points.numerator))


def _additive(case: AdditiveCase) -> int:
    return support_minor(AdditivePrice(**case.args.model_dump()))


def _ledger(case: LedgerCase) -> list[dict[str, Any]]:
    try:
        return simulate(case)
    except TooManyPlans as error:
        raise CaseRefused(f"case {case.id}: {error}") from None


_SIMULATED: Final[Mapping[type[Case], Callable[[Any], Result]]] = {
    ProrationCase: _proration,
    BoundariesCase: _boundaries,
    TaxCase: _tax,
    EligibilityCase: _eligibility,
    PercentCase: _percent,
    AdditiveCase: _additive,
    LedgerCase: _ledger,
}
