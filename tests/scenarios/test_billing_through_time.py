"""The hard cases of the bill, played in Slack with a time machine: who comes and goes when, and what that costs.

Two cases are proven with many people elsewhere: a mistaken channel of hundreds, and redelivery and disorder.
"""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.billing.plans import Plan
from bot.domain.desk.instants import ts_of
from bot.manifest import Transport
from models.desk import Channel, Workspace
from sandbox.company import user_id
from tests.support.billing_desk import OPS, begin_to_bill
from tests.support.billing_rows import TEAM, on
from tests.support.desk import Desk, expect, make_triage
from tests.support.handmade import signed_post

NOWHERE = "http://127.0.0.1:9/"
"""Nobody listens there."""


@pytest.fixture
def transport() -> Transport:
    """One way in: what becomes of an event does not depend on it."""
    return Transport.HTTP


def test_the_last_day_of_january_renews_on_the_last_day_of_february(desk: Desk) -> None:
    billed = begin_to_bill(desk, on(1, 31, 10, year=2027))
    billed.go(on(2, 14, 9, year=2027))
    billed.invite("ben")
    billed.go(on(3, 30, 9, year=2027))
    billed.invite("cara")

    billed.close(on(3, 31, year=2027))

    assert billed.documents() == [
        ("INV-2027-0001", date(2027, 1, 31), 2500),
        ("INV-2027-0002", date(2027, 2, 14), 1250),
        ("INV-2027-0003", date(2027, 2, 28), 5000),
        ("INV-2027-0004", date(2027, 3, 30), 81),
        ("INV-2027-0005", date(2027, 3, 31), 7500),
    ]
    assert billed.lines("INV-2027-0002") == [("seat_added", 14, 1250)]
    assert billed.lines("INV-2027-0004") == [("seat_added", 1, 81)]


@pytest.mark.parametrize(
    ("joins_at", "expected"),
    [
        (on(1, 31, 23, 59, 50, year=2027), [("seat_added", 1, 81), ("renewal", None, 10000)]),
        (on(2, 1, 0, 0, 1, year=2027), [("renewal", None, 7500), ("seat_added", 28, 2500)]),
    ],
)
def test_seconds_decide_which_month_a_seat_belongs_to(
    desk: Desk, joins_at: datetime, expected: list[tuple[str, int | None, int]]
) -> None:
    billed = begin_to_bill(desk, on(1, 1, year=2027), "ben", "cara")
    billed.go(joins_at)
    billed.invite("finn")

    billed.close(on(2, 1, 2, year=2027))

    later = [number for number, day, _ in billed.documents() if day > date(2027, 1, 1)]
    assert [line for number in later for line in billed.lines(number)] == expected


@pytest.mark.parametrize(
    ("leaves_at", "seats"), [(on(7, 31, 23, 59, 50, year=2020), 3), (on(8, 1, 0, 0, 1, year=2020), 2)]
)
def test_who_left_before_august_2020_is_on_one_more_invoice(desk: Desk, leaves_at: datetime, seats: int) -> None:
    billed = begin_to_bill(desk, on(7, 15, year=2020), "ben", "cara")
    billed.go(leaves_at)
    billed.remove("cara")

    billed.close(on(8, 15, year=2020))

    assert billed.documents()[-1] == ("INV-2020-0002", date(2020, 8, 15), seats * 2500)


def test_of_two_who_replace_one_only_the_second_costs_something(desk: Desk) -> None:
    billed = begin_to_bill(desk, on(1, 1, year=2027), "ben", "cara")
    billed.go(on(1, 20, 9, year=2027))
    billed.remove("cara")
    billed.invite("finn", "bela")

    billed.close(on(1, 20, 11, year=2027))

    assert billed.lines("INV-2027-0002") == [("seat_added", 12, 968)]
    assert "Seats: 3 before, 4 now." in desk.actor("ada").dm()[-1].text


