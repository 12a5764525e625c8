"""The configuration file at work: making the desk what the file says.

A section that is absent is left alone. A section that is present says all there is: queues and request channels it does
not name are taken off. Each change is one line of what is returned; when nothing differs there is none.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.characters import one_line
from bot.domain.desk.desk_file import WorkspaceSection
from bot.domain.desk.queue_rules import BotIdentity
from bot.services.desk import bot_identity, channels, people, plan_limits, workspaces
from bot.services.desk.configured_channels import set_request_channels, set_triage_channels, take_channels_off
from bot.services.desk.configured_queues import (
    drop_queues,
    set_categories,
    set_priorities,
    set_queues,
    set_saved_replies,
)
from bot.services.desk.desk_application import DeskApplication
from bot.services.desk.desk_names import ResolvedDeskFile, admins_named
from bot.services.desk.file_parts import FilePart
from models.desk import Person, Workspace


def apply_file(
    session: Session,
    workspace: Workspace,
    resolved: ResolvedDeskFile,
    *,
    now: datetime,
    further: Sequence[FilePart] = (),
) -> DeskApplication:
    """Make the desk what the file says and return what was changed; roll back to only see it.

    Args:
        session: an open transaction.
        workspace: whose desk.
        resolved: the file, its names looked up.
        now: the desk's time.
        further: what other wings add to the file.

    Raises:
        DeskFileRefused: a change cannot be made, as removing a queue that has tickets, or anything but what other wings
            add while the desk is read-only.
    """
    session.refresh(workspace, with_for_update={"key_share": True})  # one at a time; nobody else waits for it
    channels.hold_all(session, workspace.id)
    application = DeskApplication(session, workspace, resolved, now)
    for step in BEFORE_QUEUES:
        step(application)
    changes_desk = bool(application.lines)
    for part in further:
        part.apply(application)
    told = len(application.lines)
    for step in STEPS:
        step(application)
    if changes_desk or len(application.lines) > told:
        with application.at():
            plan_limits.refuse_read_only(session, workspace.id)
    return application


def _set_workspace(application: DeskApplication) -> None:
    """Make the workspace's own settings those of the file."""
    section, workspace = application.file.workspace, application.workspace
    if section is None:
        return
    changes = workspaces.change_settings(
        application.session, workspace, _settings(section), actor=None, now=application.now
    )
    for name, (before, after) in changes.items():
        application.lines.append(f"The {name.replace('_', ' ')} is now {after} (it was {before}).")


def _set_bot(application: DeskApplication) -> None:
    """Have Deskbell carry the file's name and icon; after the plan, which may be what gives them."""
    section = application.file.workspace
    if section is None:
        return
    bot = section.bot
    wanted = BotIdentity() if bot is None else BotIdentity(one_line(bot.name), bot.icon)
    with application.at("workspace", "bot"):
        changed = bot_identity.change_identity(
            application.session, application.workspace, wanted, actor=None, now=application.now
        )
    if changed:
        application.lines.append(_worded_identity(wanted))


def _worded_identity(identity: BotIdentity) -> str:
    if identity.name is None:
        return "Deskbell's messages carry the app's own name and picture again."
    return f"Deskbell's messages are now from {' '.join(filter(None, (identity.icon, identity.name)))}."


def _settings(section: WorkspaceSection) -> dict[str, str]:
    """Return the workspace's columns as the file wants them."""
    return {
        "language": section.language,
        "private_mark": section.private_mark,
        "skip_mark": section.skip_mark,
        "create_emoji": section.emoji.create,
        "claim_emoji": section.emoji.claim,
        "resolve_emoji": section.emoji.resolve,
    }


def _set_admins(application: DeskApplication) -> None:
    """Make exactly the people the file names admins, the new ones first: there is never a moment without one."""
    named = list(admins_named(application.file))
    if not named:
        return
    session, now = application.session, application.now
    wanted = set()
    for path, name in named:
        profile = application.resolved.people[name]
        person = people.get_or_stub(session, application.workspace, profile.slack_user_id, now=now)
        people.record_profile(session, person.id, profile, now=now)
        wanted.add(person.id)
        with application.at(*path):
            if people.name_admin(session, person, actor=None, now=now):
                application.lines.append(f"@{profile.display_name} is now an admin.")
    for person in _list_admins(application):
        if person.id not in wanted:
            people.remove_admin(session, person, actor=None, now=now)
            application.lines.append(f"@{people.facts_of(person).name} is no longer an admin.")


def _list_admins(application: DeskApplication) -> Sequence[Person]:
    admins = select(Person).where(Person.workspace_id == application.workspace.id, Person.is_desk_admin)
    return application.session.scalars(admins.order_by(Person.id)).all()


BEFORE_QUEUES: tuple[Callable[[DeskApplication], None], ...] = (_set_workspace, _set_admins)

STEPS: tuple[Callable[[DeskApplication], None], ...] = (
    _set_bot,
    set_priorities,
    set_categories,
    set_queues,
    set_saved_replies,
    take_channels_off,
    set_triage_channels,
    set_request_channels,
    drop_queues,
)
"""The order matters: a channel is free before it is given a role, a queue is empty before it goes."""
