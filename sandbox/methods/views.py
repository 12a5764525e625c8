"""`views.*`: modals opened with a trigger id, and Home tabs."""

import json

from sandbox.methods.registry import Call, Method
from sandbox.payload import Payload, Refusal
from sandbox.surfaces import View

MOST_VIEW_BYTES = 250_000


def open_view(call: Call) -> Payload:
    """Open a modal for the person whose trigger id this is."""
    body = _read_view(call)
    trigger = call.platform.triggers.exchange(call.args["trigger_id"])
    return _answer(call, call.platform.surfaces.open(trigger.user, body))


def push_view(call: Call) -> Payload:
    """Put a modal on top; the trigger id must come from within the open one."""
    body = _read_view(call)
    trigger = call.platform.triggers.exchange(call.args["trigger_id"])
    if trigger.view_id is None:
        raise Refusal("invalid_trigger_id")
    return _answer(call, call.platform.surfaces.push(trigger.user, body))


def update_view(call: Call) -> Payload:
    """Replace an open view, found by its id or external id, if it did not change since `hash`."""
    args = call.args
    view = call.platform.surfaces.find(view_id=args.get("view_id"), external_id=args.get("external_id"))
    return _answer(call, call.platform.surfaces.update(view, _read_view(call), if_hash=args.get("hash")))


def publish_view(call: Call) -> Payload:
    """Show a view on a person's Home tab."""
    if not call.platform.app.has_home_tab:
        raise Refusal("not_enabled")
    person = call.platform.workspace.people.get(call.args["user_id"])
    if person is None or person.deleted:
        raise Refusal("user_not_found")
    view = call.platform.surfaces.publish(person.id, _read_view(call), if_hash=call.args.get("hash"))
    return _answer(call, view)


def _read_view(call: Call) -> Payload:
    body: Payload = call.args["view"]
    if len(json.dumps(body)) > MOST_VIEW_BYTES:
        raise Refusal("view_too_large")
    return body


def _answer(call: Call, view: View) -> Payload:
    return {"view": call.platform.draw_view(view)}


METHODS = (
    Method("views.open", open_view, 4),
    Method("views.push", push_view, 4),
    Method("views.update", update_view, 4),
    Method("views.publish", publish_view, 4),
)
