"""Facts by chance: what the ledger's properties are held to."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from hypothesis import strategies as st

from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import Collect, SeatReuse, Terms
from tests.domain.billing.story import PAYER, instant

BEGIN: Final = instant("01-29")
END: Final = BEGIN + timedelta(days=120)
PEOPLE: Final = ("U1", "U2", "U3", "U4", "U5")
CHANNELS: Final = ("C1", "C2", "C3")

Told = tuple[datetime, timedelta, Any]
"""When something happened, how late it became known, and what it was."""

instants = st.integers(1, 120 * 24 * 4 - 1).map(lambda quarter: BEGIN + quarter * timedelta(minutes=15))
delays = st.sampled_from([timedelta(0)] * 6 + [timedelta(hours=3), timedelta(days=4), timedelta(days=40)])

any_terms = st.builds(
    Terms,
    collect=st.sampled_from(Collect),
    plan=st.sampled_from(Plan),
    period=st.sampled_from([Interval.MONTHLY, Interval.MONTHLY, Interval.ANNUAL]),
    currency=st.sampled_from(["USD", "USD", "JPY"]),
    prepaid_seats=st.sampled_from([0, 0, 2, 4]),
    seat_price_minor=st.sampled_from([None, 2501, 4000]),
    split_by_queue=st.booleans(),
    settle_minutes=st.sampled_from([0, 60, 1440]),
    reversal_hours=st.sampled_from([0, 24, 48]),
    tax_rate_basis_points=st.sampled_from([0, 825, 2000]),
    invoice_to=st.just(PAYER),
    minimum_seats=st.sampled_from([0, 1]),
    minimum_charge_minor=st.sampled_from([None, 0, 500]),
    trial_days=st.sampled_from([0, 14]),
    reuse=st.sampled_from(SeatReuse),
)

_memberships: st.SearchStrategy[Any] = st.tuples(
    st.sampled_from([FactKind.JOINED, FactKind.JOINED, FactKind.LEFT]),
    st.sampled_from([FactSource.EVENT, FactSource.SNAPSHOT]),
    st.sampled_from(CHANNELS),
    st.sampled_from(PEOPLE),
    st.just({}),
)
_channels = st.tuples(
    st.sampled_from([FactKind.TRIAGE_ON, FactKind.TRIAGE_OFF, FactKind.CHANNEL_FROZEN, FactKind.CHANNEL_THAWED]),
    st.just(FactSource.ADMIN),
    st.sampled_from(CHANNELS),
    st.none(),
    st.sampled_from([{"queue": "IT"}, {"queue": "HR"}]),
)
_people = st.tuples(
    st.sampled_from([FactKind.PERSON_KNOWN, FactKind.OUTSIDER_CONFIRMED, FactKind.OUTSIDER_REFUSED]),
    st.sampled_from([FactSource.EVENT, FactSource.SYSTEM]),
    st.none(),
    st.sampled_from(PEOPLE),
    st.sampled_from([{"standing": standing} for standing in ("billable", "billable", "free", "held", "pending")]),
)
_subscription: st.SearchStrategy[Any] = st.tuples(
    st.sampled_from(
        [
            FactKind.PAYMENT_METHOD_SET,
            FactKind.PAYMENT_METHOD_REMOVED,
            FactKind.CANCELLED,
            FactKind.CANCEL_UNDONE,
            FactKind.SUSPENDED,
            FactKind.REINSTATED,
            FactKind.DISCONNECTED,
            FactKind.CONNECTED,
        ]
    ),
    st.just(FactSource.SYSTEM),
    st.none(),
    st.none(),
    st.just({}),
)
_terms = st.tuples(
    st.just(FactKind.TERMS_CHANGED), st.just(FactSource.ADMIN), st.none(), st.none(), any_terms.map(Terms.to_json)
)


BEGINNING: Final = len(PEOPLE) + 7 + 2
"""How many facts the beginning has."""


def numbered(told: list[Told], terms: Terms) -> list[Fact]:
    """Return what was told as facts, after a beginning in which three of five people sit in a triage channel."""
    facts = [_fact(0, BEGIN, FactKind.PERSON_KNOWN, user=user, standing="billable") for user in PEOPLE]
    places = {"C1": PEOPLE[:3], "C2": PEOPLE[2:4], "C3": PEOPLE[3:]}
    facts += [
        _fact(0, BEGIN, FactKind.JOINED, channel=channel, user=user)
        for channel, users in places.items()
        for user in users
    ]
    facts += [
        replace(_fact(0, BEGIN, FactKind.TRIAGE_ON, channel="C1"), details={"queue": "IT"}),
        replace(_fact(0, BEGIN, FactKind.TERMS_CHANGED), details=terms.to_json()),
    ]
    for at, delay, (kind, source, channel, user, details) in told:
        known_at = min(at + delay, END)
        facts.append(Fact(0, kind, source, known_at, min(at, END), known_at, channel, user, None, details))
    return [replace(fact, seq=seq) for seq, fact in enumerate(facts, 1)]


def _fact(
    seq: int, at: datetime, kind: FactKind, *, channel: str | None = None, user: str | None = None, **details: str
) -> Fact:
    return Fact(seq, kind, FactSource.SYSTEM, at, at, at, channel, user, None, details)


many_memberships = st.lists(st.tuples(instants, delays, _memberships), max_size=40)
"""Joins and departures, some of which become known late."""


_late_departures: st.SearchStrategy[list[Told]] = st.tuples(
    instants,
    st.sampled_from([timedelta(days=days) for days in (1, 10, 25, 40)]),
    st.tuples(
        st.just(FactKind.LEFT), st.just(FactSource.EVENT), st.just("C1"), st.sampled_from(PEOPLE[:3]), st.just({})
    ),
).map(lambda one: [one])


@st.composite
def _mistakes(draw: st.DrawFn) -> list[Told]:
    """A channel that is a triage channel for some hours."""
    channel, queue = draw(st.sampled_from(CHANNELS[1:])), {"queue": draw(st.sampled_from(["IT", "HR"]))}
    at, hours = draw(instants), draw(st.integers(1, 30))
    switch = [(FactKind.TRIAGE_ON, at), (FactKind.TRIAGE_OFF, at + timedelta(hours=hours))]
    return [(on, timedelta(0), (kind, FactSource.ADMIN, channel, None, queue)) for kind, on in switch]


def _told(*strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Told]]:
    return st.tuples(instants, delays, st.one_of(*strategies)).map(lambda one: [one])


def _flat(lists: list[list[Told]]) -> list[Told]:
    return [one for many in lists for one in many]


everything = st.lists(
    st.one_of(_told(_memberships), _told(_memberships), _mistakes(), _told(_channels, _people, _subscription, _terms)),
    max_size=40,
).map(_flat)
"""Facts of every kind."""

lively = st.lists(
    st.one_of(_told(_memberships), _told(_memberships), _mistakes(), _late_departures, _told(_terms)),
    min_size=8,
    max_size=30,
).map(_flat)
"""Facts that cost something and make up for it."""

charging = any_terms.map(
    lambda terms: replace(
        terms, collect=Collect.MANUAL, trial_days=0, seat_price_minor=terms.seat_price_minor or 2501, prepaid_seats=0
    )
)
"""Terms by which money is asked for from the beginning."""
