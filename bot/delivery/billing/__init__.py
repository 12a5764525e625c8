"""The billing wing's deliverers: one for each kind of row it writes."""

from bot.delivery.billing import (
    differences,
    documents,
    held_people,
    payment_notices,
    payments,
    seat_notices,
    subscription_notices,
)
from bot.delivery.kinds import Deliverer
from bot.gateways.mail_port import MailPort
from bot.gateways.payments import BY_HAND, PaymentPorts


def billing_deliverers(mail: MailPort | None = None, ports: PaymentPorts = BY_HAND) -> tuple[Deliverer, ...]:
    """Return them.

    Args:
        mail: where mail is handed over; None where no mail is sent.
        ports: the ways to collect.
    """
    return (
        *documents.deliverers(mail),
        differences.deliverer(),
        held_people.deliverer(),
        subscription_notices.deliverer(),
        *payments.deliverers(ports),
        *payment_notices.deliverers(mail),
        *seat_notices.deliverers(mail),
    )
