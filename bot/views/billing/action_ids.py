"""Every id a person's click or form in the billing wing comes back with."""

from enum import StrEnum


class BillingActionId(StrEnum):
    """What a button or menu asks for."""

    ADMIT_PERSON = "person.admit"  # a held person's row id, as for the next one
    KEEP_PERSON_OUT = "person.keep_out"
    OPEN_SUBSCRIPTION = "subscription.open"  # a button of the settings' hub; these need no value
    CHANGE_TERMS = "subscription.change"  # opens the form
    TAKE_TERMS_BACK = "subscription.take_back"  # keeps what holds, whatever was to follow
    OPEN_CANCEL = "subscription.open_cancel"  # opens the form
    UNDO_CANCEL = "subscription.undo_cancel"
    OPEN_CONTACTS = "subscription.contacts"  # opens the form
    OPEN_SEATS = "seats.open"  # opens the list; these four need no value
    OPEN_BILL = "bill.open"
    OPEN_BILL_PAGE = "bill.page"  # a link to the web page
    OPEN_QUOTE = "quote.open"
    SEATS_PREVIOUS = "seats.previous"  # its value is the number of the page
    SEATS_NEXT = "seats.next"  # likewise
    WHY_SEAT = "seat.why"  # the person's Slack id
    LIST_DOCUMENTS = "document.list"
    OLDER_DOCUMENTS = "document.older"  # its value is the document to go on below
    EXPLAIN_DOCUMENT = "document.explain"  # its value is a number, or what stands for a draft
    EXPLANATION_PREVIOUS = "explanation.previous"  # its value is a number and a page, as INV-2026-0001/2
    EXPLANATION_NEXT = "explanation.next"  # likewise
    QUOTE_SEATS = "quote.seats"  # a number_input; with the next three, what a quote is for
    QUOTE_PLAN = "quote.plan"  # a static_select of plans
    QUOTE_INTERVAL = "quote.interval"  # a static_select of intervals
    QUOTE_CURRENCY = "quote.currency"  # a static_select of currencies


class BillingCallbackId(StrEnum):
    """Which form was sent."""

    TERMS = "subscription.terms"  # asks what it would do and cost
    CONFIRM_TERMS = "subscription.confirm"  # its private metadata are the terms as JSON
    CANCEL_SUBSCRIPTION = "subscription.cancel"
    CONTACTS = "subscription.contacts"
    QUOTE = "quote"  # computes it anew
