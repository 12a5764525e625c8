"""Changes of terms before they are made: what holds when, and what it costs, asked of the ledger itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from bot.domain.billing.documents import Document
from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.money import Money
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.price_list import PriceLists
from bot.domain.billing.terms import Terms

UNSEEN: Final = frozenset({"price_list", "minimum_seats", "minimum_charge_minor", "trial_days", "reuse"})
"""Parts of the terms that nobody is asked about; a change of them alone is none that people are told of."""


class Holds(StrEnum):
    """From when on a part of the terms is what was asked for."""

    NOW = "now"
    AT_RENEWAL = "at_renewal"
    STILL = "still"
    """It never was anything else: what was to follow does not."""


@dataclass(frozen=True)
class TermsChange:
    """One part of the terms that is to be something else. `name` is its name in `Terms`.

    Attributes:
        before: what was wanted until now, `after` what is wanted.
        currency: of `after`, where that is an amount; `currency_before` of `before`.
        at: when it holds, where that is at a renewal.
    """

    name: str
    before: Any
    after: Any
    holds: Holds
    at: datetime | None
    currency_before: str
    currency: str


@dataclass(frozen=True)
class TermsPreview:
    """What a change would do.

    Attributes:
        last: the terms that were asked for before, and `wanted` those that are asked for.
        changes: what would be other than it was to be; empty where nothing would.
        documents: what would be issued at once, and `now` what that comes to, with tax; credits lower it.
        before: the next renewal as it is to be, `after` as it would be; None where there is none, or no price.
        trial_ends_at: when the trial that runs, or begins with it, ends.
        standing: how the subscription would stand.
        collects: whether money would be asked for.
    """

    last: Terms
    wanted: Terms
    changes: Sequence[TermsChange]
    documents: Sequence[Document]
    before: Document | None
    after: Document | None
    trial_ends_at: datetime | None
    standing: SubscriptionStanding
    collects: bool

    @property
    def now(self) -> Money:
        """What is charged at once, with tax; below zero what is credited. Statements charge nothing."""
        charged = sum(document.total_minor for document in self.documents) if self.collects else 0
        return Money(charged, self.documents[0].currency if self.documents else self.wanted.currency)

    @property
    def costs(self) -> bool:
        """Whether it asks for money that would not have been asked for otherwise."""
        if not self.collects:
            return False
        if self.now.minor > 0:
            return True
        if self.after is None:
            return False
        before = self.before if self.before is not None and self.before.collect_minor else None
        return before is None or before.currency != self.after.currency or self.after.total_minor > before.total_minor


def wanted_of(ledger: Ledger) -> Terms:
    """Return the terms that were asked for last: those that hold, or those that follow at the renewal."""
    return ledger.scheduled_terms or ledger.terms


def completed(asked: Terms, last: Terms, prices: PriceLists, *, on: date) -> Terms:
    """Return the terms somebody asked for with what nobody is asked about as it was.

    They are by the price list in force on a day where they buy something else than before, and else by the same one.
    """
    same = (asked.plan, asked.period, asked.currency) == (last.plan, last.period, last.currency)
    kept = {name: getattr(last, name) for name in UNSEEN}
    return replace(asked, **kept | {"price_list": last.price_list if same else prices.in_force(on).version})


def preview(ledger: Ledger, wanted: Terms, *, at: datetime) -> TermsPreview:
    """Return what asking for these terms would do to a ledger, which stays as it is.

    Args:
        ledger: up to date.
        wanted: all of the terms.
        at: when; aware UTC.
    """
    twin = ledger.copy()
    fact = Fact(0, FactKind.TERMS_CHANGED, FactSource.ADMIN, at, at, at, details=wanted.to_json())
    outcomes = twin.apply(fact)
    in_trial = twin.standing is SubscriptionStanding.TRIAL
    return TermsPreview(
        last=wanted_of(ledger),
        wanted=wanted,
        changes=tuple(_changes(ledger, twin, wanted)),
        documents=tuple(outcome for outcome in outcomes if isinstance(outcome, Document)),
        before=ledger.upcoming(at),
        after=twin.upcoming(at),
        trial_ends_at=twin.trial_ends_at if in_trial else None,
        standing=twin.standing,
        collects=twin.terms.collects,
    )


def _changes(before: Ledger, after: Ledger, wanted: Terms) -> Iterator[TermsChange]:
    last = wanted_of(before)
    at = None if after.period is None else after.period.end_at
    for name in (each.name for each in fields(Terms) if each.name not in UNSEEN):
        was, will = getattr(last, name), getattr(wanted, name)
        if was == will:
            continue
        holds = Holds.NOW if getattr(after.terms, name) == will else Holds.AT_RENEWAL
        if getattr(before.terms, name) == will:
            holds = Holds.STILL
        later = at if holds is Holds.AT_RENEWAL else None
        yield TermsChange(name, was, will, holds, later, last.currency, wanted.currency)
