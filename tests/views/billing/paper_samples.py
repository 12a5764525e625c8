"""Documents to draw: an invoice of Acme's in euros, with whatever is to be different."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.billing.documents import Line, LineKind
from bot.domain.billing.papers import Paper, PaperLine, Party, Tax
from bot.domain.billing.plans import Plan
from models.billing import InvoiceKind, InvoiceState

FEBRUARY = date(2026, 2, 1), date(2026, 3, 1)
PEOPLE = ("Ines Albrecht", "Tomasz Łukasik", "Νίκος Παππάς", "Дмитро Коваль")


def renewal(quantity: int = 12) -> PaperLine:
    """Return the line of a renewal."""
    return PaperLine(Line(LineKind.RENEWAL, quantity, 2500, 2500 * quantity, *FEBRUARY))


def added(person: str | None, user: str = "U0INES", *, amount_minor: int = 1290) -> PaperLine:
    """Return the line of somebody who joined on 16 January."""
    days = date(2026, 1, 16), date(2026, 2, 1)
    return PaperLine(Line(LineKind.SEAT_ADDED, 1, 2500, amount_minor, *days, 16, 31, user), person)


def paper(*lines: PaperLine, **facts: Any) -> Paper:
    """Return an invoice with nineteen percent of tax; a renewal and four new agents if no lines are given."""
    lines = lines or (renewal(), *(added(person, f"U{number}") for number, person in enumerate(PEOPLE)))
    subtotal = sum(each.line.amount_minor for each in lines)
    tax = subtotal * 19 // 100
    invoice = Paper(
        kind=InvoiceKind.INVOICE,
        number="INV-2026-0042",
        state=InvoiceState.FINALISED,
        language="en",
        currency="EUR",
        plan=Plan.PROFESSIONAL,
        issued_on=date(2026, 2, 1),
        due_on=date(2026, 2, 15),
        issuer=Party(
            "Northwind Systems GmbH", ("Lindenallee 12", "20095 Hamburg"), "billing@northwind.example", "DE987654321"
        ),
        recipient=Party("Acme GmbH", ("Hauptstrasse 1", "10115 Berlin"), "billing@acme.example", "DE123456789"),
        purchase_order="4500012345",
        corrects_number=None,
        lines=lines,
        subtotal_minor=subtotal,
        tax=Tax("VAT", 1900),
        tax_minor=tax,
        total_minor=subtotal + tax,
        carried_minor=0,
        collect_minor=subtotal + tax,
        pay_to=("IBAN DE02 1203 0000 0000 2020 51", "BIC BYLADEM1001"),
        split={"Human Resources": 9000, "IT Helpdesk": subtotal - 9000},
        fingerprint="9b74c9897bac770ffc029102a200c5de9b74c9897bac770ffc029102a200c5de",
    )
    return replace(invoice, **facts)
