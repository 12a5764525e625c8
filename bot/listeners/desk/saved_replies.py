"""The settings' pages of saved replies: opened, and sent."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.canned import CannedFacts, unknown_variables
from bot.domain.desk.desk_file_values import SLUG
from bot.domain.desk.instants import Clock
from bot.errors import FieldsRefused, NotFound
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.desk import modals
from bot.services.desk import settings
from bot.views.desk import settings_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.desk.saved_reply_pages import ALL_QUEUES, NEW_REPLY, ReplyField, saved_replies_page, saved_reply_form
from models.desk import Person

View = Mapping[str, Any]


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the list's buttons and to the form."""

    @app.action(ActionId.OPEN_SAVED_REPLY)
    def open_reply(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            view = _form(session, action["value"], payloads.get_actor(session, body, now=clock()))
        modals.push_or_tell(view, body, sessions, clock, slack)
        ack()

    @app.view(CallbackId.SAVED_REPLY)
    def send(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        wanted, reply_id = read_reply(view), reply_id_of(view["private_metadata"])
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            settings.save_reply(session, reply_id, wanted, actor=actor, now=clock())
            behind = saved_replies_page(settings.list_saved_replies(session, actor=actor))
        modals.redraw(view["previous_view_id"], behind, slack)
        ack()


def read_reply(view: View) -> CannedFacts | None:
    """Return what the form says, None when the reply is to be deleted. Raises: FieldsRefused."""
    if submissions.choices_of(view, ReplyField.DELETE):
        return None
    name, text = submissions.text_of(view, ReplyField.NAME).lower(), submissions.text_of(view, ReplyField.TEXT)
    problems: dict[str, str] = {}
    if not SLUG.fullmatch(name):
        problems[ReplyField.NAME] = wording.REPLY_NAME_HINT
    if not text:
        problems[ReplyField.TEXT] = wording.EMPTY
    elif unknown := unknown_variables(text):
        problems[ReplyField.TEXT] = f"There is no {{{{{unknown[0]}}}}}. {wording.REPLY_TEXT_HINT}"
    if problems:
        raise FieldsRefused(problems)
    queue = submissions.choice_of(view, ReplyField.QUEUE)
    return CannedFacts(name, text, None if queue in {None, ALL_QUEUES} else queue)


def reply_id_of(value: str) -> int | None:
    """Return the saved reply a button or form means, None for a new one. Raises: NotUnderstood."""
    return None if value == NEW_REPLY else submissions.row_id_of(value)


def _form(session: Session, value: str, actor: Person) -> dict[str, Any]:
    """Return the form of a saved reply. Raises: AdminsOnly; NotFound."""
    queues, reply_id = settings.list_queues(session, actor=actor), reply_id_of(value)
    if reply_id is None:
        return saved_reply_form(None, queues)
    for line in settings.list_saved_replies(session, actor=actor):
        if line.id == reply_id:
            return saved_reply_form(line, queues)
    raise NotFound("That saved reply is not there any more. Please open the settings again.")
