"""Payments: what an attempt is for that is for no invoice."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    details = sa.Column("details", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False)
    op.add_column("payment_attempt", details)
    op.alter_column("payment_attempt", "details", server_default=None)


def downgrade() -> None:
    op.drop_column("payment_attempt", "details")
