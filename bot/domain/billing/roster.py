"""The roster: who is in which channel, which channels are triage channels, and who of their members is a seat."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Self

from bot.domain.billing.eligibility import PersonStanding
from bot.domain.billing.facts import Fact, FactKind, FactSource

FROZEN_FOR: Final = timedelta(hours=24)
"""How long the seats of a channel stay that was archived or lost the bot."""

NOBODY: Final[tuple[str, ...]] = ()


@dataclass(slots=True)
class Channel:
    """One channel.

    Attributes:
        members: who is in it, and since when.
        heard: of everybody ever heard of, their newest fact: when, and whether it was a departure. At one instant the
            departure is the last word, whichever was told first.
        queue: key of the queue it is the triage channel of; None while it is none.
        on_at: when it became that, by the admin's own clock, and `on_since`, from when on that counted.
        is_out: whether its seats were counted out, after it had been frozen for too long.
    """

    members: dict[str, datetime] = field(default_factory=dict)
    heard: dict[str, tuple[datetime, bool]] = field(default_factory=dict)
    queue: str | None = None
    on_at: datetime | None = None
    on_since: datetime | None = None
    is_out: bool = False

    @property
    def counts(self) -> bool:
        """Whether its members are agents."""
        return self.on_at is not None and not self.is_out

    def copy(self) -> "Channel":
        """Return a channel that goes its own way from here."""
        return replace(self, members=self.members.copy(), heard=self.heard.copy())


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What is known of one person. `confirmed` is an admin's decision about an outsider; None while there is none."""

    standing: PersonStanding = PersonStanding.PENDING
    known_at: datetime | None = None
    confirmed: bool | None = None
    decided_at: datetime | None = None

    @property
    def counts(self) -> bool:
        """Whether a place in a triage channel makes this person a seat."""
        if self.standing is PersonStanding.HELD:
            return self.confirmed is True
        return self.standing is PersonStanding.BILLABLE

    def was_nobody(self, before: datetime) -> bool:
        """Return whether a place in a triage channel has made no seat of this person since before an instant."""
        said = [at for at in (self.known_at, self.decided_at) if at is not None]
        return bool(said) and max(said) < before and not self.counts


UNKNOWN_PERSON: Final = KnownPerson()


@dataclass(frozen=True, slots=True)
class Departure:
    """How somebody last ceased to be an agent of a channel.

    Attributes:
        came_at: when they had last come into it.
        counted_at: from when on they counted no more.
        proven_at: when they left, by an event; None while no event told.
    """

    came_at: datetime
    counted_at: datetime
    proven_at: datetime | None = None

    @property
    def left_at(self) -> datetime:
        """When they were gone, as far as it can be proven."""
        return self.counted_at if self.proven_at is None else self.proven_at

    def told(self, fact: Fact) -> "Departure":
        """Return it with what a word about the membership adds that came too late to change who is there."""
        at, proven_at = fact.effective_at, self.proven_at
        if fact.kind is FactKind.JOINED and at > self.came_at:
            stands = proven_at is not None and proven_at >= at
            return replace(self, came_at=at, proven_at=proven_at if stands else None)
        if fact.kind is FactKind.LEFT and fact.source is FactSource.EVENT and at >= self.came_at:
            return replace(self, proven_at=at if proven_at is None else max(at, proven_at))
        return self


