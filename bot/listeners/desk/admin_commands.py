"""`/desk triage`, `/desk request` and `/desk admin`: what admins set up. Slack is read before the transaction."""

from bot.domain.desk.typed import channel_id_in, person_id_in
from bot.errors import NotUnderstood
from bot.listeners import payloads
from bot.listeners.desk import slack_reads
from bot.listeners.desk.call import Call
from bot.services.desk import channel_setup, people, queues, triage_plans, turning_off
from bot.services.desk.channel_setup import ChosenQueue
from bot.views.content import Content
from bot.views.desk import answers
from bot.views.desk.invitations import TriageConfirmationFacts, triage_confirmation
from bot.views.desk.turned_off import turned_off
from models.desk import Intake

TRIAGE_USAGE = "Type `/desk triage #channel IT` to make a triage channel, `/desk triage off #channel` to undo it."
REQUEST_USAGE = (
    "Type `/desk request #channel IT` to take requests, `/desk request off #channel` to stop. "
    "`every`, `emoji` or `form` at the end says what opens a ticket; each message does otherwise."
)
ADMIN_USAGE = "Type `/desk admin add @someone` or `/desk admin remove @someone`."


def answer_triage(call: Call) -> Content:
    """Make a channel a queue's triage channel, or undo that."""
    match call.typed.words:
        case ["off", channel]:
            return _take_role_away(call, channel)
        case [channel]:
            return _make_triage(call, channel, None)
        case [channel, queue_key]:
            return _make_triage(call, channel, queue_key)
        case _:
            raise NotUnderstood(TRIAGE_USAGE)


def answer_request(call: Call) -> Content:
    """Let a channel's messages become tickets of a queue, or stop that."""
    match call.typed.words:
        case ["off", channel]:
            return _take_role_away(call, channel)
        case [channel, queue_key]:
            return _make_request(call, channel, queue_key, Intake.EVERY)
        case [channel, queue_key, ("every" | "emoji" | "form") as intake]:
            return _make_request(call, channel, queue_key, Intake(intake))
        case _:
            raise NotUnderstood(REQUEST_USAGE)


def answer_admin(call: Call) -> Content:
    """Give somebody the admin role, or take it away."""
    match call.typed.words:
        case ["add" | "remove" as verb, word] if slack_user_id := person_id_in(word):
            return _change_admin(call, verb, slack_user_id)
        case _:
            raise NotUnderstood(ADMIN_USAGE)


def _make_triage(call: Call, word: str, queue_key: str | None) -> Content:
    profile = slack_reads.read_channel(call.slack, _channel_id(word))
    chosen = ChosenQueue(queue_key or queues.suggest_key(profile.name))
    present = slack_reads.find_members(call.slack, profile.slack_channel_id)
    with call.first() as session:
        actor, now = call.actor(session), call.clock()
        if triage_plans.is_so_already(session, actor.workspace_id, profile.slack_channel_id, chosen.key):
            return answers.changes(channel_setup.make_triage(session, profile, chosen, actor=actor, now=now))
        plan = triage_plans.draw_up(session, profile, chosen, present, actor=actor, now=now)
    channel = f"#{plan.channel_name}"
    facts = TriageConfirmationFacts(plan.slack_channel_id, channel, plan.queue_key, plan.agents, plan.foreseen)
    return triage_confirmation(facts)


def _make_request(call: Call, word: str, queue_key: str, intake: Intake) -> Content:
    profile = slack_reads.read_channel(call.slack, _channel_id(word))
    with call.first() as session:
        actor, workspace = call.actor(session), call.workspace(session)
        people.require_admin(actor)
        queue = queues.get_queue(session, workspace.id, queue_key)
        lines = channel_setup.take_requests(session, profile, queue, intake, actor=actor, now=call.clock())
    return answers.changes(lines)


def _take_role_away(call: Call, word: str) -> Content:
    slack_channel_id = _channel_id(word)
    with call.first() as session:
        off = turning_off.turn_off(session, slack_channel_id, actor=call.actor(session), now=call.clock())
    return turned_off(off.lines, off.slack_channel_id, off.entry_id)


def _change_admin(call: Call, verb: str, slack_user_id: str) -> Content:
    asker = slack_reads.read_profile(call.slack, payloads.slack_user_id(call.body))
    chosen = slack_reads.read_profile(call.slack, slack_user_id)
    with call.first() as session:
        now = call.clock()
        people.hold_admins(session, call.workspace(session).id)
        actor = people.record_profile(session, call.actor(session).id, asker, now=now)
        person = people.get_or_stub(session, call.workspace(session), slack_user_id, now=now)
        people.record_profile(session, person.id, chosen, now=now)
        if verb == "add":
            changed, line = people.add_admin(session, person, actor=actor, now=now), "is now a desk admin."
        else:
            changed, line = people.remove_admin(session, person, actor=actor, now=now), "is no longer a desk admin."
    return answers.changes([f"{chosen.display_name} {line}"] if changed else [])


def _channel_id(word: str) -> str:
    slack_channel_id = channel_id_in(word)
    if slack_channel_id is None:
        raise NotUnderstood("I need a channel here. Type # and pick it from the list, so that I get the right one.")
    return slack_channel_id