def test_a_channel_made_by_mistake_is_taken_back_within_the_day(desk: Desk) -> None:
    several = replace(TEAM, plan=Plan.PROFESSIONAL)
    billed, ada = begin_to_bill(desk, on(1, 1, year=2027), terms=several), desk.actor("ada")
    billed.go(on(1, 16, 9, year=2027))
    ada.create_channel("everybody", private=True)
    ada.invite_bot("everybody")
    for name in ("ben", "cara", "finn", "mona", "rosa"):
        ada.invite("everybody", name)
    expect(ada.command("/desk", "triage #everybody ALL"), "5 new seats, 6 in all.")
    make_triage(ada, "everybody", "ALL")
    billed.close(on(1, 16, 11, year=2027))
    charged = [amount for _, _, amount in billed.lines("INV-2027-0002")]

    expect(ada.command("/desk", "triage off #everybody"), "no longer the triage channel of ALL")
    billed.close(on(1, 16, 13, year=2027))

    assert [amount for _, _, amount in billed.lines("CN-2027-0001")] == [-amount for amount in charged]
    assert sum(total for _, day, total in billed.documents() if day == date(2027, 1, 16)) == 0
    assert list(billed.ledger().seats) == [user_id("ada")]


@pytest.mark.parametrize(("stays", "january"), [(timedelta(minutes=20), 0), (timedelta(hours=9), 1290)])
def test_an_admin_who_was_an_agent_for_minutes_costs_nothing(desk: Desk, stays: timedelta, january: int) -> None:
    billed, ada = begin_to_bill(desk, on(1, 1, year=2027)), desk.actor("ada")
    billed.go(on(1, 16, 9, year=2027))
    billed.invite("ben")
    expect(ada.command("/desk", "admin add @ben"), "is now a desk admin")
    billed.go(on(1, 16, 9, year=2027) + stays)
    billed.remove("ben")

    billed.close(on(2, 1, year=2027))

    totals = [total for _, day, total in billed.documents() if day > date(2027, 1, 1)]
    assert totals == [*([january] if january else []), 2500]


def test_a_departure_missed_over_a_renewal_is_credited_if_slack_proves_when_it_was(desk: Desk) -> None:
    billed = begin_to_bill(desk, on(1, 1, year=2027), "ben")
    billed.go(on(1, 28, 12, year=2027))
    address, desk.sandbox.events_url = desk.sandbox.events_url, NOWHERE
    desk.actor("ben").leave(OPS)
    desk.sandbox.wait_idle()
    billed.go(on(2, 3, 12, year=2027))
    assert billed.lines("INV-2027-0002") == [("renewal", None, 5000)]

    desk.sandbox.events_url = address
    tell_late(desk, "ben", days=6)
    billed.close(on(2, 3, 14, year=2027))

    assert billed.lines("CN-2027-0001") == [("seat_credited", None, -2500)]
    assert billed.is_as_the_facts_give()


def test_an_addition_and_then_a_larger_plan_price_both_seats(desk: Desk) -> None:
    listed = replace(TEAM, currency="USD", seat_price_minor=None)
    billed = begin_to_bill(desk, on(1, 1, year=2027), terms=listed)
    billed.go(on(1, 16, 9, year=2027))
    billed.invite("ben")
    billed.go(on(1, 21, 9, year=2027))

    billed.change_terms(replace(listed, plan=Plan.PROFESSIONAL))
    billed.close(on(2, 1, year=2027))

    assert [billed.lines(number) for number, _, _ in billed.documents()[1:]] == [
        [("seat_added", 16, 1290)],
        [("plan_credit", 11, -1774), ("plan_charge", 11, 3548)],
        [("renewal", None, 10000)],
    ]


def tell_late(desk: Desk, name: str, *, days: int) -> None:
    """Have Slack tell, only now, that somebody left the triage channel days ago."""
    left = datetime.fromtimestamp(time.time(), UTC) - timedelta(days=days)
    with desk.sessions.begin() as session:
        workspace = session.scalars(select(Workspace)).one()
        team, bot = workspace.slack_team_id, workspace.slack_bot_user_id
        channel = session.scalars(select(Channel.slack_channel_id).where(Channel.name == OPS)).one()
    event = {"type": "member_left_channel", "user": user_id(name), "channel": channel, "team": team}
    body = {"type": "event_callback", "team_id": team, "event_id": "EvLATE", "event_time": int(left.timestamp())}
    authorization = {"team_id": team, "user_id": bot, "is_bot": True}
    told = {**event, "channel_type": "G", "event_ts": ts_of(left)}
    answer = signed_post(desk).send_json({**body, "api_app_id": "A0", "authorizations": [authorization], "event": told})
    assert answer.status_code == 200
    desk.settle()
