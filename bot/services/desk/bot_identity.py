"""Bot identity: the name and the icon that Deskbell's own messages carry, where the plan and Slack allow them."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.domain.desk.queue_rules import BotIdentity
from bot.gateways.slack_port import Author
from bot.services.desk import audit, plan_limits
from models.desk import AuditTag, Person, Workspace

CUSTOMIZE: Final = "chat:write.customize"
"""What posting under another name needs."""


def may_customize(session: Session, workspace_id: int) -> bool:
    """Return whether Slack lets messages stand under another name and picture."""
    return CUSTOMIZE in session.get_one(Workspace, workspace_id).granted_scopes


def identity_of(workspace: Workspace) -> BotIdentity:
    """Return what a workspace calls Deskbell, whether or not it may."""
    return BotIdentity(workspace.bot_name, workspace.bot_icon)


def find_author(session: Session, workspace_id: int) -> Author | None:
    """Return under whose name Deskbell's own messages are posted; None: under the app's."""
    workspace = session.get_one(Workspace, workspace_id)
    if workspace.bot_name is None or CUSTOMIZE not in workspace.granted_scopes:
        return None
    if not plan_limits.has_white_label(session, workspace_id):
        return None
    return Author(workspace.bot_name, icon_emoji=workspace.bot_icon)


def change_identity(
    session: Session, workspace: Workspace, wanted: BotIdentity, *, actor: Person | None, now: datetime
) -> bool:
    """Have Deskbell carry this name and icon; return whether that changed anything.

    Raises: BeyondPlan, when the plan does not give it; taking the name back is always possible.
    """
    before = identity_of(workspace)
    if before == wanted:
        return False
    if wanted.name is not None:
        plan_limits.require_white_label(session, workspace.id)
    workspace.bot_name, workspace.bot_icon = wanted.name, wanted.icon
    details = {"bot_name": [before.name, wanted.name], "bot_icon": [before.icon, wanted.icon]}
    audit.record(session, AuditTag.WORKSPACE_CHANGED, workspace_id=workspace.id, actor=actor, details=details, now=now)
    return True
