"""The ticker: APScheduler, in memory, does nothing but call each job when its time has come."""

from collections.abc import Sequence
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.job import Job, JobRun

THREADS = 4


class Ticker:
    """Calls jobs at their intervals in threads of its own, one run of each at a time. It begins paused."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(THREADS)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for job in jobs:
            self._scheduler.add_job(JobRun(job), IntervalTrigger(seconds=job.every.total_seconds()), id=job.name)
        self._scheduler.start(paused=True)

    def resume(self) -> None:
        """Run every job at once, and from then on at its interval."""
        now = datetime.now(UTC)
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=now)
        self._scheduler.resume()

    def pause(self) -> None:
        """Begin nothing more; what runs already runs to its end."""
        self._scheduler.pause()

    def stop(self) -> None:
        """Begin nothing more for good, and wait for what runs already."""
        self._scheduler.shutdown(wait=True)
