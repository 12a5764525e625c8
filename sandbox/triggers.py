"""Trigger ids: proof that a person just did something. They live three seconds and work once."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from sandbox.payload import Refusal

LIFETIME_SECONDS = 3.0


@dataclass
class Trigger:
    """What was done and when, by whom, and in which view if in one."""

    user: str
    view_id: str | None
    made_at: float
    is_used: bool = False


class Triggers:
    """Makes and exchanges trigger ids.

    Args:
        lifetime: seconds a trigger id works.
        now: seconds that only rise.
    """

    def __init__(self, lifetime: float = LIFETIME_SECONDS, now: Callable[[], float] = time.monotonic) -> None:
        self._lifetime = lifetime
        self._now = now
        self._known: dict[str, Trigger] = {}

    def issue(self, user: str, *, view_id: str | None = None) -> str:
        """Return a new trigger id for something this user did."""
        trigger_id = f"{int(time.time() * 1000)}.{len(self._known) + 1}.{uuid4().hex}"
        self._known[trigger_id] = Trigger(user=user, view_id=view_id, made_at=self._now())
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger id up.

        Raises:
            Refusal: `invalid_trigger_id`, `expired_trigger_id` or `exchanged_trigger_id`.
        """
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if self._now() - trigger.made_at > self._lifetime:
            raise Refusal("expired_trigger_id")
        if trigger.is_used:
            raise Refusal("exchanged_trigger_id")
        trigger.is_used = True
        return trigger
