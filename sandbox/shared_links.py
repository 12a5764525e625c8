"""The links to its own domains that the app was told of, and what it said of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sandbox.payload import Payload


@dataclass(kw_only=True)
class SharedLinks:
    """Links the app was told of once, and the previews it gave of them so far, by address.

    `channel_id` and `ts` say which message they are in; what is typed is in none yet.
    """

    unfurl_id: str
    source: Literal["composer", "conversations_history"]
    user: str
    urls: Sequence[str]
    channel_id: str | None = None
    ts: str | None = None
    previews: dict[str, Payload] = field(default_factory=dict)

    def draw(self) -> list[Payload]:
        """Return the previews given so far, each with its link's address."""
        return [{"app_unfurl_url": url, **each} for url, each in self.previews.items()]


class Unfurls:
    """Every link the app was told of, by unfurl id and by message."""

    def __init__(self) -> None:
        self._by_id: dict[str, SharedLinks] = {}

    def add(self, shared: SharedLinks) -> SharedLinks:
        """Keep links the app is being told of."""
        self._by_id[shared.unfurl_id] = shared
        return shared

    def find(self, unfurl_id: str) -> SharedLinks | None:
        """Return the links announced under this id, or None."""
        return self._by_id.get(unfurl_id)

    def find_in(self, channel_id: str, ts: str) -> SharedLinks | None:
        """Return the links that were announced of a message, or None."""
        return next((each for each in self._by_id.values() if (each.channel_id, each.ts) == (channel_id, ts)), None)
