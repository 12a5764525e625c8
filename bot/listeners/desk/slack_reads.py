"""What somebody waits for: a channel or a person as Slack describes them now, read before the transaction."""

from collections.abc import Callable
from functools import partial
from typing import NoReturn, TypeVar

from bot.errors import ChannelUnusable, NotUnderstood, OutsideFailure, Refusal, SlackSilent, TransientFailure
from bot.gateways.slack_port import ChannelProfile, Profile, SlackPort

Read = TypeVar("Read")


def prepared(read: Callable[[], Read]) -> Callable[[], Read]:
    """Read something now; return what gives it, or raises why it could not be read.

    It is called inside the transaction, where a refusal is told to who pressed.
    """
    try:
        found = read()
    except Refusal as refusal:
        return partial(_refuse, refusal)
    return lambda: found


def read_channel(slack: SlackPort, slack_channel_id: str) -> ChannelProfile:
    """Return a channel that can be given a role. Raises: ChannelUnusable, when we are not in it; SlackSilent."""
    try:
        profile = slack.read_channel(slack_channel_id)
    except TransientFailure as failure:
        raise SlackSilent from failure
    except OutsideFailure as failure:
        raise ChannelUnusable("I cannot see that channel. Invite me there first with `/invite`.") from failure
    if profile.is_archived:
        raise ChannelUnusable(f"#{profile.name} is archived. Unarchive it first, or choose another.")
    if not profile.is_member:
        raise ChannelUnusable(f"I am not in #{profile.name}. Invite me there first with `/invite`.")
    return profile


def list_members(slack: SlackPort, slack_channel_id: str) -> list[str]:
    """Return the Slack ids of everybody in a channel. Raises: SlackSilent."""
    try:
        return slack.list_members(slack_channel_id)
    except OutsideFailure as failure:
        raise SlackSilent from failure


def find_members(slack: SlackPort, slack_channel_id: str) -> list[str] | None:
    """Return the Slack ids of everybody in a channel; None when Slack does not say in time."""
    try:
        return slack.list_members(slack_channel_id)
    except OutsideFailure:
        return None


def read_profile(slack: SlackPort, slack_user_id: str) -> Profile:
    """Return a person's profile. Raises: NotUnderstood, when Slack does not know them; SlackSilent."""
    try:
        return slack.read_profile(slack_user_id)
    except TransientFailure as failure:
        raise SlackSilent from failure
    except OutsideFailure as failure:
        raise NotUnderstood("Slack does not know that person. Type @ and pick them from the list.") from failure


def _refuse(refusal: Refusal) -> NoReturn:
    raise refusal
