"""A PostgreSQL of our own, for a desk without `DATABASE_URL`: one server per folder, shared by any number of processes.

`EmbeddedPostgres` is the whole of it for the rest of the program; the decision and its reasons are in
`docs/decisions/0001-embedded-postgresql.md`.
"""

from bot.gateways.embedded_postgres.server import EmbeddedPostgres

__all__ = ["EmbeddedPostgres"]
