"""The app hears what Slack's apps hear, in the shapes Slack publishes."""

import pytest
from slack_sdk import WebClient

from sandbox.actor import Actor
from sandbox.seen import Upload
from sandbox.server import SandboxServer
from tests.sandbox.conftest import StartSandbox, button
from tests.sandbox.listening_app import ListeningApp
from tests.support.contracts import check_inbound

KINDS = {
    "app_home_opened", "app_mention", "app_uninstalled", "bot_message", "channel_archive", "channel_created",
    "channel_deleted", "channel_join", "channel_leave", "channel_left", "channel_name", "channel_rename",
    "channel_shared", "channel_unarchive", "channel_unshared", "file_share", "member_joined_channel",
    "member_left_channel", "message", "message_changed", "message_deleted", "pin_added", "reaction_added",
    "reaction_removed", "team_join", "thread_broadcast", "tokens_revoked", "user_change",
}  # fmt: skip


@pytest.fixture
def rosa(sandbox: SandboxServer) -> Actor:
    return sandbox.actor("rosa")


def test_every_event_of_a_busy_day_follows_the_contract(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient, rosa: Actor
) -> None:
    ada = sandbox.actor("ada")
    asked = rosa.post("it-help", "help *please* @deskbell", files=[Upload("log.txt", b"abc")])
    reply = sandbox.actor("olaf").post("it-help", "me too", thread=asked, broadcast=True)
    rosa.edit(rosa.post("it-help", "typo"), "corrected")
    rosa.react(reply, "eyes")
    rosa.unreact(reply, "eyes")
    rosa.delete(rosa.post("it-help", "oops"))
    ada.delete(asked)
    sandbox.actor("pager").post("it-help", "disk full")
    rosa.post("dm", "hello")
    rosa.open_home()
    ada.create_channel("lobby")
    ada.invite("lobby", "deskbell")
    rosa.join("lobby")
    ada.kick("lobby", "rosa")
    sandbox.admin.rename("lobby", "hall")
    sandbox.admin.archive("hall")
    sandbox.admin.unarchive("hall")
    ada.kick("hall", "deskbell")
    sandbox.admin.share("it-help", "T0000THIRD")
    sandbox.admin.unshare("it-help", "T0000THIRD")
    sandbox.admin.change_person("ben", is_restricted=True)
    sandbox.admin.add_person("nina")
    posted = web.chat_postMessage(channel=asked.channel, text="done", blocks=[button()], username="Ben")
    web.chat_update(channel=asked.channel, ts=posted["ts"], text="really done")
    web.pins_add(channel=asked.channel, timestamp=posted["ts"])
    ada.create_channel("attic")
    ada.invite("attic", "deskbell")
    sandbox.admin.delete_channel("attic")
    sandbox.admin.uninstall()
    sandbox.wait_idle()

    problems = [problem for each in app.received for problem in check_inbound("envelope", each.payload)]

    assert problems == []
    assert {event.get("subtype", event["type"]) for event in app.events} == KINDS


def test_a_mention_comes_as_message_and_as_app_mention(sandbox: SandboxServer, app: ListeningApp, rosa: Actor) -> None:
    rosa.post("it-help", "@deskbell the printer is on fire")
    sandbox.wait_idle()

    heard = [each.payload for each in app.received]

    assert {each["event"]["type"] for each in heard} == {"message", "app_mention"}
    assert len({each["event"]["ts"] for each in heard}) == 1
    assert len({each["event_id"] for each in heard}) == 2


def test_an_edit_that_mentions_the_app_is_a_mention_again(
    sandbox: SandboxServer, app: ListeningApp, rosa: Actor
) -> None:
    posted = rosa.post("it-help", "the printer is on fire")
    rosa.edit(posted, "@deskbell the printer is on fire")
    sandbox.wait_idle()

    [mention] = app.events_of("app_mention")

    assert (mention["ts"], mention["edited"]["user"]) == (posted.ts, rosa.id)
    assert mention["event_ts"] > posted.ts


