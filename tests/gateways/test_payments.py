"""One contract for all ways to collect: by hand, the fake of the tests, and Stripe, played by localstripe."""

import hashlib
import hmac
import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.errors import PermanentFailure, StartRefused, TransientFailure
from bot.gateways.payments import (
    Charge,
    ChargeRequest,
    ChargeState,
    Customer,
    ManualPayments,
    PaymentMethod,
    PaymentPort,
    RefundRequest,
)
from bot.gateways.stripe_payments import StripePayments
from tests.support import plain_http
from tests.support.payments import ASKS_BACK, DECLINED, FakePayments, localstripe_server

KEY = "sk_test_collects"
SECRET = "whsec_tells_what_came_of_it"
ACME = Customer("T0ACME/1", "Acme GmbH", "billing@acme.example")
VISA, DECLINES, ASKS = "4242424242424242", "4000000000000341", "4000002500003155"


@pytest.fixture(scope="module")
def localstripe() -> Iterator[str]:
    with localstripe_server() as url:
        yield url


@pytest.fixture
def stripe(localstripe: str) -> StripePayments:
    return StripePayments(KEY, webhook_secret=SECRET, api_url=localstripe)


@pytest.fixture(params=["manual", "fake", "stripe"])
def port(request: pytest.FixtureRequest) -> PaymentPort:
    """Each way to collect."""
    if request.param == "manual":
        return ManualPayments()
    if request.param == "fake":
        return FakePayments()
    stripe: StripePayments = request.getfixturevalue("stripe")
    return stripe


def card_of(port: PaymentPort, customer: str, number: str, localstripe: str) -> str:
    """Give a customer a card, as the provider's page does, and return its id."""
    if isinstance(port, FakePayments):
        port.methods[customer] = PaymentMethod("pm_1", "Visa ending in 4242")
        port.plan += {DECLINES: [DECLINED], ASKS: [ASKS_BACK]}.get(number, [])
    if not isinstance(port, StripePayments):
        return "pm_1"
    card = {
        "type": "card",
        "card[number]": number,
        "card[exp_month]": "12",
        "card[exp_year]": "2030",
        "card[cvc]": "123",
    }
    made = ask(localstripe, "/v1/payment_methods", card).json()["id"]
    ask(localstripe, f"/v1/payment_methods/{made}/attach", {"customer": customer})
    return str(made)


def ask(localstripe: str, path: str, form: dict[str, str]) -> httpx.Response:
    """Ask what only a payer asks."""
    answer = plain_http.post(f"{localstripe}{path}", data=form, headers={"Authorization": f"Bearer {KEY}"})
    assert answer.is_success, answer.text
    return answer


def asking(customer: str, method: str, *, attempt: int = 1, amount: int = 1290) -> ChargeRequest:
    """Return a request for 12.90 euros."""
    key = f"inv:INV-2026-0001:{attempt}:{customer}"
    since = datetime.now(UTC) - timedelta(seconds=1)
    return ChargeRequest(key, "INV-2026-0001", amount, "EUR", customer, method, None, since)


def test_what_is_collected_is_found_by_its_key_and_by_its_id(port: PaymentPort, localstripe: str) -> None:
    customer = port.ensure_customer(ACME)
    request = asking(customer, card_of(port, customer, VISA, localstripe))
    before = port.find(request)

    charge = port.collect(request)

    assert before is None
    if port.provider == "manual":
        assert charge == Charge(ChargeState.PENDING)
        assert port.find(request) is None
    else:
        assert charge.state is ChargeState.SUCCEEDED
        assert port.find(request) == port.find(request, charge.reference) == charge


def test_what_another_attempt_collected_is_not_found(port: PaymentPort, localstripe: str) -> None:
    customer = port.ensure_customer(ACME)
    request = asking(customer, card_of(port, customer, VISA, localstripe))

    port.collect(request)

    assert port.find(asking(customer, request.method_reference, attempt=2)) is None


def test_a_card_that_is_declined_is_no_failure_of_the_port(port: PaymentPort, localstripe: str) -> None:
    customer = port.ensure_customer(ACME)
    request = asking(customer, card_of(port, customer, DECLINES, localstripe))

    charge = port.collect(request)

    if port.provider != "manual":
        assert (charge.state, charge.failure_code) == (ChargeState.FAILED, "card_declined")
        assert port.find(request) is not None


def test_a_payment_that_waits_for_its_payer_can_be_given_up(port: PaymentPort, localstripe: str) -> None:
    customer = port.ensure_customer(ACME)
    charge = port.collect(asking(customer, card_of(port, customer, ASKS, localstripe)))

    ended = port.give_up(charge.reference or "nothing")

    assert charge.state in {ChargeState.REQUIRES_ACTION, ChargeState.PENDING}
    assert (ended.state, ended.failure_code) == (ChargeState.FAILED, "given_up")


