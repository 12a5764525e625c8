"""Home: since when a person has looked at the app's Home tab."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("person", sa.Column("home_opened_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_person_home", "person", ["workspace_id"], postgresql_where=sa.text("home_opened_at IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_person_home", table_name="person")
    op.drop_column("person", "home_opened_at")
