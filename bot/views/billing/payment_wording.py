"""Words about payments, for billing contacts and admins. Who reads them did nothing wrong."""

from typing import Final

OPEN_BILL: Final = "Open the bill"
CONFIRM: Final = "Confirm the payment"
WITHOUT_PAGES: Final = (
    "This installation has no address on the web (DESKBELL_PUBLIC_URL), so how it is paid is set on the command line: "
    "`python -m bot billing`."
)

REASONS: Final = {
    "card_declined": "the card was declined",
    "expired_card": "the card has expired",
    "incorrect_cvc": "the card's security code is wrong",
    "insufficient_funds": "there is not enough money on the card",
    "no_payment_method": "there is no card yet",
    "processing_error": "the bank could not process it",
}
"""What a provider's code means, where people can do something about it."""


def reason(code: str | None) -> str:
    """Return why a payment failed."""
    return REASONS.get(code or "", f"the provider said {code}" if code else "the provider gave no reason")


def failed(number: str, amount: str, why: str, when: str) -> str:
    """Say that an invoice could not be collected."""
    return f"{amount} for {number} could not be collected: {why}. It is tried again on {when}."


def failed_last(number: str, amount: str, why: str) -> str:
    """Say that an invoice could not be collected, when that is not tried again by itself."""
    return f"{amount} for {number} could not be collected: {why}."


def reminded(number: str, amount: str, due: str) -> str:
    """Remind of an invoice that is paid by hand."""
    return f"{number} asks for {amount} by {due}, and nothing has come yet."


def confirm(number: str, amount: str) -> str:
    """Ask to confirm a payment with the bank."""
    return f"Your bank wants you to confirm {amount} for {number} before it pays."


def will_suspend(when: str) -> str:
    """Say what happens unless it is paid."""
    return f"If it is not paid by {when}, this desk becomes read-only until it is."


def suspended(number: str, amount: str) -> str:
    """Say that the desk is read-only."""
    return (
        f"This desk is read-only now, because {amount} for {number} was not paid. Nothing is lost: new requests are "
        "kept, and everything can be read. It goes on as soon as it is paid."
    )


def reinstated(number: str) -> str:
    """Say that the desk goes on."""
    return f"{number} is paid. The desk works again as before. Thank you."


def paid_twice(number: str, amount: str) -> str:
    """Say that money came that nobody asked for."""
    return f"{amount} came for {number}, which was settled already. Please decide whether to pay it back."


def change_made(amount: str) -> str:
    """Say that a change is made."""
    return f"{amount} came, and your change of the subscription is made."


def change_failed(amount: str, why: str) -> str:
    """Say that a change is not made."""
    return (
        f"Your change of the subscription is not made: {amount} could not be collected, {why}. Everything is as it was."
    )


def change_confirm(amount: str) -> str:
    """Ask to confirm the payment of a change."""
    return (
        f"Your bank wants you to confirm {amount} before your change of the subscription is made. If you do not, it is "
        "dropped after a day."
    )


def subject(number: str) -> str:
    """Return the subject of a mail about an invoice."""
    return f"About {number}"
