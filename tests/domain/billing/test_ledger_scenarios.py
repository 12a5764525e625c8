"""The hard cases, as the ledger alone decides them."""

from dataclasses import replace

import pytest

from bot.domain.billing.documents import Document
from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import SeatReuse
from tests.domain.billing.story import TEAM, Story, instant

HOUR = replace(TEAM, settle_minutes=60)
NAMED = replace(TEAM, reuse=SeatReuse.NAMED)


def test_an_anchor_on_the_31st_comes_back_to_it_after_february() -> None:
    story = Story(("U1",), at="01-31").join("U2", "02-14 10:00").join("U3", "03-30 10:00").until("04-01")

    assert story.totals == [
        ("01-31", "invoice", 2500),
        ("02-14", "invoice", 1250),
        ("02-28", "invoice", 5000),
        ("03-30", "invoice", 81),
        ("03-31", "invoice", 7500),
    ]


def test_the_last_second_of_a_period_costs_a_day_and_the_first_of_the_next_a_month() -> None:
    before = Story(("U1", "U2", "U3")).join("U4", "01-31 23:59:59").until("02-02")
    after = Story(("U1", "U2", "U3")).join("U4", "02-01 00:00:00").until("02-02")

    assert before.totals[1:] == [("01-31", "invoice", 81), ("02-01", "invoice", 10000)]
    assert after.totals[1:] == [("02-01", "invoice", 7500), ("02-01", "invoice", 2500)]


@pytest.mark.parametrize(("left_at", "seats"), [("2020-07-31 23:59:59", 3), ("2020-08-01 00:00:00", 2)])
def test_whoever_left_before_the_cut_over_is_on_one_more_invoice(left_at: str, seats: int) -> None:
    story = Story(("U1", "U2", "U3"), at="2020-07-15").leave("U3", left_at).until("2020-09-16")

    assert [line.quantity for line in story.lines] == [3, seats, 2]


def test_a_person_in_two_channels_is_one_seat_all_along() -> None:
    story = Story(("U1",)).channel("C2", "HR", "U1", at="01-05")

    story.leave("U1", "01-06", "C2").untriage("C2", "01-20").join("U1", "01-20 00:01", "C2").until("02-02")

    assert story.seat_changes == [("U1", "opened")]
    assert story.totals == [("01-01", "invoice", 2500), ("02-01", "invoice", 2500)]


def test_a_replacement_sits_down_on_a_paid_seat_unless_seats_are_paid_by_name() -> None:
    def charged(story: Story) -> list[tuple[str | None, int]]:
        story.leave("U3", "01-10 12:00").join("U4", "01-20 12:00").join("U5", "01-20 12:05").until("01-31")
        return [(line.user, line.amount_minor) for line in story.lines[1:]]

    assert charged(Story(("U1", "U2", "U3"))) == [("U5", 968)]
    assert charged(Story(("U1", "U2", "U3"), terms=NAMED)) == [("U4", 968), ("U5", 968)]


def test_a_channel_of_all_hands_un_made_within_a_day_is_mirrored_line_by_line() -> None:
    story = Story(("U1",), terms=HOUR)
    for number in range(400):
        story.join(f"W{number}", "01-16 09:00", "C9")
    preview = story.ledger.copy()
    preview.apply(replace(story.facts[-1], kind=FactKind.TRIAGE_ON, slack_user_id=None, details={"queue": "ALL"}))

    story.triage("C9", "ALL", "01-16 09:00").until("01-16 12:00").untriage("C9", "01-17 08:00").until("02-02")

    shown = preview.open_charges(instant("01-16 09:00"))
    invoice, credit_note = story.documents[1:3]
    assert shown is not None
    assert len(shown.lines) == 400
    assert [line.amount_minor for line in credit_note.lines] == [-line.amount_minor for line in invoice.lines]
    assert [line.corrects for line in credit_note.lines] == list(range(1, 401))
    assert (credit_note.corrects, credit_note.total_minor) == (invoice.position, -invoice.total_minor)
    assert [each.position for each in story.documents] == [1, 2, 3, 4]
    assert (story.documents[3].total_minor, story.documents[3].collect_minor) == (2500, 0)


