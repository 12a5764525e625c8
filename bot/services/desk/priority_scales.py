"""Priority scales: what a workspace calls the four priorities. They are read with the workspace, at no further cost."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.desk.priorities import DEFAULT_SCALE, PriorityScale, PriorityWords, scale_of_words
from bot.services.desk import audit
from models.desk import AuditTag, Person, Priority, Workspace


def scale_of(workspace: Workspace) -> PriorityScale:
    """Return what a workspace calls the priorities."""
    if workspace.priority_words is None:
        return DEFAULT_SCALE
    return scale_of_words({Priority(key): PriorityWords(**words) for key, words in workspace.priority_words.items()})


def change_scale(
    session: Session, workspace: Workspace, wanted: PriorityScale, *, actor: Person | None, now: datetime
) -> bool:
    """Call the priorities as `wanted` does, from the next time they are drawn; return whether that is news.

    The names are such that `bot.domain.desk.priorities.what_is_wrong` finds nothing wrong with them.
    """
    before = scale_of(workspace)
    if wanted == before:
        return False
    workspace.priority_words = None if wanted == DEFAULT_SCALE else _stored(wanted)
    session.flush()
    details = {"priorities": [_stored(before), _stored(wanted)]}
    audit.record(session, AuditTag.WORKSPACE_CHANGED, workspace_id=workspace.id, actor=actor, details=details, now=now)
    return True


def _stored(scale: PriorityScale) -> dict[str, Any]:
    return {priority.value: asdict(words) for priority, words in zip(Priority, scale.words, strict=True)}
