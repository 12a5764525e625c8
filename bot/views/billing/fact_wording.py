"""Words about single facts, for Slack's `mrkdwn`: ours and Slack's ids, nothing that people typed."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.domain.billing.explanations import ToldFact
from bot.domain.billing.facts import FactKind, FactSource
from bot.views.blocks import date, given_name
from bot.views.desk.wording import DATE

Sentence = Callable[[ToldFact, str], str]
"""Says a fact and when it happened, without its end."""

STANDINGS: Final[Mapping[str, str]] = {
    "member": "a member of your company",
    "invited": "a member of your company who has not signed in yet",
    "guest": "a guest",
    "outsider": "from another company",
    "spend_ceiling": "somebody whose seat would lift the next invoice above the spend ceiling",
    "bot": "a bot",
    "slackbot": "Slackbot",
    "deactivated": "somebody whose account is deactivated",
    "billable": "somebody who counts",
    "held": "from another company",
    "free": "nobody who counts",
}
"""Who somebody is, by the reason that was recorded, or by how they count."""

_NEVER: Final = "something that this version has no words for"


def fact_mrkdwn(fact: ToldFact) -> str:
    """Say what happened, when, how it became known, and from when on it counts if that is later."""
    said = f"{_SENTENCES[fact.kind](fact, date(fact.happened_at, DATE))}{_SOURCES[fact.source]}"
    return f"{said}. {_late(fact)}" if fact.was_late else f"{said}."


def _late(fact: ToldFact) -> str:
    return f"It became known too late to count from then: it counts from {date(fact.counted_at, DATE)}."


def _who(fact: ToldFact) -> str:
    return "Somebody" if fact.slack_user_id is None else f"<@{fact.slack_user_id}>"


def _where(fact: ToldFact) -> str:
    return "a channel" if fact.slack_channel_id is None else f"<#{fact.slack_channel_id}>"


def _joined(fact: ToldFact, when: str) -> str:
    inviter = fact.details.get("inviter")
    by = f", invited by <@{inviter}>" if inviter else ""
    return f"{_who(fact)} came into {_where(fact)} {when}{by}"


def _triage_on(fact: ToldFact, when: str) -> str:
    queue = fact.details.get("queue")
    whose = f" of {given_name(queue)}" if queue else ""
    return f"{_where(fact)} became the triage channel{whose} {when}"


def _known(fact: ToldFact, when: str) -> str:
    reason = fact.details.get("reason") or fact.details.get("standing")
    return f"Since {when} it is known that {_who(fact)} is {STANDINGS.get(str(reason), _NEVER)}"


def _plain(said: str) -> Sentence:
    return lambda _, when: f"{said} {when}"


def _of_person(said: str) -> Sentence:
    return lambda fact, when: f"{_who(fact)} {said} {when}"


def _of_channel(said: str) -> Sentence:
    return lambda fact, when: f"{_where(fact)} {said} {when}"


_SENTENCES: Final[Mapping[FactKind, Sentence]] = {
    FactKind.JOINED: _joined,
    FactKind.LEFT: lambda fact, when: f"{_who(fact)} left {_where(fact)} {when}",
    FactKind.TRIAGE_ON: _triage_on,
    FactKind.TRIAGE_OFF: _of_channel("stopped being a triage channel"),
    FactKind.CHANNEL_FROZEN: _of_channel("was archived or lost Deskbell"),
    FactKind.CHANNEL_THAWED: _of_channel("came back"),
    FactKind.PERSON_KNOWN: _known,
    FactKind.OUTSIDER_CONFIRMED: _of_person("was made an agent by an admin"),
    FactKind.OUTSIDER_REFUSED: _of_person("was kept out by an admin"),
    FactKind.TERMS_CHANGED: _plain("The subscription was changed"),
    FactKind.PAYMENT_METHOD_SET: _plain("A way to pay was set"),
    FactKind.PAYMENT_METHOD_REMOVED: _plain("The way to pay was removed"),
    FactKind.CANCELLED: _plain("The subscription was cancelled"),
    FactKind.CANCEL_UNDONE: _plain("The cancellation was taken back"),
    FactKind.SUSPENDED: _plain("The subscription was suspended"),
    FactKind.REINSTATED: _plain("The subscription went on"),
    FactKind.REFUNDED: _plain("A credit was paid back"),
    FactKind.DISCONNECTED: _plain("Slack stopped telling what happens"),
    FactKind.CONNECTED: _plain("Slack told again what happens"),
}

_SOURCES: Final[Mapping[FactSource, str]] = {
    FactSource.EVENT: "",
    FactSource.SNAPSHOT: " (found when Slack was asked)",
    FactSource.ADMIN: " (an admin's decision)",
    FactSource.SYSTEM: "",
}
