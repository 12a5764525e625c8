"""The live stream: server-sent events that tell a page what changed for the person it shows.

Each event is one JSON object: `{"changes": […]}` with things drawn as they are now, or `{"reset": true}` when the page
is so far behind that it must read everything again. An event's id is a cursor, which the browser sends back as
`Last-Event-ID` when the connection was lost.
"""

import asyncio
import json
from collections.abc import AsyncIterator

from sandbox.changes import Change
from sandbox.page import seeing
from sandbox.page.readings import Readings
from sandbox.page.scenes import draw_scenes
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.wire import WireEntry
from sandbox.workspace import Person

HEARTBEAT_SECONDS = 15.0
GATHER_SECONDS = 0.015


async def stream_changes(platform: Platform, person: Person, readings: Readings, *, after: str) -> AsyncIterator[str]:
    """Yield the text of the events after a cursor, and a comment now and then so that a dead connection is noticed."""
    changes = platform.changes
    epoch, _, number_text = after.rpartition("-")
    number = int(number_text) if epoch == changes.epoch and number_text.isdigit() else -1
    yield "retry: 500\n\n"
    while not changes.is_closed:
        fresh = changes.after(number) if number >= 0 else None
        number = changes.last_number
        cursor = f"{changes.epoch}-{number}"
        if fresh is None:
            yield _event(cursor, {"reset": True})
        elif drawn := draw_changes(platform, person, readings, fresh):
            yield _event(cursor, {"changes": drawn})
        elif not fresh:
            yield ": still here\n\n"
        await changes.wait(number, HEARTBEAT_SECONDS)
        await asyncio.sleep(GATHER_SECONDS)


def draw_changes(platform: Platform, person: Person, readings: Readings, changes: list[Change]) -> list[Payload]:
    """Return the changes this person may know of, each thing once, drawn as it is now."""
    latest = {(each.kind, each.channel, each.ts): each for each in changes if each.user in {None, person.id}}
    drawn = (_draw(platform, person, readings, each) for each in latest.values())
    return [each for each in drawn if each is not None]


def draw_entry(number: int, entry: WireEntry) -> Payload:
    """Return one line of the wire, without what was said."""
    return {
        "number": number,
        "direction": entry.direction,
        "kind": entry.kind,
        "status": entry.status,
        "error": entry.error or _refusal(entry),
        "at": entry.at.isoformat(),
        "is_retry": "X-Slack-Retry-Num" in entry.headers,
    }


def _refusal(entry: WireEntry) -> str | None:
    """Return the error of a call that Slack answered with `ok: false`."""
    is_refused = isinstance(entry.answer, dict) and entry.answer.get("ok") is False
    return str(entry.answer.get("error")) if is_refused else None


def _draw(platform: Platform, person: Person, readings: Readings, change: Change) -> Payload | None:
    match change.kind:
        case "message" | "ephemeral":
            return _draw_message(platform, person, readings, change)
        case "reading" if change.channel is not None:
            channel = platform.workspace.channels[change.channel]
            drawn = seeing.draw_channel(platform, person, channel, readings)
            return {"kind": "reading", "channel": drawn}
        case "modal" | "home":
            return {"kind": "views", **seeing.views(platform, person)}
        case "wire":
            entry = platform.wire.find(int(change.ts or 0))
            return {"kind": "wire", "entry": draw_entry(int(change.ts or 0), entry)} if entry is not None else None
        case "typed":
            shared = platform.unfurls.find(change.ts or "")
            return {"kind": "typed", "unfurl_id": change.ts, "previews": shared.draw() if shared is not None else []}
        case "scene":
            return {"kind": "scenes", "scenes": draw_scenes(platform)}
        case _:
            return {"kind": "company"}


def _draw_message(platform: Platform, person: Person, readings: Readings, change: Change) -> Payload | None:
    channel = platform.workspace.channels.get(change.channel or "")
    if channel is None or change.ts is None or person.id not in channel.members:
        return None
    found = channel.messages.get(change.ts) or platform.find_ephemeral(channel.id, change.ts)
    return {
        "kind": "message",
        "ts": change.ts,
        "message": seeing.draw_message(platform, person, found, readings) if found is not None else None,
        "channel": seeing.draw_channel(platform, person, channel, readings),
    }


def _event(cursor: str, body: Payload) -> str:
    return f"id: {cursor}\ndata: {json.dumps(body)}\n\n"
