"""A Slack in memory that keeps whatever it was asked to show, and to whom."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.gateways.recorded_slack import RecordedSlack, Standing
from bot.gateways.slack_port import ChannelProfile, Outgoing, Posted

Event = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """Something that people were shown.

    Attributes:
        slack_channel_id: where; None on somebody's own page.
        thread_ts: the root of the thread; None at the top of a channel.
        ts: the message; None where none stands.
        slack_user_id: who alone sees it; None for everybody in the channel.
        content: all of it, as JSON.
    """

    slack_channel_id: str | None
    thread_ts: str | None
    ts: str | None
    slack_user_id: str | None
    content: str


class ListeningSlack(RecordedSlack):
    """Slack in memory.

    Attributes:
        shown: what left since it was last emptied.
        said: what people wrote, by channel and ts, as Slack has it now.
    """

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Shown] = []
        self.said: dict[tuple[str, str], Event] = {}

    def add_channel(self, slack_channel_id: str, *, is_private: bool, members: Sequence[str]) -> None:
        """Add a channel that the bot is in."""
        self.channels[slack_channel_id] = ChannelProfile(
            slack_channel_id,
            slack_channel_id[2:].lower(),
            is_private,
            is_shared=False,
            is_archived=False,
            is_member=True,
        )
        self.members[slack_channel_id] = list(members)

    def say(self, slack_user_id: str, slack_channel_id: str, thread_ts: str | None, words: Event) -> Event:
        """Have somebody write, and return the event of it."""
        posted = self.hear(slack_channel_id, words["text"], thread_ts=thread_ts)
        event = {
            "type": "message",
            "channel": slack_channel_id,
            "user": slack_user_id,
            "ts": posted.ts,
            **words,
            **({} if thread_ts is None else {"thread_ts": thread_ts}),
        }
        self.said[slack_channel_id, posted.ts] = event
        return event

    def post(self, message: Outgoing) -> Posted:
        posted = super().post(message)
        author = None if message.author is None else message.author.name
        self._show(posted.slack_channel_id, message.thread_ts, posted.ts, [message.text, message.blocks, author])
        return posted

    def update(self, posted: Posted, *, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        super().update(posted, text=text, blocks=blocks)
        thread_ts = self._messages[posted].thread_ts
        self._show(posted.slack_channel_id, thread_ts, posted.ts, [text, blocks])

    def post_ephemeral(
        self,
        slack_channel_id: str,
        slack_user_id: str,
        *,
        text: str,
        blocks: Sequence[Mapping[str, Any]] = (),
        thread_ts: str | None = None,
    ) -> None:
        super().post_ephemeral(slack_channel_id, slack_user_id, text=text, blocks=blocks, thread_ts=thread_ts)
        self._show(slack_channel_id, thread_ts, None, [text, blocks], only_to=slack_user_id)

    def publish_home(self, slack_user_id: str, view: Mapping[str, Any]) -> None:
        super().publish_home(slack_user_id, view)
        self.show_page(slack_user_id, view)

    def show_page(self, slack_user_id: str, page: object) -> None:
        """Keep what somebody sees of a page that no port shows: a modal, an answer to a command."""
        self._show(None, None, None, page, only_to=slack_user_id)

    def read_whole_thread(self, slack_channel_id: str, ts: str) -> list[dict[str, Any]]:
        thread = super().read_whole_thread(slack_channel_id, ts)
        return [self.said.get((slack_channel_id, each["ts"]), {**each, "bot_id": "B0DESKBELL"}) for each in thread]

    def bot_messages(self, slack_channel_id: str, thread_ts: str) -> list[Standing]:
        """Return what we wrote in a thread and did not delete."""
        standing = self.standing(slack_channel_id)
        return [each for each in standing if each.thread_ts == thread_ts and each.message_id is not None]

    def _show(
        self, channel: str | None, thread_ts: str | None, ts: str | None, content: object, *, only_to: str | None = None
    ) -> None:
        if only_to is None and channel is not None and channel.startswith("D"):
            only_to = channel[1:]
        shown = json.dumps(content, ensure_ascii=False, default=str)
        self.shown.append(Shown(channel, thread_ts, ts, only_to, shown))
