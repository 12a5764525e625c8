"""Facts: each once, in one order whoever records them, and chained."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.gateways.database import Sessions
from bot.services.billing import facts, subscriptions
from bot.services.billing.facts import NewFact
from models.billing import LedgerFact, Subscription
from tests.services.evidence import in_parallel
from tests.support.desk_rows import NOON, Desk

MINUTE = timedelta(minutes=1)


@pytest.fixture
def subscription(session: Session, desk: Desk) -> Subscription:
    """A new subscription: its first fact says what its terms are."""
    return subscriptions.get(session, desk.workspace.id, now=NOON)


def joined(
    session: Session, subscription: Subscription, user: str = "U0ADA", *, minutes: int = 1, event: str | None = None
) -> Fact | None:
    return facts.record(
        session,
        subscription,
        FactKind.JOINED,
        source=FactSource.EVENT,
        effective_at=NOON + minutes * MINUTE,
        now=NOON + 5 * MINUTE,
        slack_channel_id="C0TRIAGE",
        slack_user_id=user,
        event_id=event,
    )


def recorded(session: Session) -> list[tuple[int, str, str | None]]:
    rows = select(LedgerFact.seq, LedgerFact.kind, LedgerFact.slack_user_id).order_by(LedgerFact.seq)
    return [(seq, kind, user) for seq, kind, user in session.execute(rows)]


def test_a_subscription_begins_with_its_terms(session: Session, desk: Desk) -> None:
    first = subscriptions.get(session, desk.workspace.id, now=NOON)

    again = subscriptions.get(session, desk.workspace.id, now=NOON + MINUTE)

    assert again is first
    assert (first.standing, first.folded_to) == ("counting", NOON)
    assert recorded(session) == [(1, "terms_changed", None)]


def test_an_event_is_one_fact_however_often_it_comes(session: Session, subscription: Subscription) -> None:
    first = joined(session, subscription, event="Ev1")

    again = joined(session, subscription, minutes=3, event="Ev1")

    assert first is not None
    assert again is None
    assert recorded(session)[1:] == [(2, "joined", "U0ADA")]


def test_a_membership_is_one_fact_whichever_way_it_became_known(session: Session, subscription: Subscription) -> None:
    joined(session, subscription, event="Ev1")

    again = joined(session, subscription, event=None)

    assert again is None
    assert subscription.last_seq == 2


def test_alike_facts_in_one_batch_are_one(session: Session, subscription: Subscription) -> None:
    alike = NewFact(FactKind.LEFT, FactSource.SNAPSHOT, NOON, slack_channel_id="C0TRIAGE", slack_user_id="U0BEN")

    new = facts.record_all(session, subscription, [alike, alike], now=NOON)

    assert [fact.seq for fact in new] == [2]


def test_what_is_known_late_counts_from_where_the_ledger_was_folded_to(
    session: Session, subscription: Subscription
) -> None:
    subscription.folded_to = NOON + 4 * MINUTE

    late, later = joined(session, subscription), joined(session, subscription, "U0BEN", minutes=9)

    assert late is not None
    assert later is not None
    assert (late.effective_at, late.counts_at) == (NOON + MINUTE, NOON + 4 * MINUTE)
    assert later.counts_at == NOON + 9 * MINUTE


def test_a_fact_has_the_ledger_folded_when_others_of_its_time_have_arrived(
    session: Session, subscription: Subscription
) -> None:
    subscription.next_due_at = NOON + timedelta(days=30)

    joined(session, subscription, minutes=7)

    assert subscription.next_due_at == NOON + 9 * MINUTE


def test_facts_are_told_in_the_order_in_which_they_count(session: Session, subscription: Subscription) -> None:
    joined(session, subscription, "U0LATER", minutes=9)
    joined(session, subscription, "U0EARLIER", minutes=3)

    told = list(facts.stream(session, subscription.id))

    assert [fact.slack_user_id for fact in told] == [None, "U0EARLIER", "U0LATER"]
    assert told[1] == facts.list_by_seq(session, subscription.id, [3])[0]
    assert told[1].details == {}


def test_thousands_of_memberships_go_in_few_statements(session: Session, subscription: Subscription) -> None:
    crowd = (
        NewFact(FactKind.JOINED, FactSource.ADMIN, NOON, slack_channel_id="C0ALL", slack_user_id=f"U{number:05}")
        for number in range(2500)
    )

    new = facts.record_all(session, subscription, crowd, now=NOON)

    assert len(new) == 2500
    assert subscription.last_seq == 2501
    assert facts.verify_chain(session, subscription) is None


def test_nobody_changes_a_fact(session: Session, desk: Desk) -> None:
    subscriptions.get(session, desk.workspace.id, now=NOON)

    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text("UPDATE ledger_fact SET kind = 'left'"))

    assert recorded(session) == [(1, "terms_changed", None)]


@pytest.mark.parametrize(
    ("behind_our_back", "broken"),
    [
        ("UPDATE ledger_fact SET slack_user_id = 'U0EVE' WHERE seq = 3", 3),
        ("DELETE FROM ledger_fact WHERE seq = 2", 2),
        ("DELETE FROM ledger_fact WHERE seq = 4", 4),
    ],
    ids=["changed", "taken from the middle", "taken from the end"],
)
def test_what_is_done_behind_our_back_breaks_the_chain(
    session: Session, subscription: Subscription, behind_our_back: str, broken: int
) -> None:
    for minutes, user in enumerate(("U0ADA", "U0BEN", "U0ZOE")):
        joined(session, subscription, user, minutes=minutes)
    session.execute(text("ALTER TABLE ledger_fact DISABLE TRIGGER ledger_fact_only_grows"))

    session.execute(text(behind_our_back))

    assert facts.verify_chain(session, subscription) == broken


def test_two_who_record_at_once_take_turns(sessions: Sessions, open_desk: Desk) -> None:
    outcomes = in_parallel(
        [partial(_record_ten, sessions, open_desk.workspace.id, name) for name in ("one", "two", "two")]
    )

    assert sorted(outcome for outcome in outcomes if isinstance(outcome, int)) == [0, 10, 10]
    with sessions.begin() as session:
        subscription = subscriptions.get(session, open_desk.workspace.id, now=NOON)
        assert subscription.last_seq == 21
        assert facts.verify_chain(session, subscription) is None


def _record_ten(sessions: Sessions, workspace_id: int, name: str) -> int:
    with sessions.begin() as session:
        subscription = subscriptions.get(session, workspace_id, now=NOON)
        new = [
            joined(session, subscription, f"U{name}{number}", minutes=number, event=f"{name}-{number}")
            for number in range(10)
        ]
        return len([fact for fact in new if fact is not None])
