"""Links to the app's domains: announced as Slack announces them, and shown with what the app makes of them."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.actor import Actor
from sandbox.deeds.stage import CannotDo
from sandbox.server import SandboxServer
from tests.sandbox.conftest import MANIFEST, StartSandbox, button, client_of
from tests.sandbox.listening_app import ListeningApp
from tests.support.contracts import check_inbound

HELP, GENERAL = "C0000ITHELP", "C000GENERAL"
LINK = "https://desk.example.com/t/IT-42?from=a&to=b"
CARD: dict[str, Any] = {"blocks": [{"type": "section", "text": {"type": "plain_text", "text": "IT-42 No sound"}}]}


@pytest.fixture
def rosa(sandbox: SandboxServer) -> Actor:
    return sandbox.actor("rosa")


def test_a_posted_link_is_announced_with_its_message(sandbox: SandboxServer, app: ListeningApp, rosa: Actor) -> None:
    root = rosa.post("it-help", "Any news?")
    posted = rosa.post("it-help", f"About {LINK} and https://else.example.com/x", thread=root)
    sandbox.wait_idle()

    [envelope] = [each.payload for each in app.received if each.payload["event"]["type"] == "link_shared"]

    event = envelope["event"]
    assert check_inbound("envelope", envelope) == []
    assert event["links"] == [{"url": LINK, "domain": "desk.example.com"}]
    assert (event["channel"], event["message_ts"], event["thread_ts"]) == (HELP, posted.ts, root.ts)
    assert (event["user"], event["source"], event["is_bot_user_member"]) == (rosa.id, "conversations_history", True)


@pytest.mark.parametrize(
    ("text", "domains"),
    [
        ("https://eu.desk.example.com/1 and https://desk.example.com", ["desk.example.com"] * 2),
        ("<https://desk.example.com/1|the ticket>", ["desk.example.com"]),
        ("https://notdesk.example.com/1", []),
        ("`https://desk.example.com/1`", []),
        ("no link at all", []),
    ],
)
def test_a_link_belongs_to_a_domain_or_one_below_it(
    sandbox: SandboxServer, app: ListeningApp, rosa: Actor, text: str, domains: list[str]
) -> None:
    rosa.post("it-help", text)
    sandbox.wait_idle()

    links = [link for event in app.events_of("link_shared") for link in event["links"]]

    assert [link["domain"] for link in links] == domains


def test_links_are_announced_where_the_app_is_not(sandbox: SandboxServer, app: ListeningApp, rosa: Actor) -> None:
    rosa.post("general", LINK)
    sandbox.wait_idle()

    [event] = app.events

    assert (event["type"], event["channel"], event["is_bot_user_member"]) == ("link_shared", GENERAL, False)


def test_links_of_bots_and_of_the_app_itself_are_not_announced(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient
) -> None:
    web.chat_postMessage(channel=HELP, text=f"See <{LINK}>")
    sandbox.actor("pager").post("it-help", LINK)
    sandbox.wait_idle()

    assert app.events_of("link_shared") == []


def test_a_preview_is_shown_under_the_message(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient, rosa: Actor
) -> None:
    posted = rosa.post("it-help", f"About {LINK}")

    web.chat_unfurl(channel=HELP, ts=posted.ts, unfurls={LINK: CARD})
    sandbox.wait_idle()

    [message] = sandbox.actor("ben").messages("it-help")
    assert message.previews[LINK]["blocks"][0]["text"]["text"] == "IT-42 No sound"
    [changed] = [each.payload for each in app.received if each.payload["event"].get("subtype") == "message_changed"]
    assert check_inbound("envelope", changed) == []
    assert "edited" not in changed["event"]["message"]


def test_a_button_of_a_preview_can_be_pressed(app: ListeningApp, web: WebClient, rosa: Actor) -> None:
    posted = rosa.post("it-help", f"About {LINK}")
    web.chat_unfurl(channel=HELP, ts=posted.ts, unfurls={LINK: {"blocks": [button()]}})

    rosa.click(posted, "ticket.claim")

    payload = app.last("block_actions")
    assert check_inbound("block_actions", payload) == []
    assert (payload["container"]["type"], payload["container"]["app_unfurl_url"]) == ("message_attachment", LINK)
    assert payload["app_unfurl"]["blocks"][0]["elements"][0]["action_id"] == "ticket.claim"
    assert "message" not in payload
    assert rosa.messages("it-help")[0].action_ids == ["ticket.claim"]


def test_a_button_of_an_attachment_can_be_pressed(app: ListeningApp, web: WebClient, rosa: Actor) -> None:
    web.chat_postMessage(channel=HELP, text="card", attachments=[{"color": "#ff0000", "blocks": [button()]}])
    card = rosa.messages("it-help")[0]

    rosa.click(card, "ticket.claim")

    payload = app.last("block_actions")
    assert (payload["container"]["attachment_id"], payload["message"]["ts"]) == (1, card.ts)
    assert payload["state"]["values"] == {}


def test_a_second_preview_of_a_link_takes_the_place_of_the_first(web: WebClient, rosa: Actor) -> None:
    posted = rosa.post("it-help", f"{LINK} and https://desk.example.com/2")
    for link, text in ((LINK, "open"), ("https://desk.example.com/2", "other"), (LINK, "closed")):
        web.chat_unfurl(channel=HELP, ts=posted.ts, unfurls={link: {"text": text}})

    [message] = rosa.messages("it-help")

    assert {url: each["text"] for url, each in message.previews.items()} == {
        LINK: "closed",
        "https://desk.example.com/2": "other",
    }
    assert [each["id"] for each in message.attachments] == [1, 2]


def test_a_preview_finds_its_message_by_the_unfurl_id(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient, rosa: Actor
) -> None:
    rosa.post("general", LINK)
    sandbox.wait_idle()
    [event] = app.events

    web.chat_unfurl(unfurl_id=event["unfurl_id"], source=event["source"], unfurls={LINK: CARD})

    assert list(rosa.messages("general")[0].previews) == [LINK]


def test_what_is_being_typed_is_shown_to_who_types(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient, rosa: Actor
) -> None:
    unfurl_id = rosa.type_text("it-help", f"About {LINK}")
    sandbox.wait_idle()
    [envelope] = [each.payload for each in app.received]
    web.chat_unfurl(unfurl_id=unfurl_id, source="composer", unfurls={LINK: CARD})

    event = envelope["event"]
    assert check_inbound("envelope", envelope) == []
    assert (event["channel"], event["message_ts"], event["source"]) == ("COMPOSER", unfurl_id, "composer")
    assert unfurl_id is not None
    assert list(rosa.typed_previews(unfurl_id)) == [LINK]
    with pytest.raises(CannotDo, match="finn typed no such links"):
        sandbox.actor("finn").typed_previews(unfurl_id)
    assert rosa.messages("it-help") == []


def test_typing_without_such_a_link_tells_the_app_nothing(
    sandbox: SandboxServer, app: ListeningApp, rosa: Actor
) -> None:
    unfurl_id = rosa.type_text("it-help", "https://else.example.com")
    sandbox.wait_idle()

    assert (unfurl_id, app.received) == (None, [])


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"unfurls": None}, "missing_unfurls"),
        ({"unfurls": ["a list"]}, "invalid_unfurls_format"),
        ({"unfurls": {LINK: "words"}}, "invalid_unfurls_format"),
        ({"unfurls": {LINK: {"blocks": [{"type": "no such block"}]}}}, "cannot_parse_attachment"),
        ({"unfurls": {LINK: {}}}, "cannot_parse_attachment"),
        ({"unfurls": {"https://desk.example.com/other": CARD}}, "cannot_unfurl_message"),
        ({"unfurls": {"https://else.example.com/x": CARD}}, "cannot_unfurl_message"),
        ({"channel": None}, "missing_channel"),
        ({"ts": None}, "missing_ts"),
        ({"channel": "C0NOTHING"}, "cannot_find_channel"),
        ({"channel": GENERAL}, "cannot_find_channel"),
        ({"ts": "1000000000.000001"}, "cannot_find_message"),
        ({"unfurl_id": "U1"}, "missing_source"),
        ({"source": "composer"}, "missing_unfurl_id"),
        ({"unfurl_id": "U1", "source": "composer"}, "invalid_unfurl_id"),
        ({"unfurl_id": "U1", "source": "a letter"}, "invalid_source"),
    ],
)
def test_what_cannot_be_unfurled(web: WebClient, rosa: Actor, changes: dict[str, Any], refusal: str) -> None:
    posted = rosa.post("it-help", f"{LINK} and https://else.example.com/x")
    asked = {"channel": HELP, "ts": posted.ts, "unfurls": {LINK: CARD}} | changes

    with pytest.raises(SlackApiError) as refused:
        web.api_call("chat.unfurl", json={name: value for name, value in asked.items() if value is not None})

    assert refused.value.response["error"] == refusal


def test_links_the_app_was_not_told_of_cannot_be_unfurled(web: WebClient) -> None:
    own = web.chat_postMessage(channel=HELP, text=f"<{LINK}>")

    with pytest.raises(SlackApiError, match="cannot_unfurl_url"):
        web.chat_unfurl(channel=HELP, ts=own["ts"], unfurls={LINK: CARD})


def test_a_deleted_message_shows_no_preview(web: WebClient, rosa: Actor) -> None:
    posted = rosa.post("it-help", LINK)
    rosa.delete(posted)

    with pytest.raises(SlackApiError, match="cannot_find_message"):
        web.chat_unfurl(channel=HELP, ts=posted.ts, unfurls={LINK: CARD})


def test_an_app_without_domains_unfurls_nothing(start_sandbox: StartSandbox) -> None:
    sandbox = start_sandbox(manifest={**MANIFEST, "features": {}})
    posted = sandbox.actor("rosa").post("it-help", LINK)

    with pytest.raises(SlackApiError, match="cannot_find_service"):
        client_of(sandbox).chat_unfurl(channel=HELP, ts=posted.ts, unfurls={LINK: CARD})


def test_hearing_and_unfurling_need_their_scopes(sandbox: SandboxServer, app: ListeningApp, web: WebClient) -> None:
    sandbox.admin.grant(["chat:write"])
    posted = sandbox.actor("rosa").post("general", LINK)
    sandbox.wait_idle()

    with pytest.raises(SlackApiError, match="missing_scope"):
        web.chat_unfurl(channel=GENERAL, ts=posted.ts, unfurls={LINK: {"blocks": [button()]}})
    assert app.received == []
