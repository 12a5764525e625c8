"""Directing: what happens to the workspace from above, and how the sandbox itself is set up."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from sandbox import membership
from sandbox.deeds.stage import CannotDo, get_person
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.posting import unfurl_links
from sandbox.time_machine import UnknownStep
from sandbox.workspace import Channel, Person

Direction: TypeAlias = Callable[[Platform, Payload], Payload]
CHANGEABLE = frozenset({
    "name", "real_name", "email", "title", "timezone", "locale", "avatar_url", "is_admin", "is_owner", "is_restricted",
    "is_ultra_restricted", "deleted",
})  # fmt: skip


def change_person(platform: Platform, ask: Payload) -> Payload:
    """Change `fields` of `who`; `deleted` deactivates them."""
    unknown = set(ask["fields"]) - CHANGEABLE
    if unknown:
        raise CannotDo(f"a person has no {', '.join(sorted(unknown))}")
    person = get_person(platform, ask["who"])
    membership.change_person(platform, person, **ask["fields"])
    return platform.draw_person(person)


def add_person(platform: Platform, ask: Payload) -> Payload:
    """Add `name` to the team, with any further `fields`."""
    person = Person(
        id=platform.workspace.new_id("U"),
        name=ask["name"],
        real_name=ask["fields"].get("real_name", ask["name"].title()),
        team_id=ask["fields"].get("team_id", platform.workspace.team_id),
    )
    for name in CHANGEABLE & set(ask["fields"]):
        setattr(person, name, ask["fields"][name])
    return platform.draw_person(membership.add_person(platform, person))


def archive(platform: Platform, ask: Payload) -> Payload:
    """Archive `channel`, or bring it back with `is_archived` false."""
    actor = platform.workspace.people[_get_channel(platform, ask).creator]
    membership.set_archived(platform, _get_channel(platform, ask), actor, is_archived=ask["is_archived"])
    return {}


def delete_channel(platform: Platform, ask: Payload) -> Payload:
    """Delete `channel`."""
    channel = _get_channel(platform, ask)
    membership.delete_channel(platform, channel, platform.workspace.people[channel.creator])
    return {}


def rename(platform: Platform, ask: Payload) -> Payload:
    """Rename `channel` to `name`."""
    channel = _get_channel(platform, ask)
    membership.rename_channel(platform, channel, platform.workspace.people[channel.creator], ask["name"])
    return {}


def share(platform: Platform, ask: Payload) -> Payload:
    """Share `channel` with the organisation `team`, or stop with `is_shared` false."""
    membership.set_shared(platform, _get_channel(platform, ask), ask["team"], is_shared=ask["is_shared"])
    return {}


def grant(platform: Platform, ask: Payload) -> Payload:
    """Make `scopes` the granted ones."""
    platform.app.granted = frozenset(ask["scopes"])
    return {"scopes": sorted(platform.app.granted)}


def revoke_token(platform: Platform, _ask: Payload) -> Payload:
    """Revoke the app's token."""
    platform.revoke_token()
    return {}


def uninstall(platform: Platform, _ask: Payload) -> Payload:
    """Remove the app from the workspace."""
    platform.uninstall()
    return {}


def configure(platform: Platform, ask: Payload) -> Payload:
    """Set any of `events_url`, `page_cap`, `rate_scale` (None is no limit), `ack_timeout` and `takes_sockets`."""
    if "events_url" in ask:
        platform.endpoint.url = ask["events_url"]
    if "page_cap" in ask:
        platform.settings.page_cap = ask["page_cap"]
    if "rate_scale" in ask:
        platform.rates.scale = ask["rate_scale"]
    if "ack_timeout" in ask:
        platform.endpoint.ack_timeout = ask["ack_timeout"]
    if "takes_sockets" in ask:
        platform.endpoint.sockets.takes_new = ask["takes_sockets"]
    return {}


def disconnect(platform: Platform, ask: Payload) -> Payload:
    """Announce the end of the app's open sockets for `reason`, and end them as Slack then does."""
    platform.endpoint.sockets.disconnect(ask["reason"])
    return {}


def silence(platform: Platform, _ask: Payload) -> Payload:
    """Have the app's open sockets stay open, and say and hear nothing more."""
    platform.endpoint.sockets.silence()
    return {}


def add_fault(platform: Platform, ask: Payload) -> Payload:
    """Add the fault `kind` with its details; see `sandbox.faults.Fault`."""
    platform.faults.add(**ask)
    return {}


def clear_faults(platform: Platform, _ask: Payload) -> Payload:
    """Behave well again."""
    platform.faults.clear()
    return {}


def add_emoji(platform: Platform, ask: Payload) -> Payload:
    """Add the workspace's own emoji `name`."""
    platform.workspace.emoji.add(ask["name"].strip(":"))
    return {}


def unfurl(platform: Platform, ask: Payload) -> Payload:
    """Show the preview of a link under the message at `channel` and `ts`."""
    channel = _get_channel(platform, ask)
    unfurl_links(platform, channel, channel.get_message(ask["ts"]))
    return {}


def time_machine(platform: Platform, ask: Payload) -> Payload:
    """Move the app's clock on by `step`, and return what time it is for the app then."""
    machine = platform.time_machine
    if machine is None:
        raise CannotDo("there is no time machine: whoever runs the sandbox cannot move the app's clock")
    try:
        machine.go(ask["step"])
    except UnknownStep as error:
        raise CannotDo(str(error)) from error
    platform.changes.note("clock")
    return machine.draw()


def company(platform: Platform, _ask: Payload) -> Payload:
    """Return the team's people and channels by name, with their ids."""
    workspace = platform.workspace
    return {
        "team_id": workspace.team_id,
        "bot_user_id": platform.app.bot_user_id,
        "people": {person.name: person.id for person in workspace.people.values()},
        "channels": {each.name: each.id for each in workspace.channels.values() if each.kind in {"channel", "group"}},
    }


def _get_channel(platform: Platform, ask: Payload) -> Channel:
    channel = platform.workspace.find_channel(ask["channel"])
    if channel is None:
        raise CannotDo(f"there is no channel {ask['channel']!r}")
    return channel


DIRECTIONS: Mapping[str, Direction] = {
    "change_person": change_person,
    "add_person": add_person,
    "archive": archive,
    "delete_channel": delete_channel,
    "rename": rename,
    "share": share,
    "grant": grant,
    "revoke_token": revoke_token,
    "uninstall": uninstall,
    "configure": configure,
    "disconnect": disconnect,
    "silence": silence,
    "add_fault": add_fault,
    "clear_faults": clear_faults,
    "add_emoji": add_emoji,
    "unfurl": unfurl,
    "time_machine": time_machine,
    "company": company,
}
"""Every direction by its verb."""
