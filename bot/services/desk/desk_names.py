"""The names of a configuration file, turned into what Slack knows them as; or what is wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.desk.desk_file import DeskFile, Section
from bot.domain.desk.desk_file_reading import ReadDeskFile, channels_named, nearest
from bot.domain.desk.problems import DeskFileRefused, Path, Problem
from bot.domain.desk.yaml_document import YamlDocument
from bot.gateways.slack_directory import Directory
from bot.gateways.slack_port import ChannelProfile, Profile


@dataclass(frozen=True)
class ResolvedDeskFile:
    """A configuration file whose every name was found, once.

    Attributes:
        file: what the file says.
        document: for the lines of problems found later.
        channels: each channel by the name or id the file gives it.
        people: by the name or id the file gives them.
        members: the Slack user ids in each triage channel, by Slack channel id.
        parts: the sections of other wings that are present, by name.
    """

    file: DeskFile
    document: YamlDocument
    channels: Mapping[str, ChannelProfile]
    people: Mapping[str, Profile]
    members: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, Section] = field(default_factory=dict)


def resolve_names(read: ReadDeskFile, directory: Directory) -> ResolvedDeskFile:
    """Return the file with what Slack knows of each name in it.

    Raises:
        DeskFileRefused: names lead nowhere, to two people, or to channels that cannot play the role they are given.
    """
    problems = [*_channel_problems(read, directory), *_people_problems(read, directory)]
    if problems:
        raise DeskFileRefused(problems)
    return ResolvedDeskFile(
        file=read.file,
        document=read.document,
        channels=directory.channels,
        people={name: directory.people[name][0] for _, name in people_named(read.file)},
        members=directory.members,
        parts=read.parts,
    )


def admins_named(file: DeskFile) -> Iterator[tuple[Path, str]]:
    """Yield each admin the file names: the path, and the name as written."""
    admins = () if file.workspace is None else file.workspace.admins or ()
    for index, name in enumerate(admins):
        yield ("workspace", "admins", index), name


def billing_contacts_named(file: DeskFile) -> Iterator[tuple[Path, str]]:
    """Yield each billing contact the file names: the path, and the name as written."""
    contacts = () if file.workspace is None else file.workspace.billing_contacts or ()
    for index, name in enumerate(contacts):
        yield ("workspace", "billing_contacts", index), name


def people_named(file: DeskFile) -> Iterator[tuple[Path, str]]:
    """Yield each person the file names, in whatever part: the path, and the name as written."""
    yield from admins_named(file)
    yield from billing_contacts_named(file)


def _channel_problems(read: ReadDeskFile, directory: Directory) -> Iterator[Problem]:
    roles: dict[str, str] = {}
    for path, name, role in channels_named(read.file):
        channel = directory.channels.get(name)
        if channel is None:
            yield read.document.problem(path, *_not_found(name, directory.known_channels, is_channel=True))
            continue
        if channel.slack_channel_id in roles:
            reason = f"{name} is {roles[channel.slack_channel_id]} already"
            yield read.document.problem(path, reason, "Give each channel one role")
        roles.setdefault(channel.slack_channel_id, role)
        if (wrong := _unusable(name, channel, is_triage=path[-1] == "triage_channel")) is not None:
            yield read.document.problem(path, *wrong)


def _unusable(name: str, channel: ChannelProfile, *, is_triage: bool) -> tuple[str, str] | None:
    """Return the reason and the remedy when a channel cannot play a role, else None."""
    if channel.is_archived:
        return f"{name} is archived", "Unarchive it in Slack, or name another channel"
    if not channel.is_member:
        return f"Deskbell is not in {name}", f"Type `/invite @Deskbell` in #{channel.name}"
    if is_triage and channel.is_shared:
        return f"{name} is shared with another company", "Choose a channel of your own: agents' notes are private"
    return None


def _people_problems(read: ReadDeskFile, directory: Directory) -> Iterator[Problem]:
    for path, name in people_named(read.file):
        profiles = directory.people.get(name, ())
        if not profiles:
            yield read.document.problem(path, *_not_found(name, directory.known_people, is_channel=False))
        elif len(profiles) > 1:
            ids = ", ".join(profile.slack_user_id for profile in profiles)
            yield read.document.problem(path, f"{name} is the name of several people", f"Write one of their ids: {ids}")
        elif path[1] == "admins" and _cannot_be_admin(profiles[0]):
            reason = f"{name} cannot be an admin: a bot, a guest or a deactivated account"
            yield read.document.problem(path, reason, "Name a full member of this workspace")
        elif _is_nobody(profiles[0]):
            yield read.document.problem(path, f"{name} is a bot or a deactivated account", "Name somebody who reads it")


def _cannot_be_admin(profile: Profile) -> bool:
    return profile.is_bot or profile.is_guest or profile.is_deactivated


def _is_nobody(profile: Profile) -> bool:
    return profile.is_bot or profile.is_deactivated


def _not_found(name: str, known: tuple[str, ...], *, is_channel: bool) -> tuple[str, str]:
    reason = f"there is no {'channel' if is_channel else 'person'} {name} that Deskbell can see"
    meant = nearest(name, list(known))
    if meant is not None:
        return reason, f"Did you mean {meant}?"
    return reason, "Invite Deskbell to it if it is private" if is_channel else "Check the name, or write their id"
