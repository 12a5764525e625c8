"""The request form: `/desk new`, and what happens when the form is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk import mrkdwn, rich_text
from bot.domain.desk.facts import QueueChoice
from bot.domain.desk.incoming import Words
from bot.domain.desk.instants import Clock
from bot.errors import FieldsRefused, NotFound, OutsideFailure, SlackSilent
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads
from bot.listeners.desk import for_whom, modals
from bot.listeners.desk.call import Call
from bot.services.desk import channels, filing, intake, queues
from bot.views.content import Content
from bot.views.desk import answers
from bot.views.desk.action_ids import CallbackId, RequestField
from bot.views.desk.request_form import new_request_modal
from models.desk import ChannelRole, Person, TicketSource

NOT_OPENED = "Slack did not open the form. Please try again, or type `/desk new`."


@dataclass(frozen=True)
class RequestForm:
    """A form to open.

    Args:
        choices: the queues somebody can choose from, at least one.
        chosen: the one that is proposed.
        asks_for_whom: whether they may ask for somebody else.
        text: what is filled in already, plain.
        for_whom: the Slack id of who is proposed, where that may be said.
    """

    choices: Sequence[QueueChoice]
    chosen: QueueChoice
    asks_for_whom: bool
    text: str = ""
    for_whom: str | None = None

    def filled_in(self, text: str, *, for_whom: str | None) -> "RequestForm":
        """Return the form with these words in it and, where that may be said, this person."""
        return replace(self, text=text, for_whom=for_whom)

    def draw(self) -> dict[str, Any]:
        """Return the modal."""
        return new_request_modal(
            self.choices,
            text=self.text,
            chosen=self.chosen.id,
            asks_for_whom=self.asks_for_whom,
            for_whom=self.for_whom,
        )


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the request form being asked for from anywhere, and being sent."""

    @app.global_shortcut(CallbackId.BEGIN_REQUEST)
    def begin(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            form = form_for(session, payloads.get_actor(session, body, now=clock()))
        modals.open_or_tell(form.draw(), body, sessions, clock, slack, otherwise=NOT_OPENED)
        ack()

    @app.view(CallbackId.NEW_REQUEST)
    def send(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        title, words, queue_id = read_form(view)
        chosen = for_whom.read_chosen(view, RequestField.FOR_WHOM, slack)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            person = for_whom.requester(session, chosen, RequestField.FOR_WHOM, actor=actor, now=clock())
            intake.open_from_form(
                session, queue_id, title=title, words=words, actor=actor, requester=person, now=clock()
            )
        ack()


def answer_new(call: Call) -> Content | None:
    """Open a ticket from the text that was typed, or the form when there was none."""
    text = call.typed.rest
    with call.first() as session:
        actor = call.actor(session)
        form = form_for(session, actor, slack_channel_id=payloads.slack_channel_id(call.body))
        if text:
            words = Words(text=text, blocks=None, files=[])
            ticket = intake.open_from_form(
                session,
                form.chosen.id,
                title=rich_text.title_of(None, words.text),
                words=words,
                actor=actor,
                source=TicketSource.COMMAND,
                now=call.clock(),
            )
            return answers.ticket_opened(ticket.key, form.chosen.name)
    try:
        call.slack.open_view(call.body["trigger_id"], form.draw())
    except OutsideFailure as failure:
        raise SlackSilent("Slack did not open the form. Please type `/desk new` again.") from failure
    return None


def form_for(session: Session, actor: Person, *, slack_channel_id: str | None = None) -> RequestForm:
    """Return the form for somebody: in a request channel its own queue is proposed, else the first.

    Raises: NotFound, when no queue takes requests yet.
    """
    choices = queues.list_choices(session, actor.workspace_id)
    if not choices:
        raise NotFound("Nobody takes requests here yet. An admin can start with `/desk triage #channel IT`.")
    channel = channels.find_channel(session, actor.workspace_id, slack_channel_id) if slack_channel_id else None
    own_id = channel.queue_id if channel is not None and channel.role is ChannelRole.REQUEST else None
    chosen = next((choice for choice in choices if choice.id == own_id), choices[0])
    return RequestForm(choices, chosen, filing.may_file_for_others(session, actor))


def read_form(view: dict[str, Any]) -> tuple[str, Words, int]:
    """Return the title, the words and the queue of a form that was sent. Raises: FieldsRefused."""
    values = view["state"]["values"]
    title = (values[RequestField.TITLE][RequestField.TITLE].get("value") or "").strip()
    if not title:
        raise FieldsRefused({RequestField.TITLE: "Please say in a few words what you need."})
    details = values.get(RequestField.DETAILS, {}).get(RequestField.DETAILS, {}).get("rich_text_value")
    blocks = [details] if details and rich_text.plain_text_of([details], "").strip() else None
    text = mrkdwn.escape(rich_text.plain_text_of(blocks, "") if blocks else title)
    return title, Words(text=text, blocks=blocks, files=[]), _read_queue(view, values)


def _read_queue(view: dict[str, Any], values: dict[str, Any]) -> int:
    chosen = values.get(RequestField.QUEUE, {}).get(RequestField.QUEUE, {}).get("selected_option")
    value = chosen["value"] if chosen else view["private_metadata"]
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise FieldsRefused({RequestField.QUEUE: "Please choose who should help."})
    return int(value)
