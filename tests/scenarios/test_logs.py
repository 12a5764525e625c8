"""What the logs of a whole run say, and what they never say."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import Engine

from bot.gateways.database import Sessions
from bot.logs import configure_logs
from bot.manifest import Transport
from bot.views.desk.action_ids import ActionId
from tests.support.cases import open_case
from tests.support.desk import Desk, running_desk
from tests.support.handmade import command_fields, message_event, send_down_the_socket, signed_post

WORDS = "xylophone"
"""Said in every message, command and note; it is nowhere in the code."""


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that is logged at INFO, as a role logs it."""
    root = logging.getLogger()
    handlers, level, config = list(root.handlers), root.level, structlog.get_config()
    stream = io.StringIO()
    configure_logs(stream, level=logging.INFO)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**config)


def test_no_token_no_secret_and_no_word_of_anybody_is_logged_in_a_whole_run(
    sessions: Sessions, engine: Engine, transport: Transport, logged: io.StringIO
) -> None:
    with running_desk(sessions, engine, transport=transport) as desk:
        desk.set_up()
        play_a_day(desk)
        {Transport.HTTP: forge_requests, Transport.SOCKET: send_oddities}[transport](desk)
        secrets = [desk.sandbox.bot_token, desk.sandbox.app_token, desk.sandbox.signing_secret]
        secrets += ["/response/", "xoxb-", "xapp-", "ticket="]
    lines = logged.getvalue()
    assert "outbox.sent" in lines
    assert [secret for secret in [*secrets, WORDS] if secret in lines] == []


def play_a_day(desk: Desk) -> None:
    """Do a little of everything, mishaps included."""
    desk.sandbox.admin.add_fault("answer_lost", on="chat.postMessage", times=1)
    desk.sandbox.admin.add_fault("server_error", on="chat.update", times=1)
    case = open_case(desk, f"My {WORDS} is broken")
    case.answer(f":lock: {WORDS} player")
    case.answer(f"Which {WORDS}?")
    case.ask(f"The big {WORDS}")
    case.click(ActionId.CLAIM_TICKET)
    desk.actor("rosa").command("/desk", f"new {WORDS}")
    desk.actor("rosa").command("/desk", f"{WORDS} show")
    desk.actor("rosa").command("/desk", f"show {WORDS}")
    desk.settle()


def forge_requests(desk: Desk) -> None:
    """Send what Slack did not, and what it never would."""
    forged = signed_post(desk, secret="not-the-secret-of-slack")
    forged.send_form(command_fields(desk, "ada", f"new {WORDS}"))
    forged.send_json(message_event(desk, "rosa", WORDS))
    signed_post(desk).send(f'{{"text": "{WORDS}"'.encode(), "application/json")
    signed_post(desk).send_json({"type": "event_callback", "event": {"type": WORDS}})
    signed_post(desk).send_json(message_event(desk, "rosa", WORDS) | {"event": {"type": "message", "text": WORDS}})
    desk.settle()


def send_oddities(desk: Desk) -> None:
    """Send what Slack never would, down the socket; and have the socket fail."""
    send_down_the_socket(desk, "events_api", {"type": "event_callback", "event": {"type": WORDS}})
    send_down_the_socket(desk, "events_api", message_event(desk, "rosa", WORDS) | {"event": {"type": "message"}})
    send_down_the_socket(desk, WORDS, {WORDS: WORDS})
    desk.sandbox.admin.add_fault("refusal", on="apps.connections.open", error="internal_error", times=2)
    desk.sandbox.admin.add_fault("disconnect", on="message")
    desk.actor("rosa").post("it-help", f"Another {WORDS}")
    desk.settle()
