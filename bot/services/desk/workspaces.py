"""Workspaces: the installations Deskbell serves."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.errors import NotFound
from bot.gateways.slack_port import Identity
from models.desk import Workspace


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
    return session.scalars(upsert, execution_options={"populate_existing": True}).one()


def find_workspace(session: Session, slack_team_id: str) -> Workspace | None:
    """Return the workspace of a Slack team, or None when Deskbell is not installed there."""
    return session.scalar(select(Workspace).where(Workspace.slack_team_id == slack_team_id))


def get_workspace(session: Session, slack_team_id: str) -> Workspace:
    """Return the workspace of a Slack team. Raises: NotFound."""
    workspace = find_workspace(session, slack_team_id)
    if workspace is None:
        raise NotFound("Deskbell is not installed in this workspace.")
    return workspace


def the_workspace(session: Session) -> Workspace:
    """Return the one workspace of an installation by token. Raises: NotFound, before the first contact with Slack."""
    workspace = session.scalar(select(Workspace).order_by(Workspace.id).limit(1))
    if workspace is None:
        raise NotFound("Deskbell has not met Slack yet. Start it once with `python -m bot serve`.")
    return workspace
