"""News: who came to have a seat and who lost one since somebody was last told, gathered for a while."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Self

from bot.domain.billing.outcomes import SeatsSettled

LEAST: Final = timedelta(minutes=1)
"""How long news are gathered at least, where nothing settles: a click moves many people at one instant."""


@dataclass
class News:
    """The net changes of the seats since `since`; who came and went again is none.

    Attributes:
        since: the first change that nobody was told of; None while there is none.
    """

    since: datetime | None = None
    _came: dict[str, None] = field(default_factory=dict)
    _left: dict[str, None] = field(default_factory=dict)

    def copy(self) -> Self:
        """Return news that go their own way from here."""
        return replace(self, _came=self._came.copy(), _left=self._left.copy())

    def sit(self, user: str, at: datetime) -> None:
        """Take note that somebody took a seat."""
        self._note(user, at, self._came, self._left)

    def get_up(self, user: str, at: datetime) -> None:
        """Take note that somebody takes none any more."""
        self._note(user, at, self._left, self._came)

    def closes_at(self, settle: timedelta, window_closes_at: datetime | None) -> datetime | None:
        """Return when they are told: when the settle window closes, if one is open; None while there are none."""
        if self.since is None:
            return None
        return window_closes_at or self.since + max(settle, LEAST)

    def settle(self, at: datetime, count: int) -> SeatsSettled | None:
        """Forget the news, and return them; None where everything is as it was."""
        since, came, left = self.since or at, tuple(self._came), tuple(self._left)
        self.since, self._came, self._left = None, {}, {}
        return SeatsSettled(since, at, came, left, count) if came or left else None

    def _note(self, user: str, at: datetime, these: dict[str, None], those: dict[str, None]) -> None:
        self.since = self.since or at
        if user in those:
            del those[user]
        else:
            these[user] = None
