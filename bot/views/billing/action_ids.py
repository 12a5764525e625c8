"""Every id a person's click or form in the billing wing comes back with."""

from enum import StrEnum


class BillingActionId(StrEnum):
    """What a button or menu asks for."""

    ADMIT_PERSON = "person.admit"  # a held person's row id, as for the next one
    KEEP_PERSON_OUT = "person.keep_out"


class BillingCallbackId(StrEnum):
    """Which form was sent."""
