"""Who may do what: a line for each thing a person can make Slack send us.

A line says what is sent, who may, and what else: whether doing it changes the desk, and whether those who may not are
told so. `test_matrix` fails for any id, verb, word or emoji that has no line here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.domain.desk.thread_words import ThreadWord
from bot.domain.desk.typed import Verb
from bot.views.desk.action_ids import ActionId, CallbackId, TicketMenu, ticket_block_id
from bot.views.desk.find_page import FindField, FindState, find_page
from bot.views.desk.relate_form import RelateField
from models.desk import Ticket
from tests.actors import sent
from tests.actors.sent import Body, button, choice, click, command, form, person
from tests.actors.town import (
    ADMIN,
    AGENT,
    ELSEWHERE,
    EVERYBODY,
    FOLLOWER,
    GUEST_AGENT,
    MEMBER,
    OTHER_AGENT,
    REQUESTER,
    Town,
)

Send = Callable[[Town, Ticket, str], Body]
"""Builds what Slack sends when somebody of this role does it to this ticket."""

AGENTS: Final = frozenset({AGENT, GUEST_AGENT})
THEIRS: Final = AGENTS | {REQUESTER}
ADMINS: Final = frozenset({ADMIN})
ANYBODY: Final = frozenset(EVERYBODY)


@dataclass(frozen=True)
class Policy:
    """A line of the table.

    Args:
        send: what Slack sends.
        may: who may do it.
        changes: whether it changes the desk when it may be done.
        tells: whether those who may not are refused in words; else nothing happens at all.
    """

    send: Send
    may: frozenset[str]
    changes: bool = True
    tells: bool = True


def _pressed(action_id: ActionId) -> Send:
    return lambda town, ticket, role: click(town, role, button(action_id, str(ticket.id)))


def _pressed_with(action_id: ActionId, value: str) -> Send:
    return lambda town, _, role: click(town, role, button(action_id, value))


def _reopened_then(action_id: ActionId) -> Send:
    """Have the ticket resolved and reopened first."""

    def send(town: Town, ticket: Ticket, role: str) -> Body:
        for first in (ActionId.RESOLVE_TICKET, ActionId.REOPEN_TICKET):
            town.dispatch(click(town, AGENT, button(first, str(ticket.id))))
        return click(town, role, button(action_id, str(ticket.id)))

    return send


def _chosen(action_id: ActionId, value: str) -> Send:
    return lambda town, ticket, role: click(town, role, choice(action_id, value, _block(ticket)))


def _block(ticket: Ticket) -> str:
    return ticket_block_id(ticket.id, "menus", "x")


def _menu_page(town: Town, ticket: Ticket, option: TicketMenu) -> Mapping[str, Any]:
    """Open a page of the ticket's menu as an agent, and return it."""
    town.dispatch(click(town, AGENT, choice(ActionId.TICKET_MENU, option, _block(ticket))))
    return town.slack.views[-1][1]


def _menu_form(option: TicketMenu, **typed: Any) -> Send:
    return lambda town, ticket, role: form(town, role, _menu_page(town, ticket, option), **typed)


def settings_button(action_id: str, value: str) -> Send:
    """Press a button on a page of the settings."""
    return lambda town, _, role: click(town, role, button(action_id, value), view=sent.opened({"blocks": []}))


def settings_form(action_id: ActionId, value: str, **typed: Any) -> Send:
    """Send a form that an admin opened from a page of the settings."""

    def send(town: Town, _: Ticket, role: str) -> Body:
        town.dispatch(click(town, ADMIN, button(action_id, value), view=sent.opened({"blocks": []})))
        return form(town, role, town.slack.views[-1][1], **typed)

    return send


def _found(ticket: Ticket) -> Mapping[str, Any]:
    """Return the search page with one ticket ticked, as anybody could make it come back."""
    page = sent.opened(find_page(FindState(query="", is_choosing=True), None))
    option = {"selected_options": [{"value": str(ticket.id)}]}
    page["state"]["values"][FindField.TICKETS] = {FindField.TICKETS: option}
    return page


def _several(action: Body) -> Send:
    return lambda town, ticket, role: click(town, role, action, view=_found(ticket))


def _typed(text: str) -> Send:
    return lambda town, ticket, role: command(town, role, text.format(key=ticket.key))


def _word(text: str) -> Send:
    return lambda town, ticket, role: sent.thread_message(town, role, text, ticket.card_ts or "")


