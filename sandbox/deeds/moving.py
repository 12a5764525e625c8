"""Moving: channels made, joined, left; people invited and removed."""

from sandbox import membership
from sandbox.deeds.stage import CannotDo, get_channel, get_person, get_visible_channel
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.shapes import channel_object
from sandbox.workspace import Channel, Person


async def create_channel(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Make the channel `name`, `private` or not."""
    channel = membership.create_channel(platform, ask["name"], person, is_private=bool(ask.get("private")))
    return _draw(platform, channel, person)


async def join(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Join the public `channel`."""
    if person.is_restricted:
        raise CannotDo(f"{person.name} is a guest and must be invited")
    channel = get_visible_channel(platform, person, ask["channel"])
    membership.join_channel(platform, channel, person)
    return _draw(platform, channel, person)


async def leave(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Leave the `channel`."""
    channel = _get_group(platform, person, ask)
    membership.leave_channel(platform, channel, person)
    return _draw(platform, channel, person)


async def invite(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Invite `who` to the `channel`."""
    channel = _get_group(platform, person, ask)
    guest = get_person(platform, ask["who"])
    if not membership.join_channel(platform, channel, guest, inviter=person):
        raise CannotDo(f"{guest.name} is in #{channel.name} already")
    return _draw(platform, channel, person)


async def kick(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Remove `who` from the `channel`."""
    channel = _get_group(platform, person, ask)
    member = get_person(platform, ask["who"])
    if not membership.leave_channel(platform, channel, member, removed_by=person):
        raise CannotDo(f"{member.name} is not in #{channel.name}")
    return _draw(platform, channel, person)


async def set_private(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Make the `channel` private, or public with `is_private` false; only admins may."""
    channel = _get_group(platform, person, ask)
    if not person.is_admin:
        raise CannotDo(f"{person.name} is no admin")
    if channel.is_general:
        raise CannotDo(f"#{channel.name} is for everybody")
    if channel.is_private == ask["is_private"]:
        raise CannotDo(f"#{channel.name} is {'private' if channel.is_private else 'public'} already")
    membership.set_private(platform, channel, person, is_private=ask["is_private"])
    return _draw(platform, channel, person)


def _get_group(platform: Platform, person: Person, ask: Payload) -> Channel:
    channel = get_channel(platform, person, ask["channel"])
    if channel.kind not in {"channel", "group"}:
        raise CannotDo("the people of a direct conversation stay the same")
    return channel


def _draw(platform: Platform, channel: Channel, person: Person) -> Payload:
    return channel_object(channel, platform.workspace, seen_by=person.id) | {"members": list(channel.members)}


DEEDS = {
    "create_channel": create_channel,
    "join": join,
    "leave": leave,
    "invite": invite,
    "kick": kick,
    "set_private": set_private,
}
