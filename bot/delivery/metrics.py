"""What `/metrics` says of the outbox, read from the database at each scrape, for all workers together."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.gateways.database import Sessions

_UNFINISHED = text("""
    SELECT kind, state, count(*),
           extract(epoch FROM max(now() - due_at) FILTER (WHERE state = 'pending' AND due_at <= now()))
    FROM outbox WHERE state IN ('pending', 'sending')
    GROUP BY kind, state ORDER BY kind, state
""")
_PARKED = text("SELECT kind, count(*) FROM outbox WHERE state = 'parked' GROUP BY kind ORDER BY kind")


class OutboxCollector(Collector):
    """Gauges of the outbox: how many rows wait, how long the oldest has been due, how many were given up.

    A database that does not answer leaves them out and says so with `deskbell_database_up 0`.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def describe(self) -> Iterator[Metric]:
        """Name the metrics without reading them: registering a collector touches no database."""
        yield from _families()

    def collect(self) -> Iterator[Metric]:
        """Read and yield the metrics."""
        is_up, depth, age, parked = _families()
        try:
            with self._sessions.begin() as session:
                unfinished = session.execute(_UNFINISHED).all()
                given_up = session.execute(_PARKED).all()
        except SQLAlchemyError:
            is_up.add_metric([], 0)
            yield is_up
            return
        is_up.add_metric([], 1)
        for kind, state, count, _ in unfinished:
            depth.add_metric([kind, state], count)
        age.add_metric([], max((float(seconds) for *_, seconds in unfinished if seconds is not None), default=0.0))
        for kind, count in given_up:
            parked.add_metric([kind], count)
        yield from (is_up, depth, age, parked)


def _families() -> tuple[GaugeMetricFamily, GaugeMetricFamily, GaugeMetricFamily, GaugeMetricFamily]:
    return (
        GaugeMetricFamily("deskbell_database_up", "Whether the database answers."),
        GaugeMetricFamily("deskbell_outbox_rows", "Rows to be sent, or being sent.", labels=["kind", "state"]),
        GaugeMetricFamily("deskbell_outbox_oldest_due_seconds", "How long the longest waiting row has been due."),
        GaugeMetricFamily("deskbell_outbox_parked_rows", "Rows given up; an admin decides.", labels=["kind"]),
    )
