"""Stripe as the one who collects. We send it our own totals; it knows no seats and no prices.

The library `stripe` is an extra, imported when the first adapter is made. Its objects are no dictionaries.
"""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final

from bot.errors import PermanentFailure, StartRefused, TransientFailure
from bot.gateways.payments import (
    BAD_SIGNATURE,
    Charge,
    ChargeRequest,
    ChargeState,
    Customer,
    PaymentMethod,
    RefundRequest,
    WebhookWord,
)

if TYPE_CHECKING:
    from stripe import PaymentIntent
    from stripe import PaymentMethod as StripeMethod

NOT_INSTALLED: Final = (
    "Collecting through Stripe needs its library: install it with `pip install deskbell[stripe]`, or take "
    "STRIPE_SECRET_KEY away."
)
TIMEOUT: Final = timedelta(seconds=10)
FRESH: Final = timedelta(minutes=5)
"""How old a webhook's signature may be."""
CLOCK_SKEW: Final = timedelta(minutes=10)
"""How far our clock and Stripe's may be apart where a payment is looked up by when it was made."""
KEY: Final = "deskbell_attempt"
"""Where a payment's metadata says which attempt of ours it is."""
CONFLICT: Final = 409
SERVER_FAULT: Final = 500
WAITING: Final = frozenset({"requires_payment_method", "requires_confirmation", "requires_action", "requires_capture"})
"""What a payment may be whose end we can still decide."""