def _emoji(name: str) -> Send:
    return lambda town, ticket, role: sent.reaction(town, role, name, ticket.card_ts or "")


def _opened_find(town: Town, _: Ticket, role: str) -> Body:
    return form(town, role, find_page(FindState(), None), **{FindField.QUERY.replace(".", "__"): "printer"})


def _find_click(action: Body) -> Send:
    return lambda town, _, role: click(town, role, action, view=sent.opened(find_page(FindState(), None)))


def _split(town: Town, ticket: Ticket, role: str) -> Body:
    page = _menu_page(town, ticket, TicketMenu.RELATE)
    message = next(block for block in page["blocks"] if block.get("block_id") == RelateField.MESSAGE)
    value = message["element"]["options"][0]["value"]
    return form(town, role, page, relate__what="split", relate__message=value)


def _history_click(town: Town, ticket: Ticket, role: str) -> Body:
    view = sent.opened(_menu_page(town, ticket, TicketMenu.HISTORY))
    return click(town, role, button(ActionId.OLDER_HISTORY, "999999", _block(ticket)), view=view)


def _wake(town: Town, ticket: Ticket, role: str) -> Body:
    view = sent.opened(_menu_page(town, ticket, TicketMenu.SNOOZE))
    return click(town, role, button(ActionId.WAKE_TICKET, str(ticket.id)), view=view)


def _unlink(town: Town, ticket: Ticket, role: str) -> Body:
    view = sent.opened(_menu_page(town, ticket, TicketMenu.RELATE))
    return click(town, role, button(ActionId.UNLINK_TICKET, f"{ticket.id}/{ticket.id + 1}"), view=view)


def _saved_reply(town: Town, ticket: Ticket, role: str) -> Body:
    send = settings_form(
        ActionId.OPEN_SAVED_REPLY, "new", saved_reply__name=f"hello-{ticket.id}", saved_reply__text="Hello"
    )
    town.dispatch(send(town, ticket, ADMIN))
    view = sent.opened(_menu_page(town, ticket, TicketMenu.REPLY))
    return click(town, role, choice(ActionId.CHOOSE_SAVED_REPLY, f"hello-{ticket.id}"), view=view)


def _written_reply(town: Town, ticket: Ticket, role: str) -> Body:
    words = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Try now"}]}
    state = {"rich_text_value": {"type": "rich_text", "elements": [words]}}
    return form(town, role, _menu_page(town, ticket, TicketMenu.REPLY), reply__text__0=state)


def _request_form(town: Town, _: Ticket, role: str) -> Body:
    town.dispatch(click(town, REQUESTER, button(ActionId.BEGIN_REQUEST, "home")))
    return form(town, role, town.slack.views[-1][1], request__title="A chair")


def _message_form(callback_id: CallbackId, opener: str, **typed: Any) -> Send:
    def send(town: Town, ticket: Ticket, role: str) -> Body:
        town.dispatch(sent.shortcut(town, opener, callback_id, ts=_loose_ts(ticket)))
        values = {name: value.format(key=ticket.key) for name, value in typed.items()}
        return form(town, role, town.slack.views[-1][1], **values)

    return send


def _loose_ts(ticket: Ticket) -> str:
    """Return the ts of a message that no ticket was made of."""
    return f"{1_700_000_000 + ticket.id}.000100"


def _notification_form(town: Town, _: Ticket, role: str) -> Body:
    town.dispatch(click(town, MEMBER, button(ActionId.OPEN_NOTIFICATION_SETTINGS, "x")))
    return form(town, role, town.slack.views[-1][1])


VISIBLE: Final = THEIRS | {FOLLOWER}


def _invited(action: Body) -> Send:
    """Press something in the private channel that the bot was just invited to."""
    return lambda town, _, role: {**click(town, role, action), "channel": {"id": "C0PRIVATE", "name": "private"}}


def _invited_to_queue(town: Town, ticket: Ticket, role: str) -> Body:
    queue_id = str(town.desk.queue.id)
    return _invited(choice(ActionId.CHOOSE_CHANNEL_QUEUE, queue_id))(town, ticket, role)


def _triage_form(town: Town, ticket: Ticket, role: str) -> Body:
    town.dispatch(_invited(button(ActionId.CHOOSE_TRIAGE, "x"))(town, ticket, ADMIN))
    return form(town, role, town.slack.views[-1][1], triage__key=f"T{ticket.id}")


