"""Nothing that Slack did not sign, now, is read: 401, no listener runs, no row changes."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from sandbox.endpoint import FORM, JSON, signature
from tests.ingress.metrics import metric
from tests.support.desk import Desk
from tests.support.handmade import command_fields, message_event, signed_post
from tests.support.tables import fingerprint

Body = tuple[bytes, str]


def as_event(desk: Desk) -> Body:
    return json.dumps(message_event(desk, "rosa", "Forged")).encode(), JSON


def as_command(desk: Desk) -> Body:
    return urlencode(command_fields(desk, "ada", "admin add <@U00000ROSA>")).encode(), FORM


def as_payload(kind: str, **more: Any) -> Callable[[Desk], Body]:
    def make(desk: Desk) -> Body:
        company = desk.sandbox.admin.company()
        payload = {
            "type": kind,
            "team": {"id": company["team_id"]},
            "user": {"id": company["people"]["ben"], "team_id": company["team_id"]},
            "trigger_id": "1.1.forged",
            **more,
        }
        return urlencode({"payload": json.dumps(payload)}).encode(), FORM

    return make


CLICK = {"actions": [{"action_id": "ticket.claim", "block_id": "ticket/1/x/y", "value": "1"}]}
SURFACES: Mapping[str, Callable[[Desk], Body]] = {
    "event": as_event,
    "command": as_command,
    "click": as_payload("block_actions", **CLICK),
    "form": as_payload("view_submission", view={"id": "V1", "callback_id": "request.new", "state": {"values": {}}}),
    "options": as_payload("block_suggestion", action_id="ticket.assign", value="b"),
    "shortcut": as_payload("shortcut", callback_id="ticket.new"),
}

Forge = Callable[[Desk, Body], int]


def unsigned(desk: Desk, body: Body) -> int:
    headers = {"X-Slack-Signature": None, "X-Slack-Request-Timestamp": None}
    return signed_post(desk).send(*body, headers=headers).status_code


def without_signature(desk: Desk, body: Body) -> int:
    return signed_post(desk).send(*body, headers={"X-Slack-Signature": None}).status_code


def without_timestamp(desk: Desk, body: Body) -> int:
    return signed_post(desk).send(*body, headers={"X-Slack-Request-Timestamp": None}).status_code


def with_another_secret(desk: Desk, body: Body) -> int:
    return signed_post(desk, secret="not-the-secret-of-slack").send(*body).status_code


def with_an_empty_secret(desk: Desk, body: Body) -> int:
    now = str(int(time.time()))
    headers = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": signature("", now, body[0])}
    return signed_post(desk).send(*body, headers=headers).status_code


def with_a_changed_byte(desk: Desk, body: Body) -> int:
    now = str(int(time.time()))
    signed = signature(desk.sandbox.signing_secret, now, body[0])
    headers = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": signed}
    changed = body[0].replace(b"e", b"E", 1)
    return signed_post(desk).send(changed, body[1], headers=headers).status_code


def six_minutes_old(desk: Desk, body: Body) -> int:
    return signed_post(desk, age=360).send(*body).status_code


def six_minutes_early(desk: Desk, body: Body) -> int:
    return signed_post(desk, age=-360).send(*body).status_code


def dated(timestamp: str) -> Forge:
    def send(desk: Desk, body: Body) -> int:
        signed = signature(desk.sandbox.signing_secret, timestamp, body[0])
        headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signed}
        return signed_post(desk).send(*body, headers=headers).status_code

    return send


FORGERIES: Mapping[str, Forge] = {
    "unsigned": unsigned,
    "without signature": without_signature,
    "without timestamp": without_timestamp,
    "signed with another secret": with_another_secret,
    "signed with an empty secret": with_an_empty_secret,
    "with a changed byte": with_a_changed_byte,
    "six minutes old": six_minutes_old,
    "six minutes early": six_minutes_early,
    "dated abc": dated("abc"),
    "dated with nothing": dated(""),
    "dated 1e9": dated("1e9"),
    "dated -1": dated("-1"),
    "dated with more digits than a clock has": dated("9" * 400),
}


@pytest.mark.parametrize("surface", SURFACES)
def test_what_slack_did_not_sign_now_is_answered_401_and_changes_nothing(desk: Desk, surface: str) -> None:
    desk.settle()
    body = SURFACES[surface](desk)
    before, read_before = fingerprint(desk.engine), metric(desk, "deskbell_payloads_total")
    answers = {name: forge(desk, body) for name, forge in FORGERIES.items()}
    assert {name: status for name, status in answers.items() if status != 401} == {}
    assert fingerprint(desk.engine) == before
    assert metric(desk, "deskbell_payloads_total") == read_before


@pytest.mark.parametrize("is_signed", [True, False], ids=["signed", "unsigned"])
@pytest.mark.parametrize("smuggled", [{"ssl_check": "1"}, {"ssl_check": 1, "type": "ssl_check"}])
def test_ssl_check_opens_no_way_around_the_signature(desk: Desk, smuggled: dict[str, Any], is_signed: bool) -> None:
    desk.settle()
    before = fingerprint(desk.engine)
    send = signed_post(desk, secret=None if is_signed else "not-the-secret-of-slack")
    statuses = [
        send.send_json(smuggled).status_code,
        send.send_form({name: str(value) for name, value in smuggled.items()}).status_code,
    ]
    assert [status for status in statuses if status not in ((200,) if is_signed else (401,))] == []
    assert fingerprint(desk.engine) == before


def test_an_unsigned_command_or_click_with_ssl_check_beside_it_runs_no_listener(desk: Desk) -> None:
    desk.settle()
    before = fingerprint(desk.engine)
    forged = signed_post(desk, secret="not-the-secret-of-slack")
    click = as_payload("block_actions", **CLICK)(desk)[0] + b"&ssl_check=1"
    statuses = [
        forged.send_form(command_fields(desk, "ada", "list") | {"ssl_check": "1"}).status_code,
        forged.send_json(message_event(desk, "rosa", "Forged") | {"ssl_check": "1"}).status_code,
        forged.send(click, FORM).status_code,
    ]
    assert statuses == [401, 401, 401]
    assert fingerprint(desk.engine) == before


def test_a_signed_request_of_a_moment_ago_is_read(desk: Desk) -> None:
    answer = signed_post(desk, age=240).send_form(command_fields(desk, "rosa", "help"))
    assert answer.status_code == 200
    assert "What you can type" in answer.text
