"""What a Web API method is: its scopes, its rate tier and its function."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sandbox.paging import Item, page
from sandbox.payload import Payload, Refusal
from sandbox.platform import Platform
from sandbox.workspace import Channel, Message, Person

HISTORY_SCOPES = {"channel": "channels:history", "group": "groups:history", "im": "im:history", "mpim": "mpim:history"}
READ_SCOPES = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}
DEFAULT_LIMIT = 100


class RateLimited(Exception):
    """The call comes too soon; try again after this many seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Call:
    """One call that passed the token, the scopes and the argument tables.

    Attributes:
        platform: the platform.
        args: the arguments as the values they mean.
        token: the token it came with.
    """

    platform: Platform
    args: Payload
    token: str = field(repr=False)

    def get_channel(self, argument: str = "channel") -> Channel:
        """Return the conversation an argument names, if the app may know of it.

        Raises:
            Refusal: `channel_not_found`, for private ones the app is not in too.
        """
        channel = self.platform.workspace.channels.get(self.args[argument])
        if channel is None or (channel.is_private and not self.is_member(channel)):
            raise Refusal("channel_not_found")
        return channel

    def get_open_channel(self, argument: str = "channel") -> Channel:
        """Return a conversation the app is in and that is not archived.

        Raises:
            Refusal: `channel_not_found`, `not_in_channel` or `is_archived`.
        """
        channel = self.get_joined_channel(argument)
        if channel.is_archived:
            raise Refusal("is_archived")
        return channel

    def get_joined_channel(self, argument: str = "channel") -> Channel:
        """Return a conversation the app is in.

        Raises:
            Refusal: `channel_not_found` or `not_in_channel`.
        """
        channel = self.get_channel(argument)
        if not self.is_member(channel):
            raise Refusal("not_in_channel")
        return channel

    def get_person(self, argument: str = "user") -> Person:
        """Return the person an argument names.

        Raises:
            Refusal: `user_not_found`.
        """
        person = self.platform.workspace.people.get(self.args[argument])
        if person is None:
            raise Refusal("user_not_found")
        return person

    def get_message(self, channel: Channel, argument: str = "timestamp") -> Message:
        """Return the message an argument names.

        Raises:
            Refusal: `message_not_found`.
        """
        return channel.get_message(self.args[argument])

    def is_member(self, channel: Channel) -> bool:
        """Return whether the app is in a conversation."""
        return self.platform.app.bot_user_id in channel.members

    def need_scope(self, *any_of: str) -> None:
        """Go on only if one of these scopes was granted.

        Raises:
            Refusal: `missing_scope` with `needed` and `provided`.
        """
        granted = self.platform.app.granted
        if any_of and not granted.intersection(any_of):
            raise Refusal("missing_scope", needed=any_of[0], provided=",".join(sorted(granted)))

    def page(
        self, items: Sequence[Item], key: Callable[[Item], str], *, descending: bool = False
    ) -> tuple[list[Item], str]:
        """Return the page the caller asked for and the next cursor."""
        limit = min(int(self.args.get("limit", DEFAULT_LIMIT)), self.platform.settings.page_cap)
        return page(items, key=key, cursor=self.args.get("cursor", ""), limit=limit, descending=descending)


@dataclass(frozen=True)
class Method:
    """A Web API method.

    Attributes:
        name: such as `chat.postMessage`.
        run: does the work and returns the answer without `ok`.
        tier: the rate tier, 1 to 4; None for methods with limits of their own.
        any_of: scopes of which the app needs one; empty for none.
        takes_app_token: whether it is called with the app-level token instead of the bot's.
        takes_no_token: whether it proves by other means who calls.
    """

    name: str
    run: Callable[[Call], Payload]
    tier: int | None
    any_of: tuple[str, ...] = ()
    takes_app_token: bool = False
    takes_no_token: bool = False


def next_cursor(cursor: str) -> Payload:
    """Return the part of an answer that carries the next cursor."""
    return {"response_metadata": {"next_cursor": cursor}}
