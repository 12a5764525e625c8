"""Whatever happens, every line follows from its own numbers, every tax from its rate; a quote is the next renewal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.billing import price_lists
from bot.domain.billing.documents import Document, LineKind
from bot.domain.billing.explanations import explain, explain_tax
from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.quotes import QuoteAsk, quote
from bot.domain.billing.terms import Collect, InvoiceTo, Terms

BEGIN = datetime(2026, 1, 31, 9, tzinfo=UTC)
PEOPLE = ("U1", "U2", "U3", "U4")
CHANNELS = ("C1", "C2")
TERMS = Terms(
    collect=Collect.MANUAL,
    plan=Plan.TEAM,
    trial_days=0,
    invoice_to=InvoiceTo(name="Acme"),
    tax_rate_basis_points=825,
    split_by_queue=True,
)


@dataclass(frozen=True)
class Deed:
    """One thing that happens, so many hours after the one before, and became known so many hours late."""

    kind: FactKind
    hours: int
    late: int
    user: str | None = None
    channel: str | None = None
    terms: Terms | None = None


HOURS = st.sampled_from([0, 1, 7, 30, 24 * 9, 24 * 33])
LATE = st.sampled_from([0, 0, 0, 5, 24 * 20])
TERMS_OF_ALL_KINDS = st.builds(
    lambda plan, period, prepaid, settle: replace(
        TERMS, plan=plan, period=period, prepaid_seats=prepaid, settle_minutes=settle
    ),
    st.sampled_from([Plan.TEAM, Plan.PROFESSIONAL]),
    st.sampled_from([Interval.MONTHLY, Interval.MONTHLY, Interval.ANNUAL]),
    st.integers(0, 3),
    st.sampled_from([0, 60]),
)
DEEDS = st.lists(
    st.one_of(
        st.builds(
            Deed,
            st.sampled_from([FactKind.JOINED, FactKind.LEFT]),
            HOURS,
            LATE,
            st.sampled_from(PEOPLE),
            st.sampled_from(CHANNELS),
        ),
        st.builds(
            Deed,
            st.sampled_from([FactKind.TRIAGE_ON, FactKind.TRIAGE_OFF]),
            HOURS,
            st.just(0),
            channel=st.sampled_from(CHANNELS),
        ),
        st.builds(Deed, st.just(FactKind.TERMS_CHANGED), HOURS, st.just(0), terms=TERMS_OF_ALL_KINDS),
    ),
    max_size=25,
)


def fact(seq: int, kind: FactKind, at: datetime, **more: Any) -> Fact:
    return replace(Fact(seq, kind, FactSource.EVENT, at, at, at), **more)


def opening() -> Iterator[Fact]:
    """Two people are seats, and all four are in a channel that is no triage channel yet."""
    yield fact(1, FactKind.TERMS_CHANGED, BEGIN, details=TERMS.to_json())
    for seq, user in enumerate(PEOPLE, 2):
        yield fact(seq, FactKind.PERSON_KNOWN, BEGIN, slack_user_id=user, details={"standing": "billable"})
    places = [("U1", "C1"), ("U2", "C1"), *((user, "C2") for user in PEOPLE)]
    for seq, (user, channel) in enumerate(places, 6):
        yield fact(seq, FactKind.JOINED, BEGIN, slack_user_id=user, slack_channel_id=channel)
    yield fact(12, FactKind.TRIAGE_ON, BEGIN, slack_channel_id="C1", details={"queue": "IT"})


def history(deeds: Sequence[Deed]) -> list[Fact]:
    instants = [BEGIN + timedelta(hours=hours) for hours in accumulate(deed.hours for deed in deeds)]
    return [*opening()] + [
        fact(
            seq,
            deed.kind,
            at,
            effective_at=max(BEGIN, at - timedelta(hours=deed.late)),
            slack_user_id=deed.user,
            slack_channel_id=deed.channel,
            details={"queue": deed.channel} if deed.terms is None else deed.terms.to_json(),
        )
        for seq, (deed, at) in enumerate(zip(deeds, instants, strict=True), 13)
    ]


def folded(facts: Sequence[Fact]) -> tuple[Ledger, list[Document]]:
    ledger = Ledger()
    told = [outcome for each in facts for outcome in ledger.apply(each)]
    told += ledger.advance(facts[-1].counts_at + timedelta(days=40))
    return ledger, [each for each in told if isinstance(each, Document)]


@settings(max_examples=60)
@given(DEEDS)
def test_every_line_and_every_tax_follows_from_its_own_numbers(deeds: list[Deed]) -> None:
    facts = history(deeds)
    _, documents = folded(facts)

    for document in documents:
        of_same = [each for each in documents if each.corrects == document.corrects and document.corrects is not None]
        earlier = [each for each in of_same if each.position < document.position]
        corrected = None if document.corrects is None else documents[document.corrects - 1]
        told = [explain(line, document, {each.seq: each for each in facts}, corrected) for line in document.lines]
        assert [each for each in told if not each.agrees] == []
        assert explain_tax(document, corrected, earlier).tax_minor == document.tax_minor
        assert all(sum(line.split.values()) == line.amount_minor for line in document.lines)


@settings(max_examples=30)
@given(DEEDS)
def test_a_quote_for_who_is_there_is_the_next_renewal(deeds: list[Deed]) -> None:
    ledger, _ = folded(history(deeds))
    assert ledger.folded_to is not None
    terms = ledger.scheduled_terms or ledger.terms
    ask = QuoteAsk(
        ledger.occupied, terms.plan, terms.period, terms.currency, prepaid=terms.floor, tax_rate_basis_points=825
    )

    quoted = quote(ask, price_lists.shipped().get(terms.price_list))

    upcoming = ledger.upcoming(ledger.folded_to)
    renewals = [line for line in upcoming.lines if line.kind is LineKind.RENEWAL] if upcoming is not None else []
    assert sum(line.amount_minor for line in renewals) == quoted.subtotal.minor
    if upcoming is not None and len(upcoming.lines) == len(renewals):
        assert upcoming.total_minor == quoted.total.minor
