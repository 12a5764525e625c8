"""A desk as the demo's visitors find it: set up by the demo's opening, with a time machine, and with what time asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from bot.demo.narrating import QuietNarrator
from bot.demo.opening import set_up
from bot.demo.stage import Stage
from bot.gateways.database import create_database_engine, create_sessions
from bot.manifest import Transport
from sandbox.time_machine import TimeMachine
from scheduler.job import Job
from scheduler.jobs.billing.closing import close_ledgers
from scheduler.jobs.desk import following_up
from scheduler.ticker import Ticker
from tests.support.desk import CALM_POLL, Desk, running_desk
from tests.support.postgres import migrated_database

OFTEN = timedelta(seconds=0.25)
DUE = (following_up.wake_snoozed, following_up.tell_due, close_ledgers)
"""The jobs that a scene waits for."""


@contextmanager
def desk_as_in_the_demo(server_url: str, transport: Transport) -> Iterator[Desk]:
    """Run a desk for the length of the block, set up by the demo's opening, whose time can be moved."""
    with migrated_database(server_url) as url:
        engine = create_database_engine(url, application_name="scenes")
        with running_desk(create_sessions(engine), engine, transport=transport, poll=CALM_POLL) as desk:
            desk.sandbox.platform.time_machine = TimeMachine(Passing(desk))
            set_up(Stage(desk.sandbox, QuietNarrator()))
            ticker = Ticker([Job(job.__name__, OFTEN, partial(job, desk.sessions, desk.hours.clock)) for job in DUE])
            ticker.resume()
            yield desk
            ticker.stop()
        engine.dispose()


class Passing:
    """Lets time pass at a desk as far as its time machine says, which counts from the start."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._passed = timedelta(0)

    def __call__(self, ahead: timedelta) -> None:
        """Let pass what is missing."""
        self._desk.hours.pass_by(ahead - self._passed)
        self._passed = ahead
