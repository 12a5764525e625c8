"""Undo: how long an agent's reply waits before it leaves, and that a message can be such a reply."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KIND = "ck_message_kind"


def upgrade() -> None:
    op.add_column("queue", sa.Column("undo_seconds", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.alter_column("queue", "undo_seconds", server_default=None)
    op.create_check_constraint(op.f("ck_queue_undo_a_minute_at_most"), "queue", "undo_seconds BETWEEN 0 AND 60")
    op.drop_constraint(op.f(KIND), "message", type_="check")
    op.create_check_constraint(op.f(KIND), "message", "kind IN ('opening', 'held', 'reply', 'note')")
    op.create_check_constraint(op.f("ck_message_held_on_triage_side"), "message", "kind <> 'held' OR side = 'triage'")


def downgrade() -> None:
    op.execute("UPDATE message SET kind = 'reply' WHERE kind = 'held'")  # what waits goes out as it was meant
    op.drop_constraint(op.f("ck_message_held_on_triage_side"), "message", type_="check")
    op.drop_constraint(op.f(KIND), "message", type_="check")
    op.create_check_constraint(op.f(KIND), "message", "kind IN ('opening', 'reply', 'note')")
    op.drop_constraint(op.f("ck_queue_undo_a_minute_at_most"), "queue", type_="check")
    op.drop_column("queue", "undo_seconds")
