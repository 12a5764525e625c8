"""The request form: `/desk new`, and what happens when the form is sent."""

from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk import mrkdwn, rich_text
from bot.domain.desk.facts import QueueChoice
from bot.domain.desk.incoming import Words
from bot.domain.desk.instants import Clock
from bot.errors import FieldsRefused, NotFound, OutsideFailure, SlackSilent
from bot.gateways.database import Sessions
from bot.listeners import deliveries, payloads
from bot.listeners.desk.call import Call
from bot.services.desk import channels, intake, queues
from bot.views.content import Content
from bot.views.desk import answers
from bot.views.desk.action_ids import CallbackId, RequestField
from bot.views.desk.request_form import new_request_modal
from models.desk import ChannelRole, Person


def register(app: App, sessions: Sessions, clock: Clock) -> None:
    """Listen to the request form being sent."""

    @app.view(CallbackId.NEW_REQUEST)
    def send(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        title, words, queue_id = read_form(view)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            intake.open_from_form(session, queue_id, title=title, words=words, actor=actor, now=clock())
        ack()


def answer_new(call: Call) -> Content | None:
    """Open a ticket from the text that was typed, or the form when there was none."""
    text = call.typed.rest
    with call.first() as session:
        actor = call.actor(session)
        choices, chosen = _choices(session, call, actor)
        if text:
            words = Words(text=text, blocks=None, files=[])
            ticket = intake.open_from_form(
                session,
                chosen.id,
                title=rich_text.title_of(None, words.text),
                words=words,
                actor=actor,
                now=call.clock(),
            )
            return answers.ticket_opened(ticket.key, chosen.name)
    try:
        call.slack.open_view(call.body["trigger_id"], new_request_modal(choices, chosen=chosen.id))
    except OutsideFailure as failure:
        raise SlackSilent("Slack did not open the form. Please type `/desk new` again.") from failure
    return None


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


def _choices(session: Session, call: Call, actor: Person) -> tuple[list[QueueChoice], QueueChoice]:
    """Return the queues to choose from, and the one meant here: the channel's own in a request channel, else the first.

    Raises: NotFound, when no queue takes requests yet.
    """
    choices = queues.list_choices(session, actor.workspace_id)
    if not choices:
        raise NotFound("Nobody takes requests here yet. An admin can start with `/desk triage #channel IT`.")
    channel = channels.find_channel(session, actor.workspace_id, payloads.slack_channel_id(call.body) or "")
    is_request = channel is not None and channel.role is ChannelRole.REQUEST
    own = [choice for choice in choices if channel is not None and is_request and choice.id == channel.queue_id]
    return choices, (own or choices)[0]
