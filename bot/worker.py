"""The delivery worker's composition root."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import Engine

from bot.delivery.attempt import Office, Rules
from bot.delivery.billing import billing_deliverers
from bot.delivery.desk import desk_deliverers
from bot.delivery.desk.cards import CardPart
from bot.delivery.desk.reconciliation import SETTLE, reconciliation_deliverers
from bot.delivery.kinds import by_kind
from bot.delivery.pacing import Queueing
from bot.delivery.worker import Tempo, Worker
from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.gateways.mail_port import MailPort
from bot.gateways.payments import BY_HAND, PaymentPorts
from bot.gateways.slack_port import SlackPort


def run_worker(
    engine: Engine,
    sessions: Sessions,
    slack: SlackPort,
    clock: Clock,
    stop: threading.Event,
    *,
    parts: Sequence[CardPart] = (),
    rules: Rules | None = None,
    tempo: Tempo | None = None,
    settle: timedelta = SETTLE,
    mail: MailPort | None = None,
    payments: PaymentPorts = BY_HAND,
    revive: Callable[[], None] | None = None,
) -> None:
    """Drain the outbox until `stop` is set; what is in hand by then is finished.

    Args:
        engine: the database; holds at least two connections more than `tempo.threads`.
        sessions: open transactions on it, carrying the subscribers of what is announced.
        slack: the one installation's port.
        clock: the desk's time, for what is drawn and recorded. Leases, pace and retries keep the database's.
        stop: ends the work; SIGTERM sets it.
        parts: what other wings add to the triage card.
        rules: how patient delivery is.
        tempo: how the worker spends its time.
        settle: how long an event may take to arrive by itself, before it is read from history.
        mail: where mail is handed over; None where no mail is sent.
        payments: the ways to collect.
        revive: starts an embedded database that died.
    """
    build_worker(
        engine,
        sessions,
        slack,
        clock,
        parts=parts,
        rules=rules,
        tempo=tempo,
        settle=settle,
        mail=mail,
        payments=payments,
        revive=revive,
    ).run(stop)


def build_worker(
    engine: Engine,
    sessions: Sessions,
    slack: SlackPort,
    clock: Clock,
    *,
    parts: Sequence[CardPart] = (),
    rules: Rules | None = None,
    tempo: Tempo | None = None,
    settle: timedelta = SETTLE,
    mail: MailPort | None = None,
    payments: PaymentPorts = BY_HAND,
    revive: Callable[[], None] | None = None,
) -> Worker:
    """Return the worker that `run_worker` runs, with every deliverer there is. The arguments are the same."""
    rules = rules or Rules()
    office = Office(
        sessions=sessions,
        port_of=lambda _workspace_id: slack,
        deliverers=by_kind(
            [
                *desk_deliverers(parts),
                *reconciliation_deliverers(sessions, clock, settle=settle),
                *billing_deliverers(mail, payments),
            ]
        ),
        clock=clock,
        rules=rules,
        queueing=Queueing(rules.pace.interval),
    )
    return Worker(office, engine, tempo, revive=revive)
