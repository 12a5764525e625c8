"""The list of seats, and why one person has a seat or none."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.billing.explanations import ToldFact
from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.money import Money
from bot.domain.billing.seat_list import QueueSeats, SeatEntry, SeatExplained, SeatReason, SeatsPage, SeatState
from bot.domain.billing.splits import UNUSED
from bot.domain.desk.facts import PersonFacts
from bot.views.billing import seats_wording as wording
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.seats_page import seat_reason_page, seats_page
from tests.support.billing_rows import on
from tests.views.billing.reading import said
from tests.views.hostile import HOSTILE
from tests.views.judging import every_object, problems_of_view

BEN = SeatEntry(
    PersonFacts("U0BEN", "Ben"), SeatState.SEAT, SeatReason.MEMBER, {"C0HELP": on(1, 1)}, opened_at=on(1, 1)
)


def page_of(*entries: SeatEntry, **facts: Any) -> SeatsPage:
    page = SeatsPage(
        entries=entries,
        page=0,
        per_page=20,
        total=len(entries),
        occupied=12,
        paid=14,
        held=0,
        pending=0,
        unit=Money(2500, "EUR"),
        collects=True,
        paid_until=on(2, 1),
        queues=(),
        locale="de-DE",
    )
    return replace(page, **facts)


def test_a_seat_is_said_with_since_when_and_through_which_channel() -> None:
    page = seats_page(page_of(BEN))

    assert said(page["blocks"]) == [
        "12 seats taken · 14 in this period's bill\nA seat costs 25,00\N{NO-BREAK SPACE}€ for each period, before tax.",
        "<@U0BEN> · a seat since 2026-01-01 00:00 UTC\nthrough <#C0HELP> [Why?]",
        wording.WHO_PAYS,
    ]
    assert problems_of_view(page) == []


def test_who_has_two_channels_has_them_with_their_dates() -> None:
    page = seats_page(page_of(replace(BEN, since={"C0HELP": on(1, 1), "C0HR": on(1, 5)})))

    assert "through <#C0HELP> since 2026-01-01 00:00 UTC, <#C0HR> since 2026-01-05 00:00 UTC" in said(page["blocks"])[1]


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        (SeatState.SEAT, SeatReason.GUEST, "A guest. Any human in a triage channel is a seat."),
        (SeatState.SEAT, SeatReason.INVITED, "Has not signed in yet"),
        (SeatState.SEAT, SeatReason.OUTSIDER, "an admin made them an agent"),
        (SeatState.HELD, SeatReason.OUTSIDER, "Held: from another company."),
        (SeatState.HELD, SeatReason.ABOVE_CEILING, "above the spend ceiling"),
        (SeatState.PENDING, SeatReason.UNKNOWN, "Pending: Slack has not said who they are."),
        (SeatState.REFUSED, SeatReason.OUTSIDER, "Kept out by an admin"),
    ],
)
def test_who_is_held_pending_or_a_guest_is_said_with_the_reason(
    state: SeatState, reason: SeatReason, words: str
) -> None:
    page = seats_page(page_of(replace(BEN, state=state, reason=reason, opened_at=None)))

    assert words in said(page["blocks"])[1]


def test_every_state_and_reason_has_words() -> None:
    assert all(wording.reason(state, reason) for state in SeatState for reason in SeatReason)


def test_pages_lead_to_each_other_and_say_where_they_are() -> None:
    page = seats_page(page_of(*[BEN] * 20, page=1, total=45))

    turning = [found for found in every_object(page) if str(found.get("action_id", "")).startswith("seats.")]
    assert [(found["action_id"], found["value"]) for found in turning] == [
        (BillingActionId.SEATS_PREVIOUS, "0"),
        (BillingActionId.SEATS_NEXT, "2"),
    ]
    assert "21 to 40 of 45" in said(page["blocks"])
    assert problems_of_view(page) == []


def test_queues_are_said_with_their_share_whoever_named_them() -> None:
    queues = [QueueSeats(f"Q{number}", name, 3, 1, Money(6250, "EUR")) for number, name in enumerate(HOSTILE)]
    page = seats_page(page_of(BEN, queues=[*queues, QueueSeats(UNUSED, UNUSED, 0, 0, Money(5000, "EUR"))]))

    assert problems_of_view(page) == []
    small = seats_page(page_of(BEN, queues=[QueueSeats("IT", "Helpdesk", 3, 1, Money(6250, "EUR"))], locale=None))
    assert said(small["blocks"])[2] == (
        "By queue\n- Helpdesk: 3 agents, 1 of them shared with another queue · €62.50 of the next bill, before tax"
    )


def test_nobody_is_told_how_somebody_gets_a_seat() -> None:
    page = seats_page(page_of(total=0))

    assert said(page["blocks"]) == [wording.NOBODY.replace("`", "")]


def test_why_has_the_facts_in_words_the_late_ones_with_what_that_means() -> None:
    joined = ToldFact(
        7, FactKind.JOINED, FactSource.EVENT, on(1, 1), on(1, 1), "U0BEN", "C0HELP", {"inviter": "U0ROSA"}
    )
    late = replace(joined, seq=8, kind=FactKind.LEFT, source=FactSource.SNAPSHOT, counted_at=on(1, 3), details={})
    known = replace(joined, kind=FactKind.PERSON_KNOWN, slack_channel_id=None, details={"reason": "guest"})
    page = seat_reason_page(SeatExplained(BEN, [late, joined, known], more=3))

    assert said(page["blocks"])[-5:] == [
        "What was recorded",
        (
            "<@U0BEN> left <#C0HELP> 2026-01-01 00:00 UTC (found when Slack was asked). "
            "It became known too late to count from then: it counts from 2026-01-03 00:00 UTC."
        ),
        "<@U0BEN> came into <#C0HELP> 2026-01-01 00:00 UTC, invited by <@U0ROSA>.",
        "Since 2026-01-01 00:00 UTC it is known that <@U0BEN> is a guest.",
        "3 older facts are in the ledger.",
    ]
    assert problems_of_view(page) == []


def test_every_kind_of_fact_from_every_source_has_words() -> None:
    entry = replace(BEN, state=SeatState.NONE, reason=SeatReason.NO_CHANNEL, since={})
    facts = [
        ToldFact(1, kind, source, on(1, 1), on(1, 1) + timedelta(days=1), None, None)
        for kind in FactKind
        for source in FactSource
    ]
    assert problems_of_view(seat_reason_page(SeatExplained(entry, facts, 0))) == []
