"""Why every line costs what it costs, in words."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.billing.documents import Document, LineKind
from bot.domain.billing.explained_document import ExplainedDocument
from bot.domain.billing.explanations import explain, explain_tax, told_fact
from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.plans import Plan
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.explanation_page import explanation_page
from bot.views.billing.explanation_wording import MINUS, TIMES
from tests.domain.billing.story import TEAM, Story
from tests.views.billing.reading import said
from tests.views.hostile import HOSTILE
from tests.views.judging import every_object, problems_of_view

TAXED = replace(TEAM, tax_rate_basis_points=1900, tax_label="VAT", split_by_queue=True)


def explained(story: Story, document: Document, **facts: Any) -> ExplainedDocument:
    told = {fact.seq: fact for fact in story.facts}
    corrected = None if document.corrects is None else story.documents[document.corrects - 1]
    page = ExplainedDocument(
        name="INV-2026-0002",
        number="INV-2026-0002",
        corrects_number=None if corrected is None else "INV-2026-0001",
        document=document,
        lines=[explain(line, document, told, corrected) for line in document.lines],
        first=1,
        total_lines=len(document.lines),
        page=0,
        last_page=0,
        tax=explain_tax(document, corrected),
        arrivals={},
        bearers={},
        queues={"IT": "Helpdesk"},
        locale=None,
    )
    return replace(page, **facts)


def test_a_new_agent_is_explained_by_the_rule_the_days_the_fraction_and_the_fact() -> None:
    story = Story(("U0ADA",), terms=TAXED).join("U0BEN", "01-16 08:00").until("01-17")
    page = explanation_page(explained(story, story.documents[1]))

    assert said(page["blocks"]) == [
        "INV-2026-0002: $15.35",
        "*1.* <@U0BEN> new agent: *$12.90*",
        (
            "- More people at once than this period was paid for. Each of them is one line, from the day they came to "
            "the end of the period; the day they came counts whole.\n"
            "- 16 of the period's 31 days: 16 January 2026 to 31 January 2026, both included.\n"
            f"- $25.00 {TIMES} 16/31 days = 12.903225…, rounded once to $12.90.\n"
            "- By queue: Helpdesk $12.90"
        ),
        "<@U0BEN> came into <#C1> 2026-01-16 08:00 UTC.",
        "Tax: 19% of $12.90 = $2.45, rounded once.",
    ]
    assert problems_of_view(page) == []


def test_a_renewal_says_who_the_seats_were_whatever_queues_are_called() -> None:
    story = Story(("U0ADA", "U0BEN"), terms=TAXED)
    page = explanation_page(explained(story, story.documents[0], bearers={name: ["U0BEN"] for name in HOSTILE if name}))

    assert f"- $25.00 {TIMES} 2 seats = $50.00." in said(page["blocks"])[2]
    assert problems_of_view(page) == []
    page = explanation_page(explained(story, story.documents[0], bearers={"Helpdesk": ["U0ADA"] * 61}))
    assert any("*Helpdesk:*" in words and words.endswith("and 1 more") for words in said(page["blocks"]))


def test_a_credit_note_says_which_line_it_takes_back() -> None:
    story = Story(("U0ADA",)).channel("C2", "HR", "U0BEN", at="01-16 08:00")
    story.fact(FactKind.TRIAGE_OFF, "01-16 12:00", slack_channel_id="C2", source=FactSource.ADMIN).until("01-17")
    note = story.documents[-1]

    page = explanation_page(explained(story, note))

    words = "\n".join(said(page["blocks"]))
    assert "It gives back part of INV-2026-0001." in words
    assert "*1.* <@U0BEN> taken back: *-$12.90*" in words
    assert f"- {MINUS}($25.00 {TIMES} 16/31 days) = {MINUS}12.903225…, rounded once to -$12.90." in words
    assert "- It takes back line 1 of INV-2026-0001." in words
    assert problems_of_view(page) == []


def test_a_larger_plan_is_a_credit_and_a_charge() -> None:
    story = Story(("U0ADA",)).change("01-21 08:00", plan=Plan.PROFESSIONAL).until("01-22")

    words = "\n".join(said(explanation_page(explained(story, story.documents[-1]))["blocks"]))

    assert "*1.* old plan, given back, 1 seat" in words
    assert "*2.* new plan, 1 seat" in words
    assert "<!" not in words


def test_how_somebody_came_is_said_when_the_line_rests_on_another_fact() -> None:
    story = Story(("U0ADA",)).join("U0BEN", "01-16 08:00").until("01-17")
    arrival = replace(told_fact(story.facts[-1]), seq=99, details={"inviter": "U0ROSA"})

    page = explanation_page(explained(story, story.documents[1], arrivals={"U0BEN": arrival}))

    assert any("invited by <@U0ROSA>. | <@U0BEN> came" in words for words in said(page["blocks"]))


def test_pages_of_lines_lead_to_each_other() -> None:
    story = Story(("U0ADA",))
    page = explanation_page(explained(story, story.documents[0], page=1, last_page=2, first=7, total_lines=13))

    values = [found["value"] for found in every_object(page) if "action_id" in found]
    assert values == ["INV-2026-0002/0", "INV-2026-0002/2"]
    assert "Lines 7 to 7 of 13" in said(page["blocks"])
    assert {found["action_id"] for found in every_object(page) if "action_id" in found} == {
        BillingActionId.EXPLANATION_PREVIOUS,
        BillingActionId.EXPLANATION_NEXT,
    }


@pytest.mark.parametrize("kind", list(LineKind))
def test_every_kind_of_line_can_be_drawn(kind: LineKind) -> None:
    story = Story(("U0ADA",))
    document = story.documents[0]
    line = replace(document.lines[0], kind=kind, days=3, of=30)
    each = replace(explained(story, document), lines=[explain(line, document, {})])

    assert problems_of_view(explanation_page(each)) == []
