"""Priorities: what a workspace calls them, and what each one means there."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    words = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("workspace", sa.Column("priority_words", words, nullable=True))


def downgrade() -> None:
    op.drop_column("workspace", "priority_words")
