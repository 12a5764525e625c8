"""What people would cost, said before they are agents, and the question whether they are to be."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.billing.costs import Cost
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.costs import cost_lines
from bot.views.billing.held_person import HeldPersonFacts, held_person_question
from bot.views.desk.action_ids import ActionId
from bot.views.desk.invitations import MOST_NAMED, TriageConfirmationFacts, triage_confirmation
from tests.views.judging import dangers_of, every_object, problems_of

COST = Cost(
    people=12,
    new_seats=10,
    seats=15,
    currency="EUR",
    unit_minor=2500,
    now_minor=12900,
    next_minor=37500,
    next_at=datetime(2026, 12, 1, tzinfo=UTC),
    collects=True,
    ceiling_minor=30000,
    is_above=False,
)


def test_the_seats_the_price_and_the_next_invoice_are_said() -> None:
    assert cost_lines(COST) == [
        "10 new seats, 15 in all.",
        "A seat costs €25.00 for each period, before tax.",
        "Within the hour it costs €129.00 for the rest of this period.",
        "The next invoice, on 1 December 2026, comes to €375.00.",
    ]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"new_seats": 1}, "1 new seat, 15 in all."),
        ({"new_seats": 0}, "No new seat: everybody has one already. 15 seats in all."),
        ({"unit_minor": None}, "No price is agreed, so seats are only counted."),
        ({"collects": False}, "The next statement, on 1 December 2026, comes to €375.00."),
        ({"is_above": True}, "That is above the ceiling of €300.00 that was set for it."),
    ],
)
def test_what_differs_is_said(facts: dict[str, object], said: str) -> None:
    assert said in cost_lines(replace(COST, **facts))  # type: ignore[arg-type]  # a test names some of them


def test_money_is_written_as_in_the_admins_country() -> None:
    assert "kostet" not in " ".join(cost_lines(COST, "de-DE"))
    assert any("375,00\N{NO-BREAK SPACE}€" in said for said in cost_lines(COST, "de-DE"))


@pytest.mark.parametrize("team", ["T0ELSE", None])
def test_admins_are_asked_about_somebody_with_the_price_in_view(team: str | None) -> None:
    drawn = held_person_question(HeldPersonFacts(7, "Olaf <!here>", team, ["#it-triage"], COST, None))

    buttons = [found for found in every_object(drawn.blocks) if found.get("type") == "button"]
    assert [(found["action_id"], found["value"]) for found in buttons] == [
        (BillingActionId.ADMIT_PERSON, "7"),
        (BillingActionId.KEEP_PERSON_OUT, "7"),
    ]
    assert "another company" in drawn.text if team else "above the ceiling you set" in drawn.text
    assert "comes to €375.00" in drawn.text
    assert problems_of(drawn) + dangers_of(drawn) == []


@pytest.mark.parametrize("agents", [None, ["U1"], [f"U{number}" for number in range(MOST_NAMED + 400)]])
def test_an_admin_is_asked_before_a_channel_becomes_a_triage_channel(agents: list[str] | None) -> None:
    foreseen = [] if agents is None else cost_lines(COST)
    drawn = triage_confirmation(TriageConfirmationFacts("C0HR", "#hr", "HR", agents, foreseen))

    [confirm] = [found for found in every_object(drawn.blocks) if found.get("type") == "button"]
    assert (confirm["action_id"], confirm["value"]) == (ActionId.CONFIRM_TRIAGE, "C0HR HR")
    assert "Make #hr the triage channel of HR?" in drawn.text
    assert ("could not count" in str(drawn.blocks)) is (agents is None)
    assert problems_of(drawn) == []
    assert set(dangers_of(drawn)) <= {"element user"}  # what one person alone is shown notifies nobody named in it
