"""The books: issue documents one after the other, and keep what is open between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Self

from bot.domain.billing.documents import Document, DocumentKind, Line
from bot.domain.billing.tax import tax_of
from bot.domain.billing.terms import Terms

VERSION: Final = 1
"""Of the rules of the ledger. It stands on every document; rules that change amounts get the next number."""


@dataclass(frozen=True, slots=True)
class Correctable:
    """A document, as far as nothing of it was given back: its tax follows what is left, so the last credit evens it."""

    kind: DocumentKind
    currency: str
    tax_rate_basis_points: int
    tax_label: str
    subtotal_minor: int
    tax_minor: int


@dataclass
class Books:
    """Positions, balances by currency, and what can still be corrected."""

    _last_position: int = 0
    _balances: dict[str, int] = field(default_factory=dict)
    _correctable: dict[int, Correctable] = field(default_factory=dict)

    def copy(self) -> Self:
        """Return books that go their own way from here."""
        return replace(self, _balances=self._balances.copy(), _correctable=self._correctable.copy())

    def balance_minor(self, currency: str) -> int:
        """Return what is open: below zero a credit, above it what was too little to be collected."""
        return self._balances.get(currency, 0)

    def pay_back(self, currency: str, amount_minor: int) -> None:
        """Take note that a credit was paid back: it lowers no document any more."""
        self._balances[currency] = self.balance_minor(currency) + amount_minor

    def keep_from(self, position: int | None) -> None:
        """Take note that documents before this one will not be corrected any more; None keeps the last one alone."""
        first = self._last_position if position is None else min(position, self._last_position)
        self._correctable = {each: document for each, document in self._correctable.items() if each >= first}

    def charge(self, lines: Sequence[Line], *, at: datetime, terms: Terms, period_index: int) -> Document | None:
        """Issue an invoice, or a statement where nothing is collected; nothing if all its lines are nothing."""
        if not any(line.amount_minor for line in lines):
            return None
        tax_minor = tax_of([line.amount_minor for line in lines], [terms.tax_rate_basis_points]).tax_minor
        subtotal = sum(line.amount_minor for line in lines)
        basis = Correctable(
            DocumentKind.INVOICE if terms.collects else DocumentKind.STATEMENT,
            terms.currency,
            terms.tax_rate_basis_points,
            terms.tax_label,
            subtotal,
            tax_minor,
        )
        document = self._issue(basis, lines, at=at, terms=terms, period_index=period_index)
        self._correctable[document.position] = basis
        return document

    def correct(
        self, position: int, lines: Sequence[Line], *, at: datetime, terms: Terms, period_index: int
    ) -> Document:
        """Issue what gives something back of a document, with the tax rate and in the currency of that one."""
        corrected = self._correctable[position]
        credit = sum(line.amount_minor for line in lines)
        left = corrected.subtotal_minor + credit
        tax_left = tax_of([left], [corrected.tax_rate_basis_points]).tax_minor
        self._correctable[position] = replace(corrected, subtotal_minor=left, tax_minor=tax_left)
        is_stated = corrected.kind is DocumentKind.STATEMENT
        basis = replace(
            corrected,
            kind=DocumentKind.STATEMENT if is_stated else DocumentKind.CREDIT_NOTE,
            subtotal_minor=credit,
            tax_minor=tax_left - corrected.tax_minor,
        )
        return self._issue(basis, lines, at=at, terms=terms, period_index=period_index, corrects=position)

    def _issue(
        self,
        basis: Correctable,
        lines: Sequence[Line],
        *,
        at: datetime,
        terms: Terms,
        period_index: int,
        corrects: int | None = None,
    ) -> Document:
        self._last_position += 1
        total = basis.subtotal_minor + basis.tax_minor
        carried, collected = self._collect(basis, total, terms)
        return Document(
            position=self._last_position,
            kind=basis.kind,
            issued_at=at,
            period_index=period_index,
            currency=basis.currency,
            lines=tuple(lines),
            subtotal_minor=basis.subtotal_minor,
            tax_rate_basis_points=basis.tax_rate_basis_points,
            tax_label=basis.tax_label,
            tax_minor=basis.tax_minor,
            total_minor=total,
            carried_minor=carried,
            collect_minor=collected,
            plan=terms.plan,
            interval=terms.period,
            price_list=terms.price_list,
            invoice_to=terms.invoice_to,
            ledger_version=VERSION,
            corrects=corrects,
        )

    def _collect(self, basis: Correctable, total: int, terms: Terms) -> tuple[int, int]:
        """Return what was carried to a document and what it collects; what is left is carried on."""
        if basis.kind is DocumentKind.STATEMENT:
            return 0, 0
        carried = self.balance_minor(basis.currency)
        due = carried + total
        asks = basis.kind is DocumentKind.INVOICE and due >= max(1, terms.least_collected_minor)
        collected = due if asks else 0
        self._balances[basis.currency] = due - collected
        return carried, collected