@dataclass
class Roster:
    """Folds facts about channels and people. What changes something returns whose seat that may concern."""

    _channels: dict[str, Channel] = field(default_factory=dict)
    _people: dict[str, KnownPerson] = field(default_factory=dict)
    _through: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _departures: dict[str, Mapping[str, Departure]] = field(default_factory=dict)  # by person, by channel
    _frozen_until: dict[str, datetime] = field(default_factory=dict)

    def copy(self) -> Self:
        """Return a roster that goes its own way from here."""
        return replace(
            self,
            _channels={each: channel.copy() for each, channel in self._channels.items()},
            _people=self._people.copy(),
            _through=self._through.copy(),
            _departures=self._departures.copy(),
            _frozen_until=self._frozen_until.copy(),
        )

    def channel(self, slack_channel_id: str) -> Channel:
        """Return a channel, as far as it is known. It is the roster's own: look, but do not change it."""
        return self._channels.get(slack_channel_id) or self._channels.setdefault(slack_channel_id, Channel())

    def person(self, slack_user_id: str) -> KnownPerson:
        """Return what is known of a person."""
        return self._people.get(slack_user_id, UNKNOWN_PERSON)

    def through(self, slack_user_id: str) -> tuple[str, ...]:
        """Return the triage channels a person is in, whether or not that makes them a seat."""
        return self._through.get(slack_user_id, NOBODY)

    def since(self, slack_user_id: str) -> Mapping[str, datetime]:
        """Return the triage channels a person is in, and since when."""
        return {each: self._channels[each].members[slack_user_id] for each in self.through(slack_user_id)}

    def queues(self, channels: Iterable[str]) -> tuple[str, ...]:
        """Return the keys of the queues of some channels, those that are triage channels."""
        return tuple(queue for each in channels if (queue := self.channel(each).queue) is not None)

    def counts(self, slack_user_id: str) -> bool:
        """Return whether a person is a seat: known to count, and in a triage channel."""
        return slack_user_id in self._through and self.person(slack_user_id).counts

    def was_gone(self, slack_user_id: str, before: datetime) -> bool:
        """Return whether it is proven that somebody was no agent any more before an instant, in no channel at all."""
        if slack_user_id in self._through and not self.person(slack_user_id).was_nobody(before):
            return False
        return all(each.left_at < before for each in self._departures.get(slack_user_id, {}).values())

    def agents(self) -> Iterator[tuple[str, KnownPerson]]:
        """Yield everybody in a triage channel, seat or not."""
        for user in self._through:
            yield user, self.person(user)

    def apply(self, fact: Fact) -> Collection[str]:
        """Take in a fact about a membership, a channel or a person; others are none of the roster's business.

        Whoever is found to have left earlier than was known is concerned as well.
        """
        user, channel = fact.slack_user_id, fact.slack_channel_id
        if user is not None:
            return self._of_membership(fact, channel, user) if channel is not None else self._of_person(fact, user)
        return self._of_channel(fact, channel) if channel is not None else NOBODY

    def next_expiry(self) -> datetime | None:
        """Return when the next frozen channel is counted out."""
        return min(self._frozen_until.values(), default=None)

    def expire(self, at: datetime) -> Iterator[tuple[str, list[str]]]:
        """Count out what was frozen for too long, and yield each such channel with its members."""
        for name in [name for name, until in self._frozen_until.items() if until <= at]:
            del self._frozen_until[name]
            channel = self.channel(name)
            members = self._count_out(name, channel, at)
            channel.is_out = True
            yield name, members

    def freeze_anew(self, at: datetime) -> None:
        """Give every frozen channel its full time again."""
        self._frozen_until = dict.fromkeys(self._frozen_until, at + FROZEN_FOR)

    def _of_membership(self, fact: Fact, name: str, user: str) -> Collection[str]:
        channel, left = self.channel(name), fact.kind is FactKind.LEFT
        heard = (fact.effective_at, left)
        if (before := channel.heard.get(user)) is not None and heard <= before:
            return self._date(fact, name, user)  # told again, or overtaken by what was told earlier
        channel.heard[user] = heard
        if left == (user not in channel.members):
            return self._date(fact, name, user)
        if left:
            del channel.members[user]
            if not channel.counts:
                return self._date(fact, name, user)
            came_at = fact.effective_at if before is None else before[0]
            return self._drop(user, name, Departure(came_at, fact.counts_at).told(fact))
        channel.members[user] = fact.effective_at
        return self._put(user, name) if channel.counts else NOBODY

    def _date(self, fact: Fact, name: str, user: str) -> tuple[str, ...]:
        """Take in what a word that changes no membership says of when somebody left a channel that they are out of."""
        departures = self._departures.get(user, {})
        if (departure := departures.get(name)) is None or (told := departure.told(fact)) == departure:
            return NOBODY
        self._departures[user] = {**departures, name: told}
        return (user,) if fact.kind is FactKind.LEFT else NOBODY

    def _of_person(self, fact: Fact, user: str) -> Collection[str]:
        person = self.person(user)
        if fact.kind is FactKind.PERSON_KNOWN:
            if person.known_at is not None and fact.effective_at < person.known_at:
                return NOBODY
            standing = PersonStanding(fact.details["standing"])
            self._people[user] = KnownPerson(standing, fact.effective_at, person.confirmed, person.decided_at)
        else:
            if person.decided_at is not None and fact.effective_at < person.decided_at:
                return NOBODY
            confirmed = fact.kind is FactKind.OUTSIDER_CONFIRMED
            self._people[user] = replace(person, confirmed=confirmed, decided_at=fact.effective_at)
        return (user,) if user in self._through else NOBODY

    def _of_channel(self, fact: Fact, name: str) -> Collection[str]:
        channel = self.channel(name)
        if fact.kind is FactKind.TRIAGE_ON:
            channel.queue = fact.details.get("queue") or channel.queue or ""
            return self._switch_on(fact, name, channel) if channel.on_at is None else NOBODY
        if fact.kind is FactKind.TRIAGE_OFF:
            return self._switch_off(fact, name, channel)
        if fact.kind is FactKind.CHANNEL_FROZEN:
            if channel.counts:
                self._frozen_until.setdefault(name, max(fact.effective_at + FROZEN_FOR, fact.counts_at))
            return NOBODY
        self._frozen_until.pop(name, None)
        return self._count_in(name, channel) if channel.is_out else NOBODY

    def _switch_on(self, fact: Fact, name: str, channel: Channel) -> list[str]:
        channel.on_at, channel.on_since, channel.is_out = fact.effective_at, fact.counts_at, False
        return self._count_in(name, channel)

    def _switch_off(self, fact: Fact, name: str, channel: Channel) -> list[str]:
        concerned = self._count_out(name, channel, fact.counts_at) if channel.counts else []
        channel.on_at = channel.on_since = channel.queue = None
        channel.is_out = False
        self._frozen_until.pop(name, None)
        return concerned

    def _count_in(self, name: str, channel: Channel) -> list[str]:
        channel.is_out = False
        for user in channel.members:
            self._put(user, name)
        return list(channel.members)

    def _count_out(self, name: str, channel: Channel, at: datetime) -> list[str]:
        for user in channel.members:
            came_at, _ = channel.heard[user]
            self._drop(user, name, Departure(came_at, at))
        return list(channel.members)

    def _put(self, user: str, name: str) -> tuple[str, ...]:
        self._through[user] = (*self._through.get(user, NOBODY), name)
        return (user,)

    def _drop(self, user: str, name: str, departure: Departure) -> tuple[str, ...]:
        self._departures[user] = {**self._departures.get(user, {}), name: departure}
        rest = tuple(each for each in self._through[user] if each != name)
        if rest:
            self._through[user] = rest
        else:
            del self._through[user]
        return (user,)
