"""People press only what is really there, and what is sent follows Slack's types."""

import pytest
from slack_sdk import WebClient

from sandbox.actor import Actor
from sandbox.deeds.stage import CannotDo
from sandbox.seen import Message
from sandbox.server import SandboxServer
from tests.sandbox.conftest import StartSandbox, button, text_input
from tests.sandbox.listening_app import Answer, ListeningApp
from tests.support import plain_http
from tests.support.contracts import check_inbound

HELP = "C0000ITHELP"
PRIORITIES = [
    {"text": {"type": "plain_text", "text": "High"}, "value": "p2"},
    {"text": {"type": "plain_text", "text": "Low"}, "value": "p4"},
]
CONFIRM = {
    "title": {"type": "plain_text", "text": "Sure?"},
    "text": {"type": "plain_text", "text": "It cannot be undone."},
    "confirm": {"type": "plain_text", "text": "Yes"},
    "deny": {"type": "plain_text", "text": "No"},
}


@pytest.fixture
def rosa(sandbox: SandboxServer) -> Actor:
    return sandbox.actor("rosa")


def post(web: WebClient, rosa: Actor, *blocks: dict[str, object]) -> Message:
    web.chat_postMessage(channel=HELP, text="card", blocks=list(blocks))
    return rosa.messages("it-help")[-1]


def menus() -> dict[str, object]:
    def menu(kind: str, action_id: str, **more: object) -> dict[str, object]:
        return {"type": kind, "action_id": action_id, **more}

    elements = [
        menu("static_select", "priority", options=PRIORITIES, initial_option=PRIORITIES[1]),
        menu("users_select", "assignee"),
        menu("overflow", "more", options=PRIORITIES),
        menu("datepicker", "due"),
        menu("checkboxes", "flags", options=PRIORITIES),
    ]
    return {"type": "actions", "block_id": "menus", "elements": elements}


