"""Reading the verified payloads of Slack. Only ids of team, person and channel in them are facts; the rest is input."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.desk.members import Told
from bot.errors import NotAllowed
from bot.services.desk import people, workspaces
from models.desk import Person, Workspace

Body = Mapping[str, Any]


class Surface(StrEnum):
    """Where a payload comes from, and so how its sender can be answered."""

    EVENT = "event"
    COMMAND = "command"
    ACTION = "action"
    FORM = "form"
    SHORTCUT = "shortcut"
    OTHER = "other"


def surface_of(body: Body) -> Surface:
    """Return where a payload comes from."""
    if "command" in body:
        return Surface.COMMAND
    surfaces = {
        "event_callback": Surface.EVENT,
        "block_actions": Surface.ACTION,
        "view_submission": Surface.FORM,
        "message_action": Surface.SHORTCUT,
        "shortcut": Surface.SHORTCUT,
    }
    return surfaces.get(str(body.get("type")), Surface.OTHER)


def delivery_id(body: Body) -> str:
    """Return what names this delivery: event id, else trigger id, else the view's id and hash."""
    if event_id := body.get("event_id"):
        return str(event_id)
    if trigger_id := body.get("trigger_id"):
        return str(trigger_id)
    view: Body = body["view"]
    return f"{view['id']}/{view['hash']}"


def told(body: Body) -> Told:
    """Return what an event says of itself."""
    event: Body = body["event"]
    return Told(str(body["event_id"]), str(event["event_ts"]), event.get("inviter"))


def slack_team_id(body: Body) -> str:
    """Return the workspace the payload was sent to."""
    authorizations = body.get("authorizations") or ()
    if authorizations and authorizations[0].get("team_id"):
        return str(authorizations[0]["team_id"])  # in a shared channel, the event's own team may be another company's
    team = body.get("team") or {}
    return str(body.get("team_id") or team.get("id"))


def slack_user_id(body: Body) -> str:
    """Return who clicked, typed or sent the form."""
    user = body.get("user") or {}
    return str(body.get("user_id") or user["id"])


def slack_channel_id(body: Body) -> str | None:
    """Return where they did, or None for a form."""
    channel = body.get("channel") or {}
    found = body.get("channel_id") or channel.get("id")
    return None if found is None else str(found)


def get_workspace(session: Session, body: Body) -> Workspace:
    """Return the workspace of a payload. Raises: NotFound, when Deskbell is not installed there."""
    return workspaces.get_workspace(session, slack_team_id(body))


def get_actor(session: Session, body: Body, *, now: datetime) -> Person:
    """Return who acts, made as a stub when never seen; their team comes from the payload.

    Raises: NotAllowed, when the payload says another company than this person is known to belong to: ids of people are
        unique within a team only. In an Enterprise Grid one person belongs to several, so there it says nothing.
    """
    user = body.get("user") or {}
    team = user.get("team_id") if isinstance(user, Mapping) else None
    workspace = get_workspace(session, body)
    person = people.get_or_stub(session, workspace, slack_user_id(body), slack_team_id=team, now=now)
    if team is not None and person.slack_team_id not in {None, team} and not body.get("enterprise"):
        raise NotAllowed
    return person
