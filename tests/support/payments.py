"""Payment providers for tests: a fake that plays what real ones do on bad days, and localstripe as a process."""

import hashlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from bot.errors import PermanentFailure, TransientFailure
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
from tests.support import plain_http

DECLINED = Charge(ChargeState.FAILED, failure_code="card_declined")
ASKS_BACK = Charge(ChargeState.REQUIRES_ACTION, confirm_url="https://pay.example/confirm")
ON_ITS_WAY = Charge(ChargeState.PENDING)
TAKEN = Charge(ChargeState.SUCCEEDED)
LOST = "lost"
"""It is done, and its answer gets lost."""
SILENT = "silent"
"""No answer comes, and nothing is done."""
DOWN = "down"
"""It is refused for now."""


@dataclass
class FakePayments:
    """Collects in memory. `plan` says what comes of the next payments: a charge, or a way for it to go wrong.

    Attributes:
        made: every payment by the provider's id of it, as it is now.
        keys: which payment an idempotency key stands for; `forget_keys` lets them expire.
        asked: the keys of all that reached the provider, again and again.
        is_silent: no page of the provider's opens, and it tells no card.
    """

    provider: ClassVar[str] = "stripe"
    plan: list[Charge | str] = field(default_factory=list)
    made: dict[str, tuple[ChargeRequest, Charge]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    customers: dict[str, Customer] = field(default_factory=dict)
    methods: dict[str, PaymentMethod] = field(default_factory=dict)
    refunds: dict[str, RefundRequest] = field(default_factory=dict)
    setups: list[str] = field(default_factory=list)
    is_silent: bool = False

    def ensure_customer(self, customer: Customer) -> str:
        """Make a customer known once."""
        self.customers[f"cus_{customer.key}"] = customer
        return f"cus_{customer.key}"

    def setup_session(self, customer_reference: str, *, done_url: str, back_url: str) -> str:
        """Open a page that nobody looks at."""
        del back_url
        if self.is_silent:
            raise TransientFailure("timeout", in_doubt=True)
        self.setups.append(done_url)
        return f"https://pay.example/setup/{customer_reference}"

    def find_method(self, customer_reference: str) -> PaymentMethod | None:
        """Return the card a test gave somebody."""
        if self.is_silent:
            raise TransientFailure("timeout", in_doubt=True)
        return self.methods.get(customer_reference)

    def collect(self, request: ChargeRequest) -> Charge:
        """Do what was planned, once for each key."""
        self.asked.append(request.key)
        known = self.keys.get(request.key)
        if known is not None:
            return self.made[known][1]
        planned = self.plan.pop(0) if self.plan else TAKEN
        if planned == SILENT:
            raise TransientFailure("timeout", in_doubt=True)
        if planned == DOWN:
            raise TransientFailure("http_503")
        charge = planned if isinstance(planned, Charge) else TAKEN
        reference = f"pi_{len(self.made) + 1}"
        self.made[reference] = (request, replace(charge, reference=reference))
        self.keys[request.key] = reference
        if planned == LOST:
            raise TransientFailure("timeout", in_doubt=True)
        return self.made[reference][1]

    def find(self, request: ChargeRequest, reference: str | None = None) -> Charge | None:
        """Find a payment by its id, or by the key it carries."""
        if reference is not None:
            return self.made[reference][1]
        return next((charge for asked, charge in self.made.values() if asked.key == request.key), None)

    def give_up(self, reference: str) -> Charge:
        """Cancel a payment that waits."""
        if self.made[reference][1].state is ChargeState.REQUIRES_ACTION:
            self.ends(reference, Charge(ChargeState.FAILED, failure_code="given_up"))
        return self.made[reference][1]

    def refund(self, request: RefundRequest) -> str:
        """Pay back once for each key."""
        self.refunds[request.key] = request
        return f"re_{request.key}"

    def parse_webhook(self, raw_body: bytes, signature: str) -> WebhookWord:
        """Read a webhook that `signed` signed."""
        if signature != hashlib.sha256(raw_body).hexdigest():
            raise PermanentFailure(BAD_SIGNATURE)
        return WebhookWord(**json.loads(raw_body))

    def ends(self, reference: str, charge: Charge) -> None:
        """Let a payment end, as when its payer confirms it."""
        self.made[reference] = (self.made[reference][0], replace(charge, reference=reference))

    def forget_keys(self) -> None:
        """Let the idempotency keys expire, as they do after a day."""
        self.keys.clear()

    @property
    def taken_minor(self) -> int:
        """What was really collected."""
        return sum(asked.amount_minor for asked, charge in self.made.values() if charge.state is ChargeState.SUCCEEDED)


def signed(word: WebhookWord) -> tuple[bytes, str]:
    """Return a webhook of the fake's and its signature."""
    raw_body = json.dumps(vars(word)).encode()
    return raw_body, hashlib.sha256(raw_body).hexdigest()


@contextmanager
def localstripe_server() -> Iterator[str]:
    """Run localstripe on a free port of 127.0.0.1 for as long as the block lasts, and yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    program = Path(__file__).with_name("localstripe_process.py")
    process = subprocess.Popen(
        [sys.executable, str(program), str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "localstripe ended by itself"
        try:
            plain_http.get(f"http://127.0.0.1:{port}/")
        except OSError:
            time.sleep(0.05)
        except Exception as error:
            if "Connect" not in type(error).__name__:
                raise
            time.sleep(0.05)
        else:
            return
    raise AssertionError("localstripe did not begin to listen")
