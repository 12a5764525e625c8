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


class BillingCallbackId(StrEnum):
    """Which form was sent."""

    TERMS = "subscription.terms"  # asks what it would do and cost
    CONFIRM_TERMS = "subscription.confirm"  # its private metadata are the terms as JSON
    CANCEL_SUBSCRIPTION = "subscription.cancel"
    CONTACTS = "subscription.contacts"
