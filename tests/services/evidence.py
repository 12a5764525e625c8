"""What tests look at afterwards: rows, what is queued to go out, and what several threads got."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Base
from models.desk import AuditEntry, ChannelMember, Message, OutboxRow, ParkedEvent, Person, Ticket

Outcome = TypeVar("Outcome")


def all_rows(session: Session, *tables: type[Base]) -> dict[str, Sequence[Any]]:
    """Return every row of the tables a ticket's life is written in, or of those given."""
    chosen = tables or (Ticket, Message, OutboxRow, AuditEntry, ParkedEvent, Person, ChannelMember)
    session.flush()
    found = {table.__tablename__: select(*table.__table__.columns).order_by(table.__table__.c.id) for table in chosen}
    return {name: session.execute(rows).all() for name, rows in found.items()}


def queued(session: Session) -> list[str]:
    """Return the kinds of all outbox rows without their `slack.`, in the order they were written."""
    session.flush()
    return [kind.removeprefix("slack.") for kind in session.scalars(select(OutboxRow.kind).order_by(OutboxRow.id))]


def clear_outbox(session: Session) -> None:
    """Forget what is queued so far, so that a test sees only what follows."""
    session.query(OutboxRow).delete()


def everything_outgoing(session: Session) -> str:
    """Return all payloads of the outbox as one text."""
    return json.dumps(list(session.scalars(select(OutboxRow.payload))), ensure_ascii=False)


def audited(session: Session) -> list[str]:
    """Return the tags of the ledger, oldest first."""
    session.flush()
    return list(session.scalars(select(AuditEntry.tag).order_by(AuditEntry.id)))


def in_parallel(jobs: Sequence[Callable[[], Outcome]]) -> list[Outcome | Exception]:
    """Run each job in a thread of its own, all at the same moment; return what each returned or raised."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], Outcome]) -> Outcome | Exception:
        start.wait(timeout=10)
        try:
            return job()
        except Exception as error:  # noqa: BLE001  the test looks at whatever was raised
            return error

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))
