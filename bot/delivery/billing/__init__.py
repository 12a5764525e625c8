"""The billing wing's deliverers: one for each kind of row it writes."""

from bot.delivery.billing import differences, documents, held_people
from bot.delivery.kinds import Deliverer
from bot.gateways.mail_port import MailPort


def billing_deliverers(mail: MailPort | None = None) -> tuple[Deliverer, ...]:
    """Return them. `mail` is None where no mail is sent."""
    return (*documents.deliverers(mail), differences.deliverer(), held_people.deliverer())
