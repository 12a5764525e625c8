"""Response URLs: five answers within thirty minutes to something a person did."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from sandbox.payload import Refusal

MOST_USES = 5
LIFETIME_SECONDS = 30 * 60.0


@dataclass
class ResponseUrl:
    """Where an answer goes: the conversation, who asked, and the message they asked from if from one."""

    channel_id: str
    user: str
    message_ts: str | None
    made_at: float
    uses: int = 0


class ResponseUrls:
    """Makes and honours response URLs.

    Args:
        base_url: the address they begin with.
        now: seconds that only rise.
    """

    def __init__(self, base_url: str, now: Callable[[], float] = time.monotonic) -> None:
        self._base_url = base_url
        self._now = now
        self._known: dict[str, ResponseUrl] = {}

    def issue(self, channel_id: str, user: str, *, message_ts: str | None = None) -> str:
        """Return a new address."""
        key = uuid4().hex
        self._known[key] = ResponseUrl(channel_id, user, message_ts, self._now())
        return f"{self._base_url}/response/{key}"

    def use(self, key: str) -> ResponseUrl:
        """Count one use of an address by the last part of its path.

        Raises:
            Refusal: `no_such_url`, `expired_url` or `used_url`.
        """
        known = self._known.get(key)
        if known is None:
            raise Refusal("no_such_url")
        if self._now() - known.made_at > LIFETIME_SECONDS:
            raise Refusal("expired_url")
        if known.uses >= MOST_USES:
            raise Refusal("used_url")
        known.uses += 1
        return known
