"""A whole desk for a test: sandbox, web or socket mode on real wires, and worker, in threads of the test's own process.

What is scaled: rates are off, Slack's retries come after tenths of seconds, and the worker's pauses are short. Nothing
is replaced.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Engine, func, select, update
from werkzeug.serving import make_server

from bot.composition import meet_slack, wire
from bot.delivery.attempt import Rules
from bot.delivery.pacing import Pace
from bot.delivery.retries import Retries
from bot.delivery.worker import Tempo
from bot.domain.desk.instants import ON_TIME, Clock, system_clock
from bot.gateways.database import Sessions, create_database_engine, create_sessions
from bot.gateways.payments import BY_HAND, PaymentPorts
from bot.gateways.slack import SlackClient
from bot.gateways.slack_sockets import Patience, SlackSockets
from bot.gateways.socket_line import Pauses
from bot.manifest import EVENTS_PATH, Transport, manifest
from bot.socket_mode import SocketMode, create_socket_mode
from bot.views.desk.action_ids import ActionId
from bot.web import create_app
from bot.worker import build_worker
from models.desk import OutboxRow, OutboxState, Queue, Ticket
from sandbox.actor import Actor
from sandbox.seen import CommandAnswer, Message
from sandbox.server import SandboxServer
from tests.support.hours import Hours
from tests.support.outbox_waits import moving_kinds
from tests.support.postgres import migrated_database

SOON = 10.0
"""Seconds within which everything a test waits for has happened, or it fails."""

FAST = Rules(
    lease=timedelta(seconds=5),
    pace=Pace(burst=1000, interval=timedelta(microseconds=1)),
    retries=Retries(
        first=timedelta(seconds=0.05),
        longest=timedelta(seconds=0.5),
        wait=timedelta(seconds=0.05),
        doubt=timedelta(seconds=0.05),
    ),
)

POLL, CALM_POLL = 0.1, 0.5
"""Seconds between two looks of a worker that nobody wakes. Every look costs: a desk that many tests share is calm."""

STEADY = Patience(ping=timedelta(seconds=2), silence=timedelta(seconds=10))
IMPATIENT = Patience(ping=timedelta(seconds=0.3), silence=timedelta(seconds=0.7))
SHORT_PAUSES = Pauses(first=timedelta(seconds=0.02), longest=timedelta(seconds=0.1))


@dataclass(frozen=True)
class Desk:
    """A running desk and the company that uses it."""

    sandbox: SandboxServer
    sessions: Sessions
    engine: Engine
    transport: Transport = Transport.HTTP
    hours: Hours = field(default_factory=Hours)

    def actor(self, name: str) -> Actor:
        """Return somebody to play."""
        return self.sandbox.actor(name)

    def settle(self, timeout: float = SOON) -> None:
        """Wait until nothing is on its way: no event to be delivered, no row to be sent."""
        deadline = time.monotonic() + timeout
        quiet = 0
        while quiet < 2:  # an answer may lead to an event, an event to a row
            if time.monotonic() > deadline:
                raise TimeoutError(f"still busy after {timeout} s: {self.waiting_kinds()}")
            self.sandbox.wait_idle(timeout)
            quiet = 0 if self.waiting_kinds() else quiet + 1
            time.sleep(0.005)

    def waiting_kinds(self) -> list[str]:
        """Return the kinds of the rows that are not finished; a report to admins, for one, is held for a minute."""
        with self.engine.connect() as connection:
            return list(connection.scalars(moving_kinds(within=timedelta(seconds=SOON))))

    def parked(self) -> list[tuple[str, str | None]]:
        """Return the kind and the reason of every row that was given up."""
        given_up = select(OutboxRow.kind, OutboxRow.last_error).where(OutboxRow.state == OutboxState.PARKED)
        with self.sessions.begin() as session:
            return [(kind, reason) for kind, reason in session.execute(given_up)]

    def set_up(self, *, triage: str = "it-triage", request: str | None = "it-help", queue: str = "IT") -> None:
        """Have ada become admin and give channels their roles, with the commands of the README."""
        ada = self.actor("ada")
        ada.command("/desk", "admin add @ada")
        make_triage(ada, triage, queue)
        if request is not None:
            expect(ada.command("/desk", f"request #{request} {queue} every"), "opens a ticket")
        self.settle()
        self.group_within(queue, seconds=0)

    def group_within(self, queue: str, *, seconds: int) -> None:
        """Have a queue group a person's messages for so long; after `set_up` it groups nothing."""
        with self.sessions.begin() as session:
            session.execute(update(Queue).where(Queue.key == queue).values(group_within_seconds=seconds))

    def meet_slack_again(self) -> None:
        """Ask Slack again who the desk is and what it may do, as every start does."""
        meet_slack(self.sessions, SlackClient(self.sandbox.bot_token, base_url=self.sandbox.api_url), system_clock)

    def cards(self, channel: str = "it-triage", reader: str = "ben") -> list[Message]:
        """Return the cards in a triage channel, oldest first."""
        return [message for message in self.actor(reader).messages(channel) if message.bot_id]

    def count_tickets(self) -> int:
        """Return how many tickets there are."""
        with self.sessions.begin() as session:
            return session.scalars(select(func.count()).select_from(Ticket)).one()


