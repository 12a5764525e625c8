"""Reactions: who may react to what, what the app hears of it, and what it may do itself."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.actor import Actor
from sandbox.deeds.stage import CannotDo
from sandbox.emoji import is_emoji, standard_emoji
from sandbox.server import SandboxServer
from tests.sandbox.conftest import StartSandbox
from tests.sandbox.listening_app import ListeningApp
from tests.support.contracts import check_inbound

HELP = "C0000ITHELP"


@pytest.fixture
def rosa(sandbox: SandboxServer) -> Actor:
    return sandbox.actor("rosa")


def test_the_app_hears_who_reacted_to_whose_message_and_with_what(
    sandbox: SandboxServer, app: ListeningApp, rosa: Actor
) -> None:
    root = rosa.post("it-help", "The printer is on fire")
    reply = sandbox.actor("finn").post("it-help", "Mine too", thread=root)
    sandbox.actor("ben").react(reply, ":ticket:")
    sandbox.actor("ben").unreact(reply, "ticket")
    sandbox.wait_idle()

    [added], [removed] = app.events_of("reaction_added"), app.events_of("reaction_removed")

    item = {"type": "message", "channel": HELP, "ts": reply.ts}
    assert (added["user"], added["reaction"], added["item"]) == ("U000000BEN", "ticket", item)
    assert added["item_user"] == "U00000FINN"
    assert (removed["reaction"], removed["item"]) == ("ticket", item)
    assert added["event_ts"] < removed["event_ts"]


def test_a_reaction_to_what_the_app_wrote_names_the_app(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient, rosa: Actor
) -> None:
    web.chat_postMessage(channel=HELP, text="Hello")
    rosa.react(rosa.messages("it-help")[0], "wave")
    sandbox.wait_idle()

    assert [event["item_user"] for event in app.events_of("reaction_added")] == ["U000000BOT"]


def test_a_message_without_a_user_has_nobody_to_name(sandbox: SandboxServer, app: ListeningApp, rosa: Actor) -> None:
    alert = sandbox.actor("pager").post("it-help", "Disk full")
    rosa.react(alert, "eyes")
    sandbox.wait_idle()

    [envelope] = [each.payload for each in app.received if each.payload["event"]["type"] == "reaction_added"]

    assert "item_user" not in envelope["event"]
    assert check_inbound("envelope", envelope) == []


def test_the_app_hears_its_own_reactions_too(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient, rosa: Actor
) -> None:
    asked = rosa.post("it-help", "Help")
    web.reactions_add(channel=HELP, timestamp=asked.ts, name="eyes")
    sandbox.wait_idle()

    assert [event["user"] for event in app.events_of("reaction_added")] == ["U000000BOT"]


def test_reactions_elsewhere_or_without_the_scope_are_not_heard(start_sandbox: StartSandbox, app: ListeningApp) -> None:
    subscribed = {"settings": {"event_subscriptions": {"bot_events": ["reaction_added"]}}}
    without_scope = start_sandbox(manifest=subscribed)
    with_scope = start_sandbox(manifest=subscribed | {"oauth_config": {"scopes": {"bot": ["reactions:read"]}}})
    for each, channel in ((without_scope, "it-help"), (with_scope, "general")):
        rosa = each.actor("rosa")
        rosa.react(rosa.post(channel, "Hello"), "wave")
        each.wait_idle()

    assert app.received == []


def test_people_react_only_where_slack_lets_them(sandbox: SandboxServer, web: WebClient, rosa: Actor) -> None:
    asked = rosa.post("it-help", "Help")
    web.chat_postEphemeral(channel=HELP, user=rosa.id, text="Only you")

    with pytest.raises(CannotDo, match="invalid_name"):
        rosa.react(asked, "no_such_emoji")
    with pytest.raises(CannotDo, match="only one person sees"):
        rosa.react(rosa.ephemerals()[0], "eyes")
    with pytest.raises(CannotDo, match="no_reaction"):
        rosa.unreact(asked, "eyes")
    sandbox.admin.archive("it-help")
    with pytest.raises(CannotDo, match="archived"):
        rosa.react(asked, "eyes")


def test_a_deleted_root_takes_no_reactions(rosa: Actor) -> None:
    root = rosa.post("it-help", "Question")
    rosa.post("it-help", "Detail", thread=root)
    rosa.delete(root)

    with pytest.raises(CannotDo, match="deleted"):
        rosa.react(root, "eyes")


@pytest.mark.parametrize("name", [":eyes:", "no_such_emoji", "eyes::skin-tone-9"])
def test_the_app_reacts_with_emoji_there_are(web: WebClient, rosa: Actor, name: str) -> None:
    asked = rosa.post("it-help", "Help")

    with pytest.raises(SlackApiError, match="invalid_name"):
        web.reactions_add(channel=HELP, timestamp=asked.ts, name=name)


def test_nobody_reacts_without_end(web: WebClient, rosa: Actor) -> None:
    asked = rosa.post("it-help", "Help")
    names = sorted(standard_emoji())
    for name in names[:23]:
        web.reactions_add(channel=HELP, timestamp=asked.ts, name=name)

    with pytest.raises(SlackApiError, match="too_many_reactions"):
        web.reactions_add(channel=HELP, timestamp=asked.ts, name=names[23])


def test_a_message_takes_only_so_many_emoji(sandbox: SandboxServer, rosa: Actor) -> None:
    asked = rosa.post("it-help", "Help")
    names = sorted(standard_emoji())
    for place, name in enumerate(names[:50]):
        sandbox.actor(("rosa", "ben", "finn")[place % 3]).react(asked, name)

    with pytest.raises(CannotDo, match="too_many_emoji"):
        sandbox.actor("cara").react(asked, names[50])
    sandbox.actor("cara").react(asked, names[0])


def test_a_workspace_has_emoji_of_its_own(sandbox: SandboxServer, web: WebClient, rosa: Actor) -> None:
    asked = rosa.post("it-help", "Help")
    sandbox.admin.add_emoji("acme")

    web.reactions_add(channel=HELP, timestamp=asked.ts, name="acme")

    assert rosa.messages("it-help")[0].reactions == {"acme": ["U000000BOT"]}


def test_the_app_reacts_only_where_it_is(web: WebClient, rosa: Actor) -> None:
    elsewhere = rosa.post("general", "Lunch?")

    with pytest.raises(SlackApiError, match="not_in_channel"):
        web.reactions_add(channel="C000GENERAL", timestamp=elsewhere.ts, name="eyes")
    with pytest.raises(SlackApiError, match="message_not_found"):
        web.reactions_add(channel=HELP, timestamp="1000000000.000001", name="eyes")


def test_a_message_is_read_back_with_its_reactions_and_its_address(
    sandbox: SandboxServer, web: WebClient, rosa: Actor
) -> None:
    asked = rosa.post("it-help", "Help")
    sandbox.actor("ben").react(asked, "eyes")
    web.reactions_add(channel=HELP, timestamp=asked.ts, name="eyes")

    message = web.reactions_get(channel=HELP, timestamp=asked.ts, full=True)["message"]

    assert message["reactions"] == [{"name": "eyes", "users": ["U000000BEN", "U000000BOT"], "count": 2}]
    assert message["permalink"].endswith(asked.ts.replace(".", ""))


@pytest.mark.parametrize("scope", ["reactions:read", "reactions:write"])
def test_each_way_needs_its_own_scope(sandbox: SandboxServer, web: WebClient, rosa: Actor, scope: str) -> None:
    asked = rosa.post("it-help", "Help")
    method = "reactions.get" if scope == "reactions:read" else "reactions.remove"
    more = {} if scope == "reactions:read" else {"name": "eyes"}
    sandbox.admin.grant(["chat:write"])

    with pytest.raises(SlackApiError) as refused:
        web.api_call(method, json={"channel": HELP, "timestamp": asked.ts, **more})

    assert (refused.value.response["error"], refused.value.response["needed"]) == ("missing_scope", scope)


def test_a_name_may_carry_a_skin_tone() -> None:
    assert is_emoji("wave::skin-tone-3")
    assert not is_emoji("wave::skin-tone-7")
