"""The words of invoices, credit notes and statements, in each language a document can be in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from models.billing import InvoiceKind, InvoiceState

DEFAULT_LANGUAGE: Final = "en"


@dataclass(frozen=True)
class InvoiceWords:
    """A document's words in one language. `{…}` are filled in; what `lines` describe are kinds of line.

    Attributes:
        many: what a kind of line is called where many are shown as one row.
        states: what a stamp says; a document that is merely issued has none.
    """

    titles: Mapping[InvoiceKind, str]
    states: Mapping[InvoiceState, str]
    draft: str
    number: str
    issued: str
    due: str
    period: str
    plan: str
    corrects: str
    issuer: str
    recipient: str
    vat_id: str
    purchase_order: str
    description: str
    quantity: str
    unit_price: str
    part: str
    amount: str
    subtotal: str
    tax: str
    total: str
    carried: str
    credited: str
    to_pay: str
    to_pay_by: str
    paid: str
    pay_to: str
    nothing_to_pay: str
    credit: str
    statement: str
    split: str
    unused: str
    page: str
    fingerprint: str
    annex: str
    lines: Mapping[str, str]
    many: Mapping[str, str]
    other_line: str


ENGLISH: Final = InvoiceWords(
    titles={
        InvoiceKind.INVOICE: "Invoice",
        InvoiceKind.CREDIT_NOTE: "Credit note",
        InvoiceKind.STATEMENT: "Statement",
    },
    states={
        InvoiceState.PAID: "Paid",
        InvoiceState.VOID: "Void",
        InvoiceState.UNCOLLECTIBLE: "Uncollectible",
    },
    draft="Draft",
    number="Number",
    issued="Issued",
    due="Due",
    period="Period",
    plan="Plan",
    corrects="Corrects",
    issuer="From",
    recipient="For",
    vat_id="VAT ID",
    purchase_order="Purchase order",
    description="Description",
    quantity="Quantity",
    unit_price="Price",
    part="{days} of {of} days",
    amount="Amount",
    subtotal="Subtotal",
    tax="{label} {rate}",
    total="Total",
    carried="Carried over from earlier",
    credited="Credit from earlier",
    to_pay="To pay",
    to_pay_by="{amount} to pay by {day}",
    paid="{amount} paid",
    pay_to="How to pay",
    nothing_to_pay="Nothing to pay",
    credit="{amount} credited",
    statement="For charging back inside your company. No payment is asked for.",
    split="By queue",
    unused="Seats in no queue",
    page="Page {page} of {pages}",
    fingerprint="Fingerprint",
    annex="Equal lines are shown as one row; the annex lists all {count} of them by name.",
    lines={
        "renewal": "Agents, whole period",
        "seat_added": "{person}, new agent",
        "seat_reversed": "{person}, taken back: the channel was a mistake",
        "seat_credited": "{person}, had left before the period began",
        "licences_added": "Prepaid seats, added",
        "plan_credit": "Plan changed: what was left of the old one",
        "plan_charge": "Plan changed: the new one for the rest of the period",
        "support_share": "Support, share of the licences' cost",
        "support_implementation": "Support, by kind of implementation",
        "support_months": "Support, months",
        "support_developments": "Support, developments",
        "support_users": "Support, users",
    },
    many={
        "seat_added": "New agents",
        "seat_reversed": "Taken back: the channel was a mistake",
        "seat_credited": "Had left before the period began",
    },
    other_line="Agents",
)

GERMAN: Final = InvoiceWords(
    titles={
        InvoiceKind.INVOICE: "Rechnung",
        InvoiceKind.CREDIT_NOTE: "Rechnungskorrektur",
        InvoiceKind.STATEMENT: "Aufstellung",
    },
    states={
        InvoiceState.PAID: "Bezahlt",
        InvoiceState.VOID: "Storniert",
        InvoiceState.UNCOLLECTIBLE: "Uneinbringlich",
    },
    draft="Entwurf",
    number="Nummer",
    issued="Datum",
    due="Fällig am",
    period="Zeitraum",
    plan="Tarif",
    corrects="Korrigiert",
    issuer="Von",
    recipient="Für",
    vat_id="USt-IdNr.",
    purchase_order="Bestellnummer",
    description="Beschreibung",
    quantity="Anzahl",
    unit_price="Preis",
    part="{days} von {of} Tagen",
    amount="Betrag",
    subtotal="Zwischensumme",
    tax="{label} {rate}",
    total="Gesamtbetrag",
    carried="Übertrag von früher",
    credited="Guthaben von früher",
    to_pay="Zu zahlen",
    to_pay_by="{amount} zu zahlen bis {day}",
    paid="{amount} bezahlt",
    pay_to="Zahlung",
    nothing_to_pay="Nichts zu zahlen",
    credit="{amount} gutgeschrieben",
    statement="Zur Verrechnung im eigenen Unternehmen. Es ist nichts zu zahlen.",
    split="Nach Warteschlange",
    unused="Plätze ohne Warteschlange",
    page="Seite {page} von {pages}",
    fingerprint="Prüfsumme",
    annex="Gleiche Posten stehen in einer Zeile; die Anlage führt alle {count} mit Namen auf.",
    lines={
        "renewal": "Agenten, ganzer Zeitraum",
        "seat_added": "{person}, neuer Agent",
        "seat_reversed": "{person}, zurückgenommen: der Kanal war ein Versehen",
        "seat_credited": "{person}, schon vor dem Zeitraum ausgeschieden",
        "licences_added": "Vorausbezahlte Plätze, hinzugekommen",
        "plan_credit": "Tarifwechsel: Rest des alten Tarifs",
        "plan_charge": "Tarifwechsel: neuer Tarif für den Rest des Zeitraums",
        "support_share": "Support, Anteil an den Lizenzkosten",
        "support_implementation": "Support, nach Art der Einführung",
        "support_months": "Support, Monate",
        "support_developments": "Support, Entwicklungen",
        "support_users": "Support, Benutzer",
    },
    many={
        "seat_added": "Neue Agenten",
        "seat_reversed": "Zurückgenommen: der Kanal war ein Versehen",
        "seat_credited": "Schon vor dem Zeitraum ausgeschieden",
    },
    other_line="Agenten",
)

FRENCH: Final = InvoiceWords(
    titles={
        InvoiceKind.INVOICE: "Facture",
        InvoiceKind.CREDIT_NOTE: "Avoir",
        InvoiceKind.STATEMENT: "Relevé",
    },
    states={
        InvoiceState.PAID: "Payée",
        InvoiceState.VOID: "Annulée",
        InvoiceState.UNCOLLECTIBLE: "Irrécouvrable",
    },
    draft="Brouillon",
    number="Numéro",
    issued="Date",
    due="Échéance",
    period="Période",
    plan="Offre",
    corrects="Rectifie",
    issuer="De",
    recipient="Pour",
    vat_id="N° de TVA",
    purchase_order="Bon de commande",
    description="Description",
    quantity="Quantité",
    unit_price="Prix",
    part="{days} jours sur {of}",
    amount="Montant",
    subtotal="Sous-total",
    tax="{label} {rate}",
    total="Total",
    carried="Report antérieur",
    credited="Crédit antérieur",
    to_pay="À payer",
    to_pay_by="{amount} à payer au plus tard le {day}",
    paid="{amount} payés",
    pay_to="Paiement",
    nothing_to_pay="Rien à payer",
    credit="{amount} en votre faveur",
    statement="Pour la refacturation interne. Aucun paiement n’est demandé.",
    split="Par file",
    unused="Places sans file",
    page="Page {page} sur {pages}",
    fingerprint="Empreinte",
    annex="Les lignes identiques sont réunies ; l’annexe donne les {count} lignes avec les noms.",
    lines={
        "renewal": "Agents, période entière",
        "seat_added": "{person}, nouvel agent",
        "seat_reversed": "{person}, repris : le canal était une erreur",
        "seat_credited": "{person}, parti avant le début de la période",
        "licences_added": "Places prépayées, ajoutées",
        "plan_credit": "Changement d’offre : reste de l’ancienne",
        "plan_charge": "Changement d’offre : la nouvelle pour le reste de la période",
        "support_share": "Assistance, part du coût des licences",
        "support_implementation": "Assistance, selon le type de mise en œuvre",
        "support_months": "Assistance, mois",
        "support_developments": "Assistance, développements",
        "support_users": "Assistance, utilisateurs",
    },
    many={
        "seat_added": "Nouveaux agents",
        "seat_reversed": "Repris : le canal était une erreur",
        "seat_credited": "Partis avant le début de la période",
    },
    other_line="Agents",
)

SPANISH: Final = InvoiceWords(
    titles={
        InvoiceKind.INVOICE: "Factura",
        InvoiceKind.CREDIT_NOTE: "Factura rectificativa",
        InvoiceKind.STATEMENT: "Extracto",
    },
    states={
        InvoiceState.PAID: "Pagada",
        InvoiceState.VOID: "Anulada",
        InvoiceState.UNCOLLECTIBLE: "Incobrable",
    },
    draft="Borrador",
    number="Número",
    issued="Fecha",
    due="Vencimiento",
    period="Periodo",
    plan="Plan",
    corrects="Rectifica",
    issuer="De",
    recipient="Para",
    vat_id="NIF-IVA",
    purchase_order="Orden de compra",
    description="Descripción",
    quantity="Cantidad",
    unit_price="Precio",
    part="{days} de {of} días",
    amount="Importe",
    subtotal="Subtotal",
    tax="{label} {rate}",
    total="Total",
    carried="Saldo anterior",
    credited="Crédito anterior",
    to_pay="A pagar",
    to_pay_by="{amount} a pagar hasta el {day}",
    paid="{amount} pagados",
    pay_to="Forma de pago",
    nothing_to_pay="Nada que pagar",
    credit="{amount} a su favor",
    statement="Para el reparto interno de costes. No se pide ningún pago.",
    split="Por cola",
    unused="Plazas sin cola",
    page="Página {page} de {pages}",
    fingerprint="Huella",
    annex="Las líneas iguales se muestran en una sola; el anexo recoge las {count} con sus nombres.",
    lines={
        "renewal": "Agentes, periodo completo",
        "seat_added": "{person}, agente nuevo",
        "seat_reversed": "{person}, devuelto: el canal fue un error",
        "seat_credited": "{person}, se había ido antes del periodo",
        "licences_added": "Plazas prepagadas, añadidas",
        "plan_credit": "Cambio de plan: lo que quedaba del anterior",
        "plan_charge": "Cambio de plan: el nuevo por el resto del periodo",
        "support_share": "Soporte, parte del coste de las licencias",
        "support_implementation": "Soporte, según el tipo de implantación",
        "support_months": "Soporte, meses",
        "support_developments": "Soporte, desarrollos",
        "support_users": "Soporte, usuarios",
    },
    many={
        "seat_added": "Agentes nuevos",
        "seat_reversed": "Devueltos: el canal fue un error",
        "seat_credited": "Se habían ido antes del periodo",
    },
    other_line="Agentes",
)

LANGUAGES: Final[Mapping[str, InvoiceWords]] = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}
"""The words by the language's code."""


def words_of(language: str) -> InvoiceWords:
    """Return the words of a language (`de`, `de-AT`); English where there are none."""
    return LANGUAGES.get(language.replace("_", "-").partition("-")[0].lower(), ENGLISH)
