"""Who is a seat: people about whom nothing is known, outsiders, frozen channels, and a Slack that tells nothing."""

from dataclasses import replace

from bot.domain.billing.eligibility import PersonStanding
from bot.domain.billing.facts import FactKind, FactSource
from tests.domain.billing.story import TEAM, Story, instant

HOURLY = replace(TEAM, settle_minutes=60)


def test_nobody_is_billed_before_slack_said_who_they_are() -> None:
    story = Story(("U1",)).fact(FactKind.JOINED, "01-10", slack_channel_id="C1", slack_user_id="U2")
    assert (story.ledger.pending, story.ledger.occupied) == (("U2",), 1)

    story.person("U2", "01-16")

    assert (story.ledger.pending, story.ledger.occupied) == ((), 2)
    assert [(line.user, line.days) for line in story.lines[1:]] == [("U2", 16)]


def test_a_bot_is_never_billed_and_whoever_is_found_to_be_one_gets_up() -> None:
    story = Story(("U1", "U2")).person("B1", "01-01", "free").join("B1", "01-10").person("U2", "01-12", "free")

    assert story.until("02-02").totals == [("01-01", "invoice", 5000), ("02-01", "invoice", 2500)]
    assert (story.ledger.held, story.ledger.pending) == ((), ())


def test_an_outsider_is_held_until_an_admin_decides() -> None:
    story = Story(("U1",)).person("X1", "01-05", "held").person("X2", "01-05", "held").join("X1", "01-10")
    story.join("X2", "01-10")
    assert (story.ledger.held, story.ledger.occupied) == (("X1", "X2"), 1)

    story.fact(FactKind.OUTSIDER_CONFIRMED, "01-16", slack_user_id="X1", source=FactSource.ADMIN)
    story.fact(FactKind.OUTSIDER_REFUSED, "01-16", slack_user_id="X2", source=FactSource.ADMIN)

    assert (story.ledger.held, list(story.ledger.seats)) == ((), ["U1", "X1"])
    assert story.ledger.seats["X1"].standing is PersonStanding.HELD
    assert [(line.user, line.amount_minor) for line in story.lines[1:]] == [("X1", 1290)]


def test_a_decision_about_an_outsider_outlasts_what_slack_says_again_and_can_be_changed() -> None:
    story = Story().person("X1", "01-05", "held").join("X1", "01-10")
    story.fact(FactKind.OUTSIDER_CONFIRMED, "01-16", slack_user_id="X1", source=FactSource.ADMIN)

    story.person("X1", "01-17", "held")
    assert list(story.ledger.seats) == ["X1"]

    story.fact(FactKind.OUTSIDER_REFUSED, "01-18", slack_user_id="X1", source=FactSource.ADMIN)
    story.fact(FactKind.OUTSIDER_CONFIRMED, "01-16", known="01-19", slack_user_id="X1", source=FactSource.ADMIN)
    assert list(story.ledger.seats) == []


def test_an_older_word_about_a_person_does_not_undo_a_newer_one() -> None:
    story = Story(("U1",)).person("U1", "01-10", "free")

    known = {"slack_user_id": "U1", "details": {"standing": "billable"}, "source": FactSource.SYSTEM}
    story.fact(FactKind.PERSON_KNOWN, "01-05", known="01-11", **known)

    assert story.ledger.occupied == 0


def test_a_frozen_channel_keeps_its_seats_for_a_day() -> None:
    story = (
        Story(("U1",))
        .channel("C2", "HR", "U1", "U2", at="01-05")
        .fact(FactKind.CHANNEL_FROZEN, "01-10 12:00", slack_channel_id="C2")
    )
    assert story.until("01-11 11:59").ledger.occupied == 2

    story.until("01-11 12:00")

    assert list(story.ledger.seats) == ["U1"]
    assert story.seat_changes[-1] == ("U2", "closed")
    assert dict(story.ledger.seats["U1"].since) == {"C1": instant("01-01")}


def test_a_channel_that_comes_back_within_the_day_changes_nothing_and_later_brings_its_people_back() -> None:
    story = Story(("U1",)).channel("C2", "HR", "U2", at="01-05")
    before = story.seat_changes

    story.fact(FactKind.CHANNEL_FROZEN, "01-10", slack_channel_id="C2")
    story.fact(FactKind.CHANNEL_THAWED, "01-10 20:00", slack_channel_id="C2").until("01-12")
    assert story.seat_changes == before

    story.fact(FactKind.CHANNEL_FROZEN, "01-13", slack_channel_id="C2").until("01-15")
    story.fact(FactKind.CHANNEL_THAWED, "01-16", slack_channel_id="C2")
    assert story.seat_changes[-2:] == [("U2", "closed"), ("U2", "opened")]
    assert story.ledger.paid_quantity == 2


