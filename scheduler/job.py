"""A job: something to do again and again, and the record of how that goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from traceback import extract_tb

import structlog

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Job:
    """Something to do every so often.

    Attributes:
        name: what it does, as `forget_deliveries`.
        every: the time from the start of one run to the start of the next.
        run: does it and returns how much there was to do. Late, repeated or concurrent runs must do no harm.
    """

    name: str
    every: timedelta
    run: Callable[[], int]


class JobRun:
    """Runs one job whenever it is called, and logs each outcome. A failure ends nothing: the next run is the retry."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._failures = 0

    def __call__(self) -> None:
        """Run the job once."""
        started = monotonic()
        try:
            done = self._job.run()
        except Exception as error:  # noqa: BLE001 - whatever a job does, the scheduler goes on with the others
            self._failures += 1
            _log.error("job.failed", job=self._job.name, failures_in_a_row=self._failures, error=_describe(error))
            return
        seconds = round(monotonic() - started, 3)
        tell = _log.info if done or self._failures else _log.debug
        tell("job.done", job=self._job.name, done=done, seconds=seconds, failures_before=self._failures)
        self._failures = 0


def _describe(error: Exception) -> str:
    """Return an error's class and where it was raised, never its text."""
    place = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__qualname__} in {place.name}, {place.filename}:{place.lineno}"
