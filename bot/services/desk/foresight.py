"""Foresight: what a change would bring with it elsewhere, said before it is made, without the desk knowing who knows.

The composition root lists who is asked; each says it in sentences for the admin who is about to decide.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

FORESEERS: Final = "foreseers"


@dataclass(frozen=True)
class ChannelPlan:
    """A channel that is to become a triage channel.

    Attributes:
        slack_user_ids: who would be its agents; None where Slack did not say in time who is in it.
        locale: of whom it is said to, as Slack names it.
    """

    workspace_id: int
    slack_channel_id: str
    slack_user_ids: Sequence[str] | None
    locale: str | None = None


@dataclass(frozen=True)
class Foreseen:
    """What a plan would bring with it, in sentences, and whether any of it costs money."""

    sentences: Sequence[str] = ()
    costs_money: bool = False


Foreseer = Callable[..., Foreseen]
"""Takes `(session, plan, *, now)`."""


def foresee(session: Session, plan: ChannelPlan, *, now: datetime) -> Foreseen:
    """Return what a plan would bring with it, in the order in which the root lists who knows."""
    foreseers: Sequence[Foreseer] = session.info.get(FORESEERS, ())
    told = [foreseer(session, plan, now=now) for foreseer in foreseers]
    sentences = [sentence for each in told for sentence in each.sentences]
    return Foreseen(sentences, costs_money=any(each.costs_money for each in told))


def with_foresight(info: dict[Any, Any], foreseers: Sequence[Foreseer]) -> dict[Any, Any]:
    """Return a session's `info` that carries the root's list of who knows."""
    return {**info, FORESEERS: tuple(foreseers)}