def test_a_channel_that_freezes_at_the_roll_is_on_it() -> None:
    story = Story(("U1",)).fact(FactKind.CHANNEL_FROZEN, "01-31", slack_channel_id="C1").until("03-02")

    assert [total for *_, total in story.totals] == [2500, 2500]


def test_while_slack_is_silent_the_seats_stay_as_they_were_and_follow_when_it_speaks() -> None:
    story = Story(("U1", "U2")).fact(FactKind.CHANNEL_FROZEN, "01-10", slack_channel_id="C1")
    story.fact(FactKind.DISCONNECTED, "01-10 12:00").leave("U2", "01-11").until("02-02")
    assert (story.ledger.is_connected, story.ledger.occupied) == (False, 2)
    assert story.totals[-1] == ("02-01", "invoice", 5000)

    story.fact(FactKind.CONNECTED, "02-03")
    assert (story.ledger.is_connected, list(story.ledger.seats)) == (True, ["U1"])
    assert story.until("02-03 00:01").ledger.next_due_at == instant("02-04")

    story.fact(FactKind.CHANNEL_THAWED, "02-03 01:00", slack_channel_id="C1").until("02-10")
    assert list(story.ledger.seats) == ["U1"]


def test_a_seat_says_since_when_and_through_which_channels() -> None:
    story = Story(("U1",)).channel("C2", "HR", at="01-05").join("U1", "01-07", "C2").join("U1", "01-08", "C3")

    seat = story.ledger.seats["U1"]

    assert seat.opened_at == instant("01-01")
    assert dict(seat.since) == {"C1": instant("01-01"), "C2": instant("01-07")}
    assert [fact.kind for fact in story.facts if fact.seq == seat.fact_seq] == [FactKind.TRIAGE_ON]


def test_a_triage_channel_that_moves_to_another_queue_changes_no_seat() -> None:
    story = Story(("U1",)).triage("C1", "HR", "01-10").triage("C1", "HR", "01-11").until("01-20")

    assert story.seat_changes == [("U1", "opened")]
    assert story.ledger.seating.roster.queues(("C1",)) == ("HR",)


def test_a_person_leaves_a_channel_they_were_never_in_and_a_channel_nobody_knows_thaws() -> None:
    story = Story(("U1",)).leave("U9", "01-10").fact(FactKind.CHANNEL_THAWED, "01-11", slack_channel_id="C9")

    story.fact(FactKind.CHANNEL_FROZEN, "01-12", slack_channel_id="C9").untriage("C9", "01-13").until("01-20")

    assert story.seat_changes == [("U1", "opened")]
    assert story.ledger.next_due_at == instant("02-01")


def test_what_changed_within_a_settle_window_is_news_once_with_the_numbers_before_and_after() -> None:
    story = Story(("U1", "U2"), terms=HOURLY).until("01-02")
    story.join("U3", "01-16 08:00").join("U4", "01-16 08:20").leave("U2", "01-16 08:30").until("01-16 08:59")
    assert [each.count for each in story.settled] == [2]

    story.until("01-16 09:00")

    news = story.settled[-1]
    assert (news.since, news.at) == (instant("01-16 08:00"), instant("01-16 09:00"))
    assert (news.came, news.left, news.count_before, news.count) == (("U3", "U4"), ("U2",), 2, 3)


def test_who_comes_and_goes_within_the_window_is_no_news() -> None:
    story = (
        Story(("U1",), terms=HOURLY).until("01-02").join("U2", "01-16 08:00").leave("U2", "01-16 08:20").until("01-17")
    )

    assert [each.came for each in story.settled] == [("U1",)]


def test_a_second_channel_is_no_news() -> None:
    story = (
        Story(("U1",), terms=HOURLY)
        .until("01-02")
        .channel("C2", "HR", "U1", at="01-05")
        .leave("U1", "01-06")
        .until("01-07")
    )

    assert len(story.settled) == 1


def test_news_wait_for_the_settle_window_that_a_departure_did_not_open() -> None:
    story = Story(("U1", "U2"), terms=HOURLY).until("01-02").leave("U2", "01-16 08:00").join("U3", "01-16 08:10")
    story.join("U4", "01-16 08:40").until("01-16 09:39")
    assert len(story.settled) == 1

    assert story.until("01-16 09:40").settled[-1].count_before == 2
