"""What happens in the triage channels becomes facts, and the facts give the seats."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.terms import Collect, Terms
from bot.domain.desk.members import Told
from bot.gateways.slack_port import ChannelProfile, Identity
from bot.services.billing import audits, closing, facts, ledgers, subscriptions
from bot.services.desk import admissions, agents, channel_looks, channels, member_reads, members, people, workspaces
from models.billing import Invoice, LedgerFact
from models.desk import Admission, OutboxRow
from tests.services.evidence import queued
from tests.services.test_invitations import profile_of
from tests.support.desk_rows import (
    NOON,
    Desk,
    make_channel,
    make_person,
    make_queue,
    ts_at,
)
from tests.support.queries import counting_queries

MINUTE = timedelta(minutes=1)
BOT = "U0DESKBELL"
LATER = NOON + timedelta(hours=1)


def read(session: Session, desk: Desk, users: Sequence[str], *, at: datetime = NOON) -> None:
    member_reads.record(session, desk.triage.id, [*users, BOT], started_at=at, now=at)


def join(session: Session, desk: Desk, user: str, *, seconds: float, team: str = "T0ACME", event: str = "") -> None:
    told = Told(event or f"EvJ{user}{seconds}", ts_at(seconds), "U0ADA")
    members.receive_join(
        session, desk.workspace, "C0TRIAGE", user, slack_team_id=team, told=told, now=NOON + timedelta(seconds=seconds)
    )


def leave(session: Session, desk: Desk, user: str, *, seconds: float) -> None:
    told = Told(f"EvL{user}{seconds}", ts_at(seconds))
    now = NOON + timedelta(seconds=seconds)
    members.receive_leave(session, desk.workspace, "C0TRIAGE", user, told=told, now=now)


def ledger(session: Session, desk: Desk, *, at: datetime = LATER) -> Ledger:
    session.flush()
    return ledgers.load(session, desk.workspace.id, at=at)


def recorded(session: Session) -> list[tuple[str, str, str | None]]:
    """Return source, kind and person of every fact but the first, which is of the terms."""
    session.flush()
    rows = select(LedgerFact.source, LedgerFact.kind, LedgerFact.slack_user_id).order_by(LedgerFact.seq)
    return [(source, kind, user) for source, kind, user in session.execute(rows)][1:]


@pytest.fixture
def counted(session: Session, desk: Desk) -> Desk:
    """A desk whose triage channel was read once: Ada and Ben are seats."""
    desk.ada.is_desk_admin = True
    read(session, desk, ["U0ADA", "U0BEN"])
    return desk


def test_a_desk_that_was_there_before_its_ledger_is_taken_in_by_the_next_read(session: Session, desk: Desk) -> None:
    for _ in range(2):
        read(session, desk, ["U0ADA", "U0BEN"])

    assert recorded(session) == [
        ("snapshot", "person_known", "U0ADA"),
        ("snapshot", "person_known", "U0BEN"),
        ("snapshot", "joined", "U0ADA"),
        ("snapshot", "joined", "U0BEN"),
        ("snapshot", "triage_on", None),
    ]
    assert list(ledger(session, desk).seats) == ["U0ADA", "U0BEN"]


def test_a_new_triage_channel_comes_with_its_people_in_one_go(session: Session, desk: Desk) -> None:
    hr, channel = (
        make_queue(session, desk.workspace, "HR"),
        make_channel(session, desk.workspace, "C0HR", is_private=True),
    )

    channels.become_triage(session, channel, hr, actor=desk.ada, slack_user_ids=["U0ROSA", "U0NEW", BOT], now=NOON)

    assert recorded(session) == [
        ("admin", "person_known", "U0ROSA"),
        ("admin", "joined", "U0NEW"),
        ("admin", "joined", "U0ROSA"),
        ("admin", "triage_on", None),
    ]
    now = ledger(session, desk)
    assert (list(now.seats), now.pending) == (["U0ROSA"], ("U0NEW",))
    assert session.scalars(select(LedgerFact.actor_id).where(LedgerFact.kind == "triage_on")).one() == desk.ada.id


def test_somebody_unknown_is_pending_until_slack_says_who_they_are(session: Session, counted: Desk) -> None:
    join(session, counted, "U0ZOE", seconds=10)
    assert ledger(session, counted).pending == ("U0ZOE",)

    zoe = people.get_or_stub(session, counted.workspace, "U0ZOE", now=NOON)
    people.record_profile(session, zoe.id, replace(profile_of(zoe), slack_team_id="T0ACME"), now=NOON + MINUTE)

    seat = ledger(session, counted).seats["U0ZOE"]
    assert seat.opened_at == NOON + timedelta(seconds=10)  # as if it had been known


@pytest.mark.parametrize(("fact", "seats"), [("is_bot", 2), ("is_guest", 3), ("is_deactivated", 2)])
def test_who_slack_says_somebody_is_decides_whether_they_are_a_seat(
    session: Session, counted: Desk, fact: str, seats: int
) -> None:
    join(session, counted, "U0ZOE", seconds=10)
    zoe = people.get_or_stub(session, counted.workspace, "U0ZOE", now=NOON)

    people.record_profile(session, zoe.id, profile_of(zoe, **{fact: True}), now=NOON + MINUTE)

    now = ledger(session, counted)
    assert (now.occupied, now.pending) == (seats, ())


def test_a_membership_says_who_invited_and_which_event_told(session: Session, counted: Desk) -> None:
    join(session, counted, "U0ROSA", seconds=10, event="Ev7")

    fact = session.scalars(select(LedgerFact).where(LedgerFact.source == "event", LedgerFact.kind == "joined")).one()
    assert (fact.event_id, fact.details) == ("Ev7/C0TRIAGE", {"inviter": "U0ADA"})
    assert fact.effective_at == NOON + timedelta(seconds=10)


def test_of_events_in_any_order_the_newest_counts(session: Session, counted: Desk) -> None:
    join(session, counted, "U0ROSA", seconds=10, event="Ev1")
    leave(session, counted, "U0ROSA", seconds=20)
    join(session, counted, "U0ROSA", seconds=10, event="Ev1")
    leave(session, counted, "U0BEN", seconds=40)
    join(session, counted, "U0BEN", seconds=30)

    assert list(ledger(session, counted).seats) == ["U0ADA"]
    assert [user for source, _, user in recorded(session) if source == "event"].count("U0ROSA") == 3  # who, in, out
    assert not agents.is_agent(session, counted.ben, counted.queue.id)


def test_who_was_missed_counts_from_when_a_read_finds_them(session: Session, counted: Desk) -> None:
    read(session, counted, ["U0ADA", "U0ROSA"], at=LATER)

    now = ledger(session, counted)
    assert {user: seat.opened_at for user, seat in now.seats.items()} == {"U0ADA": NOON, "U0ROSA": LATER}


def test_an_event_that_comes_after_a_read_found_the_departure_gives_the_seat_back(
    session: Session, counted: Desk
) -> None:
    capped(session, counted, ceiling=999_999)
    period = ledger(session, counted).period
    assert period is not None
    left_at, found_at = period.end_at - timedelta(days=3), period.end_at + timedelta(days=2)
    read(session, counted, ["U0ADA"], at=found_at)
    closing.run(session, counted.workspace.id, now=found_at + 5 * MINUTE)

    told = Told("EvLate", ts_at((left_at - NOON).total_seconds()))
    members.receive_leave(session, counted.workspace, "C0TRIAGE", "U0BEN", told=told, now=found_at + 6 * MINUTE)
    closing.run(session, counted.workspace.id, now=found_at + 10 * MINUTE)

    totals = session.scalars(select(Invoice.total_minor).order_by(Invoice.position)).all()
    assert totals == [5000, 5000, -2500]
    assert audits.rederive(session, counted.workspace.id, now=found_at + 10 * MINUTE).problems == []


def test_a_read_that_is_not_believed_changes_no_seat(session: Session, counted: Desk) -> None:
    read(session, counted, [], at=LATER)

    assert list(ledger(session, counted).seats) == ["U0ADA", "U0BEN"]


def test_a_deactivated_person_is_no_seat_from_the_event_on(session: Session, counted: Desk) -> None:
    told = Told("Ev9", ts_at(30))

    people.receive_user_change(
        session, counted.workspace, {"id": "U0BEN", "deleted": True}, told=told, now=NOON + MINUTE
    )

    assert list(ledger(session, counted).seats) == ["U0ADA"]
    assert recorded(session)[-2:] == [("event", "person_known", "U0BEN"), ("event", "left", "U0BEN")]


def test_un_making_a_triage_channel_ends_its_seats(session: Session, counted: Desk) -> None:
    channels.leave_desk(session, counted.help, actor=counted.ada, now=LATER)
    channels.leave_desk(session, counted.triage, actor=counted.ada, now=LATER)

    assert ledger(session, counted).occupied == 0
    assert recorded(session)[-1] == ("admin", "triage_off", None)


def test_a_channel_that_becomes_one_again_has_who_is_in_it_now(session: Session, counted: Desk) -> None:
    channels.leave_desk(session, counted.help, actor=counted.ada, now=NOON + MINUTE)
    channels.leave_desk(session, counted.triage, actor=counted.ada, now=NOON + MINUTE)

    again, there = NOON + 2 * MINUTE, ["U0ADA", "U0ROSA"]
    channels.become_triage(session, counted.triage, counted.queue, actor=counted.ada, slack_user_ids=there, now=again)

    assert set(ledger(session, counted).seats) == {"U0ADA", "U0ROSA"}


def test_other_roles_and_other_people_are_no_facts(session: Session, desk: Desk) -> None:
    people.record_profile(session, desk.rosa.id, replace(profile_of(desk.rosa), is_guest=True), now=NOON)
    channels.leave_desk(session, desk.help, actor=None, now=NOON)

    assert subscriptions.find(session, desk.workspace.id) is None


def test_a_lost_channel_is_frozen_once_and_thawed_when_it_is_back(session: Session, counted: Desk) -> None:
    seen = ChannelProfile("C0TRIAGE", "triage", is_private=True, is_shared=False, is_archived=False, is_member=True)
    for profile in (None, replace(seen, is_archived=True), seen, seen):
        channel_looks.record(session, counted.triage.id, profile, now=LATER)

    assert recorded(session)[5:] == [("snapshot", "channel_frozen", None), ("snapshot", "channel_thawed", None)]


def test_while_the_app_is_uninstalled_the_seats_stay_and_admins_hear_when_it_is_back(
    session: Session, counted: Desk
) -> None:
    identity = Identity("T0ACME", "Acme", "https://acme.slack.com/", BOT, "B0DESKBELL", (), NOON)
    workspaces.install(session, identity, now=NOON)
    workspaces.receive_disconnection(session, counted.workspace, ["U0OTHERBOT"], now=NOON)
    workspaces.receive_disconnection(session, counted.workspace, [BOT], now=NOON + MINUTE)
    workspaces.receive_disconnection(session, counted.workspace, None, now=NOON + MINUTE)
    assert not ledger(session, counted, at=NOON + 2 * MINUTE).is_connected

    workspaces.install(session, identity, now=LATER)

    assert recorded(session)[5:] == [("system", "disconnected", None), ("system", "connected", None)]
    assert ledger(session, counted).is_connected
    assert queued(session) == ["fetch_members", "message_person"]


def test_an_outsider_is_neither_agent_nor_seat_and_admins_are_asked_once(session: Session, counted: Desk) -> None:
    otto = make_person(session, counted.workspace, "U0OTTO", slack_team_id="T0ELSE", is_outsider=True)

    for seconds in (10, 20):
        join(session, counted, "U0OTTO", seconds=seconds, team="T0ELSE")

    now = ledger(session, counted)
    assert (now.occupied, now.held) == (2, ("U0OTTO",))
    assert not agents.is_agent(session, otto, counted.queue.id)
    asked = session.scalars(select(OutboxRow).where(OutboxRow.kind == "slack.ask_about_person")).one()
    assert (asked.subject_id, asked.payload) == (counted.ada.id, {"person_id": otto.id})


@pytest.mark.parametrize(("admission", "seats"), [(Admission.ADMITTED, 3), (Admission.REFUSED, 2)])
def test_an_admin_decides_about_an_outsider(session: Session, counted: Desk, admission: Admission, seats: int) -> None:
    otto = make_person(session, counted.workspace, "U0OTTO", slack_team_id="T0ELSE", is_outsider=True)
    join(session, counted, "U0OTTO", seconds=10, team="T0ELSE")

    admissions.decide(session, otto.id, admission, actor=counted.ada, now=NOON + MINUTE)

    now = ledger(session, counted)
    assert (now.occupied, now.held) == (seats, ())
    assert agents.is_agent(session, otto, counted.queue.id) is (admission is Admission.ADMITTED)


def test_an_outsider_who_leaves_before_the_decision_is_asked_about_anew(session: Session, counted: Desk) -> None:
    otto = make_person(session, counted.workspace, "U0OTTO", slack_team_id="T0ELSE", is_outsider=True)
    join(session, counted, "U0OTTO", seconds=10, team="T0ELSE")

    leave(session, counted, "U0OTTO", seconds=20)
    assert otto.admission is None

    join(session, counted, "U0OTTO", seconds=30, team="T0ELSE")
    assert queued(session).count("ask_about_person") == 2


def capped(session: Session, desk: Desk, *, ceiling: int) -> None:
    """Give the desk terms under which a seat costs 25 dollars, and a ceiling."""
    terms = Terms(collect=Collect.NONE, seat_price_minor=2500, spend_ceiling_minor=ceiling)
    facts.record(
        session,
        subscriptions.get(session, desk.workspace.id, now=NOON),
        FactKind.TERMS_CHANGED,
        source=FactSource.ADMIN,
        effective_at=NOON,
        now=NOON,
        details=terms.to_json(),
    )


def test_who_would_lift_the_next_invoice_above_the_ceiling_waits_for_an_admin(session: Session, counted: Desk) -> None:
    capped(session, counted, ceiling=7500)
    carl = make_person(session, counted.workspace, "U0CARL")

    join(session, counted, "U0ROSA", seconds=10)
    join(session, counted, "U0CARL", seconds=20)

    now = ledger(session, counted)
    assert (set(now.seats), now.held) == ({"U0ADA", "U0BEN", "U0ROSA"}, ("U0CARL",))
    assert agents.is_agent(session, counted.rosa, counted.queue.id)
    assert not agents.is_agent(session, carl, counted.queue.id)

    admissions.decide(session, carl.id, Admission.ADMITTED, actor=counted.ada, now=NOON + MINUTE)
    assert agents.is_agent(session, carl, counted.queue.id)
    assert ledger(session, counted).occupied == 4


def test_who_comes_back_is_held_to_the_ceiling_like_everybody(session: Session, counted: Desk) -> None:
    leave(session, counted, "U0BEN", seconds=5)
    capped(session, counted, ceiling=2500)

    join(session, counted, "U0BEN", seconds=10)

    assert set(ledger(session, counted).seats) == {"U0ADA"}
    assert counted.ben.admission is Admission.WAITING


def test_those_an_admin_saw_come_with_their_channel_are_not_held(session: Session, counted: Desk) -> None:
    capped(session, counted, ceiling=5000)
    hr, channel = (
        make_queue(session, counted.workspace, "HR"),
        make_channel(session, counted.workspace, "C0HR", is_private=True),
    )

    channels.become_triage(session, channel, hr, actor=counted.ada, slack_user_ids=["U0ROSA", "U0NEW"], now=NOON)
    new = people.get_or_stub(session, counted.workspace, "U0NEW", now=NOON)
    people.record_profile(session, new.id, replace(profile_of(new), slack_team_id="T0ACME"), now=NOON + MINUTE)

    assert ledger(session, counted).occupied == 4


@pytest.mark.parametrize("seed", range(12))
def test_however_events_are_repeated_and_shuffled_the_newest_decides(
    session: Session, counted: Desk, seed: int
) -> None:
    chance = Random(seed)
    stays = {user: chance.random() < 0.5 for user in ("U0ROSA", "U0BEN")}
    history = [(user, second, join if second % 2 else leave) for user in stays for second in range(1, 6)]
    history += [(user, 6, leave) for user, is_in in stays.items() if not is_in]
    told = [*history, *chance.sample(history, 6)]
    chance.shuffle(told)

    for user, second, happen in told:
        happen(session, counted, user, seconds=second)

    expected = {"U0ADA", *(user for user, is_in in stays.items() if is_in)}
    assert set(ledger(session, counted).seats) == expected
    session.flush()
    present = {person.slack_user_id for person in members.list_members(session, counted.triage)}
    assert present == expected
    assert facts.verify_chain(session, subscriptions.get(session, counted.workspace.id, now=NOON)) is None


def test_a_channel_that_comes_back_before_it_could_be_read_has_whom_it_had(session: Session, counted: Desk) -> None:
    channels.leave_desk(session, counted.help, actor=counted.ada, now=NOON + MINUTE)
    channels.leave_desk(session, counted.triage, actor=counted.ada, now=NOON + MINUTE)

    channels.become_triage(session, counted.triage, counted.queue, actor=counted.ada, now=NOON + 2 * MINUTE)

    assert set(ledger(session, counted).seats) == {"U0ADA", "U0BEN"}


def test_a_crowd_is_taken_in_with_few_statements(session: Session, counted: Desk) -> None:
    hr, channel = make_queue(session, counted.workspace, "HR"), make_channel(session, counted.workspace, "C0HR")
    channel.is_private = True
    crowd = [f"U0CROWD{number:03}" for number in range(400)]

    with counting_queries(session) as queries:
        channels.become_triage(session, channel, hr, actor=counted.ada, slack_user_ids=crowd, now=NOON)

    assert len(ledger(session, counted).pending) == 400
    assert len(queries) < 60
