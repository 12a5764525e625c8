"""What a ticket comes from: what was said, when and where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.domain.desk.incoming import Post, Words


@dataclass(frozen=True)
class Origin:
    """What somebody said that becomes a ticket, and the message they said it in; a command or a form leaves none.

    Attributes:
        words: what was said.
        said_at: when, aware UTC, by the desk's clock.
        slack_channel_id: where its message is; None where there is none.
        ts: that message; None where there is none.
        thread_ts: the root of the thread that message is in, when it is not the root itself.
        edited_ts: Slack's ts of the edit that `words` are already the outcome of, if any.
    """

    words: Words
    said_at: datetime
    slack_channel_id: str | None = None
    ts: str | None = None
    thread_ts: str | None = None
    edited_ts: str | None = None

    @classmethod
    def of(cls, post: Post, *, said_at: datetime) -> Self:
        """Return the origin that a message is."""
        return cls(post.words, said_at, post.slack_channel_id, post.ts, post.thread_ts, post.edited_ts)

    @property
    def root_ts(self) -> str | None:
        """The ts of the thread that is or begins at the message; None where there is no message."""
        return self.thread_ts or self.ts

    @property
    def is_in_channel(self) -> bool:
        """Whether it was said in a message that others read: in a channel, not to the bot alone."""
        return self.slack_channel_id is not None and not self.slack_channel_id.startswith("D")