class StripePayments:
    """Collects through one Stripe account.

    Args:
        secret_key: the account's, or a restricted one.
        webhook_secret: what its webhooks are signed with; None where they are not taken.
        api_url: a stand-in's address.

    Raises:
        StartRefused: the library is not installed.
    """

    provider: ClassVar[str] = "stripe"

    def __init__(self, secret_key: str, *, webhook_secret: str | None = None, api_url: str | None = None) -> None:
        self._stripe = _library()
        self._webhook_secret = webhook_secret
        self._client = self._stripe.StripeClient(
            secret_key,
            base_addresses={} if api_url is None else {"api": api_url},
            max_network_retries=0,  # whoever calls knows what is in doubt
            http_client=self._stripe.RequestsClient(timeout=TIMEOUT.total_seconds()),
        )

    def ensure_customer(self, customer: Customer) -> str:
        """Make a customer known. See the port."""
        facts = {"name": customer.name, "metadata": {"deskbell": customer.key}}
        if customer.email:
            facts["email"] = customer.email
        with self._translated():
            made = self._client.v1.customers.create(facts, {"idempotency_key": f"customer:{customer.key}"})
        return str(made.id)

    def setup_session(self, customer_reference: str, *, done_url: str, back_url: str) -> str:
        """Open a page of Stripe's for the card. See the port."""
        session = {
            "mode": "setup",
            "customer": customer_reference,
            "payment_method_types": ["card"],
            "success_url": done_url,
            "cancel_url": back_url,
        }
        with self._translated():
            return str(self._client.v1.checkout.sessions.create(session).url)

    def find_method(self, customer_reference: str) -> PaymentMethod | None:
        """Return the newest card. See the port."""
        with self._translated():
            cards = self._client.v1.payment_methods.list({"customer": customer_reference, "type": "card"})
        newest = max(cards.data, key=_created, default=None)
        if newest is None:
            return None
        return PaymentMethod(newest.id, f"{newest.card.brand.capitalize()} ending in {newest.card.last4}")

    def collect(self, request: ChargeRequest) -> Charge:
        """Charge the card without its owner. Where their bank wants to hear them, ask them by a page. See the port."""
        intent = {
            "amount": request.amount_minor,
            "currency": request.currency.lower(),
            "customer": request.customer_reference,
            "payment_method": request.method_reference,
            "payment_method_types": ["card"],
            "off_session": True,
            "confirm": True,
            "metadata": {"invoice_number": request.number, KEY: request.key},
        }
        with self._translated():
            try:
                made = self._client.v1.payment_intents.create(intent, {"idempotency_key": request.key})
            except self._stripe.CardError as declined:
                return self._declined(declined, request)
            return _charge(made)

    def find(self, request: ChargeRequest, reference: str | None = None) -> Charge | None:
        """Return a payment by its id, or among the customer's by our key. See the port.

        Stripe's search lags behind by a minute; its list does not.
        """
        intents = self._client.v1.payment_intents
        with self._translated():
            if reference is not None:
                return _charge(intents.retrieve(reference))
            since = int((request.since - CLOCK_SKEW).timestamp())
            made = intents.list(
                {"customer": request.customer_reference, "created": {"gte": since}, "limit": 100}
            ).auto_paging_iter()
            return next((_charge(intent) for intent in made if _key_of(intent) == request.key), None)

    def give_up(self, reference: str) -> Charge:
        """Cancel a payment unless it has ended otherwise. See the port."""
        intents = self._client.v1.payment_intents
        with self._translated():
            found = intents.retrieve(reference)
            return _charge(intents.cancel(reference) if found.status in WAITING else found)

    def refund(self, request: RefundRequest) -> str:
        """Pay back to the card. See the port."""
        facts = {
            "payment_intent": request.reference,
            "amount": request.amount_minor,
            "metadata": {"credit_note_number": request.number, KEY: request.key},
        }
        with self._translated():
            return str(self._client.v1.refunds.create(facts, {"idempotency_key": request.key}).id)

    def parse_webhook(self, raw_body: bytes, signature: str) -> WebhookWord:
        """Check the signature over the raw bytes, then read what it is about. See the port."""
        if self._webhook_secret is None:
            raise PermanentFailure(BAD_SIGNATURE)
        tolerance = int(FRESH.total_seconds())
        try:
            event = self._client.construct_event(raw_body, signature, self._webhook_secret, tolerance=tolerance)
        except (self._stripe.SignatureVerificationError, ValueError):
            raise PermanentFailure(BAD_SIGNATURE) from None
        subject = event.data.object
        if event.type.startswith("payment_intent."):
            return WebhookWord(event.id, charge_key=_key_of(subject))
        customer = getattr(subject, "customer", None) if event.type in METHOD_EVENTS else None
        return WebhookWord(event.id, customer_reference=None if customer is None else str(customer))

    def _declined(self, declined: Any, request: ChargeRequest) -> Charge:
        """Return what a card's refusal comes to: where it is the bank that wants to hear its customer, a way to it."""
        intent = getattr(declined.error, "payment_intent", None)
        reference = None if intent is None else str(intent.id)
        code = declined.code or "card_declined"
        if code != "authentication_required" or reference is None:
            return Charge(ChargeState.FAILED, reference, failure_code=code)
        if request.return_url is None:
            return Charge(ChargeState.REQUIRES_ACTION, reference)
        again = {"payment_method": request.method_reference, "return_url": request.return_url}
        return _charge(self._client.v1.payment_intents.confirm(reference, again))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn the library's errors into the port's two."""
        try:
            yield
        except self._stripe.RateLimitError:
            raise TransientFailure("ratelimited") from None
        except self._stripe.APIConnectionError:
            raise TransientFailure("no_answer", in_doubt=True) from None
        except self._stripe.StripeError as error:
            status = error.http_status or SERVER_FAULT
            if status == CONFLICT or status >= SERVER_FAULT:
                raise TransientFailure(f"http_{status}", in_doubt=True) from None
            raise PermanentFailure(error.code or type(error).__name__) from None


METHOD_EVENTS: Final = frozenset(
    {"checkout.session.completed", "setup_intent.succeeded", "payment_method.attached", "payment_method.updated"}
)
"""After these a customer may pay in another way."""


def _library() -> Any:
    try:
        return importlib.import_module("stripe")
    except ModuleNotFoundError:
        raise StartRefused(NOT_INSTALLED) from None


def _created(method: "StripeMethod") -> int:
    return method.created


def _key_of(intent: Any) -> str | None:
    """Return which attempt of ours a payment is; None for one that is not ours."""
    key = getattr(intent.metadata, KEY, None)
    return None if key is None else str(key)


def _charge(intent: "PaymentIntent") -> Charge:
    """Return a payment as the port says it. One that was declined waits for another card, which we never give it."""
    match intent.status:
        case "succeeded":
            return Charge(ChargeState.SUCCEEDED, intent.id)
        case "processing":
            return Charge(ChargeState.PENDING, intent.id)
        case "requires_action" | "requires_confirmation":
            return Charge(ChargeState.REQUIRES_ACTION, intent.id, confirm_url=_confirm_url(intent))
    error = intent.last_payment_error
    if error is not None and error.code == "authentication_required":
        return Charge(ChargeState.REQUIRES_ACTION, intent.id)
    code = "given_up" if intent.status == "canceled" else "card_declined"
    return Charge(ChargeState.FAILED, intent.id, failure_code=code if error is None else error.code or code)


def _confirm_url(intent: "PaymentIntent") -> str | None:
    redirect = getattr(intent.next_action, "redirect_to_url", None)
    return None if redirect is None else redirect.url
