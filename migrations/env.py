"""How Alembic runs our revisions: on the connection that `bot.gateways.database.migrate` hands over, or on its own.

On its own (`alembic revision --autogenerate`, `alembic history`) it uses `DATABASE_URL`, else the embedded server.
"""

import os
from pathlib import Path

from alembic import context
from sqlalchemy import Connection

from bot.gateways.database import create_database_engine
from bot.gateways.embedded_postgres import EmbeddedPostgres
from models import Base

EMBEDDED_FOLDER = Path(".deskbell/postgres")


def run(connection: Connection) -> None:
    """Run what Alembic was asked for on `connection`, in one transaction."""
    context.configure(
        connection=connection, target_metadata=Base.metadata, compare_type=True, compare_server_default=True
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_url(url: str) -> None:
    """Run what Alembic was asked for on a connection of its own to `url`."""
    engine = create_database_engine(url, application_name="alembic", pool_size=1)
    try:
        with engine.connect() as connection:
            run(connection)
    finally:
        engine.dispose()


connection: Connection | None = context.config.attributes.get("connection")
if connection is not None:
    run(connection)
elif url := os.environ.get("DATABASE_URL"):
    run_on_url(url)
else:
    with EmbeddedPostgres(EMBEDDED_FOLDER) as embedded_url:
        run_on_url(embedded_url)
