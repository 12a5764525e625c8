"""Menus whose options the app keeps: asked for while somebody types, and only what was suggested can be chosen."""

from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.actor import Actor
from sandbox.blockkit import check_suggestions
from sandbox.deeds.stage import CannotDo
from sandbox.seen import Message
from sandbox.server import SandboxServer
from tests.sandbox.conftest import MANIFEST, StartSandbox, client_of, external_menu, form, option, text_input
from tests.sandbox.listening_app import Answer, ListeningApp, Received
from tests.support.contracts import check_inbound

HELP = "C0000ITHELP"
FOUND = {"options": [option("it-1", "IT-1 Printer"), option("it-2", "IT-2 Printing")]}
PROMISED = {"type", "user", "team", "api_app_id", "token", "container", "block_id", "action_id", "value"}
"""What Slack says every such request carries."""


@pytest.fixture
def rosa(sandbox: SandboxServer, app: ListeningApp) -> Actor:
    app.answer = suggesting(FOUND)
    return sandbox.actor("rosa")


def suggesting(answer: Any, **more: Any) -> Any:
    """Return an app that answers this to those who type, and nothing to anything else."""

    def answered(request: Received) -> Answer:
        return Answer(body=answer, **more) if request.kind == "block_suggestion" else Answer()

    return answered


def post_menu(web: WebClient, rosa: Actor, **more: Any) -> Message:
    web.chat_postMessage(channel=HELP, text="Which?", blocks=[external_menu(**more)])
    return rosa.messages("it-help")[-1]


def open_form(web: WebClient, app: ListeningApp, rosa: Actor, **more: Any) -> None:
    label = {"type": "plain_text", "text": "Ticket"}
    menu = external_menu("ticket", **more)["elements"][0]
    rosa.command("/desk")
    trigger = app.last("slash_command")["trigger_id"]
    picked = {"type": "input", "block_id": "which", "label": label, "element": menu}
    web.views_open(trigger_id=trigger, view=form(picked, text_input()))


