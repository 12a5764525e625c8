"""One attempt at one row: prepare, look up if in doubt, send, record."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeAlias

import structlog
from sqlalchemy.orm import Session

from bot.delivery import leases, pacing
from bot.delivery.kinds import Call, Deliverers, Drop, Hold, Park, Post, Step, Wait
from bot.delivery.leases import LeaseLost, Row
from bot.delivery.pacing import Pace, Queueing
from bot.delivery.retries import Retries
from bot.domain.desk.instants import Clock
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.errors import PermanentFailure, TransientFailure
from bot.gateways.database import Sessions
from bot.gateways.slack_port import Posted, SlackPort
from bot.services.desk import bot_identity, stuck
from models.desk import OutboxState

PortOf: TypeAlias = Callable[[int], SlackPort]
"""Returns the port to the Slack of a workspace, by the workspace's id."""

CLOCK_SKEW = timedelta(minutes=2)
"""How far the database's clock and Slack's may be apart: a lookup begins that much before the row was written."""

MOST_STEPS = 5
"""How many steps one attempt may take before it is called a fault."""

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Rules:
    """How patient delivery is. Tests scale it.

    Args:
        lease: how long a worker holds a row, counted afresh before each call to Slack.
        pace: how fast a channel may be posted to.
        retries: when to try again and when to give up.
    """

    lease: timedelta = timedelta(seconds=60)
    pace: Pace = field(default_factory=Pace)
    retries: Retries = field(default_factory=Retries)


@dataclass(frozen=True)
class Office:
    """Everything an attempt works with, shared by all of a worker's threads."""

    sessions: Sessions
    port_of: PortOf
    deliverers: Deliverers
    clock: Clock
    rules: Rules
    queueing: Queueing

    def deliver(self, row: Row) -> timedelta | None:
        """Make one attempt at `row` and return when it should be tried again, or None when it is finished.

        Never raises: a failure that cannot even be recorded leaves the row to its lease.
        """
        return Attempt(self, row).make()


class _PutBack(Exception):
    """The row has to come back later."""

    def __init__(self, delay: timedelta, reason: str, *, counts: bool) -> None:
        super().__init__(reason)
        self.delay = delay
        self.reason = reason
        self.counts = counts


