"""What every deed needs: to find things as a person sees them, and to say that something cannot be done."""

from typing import Any, NoReturn

from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.surfaces import View
from sandbox.workspace import Channel, Message, Person

DIRECT = "dm"


class CannotDo(Exception):
    """A person cannot do this in Slack; the message says why."""


class Ask(dict[str, Any]):
    """The arguments of a deed; asking for one that is not there raises `CannotDo`."""

    def __missing__(self, name: str) -> NoReturn:
        raise CannotDo(f"{name!r} is missing")


def get_person(platform: Platform, name: str) -> Person:
    """Return the person with this name or id.

    Raises:
        CannotDo: there is nobody of that name.
    """
    person = platform.workspace.find_person(name)
    if person is None:
        raise CannotDo(f"there is nobody called {name!r}")
    return person


def get_channel(platform: Platform, person: Person, reference: str) -> Channel:
    """Return a conversation the person is in, by name or id; `dm` is theirs with the app.

    Raises:
        CannotDo: there is none, or the person is not in it.
    """
    channel = get_visible_channel(platform, person, reference)
    if person.id not in channel.members:
        raise CannotDo(f"{person.name} is not in #{channel.name}")
    return channel


def get_visible_channel(platform: Platform, person: Person, reference: str) -> Channel:
    """Return a conversation the person is in or could join.

    Raises:
        CannotDo: there is none that this person may know of.
    """
    if reference == DIRECT:
        return platform.workspace.open_direct([platform.app.bot_user_id, person.id])
    channel = platform.workspace.find_channel(reference)
    if channel is None or (channel.is_private and person.id not in channel.members):
        raise CannotDo(f"{person.name} knows no channel {reference!r}")
    return channel


def get_message(platform: Platform, person: Person, ask: Payload) -> tuple[Channel, Message]:
    """Return the message at `channel` and `ts`, ephemeral ones included, with its channel.

    Raises:
        CannotDo: the person sees no such message.
    """
    channel = get_channel(platform, person, ask["channel"])
    message = channel.messages.get(ask["ts"]) or platform.find_ephemeral(channel.id, ask["ts"])
    if message is None or message.seen_by not in {None, person.id}:
        raise CannotDo(f"{person.name} sees no message {ask['ts']} in #{channel.name}")
    return channel, message


def get_view(platform: Platform, person: Person, on: str) -> View:
    """Return the person's front `modal`, or their `home`.

    Raises:
        CannotDo: there is none.
    """
    view = platform.surfaces.home(person.id) if on == "home" else platform.surfaces.top(person.id)
    if view is None:
        raise CannotDo(f"{person.name} has no {on} open")
    return view


def draw(platform: Platform, message: Message) -> Payload:
    """Return a message as JSON, with its channel and whether it is ephemeral."""
    seen = {"channel": message.channel_id, "is_ephemeral": message.seen_by is not None}
    return platform.shape.draw(message, with_metadata=True) | seen
