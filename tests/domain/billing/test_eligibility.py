"""Who is a seat."""

from typing import Any

import pytest

from bot.domain.billing.eligibility import Company, PersonStanding, StandingReason, slack_person, standing_of
from tests.domain.billing.vectors import cases, name_of

ACME = Company("T1", slack_enterprise_id="E1", bot_slack_user_id="UDESK")


def reason(**facts: Any) -> StandingReason:
    return standing_of(slack_person({"id": "U1", "team_id": "T1", **facts}), ACME)


@pytest.mark.parametrize("case", cases("eligibility"), ids=name_of)
def test_who_is_billed(case: Any) -> None:
    verdict = standing_of(slack_person(case["user"]), Company(case["home_team"]))

    assert (verdict.standing is PersonStanding.BILLABLE) is case["expected_billable"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, StandingReason.MEMBER),
        ({"is_admin": True, "is_app_user": True}, StandingReason.MEMBER),
        ({"is_invited_user": True}, StandingReason.INVITED),
        ({"is_restricted": True}, StandingReason.GUEST),
        ({"is_restricted": True, "is_ultra_restricted": True}, StandingReason.GUEST),
        ({"is_bot": True}, StandingReason.BOT),
        ({"is_workflow_bot": True}, StandingReason.BOT),
        ({"is_connector_bot": True}, StandingReason.BOT),
        ({"id": "UDESK"}, StandingReason.BOT),
        ({"id": "USLACKBOT"}, StandingReason.SLACKBOT),
        ({"deleted": True}, StandingReason.DEACTIVATED),
        ({"team_id": None}, StandingReason.UNKNOWN),
    ],
)
def test_why_a_person_counts_as_they_do(facts: dict[str, Any], expected: StandingReason) -> None:
    assert reason(**facts) is expected


@pytest.mark.parametrize("facts", [{"is_stranger": False}, {"is_stranger": True}, {"is_restricted": True}])
def test_a_person_of_another_company_is_held_whatever_slack_calls_them(facts: dict[str, Any]) -> None:
    verdict = reason(team_id="T2", enterprise_user={"enterprise_id": "E2", "teams": ["T2"]}, **facts)

    assert (verdict, verdict.standing) == (StandingReason.OUTSIDER, PersonStanding.HELD)


@pytest.mark.parametrize(
    "facts",
    [
        {"enterprise_user": {"enterprise_id": "E1", "teams": ["T2"]}},
        {"enterprise_user": {"teams": ["T2", "T1"]}},
        {"enterprise_id": "E1"},
        {"team_id": "E1"},
    ],
)
def test_another_workspace_of_the_same_organisation_is_no_outsider(facts: dict[str, Any]) -> None:
    assert reason(**{"team_id": "T2", **facts}) is StandingReason.MEMBER


def test_nobody_is_billed_while_slack_has_not_said_who_they_are() -> None:
    assert standing_of(None, ACME).standing is PersonStanding.PENDING
