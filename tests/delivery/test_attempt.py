"""What one attempt makes of Slack's answers, silences and refusals."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.delivery import leases, pacing
from bot.delivery.attempt import Rules
from bot.delivery.kinds import THREAD_GONE, Call, Deliverer, Drop, Hold, Park, Post, Step, Wait
from bot.delivery.leases import Row
from bot.delivery.pacing import Pace
from bot.delivery.retries import Retries
from bot.errors import PermanentFailure, TransientFailure
from bot.gateways.database import Sessions
from bot.gateways.recorded_slack import RecordedSlack
from bot.gateways.slack_port import Outgoing, Posted
from models.desk import OutboxRow, OutboxState, Workspace
from tests.delivery.outbox_rows import (
    HASTY,
    LEASE,
    POST,
    UNPACED,
    add_row,
    answering,
    get_row,
    make_workspace,
    office_of,
    posting,
)
from tests.support.slack_worlds import CHANNEL, RecordedWorld

LOST = TransientFailure("timeout", in_doubt=True)
LIMITED = TransientFailure("ratelimited", retry_after=timedelta(minutes=3))


@pytest.fixture
def slack() -> RecordedSlack:
    return RecordedWorld().recorded


@pytest.fixture
def row_id(sessions: Sessions) -> int:
    with sessions.begin() as session:
        return add_row(session, make_workspace(session).id).id


def make_due(sessions: Sessions) -> None:
    with sessions.begin() as session:
        session.execute(text("UPDATE outbox SET due_at = now() - interval '1 second' WHERE state = 'pending'"))


def attempt(
    sessions: Sessions, slack: RecordedSlack, deliverer: Deliverer | None = None, *, rules: Rules = HASTY
) -> timedelta | None:
    """Claim the row there is and make one attempt at it."""
    make_due(sessions)
    with sessions.begin() as session:
        [row] = leases.claim_due(session, most=1, lease=LEASE)
    return office_of(sessions, slack, [deliverer or posting()], rules=rules).deliver(row)


def texts(slack: RecordedSlack) -> list[str]:
    return [message.text for message in slack.standing(CHANNEL)]


def always(step: Step) -> Deliverer:
    return answering(POST, lambda _session, _row: step)


def renaming(name: str) -> Callable[[Session, Any], None]:
    """Return a `record` that leaves a trace in the database."""

    def record(session: Session, _answer: Any) -> None:
        session.query(Workspace).update({"name": name})

    return record


def workspace_name(sessions: Sessions) -> str:
    with sessions() as session:
        return session.query(Workspace).one().name


def test_a_row_is_sent_once_and_what_slack_answered_is_recorded(
    sessions: Sessions, slack: RecordedSlack, row_id: int
) -> None:
    again = attempt(sessions, slack, posting(renaming("Recorded")))

    row = get_row(sessions, row_id)
    assert (again, texts(slack), workspace_name(sessions)) == (None, ["Hello"], "Recorded")
    assert (row.state, row.in_doubt, row.leased_until) == (OutboxState.SENT, False, None)
    assert row.finished_at is not None


def test_a_first_attempt_looks_nothing_up(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    attempt(sessions, slack)

    assert slack.calls == ["post"]
    assert get_row(sessions, row_id).state is OutboxState.SENT


def test_an_answer_lost_after_the_work_gives_one_message(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    slack.fail_next("post", LOST, after_work=True)

    attempt(sessions, slack)
    assert (get_row(sessions, row_id).state, get_row(sessions, row_id).in_doubt) == (OutboxState.PENDING, True)
    attempt(sessions, slack, posting(renaming("Found")))

    assert texts(slack) == ["Hello"]
    assert slack.calls == ["post", "find_posted"]
    assert (get_row(sessions, row_id).state, workspace_name(sessions)) == (OutboxState.SENT, "Found")


def test_an_answer_lost_before_the_work_gives_one_message_too(
    sessions: Sessions, slack: RecordedSlack, row_id: int
) -> None:
    slack.fail_next("post", LOST)

    attempt(sessions, slack)
    attempt(sessions, slack)

    assert texts(slack) == ["Hello"]
    assert slack.calls == ["post", "find_posted", "post"]
    assert get_row(sessions, row_id).state is OutboxState.SENT


def test_a_lookup_that_fails_posts_nothing_and_leaves_the_doubt(
    sessions: Sessions, slack: RecordedSlack, row_id: int
) -> None:
    slack.fail_next("post", LOST, after_work=True)
    slack.fail_next("find_posted", LOST)

    attempt(sessions, slack)
    attempt(sessions, slack)

    assert slack.calls == ["post", "find_posted"]
    assert get_row(sessions, row_id).in_doubt


def test_what_surely_was_not_done_is_not_looked_up(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    slack.fail_next("post", TransientFailure("unreachable"))

    attempt(sessions, slack)
    assert not get_row(sessions, row_id).in_doubt
    attempt(sessions, slack)

    assert slack.calls == ["post", "post"]


def test_a_drawing_found_by_lookup_is_drawn_again(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    places: list[Posted] = []

    def step(_session: Session, row: Row) -> Step:
        if places:
            return Call(lambda slack: slack.update(places[0], text="newer", blocks=()))
        message = Outgoing(CHANNEL, "older", (), str(row.message_id))
        return Post(message, lambda _session, posted: places.append(posted), draws_state=True)

    slack.fail_next("post", LOST, after_work=True)
    attempt(sessions, slack, answering(POST, step))
    attempt(sessions, slack, answering(POST, step))

    assert texts(slack) == ["newer"]
    assert slack.calls == ["post", "find_posted", "update"]
    assert get_row(sessions, row_id).state is OutboxState.SENT


def test_a_revoked_message_in_doubt_is_found_but_never_sent(
    sessions: Sessions, slack: RecordedSlack, row_id: int
) -> None:
    slack.fail_next("post", LOST)

    attempt(sessions, slack)
    attempt(sessions, slack, posting(is_revoked=True))

    assert texts(slack) == []
    assert get_row(sessions, row_id).state is OutboxState.DROPPED


def test_a_rate_limit_holds_the_channel_and_is_no_try(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    slack.fail_next("post", LIMITED)

    again = attempt(sessions, slack)

    row = get_row(sessions, row_id)
    assert again == LIMITED.retry_after
    assert (row.state, row.attempts, row.in_doubt, row.last_error) == (OutboxState.PENDING, 0, False, "ratelimited")
    with sessions.begin() as session:
        wait = pacing.take_slot(session, row.workspace_id, CHANNEL, UNPACED)
    assert wait is not None
    assert wait > timedelta(minutes=2)


def test_a_rate_limited_read_holds_no_channel(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    slack.fail_next("list_members", LIMITED)

    attempt(sessions, slack, always(Call(lambda slack: slack.list_members(CHANNEL))))

    row = get_row(sessions, row_id)
    with sessions.begin() as session:
        assert pacing.take_slot(session, row.workspace_id, CHANNEL, UNPACED) is None


def test_a_row_out_of_turn_waits_without_a_call_or_a_try(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    pace = Pace(burst=1, interval=timedelta(hours=1))
    with sessions.begin() as session:
        pacing.take_slot(session, get_row(sessions, row_id).workspace_id, CHANNEL, pace)

    again = attempt(sessions, slack, rules=Rules(lease=LEASE, pace=pace))

    row = get_row(sessions, row_id)
    assert again is not None
    assert again > timedelta(minutes=50)
    assert (slack.calls, row.state, row.attempts, row.in_doubt) == ([], OutboxState.PENDING, 0, False)


def test_pauses_grow_until_the_row_is_parked(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    rules = Rules(lease=LEASE, pace=UNPACED, retries=Retries(most=3, first=timedelta(seconds=10)))
    pauses = []
    for _ in range(3):
        slack.fail_next("post", TransientFailure("unreachable"))
        pauses.append(attempt(sessions, slack, rules=rules))

    row = get_row(sessions, row_id)
    assert pauses[0] is not None
    assert pauses[1] is not None
    assert timedelta(seconds=7) < pauses[0] < timedelta(seconds=13)
    assert timedelta(seconds=14) < pauses[1] < timedelta(seconds=26)
    assert (pauses[2], row.state, row.attempts, row.last_error) == (None, OutboxState.PARKED, 3, "unreachable")


def test_an_attempt_in_doubt_rests_until_slack_must_be_done_with_it(
    sessions: Sessions, slack: RecordedSlack, row_id: int
) -> None:
    rules = Rules(lease=LEASE, pace=UNPACED, retries=Retries(doubt=timedelta(minutes=1)))
    slack.fail_next("post", LOST, after_work=True)

    again = attempt(sessions, slack, rules=rules)

    assert again is not None
    assert again >= timedelta(minutes=1)
    assert get_row(sessions, row_id).in_doubt


def test_a_row_given_up_in_doubt_stays_in_doubt(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    slack.fail_next("post", LOST, after_work=True)

    attempt(sessions, slack, rules=Rules(lease=LEASE, pace=UNPACED, retries=Retries(most=1)))

    row = get_row(sessions, row_id)
    assert (row.state, row.in_doubt) == (OutboxState.PARKED, True)


def test_a_refusal_parks_the_row_with_slacks_reasons(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    slack.fail_next("post", PermanentFailure("invalid_blocks", ("no more than 50 items",)))

    attempt(sessions, slack)

    row = get_row(sessions, row_id)
    expected = (OutboxState.PARKED, "invalid_blocks no more than 50 items", False)
    assert (row.state, row.last_error, row.in_doubt) == expected


@pytest.mark.parametrize("code", sorted(THREAD_GONE))
def test_what_nobody_can_see_any_more_is_dropped(
    sessions: Sessions, slack: RecordedSlack, row_id: int, code: str
) -> None:
    slack.fail_next("post", PermanentFailure(code))

    attempt(sessions, slack)

    row = get_row(sessions, row_id)
    assert (row.state, row.last_error) == (OutboxState.DROPPED, code)


@pytest.mark.parametrize(
    ("step", "state", "calls_for_another"),
    [
        (Drop("nothing to do"), OutboxState.DROPPED, False),
        (Park("not there"), OutboxState.PARKED, False),
        (Wait("not yet"), OutboxState.PENDING, True),
        (Hold("not while others read it"), OutboxState.PENDING, False),
    ],
)
def test_a_step_without_a_call_says_why(
    sessions: Sessions,
    slack: RecordedSlack,
    row_id: int,
    step: Drop | Hold | Park | Wait,
    state: OutboxState,
    calls_for_another: bool,
) -> None:
    again = attempt(sessions, slack, always(step))

    row = get_row(sessions, row_id)
    assert (row.state, row.last_error, slack.calls) == (state, step.reason, [])
    assert (again is not None) is calls_for_another


def test_a_kind_that_nothing_delivers_is_parked(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    attempt(sessions, slack, answering("test.other", lambda _session, _row: Drop("")))

    row = get_row(sessions, row_id)
    assert (row.state, row.last_error) == (OutboxState.PARKED, "nothing delivers this kind of row")


def test_a_fault_in_a_deliverer_is_told_by_place_and_never_by_words(
    sessions: Sessions, slack: RecordedSlack, row_id: int
) -> None:
    def step(_session: Session, _row: Row) -> Step:
        raise ValueError("somebody's words")

    attempt(sessions, slack, answering(POST, step))

    row = get_row(sessions, row_id)
    assert row.state is OutboxState.PENDING
    assert row.last_error is not None
    assert row.last_error.startswith("ValueError at tests.delivery.test_attempt:")
    assert "words" not in row.last_error


def test_a_deliverer_that_never_ends_is_a_fault(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    attempt(sessions, slack, always(Call(lambda slack: slack.open_dm("U00000ROSA"), then_again=True)))

    assert len(slack.calls) == 5
    assert "RuntimeError" in (get_row(sessions, row_id).last_error or "")


def test_a_message_whose_record_fails_is_looked_up_and_not_sent_again(
    sessions: Sessions, slack: RecordedSlack, row_id: int
) -> None:
    def fail(_session: Session, _posted: Posted) -> None:
        raise ValueError

    attempt(sessions, slack, posting(fail))
    assert get_row(sessions, row_id).in_doubt
    attempt(sessions, slack)

    assert texts(slack) == ["Hello"]
    assert get_row(sessions, row_id).state is OutboxState.SENT


def test_two_halves_of_a_row_are_recorded_apart(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    dms: list[str] = []

    def step(_session: Session, row: Row) -> Step:
        if not dms:
            return Call(lambda slack: slack.open_dm("U00000ROSA"), lambda _session, dm: dms.append(dm), then_again=True)
        return Post(Outgoing(dms[0], "Psst", (), str(row.message_id)), renaming("Both"))

    attempt(sessions, slack, answering(POST, step))

    assert slack.calls == ["open_dm", "post"]
    assert [message.text for message in slack.standing(dms[0])] == ["Psst"]
    assert (get_row(sessions, row_id).state, workspace_name(sessions)) == (OutboxState.SENT, "Both")


def test_a_worker_that_lost_its_lease_sends_and_records_nothing(
    sessions: Sessions, slack: RecordedSlack, row_id: int
) -> None:
    with sessions.begin() as session:
        [row] = leases.claim_due(session, most=1, lease=timedelta(0))
    with sessions.begin() as session:
        [_taken] = leases.claim_left_behind(session, most=1, lease=LEASE)

    office_of(sessions, slack).deliver(row)

    assert slack.calls == []
    assert get_row(sessions, row_id).state is OutboxState.SENDING


def test_a_lease_lost_during_the_call_is_not_recorded(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    def lose_lease(slack: Any) -> list[str]:
        with sessions.begin() as session:
            session.execute(text("UPDATE outbox SET lease_id = gen_random_uuid()"))
        return list(slack.list_members(CHANNEL))

    attempt(sessions, slack, always(Call(lose_lease, renaming("Recorded"))))

    assert workspace_name(sessions) == "Acme"
    assert get_row(sessions, row_id).state is OutboxState.SENDING


def test_the_row_is_never_locked_while_slack_is_asked(sessions: Sessions, slack: RecordedSlack, row_id: int) -> None:
    seen: list[OutboxState] = []

    def look(slack: Any) -> None:
        del slack
        with sessions.begin() as session:
            seen.append(session.get_one(OutboxRow, row_id, with_for_update={"nowait": True}).state)

    attempt(sessions, slack, always(Call(look)))

    assert seen == [OutboxState.SENDING]
