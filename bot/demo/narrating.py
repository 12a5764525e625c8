"""Who tells a scene: what a narrator is told, and one that keeps quiet."""

from dataclasses import dataclass
from typing import Protocol

from sandbox.seen import Message


@dataclass(frozen=True)
class Place:
    """Where to watch a scene: as whom, in which channel (by name, or `dm` for theirs with the app), in which thread."""

    who: str
    channel: str
    thread: Message | None = None


class Narrator(Protocol):
    """Is told how a scene goes on; may take its time, and may end the scene by raising."""

    def caption(self, words: str, place: Place) -> None:
        """What comes next, in a sentence, before it happens."""

    def does(self, who: str, deed: str) -> None:
        """Somebody has done something."""

    def sees(self, where: str, words: str) -> None:
        """This has appeared somewhere because of it; `words` are Slack's markup."""


class QuietNarrator:
    """Tells nobody and loses no time."""

    def caption(self, words: str, place: Place) -> None:
        """Say nothing."""

    def does(self, who: str, deed: str) -> None:
        """Say nothing."""

    def sees(self, where: str, words: str) -> None:
        """Say nothing."""
