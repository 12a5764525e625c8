"""Triage talk: what is said in a card's thread, and whether it is for the requester or for the team alone."""

from typing import Final

from sqlalchemy.orm import Session

from bot.domain.desk import triage_marks
from bot.domain.desk.incoming import Words
from models.desk import Message, MessageKind, Queue, Side, Ticket, TriageReplies, Workspace

CROSSING: Final = frozenset({MessageKind.HELD, MessageKind.REPLY})
"""What stands on both sides of its ticket, or will in a few seconds."""


def is_internal(session: Session, ticket: Ticket) -> bool:
    """Return whether the ticket's queue keeps replies with the team unless they begin with the public mark."""
    return session.get_one(Queue, ticket.queue_id).triage_replies is TriageReplies.INTERNAL


def crosses(session: Session, ticket: Ticket, words: Words) -> bool:
    """Return whether a new message of the agents' side is for the requester."""
    return triage_marks.is_for_requester(
        words.blocks,
        words.text,
        private_mark=session.get_one(Workspace, ticket.workspace_id).private_mark,
        is_internal=is_internal(session, ticket),
    )


def is_withdrawn_by(session: Session, ticket: Ticket, message: Message, words: Words) -> bool:
    """Return whether an edit takes back an agent's reply: it begins with the private mark, or lost the public one.

    The public mark counts only where the queue it was written in asks for it, wherever its ticket is by now.
    """
    if message.kind not in CROSSING or message.side is not Side.TRIAGE:
        return False
    private_mark = session.get_one(Workspace, ticket.workspace_id).private_mark
    if not triage_marks.is_for_requester(words.blocks, words.text, private_mark=private_mark, is_internal=False):
        return True
    has_lost_mark = triage_marks.has_public_mark(message.blocks, message.text) and not _is_marked(words)
    written_in = session.get_one(Queue, message.queue_id)
    return has_lost_mark and written_in.triage_replies is TriageReplies.INTERNAL


def is_marked_too_late(message: Message, words: Words) -> bool:
    """Return whether an edit puts the public mark before a note, which stays one."""
    is_news = not triage_marks.has_public_mark(message.blocks, message.text)
    return message.kind is MessageKind.NOTE and is_news and _is_marked(words)


def words_for_requester(message: Message) -> Words:
    """Return what a message says to the other side: an agent's words without the public mark before them."""
    if message.side is Side.REQUESTER:
        return Words(message.text, message.blocks, message.files)
    blocks, text = triage_marks.without_public_mark(message.blocks, message.text)
    return Words(text, blocks, message.files)


def _is_marked(words: Words) -> bool:
    return triage_marks.has_public_mark(words.blocks, words.text)
