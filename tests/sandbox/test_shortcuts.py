"""Shortcuts: only those the manifest declares, where it declares them, as Slack sends them."""

import pytest
from slack_sdk import WebClient

from sandbox.actor import Actor
from sandbox.deeds.stage import CannotDo
from sandbox.server import SandboxServer
from tests.sandbox.conftest import form, text_input
from tests.sandbox.listening_app import ListeningApp
from tests.support import plain_http
from tests.support.contracts import check_inbound

HELP = "C0000ITHELP"


@pytest.fixture
def rosa(sandbox: SandboxServer) -> Actor:
    return sandbox.actor("rosa")


def test_a_message_shortcut_brings_the_message(app: ListeningApp, rosa: Actor) -> None:
    message = rosa.post("it-help", "My laptop is broken")

    answer = rosa.use_shortcut("make_ticket", on=message)

    payload = app.last("message_action")
    assert check_inbound("message_action", payload) == []
    assert (payload["callback_id"], payload["user"]["id"]) == ("make_ticket", "U00000ROSA")
    assert (payload["channel"]["id"], payload["message_ts"]) == (HELP, message.ts)
    assert payload["message"]["text"] == "My laptop is broken"
    assert not answer.is_failure


def test_a_reply_in_a_thread_has_the_shortcuts_too(app: ListeningApp, rosa: Actor) -> None:
    root = rosa.post("it-help", "My laptop is broken")
    reply = rosa.post("it-help", "And my mouse", thread=root)

    rosa.use_shortcut("make_ticket", on=reply)

    payload = app.last("message_action")
    assert check_inbound("message_action", payload) == []
    assert (payload["message_ts"], payload["message"]["thread_ts"]) == (reply.ts, root.ts)
    assert payload["message"]["parent_user_id"] == rosa.id


def test_a_message_has_the_shortcuts_where_the_app_is_not(app: ListeningApp, rosa: Actor) -> None:
    message = rosa.post("general", "My laptop is broken")

    rosa.use_shortcut("make_ticket", on=message)

    assert app.last("message_action")["channel"] == {"id": "C000GENERAL", "name": "general"}


def test_a_deleted_root_has_no_shortcuts(rosa: Actor) -> None:
    root = rosa.post("it-help", "My laptop is broken")
    rosa.post("it-help", "And my mouse", thread=root)
    rosa.delete(root)

    with pytest.raises(CannotDo, match="deleted"):
        rosa.use_shortcut("make_ticket", on=root)


def test_a_global_shortcut_brings_nothing_but_a_trigger(app: ListeningApp, rosa: Actor) -> None:
    rosa.use_shortcut("new_request")

    payload = app.last("shortcut")
    assert check_inbound("shortcut", payload) == []
    assert payload["callback_id"] == "new_request"
    assert {"channel", "message", "response_url"} & payload.keys() == set()


@pytest.mark.parametrize("is_global", [True, False])
def test_the_trigger_opens_a_form(app: ListeningApp, web: WebClient, rosa: Actor, *, is_global: bool) -> None:
    if is_global:
        rosa.use_shortcut("new_request")
    else:
        rosa.use_shortcut("make_ticket", on=rosa.post("it-help", "Hello"))
    [payload] = [each.payload for each in app.received if "trigger_id" in each.payload]

    web.views_open(trigger_id=payload["trigger_id"], view=form(text_input()))

    assert rosa.modal is not None
    assert rosa.modal.title == "New request"


def test_the_response_url_of_a_message_shortcut_answers_there(
    app: ListeningApp, sandbox: SandboxServer, rosa: Actor
) -> None:
    rosa.use_shortcut("make_ticket", on=rosa.post("it-help", "Hello"))

    url = app.last("message_action")["response_url"]
    assert url.startswith(sandbox.base_url)
    assert plain_http.post(url, json={"text": "Ticket made"}).text == "ok"
    assert [each.text for each in rosa.ephemerals()] == ["Ticket made"]


def test_a_shortcut_is_offered_only_where_it_is_declared(rosa: Actor) -> None:
    message = rosa.post("it-help", "Hello")

    with pytest.raises(CannotDo, match=r"no message shortcut 'new_request'; there are: make_ticket"):
        rosa.use_shortcut("new_request", on=message)
    with pytest.raises(CannotDo, match=r"no global shortcut 'make_ticket'; there are: new_request"):
        rosa.use_shortcut("make_ticket")


def test_what_one_does_not_see_has_no_shortcuts(sandbox: SandboxServer, web: WebClient, rosa: Actor) -> None:
    secret = sandbox.actor("ben").post("it-triage", "Between us")
    web.chat_postEphemeral(channel=HELP, user=rosa.id, text="Only you")

    with pytest.raises(CannotDo, match="knows no channel"):
        rosa.use_shortcut("make_ticket", on=secret)
    with pytest.raises(CannotDo, match="only one person sees"):
        rosa.use_shortcut("make_ticket", on=rosa.ephemerals()[0])