def test_an_admin_who_is_invited_promoted_and_removed_within_the_hour_costs_nothing() -> None:
    story = Story(("U1", "U2", "U3"), terms=HOUR).join("U4", "01-16 09:00").leave("U4", "01-16 09:20").until("02-02")

    assert [total for *_, total in story.totals] == [7500, 7500]


def test_an_admin_who_is_removed_after_nine_hours_costs_the_rest_of_the_month_and_no_more() -> None:
    story = Story(("U1", "U2", "U3"), terms=HOUR).join("U4", "01-16 09:00").leave("U4", "01-16 18:00").until("02-02")

    assert [total for *_, total in story.totals] == [7500, 1290, 7500]


def test_a_join_told_again_after_the_departure_is_not_believed() -> None:
    story = Story(("U1",)).join("U4", "01-16 09:30", event_id="Ev1").leave("U4", "01-18 09:30", event_id="Ev2")

    story.join("U4", "01-16 09:30", known="01-18 09:35", event_id="Ev1").until("01-31")

    assert "U4" not in story.ledger.seats
    assert [line.user for line in story.lines] == [None, "U4"]


def test_a_departure_told_before_its_join_is_the_last_word() -> None:
    story = Story(("U1",)).leave("U4", "01-16 09:40").join("U4", "01-16 09:30", known="01-16 09:41").until("02-02")

    assert "U4" not in story.ledger.seats
    assert [total for *_, total in story.totals] == [2500, 2500]


def test_a_departure_that_slack_dates_before_the_roll_is_given_back() -> None:
    story = Story(("U1", "U2", "U3")).until("02-01").leave("U3", "01-28 12:00", known="02-03 08:00").until("03-02")

    february, credit_note = story.documents[1:3]
    assert (credit_note.corrects, credit_note.total_minor) == (february.position, -2500)
    assert [(line.kind, line.user) for line in credit_note.lines] == [("seat_credited", "U3")]
    assert story.totals[3] == ("03-01", "invoice", 5000)


def test_a_departure_that_only_a_read_shows_counts_from_its_discovery() -> None:
    story = Story(("U1", "U2", "U3")).until("02-01")

    story.leave("U3", "02-03 08:00", source=FactSource.SNAPSHOT).until("03-02")

    assert [total for *_, total in story.totals] == [7500, 7500, 5000]


def test_an_upgrade_after_an_addition_prices_both_seats_and_credits_no_more_than_was_paid() -> None:
    story = Story(("U1",)).join("U2", "01-16 08:00").change("01-21 08:00", plan=Plan.PROFESSIONAL).until("02-02")

    assert [line.amount_minor for line in story.lines] == [2500, 1290, -1774, 3548, 10000]


def test_a_failing_card_leaves_no_trace() -> None:
    story = Story(("U1",)).join("U2", "01-16 08:00")
    asked = story.ledger.copy()
    wanted = replace(TEAM, plan=Plan.PROFESSIONAL)

    fact = replace(story.facts[0], kind=FactKind.TERMS_CHANGED, counts_at=instant("01-21"), slack_user_id=None)
    quoted = asked.apply(replace(fact, details=wanted.to_json()))

    assert [each.total_minor for each in quoted if isinstance(each, Document)] == [1774]
    assert story.ledger.terms.plan is Plan.TEAM
    assert story.until("02-02").documents[-1].position == 3


def test_documents_derived_anew_are_the_same_bytes() -> None:
    story = Story(("U1", "U2"), terms=HOUR).join("U3", "01-16 09:00").until("01-20").until("02-02").until("03-05")

    again = Story(("U1", "U2"), terms=HOUR).join("U3", "01-16 09:00").until("03-05")

    assert [each.canonical() for each in story.documents] == [each.canonical() for each in again.documents]
