"""Filing: asking for somebody else, and making a ticket of somebody's message from a form."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import AgentsOnly, NotFound, Refusal
from bot.gateways.slack_port import Profile
from bot.services.desk import agents, backfill, people, queues, thread_fetches
from bot.services.desk.thread_fetches import Wish
from models.desk import Person, Workspace

AGENTS_FILE_FOR_OTHERS = "Only agents can file a request for somebody else."


def may_file_for_others(session: Session, person: Person) -> bool:
    """Return whether somebody may ask on other people's behalf: agents may, of whatever queue."""
    return bool(agents.list_queue_ids(session, person))


def choose_requester(session: Session, chosen: Profile, *, actor: Person, now: datetime) -> Person:
    """Return the person that `actor` chose to file a request for; anybody may choose themselves.

    Raises: AgentsOnly; Refusal, for a bot, somebody of another company, or an account that was deactivated.
    """
    if chosen.slack_user_id == actor.slack_user_id:
        return actor
    if not may_file_for_others(session, actor):
        raise AgentsOnly(AGENTS_FILE_FOR_OTHERS)
    workspace = session.get_one(Workspace, actor.workspace_id)
    person = people.get_or_stub(session, workspace, chosen.slack_user_id, now=now)
    people.record_profile(session, person.id, chosen, now=now)
    if person.is_bot or person.is_outsider or person.is_deactivated:
        raise Refusal("Please choose a person of this workspace: answers go to them in a direct message.")
    return person


def ask_for_ticket(session: Session, wish: Wish, *, actor: Person, requester: Person | None) -> None:
    """Have a message made a ticket, as a form asks.

    Args:
        session: an open transaction.
        wish: what the form says.
        actor: who sent it.
        requester: whom the ticket is for; None for who wrote the message.

    Raises: NotFound, when the queue takes no requests any more; Refusal, when the message belongs to a ticket already.
    """
    if wish.queue_id not in {choice.id for choice in queues.list_choices(session, actor.workspace_id)}:
        raise NotFound("That queue takes no requests any more. Please choose another.")
    known = backfill.find_ticket(session, actor.workspace_id, wish.slack_channel_id, wish.ts)
    if known is not None:
        raise Refusal(backfill.describe(session, known, reader=actor))
    for_whom = None if requester is None else requester.id
    thread_fetches.ask_for_ticket(session, actor, replace(wish, requester_id=for_whom))
