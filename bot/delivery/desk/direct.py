"""The conversation between one person and the bot, which has to be opened once."""

from sqlalchemy.orm import Session

from bot.delivery.kinds import Call, Post
from bot.delivery.leases import Row
from bot.gateways.slack_port import Outgoing
from bot.services.desk import postings
from bot.views.content import Content
from models.desk import Person


def open_dm_first(person: Person) -> Call[str]:
    """Return the step that opens the conversation and keeps its id; then the row is prepared once more."""
    person_id, slack_user_id = person.id, person.slack_user_id

    def record(session: Session, slack_channel_id: str) -> None:
        postings.record_dm(session, person_id, slack_channel_id)

    return Call(lambda slack: slack.open_dm(slack_user_id), record, then_again=True)


def post_to(person: Person, row: Row, content: Content) -> Post | Call[str]:
    """Return the step that posts in somebody's conversation with the bot, which is opened first."""
    if person.slack_dm_id is None:
        return open_dm_first(person)
    message = Outgoing(person.slack_dm_id, content.text, content.blocks, str(row.message_id))
    return Post(message, lambda _session, _posted: None)
