"""What an admin sees before a channel becomes a triage channel: tried, taken back, and nothing changed."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.terms import Terms
from bot.errors import AdminsOnly, ChannelUnusable, NotUnderstood
from bot.gateways.slack_port import ChannelProfile
from bot.services.billing import facts, subscriptions
from bot.services.desk import triage_plans
from bot.services.desk.channel_setup import ChosenQueue
from bot.services.desk.triage_plans import TriagePlan
from models.billing import LedgerFact, Subscription
from models.desk import Channel, Queue
from tests.services.evidence import all_rows
from tests.support.desk_rows import NOON, Desk, make_person

EVERYBODY = ["U0ADA", "U0ROSA", "U0NEW", "U0BOT", "U0OTTO", "U0DESKBELL"]


@pytest.fixture
def desk(session: Session, desk: Desk) -> Desk:
    """A small desk whose admin is Ada, with a bot and an outsider about."""
    desk.ada.is_desk_admin = True
    make_person(session, desk.workspace, "U0BOT", is_bot=True)
    make_person(session, desk.workspace, "U0OTTO", slack_team_id="T0ELSE", is_outsider=True)
    return desk


def draw_up(
    session: Session, desk: Desk, members: list[str] | None, *, key: str = "hr", who: str = "ada", **about: Any
) -> TriagePlan:
    columns = {"name": "hr", "is_private": True, "is_shared": False, "is_archived": False, "is_member": True, **about}
    profile = ChannelProfile(slack_channel_id="C0HR", **columns)
    return triage_plans.draw_up(session, profile, ChosenQueue(key), members, actor=getattr(desk, who), now=NOON)


def test_the_people_who_would_be_agents_are_named_and_nothing_changes(session: Session, desk: Desk) -> None:
    tables = Queue, Channel, Subscription, LedgerFact
    before = all_rows(session), all_rows(session, *tables)

    plan = draw_up(session, desk, EVERYBODY)

    assert (plan.channel_name, plan.queue_key, plan.agents) == ("hr", "HR", ["U0ADA", "U0ROSA", "U0NEW"])
    assert plan.foreseen == ["3 new seats, 3 in all.", "No price is agreed, so seats are only counted."]
    assert (all_rows(session), all_rows(session, *tables)) == before


def test_what_cannot_be_counted_is_not_guessed(session: Session, desk: Desk) -> None:
    plan = draw_up(session, desk, None)

    assert (plan.agents, plan.foreseen) == (None, [])


def test_who_has_a_seat_already_needs_none_and_a_ceiling_is_named(session: Session, desk: Desk) -> None:
    subscription = subscriptions.get(session, desk.workspace.id, now=NOON)
    terms = Terms(seat_price_minor=2500, spend_ceiling_minor=4000).to_json()
    changed, source = FactKind.TERMS_CHANGED, FactSource.ADMIN
    facts.record(session, subscription, changed, source=source, effective_at=NOON, now=NOON, details=terms)

    plan = draw_up(session, desk, EVERYBODY)

    assert plan.foreseen[0] == "3 new seats, 3 in all."
    assert plan.foreseen[-1] == "That is above the ceiling of $40.00 that was set for it."


@pytest.mark.parametrize(
    ("about", "error"),
    [
        ({"who": "ben"}, AdminsOnly),
        ({"key": "1T"}, NotUnderstood),
        ({"key": "IT"}, ChannelUnusable),
        ({"is_private": False}, ChannelUnusable),
        ({"is_shared": True}, ChannelUnusable),
    ],
)
def test_what_speaks_against_it_is_said_before_anything_is_asked(
    session: Session, desk: Desk, about: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        draw_up(session, desk, EVERYBODY, **about)


@pytest.mark.parametrize(("channel", "key", "expected"), [("C0TRIAGE", "it", True), ("C0HR", "IT", False)])
def test_what_is_so_already_is_not_asked_about(
    session: Session, desk: Desk, channel: str, key: str, *, expected: bool
) -> None:
    assert triage_plans.is_so_already(session, desk.workspace.id, channel, key) is expected
