"""Links to tickets, posted and typed: who reads them sees no more than they may. Over HTTP alone tickets have links."""

import pytest

from bot.manifest import EXAMPLE_URL, Transport
from sandbox.seen import Message
from tests.support.cases import open_case
from tests.support.desk import Desk
from tests.support.rooms import make_room

pytestmark = pytest.mark.parametrize("transport", [Transport.HTTP], indirect=True)

NEUTRAL = "A ticket. Open it with "
MESSAGE = "The oven in the kitchen smokes"


def link_to(key: str) -> str:
    return f"{EXAMPLE_URL}/t/{key}"


def post_link(desk: Desk, who: str, where: str, key: str) -> Message:
    """Have somebody post a link to a ticket, and return their message when all that follows has happened."""
    actor = desk.actor(who)
    posted = actor.post(where, f"What about {link_to(key)} ?")
    desk.settle()
    return next(each for each in actor.messages(where) if each.ts == posted.ts)


def typed(desk: Desk, who: str, where: str, key: str) -> str:
    """Return what somebody is shown who types a link to a ticket."""
    actor = desk.actor(who)
    unfurl_id = actor.type_text(where, link_to(key))
    assert unfurl_id is not None
    desk.settle()
    return str(actor.typed_previews(unfurl_id))


def test_a_posted_link_shows_the_ticket_where_its_team_or_its_requester_alone_read(shared_desk: Desk) -> None:
    key = open_case(shared_desk, MESSAGE).key

    for who, where in (("ben", "it-triage"), ("rosa", "dm")):
        [(url, preview)] = post_link(shared_desk, who, where, key).previews.items()
        assert url == link_to(key)
        assert all(said in str(preview) for said in (key, MESSAGE, "Status: ", "Priority: ", "Assignee: "))


def test_anywhere_else_a_link_shows_the_same_for_a_ticket_and_for_none(shared_desk: Desk) -> None:
    key = open_case(shared_desk, MESSAGE).key
    room = make_room(shared_desk, "ben", "mona")

    for posted in (key, "IT-99999"):
        preview = str(post_link(shared_desk, "ben", room, posted).previews[link_to(posted)])
        assert NEUTRAL in preview
        assert f"/desk show {posted}" in preview
        assert MESSAGE not in preview
    assert NEUTRAL in str(post_link(shared_desk, "mona", "dm", key).previews)


def test_where_deskbell_is_not_or_another_company_reads_there_is_no_preview(shared_desk: Desk) -> None:
    key = open_case(shared_desk, MESSAGE).key
    shared_desk.actor("ada").create_channel("no-bots-here")

    assert post_link(shared_desk, "ada", "no-bots-here", key).previews == {}
    assert post_link(shared_desk, "rosa", "it-help", key).previews == {}, "#it-help is shared with another company"


def test_who_types_a_link_sees_the_ticket_if_it_is_theirs_to_see(shared_desk: Desk) -> None:
    key = open_case(shared_desk, MESSAGE).key
    room = make_room(shared_desk, "rosa", "mona")

    assert MESSAGE in typed(shared_desk, "rosa", room, key)
    assert typed(shared_desk, "mona", room, key) == typed(shared_desk, "mona", room, "IT-99999") == "{}"
