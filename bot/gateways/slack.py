"""The adapter to Slack: the port's words on one side, slack_sdk's `WebClient` on the other.

Every call is tried once. slack_sdk's own retries stay off: they post twice when a connection drops after the work.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.desk.instants import ts_of
from bot.errors import PermanentFailure
from bot.gateways.slack_answers import asked, hand_over, silent_logger
from bot.gateways.slack_port import ChannelProfile, Identity, Outgoing, Posted, Profile

METADATA_EVENT = "deskbell_message"
"""The event type of our messages' metadata; the payload is `{"id": message_id}`."""

SLACK_API_URL = "https://slack.com/api/"
TIMEOUT = timedelta(seconds=10)
PAGE = 200


class SlackClient:
    """Slack, reached with a bot token. Thread-safe."""

    def __init__(self, token: str, *, base_url: str = SLACK_API_URL, timeout: timedelta = TIMEOUT) -> None:
        """Make the client; nothing connects yet.

        Args:
            token: the bot token, `xoxb-…`.
            base_url: where the methods are, ending in a slash.
            timeout: how long one call may take.
        """
        self._timeout = max(1, round(timeout.total_seconds()))
        self._web = WebClient(
            token=token,
            base_url=base_url,
            timeout=self._timeout,
            retry_handlers=[],
            logger=silent_logger(__name__),
        )

    def identify(self) -> Identity:
        """Return who we are (`auth.test`)."""
        answer = asked(self._web.auth_test)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        scopes = (scope.strip() for scope in headers.get("x-oauth-scopes", "").split(","))
        return Identity(
            slack_team_id=answer["team_id"],
            team_name=answer["team"],
            team_url=answer["url"],
            slack_bot_user_id=answer["user_id"],
            slack_bot_id=answer["bot_id"],
            granted_scopes=tuple(scope for scope in scopes if scope),
            slack_time=parsedate_to_datetime(headers["date"]),
        )

    # -- writing ------------------------------------------------------------------------------------------------------

    def post(self, message: Outgoing) -> Posted:
        """Post a message (`chat.postMessage`), without unfurling and without parsing names or links."""
        optional = {"thread_ts": message.thread_ts}
        if message.author is not None:
            author = message.author
            optional |= {"username": author.name, "icon_url": author.image_url, "icon_emoji": author.icon_emoji}
        answer = asked(
            self._web.chat_postMessage,
            channel=message.slack_channel_id,
            **_content(message.text, message.blocks),
            metadata={"event_type": METADATA_EVENT, "event_payload": {"id": message.message_id}},
            unfurl_links=False,
            unfurl_media=False,
            **_given(optional),
        )
        return Posted(answer["channel"], answer["ts"])

    def find_posted(self, message: Outgoing, *, since: datetime) -> Posted | None:
        """Return where a message of ours with this `message_id` stands, posted at or after `since`, or None."""
        where: dict[str, Any] = {"channel": message.slack_channel_id, "oldest": ts_of(since), "inclusive": True}
        method: Callable[..., SlackResponse] = self._web.conversations_history
        if message.thread_ts is not None:
            method = self._web.conversations_replies
            where["ts"] = message.thread_ts
        for found in self._pages(method, "messages", **where, include_all_metadata=True):
            metadata = found.get("metadata") or {}
            is_ours = metadata.get("event_type") == METADATA_EVENT
            if is_ours and metadata.get("event_payload", {}).get("id") == message.message_id:
                return Posted(message.slack_channel_id, found["ts"])
        return None

    def update(self, posted: Posted, *, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Change a message of ours in place (`chat.update`)."""
        asked(self._web.chat_update, channel=posted.slack_channel_id, ts=posted.ts, **_content(text, blocks))

    def delete(self, posted: Posted) -> None:
        """Delete a message of ours (`chat.delete`). One that is gone already counts as deleted."""
        try:
            asked(self._web.chat_delete, channel=posted.slack_channel_id, ts=posted.ts)
        except PermanentFailure as failure:
            if failure.code != "message_not_found":
                raise

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
        content = _content(text, blocks) | _given({"thread_ts": thread_ts})
        asked(self._web.chat_postEphemeral, channel=slack_channel_id, user=slack_user_id, **content)

    def unfurl(self, unfurl_id: str, source: str, previews: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """Show previews under links Slack told us of (`chat.unfurl`)."""
        unfurls = {url: {"blocks": [dict(block) for block in blocks]} for url, blocks in previews.items()}
        asked(self._web.chat_unfurl, unfurl_id=unfurl_id, source=source, unfurls=unfurls)

    def upload(self, name: str, content: bytes) -> str:
        """Hand Slack a file and return its id (`files.getUploadURLExternal`). Nobody sees it before it is shared."""
        place = asked(self._web.files_getUploadURLExternal, filename=name, length=len(content))
        hand_over(place["upload_url"], content, timeout=self._timeout)
        slack_file_id: str = place["file_id"]
        return slack_file_id

    def share_file(self, slack_channel_id: str, slack_file_id: str, *, title: str, text: str) -> None:
        """Post an uploaded file with a text (`files.completeUploadExternal`)."""
        files = [{"id": slack_file_id, "title": title}]
        asked(self._web.files_completeUploadExternal, files=files, channel_id=slack_channel_id, initial_comment=text)

    def is_shared(self, slack_channel_id: str, slack_file_id: str, *, since: datetime) -> bool:
        """Return whether a file was posted in a channel at or after `since` (`conversations.history`)."""
        stretch = {"channel": slack_channel_id, "oldest": ts_of(since), "inclusive": True}
        messages = self._pages(self._web.conversations_history, "messages", **stretch)
        return any(file["id"] == slack_file_id for message in messages for file in message.get("files", ()))

    def open_dm(self, slack_user_id: str) -> str:
        """Return the id of the conversation with this person (`conversations.open`)."""
        slack_channel_id: str = asked(self._web.conversations_open, users=slack_user_id)["channel"]["id"]
        return slack_channel_id

    def open_view(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        """Open a modal (`views.open`). A trigger id lives three seconds and works once."""
        asked(self._web.views_open, trigger_id=trigger_id, view=dict(view))

    def push_view(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        """Open a modal on top of the one that was clicked in (`views.push`); three stand on each other at most."""
        asked(self._web.views_push, trigger_id=trigger_id, view=dict(view))

    def update_view(self, view_id: str, view: Mapping[str, Any], *, if_hash: str | None = None) -> None:
        """Show this modal in place of an open one (`views.update`); with a hash, only if it is still the one seen."""
        asked(self._web.views_update, view_id=view_id, view=dict(view), hash=if_hash)

    def publish_home(self, slack_user_id: str, view: Mapping[str, Any]) -> None:
        """Show this view on a person's Home tab in place of what it showed (`views.publish`)."""
        asked(self._web.views_publish, user_id=slack_user_id, view=dict(view))

    # -- reading ------------------------------------------------------------------------------------------------------

    def read_profile(self, slack_user_id: str) -> Profile:
        """Return a person's profile (`users.info` with locale)."""
        return _profile(asked(self._web.users_info, user=slack_user_id, include_locale=True)["user"])

    def list_profiles(self) -> Iterator[Profile]:
        """Yield everybody of the workspace (`users.list`, all pages)."""
        return map(_profile, self._pages(self._web.users_list, "members", include_locale=True))

    def read_channel(self, slack_channel_id: str) -> ChannelProfile:
        """Return a channel (`conversations.info`)."""
        return _channel(asked(self._web.conversations_info, channel=slack_channel_id)["channel"])

    def list_channels(self) -> Iterator[ChannelProfile]:
        """Yield every channel the bot can see, archived ones left out (`conversations.list`, all pages)."""
        types = "public_channel,private_channel"
        return map(_channel, self._pages(self._web.conversations_list, "channels", types=types, exclude_archived=True))

    def list_members(self, slack_channel_id: str) -> list[str]:
        """Return the Slack ids of everybody in a channel (`conversations.members`, all pages)."""
        return list(self._pages(self._web.conversations_members, "members", channel=slack_channel_id))

    def read_history(self, slack_channel_id: str, *, after: str, before: str) -> list[dict[str, Any]]:
        """Return a channel's top-level messages with after < ts < before, oldest first (`conversations.history`)."""
        stretch = {"channel": slack_channel_id, "oldest": after, "latest": before}
        return sorted(self._pages(self._web.conversations_history, "messages", **stretch), key=_age)

    def read_thread(self, slack_channel_id: str, thread_ts: str, *, after: str, before: str) -> list[dict[str, Any]]:
        """Return a thread's replies with after < ts < before, oldest first, root left out (`conversations.replies`)."""
        stretch = {"channel": slack_channel_id, "ts": thread_ts, "oldest": after, "latest": before}
        found = self._pages(self._web.conversations_replies, "messages", **stretch)
        return sorted((message for message in found if message["ts"] != thread_ts), key=_age)

    def read_whole_thread(self, slack_channel_id: str, ts: str) -> list[dict[str, Any]]:
        """Return the thread that a message is in, by any message of it, the root first (`conversations.replies`)."""
        found = self._thread_of(slack_channel_id, ts)
        root_ts = found[ts].get("thread_ts", ts) if ts in found else ts
        if root_ts not in found:  # asked for a reply, Slack may answer with that alone
            found = self._thread_of(slack_channel_id, root_ts)
        return sorted(found.values(), key=_age)

    def _thread_of(self, slack_channel_id: str, ts: str) -> dict[str, dict[str, Any]]:
        """Return what `conversations.replies` says, by ts: the root comes with every page."""
        pages = self._pages(self._web.conversations_replies, "messages", channel=slack_channel_id, ts=ts)
        return {message["ts"]: message for message in pages}

    def _pages(self, method: Callable[..., SlackResponse], items: str, **arguments: Any) -> Iterator[Any]:
        """Yield what a paged method lists under `items`, page after page."""
        cursor: str | None = None
        while cursor != "":
            answer = asked(method, limit=PAGE, **arguments, **_given({"cursor": cursor}))
            yield from answer[items]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""


def _given(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that have a value: a null would be sent as the word."""
    return {name: value for name, value in arguments.items() if value is not None}


def _content(text: str, blocks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the arguments of a message's content: nothing in it is parsed for names or links."""
    return {"text": text, "blocks": [dict(block) for block in blocks], "parse": "none", "link_names": False}


def _age(message: Mapping[str, Any]) -> Decimal:
    return Decimal(message["ts"])


_BOT_MARKS = ("is_bot", "is_workflow_bot", "is_connector_bot")


def _profile(user: Mapping[str, Any]) -> Profile:
    profile = user.get("profile", {})
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return Profile(
        slack_user_id=user["id"],
        slack_team_id=user["team_id"],
        display_name=next((name for name in names if name), user["id"]),
        image_url=profile.get("image_192") or profile.get("image_72"),
        zone=user.get("tz"),
        locale=user.get("locale"),
        is_bot=any(user.get(mark) for mark in _BOT_MARKS) or user["id"] == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_deactivated=bool(user.get("deleted")),
        is_slack_admin=bool(user.get("is_admin") or user.get("is_owner")),
        further_team_ids=frozenset((user.get("enterprise_user") or {}).get("teams") or ()),
    )


def _channel(channel: Mapping[str, Any]) -> ChannelProfile:
    return ChannelProfile(
        slack_channel_id=channel["id"],
        name=channel.get("name", ""),
        is_private=bool(channel.get("is_private")),
        is_shared=bool(channel.get("is_ext_shared") or channel.get("is_pending_ext_shared")),
        is_archived=bool(channel.get("is_archived")),
        is_member=bool(channel.get("is_member")),
    )
