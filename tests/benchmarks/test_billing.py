"""What a hundred thousand seats in one subscription cost: the invoice of all of them, renewals, the audit, memory."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import psutil
import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.domain.billing.facts import FactKind, FactSource
from bot.gateways.database import Sessions
from bot.services.billing import audits, facts, ledgers, papers, subscriptions
from bot.services.billing.facts import NewFact
from bot.views.billing.invoice_pdf import invoice_pdf
from models.billing import Invoice
from tests.support.billing_rows import TEAM, Bill, on
from tests.support.desk_rows import make_workspace

SEATS = 100_000
JOINED = on(1, 10)
MEGABYTE = 2**20
MOST_GROWTH = 60
"""Megabytes by which a renewal may leave more behind than the one before, for what the allocator keeps."""


class Stopwatch:
    """Does work in a transaction of its own each, and prints what it took: by the clock, and of our own processor."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self.resident = psutil.Process()
        sys.stdout.write(f"\n{'work':<48} {'seconds':>8} {'of ours':>8} {'resident, MB':>13}\n")

    def do(self, name: str, work: Callable[[Session], object]) -> tuple[float, float]:
        """Return the seconds of processor this process took, and the megabytes it holds after that."""
        started, cpu = time.perf_counter(), time.process_time()
        with self.sessions.begin() as session:
            work(session)
        seconds, ours = time.perf_counter() - started, time.process_time() - cpu
        megabytes = self.resident.memory_info().rss / MEGABYTE
        sys.stdout.write(f"{name:<48} {seconds:8.2f} {ours:8.2f} {megabytes:13.0f}\n")
        return ours, megabytes


def everybody() -> Iterator[NewFact]:
    """Yield that all of them are people who count, and are in #all-hands."""
    for number in range(SEATS):
        user = f"U{number:08}"
        known = {"standing": "billable"}
        yield NewFact(FactKind.PERSON_KNOWN, FactSource.SYSTEM, JOINED, slack_user_id=user, details=known)
        yield NewFact(FactKind.JOINED, FactSource.SNAPSHOT, JOINED, slack_channel_id="C0ALLHANDS", slack_user_id=user)


def record_everybody(session: Session, workspace_id: int) -> None:
    """Record all of it, as the read of a huge channel would."""
    subscription = subscriptions.lock(session, workspace_id, now=JOINED)
    facts.record_all(session, subscription, everybody(), now=JOINED)


def close(workspace_id: int, at: datetime) -> Callable[[Session], object]:
    """Return the work of closing up to an instant."""
    return lambda session: Bill(session, workspace_id).close(at)


@pytest.mark.benchmark
@pytest.mark.timeout(600)
def test_a_hundred_thousand_seats(sessions: Sessions) -> None:
    with sessions.begin() as session:
        workspace_id = make_workspace(session).id
        bill = Bill(session, workspace_id)
        bill.begins(on(1, 1), replace(TEAM, split_by_queue=True), agents=["U1"])
        bill.close(on(1, 2))
    watch = Stopwatch(sessions)
    watch.do("record 200,000 facts", lambda session: record_everybody(session, workspace_id))
    with sessions.begin() as session:
        Bill(session, workspace_id).triage("C0ALLHANDS", on(1, 16, 9), queue="ALL")
        session.execute(text("ANALYZE ledger_fact"))
    invoice, _ = watch.do("close: an invoice of 100,000 lines", close(workspace_id, on(1, 16, 11)))
    renewals = [
        watch.do(f"close: renewal {month} of 6", close(workspace_id, on(month + 1, 1, 1))) for month in range(1, 7)
    ]
    watch.do("load the ledger, as every page does", lambda session: ledgers.load(session, workspace_id, at=on(7, 2)))
    watch.do("draw the PDF of that invoice", lambda session: draw(session, workspace_id))
    watch.do("audit all of it", lambda session: check(session, workspace_id))
    with sessions.begin() as session:
        documents = Bill(session, workspace_id).documents()
    assert documents[1] == ("INV-2026-0002", SEATS * 1290)
    assert documents[-1] == ("INV-2026-0008", (SEATS + 1) * 2500)
    assert invoice < 60
    assert renewals[-1][1] - renewals[0][1] < MOST_GROWTH


def draw(session: Session, workspace_id: int) -> None:
    """Draw the largest document."""
    large = select(Invoice).where(Invoice.workspace_id == workspace_id, Invoice.number == "INV-2026-0002")
    invoice_pdf(papers.load_paper(session, session.scalars(large).one()))


def check(session: Session, workspace_id: int) -> None:
    """Audit, and find nothing."""
    assert audits.rederive(session, workspace_id, now=on(7, 2)).is_clean
