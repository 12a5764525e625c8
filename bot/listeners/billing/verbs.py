"""What the billing wing answers to `/desk`."""

from collections.abc import Mapping

from bot.domain.desk.typed import Verb
from bot.listeners.billing.bill import answer_billing
from bot.listeners.billing.seats import answer_seats
from bot.listeners.desk.commands import Answer


def verbs_of_billing() -> Mapping[str, Answer]:
    """Return what answers each verb."""
    return {Verb.SEATS: answer_seats, Verb.BILLING: answer_billing}
