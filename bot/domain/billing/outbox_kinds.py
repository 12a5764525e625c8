"""The kinds of outbox row the billing wing writes. Each has one deliverer in `bot.delivery.billing`."""

from enum import StrEnum


class BillingOutboxKind(StrEnum):
    """What a row asks for."""

    SEND_DOCUMENT = "slack.send_document"  # subject: person; a DM with the PDF; payload: {"invoice_id", …}
    MAIL_DOCUMENT = "email.send_invoice"  # subject: invoice; payload: {"address"}
    ASK_ABOUT_PERSON = "slack.ask_about_person"  # subject: an admin; a DM with buttons; payload: {"person_id"}
    TELL_DIFFERENCE = "slack.tell_difference"  # subject: an admin; a DM; payload: {"what", "reference"}
    TELL_OF_SUBSCRIPTION = "slack.tell_of_subscription"  # subject: person; a DM; payload: {"news", "at", …}
    COLLECT_PAYMENT = "payment.collect"  # subject: attempt; asks a provider, or what came of it
    REFUND_PAYMENT = "payment.refund"  # subject: credit note; pays back to the card
    READ_METHOD = "payment.read_method"  # subject: account; asks a provider how somebody pays
    TELL_OF_PAYMENT = "slack.tell_of_payment"  # subject: person; a DM; payload: {"said", "attempt_id", "invoice_id"}
    MAIL_OF_PAYMENT = "email.tell_of_payment"  # subject: invoice; payload: {"said", "address", …}
    TELL_OF_SEAT = "slack.tell_of_seat"  # subject: person; a DM; payload: {"news", "slack_user_ids", …}
    TELL_OF_SEATS = "slack.tell_of_seats"  # subject: an admin or billing contact; a DM; payload: the digest
    MAIL_OF_SEATS = "email.tell_of_seats"  # subject: none; payload: the digest and {"address"}
