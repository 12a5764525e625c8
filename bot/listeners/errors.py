"""What people and Slack are answered when a listener raises: the one place that translates errors.

A refusal is an answer like any other: 200, with its words where the person looks. Anything else is kept, logged under
a reference, and answered so that nothing is lost: 500 to an event or a click (Slack sends events again and marks clicks
as failed), but 200 to a command or a form, because Slack hides the body of any other answer, and the reference with it.
"""

import traceback
from collections.abc import Callable
from typing import Any

import structlog
from slack_bolt import App, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.desk.instants import Clock
from bot.errors import DeliveryAlreadySeen, FieldsRefused, NotFound, Refusal
from bot.gateways.database import Sessions
from bot.listeners import deliveries, payloads
from bot.listeners.payloads import Body, Surface
from bot.services.desk import deliveries as kept_deliveries
from bot.views.desk import answers

log = structlog.get_logger()

Count = Callable[[str], None]
"""Counts a payload by what became of it: `unhandled`, `refused` or `failed`."""


def register(app: App, sessions: Sessions, clock: Clock, count: Count) -> None:
    """Have every error of every listener answered here."""

    @app.error
    def answer(error: Exception, body: dict[str, Any]) -> BoltResponse:
        match error:
            case DeliveryAlreadySeen():
                return BoltResponse(status=200)
            case BoltUnhandledRequestError():
                count("unhandled")
                return BoltResponse(status=200)
            case Refusal():
                count("refused")
                return answer_refusal(error, body)
            case _:
                count("failed")
                return answer_failure(error, body, sessions, clock)


def answer_refusal(error: Refusal, body: Body) -> BoltResponse:
    """Return the answer that shows a refusal; who clicked is told by message instead."""
    match payloads.surface_of(body), error:
        case Surface.COMMAND, _:
            return _json(answers.refusal(str(error)).as_ephemeral())
        case Surface.FORM, FieldsRefused(errors=errors):
            return _json({"response_action": "errors", "errors": errors})
        case Surface.FORM, _:
            return _json(_form_errors(body, str(error)))
        case _:
            return BoltResponse(status=200)


def answer_failure(error: Exception, body: Body, sessions: Sessions, clock: Clock) -> BoltResponse:
    """Keep the body, log where it failed, and return the answer that shows the reference."""
    surface = payloads.surface_of(body)
    reference = _keep(error, body, sessions, clock)
    log.error("delivery failed", reference=reference, surface=surface, error=place_of(error))
    match surface:
        case Surface.COMMAND:
            return _json(answers.failure(reference).as_ephemeral())
        case Surface.FORM:
            return _json(_form_errors(body, answers.failure(reference).text))
        case _:
            return BoltResponse(status=500)


def place_of(error: BaseException) -> str:
    """Return an exception's class and the line it came from; never its text, which may quote people."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__module__}.{type(error).__qualname__}{where}"


def _keep(error: Exception, body: Body, sessions: Sessions, clock: Clock) -> str | None:
    """Keep the body in a transaction of its own; return its reference, or None when the database is away too."""
    try:
        with sessions.begin() as session:
            workspace_id = payloads.get_workspace(session, body).id
            name = payloads.delivery_id(body)
            reference = kept_deliveries.keep_failed(
                session, name, body, workspace_id=workspace_id, error=place_of(error), now=clock()
            )
            if payloads.surface_of(body) in (Surface.ACTION, Surface.SHORTCUT):
                deliveries.tell(session, body, answers.failure(reference).text, now=clock())
    except (SQLAlchemyError, NotFound, KeyError):
        return None
    return reference


def _form_errors(body: Body, text: str) -> dict[str, Any]:
    """Return an answer that shows `text` under the first input of the form and keeps what was typed.

    A page that only asks whether to go on has no input: what is said takes its place.
    """
    blocks = body["view"]["blocks"]
    first_input = next((block["block_id"] for block in blocks if block["type"] == "input"), None)
    if first_input is None:
        return {"response_action": "update", "view": answers.refusal_page(text)}
    return {"response_action": "errors", "errors": {first_input: text}}


def _json(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=body)
