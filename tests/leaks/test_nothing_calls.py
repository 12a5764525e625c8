"""Whatever people write and things are called: nothing the desk shows calls anybody or leads anywhere strange."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.services.desk import people, ticket_details
from models.desk import CannedReply, Category, Person, Priority, Queue, QueueStatus, Ticket, TicketStatus, Workspace
from tests.leaks.acts import ACTS
from tests.leaks.pages import PAGES
from tests.leaks.room import PEOPLE, Room, a_room
from tests.leaks.story import Story
from tests.views.hostile import HOSTILE

SPOKEN: Final = re.compile(
    r"<!(?!date\^)|<[@#][UWC]0(CARA|SECRET)|<(http://evil|javascript|data):?|@(channel|here|everyone)\b"
)
"""What would be live in `mrkdwn` or in a message's `text`. Dates are the desk's own."""

CALLS: Final = frozenset({"broadcast", "usergroup"})
DAY: Final = (
    *(("ask", 0, 0, 0), ("ask", 1, 4, 0), ("settle", 0, 0, 0), ("type_note", 0, 0, 0), ("type_reply", 1, 0, 0)),
    *(
        ("answer_as_requester", 0, 0, 0),
        ("answer_as_agent", 1, 0, 0),
        ("answer_as_agent", 0, 1, 5),
        ("follow", 1, 0, 28),
    ),
    *(("open_home", 0, 0, 0), ("open_home", 4, 0, 0), ("settle", 0, 0, 0), ("work", 0, 0, 1), ("order", 1, 0, 7)),
    *(("move", 1, 0, 1), ("settle", 0, 0, 0), ("link", 0, 0, 1), ("split", 0, 0, 0), ("settle", 0, 0, 0)),
    *(("merge", 0, 0, 4), ("work", 1, 0, 2), ("settle", 0, 0, 0), ("wait", 1, 0, 0), ("settle", 0, 0, 0)),
)
"""Every kind of message, card, page and notice once."""


def call_everything(session: Session, hostile: str, room: Room) -> None:
    """Give everything that has a name this one."""
    for person in session.scalars(select(Person)):
        person.display_name = hostile
    for number, queue in enumerate(session.scalars(select(Queue))):
        queue.name = hostile
        named = {"workspace_id": room.workspace_id, "key": f"own{number}", "name": hostile, "position": 0}
        session.add(QueueStatus(queue_id=queue.id, base=TicketStatus.WAITING, **named))
    kind = {"key": "kind", "name": hostile, "position": 0, "priorities": [Priority.P3], "is_retired": False}
    session.add(Category(workspace_id=room.workspace_id, **kind))
    session.scalars(select(CannedReply)).one().text = hostile
    words = {priority.value: {"name": hostile, "meaning": hostile} for priority in Priority}
    session.get_one(Workspace, room.workspace_id).priority_words = words
    session.flush()


def describe_everything(session: Session, hostile: str, room: Room) -> None:
    """Give every open ticket this title, these tags, a category and a status of its queue's own."""
    category = session.scalars(select(Category)).one()
    for ticket in session.scalars(select(Ticket).where(Ticket.closed_at.is_(None))):
        agent = room.person(session, room.slack.members[ticket.triage_slack_channel_id][0])
        ticket_details.set_title(session, ticket, hostile, actor=agent, now=room.now())
        ticket_details.set_category(session, ticket, category.key, actor=agent, now=room.now())
        tag = re.sub(r"[\s,#]", "", hostile.lower())[:40]
        ticket_details.set_tags(session, ticket, [tag], actor=agent, now=room.now())
        people.show(session, agent, hostile, slack_channel_id=ticket.triage_slack_channel_id)


def spoken(shown: str) -> Iterator[str]:
    """Yield what in something shown Slack reads for mentions and links: the text of a message, and mrkdwn."""
    content = json.loads(shown)
    if isinstance(content, list):
        yield content[0]
    for part in parts_of(content):
        if part.get("type") == "mrkdwn":
            yield part["text"]


def parts_of(content: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in something shown."""
    if isinstance(content, dict):
        yield content
    for each in content.values() if isinstance(content, dict) else content if isinstance(content, list) else ():
        yield from parts_of(each)


def calls_somebody(part: dict[str, Any]) -> bool:
    """Return whether a part of rich text notifies a group, or the person nobody has to do with."""
    return part.get("type") in CALLS or (part.get("type") == "user" and part.get("user_id") == "U0CARA")


@pytest.mark.parametrize("first", range(0, 30, 6))
def test_hostile_words_and_names_are_shown_and_do_nothing(engine: Engine, first: int) -> None:
    hostile = " ".join(HOSTILE[first : first + 6])
    with a_room(engine) as room:
        story = Story(room, words=hostile)
        story.do(lambda session: call_everything(session, hostile, room))
        for name, *numbers in DAY:
            ACTS[name](story, *numbers)
            if name == "follow":
                story.do(lambda session: describe_everything(session, hostile, room))
        for reader in range(len(PEOPLE)):
            for page in range(len(PAGES)):
                ACTS["look"](story, reader, reader, page)
        shown = [each.content for each in room.slack.shown]

    assert len(shown) > 30
    assert [text for content in shown for text in spoken(content) if SPOKEN.search(text)] == []
    assert [part for content in shown for part in parts_of(json.loads(content)) if calls_somebody(part)] == []
