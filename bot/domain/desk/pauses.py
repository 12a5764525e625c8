"""Why nothing is posted in a triage channel for now: what agents see stays among agents, and nothing is lost."""

from enum import StrEnum


class PauseReason(StrEnum):
    """What keeps the desk from posting in a triage channel."""

    REMOVED = "removed"  # the bot is not in it any more
    ARCHIVED = "archived"
    SHARED = "shared"  # with another company, by Slack Connect
    PUBLIC = "public"  # anybody of the workspace can join and read


def pause_reason(*, is_member: bool, is_archived: bool, is_shared: bool, is_private: bool) -> PauseReason | None:
    """Return what keeps the desk from posting in a triage channel, the gravest first, or None when nothing does."""
    found = {
        PauseReason.REMOVED: not is_member,
        PauseReason.ARCHIVED: is_archived,
        PauseReason.SHARED: is_shared,
        PauseReason.PUBLIC: not is_private,
    }
    return next((reason for reason, is_so in found.items() if is_so), None)
