"""What people wrote in a story, and whom it was meant for: known from what they did, not from what the desk keeps."""

from dataclasses import dataclass, field

from tests.leaks.listening_slack import Event


@dataclass
class Version:
    """The words of a message at one time. `token` occurs nowhere else."""

    token: str
    is_private: bool
    event: Event
    edit_ts: str | None = None


@dataclass
class Said:
    """Something somebody wrote.

    Attributes:
        author: their Slack id.
        slack_channel_id: where they wrote it; None for what they typed elsewhere.
        thread_ts: the root of the thread they wrote it in, the message itself where they began one.
        ts: the message; None for what they typed elsewhere.
        queue_key: for what agents write, whose card they wrote it under; None on the requester's side.
        versions: its words, the first ones first.
        heard: which versions the desk has heard of.
        is_deletion_heard: whether it heard that the message is gone.
        kept_private: whether it was first read late, edited by then: it may have been private once.
        is_taken_back: whether its author took it back before it left.
        message_id: the row of what was typed elsewhere.
        also_in: tickets that were split off it, or that it is about.
        is_for_team: whether only its author may read it, and the agents of the queue that has the ticket.
    """

    author: str
    slack_channel_id: str | None
    thread_ts: str | None
    ts: str | None
    queue_key: str | None
    versions: list[Version]
    heard: set[int] = field(default_factory=set)
    is_deleted: bool = False
    is_deletion_heard: bool = False
    kept_private: bool = False
    is_taken_back: bool = False
    message_id: int | None = None
    also_in: set[int] = field(default_factory=set)
    is_for_team: bool = False

    @property
    def is_private(self) -> bool:
        """Return whether it is the team's own, for all the desk heard: one private version makes it so for ever."""
        return self.kept_private or self.is_taken_back or any(self.versions[index].is_private for index in self.heard)

    @property
    def newest(self) -> Version | None:
        """Return the newest version the desk heard of; None while it heard of none."""
        heard = [self.versions[index] for index in sorted(self.heard)]
        return max(heard, key=lambda version: version.edit_ts or "", default=None)


@dataclass(frozen=True)
class Arrival:
    """An event on its way to the desk; `version` is what it brings, None for a deletion."""

    said: Said
    event: Event
    version: int | None
