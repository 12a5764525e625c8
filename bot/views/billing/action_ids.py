"""Every id a person's click or form in the billing wing comes back with."""

from enum import StrEnum


class BillingActionId(StrEnum):
    """What a button or menu asks for."""


class BillingCallbackId(StrEnum):
    """Which form was sent."""
