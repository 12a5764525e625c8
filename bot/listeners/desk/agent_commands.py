"""`/desk list`, `assign`, `note`, `status` and `feedback`: what people do by typing a ticket's key or a few words."""

from typing import Final

from bot.domain.desk import rich_text
from bot.domain.desk.typed import person_id_in
from bot.errors import NotUnderstood
from bot.listeners.desk import find
from bot.listeners.desk.call import Call
from bot.services.desk import feedback, notes, people, status_names, ticket_lists, tickets
from bot.views.content import Content
from bot.views.desk import answers, command_wording
from bot.views.desk.find_page import FindState

ASSIGN_USAGE: Final = "Type `/desk assign IT-12 @someone`; `@me` is you."
NOTE_USAGE: Final = "Type `/desk note IT-12` and what the note says. Only agents read it."
STATUS_USAGE: Final = "Type `/desk status IT-12 waiting`."

LISTS: Final = {
    "mine": "status:open assignee:@me",
    "unassigned": "status:open assignee:nobody",
    "due": "due:soon",
    "open": "status:open",
    "asked": "requester:@me",
}
"""What can follow `/desk list`, and what that looks for."""


def answer_assign(call: Call) -> Content:
    """Give a ticket to somebody."""
    match call.typed.words:
        case [key, ("@me" | "me") as who]:
            slack_user_id = None
        case [key, who] if slack_user_id := person_id_in(who):
            pass
        case _:
            raise NotUnderstood(ASSIGN_USAGE)
    with call.first() as session:
        actor = call.actor(session)
        ticket = ticket_lists.get_worked(session, key, actor=actor)
        assignee = actor
        if slack_user_id is not None:
            assignee = people.get_or_stub(session, call.workspace(session), slack_user_id, now=call.clock())
        tickets.assign_ticket(session, ticket.id, assignee, actor=actor, now=call.clock())
        name = people.facts_of(assignee).name
    return answers.done(command_wording.assigned(ticket.key, name), strong=ticket.key)


def answer_note(call: Call) -> Content:
    """Add a private note to a ticket."""
    match call.typed.rest.split(maxsplit=1):
        case [key, text]:
            pass
        case _:
            raise NotUnderstood(NOTE_USAGE)
    with call.first() as session:
        actor = call.actor(session)
        ticket = ticket_lists.get_worked(session, key, actor=actor)
        notes.write_note(session, ticket.id, text, actor=actor, now=call.clock())
    return answers.done(command_wording.noted(ticket.key), strong=ticket.key)


def answer_status(call: Call) -> Content:
    """Move a ticket to the status that was typed."""
    match call.typed.words:
        case [key, *name] if name:
            status = " ".join(name)
        case _:
            raise NotUnderstood(STATUS_USAGE)
    with call.first() as session:
        actor = call.actor(session)
        ticket = ticket_lists.get_worked(session, key, actor=actor)
        given = status_names.set_status_named(session, ticket.id, status, actor=actor, now=call.clock())
    return answers.done(command_wording.status_set(ticket.key, given), strong=ticket.key)


def answer_list(call: Call) -> Content | None:
    """Show the lists of who asks; or one list in pages, when it was named."""
    match call.typed.words:
        case []:
            with call.first() as session:
                lists = ticket_lists.load_lists(session, reader=call.actor(session))
            return answers.ticket_lists(lists, call.clock())
        case [name] if name.lower() in LISTS:
            find.open_page(call, FindState(query=LISTS[name.lower()]))
            return None
        case _:
            known = ", ".join(f"`/desk list {name}`" for name in LISTS)
            raise NotUnderstood(f"There is no such list. There is {known}; `/desk list` alone shows your own.")


def answer_feedback(call: Call) -> Content:
    """Pass on what somebody has to say about the desk to its admins, and say so."""
    text = rich_text.plain_text_of(None, call.typed.rest)
    with call.first() as session:
        admins = feedback.send_feedback(session, text, actor=call.actor(session))
    return answers.done(command_wording.feedback_sent(admins))
