"""Who is where: channels made, joined, left, archived, renamed and shared; people changed and deactivated."""

import time
from typing import Any

from sandbox import events
from sandbox.payload import Refusal
from sandbox.platform import Platform
from sandbox.posting import post_as_slackbot, post_notice
from sandbox.shapes import channel_object
from sandbox.workspace import Channel, Person

CONVERTED = {
    "group": "made this channel *private*. Now, it can only be viewed or joined by invitation.",
    "channel": "made this channel *public*. Any member can see and join it.",
}
"""What Slack says of a channel by the kind it has become."""


def create_channel(platform: Platform, name: str, creator: Person, *, is_private: bool) -> Channel:
    """Make a channel with one member and return it.

    Raises:
        Refusal: `name_taken`.
    """
    workspace = platform.workspace
    if workspace.find_channel(f"#{name}") is not None:
        raise Refusal("name_taken")
    kind: Any = "group" if is_private else "channel"
    channel = workspace.add_channel(name, kind=kind, creator=creator.id, members=[creator.id])
    ts = workspace.next_ts()
    if not is_private:
        drawn = channel_object(channel, workspace, seen_by=platform.app.bot_user_id)
        platform.emit(events.channel_created(drawn, ts=ts))
    return channel


def join_channel(platform: Platform, channel: Channel, person: Person, *, inviter: Person | None = None) -> bool:
    """Make somebody a member and return whether they were not one yet; an invitation names the inviter."""
    if person.id in channel.members:
        return False
    channel.members[person.id] = None
    invited_by = inviter.id if inviter is not None else None
    ts = platform.workspace.next_ts()
    platform.emit(
        events.membership_changed(
            "member_joined_channel", person.id, person.team_id, channel, ts=ts, inviter=invited_by
        ),
        channel,
    )
    text = f"<@{person.id}> has joined the channel"
    post_notice(platform, channel, person, "channel_join", text, inviter=invited_by)
    return True


def leave_channel(platform: Platform, channel: Channel, person: Person, *, removed_by: Person | None = None) -> bool:
    """End a membership and return whether there was one.

    The app hears of its own removal as `channel_left` or `group_left`, never as `member_left_channel`; what happens
    there later it does not hear.
    """
    if person.id not in channel.members:
        return False
    del channel.members[person.id]
    ts = platform.workspace.next_ts()
    if person.id == platform.app.bot_user_id:
        _announce_removal(platform, channel, person, removed_by or person, ts=ts)
    else:
        platform.emit(
            events.membership_changed("member_left_channel", person.id, person.team_id, channel, ts=ts, inviter=None),
            channel,
        )
    post_notice(platform, channel, person, "channel_leave", f"<@{person.id}> has left the channel")
    return True


def set_archived(platform: Platform, channel: Channel, actor: Person, *, is_archived: bool) -> None:
    """Archive a channel or bring it back."""
    channel.is_archived = is_archived
    change = "archive" if is_archived else "unarchive"
    platform.emit(events.channel_state(change, channel, actor.id, ts=platform.workspace.next_ts()), channel)
    post_notice(platform, channel, actor, f"channel_{change}", f"<@{actor.id}> {change}d the channel")


def delete_channel(platform: Platform, channel: Channel, actor: Person) -> None:
    """Delete a channel with all that was said in it."""
    platform.emit(events.channel_deleted(channel, actor.id, ts=platform.workspace.next_ts()), channel)
    del platform.workspace.channels[channel.id]


def set_private(platform: Platform, channel: Channel, actor: Person, *, is_private: bool) -> None:
    """Make a channel private or public, by the same id.

    Slack has no event for it: the app hears a message in the channel, which is of the new kind by then.
    """
    channel.kind = "group" if is_private else "channel"
    subtype = "channel_convert_to_private" if is_private else "channel_convert_to_public"
    platform.changes.note("channel")
    post_notice(platform, channel, actor, subtype, CONVERTED[channel.kind])


def rename_channel(platform: Platform, channel: Channel, actor: Person, name: str) -> None:
    """Give a channel another name."""
    before, channel.name = channel.name, name
    audience = channel if channel.is_private else None
    platform.emit(events.channel_renamed(channel, ts=platform.workspace.next_ts()), audience)
    text = f'<@{actor.id}> has renamed the channel from "{before}" to "{name}"'
    post_notice(platform, channel, actor, "channel_name", text, told={"old_name": before, "name": name})


def set_shared(platform: Platform, channel: Channel, team_id: str, *, is_shared: bool) -> None:
    """Share a channel with another organisation over Slack Connect, or stop sharing it."""
    if is_shared and team_id not in channel.shared_with:
        channel.shared_with.append(team_id)
    if not is_shared and team_id in channel.shared_with:
        channel.shared_with.remove(team_id)
    event = events.channel_sharing(channel, team_id, is_shared=is_shared, ts=platform.workspace.next_ts())
    platform.emit(event, channel)


def change_person(platform: Platform, person: Person, **changes: Any) -> None:
    """Change what is known of a person and announce it; a deactivated person leaves every channel silently."""
    for name, value in changes.items():
        setattr(person, name, value)
    person.updated = int(time.time())
    if person.deleted:
        for channel in platform.workspace.channels.values():
            if channel.kind in {"channel", "group"}:
                channel.members.pop(person.id, None)
    _announce_person(platform, "user_change", person)


def add_person(platform: Platform, person: Person) -> Person:
    """Welcome a new person to the team."""
    platform.workspace.add_person(person)
    _announce_person(platform, "team_join", person)
    return person


def _announce_removal(platform: Platform, channel: Channel, bot: Person, actor: Person, *, ts: str) -> None:
    """Tell the app that it is out of a channel: by an event, and by a line from Slackbot if somebody else did it."""
    platform.emit(events.app_left(channel, actor=actor.id, ts=ts))
    if actor is not bot:
        post_as_slackbot(platform, bot, f"You have been removed from #{channel.name} by <@{actor.id}>")


def _announce_person(platform: Platform, kind: str, person: Person) -> None:
    drawn = platform.draw_person(person, with_locale=True)
    platform.emit(events.user_event(kind, drawn, ts=platform.workspace.next_ts()))
