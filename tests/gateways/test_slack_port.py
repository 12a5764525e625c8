"""One contract, two implementations: the real adapter over HTTP to the sandbox, and the Slack in memory."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.errors import PermanentFailure
from bot.gateways.slack_port import Outgoing
from tests.support.slack_worlds import (
    ADA,
    CHANNEL,
    GUS,
    ROSA,
    RecordedWorld,
    SandboxWorld,
    World,
    blocks_of,
    long_ago,
    outgoing,
    sandbox,
)

LINK = "https://desk.example.com/t/IT-1"
FAR_PAST, FAR_FUTURE = "1000000000.000000", "9000000000.000000"


@pytest.fixture(params=["adapter", "memory"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "memory":
        yield RecordedWorld()
        return
    with sandbox() as server:
        server.admin.configure(page_cap=2)
        yield SandboxWorld(server)


def test_a_posted_message_stands_where_the_answer_says(world: World) -> None:
    posted = world.slack.post(outgoing("Hello"))

    assert posted.slack_channel_id == CHANNEL
    assert [message.text for message in world.read()][-1] == "Hello"


def test_a_message_in_a_thread_is_read_back_in_that_thread(world: World) -> None:
    root = world.says("help")

    world.slack.post(outgoing("Here", thread_ts=root.ts))

    replies = world.slack.read_thread(CHANNEL, root.ts, after=FAR_PAST, before=FAR_FUTURE)
    assert [reply["text"] for reply in replies] == ["Here"]


def test_a_post_is_found_again_by_its_message_id(world: World) -> None:
    world.slack.post(outgoing(message_id="m-1"))
    second = world.slack.post(outgoing(message_id="m-2"))
    for text in ("one", "two", "three"):
        world.says(text)

    assert world.slack.find_posted(outgoing(message_id="m-2"), since=long_ago()) == second


def test_a_post_in_a_thread_is_found_in_that_thread_only(world: World) -> None:
    root, other = world.says("help"), world.says("me too")
    for text in ("one", "two", "three"):
        world.says(text, thread_ts=root.ts)
    posted = world.slack.post(outgoing(message_id="m-1", thread_ts=root.ts))

    assert world.slack.find_posted(outgoing(message_id="m-1", thread_ts=root.ts), since=long_ago()) == posted
    assert world.slack.find_posted(outgoing(message_id="m-1", thread_ts=other.ts), since=long_ago()) is None


def test_what_was_never_posted_is_not_found(world: World) -> None:
    world.says("m-1")

    assert world.slack.find_posted(outgoing(message_id="m-1"), since=long_ago()) is None


def test_what_was_posted_before_the_search_begins_is_not_found(world: World) -> None:
    world.slack.post(outgoing(message_id="m-1"))

    since = long_ago() + timedelta(minutes=10)

    assert world.slack.find_posted(outgoing(message_id="m-1"), since=since) is None


def test_an_update_changes_the_message_in_place(world: World) -> None:
    posted = world.slack.post(outgoing("before"))
    count = len(world.read())

    world.slack.update(posted, text="after", blocks=blocks_of("after"))

    assert [message.text for message in world.read()][-1] == "after"
    assert len(world.read()) == count


def test_updating_what_is_gone_is_refused(world: World) -> None:
    posted = world.slack.post(outgoing())
    world.slack.delete(posted)

    with pytest.raises(PermanentFailure) as refusal:
        world.slack.update(posted, text="after", blocks=blocks_of("after"))

    assert refusal.value.code == "message_not_found"


def test_deleting_twice_is_deleting_once(world: World) -> None:
    before = world.read()
    posted = world.slack.post(outgoing())

    world.slack.delete(posted)
    world.slack.delete(posted)

    assert world.read() == before


def test_posting_into_an_unknown_channel_is_refused(world: World) -> None:
    with pytest.raises(PermanentFailure) as refusal:
        world.slack.post(Outgoing("C0NOWHERE0", "Hello", blocks_of("Hello"), "m-1"))

    assert refusal.value.code == "channel_not_found"


def test_posting_under_a_root_that_never_was_is_refused(world: World) -> None:
    with pytest.raises(PermanentFailure) as refusal:
        world.slack.post(outgoing(thread_ts="1000000000.000001"))

    assert refusal.value.code == "thread_not_found"


def test_an_ephemeral_is_shown_to_one_person_only(world: World) -> None:
    before = world.read()

    world.slack.post_ephemeral(CHANNEL, ROSA, text="Only you", blocks=blocks_of("Only you"))

    assert world.shown_to_rosa() == ["Only you"]
    assert world.read() == before


def test_a_home_shows_what_was_published_last(world: World) -> None:
    assert world.rosas_home() is None

    for words in ("before", "after"):
        world.slack.publish_home(ROSA, {"type": "home", "blocks": blocks_of(words)})

    assert world.rosas_home() == blocks_of("after")


def test_nobody_has_no_home(world: World) -> None:
    with pytest.raises(PermanentFailure) as refusal:
        world.slack.publish_home("U0NOBODY00", {"type": "home", "blocks": blocks_of("Hello")})

    assert refusal.value.code == "user_not_found"


def test_a_link_is_previewed_and_a_second_preview_takes_the_place_of_the_first(world: World) -> None:
    unfurl_id = world.types_link(LINK)

    for said in ("open", "closed"):
        world.slack.unfurl(unfurl_id, "composer", {LINK: blocks_of(said)})

    assert world.previewed(unfurl_id) == {LINK: "closed"}


@pytest.mark.parametrize(
    ("is_known", "source", "url", "code"),
    [
        (False, "composer", LINK, "invalid_unfurl_id"),
        (True, "conversations_history", LINK, "invalid_unfurl_id"),
        (True, "composer", f"{LINK}3", "cannot_unfurl_url"),
    ],
    ids=["never told of", "told of elsewhere", "another link"],
)
def test_only_links_slack_told_of_are_previewed(world: World, is_known: bool, source: str, url: str, code: str) -> None:
    unfurl_id = world.types_link(LINK)

    with pytest.raises(PermanentFailure) as refusal:
        world.slack.unfurl(unfurl_id if is_known else "unfurl-404", source, {url: blocks_of("open")})

    assert refusal.value.code == code
    assert world.previewed(unfurl_id) == {}


def test_a_dm_is_the_same_conversation_every_time(world: World) -> None:
    dm = world.slack.open_dm(ROSA)

    posted = world.slack.post(Outgoing(dm, "Psst", blocks_of("Psst"), "m-1"))

    assert world.slack.open_dm(ROSA) == dm == posted.slack_channel_id
    assert world.slack.find_posted(Outgoing(dm, "Psst", (), "m-1"), since=long_ago()) == posted


def test_a_file_is_seen_once_it_is_shared(world: World) -> None:
    slack_file_id = world.slack.upload("INV-2026-0001.pdf", b"%PDF-1.7")
    assert not world.slack.is_shared(CHANNEL, slack_file_id, since=long_ago())

    world.slack.share_file(CHANNEL, slack_file_id, title="Invoice", text="Your invoice")

    assert world.slack.is_shared(CHANNEL, slack_file_id, since=long_ago())
    assert [message.text for message in world.read()][-1] == "Your invoice"


def test_a_file_nobody_uploaded_cannot_be_shared(world: World) -> None:
    with pytest.raises(PermanentFailure) as refusal:
        world.slack.share_file(CHANNEL, "F0NOTHING0", title="Invoice", text="Your invoice")

    assert refusal.value.code == "file_not_found"


def test_nobody_unknown_can_be_written_to_or_read(world: World) -> None:
    for ask in (world.slack.open_dm, world.slack.read_profile):
        with pytest.raises(PermanentFailure) as refusal:
            ask("U0NOBODY00")
        assert refusal.value.code == "user_not_found"


def test_a_profile_says_who_somebody_is(world: World) -> None:
    rosa, gus, ada = (world.slack.read_profile(who) for who in (ROSA, GUS, ADA))

    assert (rosa.is_guest, rosa.is_slack_admin, rosa.is_bot) == (False, False, False)
    assert gus.is_guest
    assert ada.is_slack_admin
    assert rosa.display_name


def test_everybody_is_listed_once_whatever_the_pages(world: World) -> None:
    ids = [profile.slack_user_id for profile in world.slack.list_profiles()]

    assert {ROSA, GUS, ADA} <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_channel_and_its_members_are_read(world: World) -> None:
    channel = world.slack.read_channel(CHANNEL)
    members = world.slack.list_members(CHANNEL)

    assert (channel.name, channel.is_private, channel.is_shared, channel.is_member) == ("it-help", False, True, True)
    assert {ROSA, GUS, ADA} <= set(members)
    assert CHANNEL in {each.slack_channel_id for each in world.slack.list_channels()}


def test_history_is_read_between_two_instants_oldest_first_without_replies(world: World) -> None:
    first = world.says("first")
    inside = [world.says(text) for text in ("a", "b", "c")]
    world.says("reply", thread_ts=inside[0].ts)
    last = world.says("last")

    read = world.slack.read_history(CHANNEL, after=first.ts, before=last.ts)

    assert [message["ts"] for message in read] == [posted.ts for posted in inside]


def test_a_thread_is_read_between_two_instants_without_its_root(world: World) -> None:
    root = world.says("help")
    replies = [world.says(text, thread_ts=root.ts) for text in ("a", "b", "c", "d")]

    read = world.slack.read_thread(CHANNEL, root.ts, after=replies[0].ts, before=replies[3].ts)

    assert [message["text"] for message in read] == ["b", "c"]


@pytest.mark.parametrize("asked", [0, 1, 4], ids=["by its root", "by its first reply", "by its last"])
def test_a_whole_thread_is_read_by_any_message_of_it_the_root_first(world: World, asked: int) -> None:
    root = world.says("help")
    world.says("something else")
    messages = [root, *(world.says(text, thread_ts=root.ts) for text in ("a", "b", "c", "d"))]

    read = world.slack.read_whole_thread(CHANNEL, messages[asked].ts)

    assert [message["text"] for message in read] == ["help", "a", "b", "c", "d"]


def test_a_message_that_nobody_answered_is_a_thread_of_one(world: World) -> None:
    alone = world.says("help")

    assert [message["ts"] for message in world.slack.read_whole_thread(CHANNEL, alone.ts)] == [alone.ts]


def test_a_message_that_is_gone_has_no_thread(world: World) -> None:
    with pytest.raises(PermanentFailure) as refusal:
        world.slack.read_whole_thread(CHANNEL, "1000000000.000001")

    assert refusal.value.code == "thread_not_found"


def test_the_answer_to_who_we_are_is_complete(world: World) -> None:
    identity = world.slack.identify()

    assert identity.team_url.startswith("http")
    assert identity.team_url.endswith("/")
    assert identity.slack_bot_user_id
    assert abs(identity.slack_time - long_ago()) < timedelta(minutes=10)
