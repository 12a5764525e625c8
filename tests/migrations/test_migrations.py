"""The revisions lead in one line to exactly the schema that the models describe, and back."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from bot.gateways.database import create_database_engine, migration_config
from models import Base

COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
           pg_get_expr(d.adbin, d.adrelid), a.attcollation
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"


@pytest.fixture
def connection(bare_database_url: str) -> Iterator[Connection]:
    """A connection to an empty database."""
    engine = create_database_engine(bare_database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def describe(connection: Connection, query: str) -> set[tuple[object, ...]]:
    """Return one aspect of the schema, without Alembic's own table."""
    return {tuple(row) for row in connection.execute(text(query)) if row[0] != "alembic_version"}


def revisions_oldest_first() -> list[str]:
    script = ScriptDirectory.from_config(migration_config())
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(migration_config()).get_heads()) == 1


def test_every_revision_goes_up_down_and_up_again(connection: Connection) -> None:
    config = migration_config(connection)
    for revision in revisions_oldest_first():
        command.upgrade(config, revision)
        after_first = describe(connection, COLUMNS) | describe(connection, CONSTRAINTS) | describe(connection, INDEXES)
        command.downgrade(config, "-1")
        command.upgrade(config, revision)

        again = describe(connection, COLUMNS) | describe(connection, CONSTRAINTS) | describe(connection, INDEXES)
        assert again == after_first


def test_the_way_back_leaves_nothing(connection: Connection) -> None:
    config = migration_config(connection)

    command.upgrade(config, "head")
    command.downgrade(config, "base")

    assert inspect(connection).get_table_names() == ["alembic_version"]


def test_autogenerate_finds_no_difference(engine: Engine) -> None:
    options = {"compare_type": True, "compare_server_default": True}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)

        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("query", [COLUMNS, CONSTRAINTS, INDEXES], ids=["columns", "constraints", "indexes"])
def test_the_revisions_make_what_the_models_describe(connection: Connection, engine: Engine, query: str) -> None:
    Base.metadata.create_all(connection)

    with engine.connect() as migrated:
        assert describe(migrated, query) == describe(connection, query)