def test_a_click_is_sent_as_slack_sends_it(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    card = post(web, rosa, button(value="IT-1"))

    answer = rosa.click(card, "ticket.claim")

    payload = app.last("block_actions")
    assert check_inbound("block_actions", payload) == []
    assert payload["user"]["id"] == "U00000ROSA"
    assert payload["container"] == {
        "type": "message", "message_ts": card.ts, "channel_id": HELP, "is_ephemeral": False
    }  # fmt: skip
    assert (payload["actions"][0]["action_id"], payload["actions"][0]["value"]) == ("ticket.claim", "IT-1")
    assert not answer.is_failure


def test_a_button_that_is_not_there_cannot_be_clicked(web: WebClient, rosa: Actor) -> None:
    card = post(web, rosa, button("ticket.claim"))

    with pytest.raises(CannotDo, match=r"no element 'ticket\.close' here; there are: ticket\.claim"):
        rosa.click(card, "ticket.close")


def test_a_button_that_was_updated_away_cannot_be_clicked(web: WebClient, rosa: Actor) -> None:
    card = post(web, rosa, button("ticket.claim"))
    web.chat_update(channel=HELP, ts=card.ts, text="claimed", blocks=[button("ticket.resolve")])

    with pytest.raises(CannotDo, match=r"no element 'ticket\.claim'"):
        rosa.click(card, "ticket.claim")


def test_one_of_two_buttons_of_a_name_must_be_meant(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    other = button(value="8") | {"block_id": "others"}
    card = post(web, rosa, button(value="7"), other)

    with pytest.raises(CannotDo, match="more than one element"):
        rosa.click(card, "ticket.claim")
    rosa.click(card, "ticket.claim", value="8")

    assert app.last("block_actions")["actions"][0]["block_id"] == "others"


def test_who_is_not_in_the_channel_sees_no_button(sandbox: SandboxServer, web: WebClient) -> None:
    web.chat_postMessage(channel="C00ITTRIAGE", text="card", blocks=[button()])
    card = sandbox.actor("ben").messages("it-triage")[-1]

    with pytest.raises(CannotDo, match="rosa knows no channel"):
        sandbox.actor("rosa").click(card, "ticket.claim")


def test_saying_no_in_a_confirmation_sends_nothing(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    card = post(web, rosa, button(confirm=CONFIRM))

    answer = rosa.click(card, "ticket.claim", confirm=False)

    assert answer.is_denied
    assert "block_actions" not in [each.kind for each in app.received]


@pytest.mark.parametrize(
    ("action_id", "choice", "sent"),
    [
        ("priority", "p2", {"selected_option": PRIORITIES[0]}),
        ("priority", "Low", {"selected_option": PRIORITIES[1]}),
        ("assignee", "U000000BEN", {"selected_user": "U000000BEN"}),
        ("more", "p4", {"selected_option": PRIORITIES[1]}),
        ("due", "2026-12-01", {"selected_date": "2026-12-01"}),
        ("flags", ["p2", "p4"], {"selected_options": PRIORITIES}),
    ],
)
def test_choices_are_sent_as_slack_sends_them(
    web: WebClient, app: ListeningApp, rosa: Actor, action_id: str, choice: object, sent: dict[str, object]
) -> None:
    card = post(web, rosa, menus())

    rosa.choose(card, action_id, choice)

    payload = app.last("block_actions")
    assert check_inbound("block_actions", payload) == []
    assert {name: payload["actions"][0][name] for name in sent} == sent


def test_what_a_menu_does_not_offer_cannot_be_chosen(web: WebClient, rosa: Actor) -> None:
    card = post(web, rosa, menus())

    with pytest.raises(CannotDo, match="priority does not offer 'p1', only: p2, p4"):
        rosa.choose(card, "priority", "p1")


def test_the_state_of_the_other_menus_goes_with_a_choice(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    card = post(web, rosa, menus())

    rosa.choose(card, "assignee", "U000000BEN")

    values = app.last("block_actions")["state"]["values"]["menus"]
    assert values["assignee"]["selected_user"] == "U000000BEN"
    assert values["priority"]["selected_option"]["value"] == "p4"


@pytest.mark.parametrize(("answer", "status"), [(Answer(status=500), 500), (Answer(after=0.5), None)])
def test_a_failed_click_is_shown_and_not_retried(
    app: ListeningApp, start_sandbox: StartSandbox, answer: Answer, status: int | None
) -> None:
    sandbox = start_sandbox(ack_timeout=0.2)
    web, rosa = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url), sandbox.actor("rosa")
    card = post(web, rosa, button())
    sandbox.wait_idle()
    app.received.clear()
    app.answer = lambda _request: answer

    came = rosa.click(card, "ticket.claim")

    assert (came.status, came.is_failure) == (status, True)
    assert [each.kind for each in app.received] == ["block_actions"]


def test_a_command_is_sent_as_a_form(app: ListeningApp, rosa: Actor) -> None:
    app.answer = lambda _request: Answer(body={"response_type": "ephemeral", "text": "Here is help"})

    answer = rosa.command("/desk", "assign IT-1 @ben in #it-help", channel="it-help")

    fields = app.last("slash_command")
    assert check_inbound("slash_command", fields) == []
    assert fields["text"] == "assign IT-1 <@U000000BEN|ben> in <#C0000ITHELP|it-help>"
    assert (answer.status, answer.text) == (200, "Here is help")
    assert [message.text for message in rosa.ephemerals()] == ["Here is help"]


def test_names_stay_as_typed_where_the_manifest_does_not_escape(app: ListeningApp, rosa: Actor) -> None:
    rosa.command("/raw", "ask @ben")

    assert app.last("slash_command")["text"] == "ask @ben"


def test_an_answer_in_the_channel_is_seen_by_all(sandbox: SandboxServer, app: ListeningApp, rosa: Actor) -> None:
    app.answer = lambda _request: Answer(body={"response_type": "in_channel", "text": "for all"})

    rosa.command("/desk", channel="it-help")

    assert [message.text for message in sandbox.actor("ben").messages("it-help")] == ["for all"]


def test_only_declared_commands_can_be_typed(rosa: Actor) -> None:
    with pytest.raises(CannotDo, match="/other is not a valid command"):
        rosa.command("/other")


def test_a_failed_command_is_shown(app: ListeningApp, rosa: Actor) -> None:
    app.answer = lambda _request: Answer(status=500)

    answer = rosa.command("/desk", "help")

    assert answer.is_failure
    assert [each.kind for each in app.received] == ["slash_command"]


def test_an_answer_slack_could_not_show_is_an_error(app: ListeningApp, rosa: Actor) -> None:
    app.answer = lambda _request: Answer(body={"text": "hi", "blocks": [{"type": "shout"}]})

    with pytest.raises(CannotDo, match="invalid_blocks"):
        rosa.command("/desk", "help")


def test_a_response_url_answers_five_times(app: ListeningApp, rosa: Actor) -> None:
    rosa.command("/desk", "help", channel="it-help")
    address = app.last("slash_command")["response_url"]

    statuses = [plain_http.post(address, json={"text": f"answer {number}"}).status_code for number in range(6)]

    assert statuses == [200, 200, 200, 200, 200, 404]
    assert rosa.ephemerals()[0].text == "answer 0"


def test_a_response_url_replaces_or_deletes_what_was_pressed(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    web.chat_postEphemeral(channel=HELP, user="U00000ROSA", text="choose", blocks=[button()])
    rosa.click(rosa.ephemerals()[0], "ticket.claim")
    address = app.last("block_actions")["response_url"]

    plain_http.post(address, json={"replace_original": True, "text": "chosen"}).raise_for_status()
    replaced = [message.text for message in rosa.ephemerals()]
    plain_http.post(address, json={"delete_original": True}).raise_for_status()

    assert replaced == ["chosen"]
    assert rosa.ephemerals() == []


def test_a_response_url_refuses_bad_blocks(app: ListeningApp, rosa: Actor) -> None:
    rosa.command("/desk", "help")

    answer = plain_http.post(app.last("slash_command")["response_url"], json={"blocks": [{"type": "shout"}]})

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_blocks")


def test_ephemeral_messages_are_for_one_and_in_no_history(sandbox: SandboxServer, web: WebClient) -> None:
    web.chat_postEphemeral(channel=HELP, user="U00000ROSA", text="only you")

    assert [message.text for message in sandbox.actor("rosa").ephemerals()] == ["only you"]
    assert sandbox.actor("ben").ephemerals() == []
    assert web.conversations_history(channel=HELP)["messages"] == []


def test_an_ephemeral_message_in_a_thread_belongs_to_it(
    web: WebClient, app: ListeningApp, sandbox: SandboxServer
) -> None:
    rosa = sandbox.actor("rosa")
    root = rosa.post("it-help", "Help")
    reply = rosa.post("it-help", "Please", thread=root)
    web.chat_postEphemeral(channel=HELP, user=rosa.id, text="only you", blocks=[button()], thread_ts=reply.ts)

    [shown] = rosa.ephemerals()
    rosa.click(shown, "ticket.claim")

    container = app.last("block_actions")["container"]
    assert (shown.thread_ts, shown.is_ephemeral) == (root.ts, True)
    assert (container["thread_ts"], container["is_ephemeral"]) == (root.ts, True)
    assert check_inbound("block_actions", app.last("block_actions")) == []
    assert len(rosa.thread("it-help", root)) == 2


def test_the_home_tab_shows_what_was_published(sandbox: SandboxServer, web: WebClient, app: ListeningApp) -> None:
    rosa = sandbox.actor("rosa")
    before = rosa.open_home()
    web.views_publish(user_id="U00000ROSA", view={"type": "home", "blocks": [button("home.refresh")]})

    after = rosa.open_home()
    sandbox.wait_idle()
    rosa.click_in_home("home.refresh")

    assert before is None
    assert after is not None
    assert after.action_ids == ["home.refresh"]
    assert ["view" in event for event in app.events_of("app_home_opened")] == [False, True]
    assert check_inbound("block_actions", app.last("block_actions")) == []


def test_home_needs_to_be_switched_on(start_sandbox: StartSandbox) -> None:
    sandbox = start_sandbox(manifest={})

    with pytest.raises(CannotDo, match="no Home tab"):
        sandbox.actor("rosa").open_home()


def test_inputs_in_messages_are_found_too(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    card = post(web, rosa, text_input(dispatch_action=True))

    rosa.choose(card, "typed", "some words")

    assert app.last("block_actions")["actions"][0]["value"] == "some words"