def test_other_bots_mention_the_app_and_it_does_not_mention_itself(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient
) -> None:
    sandbox.actor("pager").post("it-help", "@deskbell disk full")
    web.chat_postMessage(channel="C0000ITHELP", text="I am <@U000000BOT>")
    sandbox.wait_idle()

    assert [event.get("bot_id") for event in app.events_of("app_mention")] == ["B0000PAGER"]


def test_typed_words_arrive_as_text_and_as_rich_text(sandbox: SandboxServer, app: ListeningApp, rosa: Actor) -> None:
    rosa.post("it-help", "a *bold* <word> for @ben in #it-help\n> quoted\n```x < y```")
    sandbox.wait_idle()

    event = app.events[0]

    assert event["text"] == (
        "a *bold* &lt;word&gt; for <@U000000BEN> in <#C0000ITHELP|it-help>\n&gt; quoted\n```x &lt; y```"
    )
    kinds = [part["type"] for part in event["blocks"][0]["elements"]]
    assert kinds == ["rich_text_section", "rich_text_quote", "rich_text_preformatted"]


def test_the_app_hears_nothing_of_channels_it_is_not_in(sandbox: SandboxServer, app: ListeningApp, rosa: Actor) -> None:
    rosa.post("general", "@deskbell lunch?")
    sandbox.wait_idle()

    assert app.received == []


def test_only_what_the_manifest_asks_for_is_sent(app: ListeningApp, start_sandbox: StartSandbox) -> None:
    manifest = {
        "oauth_config": {"scopes": {"bot": ["reactions:read"]}},
        "settings": {"event_subscriptions": {"bot_events": ["reaction_added", "message.channels"]}},
    }
    sandbox = start_sandbox(manifest=manifest)
    rosa = sandbox.actor("rosa")
    rosa.react(rosa.post("it-help", "no scope for messages"), "eyes")
    sandbox.wait_idle()

    assert [event["type"] for event in app.events] == ["reaction_added"]


def test_the_apps_own_messages_come_back_marked_as_its_own(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient
) -> None:
    web.chat_postMessage(channel="C0000ITHELP", text="mine")
    web.chat_postMessage(channel="C0000ITHELP", text="as Ben", username="Ben", icon_url="https://a.example/b.png")
    sandbox.wait_idle()

    plain, disguised = sorted(app.events, key=lambda event: str(event["ts"]))

    assert (plain.get("subtype"), plain["bot_id"], plain["app_id"]) == (None, "B0DESKBELL", "A0DESKBELL")
    assert plain["bot_profile"]["name"] == "Deskbell"
    assert (disguised["subtype"], disguised["bot_id"], disguised["username"]) == ("bot_message", "B0DESKBELL", "Ben")
    assert "user" not in disguised


def test_joining_alone_has_no_inviter_and_an_invitation_names_one(sandbox: SandboxServer, app: ListeningApp) -> None:
    ada = sandbox.actor("ada")
    ada.create_channel("lobby")
    ada.invite("lobby", "deskbell")
    sandbox.actor("ben").join("lobby")
    ada.invite("lobby", "cara")
    sandbox.wait_idle()

    inviters = {event["user"]: event.get("inviter") for event in app.events_of("member_joined_channel")}

    assert inviters == {"U000000BOT": "U000000ADA", "U000000BEN": None, "U00000CARA": "U000000ADA"}


def test_a_deleted_root_leaves_a_tombstone_over_its_replies(
    sandbox: SandboxServer, app: ListeningApp, rosa: Actor
) -> None:
    root = rosa.post("it-help", "question")
    rosa.post("it-help", "detail", thread=root)
    rosa.delete(root)
    sandbox.wait_idle()

    changed = app.events_of("message_changed")[0]

    assert changed["message"]["subtype"] == "tombstone"
    assert changed["previous_message"]["text"] == "question"
    assert [message.text for message in rosa.thread("it-help", root)] == ["This message was deleted.", "detail"]


def test_timestamps_always_rise(rosa: Actor) -> None:
    posted = [rosa.post("it-help", f"message {number}").ts for number in range(20)]

    assert posted == sorted(set(posted))
