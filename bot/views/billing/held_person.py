"""The question to admins about somebody who is in a triage channel and is held."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.billing.costs import Cost
from bot.domain.desk.characters import one_line
from bot.views.billing import held_person_wording as wording
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.costs import cost_lines
from bot.views.blocks import actions, bullets, button, context, fallback, line, plain, rich_text, sentence, words
from bot.views.content import Content


@dataclass(frozen=True)
class HeldPersonFacts:
    """Somebody who is held.

    Attributes:
        person_id: the person's row.
        team: the Slack team they belong to, as Slack calls it; None for a colleague, who is held by the ceiling.
        channels: the triage channels they are in, as `#name`.
        cost: what their seat would cost.
        locale: of the admin, as Slack names it.
    """

    person_id: int
    name: str
    team: str | None
    channels: Sequence[str]
    cost: Cost
    locale: str | None


def held_person_question(facts: HeldPersonFacts) -> Content:
    """Ask an admin whether somebody is to be an agent, with the price in view."""
    name, channels = one_line(facts.name), ", ".join(facts.channels)
    text = wording.outsider(name, facts.team, channels) if facts.team else wording.above_ceiling(name, channels)
    prices = cost_lines(facts.cost, facts.locale)
    value = str(facts.person_id)
    admit = button(wording.MAKE_AGENT, BillingActionId.ADMIT_PERSON, value, spoken=f"{wording.MAKE_AGENT}: {name}")
    keep_out = button(wording.KEEP_OUT, BillingActionId.KEEP_PERSON_OUT, value, spoken=f"{wording.KEEP_OUT}: {name}")
    blocks = [
        sentence(text, strong=name),
        rich_text(line(words(wording.as_agent(), bold=True)), bullets([[words(each)] for each in prices])),
        actions(f"held/{value}", [admit, keep_out]),
        context(plain(wording.READING)),
    ]
    return Content(fallback(" ".join((text, wording.as_agent(), *prices))), blocks)
