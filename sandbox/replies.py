"""What comes back from the app, whichever way it was asked: an answer, or none in time."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """What the app answered.

    Attributes:
        status: the HTTP status; an ack on a socket counts as 200.
        headers: in lower case; a socket has none.
        body: text as it came.
    """

    status: int
    headers: Mapping[str, str]
    body: str


class NoReply(Exception):
    """The app gave no answer; `reason` is what Slack would put into `X-Slack-Retry-Reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Retry:
    """That an event is sent again: the how manyth time, and what became of the time before."""

    number: int
    reason: str

    def headers(self) -> dict[str, str]:
        """Return the headers that tell of it over HTTP."""
        return {"X-Slack-Retry-Num": str(self.number), "X-Slack-Retry-Reason": self.reason}
