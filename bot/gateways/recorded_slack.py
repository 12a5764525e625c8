"""A stand-in for the Slack adapter, all in memory: for tests that need Slack's answers and not its wires."""

import itertools
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from bot.domain.desk.instants import instant_of
from bot.errors import OutsideFailure, PermanentFailure
from bot.gateways.slack_port import ChannelProfile, Identity, Outgoing, Posted, Profile

Answer = TypeVar("Answer")

TEAM, BOT_USER, BOT = "T0RECORDED", "U0RECORDED", "B0RECORDED"


@dataclass(frozen=True)
class Standing:
    """A message as it stands in a channel. `message_id` is None for one that people wrote."""

    posted: Posted
    text: str
    blocks: Sequence[Mapping[str, Any]]
    thread_ts: str | None
    message_id: str | None
    author_name: str | None


@dataclass(frozen=True)
class ToldLinks:
    """Links the app was told of, and where they are."""

    source: str
    urls: Sequence[str]


class RecordedSlack:
    """Slack in memory, as the port describes it. Thread-safe.

    Attributes:
        channels: what there is, by id; put further ones in.
        profiles: who there is, by id.
        members: who is in each channel.
        ephemerals: what was shown to one person only: channel, person, text.
        views: the modals that were opened or updated: trigger or view id, view.
        homes: what the Home tabs show, by person.
        told_links: the links the app was told of, by unfurl id.
        previews: what was shown under them, by unfurl id and address.
        calls: the port's methods, in the order they were called.
    """

    def __init__(self) -> None:
        self.channels: dict[str, ChannelProfile] = {}
        self.profiles: dict[str, Profile] = {}
        self.members: dict[str, list[str]] = defaultdict(list)
        self.ephemerals: list[tuple[str, str, str]] = []
        self.views: list[tuple[str, Mapping[str, Any]]] = []
        self.homes: dict[str, Mapping[str, Any]] = {}
        self.told_links: dict[str, ToldLinks] = {}
        self.previews: dict[str, dict[str, Sequence[Mapping[str, Any]]]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.shared: list[tuple[Posted, str]] = []
        self.calls: list[str] = []
        self._messages: dict[Posted, Standing] = {}
        self._failures: dict[str, list[tuple[OutsideFailure, bool]]] = defaultdict(list)
        self._ticks = itertools.count(time.time_ns() // 1000)
        self._lock = threading.RLock()

    # -- what tests say and see ---------------------------------------------------------------------------------------

    def fail_next(self, method: str, failure: OutsideFailure, *, after_work: bool = False) -> None:
        """Have the next call of `method` fail, before the work or, as when an answer is lost, after it."""
        self._failures[method].append((failure, after_work))

    def hear(self, slack_channel_id: str, text: str, *, thread_ts: str | None = None) -> Posted:
        """Have somebody write a message."""
        with self._lock:
            return self._stand(slack_channel_id, text, (), thread_ts=thread_ts)

    def standing(self, slack_channel_id: str) -> list[Standing]:
        """Return the messages of a channel and its threads, oldest first."""
        with self._lock:
            here = (message for place, message in self._messages.items() if place.slack_channel_id == slack_channel_id)
            return sorted(here, key=lambda message: Decimal(message.posted.ts))

    # -- the port -----------------------------------------------------------------------------------------------------

    def identify(self) -> Identity:
        """Return who we are."""
        self._called("identify")
        return Identity(TEAM, "Recorded", "https://recorded.slack.com/", BOT_USER, BOT, (), datetime.now(UTC))

    def post(self, message: Outgoing) -> Posted:
        """Let a message stand."""
        with self._lock:
            lost = self._called("post")
            self._expect_channel(message.slack_channel_id)
            posted = self._stand(
                message.slack_channel_id,
                message.text,
                message.blocks,
                thread_ts=message.thread_ts,
                message_id=message.message_id,
                author_name=message.author.name if message.author else None,
            )
            return _unless(lost, posted)

    def find_posted(self, message: Outgoing, *, since: datetime) -> Posted | None:
        """Return where the message with this `message_id` stands, if it was posted at or after `since`."""
        self._called("find_posted")
        for standing in self.standing(message.slack_channel_id):
            is_there = standing.thread_ts == message.thread_ts and instant_of(standing.posted.ts) >= since
            if is_there and standing.message_id == message.message_id:
                return standing.posted
        return None

    def update(self, posted: Posted, *, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Change a message of ours."""
        with self._lock:
            lost = self._called("update")
            self._messages[posted] = replace(self._ours(posted), text=text, blocks=blocks)
            _unless(lost, None)

    def delete(self, posted: Posted) -> None:
        """Take a message of ours away; one that is gone already counts as deleted."""
        with self._lock:
            lost = self._called("delete")
            self._messages.pop(posted, None)
            _unless(lost, None)

    def post_ephemeral(
        self,
        slack_channel_id: str,
        slack_user_id: str,
        *,
        text: str,
        blocks: Sequence[Mapping[str, Any]] = (),
        thread_ts: str | None = None,
    ) -> None:
        """Show a message to one person only."""
        del blocks, thread_ts
        lost = self._called("post_ephemeral")
        self._expect_channel(slack_channel_id)
        if slack_user_id not in self.members[slack_channel_id]:
            raise PermanentFailure("user_not_in_channel")
        self.ephemerals.append((slack_channel_id, slack_user_id, text))
        _unless(lost, None)

    def unfurl(self, unfurl_id: str, source: str, previews: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """Show previews under links."""
        lost = self._called("unfurl")
        told = self.told_links.get(unfurl_id)
        if told is None or told.source != source:
            raise PermanentFailure("invalid_unfurl_id")
        if not previews.keys() <= set(told.urls):
            raise PermanentFailure("cannot_unfurl_url")
        self.previews.setdefault(unfurl_id, {}).update(previews)
        _unless(lost, None)

    def upload(self, name: str, content: bytes) -> str:
        """Take a file."""
        lost = self._called("upload")
        slack_file_id = f"F{len(self.files) + 1:09}"
        self.files[slack_file_id] = (name, content)
        return _unless(lost, slack_file_id)

    def share_file(self, slack_channel_id: str, slack_file_id: str, *, title: str, text: str) -> None:
        """Let a message with a file stand."""
        del title
        with self._lock:
            lost = self._called("share_file")
            self._expect_channel(slack_channel_id)
            if slack_file_id not in self.files:
                raise PermanentFailure("file_not_found")
            posted = self._stand(slack_channel_id, text, (), thread_ts=None)
            self.shared.append((posted, slack_file_id))
            _unless(lost, None)

    def is_shared(self, slack_channel_id: str, slack_file_id: str, *, since: datetime) -> bool:
        """Return whether a file stands in a channel, posted at or after `since`."""
        self._called("is_shared")
        return any(
            slack_file_id == shared and posted.slack_channel_id == slack_channel_id and instant_of(posted.ts) >= since
            for posted, shared in self.shared
        )

    def open_dm(self, slack_user_id: str) -> str:
        """Return the id of the conversation with this person, the same every time."""
        self._called("open_dm")
        if slack_user_id not in self.profiles:
            raise PermanentFailure("user_not_found")
        dm = f"D{slack_user_id}"
        self.channels.setdefault(
            dm, ChannelProfile(dm, "", is_private=True, is_shared=False, is_archived=False, is_member=True)
        )
        return dm

    def open_view(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        """Open a modal."""
        self._called("open_view")
        self.views.append((trigger_id, view))

    def push_view(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        """Open a modal on top of another."""
        self._called("push_view")
        self.views.append((trigger_id, view))

    def update_view(self, view_id: str, view: Mapping[str, Any], *, if_hash: str | None = None) -> None:
        """Show a modal in place of another."""
        del if_hash
        self._called("update_view")
        self.views.append((view_id, view))

    def publish_home(self, slack_user_id: str, view: Mapping[str, Any]) -> None:
        """Show a view on a person's Home tab."""
        lost = self._called("publish_home")
        if slack_user_id not in self.profiles:
            raise PermanentFailure("user_not_found")
        self.homes[slack_user_id] = view
        _unless(lost, None)

    def read_profile(self, slack_user_id: str) -> Profile:
        """Return a person's profile."""
        self._called("read_profile")
        if slack_user_id not in self.profiles:
            raise PermanentFailure("user_not_found")
        return self.profiles[slack_user_id]

    def list_profiles(self) -> Iterator[Profile]:
        """Yield everybody."""
        self._called("list_profiles")
        return iter(list(self.profiles.values()))

    def read_channel(self, slack_channel_id: str) -> ChannelProfile:
        """Return a channel."""
        self._called("read_channel")
        self._expect_channel(slack_channel_id)
        return self.channels[slack_channel_id]

    def list_channels(self) -> Iterator[ChannelProfile]:
        """Yield every channel but DMs and archived ones."""
        self._called("list_channels")
        return iter([c for c in self.channels.values() if not c.is_archived and not c.slack_channel_id.startswith("D")])

    def list_members(self, slack_channel_id: str) -> list[str]:
        """Return who is in a channel."""
        self._called("list_members")
        self._expect_channel(slack_channel_id)
        return list(self.members[slack_channel_id])

    def read_history(self, slack_channel_id: str, *, after: str, before: str) -> list[dict[str, Any]]:
        """Return a channel's top-level messages with after < ts < before, oldest first."""
        self._called("read_history")
        self._expect_channel(slack_channel_id)
        return [_as_read(m) for m in self._between(slack_channel_id, after, before) if m.thread_ts is None]

    def read_thread(self, slack_channel_id: str, thread_ts: str, *, after: str, before: str) -> list[dict[str, Any]]:
        """Return a thread's replies with after < ts < before, oldest first, root left out."""
        self._called("read_thread")
        self._expect_root(slack_channel_id, thread_ts)
        return [_as_read(m) for m in self._between(slack_channel_id, after, before) if m.thread_ts == thread_ts]

    def read_whole_thread(self, slack_channel_id: str, ts: str) -> list[dict[str, Any]]:
        """Return the thread that a message is in, the root first."""
        self._called("read_whole_thread")
        self._expect_root(slack_channel_id, ts)
        root_ts = self._messages[Posted(slack_channel_id, ts)].thread_ts or ts
        return [_as_read(m) for m in self.standing(slack_channel_id) if root_ts in {m.posted.ts, m.thread_ts}]

    def _called(self, method: str) -> OutsideFailure | None:
        """Note a call. Raises the failure that waits for it, or returns it when the work is done first."""
        with self._lock:
            self.calls.append(method)
            if not self._failures[method]:
                return None
            failure, after_work = self._failures[method].pop(0)
        if after_work:
            return failure
        raise failure

    def _stand(
        self,
        slack_channel_id: str,
        text: str,
        blocks: Sequence[Mapping[str, Any]],
        *,
        thread_ts: str | None,
        message_id: str | None = None,
        author_name: str | None = None,
    ) -> Posted:
        if thread_ts is not None:
            self._expect_root(slack_channel_id, thread_ts)
        ticks = next(self._ticks)
        posted = Posted(slack_channel_id, f"{ticks // 1_000_000}.{ticks % 1_000_000:06d}")
        self._messages[posted] = Standing(posted, text, blocks, thread_ts, message_id, author_name)
        return posted

    def _between(self, slack_channel_id: str, after: str, before: str) -> list[Standing]:
        return [m for m in self.standing(slack_channel_id) if Decimal(after) < Decimal(m.posted.ts) < Decimal(before)]

    def _expect_channel(self, slack_channel_id: str) -> None:
        if slack_channel_id not in self.channels:
            raise PermanentFailure("channel_not_found")

    def _expect_root(self, slack_channel_id: str, thread_ts: str) -> None:
        if Posted(slack_channel_id, thread_ts) not in self._messages:
            raise PermanentFailure("thread_not_found")

    def _ours(self, posted: Posted) -> Standing:
        standing = self._messages.get(posted)
        if standing is None:
            raise PermanentFailure("message_not_found")
        if standing.message_id is None:
            raise PermanentFailure("cant_update_message")
        return standing


def _unless(lost: OutsideFailure | None, answer: Answer) -> Answer:
    if lost is not None:
        raise lost
    return answer


def _as_read(message: Standing) -> dict[str, Any]:
    thread = {} if message.thread_ts is None else {"thread_ts": message.thread_ts}
    return {"type": "message", "text": message.text, "ts": message.posted.ts, **thread}
