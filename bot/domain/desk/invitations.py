"""What the bot says when it is invited to a channel: a question, what to do first, or nothing but getting to work."""

from dataclasses import dataclass
from enum import StrEnum


class InvitationAnswer(StrEnum):
    """What follows from an invitation."""

    ASK_ROLE = "ask_role"  # requests or triage?
    ASK_QUEUE = "ask_queue"  # which queue takes the channel's requests?
    TRIAGE_FIRST = "triage_first"  # no queue can take requests yet
    ADMIN_NEEDED = "admin_needed"  # somebody invited it who cannot choose
    TAKE_REQUESTS = "take_requests"  # for the default queue; the channel is told


@dataclass(frozen=True)
class Invitation:
    """Who invited the bot, and where to.

    Args:
        by_admin: whether a desk admin did.
        by_member: whether a full member of the workspace did, neither guest nor outsider.
        is_private: whether the channel is.
        has_queues: whether some queue can take requests.
        has_default: whether the default queue can.
    """

    by_admin: bool
    by_member: bool
    is_private: bool
    has_queues: bool
    has_default: bool


def answer_to(invitation: Invitation) -> InvitationAnswer:
    """Return what follows from an invitation. Only a private channel can be a triage channel, so it is asked there."""
    if invitation.by_admin and invitation.is_private:
        return InvitationAnswer.ASK_ROLE
    if invitation.by_admin:
        return InvitationAnswer.ASK_QUEUE if invitation.has_queues else InvitationAnswer.TRIAGE_FIRST
    if invitation.is_private or not invitation.by_member or not invitation.has_default:
        return InvitationAnswer.ADMIN_NEEDED
    return InvitationAnswer.TAKE_REQUESTS
