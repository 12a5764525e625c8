"""Forms: modals filled in, sent and closed."""

import json
import re
from typing import Any

from sandbox import interactivity
from sandbox.deeds import filling
from sandbox.deeds.stage import CannotDo, get_view
from sandbox.elements import STATE_FIELDS, interactive_elements, is_empty
from sandbox.payload import Payload, Refusal
from sandbox.platform import Platform
from sandbox.replies import Reply
from sandbox.strictness import view_problems
from sandbox.surfaces import View
from sandbox.workspace import Person

MISSING = "Please complete this required field."
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
WEB = re.compile(r"https?://\S+")


async def modal(platform: Platform, person: Person, _ask: Payload) -> Payload:
    """Look at the modal in front, if one is open."""
    view = platform.surfaces.top(person.id)
    return {"view": platform.draw_view(view) if view is not None else None}


async def fill(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Fill `values` (by block id or action id) into the modal in front without sending it."""
    view = get_view(platform, person, "modal")
    filling.fill(platform, person, view, ask["values"])
    platform.surfaces.note_filled(view, by=ask.get("by", ""))
    return {"view": platform.draw_view(view)}


async def submit(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Fill `values` (by block id or action id) into the modal in front and send it.

    What Slack's own client would complain about is answered as `errors` and not sent. `by` names who filled it in.
    """
    view = get_view(platform, person, "modal")
    if not view.body.get("submit"):
        raise CannotDo("this modal has no button to send it")
    filling.fill(platform, person, view, ask.get("values", {}))
    complaints = complaints_about(view)
    platform.surfaces.note_filled(view, by=ask.get("by", ""), errors=complaints)
    if complaints:
        return {"outcome": "errors", "errors": complaints, "status": None, "view": platform.draw_view(view)}
    reply = await interactivity.send_submission(platform, person, view)
    outcome = _apply(platform, view, reply)
    front = platform.surfaces.top(person.id)
    status = reply.status if reply is not None else None
    return {"errors": {}, "view": platform.draw_view(front) if front is not None else None, "status": status} | outcome


async def close_modal(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Close the modal in front, or all of them with `clear`; the app is told where it asked to be."""
    view = get_view(platform, person, "modal")
    is_cleared = bool(ask.get("clear")) or bool(view.body.get("clear_on_close"))
    surfaces = platform.surfaces
    closed = surfaces.close_all(person.id) if is_cleared else [each for each in [surfaces.close_top(person.id)] if each]
    status = None
    for each in closed:
        if each.body.get("notify_on_close"):
            reply = await interactivity.send_closed(platform, person, each, is_cleared=is_cleared)
            status = reply.status if reply is not None else None
    return {"status": status}


def complaints_about(view: View) -> dict[str, str]:
    """Return what Slack's client says about the fields before it sends a form: `{block_id: words}`."""
    found: dict[str, str] = {}
    for block, element in interactive_elements(view.blocks):
        if block["type"] != "input":
            continue
        state = view.values[block["block_id"]][element["action_id"]]
        if is_empty(state):
            complaint = None if block.get("optional") else MISSING
        else:
            complaint = _complaint(element, state[STATE_FIELDS[element["type"]][0]])
        if complaint is not None:
            found[block["block_id"]] = complaint
    return found


def _complaint(element: Payload, value: Any) -> str | None:
    match element["type"]:
        case "plain_text_input":
            return _complaint_about_length(element, len(str(value)))
        case "email_text_input":
            return None if EMAIL.fullmatch(value) else "Please enter a valid email address."
        case "url_text_input":
            return None if WEB.fullmatch(value) else "Please enter a valid URL."
        case "number_input":
            return _complaint_about_number(element, str(value))
    return None


def _complaint_about_length(element: Payload, length: int) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    return None if least <= length <= most else f"This must be between {least} and {most} characters long."


def _complaint_about_number(element: Payload, value: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return "Please enter a valid number."
    least, most = float(element.get("min_value", "-inf")), float(element.get("max_value", "inf"))
    return None if least <= float(value) <= most else f"This must be between {least:g} and {most:g}."


def _apply(platform: Platform, view: View, reply: Reply | None) -> Payload:
    """Do to the modals what the app answered, and say what came of it."""
    if reply is None or reply.status != 200:
        return {"outcome": "failed", "reason": "We had some trouble connecting. Try again?"}
    try:
        answer = json.loads(reply.body) if reply.body.strip() else {}
        return _follow(platform, view, answer)
    except (ValueError, KeyError, Refusal) as error:
        return {"outcome": "failed", "reason": f"the app's answer is not one Slack takes: {error}"}


def _follow(platform: Platform, view: View, answer: Payload) -> Payload:
    match answer.get("response_action"):
        case None:
            platform.surfaces.close_top(view.user)
            return {"outcome": "closed"}
        case "clear":
            platform.surfaces.close_all(view.user)
            return {"outcome": "closed"}
        case "errors":
            errors = _checked_errors(view, answer["errors"])
            platform.surfaces.note_errors(view, errors)
            return {"outcome": "errors", "errors": errors}
        case "update":
            platform.surfaces.update(view, _checked_view(answer["view"]))
            return {"outcome": "updated"}
        case "push":
            platform.surfaces.push(view.user, _checked_view(answer["view"]))
            return {"outcome": "pushed"}
        case other:
            raise ValueError(f"unknown response_action {other!r}")


def _checked_errors(view: View, errors: dict[str, str]) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    strangers = set(errors) - inputs
    if not errors or strangers:
        raise ValueError(f"errors must name input blocks of the view, not {sorted(strangers)}")
    return errors


def _checked_view(body: Payload) -> Payload:
    problems = view_problems(body)
    if problems or body.get("type") != "modal":
        raise ValueError("; ".join(problems) or "the view is not a modal")
    return body


DEEDS = {"modal": modal, "fill": fill, "submit": submit, "close_modal": close_modal}