@contextmanager
def running_desk(
    sessions: Sessions,
    engine: Engine,
    *,
    transport: Transport = Transport.HTTP,
    retry_delays: Sequence[float] = (0.0, 0.1, 0.3),
    patience: Patience = STEADY,
    poll: float = POLL,
    payments: PaymentPorts = BY_HAND,
) -> Iterator[Desk]:
    """Run a desk for the length of the block.

    Args:
        sessions: on its database.
        engine: the same.
        transport: how what happens in Slack reaches it.
        retry_delays: seconds before Slack sends an event again.
        patience: how long its sockets may be quiet.
        poll: `POLL` or `CALM_POLL`.
        payments: the ways to collect.
    """
    hours = Hours()
    wire(sessions, ahead=hours.clock.ahead)
    with SandboxServer(manifest(transport), rate_scale=None, retry_delays=retry_delays) as sandbox:
        slack = SlackClient(sandbox.bot_token, base_url=sandbox.api_url, timeout=timedelta(seconds=2))
        meet_slack(sessions, slack, system_clock)
        if transport is Transport.HTTP:
            ingress: AbstractContextManager[object] = _running_web(sandbox, sessions, engine, slack, hours.clock)
        else:
            ingress = running_socket_mode(sandbox, sessions, engine, slack, patience=patience, clock=hours.clock)
        with ingress, _running_worker(sessions, engine, slack, hours.clock, poll=poll, payments=payments):
            yield Desk(sandbox, sessions, engine, transport, hours)


@contextmanager
def desk_with_a_database(server_url: str, *, transport: Transport = Transport.HTTP) -> Iterator[Desk]:
    """Run a desk on a database of its own for the length of the block, set up with IT."""
    with migrated_database(server_url) as url:
        engine = create_database_engine(url, application_name="scenarios")
        with running_desk(create_sessions(engine), engine, transport=transport, poll=CALM_POLL) as desk:
            desk.set_up()
            yield desk
        engine.dispose()


@contextmanager
def _running_web(
    sandbox: SandboxServer, sessions: Sessions, engine: Engine, slack: SlackClient, clock: Clock
) -> Iterator[None]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_app(sessions, engine, clock, slack, signing_secret=sandbox.signing_secret)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="web")
    serving.start()
    sandbox.events_url = f"http://127.0.0.1:{server.server_port}{EVENTS_PATH}"
    try:
        yield
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


@contextmanager
def running_socket_mode(
    sandbox: SandboxServer,
    sessions: Sessions,
    engine: Engine,
    slack: SlackClient,
    *,
    patience: Patience = STEADY,
    clock: Clock = ON_TIME,
) -> Iterator[SocketMode]:
    """Run the socket-mode role for the length of the block; its first socket is open when the block begins."""
    sockets = SlackSockets(sandbox.app_token, base_url=sandbox.api_url, patience=patience)
    role = create_socket_mode(sessions, engine, clock, slack, sockets, pauses=SHORT_PAUSES)
    stop = threading.Event()
    running = threading.Thread(target=role.line.run, args=(stop,), name="socket-mode")
    running.start()
    try:
        wait_until(lambda: role.line.is_open)
        yield role
    finally:
        stop.set()
        running.join()


def wait_until(holds: Callable[[], bool], *, timeout: float = SOON) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + timeout
    while not holds():
        assert time.monotonic() < deadline, f"it did not come true within {timeout} s"
        time.sleep(0.01)


@contextmanager
def _running_worker(
    sessions: Sessions, engine: Engine, slack: SlackClient, clock: Clock, *, poll: float, payments: PaymentPorts
) -> Iterator[None]:
    stop = threading.Event()
    tempo = Tempo(threads=4, poll=poll, longest_pause=0.2)
    settle = timedelta(0)
    worker = build_worker(engine, sessions, slack, clock, rules=FAST, tempo=tempo, settle=settle, payments=payments)
    working = threading.Thread(target=worker.run, args=(stop,), name="worker")
    working.start()
    try:
        yield
    finally:
        stop.set()
        worker.wake()
        working.join()


def expect(answer: CommandAnswer, words: str) -> None:
    """Assert that a command was answered, with these words among others."""
    assert answer.status == 200
    assert words in str(answer), str(answer)


def make_triage(admin: Actor, channel: str, queue: str) -> None:
    """Have an admin make a channel the triage channel of a queue, and agree to what that brings."""
    answer = admin.command("/desk", f"triage #{channel} {queue}")
    expect(answer, f"Make #{channel} the triage channel of {queue.upper()}?")
    assert answer.message is not None
    assert admin.click(answer.message, ActionId.CONFIRM_TRIAGE).status == 200


def only(messages: Sequence[Message]) -> Message:
    """Return the only message there is, or fail showing all."""
    assert len(messages) == 1, [message.text for message in messages]
    return messages[0]
