"""The course of a subscription: counting, trial, active, suspended, cancelled, and what leads from one to another."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.billing.account import Account
from bot.domain.billing.facts import Fact, FactKind
from bot.domain.billing.outcomes import Outcome, StandingChanged, SubscriptionStanding
from bot.domain.billing.seating import Seating
from bot.domain.billing.terms import Collect, Terms


@dataclass
class Course:
    """How a subscription stands.

    Attributes:
        begun: whether it had any terms yet.
        trial_ends_at: when its only trial ends or ended; None before it ever collected.
        has_method: whether a payment method was set.
        owes: whether what was due could not be collected.
        cancels: whether it ends with its period.
    """

    standing: SubscriptionStanding = SubscriptionStanding.COUNTING
    begun: bool = False
    trial_ends_at: datetime | None = None
    has_method: bool = False
    owes: bool = False
    cancels: bool = False

    def copy(self) -> "Course":
        """Return a course that goes its own way from here."""
        return replace(self)

    def is_payable(self, terms: Terms) -> bool:
        """Return whether there is a way to collect: by hand, knowing whom to bill is one."""
        return self.has_method or (terms.collect is Collect.MANUAL and bool(terms.invoice_to.name))

    def apply(self, fact: Fact, account: Account, seating: Seating) -> list[Outcome]:
        """Take in a fact about the subscription itself."""
        at = fact.counts_at
        match fact.kind:
            case FactKind.TERMS_CHANGED:
                return self._change_terms(Terms.from_json(fact.details), fact, account, seating)
            case FactKind.PAYMENT_METHOD_SET:
                self.has_method = True
                return self._retry(at, account, seating)
            case FactKind.PAYMENT_METHOD_REMOVED:
                self.has_method = False
            case FactKind.SUSPENDED if self.standing is SubscriptionStanding.ACTIVE:
                self.owes = True
                return self._suspend(at, account)
            case FactKind.REINSTATED:
                self.owes = False
                if self.standing is SubscriptionStanding.SUSPENDED:
                    return self._activate(at, account, seating)
            case FactKind.REFUNDED:
                account.books.pay_back(fact.details["currency"], fact.details["amount_minor"])
            case FactKind.CANCELLED:
                return self._cancel(at, account)
            case FactKind.CANCEL_UNDONE:
                return self._undo_cancel(at, account, seating)
        return []

    def end_trial(self, at: datetime, account: Account, seating: Seating) -> list[Outcome]:
        """Go on from the trial: to the first period, or to where it stops for want of a payment method."""
        if self.cancels:
            return self._stand(SubscriptionStanding.CANCELLED, at)
        if self.is_payable(account.terms):
            return self._activate(at, account, seating)
        return self._suspend(at, account)

    def roll(self, at: datetime, account: Account, seating: Seating) -> list[Outcome]:
        """Go on from a period's end."""
        if not self.cancels and account.charging:
            return [*account.roll(at, seating)]
        told: list[Outcome] = [*account.close_window(at, seating)] if account.charging else []
        account.lapse()
        return told + (self._stand(SubscriptionStanding.CANCELLED, at) if self.cancels else [])

    def _change_terms(self, terms: Terms, fact: Fact, account: Account, seating: Seating) -> list[Outcome]:
        at, first, self.begun = fact.counts_at, not self.begun, True
        if terms.collects and self.standing is SubscriptionStanding.COUNTING:
            return self._start_collecting(terms, fact, account, seating)
        was_collecting = self.standing not in {SubscriptionStanding.COUNTING, SubscriptionStanding.CANCELLED}
        if not terms.collects and was_collecting:
            return self._stop_collecting(terms, fact, account, seating)
        told: list[Outcome] = [*account.change(terms, at, fact.seq, seating)]
        return told + ([*account.begin(at, seating)] if first else self._retry(at, account, seating))

    def _start_collecting(self, terms: Terms, fact: Fact, account: Account, seating: Seating) -> list[Outcome]:
        account.lapse()
        account.change(terms, fact.counts_at, fact.seq, seating)
        return self._begin_collecting(fact.counts_at, account, seating)

    def _begin_collecting(self, at: datetime, account: Account, seating: Seating) -> list[Outcome]:
        """Go into the only trial there is, or past it."""
        if self.trial_ends_at is None:
            self.trial_ends_at = at + timedelta(days=account.terms.trial_days)
        if at < self.trial_ends_at:
            return self._stand(SubscriptionStanding.TRIAL, at)
        return self.end_trial(at, account, seating)

    def _stop_collecting(self, terms: Terms, fact: Fact, account: Account, seating: Seating) -> list[Outcome]:
        at, runs = fact.counts_at, self.standing is SubscriptionStanding.ACTIVE
        self.owes = False
        told = self._stand(SubscriptionStanding.COUNTING, at)
        told += account.change(terms, at, fact.seq, seating)
        return told if runs else [*told, *account.resume(at, seating)]

    def _retry(self, at: datetime, account: Account, seating: Seating) -> list[Outcome]:
        """Go on if all that was wanting was a payment method."""
        waits = self.standing is SubscriptionStanding.SUSPENDED and not self.owes
        return self._activate(at, account, seating) if waits and self.is_payable(account.terms) else []

    def _activate(self, at: datetime, account: Account, seating: Seating) -> list[Outcome]:
        return [*self._stand(SubscriptionStanding.ACTIVE, at), *account.resume(at, seating)]

    def _suspend(self, at: datetime, account: Account) -> list[Outcome]:
        account.pause()
        return self._stand(SubscriptionStanding.SUSPENDED, at)

    def _cancel(self, at: datetime, account: Account) -> list[Outcome]:
        self.cancels = True
        stopped = self.standing is SubscriptionStanding.SUSPENDED and account.cycle.period is None
        return self._stand(SubscriptionStanding.CANCELLED, at) if stopped else []

    def _undo_cancel(self, at: datetime, account: Account, seating: Seating) -> list[Outcome]:
        self.cancels = False
        if self.standing is not SubscriptionStanding.CANCELLED:
            return []
        if not account.terms.collects:
            return [*self._stand(SubscriptionStanding.COUNTING, at), *account.resume(at, seating)]
        return self._suspend(at, account) if self.owes else self._begin_collecting(at, account, seating)

    def _stand(self, standing: SubscriptionStanding, at: datetime) -> list[Outcome]:
        before, self.standing = self.standing, standing
        return [] if before is standing else [StandingChanged(before, standing, at)]
