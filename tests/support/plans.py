"""How PostgreSQL goes about what a piece of work asks of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from tests.support.postgres import TABLES

_SCAN = re.compile(r"Seq Scan on \w+|Index (?:Only )?Scan(?: Backward)? using (\w+)|Bitmap Index Scan on (\w+)")


@contextmanager
def explaining(session: Session) -> Iterator[list[str]]:
    """Yield the list that, when the block ends, holds the plans of the queries `session` ran in it.

    The planner goes by statistics, and whatever ran before on this database left some behind. So they are taken afresh
    from the rows that this transaction sees: a test that adds enough of them for one plan to be clearly the cheapest
    gets that plan every time. Plain writes are left out.
    """
    session.flush()
    session.execute(text(f"ANALYZE {', '.join(session.scalars(text(TABLES)))}"))
    asked: list[tuple[str, Any]] = []
    plans: list[str] = []
    connection = session.connection()

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield plans
    finally:
        event.remove(connection, "before_cursor_execute", note)
    for statement, parameters in asked:
        plans.append("\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars()))


def scans_of(plan: str) -> list[str]:
    """Return what a plan reads, in its order: the names of indexes, and `Seq Scan on …` for a whole table."""
    return [scan[1] or scan[2] or scan[0] for scan in _SCAN.finditer(plan)]
