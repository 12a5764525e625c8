"""What is given back: exactly what was charged, never twice, never more."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import Collect, SeatReuse
from tests.domain.billing.story import TEAM, Story

TAXED = replace(TEAM, tax_rate_basis_points=825)
NAMED = replace(TEAM, reuse=SeatReuse.NAMED)


def corrections(story: Story) -> list[tuple[str, int, list[tuple[str | None, int]]]]:
    """Return each credit note as its kind of lines, what it corrects and its lines."""
    notes = [each for each in story.documents if each.corrects is not None]
    return [
        (str(note.lines[0].kind), note.corrects or 0, [(line.user, line.amount_minor) for line in note.lines])
        for note in notes
    ]


@pytest.mark.parametrize(("off", "notes"), [("01-17 09:00", 1), ("01-17 09:01", 0)])
def test_a_channel_is_a_mistake_for_a_day(off: str, notes: int) -> None:
    story = Story(("U1",)).channel("C9", "ALL", "U2", at="01-16 09:00").untriage("C9", off).until("02-02")

    assert len(corrections(story)) == notes
    assert story.seat_changes[-1] == ("U2", "reversed" if notes else "closed")
    assert story.totals[-1] == ("02-01", "invoice", 2500)


def test_a_mistake_over_the_roll_is_undone_in_both_periods() -> None:
    story = Story(("U1",)).channel("C9", "ALL", "U2", "U3", at="01-31 20:00").until("02-01")

    story.untriage("C9", "02-01 10:00").until("03-02")

    assert story.totals[1:3] == [("01-31", "invoice", 162), ("02-01", "invoice", 7500)]
    assert corrections(story) == [
        ("seat_reversed", 2, [("U2", -81), ("U3", -81)]),
        ("seat_reversed", 3, [("U2", -2500), ("U3", -2500)]),
    ]
    assert story.totals[-1] == ("03-01", "invoice", 2500)


def test_a_mistake_before_an_upgrade_is_undone_with_its_part_of_the_upgrade() -> None:
    story = Story(("U1",)).channel("C9", "ALL", "U2", at="01-16 09:00")

    story.change("01-16 12:00", plan=Plan.PROFESSIONAL).untriage("C9", "01-16 15:00").until("02-02")

    assert [line.amount_minor for line in story.documents[2].lines] == [-2581, 5161]
    assert corrections(story) == [
        ("seat_reversed", 2, [("U2", -1290)]),
        ("seat_reversed", 3, [("U2", 1291), ("U2", -2580)]),
    ]
    assert story.totals[-1] == ("02-01", "invoice", 5000)


def test_a_mistake_over_the_change_to_a_year_is_undone_in_full() -> None:
    story = Story(("U1",)).channel("C9", "ALL", "U2", at="01-16 09:00")

    story.change("01-16 12:00", period="annual").untriage("C9", "01-16 15:00").until("01-20")

    credited = -sum(amount for _, _, lines in corrections(story) for _, amount in lines)
    without = Story(("U1",)).change("01-16 12:00", period="annual")
    assert sum(total for *_, total in story.totals) == sum(total for *_, total in without.totals)
    assert credited == 24999  # two seats were credited 2581 of the month, one alone 1290


def test_who_stays_through_another_channel_keeps_a_paid_seat() -> None:
    story = Story(("U1",)).channel("C9", "ALL", "U2", "U3", at="01-16 09:00").join("U2", "01-16 10:00", "C1")

    story.untriage("C9", "01-16 11:00").until("02-02")

    assert corrections(story) == [("seat_reversed", 2, [("U3", -1290)])]
    assert story.totals[-1] == ("02-01", "invoice", 5000)


def test_the_line_that_is_given_back_may_be_that_of_somebody_who_stays_on_a_pooled_seat() -> None:
    story = Story(("U1", "U2")).leave("U2", "01-05").channel("C9", "ALL", "U7", "U8", at="01-16 09:00")

    story.join("U8", "01-16 10:00", "C1").untriage("C9", "01-16 11:00").until("02-02")

    assert corrections(story) == [("seat_reversed", 2, [("U8", -1290)])]
    assert (story.totals[-1], list(story.ledger.seats)) == (("02-01", "invoice", 5000), ["U1", "U8"])


def test_a_seat_that_somebody_took_over_is_not_given_back() -> None:
    story = Story(("U1",)).channel("C9", "ALL", "U7", "U8", at="01-16 09:00").leave("U7", "01-16 10:00", "C9")

    story.join("U2", "01-16 10:30").untriage("C9", "01-16 11:00").until("01-31")

    assert corrections(story) == [("seat_reversed", 2, [("U8", -1290)])]
    assert story.ledger.paid_quantity == story.ledger.occupied == 2


def test_whom_no_paid_seat_covered_yet_is_charged_although_a_mistake_is_undone_meanwhile() -> None:
    terms = replace(TEAM, settle_minutes=60)
    story = Story(("U1",), terms=terms).channel("C9", "ALL", "U7", "U8", at="01-16 09:00").until("01-16 10:00")

    story.leave("U7", "01-16 10:10", "C9").join("U2", "01-16 10:20").join("U9", "01-16 10:30", "C9")
    story.untriage("C9", "01-16 10:40").until("01-31")

    assert story.ledger.paid_quantity == story.ledger.occupied == 2
    assert sum(line.amount_minor for line in story.lines) == 2500 + 1290


def test_a_mistake_within_the_settle_window_needs_no_credit_note() -> None:
    story = Story(("U1",), terms=replace(TEAM, settle_minutes=60)).channel("C9", "ALL", "U2", at="01-16 09:00")

    story.untriage("C9", "01-16 09:30").until("02-02")

    assert [total for *_, total in story.totals] == [2500, 2500]
    assert story.seat_changes[-1] == ("U2", "reversed")


def test_prepaid_seats_are_not_given_back() -> None:
    story = Story(("U1", "U2", "U3"), terms=replace(TEAM, prepaid_seats=3)).until("02-01")

    story.leave("U3", "01-28 12:00", known="02-03 08:00").until("02-05")

    assert corrections(story) == []
    assert story.ledger.paid_quantity == 3


def found_gone(*opening: str, **terms: Any) -> Story:
    """Return a story in which a complete read on 3 February finds U3 gone; February was paid for them."""
    story = Story(opening or ("U1", "U2", "U3"), terms=replace(TEAM, **terms)).until("02-01")
    return story.leave("U3", "02-03 08:00", source=FactSource.SNAPSHOT)


def test_a_departure_that_a_read_found_first_gives_back_once_an_event_dates_it_before_the_period() -> None:
    story = found_gone().leave("U3", "01-28 12:00", known="02-03 09:00").leave("U3", "01-28 12:00", known="02-04")

    story.leave("U3", "01-27 12:00", known="02-05").until("03-02")

    assert corrections(story) == [("seat_credited", 2, [("U3", -2500)])]
    assert story.seat_changes[3:] == [("U3", "closed")]
    assert story.totals[-1] == ("03-01", "invoice", 5000)


@pytest.mark.parametrize(
    ("left", "known"),
    [("02-02 12:00", "02-03 09:00"), ("02-01", "02-03 09:00"), ("01-28 12:00", "03-01 09:00")],
)
def test_an_event_about_whom_a_read_found_gone_gives_nothing_back_of_a_period_they_were_there_in(
    left: str, known: str
) -> None:
    story = found_gone().leave("U3", left, known=known).until("03-02")

    assert corrections(story) == []


def test_whoever_came_back_since_gets_nothing_back_by_an_older_departure() -> None:
    again = found_gone().join("U3", "02-04").leave("U3", "01-28 12:00", known="02-05")
    gone_again = found_gone().join("U3", "02-04").leave("U3", "02-06", source=FactSource.SNAPSHOT)
    between = found_gone().join("U3", "01-30", known="02-04").leave("U3", "01-28 12:00", known="02-05")

    gone_again.leave("U3", "01-28 12:00", known="02-07")

    assert [corrections(story) for story in (again, gone_again, between)] == [[], [], []]
    assert list(again.ledger.seats) == ["U1", "U2", "U3"]


def test_a_seat_that_somebody_else_took_or_that_was_bought_in_advance_is_not_given_back() -> None:
    taken = found_gone().join("U4", "02-03 08:30").leave("U3", "01-28 12:00", known="02-03 09:00")
    bought = found_gone(prepaid_seats=3).leave("U3", "01-28 12:00", known="02-03 09:00")

    assert (corrections(taken), corrections(bought)) == ([], [])
    assert (taken.ledger.paid_quantity, bought.ledger.paid_quantity) == (3, 3)


def test_whoever_waits_to_be_charged_does_so_whichever_word_of_a_departure_came_first() -> None:
    story = Story(("U1", "U2", "U3"), terms=replace(TEAM, settle_minutes=60)).until("02-01").join("U4", "02-03 08:00")

    story.leave("U3", "02-03 08:05", source=FactSource.SNAPSHOT).leave("U3", "01-28 12:00", known="02-03 08:10")
    story.until("02-28")

    assert corrections(story) == [("seat_credited", 2, [("U3", -2500)])]
    assert [(line.user, line.amount_minor) for line in story.documents[-1].lines] == [("U4", 2321)]


@pytest.mark.parametrize(("other", "notes"), [("01-29", 1), ("02-02", 0)])
def test_a_seat_is_given_back_only_if_no_channel_made_it_one_in_the_period(other: str, notes: int) -> None:
    story = Story(("U1", "U2")).channel("C2", "HR", "U2", at="01-01").until("02-01")

    story.leave("U2", other, "C2", known="02-03 08:00").leave("U2", "01-28 12:00", "C1", known="02-03 09:00")

    assert len(corrections(story)) == notes
    assert list(story.ledger.seats) == ["U1"]


def test_a_departure_that_is_dated_after_its_channel_was_counted_out_gives_back_as_well() -> None:
    story = Story(("U1",)).channel("C2", "HR", "U2", at="01-01").until("02-01").untriage("C2", "02-03 08:00")

    story.leave("U2", "01-28 12:00", "C2", known="02-03 09:00")

    assert corrections(story) == [("seat_credited", 3, [("U2", -2500)])]


def test_a_refused_outsider_who_is_still_there_gets_nothing_back_by_an_older_word() -> None:
    story = Story(("U1",)).person("X1", "01-05", "held").join("X1", "01-10")
    story.fact(FactKind.OUTSIDER_CONFIRMED, "01-16", slack_user_id="X1", source=FactSource.ADMIN).until("02-01")
    story.fact(FactKind.OUTSIDER_REFUSED, "02-03", slack_user_id="X1", source=FactSource.ADMIN)

    story.triage("C2", "HR", "02-04").join("X1", "01-20", "C2", known="02-05").leave("X1", "01-28", known="02-06")

    assert corrections(story) == []


def test_a_late_departure_gives_back_though_somebody_waits_to_be_charged() -> None:
    story = Story(("U1", "U2", "U3"), terms=replace(TEAM, settle_minutes=60)).until("02-01")

    story.join("U4", "02-03 08:00").leave("U3", "01-28 12:00", known="02-03 08:10").until("02-28")

    assert corrections(story) == [("seat_credited", 2, [("U3", -2500)])]
    assert [(line.user, line.amount_minor) for line in story.documents[-1].lines] == [("U4", 2321)]


def test_whoever_was_never_there_gets_back_what_the_channel_cost() -> None:
    story = Story(("U1",)).join("U2", "01-10", "C9").until("02-01").triage("C9", "ALL", "02-03 09:00")

    story.leave("U2", "01-20 12:00", "C9", known="02-05 08:00").until("02-20")

    assert corrections(story) == [("seat_credited", 3, [("U2", -2321)])]


def test_a_late_departure_by_the_old_rule_stays_on_the_one_more_invoice_it_already_is_on() -> None:
    story = Story(("U1", "U2"), at="2020-07-01").until("2020-08-01").leave("U2", "2020-07-20", known="2020-08-03")

    story.until("2020-09-02")

    assert [line.quantity for line in story.lines] == [2, 2, 1]


def test_tax_is_given_back_to_the_cent_however_many_notes_it_takes() -> None:
    story = Story(("U1", "U2", "U3"), terms=TAXED).until("02-01")

    for user, known in (("U1", "02-03"), ("U2", "02-04"), ("U3", "02-05")):
        story.leave(user, "01-28 12:00", known=known)

    invoice, *notes = story.documents[1:]
    assert [note.tax_minor for note in notes] == [-206, -207, -206]
    assert -sum(note.total_minor for note in notes) == invoice.total_minor
    assert story.ledger.balance_minor == -invoice.total_minor


def test_a_credit_is_used_up_by_the_next_invoice() -> None:
    story = Story(("U1", "U2", "U3")).until("02-01").leave("U3", "01-28 12:00", known="02-03 08:00").until("03-02")

    march = story.documents[-1]
    assert (march.total_minor, march.carried_minor, march.collect_minor) == (5000, -2500, 2500)
    assert story.ledger.balance_minor == 0


def test_where_nothing_is_collected_a_correction_is_a_statement() -> None:
    terms = replace(TEAM, collect=Collect.NONE)
    story = Story(("U1",), terms=terms).channel("C9", "ALL", "U2", at="01-16 09:00").untriage("C9", "01-16 10:00")

    assert story.totals == [("01-01", "statement", 2500), ("01-16", "statement", 1290), ("01-16", "statement", -1290)]
    assert [each.collect_minor for each in story.documents] == [0, 0, 0]


def test_seats_paid_by_name_are_given_back_by_name() -> None:
    story = Story(("U1", "U2"), terms=NAMED).leave("U2", "01-05").channel("C9", "ALL", "U7", at="01-16 09:00")

    story.untriage("C9", "01-16 11:00").join("U7", "01-20", "C1").until("01-31")

    assert [(line.user, line.amount_minor) for line in story.lines[1:]] == [("U7", 1290), ("U7", -1290), ("U7", 968)]


def test_a_seat_paid_by_name_is_kept_by_whoever_stays() -> None:
    story = Story(("U1",), terms=NAMED).channel("C8", "ALL", "U2", at="01-16 09:00")

    story.channel("C9", "ALL", "U2", "U3", at="01-16 09:10").untriage("C8", "01-16 11:00")
    assert corrections(story) == []

    story.untriage("C9", "01-16 12:00")
    assert corrections(story) == [("seat_reversed", 3, [("U3", -1290)])]


def test_an_account_that_was_found_closed_gives_nothing_back_but_an_event_that_dates_it_does() -> None:
    found = Story(("U1", "U2")).until("02-01").person("U2", "02-03 08:00", "free")
    dated = Story(("U1", "U2")).until("02-01")
    closed = {"slack_user_id": "U2", "details": {"standing": "free"}, "source": FactSource.EVENT}
    dated.fact(FactKind.PERSON_KNOWN, "01-30 08:00", known="02-03 08:00", **closed)

    assert corrections(found) == []
    assert corrections(dated) == [("seat_credited", 2, [("U2", -2500)])]


def test_a_seat_that_got_money_back_by_a_cheaper_plan_gives_back_what_it_cost_net() -> None:
    terms = replace(TEAM, plan=Plan.PROFESSIONAL)
    story = Story(("U1",), terms=terms).channel("C9", "ALL", "U2", at="01-16 09:00")

    story.change("01-16 12:00", plan=Plan.ENTERPRISE, seat_price_minor=4000).untriage("C9", "01-16 15:00")

    net = sum(line.amount_minor for line in story.lines)
    alone = Story(("U1",), terms=terms).change("01-16 12:00", plan=Plan.ENTERPRISE, seat_price_minor=4000)
    assert corrections(story) == [("seat_reversed", 2, [("U2", -2065)])]
    assert net == sum(line.amount_minor for line in alone.lines)
