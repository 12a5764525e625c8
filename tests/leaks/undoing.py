"""Taking back, in a story, what has not left yet."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.desk import taking_back
from models.desk import Message, MessageKind, Person
from tests.leaks.story import Story


def take_back(story: Story, a: int, _b: int, _c: int) -> None:
    """An agent takes back a reply that has not left yet."""
    held = select(Message).where(Message.kind == MessageKind.HELD, Message.deleted_at.is_(None)).order_by(Message.id)
    with story.room.sessions() as session:
        waiting = session.scalars(held).all()
        if not waiting:
            return
        message = waiting[-1 - a % len(waiting)]
        author_id, place = message.author_id, (message.slack_channel_id, message.ts)

    def take(session: Session) -> None:
        author = session.get_one(Person, author_id)
        taking_back.take_back(session, message.id, actor=author, now=story.room.now())

    if story.do(take):
        for said in story.said:
            is_it = said.message_id == message.id if message.ts is None else (said.slack_channel_id, said.ts) == place
            said.is_taken_back = said.is_taken_back or is_it
