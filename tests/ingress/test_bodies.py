"""What is signed but cannot be read, or is read and means nothing here."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from models.desk import Message, Ticket
from sandbox.endpoint import FORM, JSON
from tests.ingress.metrics import address, metric
from tests.support import plain_http
from tests.support.desk import Desk
from tests.support.handmade import command_fields, message_event, signed_post
from tests.support.tables import fingerprint

UNREADABLE = {
    "half a JSON object": (b'{"type": "event_callback"', JSON),
    "a JSON list": (b"[1, 2]", JSON),
    "a JSON text": (b'"event_callback"', JSON),
    "a JSON number": (b"1", JSON),
    "null": (b"null", JSON),
    "an empty object": (b"{}", JSON),
    "nothing": (b"", JSON),
    "nothing as a form": (b"", FORM),
    "a form whose payload is no JSON": (b"payload=%7Bhalf", FORM),
    "a form whose payload is empty": (b"payload=", FORM),
    "a form whose payload is a list": (b"payload=%5B1%5D", FORM),
    "JSON nested too deep to read": (b"[" * 100_000, JSON),
    "a number too long to read": (b'{"a": ' + b"1" * 10_000 + b"}", JSON),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_body_that_cannot_be_read_is_answered_400_and_changes_nothing(desk: Desk, what: str) -> None:
    desk.settle()
    before = fingerprint(desk.engine)
    answer = signed_post(desk).send(*UNREADABLE[what])
    assert answer.status_code == 400
    assert fingerprint(desk.engine) == before


@pytest.mark.parametrize(
    "body",
    [
        {"type": "event_callback", "event": {"type": "emoji_changed"}},
        {"type": "block_actions", "actions": [{"action_id": "nobody.knows", "block_id": "x", "type": "button"}]},
        {"type": "view_submission", "view": {"id": "V1", "type": "modal", "callback_id": "nobody.knows"}},
        {"type": "something_new"},
        {"surprise": True},
    ],
    ids=lambda body: str(body.get("type")),
)
def test_what_nobody_listens_to_is_answered_200_and_counted(desk: Desk, body: dict[str, object]) -> None:
    company = desk.sandbox.admin.company()
    about = {
        "team_id": company["team_id"],
        "team": {"id": company["team_id"]},
        "user": {"id": company["people"]["ben"]},
        "event_id": f"Ev{uuid4().hex}",
        "authorizations": [{"team_id": company["team_id"]}],
    }
    before = metric(desk, "deskbell_payloads_total", outcome="unhandled")
    answer = signed_post(desk).send_json(about | body)
    assert answer.status_code == 200
    assert metric(desk, "deskbell_payloads_total", outcome="unhandled") == before + 1


def test_slacks_question_whether_the_address_is_ours_is_answered(desk: Desk) -> None:
    answer = signed_post(desk).send_json({"type": "url_verification", "challenge": "prove-it", "token": "x"})
    assert answer.status_code == 200
    assert "prove-it" in answer.text


@pytest.mark.parametrize("text", ["show payload", "new payload size", "payload"])
def test_a_command_that_says_payload_is_answered(desk: Desk, text: str) -> None:
    answer = signed_post(desk).send_form(command_fields(desk, "rosa", text))
    assert answer.status_code == 200
    assert answer.json()["response_type"] == "ephemeral"


def test_a_body_larger_than_slack_ever_sends_is_refused_unread(desk: Desk) -> None:
    answer = signed_post(desk).send_json(message_event(desk, "rosa", "a" * 2**20))
    assert answer.status_code == 413


def test_a_nul_in_a_message_becomes_the_replacement_character(desk: Desk) -> None:
    event = message_event(desk, "rosa", "before\0after")
    assert "\\u0000" in json.dumps(event)
    assert signed_post(desk).send_json(event).status_code == 200
    with desk.sessions.begin() as session:
        text = session.scalars(select(Message.text).where(Message.ts == event["event"]["ts"])).one()
    desk.settle()
    assert text == "before\ufffdafter"


def test_a_backslash_u0000_that_somebody_typed_stays_what_they_typed(desk: Desk) -> None:
    event = message_event(desk, "rosa", "printf '\\u0000'")
    assert signed_post(desk).send_json(event).status_code == 200
    with desk.sessions.begin() as session:
        text = session.scalars(select(Message.text).where(Message.ts == event["event"]["ts"])).one()
    assert text == "printf '\\u0000'"


def test_half_a_surrogate_pair_in_a_message_does_not_lose_the_ticket(desk: Desk) -> None:
    event = message_event(desk, "rosa", "broken \ud83d emoji")
    assert signed_post(desk).send_json(event).status_code == 200
    with desk.sessions.begin() as session:
        ticket = session.scalar(select(Ticket).where(Ticket.requester_thread_ts == event["event"]["ts"]))
    assert ticket is not None


def test_bytes_that_are_no_text_are_not_what_slack_signs(desk: Desk) -> None:
    assert signed_post(desk).send(b"\xff\xfe\x00", JSON).status_code == 401


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_post_is_taken_from_slack(desk: Desk, method: str) -> None:
    assert plain_http.request(method, address(desk, "/slack/events")).status_code == 405
