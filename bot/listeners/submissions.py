"""Reading what was typed and chosen in a modal's fields, by the field's name (its block id and its action id)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time
from typing import Any

from bot.domain.desk import rich_text
from bot.errors import FieldsRefused, NotUnderstood, Refusal

View = Mapping[str, Any]
STALE_FORM = "This form is from another time. Please close it and open it again."


def text_of(view: View, name: str) -> str:
    """Return what was typed, without the space around it; empty when nothing was."""
    return (_value(view, name).get("value") or "").strip()


def choice_of(view: View, name: str) -> str | None:
    """Return the value that was chosen, or None."""
    chosen = _value(view, name).get("selected_option")
    return None if chosen is None else str(chosen["value"])


def choices_of(view: View, name: str) -> list[str]:
    """Return the values that were ticked or chosen."""
    return [str(chosen["value"]) for chosen in _value(view, name).get("selected_options") or ()]


def person_of(view: View, name: str) -> str | None:
    """Return the Slack id of the person who was chosen, or None."""
    chosen = _value(view, name).get("selected_user")
    return None if chosen is None else str(chosen)


def people_of(view: View, name: str) -> list[str]:
    """Return the Slack ids of the people who were chosen."""
    return [str(chosen) for chosen in _value(view, name).get("selected_users") or ()]


def channel_of(view: View, name: str) -> str | None:
    """Return the Slack id of the channel that was chosen, or None."""
    chosen = _value(view, name).get("selected_conversation")
    return None if chosen is None else str(chosen)


def instant_of(view: View, name: str) -> datetime | None:
    """Return the instant that was picked, in UTC, or None."""
    picked = _value(view, name).get("selected_date_time")
    return None if picked is None else datetime.fromtimestamp(picked, UTC)


def clock_of(view: View, name: str) -> time | None:
    """Return the time of day that was picked, or None."""
    picked = _value(view, name).get("selected_time")
    return None if picked is None else time.fromisoformat(picked)


@contextmanager
def refused_at(name: str) -> Iterator[None]:
    """Show what is refused in the block at a field. Raises: FieldsRefused, in a refusal's stead."""
    try:
        yield
    except Refusal as refusal:
        raise FieldsRefused({name: str(refusal)}) from refusal


def rich_text_of(view: View, name: str) -> dict[str, Any] | None:
    """Return the `rich_text` block that was typed, or None when there is nothing in it."""
    typed = _value(view, name).get("rich_text_value")
    return dict(typed) if typed and rich_text.plain_text_of([typed], "").strip() else None


def row_id_of(value: str | None) -> int:
    """Return the id of a row as a button, an option or a form carries it. Raises: NotUnderstood."""
    if value is None or not (value.isascii() and value.isdigit() and len(value) < 19):
        raise NotUnderstood(STALE_FORM)
    return int(value)


def _value(view: View, name: str) -> Mapping[str, Any]:
    values: Mapping[str, Any] = view["state"]["values"]
    field: Mapping[str, Any] = values.get(name, {})
    found: Mapping[str, Any] = field.get(name, {})
    return found
