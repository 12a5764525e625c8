"""Tax on a bill: a rate in basis points (1900 is 19 %), rounded once per rate or once per line."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.billing.money import half_up


class TaxMode(StrEnum):
    """Where tax is rounded. They may differ by a cent; a bill says `invoice`."""

    INVOICE = "invoice"
    LINE = "line"


@dataclass(frozen=True)
class TaxPart:
    """The tax of one rate: what it is taken of and what it comes to, in minor units."""

    rate_basis_points: int
    base_minor: int
    tax_minor: int


@dataclass(frozen=True)
class Tax:
    """All tax of a document, one part per rate in the order in which the rates first appear."""

    parts: tuple[TaxPart, ...]

    @property
    def tax_minor(self) -> int:
        """The tax in all."""
        return sum(part.tax_minor for part in self.parts)

    @property
    def total_minor(self) -> int:
        """What is to be paid: what tax is taken of, and the tax."""
        return sum(part.base_minor for part in self.parts) + self.tax_minor


def tax_of(lines_minor: Sequence[int], rates: Sequence[int], mode: TaxMode = TaxMode.INVOICE) -> Tax:
    """Return the tax on a document's lines.

    Args:
        lines_minor: what each line comes to before tax, in minor units; a credit's are below zero.
        rates: in basis points, one for each line, or a single one for all.

    Raises:
        ValueError: there are neither as many rates as lines nor a single one.
    """
    if len(rates) not in {1, len(lines_minor)}:
        raise ValueError(f"{len(lines_minor)} lines need one tax rate, or as many; there are {len(rates)}")
    of_line = rates if len(rates) == len(lines_minor) else [rates[0]] * len(lines_minor)
    parts = []
    for rate in dict.fromkeys(of_line):
        bases = [amount for amount, its_rate in zip(lines_minor, of_line, strict=True) if its_rate == rate]
        base = sum(bases)
        rounded = [half_up(amount * rate, 10_000) for amount in (bases if mode is TaxMode.LINE else [base])]
        parts.append(TaxPart(rate, base, sum(rounded)))
    return Tax(tuple(parts))
