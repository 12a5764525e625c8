"""What is in the database, for tests that say that nothing changed, or the same did."""

from sqlalchemy import Engine, text

from tests.support.postgres import TABLES


def fingerprint(engine: Engine) -> dict[str, str]:
    """Return a digest of every table but Alembic's, by the table's name."""
    with engine.connect() as connection:
        names = connection.scalars(text(TABLES)).all()
        digests = {
            name: connection.scalar(
                text(f"SELECT coalesce(md5(string_agg(row::text, '|' ORDER BY row::text)), '') FROM {name} AS row")  # noqa: S608  (names of tables)
            )
            for name in names
        }
    return {name: str(digest) for name, digest in digests.items()}
