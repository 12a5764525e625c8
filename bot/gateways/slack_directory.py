"""What Slack says of the channels and people somebody named, read through the port in one go, before a transaction."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.errors import PermanentFailure
from bot.gateways.slack_port import ChannelProfile, Profile, SlackPort

UNKNOWN_ID = frozenset({"channel_not_found", "user_not_found", "users_not_found"})
"""Slack's words for an id that leads nowhere."""

Found = TypeVar("Found")


@dataclass(frozen=True)
class Directory:
    """What was found.

    Attributes:
        channels: by the name or id asked for. A name finds what the bot can see and is not archived; an id finds all.
        people: everybody meant by the name or id asked for: two people may share a name.
        members: the Slack user ids in each channel whose members were asked for, by Slack channel id.
        known_channels: names, as `#it-help`, to suggest from.
        known_people: names, as `@ada`, to suggest from.
    """

    channels: Mapping[str, ChannelProfile]
    people: Mapping[str, tuple[Profile, ...]]
    members: Mapping[str, tuple[str, ...]]
    known_channels: tuple[str, ...]
    known_people: tuple[str, ...]


def read_directory(
    slack: SlackPort, *, channels: Iterable[str], people: Iterable[str], with_members: Iterable[str] = ()
) -> Directory:
    """Return what Slack says of `channels` and `people`, each a Slack id or a name with its `#` or `@`.

    Args:
        slack: the port.
        channels: what to look up; what is not there is left out of the answer.
        people: likewise.
        with_members: those of `channels` whose members are wanted; read only where the bot is in.

    Raises:
        OutsideFailure: Slack did not answer, or refused for another reason than that an id is unknown.
    """
    found, known_channels = _find_channels(slack, set(channels))
    met, known_people = _find_people(slack, set(people))
    entered = [found[name] for name in set(with_members) & found.keys() if found[name].is_member]
    members = {channel.slack_channel_id: tuple(slack.list_members(channel.slack_channel_id)) for channel in entered}
    return Directory(found, met, members, known_channels, known_people)


def _find_channels(slack: SlackPort, wanted: set[str]) -> tuple[dict[str, ChannelProfile], tuple[str, ...]]:
    found: dict[str, ChannelProfile] = {}
    listed: dict[str, ChannelProfile] = {}
    if any(name.startswith("#") for name in wanted):
        listed = {f"#{channel.name}": channel for channel in slack.list_channels()}
    for name in wanted:
        channel = listed.get(name) if name.startswith("#") else _if_known(slack.read_channel, name)
        if channel is not None:
            found[name] = channel
    return found, tuple(sorted(listed))


def _find_people(slack: SlackPort, wanted: set[str]) -> tuple[dict[str, tuple[Profile, ...]], tuple[str, ...]]:
    found: dict[str, tuple[Profile, ...]] = {}
    listed: list[Profile] = []
    if any(name.startswith("@") for name in wanted):
        listed = [profile for profile in slack.list_profiles() if not profile.is_deactivated]
    for name in wanted:
        if name.startswith("@"):
            called = name.removeprefix("@").casefold()
            profiles = tuple(profile for profile in listed if profile.display_name.casefold() == called)
        else:
            profile = _if_known(slack.read_profile, name)
            profiles = () if profile is None else (profile,)
        if profiles:
            found[name] = profiles
    return found, tuple(sorted({f"@{profile.display_name}" for profile in listed}))


def _if_known(read: Callable[[str], Found], slack_id: str) -> Found | None:
    try:
        return read(slack_id)
    except PermanentFailure as failure:
        if failure.code not in UNKNOWN_ID:
            raise
        return None
