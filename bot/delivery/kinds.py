"""What a kind of outbox row has to say for itself: a `Deliverer`, and the steps it can answer with.

A deliverer reads the state it needs in one short transaction and answers with a step. The step's call to Slack is made
outside any transaction, and what Slack answered is recorded in a second one. Nothing else talks to Slack.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from sqlalchemy.orm import Session

from bot.delivery.leases import Row
from bot.gateways.slack_port import Outgoing, Posted, SlackPort

Answer = TypeVar("Answer")

THREAD_GONE = frozenset({"thread_not_found", "message_not_found"})
"""Slack's refusals that say the message a row speaks of was deleted meanwhile."""

NOBODY_THERE = frozenset({"user_not_found", "user_not_in_channel", "user_disabled", "account_inactive"})
"""Slack's refusals that say there is nobody left to tell."""


@dataclass(frozen=True)
class Post:
    """Post a message. An attempt in doubt is looked up by its `message_id` first, and the channel's pace is kept.

    Args:
        message: what to post; its `message_id` is the row's unless an earlier row for the same thing is in doubt.
        record: keeps where the message stands, in the transaction that finishes the row.
        draws_state: the content is drawn from current state, so one found by lookup may be out of date: draw again.
        is_doubtful: look it up first even on the row's first attempt.
        is_revoked: it must not go out any more; it is only looked up, to know where it stands if it went out before.
    """

    message: Outgoing
    record: Callable[[Session, Posted], object]
    draws_state: bool = False
    is_doubtful: bool = False
    is_revoked: bool = False


@dataclass(frozen=True)
class Call(Generic[Answer]):
    """Ask Slack something that may be repeated without harm.

    Args:
        ask: makes the calls.
        record: keeps the answer, in the transaction that finishes the row.
        then_again: this was only the first half; prepare the row once more.
    """

    ask: Callable[[SlackPort], Answer]
    record: Callable[[Session, Answer], object] = lambda _session, _answer: None
    then_again: bool = False


@dataclass(frozen=True)
class Drop:
    """There is nothing to do any more; `reason` says why."""

    reason: str


@dataclass(frozen=True)
class Wait:
    """What this needs is still on its way; try again soon."""

    reason: str


@dataclass(frozen=True)
class Hold:
    """This may not go out for now. Whoever ends that frees the row by its reason, and it is looked at now and then.

    What holds it must be locked against its end, in the transaction of `prepare`: the row is put back in that one.
    """

    reason: str


@dataclass(frozen=True)
class Park:
    """This cannot go out as it is; an admin decides."""

    reason: str


Step: TypeAlias = Post | Call[Any] | Drop | Wait | Hold | Park


class Prepare(Protocol):
    """Reads what a row needs and answers with the next step. Makes no call and changes nothing."""

    def __call__(self, session: Session, row: Row, *, now: datetime) -> Step:
        """Return the step. `now` is the desk's time."""


@dataclass(frozen=True)
class Deliverer:
    """How rows of one kind are delivered.

    Args:
        kind: the rows' kind.
        prepare: answers with the next step.
        meaningless_after: Slack's refusals after which the row is dropped, because nobody could see it any more.
    """

    kind: str
    prepare: Prepare
    meaningless_after: frozenset[str] = THREAD_GONE


Deliverers: TypeAlias = Mapping[str, Deliverer]


def by_kind(deliverers: Iterable[Deliverer]) -> Deliverers:
    """Return the deliverers by the kind they deliver.

    Raises:
        ValueError: two deliver the same kind.
    """
    table: dict[str, Deliverer] = {}
    for deliverer in deliverers:
        if deliverer.kind in table:
            raise ValueError(f"two deliverers for {deliverer.kind}")
        table[deliverer.kind] = deliverer
    return MappingProxyType(table)