POLICIES: Final[Mapping[str, Policy]] = {
    f"press {ActionId.CLAIM_TICKET}": Policy(_pressed(ActionId.CLAIM_TICKET), AGENTS),
    f"press {ActionId.ASSIGN_TICKET}": Policy(
        lambda town, ticket, role: click(town, role, person(ActionId.ASSIGN_TICKET, "U0BEN", _block(ticket))), AGENTS
    ),
    f"press {ActionId.SET_PRIORITY}": Policy(_chosen(ActionId.SET_PRIORITY, "p1"), AGENTS),
    f"press {ActionId.SET_STATUS}": Policy(_chosen(ActionId.SET_STATUS, "waiting"), AGENTS),
    f"press {ActionId.RESOLVE_TICKET}": Policy(_pressed(ActionId.RESOLVE_TICKET), AGENTS),
    f"press {ActionId.CLOSE_TICKET}": Policy(_pressed(ActionId.CLOSE_TICKET), AGENTS),
    f"press {ActionId.REOPEN_TICKET}": Policy(_pressed(ActionId.REOPEN_TICKET), THEIRS, changes=False),
    f"press {ActionId.UNDO_REOPENING}": Policy(_reopened_then(ActionId.UNDO_REOPENING), THEIRS),
    f"press {ActionId.TICKET_MENU}": Policy(_chosen(ActionId.TICKET_MENU, TicketMenu.HISTORY), AGENTS, changes=False),
    f"menu {TicketMenu.REPLY}": Policy(_chosen(ActionId.TICKET_MENU, TicketMenu.REPLY), AGENTS, changes=False),
    f"menu {TicketMenu.EDIT}": Policy(_chosen(ActionId.TICKET_MENU, TicketMenu.EDIT), AGENTS, changes=False),
    f"menu {TicketMenu.RELATE}": Policy(_chosen(ActionId.TICKET_MENU, TicketMenu.RELATE), AGENTS, changes=False),
    f"menu {TicketMenu.SNOOZE}": Policy(_chosen(ActionId.TICKET_MENU, TicketMenu.SNOOZE), AGENTS, changes=False),
    f"menu {TicketMenu.HISTORY}": Policy(_chosen(ActionId.TICKET_MENU, TicketMenu.HISTORY), AGENTS, changes=False),
    f"press {ActionId.OLDER_HISTORY}": Policy(_history_click, AGENTS, changes=False),
    f"press {ActionId.WAKE_TICKET}": Policy(_wake, AGENTS),
    f"press {ActionId.CHOOSE_SAVED_REPLY}": Policy(_saved_reply, AGENTS, changes=False),
    f"press {ActionId.CHOOSE_TEAM}": Policy(
        lambda town, ticket, role: click(town, role, choice(ActionId.CHOOSE_TEAM, str(town.hr_id), _block(ticket))),
        frozenset({REQUESTER}),
    ),
    f"press {ActionId.UNDO_REPLY}": Policy(sent.undo, frozenset({AGENT})),
    f"press {ActionId.UNLINK_TICKET}": Policy(_unlink, AGENTS),
    f"press {ActionId.UNFOLLOW}": Policy(_pressed(ActionId.UNFOLLOW), ANYBODY, changes=False),
    f"press {ActionId.STOP_NOTIFICATIONS}": Policy(
        _pressed_with(ActionId.STOP_NOTIFICATIONS, "reply"), ANYBODY, changes=False
    ),
    f"press {ActionId.OPEN_NOTIFICATION_SETTINGS}": Policy(
        _pressed_with(ActionId.OPEN_NOTIFICATION_SETTINGS, "x"), ANYBODY, changes=False
    ),
    f"press {ActionId.CHOOSE_HOME_LIST}": Policy(_chosen(ActionId.CHOOSE_HOME_LIST, "mine"), ANYBODY, changes=False),
    f"press {ActionId.HOME_PREVIOUS}": Policy(_pressed_with(ActionId.HOME_PREVIOUS, "mine/0"), ANYBODY, changes=False),
    f"press {ActionId.HOME_NEXT}": Policy(_pressed_with(ActionId.HOME_NEXT, "mine/7"), ANYBODY, changes=False),
    f"press {ActionId.SHOW_HOME_AS}": Policy(
        _pressed_with(ActionId.SHOW_HOME_AS, "as_requester"), ANYBODY, changes=False
    ),
    f"press {ActionId.OPEN_HUB}": Policy(_pressed_with(ActionId.OPEN_HUB, "x"), ANYBODY, changes=False),
    f"press {ActionId.OPEN_FIND}": Policy(_pressed_with(ActionId.OPEN_FIND, "x"), ANYBODY, changes=False),
    f"press {ActionId.SORT_FOUND}": Policy(_find_click(choice(ActionId.SORT_FOUND, "newest")), ANYBODY, changes=False),
    f"press {ActionId.FOUND_PREVIOUS}": Policy(
        _find_click(button(ActionId.FOUND_PREVIOUS, "0")), ANYBODY, changes=False
    ),
    f"press {ActionId.FOUND_NEXT}": Policy(_find_click(button(ActionId.FOUND_NEXT, "9")), ANYBODY, changes=False),
    f"press {ActionId.CHOOSE_SEVERAL}": Policy(
        _find_click(button(ActionId.CHOOSE_SEVERAL, "choose")), ANYBODY, changes=False
    ),
    f"press {ActionId.ASSIGN_SEVERAL}": Policy(_several(button(ActionId.ASSIGN_SEVERAL, "x")), AGENTS, tells=False),
    f"press {ActionId.RESOLVE_SEVERAL}": Policy(_several(button(ActionId.RESOLVE_SEVERAL, "x")), AGENTS, tells=False),
    f"press {ActionId.PRIORITIZE_SEVERAL}": Policy(
        _several(choice(ActionId.PRIORITIZE_SEVERAL, "p1")), AGENTS, tells=False
    ),
    f"press {ActionId.BEGIN_REQUEST}": Policy(_pressed_with(ActionId.BEGIN_REQUEST, "home"), ANYBODY, changes=False),
    f"press {ActionId.OPEN_OFFERED_FORM}": Policy(
        _pressed_with(ActionId.OPEN_OFFERED_FORM, "Help"), ANYBODY, changes=False
    ),
    f"press {ActionId.CHOOSE_REQUESTS}": Policy(_invited(button(ActionId.CHOOSE_REQUESTS, "x")), ADMINS, changes=False),
    f"press {ActionId.CHOOSE_CHANNEL_QUEUE}": Policy(_invited_to_queue, ADMINS),
    f"press {ActionId.DECIDE_LATER}": Policy(_invited(button(ActionId.DECIDE_LATER, "x")), ANYBODY, changes=False),
    f"press {ActionId.CHOOSE_TRIAGE}": Policy(_invited(button(ActionId.CHOOSE_TRIAGE, "x")), ADMINS, changes=False),
    f"press {ActionId.CONFIRM_TRIAGE}": Policy(
        lambda town, ticket, role: click(town, role, button(ActionId.CONFIRM_TRIAGE, f"C0PRIVATE C{ticket.id}")), ADMINS
    ),
    f"send {CallbackId.TRIAGE_CHANNEL}": Policy(_triage_form, ADMINS),
    f"send {CallbackId.NEW_REQUEST}": Policy(_request_form, ANYBODY),
    f"send {CallbackId.BEGIN_REQUEST}": Policy(
        lambda town, _, role: sent.global_shortcut(town, role, CallbackId.BEGIN_REQUEST), ANYBODY, changes=False
    ),
    f"send {CallbackId.MAKE_TICKET}": Policy(
        lambda town, ticket, role: sent.shortcut(town, role, CallbackId.MAKE_TICKET, ts=_loose_ts(ticket)),
        ANYBODY,
        changes=False,
    ),
    f"send {CallbackId.TICKET_FROM_MESSAGE}": Policy(
        _message_form(CallbackId.MAKE_TICKET, REQUESTER, message__title="Fire"), ANYBODY, changes=False
    ),
    f"send {CallbackId.ADD_TO_TICKET}": Policy(
        lambda town, ticket, role: sent.shortcut(town, role, CallbackId.ADD_TO_TICKET, ts=_loose_ts(ticket)),
        AGENTS | {OTHER_AGENT, ELSEWHERE},  # agents of whatever queue, who then choose a ticket of theirs
        changes=False,
    ),
    f"send {CallbackId.QUOTE_MESSAGE}": Policy(
        _message_form(CallbackId.ADD_TO_TICKET, AGENT, quote__key="{key}"), AGENTS, changes=False
    ),
    f"send {CallbackId.WHY}": Policy(
        lambda town, ticket, role: sent.shortcut(town, role, CallbackId.WHY, ts=_loose_ts(ticket)),
        ANYBODY,
        changes=False,
    ),
    f"send {CallbackId.FIND}": Policy(_opened_find, ANYBODY, changes=False),
    f"send {CallbackId.EDIT_TICKET}": Policy(_menu_form(TicketMenu.EDIT, details__title="Another title"), AGENTS),
    f"send {CallbackId.SNOOZE_TICKET}": Policy(_menu_form(TicketMenu.SNOOZE, snooze__until="1h"), AGENTS),
    f"send {CallbackId.RELATE_TICKET}": Policy(_split, AGENTS),
    f"send {CallbackId.SEND_REPLY}": Policy(_written_reply, AGENTS),
    f"send {CallbackId.NOTIFICATION_SETTINGS}": Policy(_notification_form, ANYBODY, changes=False),
    f"/desk {Verb.HELP}": Policy(_typed("help"), ANYBODY, changes=False),
    f"/desk {Verb.NEW}": Policy(_typed("new A chair, please"), ANYBODY),
    f"/desk {Verb.LIST}": Policy(_typed("list"), ANYBODY, changes=False),
    f"/desk {Verb.SHOW}": Policy(_typed("show {key}"), VISIBLE, changes=False),
    f"/desk {Verb.WHY}": Policy(_typed("why {key}"), VISIBLE, changes=False),
    f"/desk {Verb.FIND}": Policy(_typed("find printer"), ANYBODY, changes=False),
    f"/desk {Verb.ASSIGN}": Policy(_typed("assign {key} <@U0BEN>"), AGENTS),
    f"/desk {Verb.NOTE}": Policy(_typed("note {key} She is furious"), AGENTS),
    f"/desk {Verb.STATUS}": Policy(_typed("status {key} waiting"), AGENTS),
    f"/desk {Verb.FEEDBACK}": Policy(_typed("feedback It is fine"), ANYBODY, changes=False),
    f"/desk {Verb.TRIAGE}": Policy(_typed("triage off <#C0HRTRIAGE>"), ADMINS),
    f"/desk {Verb.REQUEST}": Policy(_typed("request <#C0NEW> IT"), ADMINS),
    f"/desk {Verb.ADMIN}": Policy(_typed("admin add <@U0MAX>"), ADMINS),
    f"/desk {Verb.SETTINGS}": Policy(_typed("settings"), ANYBODY, changes=False),
    f"!{ThreadWord.CLAIM}": Policy(_word("!claim"), AGENTS),
    f"!{ThreadWord.ASSIGN}": Policy(_word("!assign <@U0BEN>"), AGENTS),
    f"!{ThreadWord.RESOLVE}": Policy(_word("!resolve"), AGENTS),
    f"!{ThreadWord.CLOSE}": Policy(_word("!close"), AGENTS),
    f"!{ThreadWord.REOPEN}": Policy(_word("!reopen"), AGENTS, changes=False),
    f"!{ThreadWord.STATUS}": Policy(_word("!status waiting"), AGENTS),
    f"!{ThreadWord.PRIORITY}": Policy(_word("!priority high"), AGENTS),
    f"!{ThreadWord.TAG}": Policy(_word("!tag vpn"), AGENTS),
    f"!{ThreadWord.MOVE}": Policy(_word("!move HR"), AGENTS),
    f"!{ThreadWord.WATCH}": Policy(_word("!watch"), AGENTS),
    f"!{ThreadWord.UNWATCH}": Policy(_word("!unwatch"), AGENTS, changes=False),
    f"!{ThreadWord.SNOOZE}": Policy(_word("!snooze 1h"), AGENTS),
    f"!{ThreadWord.WAKE}": Policy(_word("!wake"), AGENTS),
    f"!{ThreadWord.REPLY}": Policy(_word("!reply nothing"), AGENTS, changes=False),
    f"!{ThreadWord.NOTE}": Policy(_word("!note Look"), AGENTS, changes=False),
    f"!{ThreadWord.HELP}": Policy(_word("!help"), AGENTS, changes=False),
    "emoji on a card: claim": Policy(_emoji("eyes"), AGENTS, tells=False),
    "emoji on a card: resolve": Policy(_emoji("white_check_mark"), AGENTS, tells=False),
}
"""Every line, by what is sent."""
