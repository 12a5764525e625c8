"""The ledger: folds facts into seats, periods and documents. Pure, and the same for the same facts, always."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Self

from bot.domain.billing.account import Account
from bot.domain.billing.books import VERSION as VERSION
from bot.domain.billing.course import Course
from bot.domain.billing.documents import Document, LineKind
from bot.domain.billing.eligibility import PersonStanding
from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.domain.billing.news import News
from bot.domain.billing.outcomes import Outcome, SeatChange, SeatChangeKind, SubscriptionStanding
from bot.domain.billing.periods import Period
from bot.domain.billing.pool import Newcomer
from bot.domain.billing.seating import Seat, Seating
from bot.domain.billing.terms import Terms

LATENESS: Final = timedelta(minutes=2)
"""How long after it fell due a roll or a settle window is folded, so that facts on their way still count."""

CUT_OVER: Final = datetime(2020, 8, 1, tzinfo=UTC)
"""Whoever left before is on one more invoice."""

_OF_ROSTER: Final = frozenset(
    {
        FactKind.JOINED,
        FactKind.LEFT,
        FactKind.TRIAGE_ON,
        FactKind.TRIAGE_OFF,
        FactKind.CHANNEL_FROZEN,
        FactKind.CHANNEL_THAWED,
        FactKind.PERSON_KNOWN,
        FactKind.OUTSIDER_CONFIRMED,
        FactKind.OUTSIDER_REFUSED,
    }
)

_Due = tuple[datetime, Callable[[datetime], None]]


@dataclass
class Ledger:
    """One subscription, folded up to `folded_to`.

    Facts come in the order of (counts_at, seq). Before each, and when time advances, whatever fell due happens first:
    settle windows close, trials end, periods roll, frozen channels are counted out. So it does not matter how often
    time advances. What it keeps grows with people and channels, not with facts.

    Attributes:
        account, seating, course, news: its parts, which are its own. Ask the ledger.
        folded_to: how far it is folded; None before anything was.
    """

    account: Account = field(default_factory=Account)
    seating: Seating = field(default_factory=Seating)
    course: Course = field(default_factory=Course)
    news: News = field(default_factory=News)
    folded_to: datetime | None = None
    _due_at: datetime | None = None
    _told: list[Outcome] = field(default_factory=list)

    def copy(self) -> Self:
        """Return a ledger that goes its own way from here, to ask what would be."""
        account, seating = self.account.copy(), self.seating.copy()
        course, news = self.course.copy(), self.news.copy()
        return replace(self, account=account, seating=seating, course=course, news=news, _told=[])

    def apply(self, fact: Fact) -> Sequence[Outcome]:
        """Fold one fact, after all that fell due before it, and return what happened.

        Raises:
            ValueError: the ledger was folded further already than the fact counts from.
        """
        if self.folded_to is not None and fact.counts_at < self.folded_to:
            raise ValueError(f"fact {fact.seq} counts from {fact.counts_at}, before {self.folded_to}")
        self._fall_due(fact.counts_at)
        if fact.kind in _OF_ROSTER:
            if not self._apply_to_roster(fact):
                return self._tell()
        elif fact.kind is FactKind.DISCONNECTED:
            self.seating.disconnect()
        elif fact.kind is FactKind.CONNECTED:
            self._reseat(self.seating.connect(fact.counts_at), fact.counts_at, fact)
        else:
            self._told += self.course.apply(fact, self.account, self.seating)
        self._due_at = self.next_due_at
        self._fall_due(fact.counts_at)  # a window of no minutes, a trial of no days
        return self._tell()

    def advance(self, to: datetime) -> Sequence[Outcome]:
        """Let time pass, and return what fell due at or before `to`. Going back changes nothing."""
        if self.folded_to is None or to > self.folded_to:
            self._fall_due(to)
        return self._tell()

    @property
    def next_due_at(self) -> datetime | None:
        """When something happens by itself next; None if never."""
        return min((at for at, _ in self._dues()), default=None)

    @property
    def terms(self) -> Terms:
        """The terms that hold."""
        return self.account.terms

    @property
    def wanted_terms(self) -> Terms:
        """The terms that were asked for last: what a further change starts from, or it would undo what waits."""
        return self.account.wanted

    @property
    def scheduled_terms(self) -> Terms | None:
        """The terms that hold from the next roll on; None if those are the same."""
        return None if self.account.wanted == self.account.terms else self.account.wanted

    @property
    def unit_minor(self) -> int | None:
        """What one seat costs for a whole period, before tax; None where no price is agreed."""
        return self.account.unit_minor

    @property
    def standing(self) -> SubscriptionStanding:
        """How the subscription stands."""
        return self.course.standing

    @property
    def trial_ends_at(self) -> datetime | None:
        """When its trial ends or ended; None before it ever collected."""
        return self.course.trial_ends_at

    @property
    def has_payment_method(self) -> bool:
        """Whether there is a way to collect: by hand, knowing whom to bill is one."""
        return self.course.is_payable(self.account.terms)

    @property
    def cancels(self) -> bool:
        """Whether it ends with its period or trial."""
        return self.course.cancels

    @property
    def is_connected(self) -> bool:
        """Whether Slack tells what happens; while not, the seats stay as they were."""
        return self.seating.connected

    @property
    def period(self) -> Period | None:
        """The period that runs, from its first midnight on; None before, in a trial and after the end."""
        return self.account.cycle.period

    @property
    def paid_quantity(self) -> int:
        """How many seats of the period are paid."""
        return self.account.pool.paid

    @property
    def occupied(self) -> int:
        """How many seats are taken."""
        return self.seating.occupied

    @property
    def seats(self) -> Mapping[str, Seat]:
        """The seats by Slack user id, in the order in which they were opened."""
        return self.seating.view()

    @property
    def held(self) -> tuple[str, ...]:
        """The outsiders in triage channels about whom no admin has decided yet."""
        agents = self.seating.roster.agents()
        return tuple(user for user, each in agents if each.standing is PersonStanding.HELD and each.confirmed is None)

    @property
    def kept_out(self) -> tuple[str, ...]:
        """The outsiders in triage channels of whom an admin decided that they are no agents."""
        agents = self.seating.roster.agents()
        return tuple(user for user, each in agents if each.standing is PersonStanding.HELD and each.confirmed is False)

    @property
    def pending(self) -> tuple[str, ...]:
        """The people in triage channels about whom Slack has not said yet who they are."""
        agents = self.seating.roster.agents()
        return tuple(user for user, each in agents if each.standing is PersonStanding.PENDING)

    def channels_of(self, slack_user_id: str) -> Mapping[str, datetime]:
        """Return the triage channels somebody is in, and since when, whether or not that makes them a seat."""
        return self.seating.roster.since(slack_user_id)

    def queues_of(self, slack_user_id: str) -> tuple[str, ...]:
        """Return the keys of the queues that somebody in triage channels works for."""
        return self.seating.queues(slack_user_id)

    @property
    def window_closes_at(self) -> datetime | None:
        """When the open settle window closes; None if none is open."""
        return self.account.pool.closes_at

    @property
    def balance_minor(self) -> int:
        """What is open in the currency of the terms: below zero a credit, above it what was too little to collect."""
        return self.account.books.balance_minor(self.account.terms.currency)

    def upcoming(self, at: datetime) -> Document | None:
        """Return the next renewal as it would be issued if nothing else happened; None if there will be none.

        A trial is looked beyond as if a payment method had been set.

        Args:
            at: the present.
        """
        twin = self.copy()
        twin.advance(at)
        renews_at = twin.trial_ends_at if twin.standing is SubscriptionStanding.TRIAL else None
        if renews_at is not None:
            twin.course.has_method = True
        elif twin.period is not None:
            renews_at = twin.period.end_at
        else:
            return None
        documents = [each for each in twin.advance(renews_at) if isinstance(each, Document)]
        return next((each for each in documents if any(line.kind is LineKind.RENEWAL for line in each.lines)), None)

    def open_charges(self, at: datetime) -> Document | None:
        """Return what closing the settle window now would charge; None if nothing.

        Args:
            at: the present.
        """
        twin = self.copy()
        twin.advance(at)
        if twin.window_closes_at is None:
            return None
        told = twin.account.close_window(at, twin.seating)
        return next((each for each in told if isinstance(each, Document)), None)

    def _tell(self) -> Sequence[Outcome]:
        told, self._told = self._told, []
        return told

    def _fall_due(self, until: datetime) -> None:
        while self._due_at is not None and self._due_at <= until:
            at, happen = min(self._dues(), key=_instant)
            self.folded_to = at
            happen(at)
            self._due_at = self.next_due_at
        self.folded_to = until

    def _dues(self) -> Iterator[_Due]:
        """Yield what falls due by itself; of one instant, the first one happens first."""
        account, course = self.account, self.course
        if account.pool.closes_at is not None:
            yield account.pool.closes_at, self._close_window
        if course.standing is SubscriptionStanding.TRIAL and course.trial_ends_at is not None:
            yield course.trial_ends_at, self._end_trial
        if account.cycle.period is not None:
            yield account.cycle.period.end_at, self._roll
        if self.seating.connected and (expiry := self.seating.roster.next_expiry()) is not None:
            yield expiry, self._expire
        if (told_at := self.news.closes_at(account.settle, account.pool.closes_at)) is not None:
            yield max(told_at, self.folded_to or told_at), self._settle_news  # a window may end before its time

    def _close_window(self, at: datetime) -> None:
        if self.period is not None and at == self.period.end_at:
            self._roll(at)  # one document for both
        else:
            self._told += self.account.close_window(at, self.seating)

    def _end_trial(self, at: datetime) -> None:
        self._told += self.course.end_trial(at, self.account, self.seating)

    def _roll(self, at: datetime) -> None:
        self._told += self.course.roll(at, self.account, self.seating)

    def _settle_news(self, at: datetime) -> None:
        settled = self.news.settle(at, self.seating.occupied)
        if settled is not None:
            self._told.append(settled)

    def _expire(self, at: datetime) -> None:
        for channel, members in self.seating.roster.expire(at):
            self._reseat(members, at, None, channel)

    def _apply_to_roster(self, fact: Fact) -> bool:
        """Take in who is where, and return whether that may change what falls due or who is a seat."""
        mistaken_since = self._mistaken_since(fact) if fact.kind is FactKind.TRIAGE_OFF else None
        concerned = self.seating.roster.apply(fact)
        if concerned:
            self._reseat(concerned, fact.counts_at, fact, fact.slack_channel_id, mistaken_since)
        return bool(concerned) or fact.slack_user_id is None

    def _mistaken_since(self, fact: Fact) -> datetime | None:
        """Return from when on a channel counted that was a triage channel by mistake; None if it was none."""
        channel = self.seating.roster.channel(fact.slack_channel_id or "")
        within = timedelta(hours=self.terms.reversal_hours)
        soon = within and channel.on_at is not None and fact.effective_at - channel.on_at <= within
        return channel.on_since if soon else None

    def _reseat(
        self,
        concerned: Collection[str],
        at: datetime,
        fact: Fact | None,
        channel: str | None = None,
        mistaken_since: datetime | None = None,
    ) -> None:
        """Let people sit down and get up as the roster has it, and give back what that undoes."""
        seating, account = self.seating, self.account
        excess = account.pool.excess(seating.occupied)
        left: list[Newcomer] = []
        for user, sits in seating.changes(concerned):
            if sits:
                self._sit(user, at, fact)
            else:
                left.append(self._get_up(user, at, fact, channel, mistaken_since))
        if fact is None:
            return
        if mistaken_since is not None:
            closed = [each for each in left if _came_by(each, channel, mistaken_since)]
            self._told += account.reverse(mistaken_since, closed, excess, fact, seating)
        elif (opened_at := account.cycle.opened_at) is not None and self._proves_early(fact, opened_at):
            self._told += account.give_back_late(seating.take_absent(concerned, opened_at), fact, seating)

    def _sit(self, user: str, at: datetime, fact: Fact | None) -> None:
        seating, seq = self.seating, None if fact is None else fact.seq
        newcomer = Newcomer(user, at, seq, seating.roster.through(user), self.account.cycle.last_index)
        seating.people[user] = newcomer
        seating.tails.pop(user, None)
        seating.vacated.pop(user, None)
        self.account.sit(newcomer, seating.occupied)
        self.news.sit(user, at)
        self._told.append(SeatChange(SeatChangeKind.OPENED, user, at, seq, newcomer.through))

    def _get_up(
        self, user: str, at: datetime, fact: Fact | None, channel: str | None, mistaken_since: datetime | None
    ) -> Newcomer:
        newcomer = self.seating.people.pop(user)
        self.account.pool.get_up(user)
        self.news.get_up(user, at)
        kind = SeatChangeKind.CLOSED
        if mistaken_since is not None and _came_by(newcomer, channel, mistaken_since):
            kind = SeatChangeKind.REVERSED
        else:
            self.seating.vacated[user] = newcomer
        if kind is SeatChangeKind.CLOSED and self._is_legacy(at, fact):
            kind = SeatChangeKind.TAIL
            self.seating.tails[user] = None
        through = self.seating.roster.through(user) or ((channel,) if channel is not None else newcomer.through)
        self._told.append(SeatChange(kind, user, at, None if fact is None else fact.seq, through))
        return newcomer

    def _is_legacy(self, at: datetime, fact: Fact | None) -> bool:
        """Return whether a seat that closes is on one more renewal."""
        left_at = at if fact is None else fact.effective_at
        opened_at = self.account.cycle.opened_at
        return opened_at is not None and opened_at <= left_at < CUT_OVER

    def _proves_early(self, fact: Fact, opened_at: datetime) -> bool:
        """Return whether a fact proves that somebody had left before the period began, so that it was not theirs."""
        cycle, left_at = self.account.cycle, fact.effective_at
        if fact.source is not FactSource.EVENT or left_at >= opened_at:
            return False
        still_due = cycle.previous_opened_at is not None and cycle.previous_opened_at <= left_at < CUT_OVER
        return not still_due


def _instant(due: _Due) -> datetime:
    return due[0]


def _came_by(newcomer: Newcomer, channel: str | None, since: datetime) -> bool:
    """Return whether somebody became a seat through a channel, at or after an instant."""
    return channel in newcomer.through and newcomer.at >= since
