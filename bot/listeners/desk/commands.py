"""`/desk`: one slash command, a function for each verb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.domain.desk.typed import SLASH_COMMAND, Verb, nearest_verb, read_command
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners.desk import admin_commands, agent_commands, find, request_form, settings
from bot.listeners.desk.call import Call
from bot.services.desk import agents, details_shown, ticket_facts, ticket_lists, why
from bot.views.content import Content
from bot.views.desk import answers
from bot.views.desk.why_page import why_ticket

Answer = Callable[[Call], Content | None]
"""What a verb does: returns what to show, or None when it opened a form instead."""


def register(
    app: App, sessions: Sessions, clock: Clock, slack: SlackPort, further: Mapping[str, Answer] = MappingProxyType({})
) -> None:
    """Listen to `/desk`. `further` says what answers the verbs of other wings."""
    verbs = {**verbs_of_the_desk(), **further}

    @app.command(SLASH_COMMAND)
    def desk(ack: Ack, body: dict[str, Any]) -> None:
        typed = read_command(body.get("text") or "")
        answer = verbs.get(typed.verb or Verb.HELP, _answer_unknown)
        content = answer(Call(body, typed, sessions, clock, slack))
        ack(**content.as_ephemeral()) if content else ack()


def verbs_of_the_desk() -> Mapping[str, Answer]:
    """Return what answers each verb."""
    return {
        Verb.HELP: _answer_help,
        Verb.NEW: request_form.answer_new,
        Verb.LIST: agent_commands.answer_list,
        Verb.SHOW: _answer_show,
        Verb.WHY: _answer_why,
        Verb.FIND: find.answer_find,
        Verb.ASSIGN: agent_commands.answer_assign,
        Verb.NOTE: agent_commands.answer_note,
        Verb.STATUS: agent_commands.answer_status,
        Verb.FEEDBACK: agent_commands.answer_feedback,
        Verb.TRIAGE: admin_commands.answer_triage,
        Verb.REQUEST: admin_commands.answer_request,
        Verb.ADMIN: admin_commands.answer_admin,
        Verb.SETTINGS: settings.answer_settings,
    }


def _answer_help(call: Call) -> Content:
    with call.first() as session:
        roles = _roles(session, call)
    return answers.help_page(is_admin=roles.is_admin, is_agent=roles.is_agent)


def _answer_unknown(call: Call) -> Content:
    with call.first() as session:
        roles = _roles(session, call)
    verb = call.typed.verb
    return answers.unknown_verb(verb, nearest_verb(verb), is_admin=roles.is_admin, is_agent=roles.is_agent)


def _answer_show(call: Call) -> Content:
    with call.first() as session:
        ticket, is_agent = ticket_lists.get_visible(session, call.typed.rest, reader=call.actor(session))
        workspace_id = call.workspace(session).id
        talk = ticket_facts.load_talk(session, ticket.id, workspace_id=workspace_id)
        details = details_shown.load_details(session, ticket.id, workspace_id=workspace_id)
    return answers.ticket_page(ticket, is_agent=is_agent, talk=talk, details=details)


def _answer_why(call: Call) -> Content:
    with call.first() as session:
        reason = why.explain_ticket(session, call.typed.rest, reader=call.actor(session))
    return why_ticket(reason)


@dataclass(frozen=True)
class _Roles:
    is_admin: bool
    is_agent: bool


def _roles(session: Session, call: Call) -> _Roles:
    actor = call.actor(session)
    return _Roles(actor.is_desk_admin, bool(agents.list_queue_ids(session, actor)))
