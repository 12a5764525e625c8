"""The port to Slack: what Deskbell asks of it, in Deskbell's words.

Adapters raise only `TransientFailure` and `PermanentFailure` (`bot.errors`). Every call is tried once; trying again is
the outbox's business.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Identity:
    """Who the token says we are. `slack_time` is Slack's Date header."""

    slack_team_id: str
    team_name: str
    team_url: str
    slack_bot_user_id: str
    slack_bot_id: str
    granted_scopes: tuple[str, ...]
    slack_time: datetime


@dataclass(frozen=True)
class Profile:
    """A Slack user as `users.info` describes them.

    In an organisation of several workspaces somebody belongs to all of `further_team_ids`, whichever of them
    `slack_team_id` names.
    """

    slack_user_id: str
    slack_team_id: str
    display_name: str
    image_url: str | None
    zone: str | None
    locale: str | None
    is_bot: bool
    is_guest: bool
    is_deactivated: bool
    is_slack_admin: bool
    further_team_ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ChannelProfile:
    """A Slack channel as `conversations.info` describes it."""

    slack_channel_id: str
    name: str
    is_private: bool
    is_shared: bool
    is_archived: bool
    is_member: bool


@dataclass(frozen=True)
class Author:
    """The name and picture a message is posted under. Needs `chat:write.customize`.

    `icon_emoji` is an emoji between colons, in the picture's place.
    """

    name: str
    image_url: str | None = None
    icon_emoji: str | None = None


@dataclass(frozen=True)
class Outgoing:
    """A message to post. `message_id` travels in its metadata, so that it can be found again."""

    slack_channel_id: str
    text: str
    blocks: Sequence[Mapping[str, Any]]
    message_id: str
    thread_ts: str | None = None
    author: Author | None = None


@dataclass(frozen=True)
class Posted:
    """Where a message stands."""

    slack_channel_id: str
    ts: str


class SlackPort(Protocol):
    """Slack, as Deskbell needs it."""

    def identify(self) -> Identity:
        """Return who we are (`auth.test`)."""

    def post(self, message: Outgoing) -> Posted:
        """Post a message (`chat.postMessage`), without unfurling and without parsing names or links."""

    def find_posted(self, message: Outgoing, *, since: datetime) -> Posted | None:
        """Return where a message of ours with this `message_id` stands, posted at or after `since`, or None.

        Reads `conversations.replies` for a thread message and `conversations.history` otherwise, with all metadata.
        """

    def update(self, posted: Posted, *, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Change a message of ours in place (`chat.update`)."""

    def delete(self, posted: Posted) -> None:
        """Delete a message of ours (`chat.delete`). One that is gone already counts as deleted."""

    def post_ephemeral(
        self,
        slack_channel_id: str,
        slack_user_id: str,
        *,
        text: str,
        blocks: Sequence[Mapping[str, Any]] = (),
        thread_ts: str | None = None,
    ) -> None:
        """Show a message to one person only (`chat.postEphemeral`), in a thread if one is given."""

    def unfurl(self, unfurl_id: str, source: str, previews: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """Show previews under links Slack told us of (`chat.unfurl`), in place of earlier ones of the same links.

        Args:
            unfurl_id: Slack's id of the links.
            source: where Slack said they are.
            previews: the blocks of each, by the link's address.
        """

    def upload(self, name: str, content: bytes) -> str:
        """Hand Slack a file and return its id (`files.getUploadURLExternal`). Nobody sees it before it is shared."""

    def share_file(self, slack_channel_id: str, slack_file_id: str, *, title: str, text: str) -> None:
        """Post an uploaded file with a text (`files.completeUploadExternal`)."""

    def is_shared(self, slack_channel_id: str, slack_file_id: str, *, since: datetime) -> bool:
        """Return whether a file was posted in a channel at or after `since` (`conversations.history`)."""

    def open_dm(self, slack_user_id: str) -> str:
        """Return the id of the conversation with this person (`conversations.open`)."""

    def open_view(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        """Open a modal (`views.open`). A trigger id lives three seconds and works once."""

    def push_view(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        """Open a modal on top of the one that was clicked in (`views.push`); three stand on each other at most."""

    def update_view(self, view_id: str, view: Mapping[str, Any], *, if_hash: str | None = None) -> None:
        """Show this modal in place of an open one (`views.update`); with a hash, only if it is still the one seen."""

    def publish_home(self, slack_user_id: str, view: Mapping[str, Any]) -> None:
        """Show this view on a person's Home tab in place of what it showed (`views.publish`)."""

    def read_profile(self, slack_user_id: str) -> Profile:
        """Return a person's profile (`users.info` with locale)."""

    def list_profiles(self) -> Iterator[Profile]:
        """Yield everybody of the workspace (`users.list`, all pages)."""

    def read_channel(self, slack_channel_id: str) -> ChannelProfile:
        """Return a channel (`conversations.info`)."""

    def list_channels(self) -> Iterator[ChannelProfile]:
        """Yield every channel the bot can see, archived ones left out (`conversations.list`, all pages)."""

    def list_members(self, slack_channel_id: str) -> list[str]:
        """Return the Slack ids of everybody in a channel (`conversations.members`, all pages)."""

    def read_history(self, slack_channel_id: str, *, after: str, before: str) -> list[dict[str, Any]]:
        """Return a channel's top-level messages with after < ts < before, oldest first (`conversations.history`)."""

    def read_thread(self, slack_channel_id: str, thread_ts: str, *, after: str, before: str) -> list[dict[str, Any]]:
        """Return a thread's replies with after < ts < before, oldest first, root left out (`conversations.replies`)."""

    def read_whole_thread(self, slack_channel_id: str, ts: str) -> list[dict[str, Any]]:
        """Return the thread that a message is in, by any message of it, the root first (`conversations.replies`).

        A message that nobody answered is a thread of one.
        """
