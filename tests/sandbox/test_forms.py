"""Modals open with a fresh trigger id, keep what was typed, and follow the app's answers."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.actor import Actor
from sandbox.deeds.stage import CannotDo
from sandbox.seen import View
from sandbox.server import SandboxServer
from sandbox.triggers import Triggers
from tests.sandbox.conftest import button, form, text_input
from tests.sandbox.listening_app import Answer, ListeningApp
from tests.support.contracts import check_inbound

CANCEL = {"close": {"type": "plain_text", "text": "Cancel"}}


@pytest.fixture
def rosa(sandbox: SandboxServer) -> Actor:
    return sandbox.actor("rosa")


def fresh_trigger(app: ListeningApp, rosa: Actor) -> str:
    rosa.command("/desk", "new")
    return str(app.last("slash_command")["trigger_id"])


def trigger_in_modal(app: ListeningApp, rosa: Actor) -> str:
    rosa.click_in_modal("more")
    return str(app.last("block_actions")["trigger_id"])


def open_form(web: WebClient, app: ListeningApp, rosa: Actor, **more: Any) -> View:
    view = form(text_input(), button("more"), **more)
    web.views_open(trigger_id=fresh_trigger(app, rosa), view=view)
    opened = rosa.modal
    assert opened is not None
    return opened


def refusal(error: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(error.value.response["error"])


def test_a_sent_form_follows_the_contract_and_closes(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa, private_metadata="IT-1")

    answer = rosa.submit({"summary": "printer on fire"})

    payload = app.last("view_submission")
    assert check_inbound("view_submission", payload) == []
    typed = {"type": "plain_text_input", "value": "printer on fire"}
    assert payload["view"]["state"]["values"] == {"summary": {"typed": typed}}
    assert (payload["view"]["callback_id"], payload["view"]["private_metadata"]) == ("new", "IT-1")
    assert (answer.outcome, rosa.modal) == ("closed", None)


def test_a_trigger_id_works_once(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    trigger_id = fresh_trigger(app, rosa)
    web.views_open(trigger_id=trigger_id, view=form(text_input()))

    with pytest.raises(SlackApiError) as refused:
        web.views_open(trigger_id=trigger_id, view=form(text_input()))

    assert refusal(refused) == "exchanged_trigger_id"


def test_a_trigger_id_lives_three_seconds(
    sandbox: SandboxServer, web: WebClient, app: ListeningApp, rosa: Actor
) -> None:
    later = [0.0]
    sandbox.platform.triggers = Triggers(now=lambda: later[0])
    trigger_id = fresh_trigger(app, rosa)
    later[0] = 3.1

    with pytest.raises(SlackApiError) as refused:
        web.views_open(trigger_id=trigger_id, view=form(text_input()))

    assert refusal(refused) == "expired_trigger_id"


def test_nobody_can_make_trigger_ids_up(web: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        web.views_open(trigger_id="1.2.abc", view=form(text_input()))

    assert refusal(refused) == "invalid_trigger_id"


def test_a_required_field_must_be_filled(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa)

    answer = rosa.submit()

    assert answer.errors == {"summary": "Please complete this required field."}
    assert "view_submission" not in [each.kind for each in app.received]


@pytest.mark.parametrize(
    ("element", "typed", "complaint"),
    [
        ({"type": "plain_text_input", "min_length": 5}, "abc", "between 5 and 3000"),
        ({"type": "plain_text_input", "max_length": 2}, "abc", "between 0 and 2"),
        ({"type": "email_text_input"}, "nobody", "valid email"),
        ({"type": "url_text_input"}, "nowhere", "valid URL"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "valid number"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "1"}, "1.5", "between -inf and 1"),
    ],
)
def test_slacks_client_complains_before_the_app_can(
    web: WebClient, app: ListeningApp, rosa: Actor, element: dict[str, Any], typed: str, complaint: str
) -> None:
    view = form(text_input(element=element | {"action_id": "typed"}))
    web.views_open(trigger_id=fresh_trigger(app, rosa), view=view)

    answer = rosa.submit({"typed": typed})

    assert complaint in answer.errors["summary"]
    assert answer.status is None


def test_a_field_that_is_not_there_cannot_be_filled(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa)

    with pytest.raises(CannotDo, match="no field 'colour' in this modal; there are: summary/typed"):
        rosa.submit({"colour": "red"})


def test_errors_of_the_app_leave_the_form_open(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa)
    app.answer = lambda _request: Answer(body={"response_action": "errors", "errors": {"summary": "Too vague"}})

    answer = rosa.submit({"summary": "it"})

    assert (answer.outcome, answer.errors) == ("errors", {"summary": "Too vague"})
    assert rosa.modal is not None


@pytest.mark.parametrize(
    "body",
    [
        {"response_action": "errors", "errors": {"colour": "There is no such block"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "explode"},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "update"},
    ],
)
def test_an_answer_slack_does_not_take_fails(
    web: WebClient, app: ListeningApp, rosa: Actor, body: dict[str, Any]
) -> None:
    open_form(web, app, rosa)
    app.answer = lambda _request: Answer(body=body)

    answer = rosa.submit({"summary": "it"})

    assert answer.outcome == "failed"
    assert rosa.modal is not None


def test_an_answer_can_replace_the_form(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    opened = open_form(web, app, rosa)
    app.answer = lambda _request: Answer(body={"response_action": "update", "view": form(text_input("details"))})

    answer = rosa.submit({"summary": "it"})

    assert answer.view is not None
    assert (answer.outcome, answer.view.id, list(answer.view.values)) == ("updated", opened.id, ["details"])


def test_an_answer_can_put_a_form_on_top_or_clear_all(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    opened = open_form(web, app, rosa)
    app.answer = lambda _request: Answer(body={"response_action": "push", "view": form(text_input("details"))})
    pushed = rosa.submit({"summary": "it"})
    app.answer = lambda _request: Answer(body={"response_action": "clear"})
    cleared = rosa.submit({"details": "all of it"})

    assert pushed.view is not None
    assert pushed.view.raw["previous_view_id"] == pushed.view.raw["root_view_id"] == opened.id
    assert (cleared.outcome, rosa.modal) == ("closed", None)


def test_a_server_error_leaves_the_form_open(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa)
    app.answer = lambda _request: Answer(status=500)

    answer = rosa.submit({"summary": "it"})

    assert (answer.outcome, answer.status) == ("failed", 500)
    assert rosa.modal is not None


@pytest.mark.parametrize(("notify", "told"), [(True, 1), (False, 0)])
def test_the_app_hears_of_a_closed_form_if_it_asked(
    web: WebClient, app: ListeningApp, rosa: Actor, *, notify: bool, told: int
) -> None:
    open_form(web, app, rosa, notify_on_close=notify, **CANCEL)

    rosa.close_modal()

    heard = [each.payload for each in app.received if each.kind == "view_closed"]
    assert [problem for each in heard for problem in check_inbound("view_closed", each)] == []
    assert (len(heard), rosa.modal) == (told, None)


def test_at_most_three_forms_are_stacked(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    view = form(text_input(), button("more"))
    open_form(web, app, rosa)
    for _ in range(2):
        web.views_push(trigger_id=trigger_in_modal(app, rosa), view=view)

    with pytest.raises(SlackApiError) as refused:
        web.views_push(trigger_id=trigger_in_modal(app, rosa), view=view)

    assert refusal(refused) == "push_limit_reached"


def test_a_push_needs_a_trigger_from_within_a_form(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa)

    with pytest.raises(SlackApiError) as refused:
        web.views_push(trigger_id=fresh_trigger(app, rosa), view=form(text_input()))

    assert refusal(refused) == "invalid_trigger_id"


def test_an_update_keeps_what_was_typed_where_the_ids_stay(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    view = form(text_input(), text_input("other"))
    opened = web.views_open(trigger_id=fresh_trigger(app, rosa), view=view)["view"]
    rosa.submit({"summary": "so far"})  # not sent, as the other field is empty

    web.views_update(view_id=opened["id"], hash=opened["hash"], view=form(text_input(), text_input("new")))

    kept = rosa.modal
    assert kept is not None
    assert kept.values["summary"]["typed"]["value"] == "so far"
    assert kept.values["new"]["typed"]["value"] is None


def test_an_update_with_an_old_hash_is_refused(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    opened = open_form(web, app, rosa)
    web.views_update(view_id=opened.id, view=form(text_input("second")))

    with pytest.raises(SlackApiError) as refused:
        web.views_update(view_id=opened.id, hash=opened.raw["hash"], view=form(text_input("third")))

    assert refusal(refused) == "hash_conflict"


def test_views_are_found_by_their_external_id(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa, external_id="ours")

    web.views_update(external_id="ours", view=form(text_input("second"), external_id="ours"))

    assert rosa.modal is not None
    assert list(rosa.modal.values) == ["second"]


def test_a_closed_view_is_not_found(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    opened = open_form(web, app, rosa)
    rosa.close_modal()

    with pytest.raises(SlackApiError) as refused:
        web.views_update(view_id=opened.id, view=form(text_input()))

    assert refusal(refused) == "not_found"


def test_a_choice_in_a_form_is_sent_as_slack_sends_it(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    picker = {"type": "users_select", "action_id": "who"}
    section = {"type": "section", "block_id": "s", "text": {"type": "mrkdwn", "text": "Who?"}, "accessory": picker}
    web.views_open(trigger_id=fresh_trigger(app, rosa), view=form(section, text_input()))

    rosa.choose_in_modal("who", "U000000BEN")

    payload = app.last("block_actions")
    assert check_inbound("block_actions", payload) == []
    assert payload["container"]["type"] == "view"
    assert payload["view"]["state"]["values"]["s"]["who"]["selected_user"] == "U000000BEN"


def test_what_is_filled_in_goes_with_the_next_press(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa)

    filled = rosa.fill({"summary": "half a sentence"})
    rosa.click_in_modal("more")

    assert filled.values["summary"]["typed"]["value"] == "half a sentence"
    assert app.last("block_actions")["view"]["state"]["values"] == filled.values
    assert [each.kind for each in app.received if each.kind == "view_submission"] == []


def test_an_emptied_field_holds_nothing(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa)
    rosa.fill({"summary": "something"})

    emptied = rosa.fill({"summary": ""})

    assert emptied.values["summary"]["typed"]["value"] is None


def test_a_quiet_input_tells_the_app_nothing(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa)

    answer = rosa.choose_in_modal("typed", "words")

    assert answer.is_quiet
    assert "block_actions" not in [each.kind for each in app.received]


def test_nothing_can_be_sent_where_no_form_is_open(rosa: Actor) -> None:
    with pytest.raises(CannotDo, match="rosa has no modal open"):
        rosa.submit()


def test_a_broken_view_is_refused_with_reasons(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    title = {"type": "plain_text", "text": "x" * 25}

    with pytest.raises(SlackApiError) as refused:
        web.views_open(trigger_id=fresh_trigger(app, rosa), view=form(text_input()) | {"title": title})

    assert refusal(refused) == "invalid_arguments"
    assert "/title" in str(refused.value.response["response_metadata"]["messages"])
