"""What an admin answers when the bot was invited: which role, which queue. The channel is where they pressed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.errors import NotUnderstood
from bot.gateways.database import Sessions
from bot.gateways.slack_port import ChannelProfile, SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.desk import modals, slack_reads
from bot.services.desk import channel_setup, channels, invitations, people, queues
from bot.services.desk.channel_names import tag_of
from bot.services.desk.channel_setup import ChosenQueue
from bot.services.desk.invitations import TriageOffer
from bot.views.desk import invitation_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.desk.invitations import NEW_QUEUE, TriageField, TriageFormFacts, triage_form
from models.desk import Person

Payload = dict[str, Any]


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the answers."""
    _register_requests(app, sessions, clock, slack)
    _register_triage(app, sessions, clock, slack)


def _register_requests(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    @app.action(ActionId.CHOOSE_REQUESTS)
    def choose_requests(ack: Ack, body: Payload) -> None:
        read = _reading(body, slack)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            invitations.choose_requests(session, read().profile, actor=actor, now=clock())
        ack()

    @app.action(ActionId.CHOOSE_CHANNEL_QUEUE)
    def choose_queue(ack: Ack, body: Payload, action: Payload) -> None:
        read = _reading(body, slack)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            queue_id = submissions.row_id_of(action["selected_option"]["value"])
            lines = channel_setup.take_requests_once(session, read().profile, queue_id, actor=actor, now=clock())
            people.show(session, actor, " ".join(lines), slack_channel_id=payloads.slack_channel_id(body))
        ack()

    @app.action(ActionId.DECIDE_LATER)
    def decide_later(ack: Ack, body: Payload) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            slack_channel_id = payloads.slack_channel_id(body)
            channel = channels.find_channel(session, actor.workspace_id, slack_channel_id or "")
            text = wording.later("#channel" if channel is None else tag_of(channel))
            people.show(session, actor, text, slack_channel_id=slack_channel_id)
        ack()


def _register_triage(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    @app.action(ActionId.CHOOSE_TRIAGE)
    def choose_triage(ack: Ack, body: Payload) -> None:
        read = _reading(body, slack)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            offer = invitations.offer_triage(session, read().profile, read().members, actor=actor, now=clock())
        modals.open_or_tell(triage_form(_facts_of(offer)), body, sessions, clock, slack)
        ack()

    @app.action(ActionId.CONFIRM_TRIAGE)
    def confirm_triage(ack: Ack, body: Payload, action: Payload) -> None:
        slack_channel_id, _, queue_key = action["value"].partition(" ")
        read = _reading_of(slack_channel_id, slack)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            make = partial(channel_setup.make_triage, session, read().profile, ChosenQueue(queue_key))
            lines = make(slack_user_ids=read().members, actor=actor, now=clock())
            people.show(session, actor, " ".join(lines) or wording.SO_ALREADY, slack_channel_id=None)
        ack()

    @app.view(CallbackId.TRIAGE_CHANNEL)
    def make_triage(ack: Ack, body: Payload, view: Payload) -> None:
        profile = slack_reads.read_channel(slack, view["private_metadata"])
        there = slack_reads.find_members(slack, profile.slack_channel_id) or ()
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            with submissions.refused_at(TriageField.KEY):
                queue = _read_queue(session, view, actor)
                make = partial(channel_setup.make_triage_once, session, profile, queue, slack_user_ids=there)
                lines = make(actor=actor, now=clock())
            people.show(session, actor, " ".join(lines), slack_channel_id=profile.slack_channel_id)
        ack()


@dataclass(frozen=True)
class _Reading:
    """The channel something was pressed in, and who is in it."""

    profile: ChannelProfile
    members: Sequence[str]


def _reading(body: Payload, slack: SlackPort) -> Callable[[], _Reading]:
    """Read the channel something was pressed in; return what gives it, or raises why it could not be read."""
    return _reading_of(payloads.slack_channel_id(body) or "", slack)


def _reading_of(slack_channel_id: str, slack: SlackPort) -> Callable[[], _Reading]:
    """Read a channel; return what gives it, or raises why it could not be read."""

    def read() -> _Reading:
        profile = slack_reads.read_channel(slack, slack_channel_id)
        return _Reading(profile, slack_reads.list_members(slack, profile.slack_channel_id))

    return slack_reads.prepared(read)


def _facts_of(offer: TriageOffer) -> TriageFormFacts:
    channel, queues_without = f"#{offer.channel_name}", offer.free_queues
    foreseen, key = offer.foreseen, offer.suggested_key
    return TriageFormFacts(offer.slack_channel_id, channel, offer.agents, foreseen, queues_without, key)


def _read_queue(session: Session, view: Payload, actor: Person) -> ChosenQueue:
    """Return the queue that was chosen. Raises: NotUnderstood; NotFound."""
    choice = submissions.choice_of(view, TriageField.QUEUE) or NEW_QUEUE
    if choice != NEW_QUEUE:
        return ChosenQueue(queues.get_by_id(session, actor.workspace_id, submissions.row_id_of(choice)).key)
    key = submissions.text_of(view, TriageField.KEY).upper()
    if not key:
        raise NotUnderstood(wording.KEY_MISSING)
    if queues.find_queue(session, actor.workspace_id, key) is not None:
        raise NotUnderstood(wording.key_taken(key))
    return ChosenQueue(key, submissions.text_of(view, TriageField.NAME) or None)
