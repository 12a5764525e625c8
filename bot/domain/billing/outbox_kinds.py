"""The kinds of outbox row the billing wing writes. Each has one deliverer in `bot.delivery.billing`."""

from enum import StrEnum


class BillingOutboxKind(StrEnum):
    """What a row asks for."""

    SEND_DOCUMENT = "slack.send_document"  # subject: person; a DM with the PDF; payload: {"invoice_id", …}
    MAIL_DOCUMENT = "email.send_invoice"  # subject: invoice; payload: {"address"}
    REPORT_DIFFERENCE = "slack.report_difference"  # subject: an admin; a DM; payload: {"number", "reference"}
