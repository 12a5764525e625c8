"""Workspaces: the installations Deskbell serves."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import ConnectionChanged
from bot.domain.desk.queue_rules import Marks
from bot.errors import NotFound
from bot.gateways.slack_port import Identity
from bot.services.desk import audit, happenings
from models.desk import AuditTag, Person, Workspace


def install(session: Session, identity: Identity, *, now: datetime) -> Workspace:
    """Record who the token says we are, and return the workspace; doing it again brings it up to date."""
    facts = {
        "name": identity.team_name,
        "url": identity.team_url,
        "slack_bot_user_id": identity.slack_bot_user_id,
        "slack_bot_id": identity.slack_bot_id,
        "granted_scopes": sorted(identity.granted_scopes),
    }
    row = insert(Workspace).values(slack_team_id=identity.slack_team_id, installed_at=now, **facts)
    upsert = row.on_conflict_do_update(index_elements=[Workspace.slack_team_id], set_=facts).returning(Workspace)
    workspace = session.scalars(upsert, execution_options={"populate_existing": True}).one()
    happenings.announce(session, ConnectionChanged(None, workspace, is_connected=True), now=now)
    return workspace


def receive_disconnection(
    session: Session, workspace: Workspace, revoked: Collection[str] | None, *, now: datetime
) -> None:
    """Do what the end of an installation asks for: nothing is heard from Slack until a new token comes.

    Args:
        session: an open transaction.
        workspace: where the app was installed.
        revoked: the bots whose tokens were revoked; None when the app was uninstalled.
        now: the desk's time.
    """
    if revoked is None or workspace.slack_bot_user_id in revoked:
        happenings.announce(session, ConnectionChanged(None, workspace, is_connected=False), now=now)


def find_workspace(session: Session, slack_team_id: str) -> Workspace | None:
    """Return the workspace of a Slack team, or None when Deskbell is not installed there."""
    return session.scalar(select(Workspace).where(Workspace.slack_team_id == slack_team_id))


def get_workspace(session: Session, slack_team_id: str) -> Workspace:
    """Return the workspace of a Slack team. Raises: NotFound."""
    workspace = find_workspace(session, slack_team_id)
    if workspace is None:
        raise NotFound("Deskbell is not installed in this workspace.")
    return workspace


def marks_of(workspace: Workspace) -> Marks:
    """Return the marks and reactions of a workspace."""
    return Marks(
        private_mark=workspace.private_mark,
        skip_mark=workspace.skip_mark,
        create_emoji=workspace.create_emoji,
        claim_emoji=workspace.claim_emoji,
        resolve_emoji=workspace.resolve_emoji,
    )


def change_settings(
    session: Session, workspace: Workspace, wanted: Mapping[str, str], *, actor: Person | None, now: datetime
) -> dict[str, list[str]]:
    """Give a workspace these settings, by the name of their column; return what changed, from and to."""
    changes = {
        name: [getattr(workspace, name), value] for name, value in wanted.items() if getattr(workspace, name) != value
    }
    for name, (_, after) in changes.items():
        setattr(workspace, name, after)
    if changes:
        audit.record(
            session, AuditTag.WORKSPACE_CHANGED, workspace_id=workspace.id, actor=actor, details=changes, now=now
        )
    return changes


def the_workspace(session: Session) -> Workspace:
    """Return the one workspace of an installation by token. Raises: NotFound, before the first contact with Slack."""
    workspace = session.scalar(select(Workspace).order_by(Workspace.id).limit(1))
    if workspace is None:
        raise NotFound("Deskbell has not met Slack yet. Start it once with `python -m bot serve`.")
    return workspace
