"""Logs: lines for people on a terminal, JSON elsewhere, and no secret in either."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import QUIET_LOGGERS, configure_logs, redact

TOKEN = "xoxb-123-456-abcdef"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Put back what a test configures."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    levels = {name: logging.getLogger(name).level for name in QUIET_LOGGERS}
    yield
    root.handlers, root.level = handlers, level
    for name, quiet in levels.items():
        logging.getLogger(name).setLevel(quiet)
    structlog.reset_defaults()


def test_elsewhere_each_line_is_json() -> None:
    stream = io.StringIO()
    configure_logs(stream)

    structlog.stdlib.get_logger("bot.delivery").info("row.sent", kind="slack.post_reply")

    line = json.loads(stream.getvalue())
    assert (line["event"], line["kind"], line["level"]) == ("row.sent", "slack.post_reply", "info")
    assert line["at"].endswith("Z")


def test_on_a_terminal_lines_are_for_people() -> None:
    stream = Terminal()
    configure_logs(stream)

    structlog.stdlib.get_logger("bot").info("row.sent", kind="slack.post_reply")

    assert "row.sent" in stream.getvalue()
    with pytest.raises(json.JSONDecodeError):
        json.loads(stream.getvalue())


def test_other_packages_lines_look_the_same() -> None:
    stream = io.StringIO()
    configure_logs(stream)

    logging.getLogger("gunicorn.error").info("Listening at: %s", "http://127.0.0.1:3000")

    assert json.loads(stream.getvalue())["event"] == "Listening at: http://127.0.0.1:3000"


@pytest.mark.parametrize("name", QUIET_LOGGERS)
def test_chatty_packages_only_warn(name: str) -> None:
    stream = io.StringIO()
    configure_logs(stream)

    logging.getLogger(name).info("chat")
    logging.getLogger(name).warning("careful")

    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["careful"]


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()], ids=["json", "terminal"])
def test_a_token_is_redacted_wherever_it_is(stream: io.StringIO) -> None:
    configure_logs(stream)
    log = structlog.stdlib.get_logger("bot")

    log.info("said %s", TOKEN, given=TOKEN, nested={"deep": [TOKEN]})
    logging.getLogger("elsewhere").error("with %s", TOKEN)
    try:
        int(TOKEN)
    except ValueError:
        log.exception("failed")

    assert TOKEN not in stream.getvalue()
    assert "[redacted]" in stream.getvalue()


@pytest.mark.parametrize(
    ("secret", "left"),
    [
        ("xapp-1-A0-99-abcdef", "[redacted]"),
        ("xoxe.xoxp-1-abc", "[redacted]"),
        ("see https://hooks.slack.com/actions/T0/1/abc now", "see [redacted] now"),
        ('"response_url": "http://127.0.0.1:9/r/abc"', '"response_url[redacted]"'),
        ("postgresql://desk:hunter2@db/desk", "postgresql://[redacted]@db/desk"),
        ("Bearer sk_test_4eC39HqLyjWDarjtT1", "Bearer [redacted]"),
        ("rk_live_51H whsec_abc123", "[redacted] [redacted]"),
        ("GET /billing/gAAAAABn-_x/invoices/INV-2026-0001", "GET /billing/[redacted]/invoices/INV-2026-0001"),
    ],
)
def test_what_lets_somebody_in_is_redacted(secret: str, left: str) -> None:
    line = redact(secret)

    assert line == left


@pytest.mark.parametrize("line", ["xoxo to all", "https://slack.com/help", "at 12:30@noon", "a:b"])
def test_what_is_no_secret_stays(line: str) -> None:
    shown = redact(line)

    assert shown == line
