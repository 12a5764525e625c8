"""Announcing: in what order subscribers hear, how deep it may go, and what is left after a failure."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import Happening
from bot.services.desk.happenings import HappeningsTooDeep, Subscription, announce, with_subscriptions
from tests.support.desk_rows import NOON


@dataclass(frozen=True)
class Rang(Happening):
    """A bell rang. `name` says which; `echoes` are those that it sets ringing."""

    name: str
    echoes: tuple["Rang", ...] = ()


@dataclass(frozen=True)
class RangLoudly(Rang):
    """A bell that nobody misses."""


@dataclass(frozen=True)
class Fell(Happening):
    """A bell fell down."""


def bell(name: str, *echoes: Rang) -> Rang:
    return Rang(None, name, echoes)


def chain(length: int) -> Rang:
    """Return a bell that sets another ringing, and so on, `length` in all."""
    return bell(str(length), *([chain(length - 1)] if length > 1 else []))


class Listeners:
    """Two subscribers, one of which rings a bell's echoes; `heard` is what they heard, in order."""

    def __init__(self, session: Session) -> None:
        self.heard: list[str] = []
        subscriptions = [Subscription(Rang, self.first), Subscription(Rang, self.second)]
        session.info.update(with_subscriptions({}, subscriptions))

    def first(self, session: Session, happening: Rang, *, now: Any) -> None:
        self.heard.append(f"first hears {happening.name}")
        for echo in happening.echoes:
            announce(session, echo, now=now)

    def second(self, session: Session, happening: Rang, *, now: Any) -> None:
        del session, now
        self.heard.append(f"second hears {happening.name}")


def test_everybody_hears_of_one_thing_before_anybody_hears_of_the_next(session: Session) -> None:
    listeners = Listeners(session)

    announce(session, bell("a", bell("b", bell("d")), bell("c")), now=NOON)

    assert listeners.heard == [f"{who} hears {name}" for name in "abcd" for who in ("first", "second")]


def test_subscribers_hear_subclasses_and_nothing_else(session: Session) -> None:
    listeners = Listeners(session)

    announce(session, RangLoudly(None, "a"), now=NOON)
    announce(session, Fell(None), now=NOON)

    assert listeners.heard == ["first hears a", "second hears a"]


def test_three_deep_is_heard(session: Session) -> None:
    listeners = Listeners(session)

    announce(session, chain(3), now=NOON)

    assert [heard for heard in listeners.heard if heard.startswith("second")] == [
        "second hears 3",
        "second hears 2",
        "second hears 1",
    ]


def test_four_deep_is_refused(session: Session) -> None:
    Listeners(session)

    with pytest.raises(HappeningsTooDeep, match="Rang"):
        announce(session, chain(4), now=NOON)


def test_depth_counts_what_led_to_what_not_how_much_there_was(session: Session) -> None:
    listeners = Listeners(session)

    announce(session, bell("a", *(bell(str(number)) for number in range(10))), now=NOON)
    announce(session, chain(3), now=NOON)

    assert len(listeners.heard) == 2 * (11 + 3)


def test_after_a_failure_the_next_announcement_begins_afresh(session: Session) -> None:
    listeners = Listeners(session)
    with pytest.raises(HappeningsTooDeep):
        announce(session, bell("a", chain(3), bell("never told")), now=NOON)
    listeners.heard.clear()

    announce(session, chain(3), now=NOON)

    assert "first hears never told" not in listeners.heard
    assert len(listeners.heard) == 2 * 3


def test_nobody_needs_to_listen(session: Session) -> None:
    session.info.clear()

    announce(session, bell("a"), now=NOON)

    assert session.info == {}
