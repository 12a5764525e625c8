"""What one person sees, as the JSON the page draws."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import get_args
from zoneinfo import ZoneInfo

from sandbox.deeds.stage import CannotDo, draw, get_channel
from sandbox.faults import FAULTS_BY_DIRECTION
from sandbox.page.readings import Readings
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.surfaces import View
from sandbox.workspace import SLACKBOT, Channel, ChannelKind, Message, Person

ORDER = {kind: place for place, kind in enumerate(get_args(ChannelKind))}


def company(platform: Platform, person: Person, readings: Readings) -> Payload:
    """Return all of the company that this person may know of, with their unread counts.

    `cursor` names the last change it includes: the stream goes on after it.
    """
    workspace, app = platform.workspace, platform.app
    workspace.open_direct([app.bot_user_id, person.id])
    channels = sorted(visible_channels(platform, person), key=lambda each: (ORDER[each.kind], each.name))
    return {
        "cursor": cursor(platform),
        "team": {"id": workspace.team_id, "name": workspace.name, "domain": workspace.domain},
        "me": person.id,
        "people": {each.id: draw_person(platform, each) for each in workspace.people.values()},
        "groups": {each.id: {"handle": each.handle, "name": each.name} for each in workspace.groups.values()},
        "channels": {each.id: draw_channel(platform, person, each, readings) for each in channels},
        "app": draw_app(platform),
        "faults": draw_faults(platform),
        "clock": platform.time_machine.draw() if platform.time_machine is not None else None,
    }


def cursor(platform: Platform) -> str:
    """Return the name of the newest change."""
    return f"{platform.changes.epoch}-{platform.changes.last_number}"


def visible_channels(platform: Platform, person: Person) -> list[Channel]:
    """Return the conversations this person is in, and for members of the team the public ones they could join."""
    may_browse = person.team_id == platform.workspace.team_id and not person.is_restricted
    return [
        each
        for each in platform.workspace.channels.values()
        if person.id in each.members or (may_browse and not each.is_private and not each.is_archived)
    ]


def draw_person(platform: Platform, person: Person) -> Payload:
    """Return a person as the page shows them; `role` is a word on what they are in this company."""
    offset = datetime.now(UTC).astimezone(ZoneInfo(person.timezone)).utcoffset()
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "title": person.title,
        "zone": person.timezone,
        "zone_offset_seconds": int(offset.total_seconds()) if offset is not None else 0,
        "locale": person.locale,
        "is_bot": person.is_bot or person.id == SLACKBOT,
        "is_gone": person.deleted,
        "role": role_of(platform, person),
    }


def role_of(platform: Platform, person: Person) -> str:
    """Return `app`, `outsider`, `guest`, `admin`, `agent` (shares a private channel with the app) or `member`."""
    if person.is_bot or person.id == SLACKBOT:
        return "app"
    if person.team_id != platform.workspace.team_id:
        return "outsider"
    if person.is_restricted or person.is_ultra_restricted:
        return "guest"
    if person.is_admin or person.is_owner:
        return "admin"
    pair = {person.id, platform.app.bot_user_id}
    private = (each for each in platform.workspace.channels.values() if each.kind == "group")
    return "agent" if any(pair <= set(each.members) for each in private) else "member"


def draw_channel(platform: Platform, person: Person, channel: Channel, readings: Readings) -> Payload:
    """Return a conversation as this person's sidebar shows it."""
    is_member = person.id in channel.members
    nothing_new = {"unread": 0, "mentions": 0, "last_read": ""}
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "members": list(channel.members),
        "is_member": is_member,
        "is_archived": channel.is_archived,
        "is_shared": bool(channel.shared_with),
        "has_app": platform.app.bot_user_id in channel.members,
        **(readings.summary(person, channel) if is_member else nothing_new),
    }


def draw_app(platform: Platform) -> Payload:
    """Return the app: its bot user, its commands, shortcuts and domains, and whether it has a Home tab."""
    app = platform.app
    return {
        "id": app.app_id,
        "name": app.name,
        "bot_user_id": app.bot_user_id,
        "has_home_tab": app.has_home_tab,
        "unfurl_domains": list(app.unfurl_domains),
        "commands": [asdict(each) for each in app.commands.values()],
        "shortcuts": [asdict(each) for each in app.shortcuts],
    }


def draw_faults(platform: Platform) -> Payload:
    """Return the kinds of misbehaviour by direction, and what is waiting to strike."""
    kinds = {direction: sorted(kinds) for direction, kinds in FAULTS_BY_DIRECTION.items()}
    waiting = [{"kind": each.kind, "on": each.on, "times": each.times} for each in platform.faults.waiting]
    return {"kinds": kinds, "waiting": waiting}


def draw_message(platform: Platform, person: Person, message: Message, readings: Readings) -> Payload:
    """Return a message as this person sees it; a thread's root says how many replies are new to them."""
    drawn = draw(platform, message)
    channel = platform.workspace.channels[message.channel_id]
    if "reply_count" in drawn:
        drawn["new_replies"] = readings.new_replies(person, channel, message.ts)
    for each in drawn.get("files", ()):
        each["page_url"] = f"/page/files/{each['id']}/{each['name']}?as={person.id}"
    return drawn


def conversation(platform: Platform, person: Person, reference: str, readings: Readings) -> Payload:
    """Return what a conversation shows this person, oldest first, ephemeral messages in their places.

    Raises:
        CannotDo: they are not in it.
    """
    channel = get_channel(platform, person, reference)
    own = [each for each in ephemerals(platform, person, channel) if each.thread_ts is None]
    shown = sorted([*channel.history(), *own], key=lambda each: each.ts)
    return {
        "channel": draw_channel(platform, person, channel, readings),
        "messages": [draw_message(platform, person, each, readings) for each in shown],
    }


def thread(platform: Platform, person: Person, reference: str, ts: str, readings: Readings) -> Payload:
    """Return a thread as this person sees it, its root first.

    Raises:
        CannotDo: they are not in the channel, or there is no such message.
    """
    channel = get_channel(platform, person, reference)
    root = channel.messages.get(ts)
    if root is None:
        raise CannotDo("this message is gone")
    own = [each for each in ephemerals(platform, person, channel) if each.thread_ts == ts]
    replies = sorted([*channel.replies(ts), *own], key=lambda each: each.ts)
    return {
        "last_read": readings.last_read(person, channel, root=ts),
        "messages": [draw_message(platform, person, each, readings) for each in (root, *replies)],
    }


def ephemerals(platform: Platform, person: Person, channel: Channel) -> list[Message]:
    """Return the messages of a conversation that only this person sees."""
    seen = (each for each in platform.workspace.ephemerals if each.seen_by == person.id)
    return [each for each in seen if each.channel_id == channel.id]


def views(platform: Platform, person: Person) -> Payload:
    """Return the modals this person has open, the front one last, and their Home tab or None.

    A modal says besides what stands at its fields, how often it was filled in, and by whom last.
    """
    home = platform.surfaces.home(person.id)
    return {
        "modals": [_draw_modal(platform, each) for each in platform.surfaces.stack(person.id)],
        "home": platform.draw_view(home) if home is not None else None,
    }


def _draw_modal(platform: Platform, view: View) -> Payload:
    hand = {"errors": view.errors, "filled": view.filled, "filled_by": view.filled_by}
    return platform.draw_view(view) | hand
