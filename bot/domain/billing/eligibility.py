"""Who is a seat: a human of the company in a triage channel. Slack's facts about a person in, their standing out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

SLACKBOT: Final = "USLACKBOT"
"""Slack's own helper is known by its id: Slack says of it that it is no bot."""


class PersonStanding(StrEnum):
    """How a member of a triage channel counts."""

    BILLABLE = "billable"
    FREE = "free"
    HELD = "held"
    """From outside the company: neither agent nor billed until an admin confirms."""
    PENDING = "pending"
    """Slack has not said yet who this is: never billed on a guess."""


class StandingReason(StrEnum):
    """Why somebody counts as they do."""

    MEMBER = "member"
    INVITED = "invited"
    """Has not signed in yet; sees the tickets from the first minute, so billed as everybody."""
    GUEST = "guest"
    OUTSIDER = "outsider"
    BOT = "bot"
    SLACKBOT = "slackbot"
    DEACTIVATED = "deactivated"
    UNKNOWN = "unknown"

    @property
    def standing(self) -> PersonStanding:
        """How such a person counts."""
        return _STANDINGS[self]


_STANDINGS: Final = {
    StandingReason.MEMBER: PersonStanding.BILLABLE,
    StandingReason.INVITED: PersonStanding.BILLABLE,
    StandingReason.GUEST: PersonStanding.BILLABLE,
    StandingReason.OUTSIDER: PersonStanding.HELD,
    StandingReason.BOT: PersonStanding.FREE,
    StandingReason.SLACKBOT: PersonStanding.FREE,
    StandingReason.DEACTIVATED: PersonStanding.FREE,
    StandingReason.UNKNOWN: PersonStanding.PENDING,
}


@dataclass(frozen=True)
class Company:
    """Whose people are seats: the workspace, the organisation it is part of, and the app's own user, where known."""

    slack_team_id: str
    slack_enterprise_id: str | None = None
    bot_slack_user_id: str | None = None


@dataclass(frozen=True)
class SlackPerson:
    """What Slack says of one person, as far as the bill asks. `is_bot` covers apps, workflows and connectors."""

    slack_user_id: str
    slack_team_id: str | None
    slack_enterprise_id: str | None = None
    workspaces: frozenset[str] = frozenset()
    """The team ids Slack lists for a person of an organisation with several workspaces."""
    is_bot: bool = False
    is_deleted: bool = False
    is_guest: bool = False
    is_invited: bool = False


_BOT_MARKS = ("is_bot", "is_workflow_bot", "is_connector_bot")
_GUEST_MARKS = ("is_restricted", "is_ultra_restricted")


def slack_person(user: Mapping[str, Any]) -> SlackPerson:
    """Return what a user object of Slack says of a person.

    Args:
        user: as in the answer of `users.info` or in a `user_change` event, with an `id`.
    """
    organisation = user.get("enterprise_user") or {}
    return SlackPerson(
        slack_user_id=user["id"],
        slack_team_id=user.get("team_id"),
        slack_enterprise_id=organisation.get("enterprise_id") or user.get("enterprise_id"),
        workspaces=frozenset(organisation.get("teams") or ()),
        is_bot=any(user.get(mark) for mark in _BOT_MARKS),
        is_deleted=bool(user.get("deleted")),
        is_guest=any(user.get(mark) for mark in _GUEST_MARKS),
        is_invited=bool(user.get("is_invited_user")),
    )


def standing_of(person: SlackPerson | None, company: Company) -> StandingReason:
    """Return how a member of a triage channel counts and why; the reason's `standing` is the answer.

    The workspace and the organisation are compared. That Slack calls somebody no stranger says nothing: it says so of
    outsiders who share a channel with the app. Neither does it matter whether a person has authorised the app.

    Args:
        person: what Slack says, or None while it did not answer.
    """
    if person is None:
        return StandingReason.UNKNOWN
    for reason, applies in (
        (StandingReason.SLACKBOT, person.slack_user_id == SLACKBOT),
        (StandingReason.BOT, person.is_bot or person.slack_user_id == company.bot_slack_user_id),
        (StandingReason.DEACTIVATED, person.is_deleted),
        (StandingReason.UNKNOWN, person.slack_team_id is None),
        (StandingReason.OUTSIDER, not _belongs(person, company)),
        (StandingReason.GUEST, person.is_guest),
        (StandingReason.INVITED, person.is_invited),
    ):
        if applies:
            return reason
    return StandingReason.MEMBER


def _belongs(person: SlackPerson, company: Company) -> bool:
    same_organisation = company.slack_enterprise_id is not None and company.slack_enterprise_id in {
        person.slack_enterprise_id,
        person.slack_team_id,
    }
    return company.slack_team_id in {person.slack_team_id, *person.workspaces} or same_organisation
