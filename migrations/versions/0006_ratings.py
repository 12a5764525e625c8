"""Ratings: what queues ask their requesters, what they answered, and when that stands."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


STATES = ("waiting", "asked", "withdrawn", "ended")
CHECKS = (
    ("scale_known", "scale IN (3, 5)"),
    ("score_on_scale", "score BETWEEN 1 AND scale"),
    ("score_has_instant", "(score IS NULL) = (answered_at IS NULL)"),
    ("comment_has_score", "comment IS NULL OR score IS NOT NULL"),
    ("asked_has_instant", "(state = 'waiting') = (asked_at IS NULL)"),
    ("asked_has_end", "(asked_at IS NULL) = (open_until IS NULL)"),
    ("ended_has_instant", "(state = 'ended') = (ended_at IS NOT NULL)"),
    ("withdrawn_unanswered", "state <> 'withdrawn' OR score IS NULL"),
)

INDEXES = (
    ("ix_rating_ticket", ["ticket_id"], None),
    ("ix_rating_due", ["workspace_id", "ask_at"], "state = 'waiting'"),
    ("ix_rating_open", ["workspace_id", "open_until"], "state = 'asked'"),
    ("ix_rating_requester", ["requester_id", "asked_at"], None),
    ("ix_rating_queue", ["queue_id", "ended_at"], "state = 'ended'"),
)


def upgrade() -> None:
    op.add_column("queue", sa.Column("asks_for_rating", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("queue", sa.Column("rating_scale", sa.Integer(), nullable=False, server_default="3"))
    for column in ("asks_for_rating", "rating_scale"):
        op.alter_column("queue", column, server_default=None)
    op.create_check_constraint(op.f("ck_queue_rating_scale_known"), "queue", "rating_scale IN (3, 5)")
    _create_rating()


def _create_rating() -> None:
    instants = ("asked_at", "open_until", "answered_at", "ended_at")
    op.create_table(
        "rating",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("queue_id", sa.BigInteger(), nullable=False),
        sa.Column("requester_id", sa.BigInteger(), nullable=False),
        sa.Column("scale", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=None),
            nullable=False,
        ),
        sa.Column("ask_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in instants),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("prompt_slack_channel_id", sa.Text(), nullable=True),
        sa.Column("prompt_ts", sa.Text(), nullable=True),
        *(sa.CheckConstraint(condition, name=op.f(f"ck_rating_{name}")) for name, condition in CHECKS),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_rating_workspace_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_rating_ticket_id")),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_rating_queue_id")),
        sa.ForeignKeyConstraint(["requester_id"], ["person.id"], name=op.f("fk_rating_requester_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
    )
    for name, columns, condition in INDEXES:
        op.create_index(name, "rating", columns, postgresql_where=None if condition is None else sa.text(condition))
    live = sa.text("state IN ('waiting', 'asked')")
    op.create_index("uq_rating_live", "rating", ["ticket_id"], unique=True, postgresql_where=live)


def downgrade() -> None:
    op.drop_table("rating")
    op.drop_constraint(op.f("ck_queue_rating_scale_known"), "queue", type_="check")
    op.drop_column("queue", "rating_scale")
    op.drop_column("queue", "asks_for_rating")
