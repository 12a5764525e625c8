"""What the bot asks and says when it is invited to a channel, and the form that makes one a triage channel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.desk.characters import one_line
from bot.domain.desk.facts import QueueChoice
from bot.domain.desk.invitations import InvitationAnswer
from bot.views import forms
from bot.views.blocks import (
    actions,
    bullets,
    button,
    context,
    fallback,
    line,
    menu,
    plain,
    rich_text,
    sentence,
    words,
)
from bot.views.content import Block, Content
from bot.views.desk import invitation_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.forms import View

NEW_QUEUE: Final = "new"
KEY_LENGTH: Final = 10
NAME_LENGTH: Final = 80
MOST_NAMED: Final = 20


class TriageField(StrEnum):
    """The fields of the form: both block id and action id."""

    QUEUE = "triage.queue"  # a static_select of queue ids and NEW_QUEUE; absent when no queue is free
    KEY = "triage.key"
    NAME = "triage.name"


@dataclass(frozen=True)
class InvitationFacts:
    """A channel that the bot was invited to, as `#name`, and the queues that can take its requests."""

    channel: str
    queues: Sequence[QueueChoice]


@dataclass(frozen=True)
class TriageFormFacts:
    """A channel about to be a triage channel: `agents` are Slack ids, `queues` those that have none yet."""

    slack_channel_id: str
    channel: str
    agents: Sequence[str]
    foreseen: Sequence[str]
    queues: Sequence[QueueChoice]
    suggested_key: str


@dataclass(frozen=True)
class TriageConfirmationFacts:
    """What an admin is asked to agree to; `agents` is None where Slack did not say in time who is in the channel."""

    slack_channel_id: str
    channel: str
    queue_key: str
    agents: Sequence[str] | None
    foreseen: Sequence[str]


def invitation_answer(answer: InvitationAnswer, facts: InvitationFacts) -> Content:
    """Draw what somebody is asked or told, and they alone, after they invited the bot."""
    text = _TEXTS[answer](facts.channel)
    blocks = [sentence(text), *_choices(answer, facts), context(plain(wording.ONLY_YOU))]
    return Content(fallback(text.replace("`", "")), blocks)


def greeting(queue_key: str, queue_name: str) -> Content:
    """Tell a whole channel that its messages open tickets from now on."""
    text = wording.greeting(queue_key, one_line(queue_name))
    return Content(fallback(text.replace("`", "")), [sentence(text)])


def triage_form(facts: TriageFormFacts) -> View:
    """Draw the form in which an admin sees who becomes an agent, chooses the queue, and confirms."""
    choices = {str(queue.id): f"{queue.key} · {one_line(queue.name)}" for queue in facts.queues}
    queue = forms.select({NEW_QUEUE: wording.NEW_QUEUE, **choices}, NEW_QUEUE, placeholder=wording.CHOOSE_QUEUE)
    key = forms.text_input(facts.suggested_key, most=KEY_LENGTH)
    return forms.modal(
        wording.FORM_TITLE,
        [
            *future_agents(facts.agents, facts.channel),
            *foreseen_lines(facts.foreseen),
            *([forms.field(TriageField.QUEUE, wording.QUEUE, queue)] if choices else []),
            forms.field(TriageField.KEY, wording.KEY, key, hint=wording.KEY_HINT, is_optional=True),
            forms.field(
                TriageField.NAME,
                wording.NAME,
                forms.text_input(most=NAME_LENGTH),
                hint=wording.NAME_HINT,
                is_optional=True,
            ),
        ],
        callback_id=CallbackId.TRIAGE_CHANNEL,
        submit=wording.SUBMIT,
        close=wording.CANCEL,
        private_metadata=facts.slack_channel_id,
    )


def triage_confirmation(facts: TriageConfirmationFacts) -> Content:
    """Ask an admin who typed the command whether a channel is to be a triage channel, with what it brings."""
    question = wording.confirm_triage(facts.channel, facts.queue_key)
    known = (
        [rich_text(line(words(wording.UNCOUNTED)))]
        if facts.agents is None
        else future_agents(facts.agents, facts.channel)
    )
    value = f"{facts.slack_channel_id} {facts.queue_key}"
    confirm = button(wording.SUBMIT, ActionId.CONFIRM_TRIAGE, value, spoken=question, primary=True)
    blocks = [sentence(question), *known, *foreseen_lines(facts.foreseen), actions("triage/confirm", [confirm])]
    return Content(fallback(" ".join((question, *facts.foreseen))), [*blocks, context(plain(wording.ONLY_YOU))])


def future_agents(agents: Sequence[str], channel: str) -> list[Block]:
    """Say how many people become agents, and who; nobody is notified by it."""
    named: list[list[Block]] = [[{"type": "user", "user_id": slack_user_id}] for slack_user_id in agents[:MOST_NAMED]]
    if len(agents) > MOST_NAMED:
        named.append([words(wording.more_agents(len(agents) - MOST_NAMED))])
    heading = line(words(wording.agents(len(agents), channel)))
    return [rich_text(heading, *([bullets(named)] if named else []))]


def foreseen_lines(foreseen: Sequence[str]) -> list[Block]:
    """Say what a change brings with it: seats, and what they cost."""
    return [rich_text(bullets([[words(said)] for said in foreseen]))] if foreseen else []


def _choices(answer: InvitationAnswer, facts: InvitationFacts) -> list[Block]:
    later = button(wording.NOT_NOW, ActionId.DECIDE_LATER, "later", spoken=wording.NOT_NOW)
    if answer is InvitationAnswer.ASK_ROLE:
        requests = button(wording.FOR_REQUESTS, ActionId.CHOOSE_REQUESTS, "requests", spoken=wording.FOR_REQUESTS)
        triage = button(wording.FOR_TRIAGE, ActionId.CHOOSE_TRIAGE, "triage", spoken=wording.FOR_TRIAGE)
        return [actions("invitation/role", [requests, triage, later])]
    if answer is InvitationAnswer.ASK_QUEUE:
        queues = {str(queue.id): f"{queue.key} · {one_line(queue.name)}" for queue in facts.queues}
        choose = menu(ActionId.CHOOSE_CHANNEL_QUEUE, wording.CHOOSE_QUEUE, queues, None)
        return [actions("invitation/queue", [choose, later])]
    return []


_TEXTS: Mapping[InvitationAnswer, Callable[[str], str]] = {
    InvitationAnswer.ASK_ROLE: wording.ask_role,
    InvitationAnswer.ASK_QUEUE: wording.ask_queue,
    InvitationAnswer.TRIAGE_FIRST: wording.triage_first,
    InvitationAnswer.ADMIN_NEEDED: wording.admin_needed,
}
