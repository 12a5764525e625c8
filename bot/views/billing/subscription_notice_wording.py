"""Words for admins and billing contacts about the subscription itself."""

from datetime import datetime
from typing import Final

OPEN_BILL: Final = "Open the bill"

READ_ONLY: Final = "Everything can be read and nothing changed; what people ask is still kept."
"""What a desk is that nobody pays for."""


def trial_ends(at: datetime, *, is_payable: bool) -> str:
    """Say that a trial ends, and what follows."""
    then = "Then the first period begins, with its invoice." if is_payable else _unpaid()
    return f"Deskbell's trial ends on {_day(at)}. {then}"


def trial_over() -> str:
    """Say that a desk is read-only because a trial ended without a way to pay."""
    return f"Deskbell's trial is over, and there is no way to pay yet. {READ_ONLY}"


def ended() -> str:
    """Say that a desk is read-only because its subscription was cancelled."""
    return f"Deskbell's subscription has ended, as it was cancelled. {READ_ONLY} Nothing is deleted."


def what_to_do(*, is_payable: bool, has_ended: bool, is_admin: bool) -> str:
    """Say how the desk goes on; nothing where it does by itself."""
    if is_payable:
        return ""
    if not is_admin:
        return "An admin can see to that in `/desk settings`, under Subscription."
    if has_ended:
        return "To go on, choose Keep it in `/desk settings`, under Subscription."
    return "Say whom invoices are made out to in `/desk settings`, under Subscription, or give a card."


def _unpaid() -> str:
    return "Without a way to pay the desk can then only be read; nothing is charged and nothing is lost."


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