def test_what_is_typed_on_a_message_is_sent_as_slack_sends_it(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    message = post_menu(web, rosa)

    found = rosa.suggestions(message, "pick", "print")

    payload = app.last("block_suggestion")
    assert payload.keys() >= PROMISED
    assert (payload["block_id"], payload["action_id"], payload["value"]) == ("menus", "pick", "print")
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == message.ts
    assert (payload["channel"]["id"], payload["user"]["id"]) == (HELP, rosa.id)
    assert {"trigger_id", "response_url", "actions"} & payload.keys() == set()
    assert found.labels == ["IT-1 Printer", "IT-2 Printing"]


def test_what_was_suggested_can_be_chosen(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    message = post_menu(web, rosa)
    rosa.suggestions(message, "pick", "print")

    rosa.choose(message, "pick", "IT-2 Printing")

    payload = app.last("block_actions")
    assert payload["actions"][0]["selected_option"] == FOUND["options"][1]
    assert payload["state"]["values"]["menus"]["pick"]["selected_option"]["value"] == "it-2"
    assert check_inbound("block_actions", payload) == []


def test_what_was_not_suggested_cannot_be_chosen(sandbox: SandboxServer, web: WebClient, rosa: Actor) -> None:
    message = post_menu(web, rosa)
    sandbox.actor("ben").suggestions(message, "pick", "print")

    with pytest.raises(CannotDo, match="pick does not offer 'it-1'"):
        rosa.choose(message, "pick", "it-1")


def test_a_form_carries_what_was_picked(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa)
    found = rosa.suggestions_in_modal("ticket", "print")
    asked = app.last("block_suggestion")

    rosa.submit({"ticket": found.options[0], "summary": "like that one"})

    assert asked["container"] == {"type": "view", "view_id": asked["view"]["id"]}
    values = app.last("view_submission")["view"]["state"]["values"]
    assert values["which"]["ticket"] == {"type": "external_select", "selected_option": FOUND["options"][0]}


def test_several_can_be_picked_from_several_searches(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    message = post_menu(web, rosa, type="multi_external_select")
    rosa.suggestions(message, "pick", "print")
    app.answer = suggesting({"option_groups": [{"label": option("x")["text"], "options": [option("it-9")]}]})
    rosa.suggestions(message, "pick", "other")

    rosa.choose(message, "pick", ["it-1", "it-9"])

    chosen = app.last("block_actions")["actions"][0]["selected_options"]
    assert [each["value"] for each in chosen] == ["it-1", "it-9"]


def test_what_is_chosen_at_first_can_be_kept(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa, initial_option=option("it-7"))

    rosa.submit({"which": "it-7", "summary": "as it was"})

    values = app.last("view_submission")["view"]["state"]["values"]
    assert values["which"]["ticket"]["selected_option"] == option("it-7")


def test_the_home_tab_suggests_too(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    web.views_publish(user_id=rosa.id, view={"type": "home", "blocks": [external_menu()]})
    rosa.open_home()

    labels = rosa.suggestions_in_home("pick", "print").labels
    rosa.choose_in_home("pick", "it-1")

    assert labels == ["IT-1 Printer", "IT-2 Printing"]
    assert app.last("block_suggestion")["view"]["type"] == "home"
    assert app.last("block_actions")["actions"][0]["selected_option"]["value"] == "it-1"


@pytest.mark.parametrize(("least", "typed"), [(None, "pr"), (1, ""), (5, "prin")])
def test_nothing_is_asked_before_enough_is_typed(
    web: WebClient, app: ListeningApp, rosa: Actor, least: int | None, typed: str
) -> None:
    message = post_menu(web, rosa, **({} if least is None else {"min_query_length": least}))

    with pytest.raises(CannotDo, match=f"from {least or 3} letters on"):
        rosa.suggestions(message, "pick", typed)

    assert [each for each in app.received if each.kind == "block_suggestion"] == []


def test_a_menu_may_suggest_before_anything_is_typed(web: WebClient, rosa: Actor) -> None:
    message = post_menu(web, rosa, min_query_length=0)

    assert rosa.suggestions(message, "pick", "").labels == ["IT-1 Printer", "IT-2 Printing"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(status=500), "The app failed"),
        (Answer(body={}), "exactly one"),
        (Answer(body={"options": [option("x" * 151)]}), "must be less than 151"),
        (Answer(body={"options": [option(f"v{n}") for n in range(101)]}), "100"),
        (Answer(body=["a list"]), "must provide an object"),
        (Answer(body={"options": []}, after=0.5), "did not answer in time"),
    ],
)
def test_what_slack_does_not_take_is_a_failure(
    start_sandbox: StartSandbox, app: ListeningApp, answer: Answer, reason: str
) -> None:
    sandbox = start_sandbox(ack_timeout=0.3)
    rosa = sandbox.actor("rosa")
    message = post_menu(client_of(sandbox), rosa)
    app.answer = lambda _request: answer

    found = rosa.suggestions(message, "pick", "print")

    assert found.is_failure
    assert reason in found.reason
    assert found.options == []


def test_nothing_found_is_no_failure(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    message = post_menu(web, rosa)
    app.answer = suggesting({"options": []})

    found = rosa.suggestions(message, "pick", "zzz")

    assert (found.is_failure, found.options, found.status) == (False, [], 200)


def test_only_menus_that_ask_suggest_something(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa)

    with pytest.raises(CannotDo, match="no menu 'typed' here"):
        rosa.suggestions_in_modal("typed", "print")


def test_over_http_the_manifest_must_say_where_to_ask(start_sandbox: StartSandbox) -> None:
    settings = {**MANIFEST["settings"], "interactivity": {"is_enabled": True}}
    sandbox = start_sandbox(manifest={**MANIFEST, "settings": settings})
    rosa = sandbox.actor("rosa")
    message = post_menu(client_of(sandbox), rosa)

    with pytest.raises(CannotDo, match="message_menu_options_url"):
        rosa.suggestions(message, "pick", "print")


def test_the_judgement_of_suggestions_names_the_place() -> None:
    [problem] = check_suggestions({"options": [{"text": {"type": "mrkdwn", "text": "*a*"}, "value": "a"}]})

    assert "/options/0/text" in problem