def test_a_customers_card_is_known_by_what_people_call_it(port: PaymentPort, localstripe: str) -> None:
    customer = port.ensure_customer(ACME)
    nothing_yet = port.find_method(customer)

    card_of(port, customer, VISA, localstripe)

    found = port.find_method(customer)
    assert nothing_yet is None
    assert port.provider == "manual" or (found is not None and found.label == "Visa ending in 4242")


def test_what_was_collected_is_paid_back(port: PaymentPort, localstripe: str) -> None:
    customer = port.ensure_customer(ACME)
    charge = port.collect(asking(customer, card_of(port, customer, VISA, localstripe)))
    request = RefundRequest(f"cn:CN-2026-0001:{customer}", "CN-2026-0001", charge.reference or "", 290, "EUR")

    if port.provider == "manual":
        with pytest.raises(PermanentFailure, match="refund_by_hand"):
            port.refund(request)
    else:
        assert port.refund(request).startswith("re_")


def test_a_webhook_that_nobody_signed_is_refused(port: PaymentPort) -> None:
    with pytest.raises(PermanentFailure, match="bad_signature"):
        port.parse_webhook(b"{}", "t=1,v1=00")


def test_a_customer_who_is_not_there_is_a_failure_for_good(stripe: StripePayments) -> None:
    with pytest.raises(PermanentFailure):
        stripe.collect(asking("cus_nobody", "pm_nothing"))


def test_a_provider_that_does_not_answer_leaves_everything_in_doubt() -> None:
    nowhere = StripePayments(KEY, api_url="http://127.0.0.1:9")

    with pytest.raises(TransientFailure) as failure:
        nowhere.collect(asking("cus_1", "pm_1"))

    assert failure.value.in_doubt


def test_without_its_library_the_start_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "stripe", None)

    with pytest.raises(StartRefused, match=r"pip install deskbell\[stripe\]"):
        StripePayments(KEY)


def sign(raw_body: bytes, *, at: float, secret: str = SECRET) -> str:
    """Sign bytes as Stripe does."""
    digest = hmac.new(secret.encode(), f"{int(at)}.".encode() + raw_body, hashlib.sha256).hexdigest()
    return f"t={int(at)},v1={digest}"


def event(kind: str, subject: dict[str, object]) -> bytes:
    """Return an event of Stripe's."""
    return json.dumps({"id": "evt_1", "object": "event", "type": kind, "data": {"object": subject}}).encode()


PAID = event("payment_intent.succeeded", {"object": "payment_intent", "metadata": {"deskbell_attempt": "inv:1"}})


def test_a_signed_webhook_says_which_attempt_it_is_about(stripe: StripePayments) -> None:
    word = stripe.parse_webhook(PAID, sign(PAID, at=time.time()))

    assert (word.event_id, word.charge_key, word.customer_reference) == ("evt_1", "inv:1", None)


def test_a_signed_webhook_says_whose_card_changed(stripe: StripePayments) -> None:
    body = event("checkout.session.completed", {"object": "checkout.session", "customer": "cus_1"})

    word = stripe.parse_webhook(body, sign(body, at=time.time()))

    assert (word.charge_key, word.customer_reference) == (None, "cus_1")


def test_other_events_say_nothing(stripe: StripePayments) -> None:
    body = event("invoice.paid", {"object": "invoice", "customer": "cus_1"})

    word = stripe.parse_webhook(body, sign(body, at=time.time()))

    assert (word.charge_key, word.customer_reference) == (None, None)


@pytest.mark.parametrize(
    ("raw_body", "signature"),
    [
        (PAID, sign(PAID, at=time.time() - 400)),
        (PAID, sign(PAID, at=time.time(), secret="whsec_of_somebody_else")),
        (PAID + b" ", sign(PAID, at=time.time())),
        (PAID, "nonsense"),
    ],
    ids=["old", "of another secret", "other bytes", "nonsense"],
)
def test_a_signature_that_does_not_fit_is_refused(stripe: StripePayments, raw_body: bytes, signature: str) -> None:
    with pytest.raises(PermanentFailure, match="bad_signature"):
        stripe.parse_webhook(raw_body, signature)


def test_two_requests_of_one_key_are_one_payment_however_often_they_are_told() -> None:
    fake = FakePayments()
    request = asking("cus_1", "pm_1")

    charges = [fake.collect(request) for _ in range(2)]

    assert charges[0] == charges[1]
    assert fake.taken_minor == 1290
