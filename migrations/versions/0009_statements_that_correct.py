"""Statements that correct: where nothing is collected, what gives something back is a statement that cites another."""

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CITES: Final = "ck_invoice_credit_note_cites_invoice"


def upgrade() -> None:
    op.drop_constraint(op.f(CITES), "invoice")
    op.create_check_constraint(
        op.f(CITES), "invoice", "kind = 'statement' OR (kind = 'credit_note') = (corrects_id IS NOT NULL)"
    )


def downgrade() -> None:
    op.drop_constraint(op.f(CITES), "invoice")
    op.create_check_constraint(
        op.f(CITES), "invoice", "(kind = 'credit_note') = (corrects_id IS NOT NULL)", postgresql_not_valid=True
    )
