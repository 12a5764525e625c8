"""The port to whoever collects money. We compute what is owed; a provider only collects it, and never decides.

Adapters: by hand, the default, here; Stripe in `stripe_payments`. They raise `TransientFailure` and `PermanentFailure`
alone. A card that is declined is no failure of theirs: it is what came of the payment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final, Protocol, TypeAlias

from bot.errors import PermanentFailure

BAD_SIGNATURE: Final = "bad_signature"
"""The code of a webhook that its provider did not sign, or not in the last five minutes."""


class ChargeState(StrEnum):
    """How a payment is."""

    PENDING = "pending"
    """It is on its way."""
    REQUIRES_ACTION = "requires_action"
    """The payer has to confirm it with their bank."""
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True)
class Charge:
    """What came of a payment.

    Attributes:
        reference: the provider's own id of it, once it has one.
        failure_code: why it failed, as `card_declined`.
        confirm_url: where the payer confirms it, if they must and there is such a page.
    """

    state: ChargeState
    reference: str | None = None
    failure_code: str | None = None
    confirm_url: str | None = None


@dataclass(frozen=True)
class ChargeRequest:
    """What is to be collected. Two requests of one key are one payment.

    Attributes:
        key: names this attempt for ever; the provider keeps it with the payment, so that it can be found by it.
        number: what the payer sees it is for: an invoice's number, or what else is paid.
        amount_minor: in minor units of `currency`, above zero.
        customer_reference: whose payment, by the provider's own id.
        method_reference: the card, by the provider's own id.
        return_url: where a payer comes back to who had to confirm it; None where there is no such page.
        since: it was not asked for before; aware UTC.
    """

    key: str
    number: str
    amount_minor: int
    currency: str
    customer_reference: str
    method_reference: str
    return_url: str | None
    since: datetime


@dataclass(frozen=True)
class Customer:
    """Who pays. `key` names them for ever."""

    key: str
    name: str
    email: str = ""


@dataclass(frozen=True)
class PaymentMethod:
    """How somebody pays: the provider's own id of it, and what people call it, as `Visa ending in 4242`."""

    reference: str
    label: str


@dataclass(frozen=True)
class RefundRequest:
    """What is to be paid back of a payment. Two requests of one key are one refund."""

    key: str
    number: str
    reference: str
    amount_minor: int
    currency: str


@dataclass(frozen=True)
class WebhookWord:
    """That something happened at the provider. What it is now is read there; the word itself may be old.

    Attributes:
        event_id: the provider's, once per event however often it is told.
        charge_key: of the payment it is about, if it is about one of ours.
        customer_reference: whose way to pay may have changed, if that is what happened.
    """

    event_id: str
    charge_key: str | None = None
    customer_reference: str | None = None


class PaymentPort(Protocol):
    """A way to collect. `provider` names it in the database for ever."""

    provider: ClassVar[str]

    def ensure_customer(self, customer: Customer) -> str:
        """Return the provider's id of a customer, who is made known there. Ask only if none is kept."""

    def setup_session(self, customer_reference: str, *, done_url: str, back_url: str) -> str:
        """Return the address of a page of the provider's where the customer says how they pay, good once.

        Args:
            customer_reference: from `ensure_customer`.
            done_url: where the page leads afterwards.
            back_url: where it leads who thinks better of it.
        """

    def find_method(self, customer_reference: str) -> PaymentMethod | None:
        """Return how a customer pays, what they chose last; None where they have not said."""

    def collect(self, request: ChargeRequest) -> Charge:
        """Collect, and return what came of it. After a failure in doubt, `find` it before asking again."""

    def find(self, request: ChargeRequest, reference: str | None = None) -> Charge | None:
        """Return what came of a request, however long ago; None if it never arrived.

        Args:
            request: as it was asked for.
            reference: the provider's id of the payment, if it was told.
        """

    def give_up(self, reference: str) -> Charge:
        """Have a payment that waits for its payer collected no more; return how it ended, which may be otherwise."""

    def refund(self, request: RefundRequest) -> str:
        """Pay back, and return the provider's id of the refund."""

    def parse_webhook(self, raw_body: bytes, signature: str) -> WebhookWord:
        """Return what a webhook says.

        Raises: PermanentFailure of code `bad_signature`, when the provider did not sign it just now.
        """


PaymentPorts: TypeAlias = Mapping[str, PaymentPort]
"""The ways to collect there are, by the name of their provider."""


class ManualPayments:
    """Collects nothing: the invoice asks for itself, and somebody says when the money has come."""

    provider: ClassVar[str] = "manual"

    def ensure_customer(self, customer: Customer) -> str:
        """Return the name by which we know them."""
        return customer.key

    def setup_session(self, customer_reference: str, *, done_url: str, back_url: str) -> str:
        """Lead back: there is nothing to set up but the address on the invoice."""
        del customer_reference, done_url
        return back_url

    def find_method(self, customer_reference: str) -> PaymentMethod | None:
        """Return None: nobody tells us how they will pay."""
        del customer_reference
        return None

    def collect(self, request: ChargeRequest) -> Charge:
        """Wait for the money."""
        del request
        return Charge(ChargeState.PENDING)

    def find(self, request: ChargeRequest, reference: str | None = None) -> Charge | None:
        """Return None: nothing is ever asked for outside."""
        del request, reference
        return None

    def give_up(self, reference: str) -> Charge:
        """Wait for it no more."""
        del reference
        return Charge(ChargeState.FAILED, failure_code="given_up")

    def refund(self, request: RefundRequest) -> str:
        """Refuse: who got it by hand pays it back by hand. Raises: PermanentFailure."""
        raise PermanentFailure("refund_by_hand", (request.number,))

    def parse_webhook(self, raw_body: bytes, signature: str) -> WebhookWord:
        """Refuse: nobody has anything to tell. Raises: PermanentFailure."""
        del raw_body, signature
        raise PermanentFailure(BAD_SIGNATURE)


BY_HAND: Final[PaymentPorts] = {ManualPayments.provider: ManualPayments()}
"""The way to collect that there always is."""