class Attempt:
    """One attempt. `is_doubtful` says at every moment whether the work may have been done unrecorded."""

    def __init__(self, office: Office, row: Row) -> None:
        self.office = office
        self.rules = office.rules
        self.row = row
        self.is_doubtful = row.is_doubtful
        self.paced_channel: str | None = None

    def make(self) -> timedelta | None:
        """Make the attempt; see `Office.deliver`."""
        try:
            return self._make()
        except LeaseLost:
            self._tell("outbox.lease_lost")
        except Exception as fault:  # noqa: BLE001  (whatever happens, the worker goes on; the lease brings the row back)
            self._tell("outbox.unrecorded", error=_place_of(fault))
        return None

    def _make(self) -> timedelta | None:
        try:
            for _ in range(MOST_STEPS):
                if self._take(self._prepare()):
                    return None
            raise RuntimeError("too many steps")  # noqa: TRY301  (a deliverer's fault, judged like any other)
        except _PutBack as early:
            return self._put_back(early.delay, early.reason, counts=early.counts)
        except TransientFailure as failure:
            self.is_doubtful = self.is_doubtful or failure.in_doubt
            return self._fail_for_now(failure)
        except PermanentFailure as failure:
            self._fail_for_good(failure)
            return None
        except LeaseLost:
            raise
        except Exception as fault:  # noqa: BLE001  (a deliverer's fault must not end the worker)
            return self._try_again(_place_of(fault))

    # -- the steps ----------------------------------------------------------------------------------------------------

    def _prepare(self) -> Step:
        deliverer = self.office.deliverers.get(self.row.kind)
        if deliverer is None:
            return Park("nothing delivers this kind of row")
        with self.office.sessions.begin() as session:
            leases.renew(session, self.row, lease=self.rules.lease)
            step = self._signed(session, deliverer.prepare(session, self.row, now=self.office.clock()))
            if isinstance(step, Post) and not (self.is_doubtful or step.is_doubtful):
                self._take_slot(session, step)
            if isinstance(step, Hold):
                self._hold(session, step)
        return step

    def _signed(self, session: Session, step: Step) -> Step:
        """Have what Deskbell says itself posted under the name the workspace gave it, if it gave it one."""
        if not self.row.has_bot_name or not isinstance(step, Post) or step.message.author is not None:
            return step
        author = bot_identity.find_author(session, self.row.workspace_id)
        return step if author is None else replace(step, message=replace(step.message, author=author))

    def _take(self, step: Step) -> bool:
        """Take the step and return whether the row is finished."""
        match step:
            case Post():
                return self._post(step)
            case Call():
                answer = step.ask(self._port())
                self._record(step.record, answer, is_last=not step.then_again)
                return not step.then_again
            case Drop(reason):
                self._finish(OutboxState.DROPPED, reason)
            case Hold(reason):
                self._tell("outbox.held", reason=reason)
            case Park(reason):
                self._finish(OutboxState.PARKED, reason)
            case Wait(reason):
                raise _PutBack(self.rules.retries.wait, reason, counts=False)
        return True

    def _hold(self, session: Session, step: Hold) -> None:
        """Put the row back while what holds it cannot end, so that whoever ends it finds the row."""
        delay, in_doubt = self.rules.retries.hold, self.is_doubtful
        leases.put_back(session, self.row, delay=delay, reason=step.reason, in_doubt=in_doubt, counts=False)

    def _post(self, step: Post) -> bool:
        if self.is_doubtful or step.is_doubtful:
            found = self._look_up(step)
            if found is not None:
                self._record(step.record, found, is_last=not step.draws_state)
                self.is_doubtful = False
                return not step.draws_state
            self.is_doubtful = False
            if step.is_revoked:
                return self._take(Drop("it was revoked before it went out"))
            self._take_slot_late(step)
        self.paced_channel, self.is_doubtful = step.message.slack_channel_id, True
        try:
            posted = self._port().post(step.message)
        except (TransientFailure, PermanentFailure) as failure:
            self.is_doubtful = isinstance(failure, TransientFailure) and failure.in_doubt
            raise
        self._record(step.record, posted, is_last=True)
        return True

    def _look_up(self, step: Post) -> Posted | None:
        since = self.row.created_at - CLOCK_SKEW
        found = self._port().find_posted(step.message, since=since)
        self._tell("outbox.looked_up", was_found=found is not None)
        return found

    def _take_slot_late(self, step: Post) -> None:
        """Take the slot after a lookup that found nothing."""
        with self.office.sessions.begin() as session:
            leases.renew(session, self.row, lease=self.rules.lease)
            self._take_slot(session, step)

    def _take_slot(self, session: Session, step: Post) -> None:
        channel = step.message.slack_channel_id
        wait = pacing.take_slot(session, self.row.workspace_id, channel, self.rules.pace)
        if wait is not None:
            turn = self.office.queueing.join(self.row.workspace_id, channel, wait)
            raise _PutBack(turn, "waits for its turn in the channel", counts=False)

    def _record(self, record: Callable[[Session, Any], object], answer: Any, *, is_last: bool) -> None:
        with self.office.sessions.begin() as session:
            if is_last:
                leases.finish(session, self.row, OutboxState.SENT)
            else:
                leases.renew(session, self.row, lease=self.rules.lease)
            record(session, answer)
        if is_last:
            self._tell("outbox.sent")

    # -- the ends -----------------------------------------------------------------------------------------------------

    def _finish(self, state: OutboxState, reason: str) -> None:
        with self.office.sessions.begin() as session:
            leases.finish(session, self.row, state, reason=reason, in_doubt=self.is_doubtful)
            if state is OutboxState.PARKED and self.row.kind != OutboxKind.REPORT_STUCK:
                stuck.report_parked(session, self.row.workspace_id)
        self._tell(f"outbox.{state}", reason=reason)

    def _fail_for_now(self, failure: TransientFailure) -> timedelta | None:
        if failure.code != "ratelimited":
            doubt = self.rules.retries.doubt if failure.in_doubt else timedelta(0)
            return self._try_again(failure.code, at_least=max(doubt, failure.retry_after or timedelta(0)))
        pause = failure.retry_after or self.rules.retries.pause(self.row.attempts)
        return self._put_back(pause, failure.code, counts=False, hold=True)

    def _fail_for_good(self, failure: PermanentFailure) -> None:
        deliverer = self.office.deliverers[self.row.kind]
        is_meaningless = failure.code in deliverer.meaningless_after
        reason = " ".join((failure.code, *failure.messages))
        self._finish(OutboxState.DROPPED if is_meaningless else OutboxState.PARKED, reason)

    def _try_again(self, reason: str, *, at_least: timedelta | None = None) -> timedelta | None:
        if self.rules.retries.are_used_up(self.row.attempts):
            self._finish(OutboxState.PARKED, reason)
            return None
        pause = max(self.rules.retries.pause(self.row.attempts), at_least or timedelta(0))
        return self._put_back(pause, reason, counts=True)

    def _put_back(self, delay: timedelta, reason: str, *, counts: bool, hold: bool = False) -> timedelta:
        with self.office.sessions.begin() as session:
            leases.put_back(session, self.row, delay=delay, reason=reason, in_doubt=self.is_doubtful, counts=counts)
            if hold and self.paced_channel:
                pacing.hold(session, self.row.workspace_id, self.paced_channel, self.rules.pace, length=delay)
        self._tell("outbox.put_back", reason=reason, seconds=round(delay.total_seconds(), 3))
        return delay

    def _port(self) -> SlackPort:
        return self.office.port_of(self.row.workspace_id)

    def _tell(self, event: str, **facts: Any) -> None:
        _log.info(event, kind=self.row.kind, row=self.row.id, attempts=self.row.attempts, **facts)


def _place_of(fault: Exception) -> str:
    """Return a fault's class and place, never its text, which may hold somebody's words."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "nowhere"
    return f"{type(fault).__name__} at {place}"
