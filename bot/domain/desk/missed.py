"""What was missed: comparing what Slack has with what was received, and saying the difference as events.

Slack repeats an event for about six minutes. After a longer outage the conversations themselves are read, and what is
found comes in through the same door as if its event had arrived.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.domain.desk import incoming
from bot.domain.desk.incoming import Event
from bot.domain.desk.instants import is_newer


@dataclass(frozen=True)
class Stretch:
    """A piece of the top level of a channel, or of a thread in it.

    Attributes:
        channel_type: what Slack's events call the kind of channel: `channel`, `group` or `im`.
        after: the `ts` that every message meant is later than.
        before: the `ts` that every message meant is earlier than.
    """

    slack_channel_id: str
    channel_type: str
    after: str
    before: str


@dataclass(frozen=True)
class Received:
    """A message of the stretch that we have. `edited_ts` is that of the newest edit we have, None if there was none."""

    edited_ts: str | None
    is_deleted: bool


def missed_events(stretch: Stretch, read: Sequence[Event], received: Mapping[str, Received]) -> list[dict[str, Any]]:
    """Return an event for each thing people did in a stretch that we do not know of, oldest first.

    Args:
        stretch: the piece of the conversation that was read, as a whole.
        read: its messages as Slack has them.
        received: the messages that we have of the same stretch, by their `ts`.
    """
    posts = [_post(stretch, message) for message in read if message["ts"] not in received]
    edits = [
        _edit(stretch, message)
        for message in read
        if (known := received.get(message["ts"])) and not known.is_deleted and _is_edited_since(message, known)
    ]
    there = {message["ts"] for message in read if message.get("subtype") != "tombstone"}
    gone = [ts for ts, known in received.items() if not known.is_deleted and ts not in there]
    events = [*posts, *edits, *(_deletion(stretch, ts) for ts in gone)]
    return sorted(
        (event for event in events if incoming.read_event(event) is not None), key=lambda event: Decimal(event["ts"])
    )


def has_replies(message: Event) -> bool:
    """Return whether a top-level message read from history roots a thread."""
    return bool(message.get("reply_count"))


def _is_edited_since(message: Event, known: Received) -> bool:
    edited_ts = (message.get("edited") or {}).get("ts")
    return edited_ts is not None and is_newer(edited_ts, known.edited_ts)


def _post(stretch: Stretch, message: Event) -> dict[str, Any]:
    return {**message, **_place(stretch), "event_ts": message["ts"]}


def _edit(stretch: Stretch, message: Event) -> dict[str, Any]:
    edited_ts = message["edited"]["ts"]
    change = {"subtype": "message_changed", "hidden": True, "ts": edited_ts, "event_ts": edited_ts}
    return {**change, **_place(stretch), "message": dict(message)}


def _deletion(stretch: Stretch, ts: str) -> dict[str, Any]:
    # When it was deleted is not known, only that it was before the read.
    deletion = {"subtype": "message_deleted", "hidden": True, "ts": stretch.before, "event_ts": stretch.before}
    return {**deletion, **_place(stretch), "deleted_ts": ts}


def _place(stretch: Stretch) -> dict[str, str]:
    return {"type": "message", "channel": stretch.slack_channel_id, "channel_type": stretch.channel_type}
