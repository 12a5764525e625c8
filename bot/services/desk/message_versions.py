"""What a message said before: an edit takes its words' place, and they are kept for the agents of its queue."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Edit, Words
from bot.domain.desk.instants import is_newer
from models.desk import Message, MessageVersion


def take_edit(session: Session, message: Message, edit: Edit, *, now: datetime) -> bool:
    """Give a locked message the words of an edit, keep the ones that are not shown, and say if it was the newest.

    In whatever order edits come, the same words are kept in the end: those of an edit that a newer one overtook, too.
    """
    is_newest = is_newer(edit.edit_ts, message.edited_ts)
    if is_newest:
        _keep(session, message, message.edited_ts, Words(message.text, message.blocks, message.files), now=now)
        message.edited_ts = edit.edit_ts
        message.text, message.blocks, message.files = edit.words.text, edit.words.blocks, edit.words.files
    elif edit.edit_ts != message.edited_ts:
        _keep(session, message, edit.edit_ts, edit.words, now=now)
    return is_newest


def _keep(session: Session, message: Message, edited_ts: str | None, words: Words, *, now: datetime) -> None:
    row = insert(MessageVersion).values(
        workspace_id=message.workspace_id,
        message_id=message.id,
        edited_ts=edited_ts,
        text=words.text,
        blocks=words.blocks,
        files=words.files,
        replaced_at=now,
    )
    session.execute(row.on_conflict_do_nothing(constraint="uq_message_version"))
