"""Seats and the bill: the ledger, documents and payments that only grow; plan limits; what the bot calls itself."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


ONLY_GROW = (
    "ledger_fact",
    "seat_event",
    "billing_period",
    "invoice",
    "invoice_line",
    "invoice_event",
    "payment_attempt",
    "payment_outcome",
    "balance_entry",
)
"""Tables whose rows nobody changes or removes."""


def upgrade() -> None:
    _create_heads()
    _create_ledger()
    _create_documents()
    _create_payments()
    _extend_desk()
    _refuse_changes()


def _create_heads() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("folded_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_subscription_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("workspace_id", name=op.f("uq_subscription_workspace_id")),
    )
    op.create_index("ix_subscription_next_due_at", "subscription", ["next_due_at"], unique=False)
    op.create_table(
        "billing_contact",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_billing_contact_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_billing_contact_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name=op.f("pk_billing_contact")),
    )
    op.create_table(
        "held_read",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("missing", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("added", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_held_read_channel_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_held_read_workspace_id")),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_held_read")),
    )
    op.create_table(
        "member_news",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("is_member", sa.Boolean(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_member_news_channel_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_news_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_member_news_workspace_id")),
        sa.PrimaryKeyConstraint("channel_id", "person_id", name=op.f("pk_member_news")),
    )


def _create_ledger() -> None:
    op.create_table(
        "billing_period",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("subscription_id", sa.BigInteger(), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_billing_period_quantity_not_negative")),
        sa.CheckConstraint("start_at < end_at", name=op.f("ck_billing_period_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_billing_period_subscription_id")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_billing_period_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_period")),
        sa.UniqueConstraint("subscription_id", "index", name=op.f("uq_billing_period_subscription_id_index")),
    )
    op.create_table(
        "ledger_fact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("subscription_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("slack_channel_id", sa.Text(), nullable=True),
        sa.Column("slack_user_id", sa.Text(), nullable=True),
        sa.Column("event_id", sa.Text(), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("details", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("counts_at >= effective_at", name=op.f("ck_ledger_fact_counts_from_effect")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ledger_fact_seq_positive")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_ledger_fact_actor_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name=op.f("fk_ledger_fact_subscription_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_ledger_fact_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_fact")),
        sa.UniqueConstraint("subscription_id", "seq", name=op.f("uq_ledger_fact_subscription_id_seq")),
    )
    op.create_index("ix_ledger_fact_order", "ledger_fact", ["subscription_id", "counts_at", "seq"], unique=False)
    op.create_index(
        "uq_ledger_fact_event",
        "ledger_fact",
        ["subscription_id", "event_id"],
        unique=True,
        postgresql_where=sa.text("event_id IS NOT NULL"),
    )
    op.create_index(
        "uq_ledger_fact_membership",
        "ledger_fact",
        ["subscription_id", "slack_channel_id", "slack_user_id", "kind", "effective_at"],
        unique=True,
        postgresql_where=sa.text("slack_channel_id IS NOT NULL AND slack_user_id IS NOT NULL"),
    )
    op.create_table(
        "seat_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("subscription_id", sa.BigInteger(), nullable=False),
        sa.Column("slack_user_id", sa.Text(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opened",
                "closed",
                "reversed",
                "tail",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fact_seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'opened') = (mod(nth, 2) = 1)", name=op.f("ck_seat_event_opens_and_closes_in_turn")
        ),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name=op.f("fk_seat_event_subscription_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_seat_event_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_event")),
        sa.UniqueConstraint(
            "subscription_id", "slack_user_id", "nth", name=op.f("uq_seat_event_subscription_id_slack_user_id_nth")
        ),
    )


def _create_documents() -> None:
    op.create_table(
        "document_counter",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last_serial", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_document_counter_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "series", name=op.f("pk_document_counter")),
    )
    op.create_table(
        "invoice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("subscription_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "invoice",
                "credit_note",
                "statement",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.BigInteger(), nullable=True),
        sa.Column("period_index", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("subtotal_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("collect_minor", sa.BigInteger(), nullable=False),
        sa.Column("core", sa.LargeBinary(), nullable=False),
        sa.Column("core_sha256", sa.Text(), nullable=False),
        sa.Column("snapshot", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("ledger_version", sa.Integer(), nullable=False),
        sa.Column("finalised_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'credit_note') = (corrects_id IS NOT NULL)", name=op.f("ck_invoice_credit_note_cites_invoice")
        ),
        sa.CheckConstraint("kind <> 'credit_note' OR total_minor <= 0", name=op.f("ck_invoice_credit_note_credits")),
        sa.CheckConstraint("subtotal_minor + tax_minor = total_minor", name=op.f("ck_invoice_total_is_sum")),
        sa.ForeignKeyConstraint(["corrects_id"], ["invoice.id"], name=op.f("fk_invoice_corrects_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name=op.f("fk_invoice_subscription_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_invoice_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("subscription_id", "position", name=op.f("uq_invoice_subscription_id_position")),
        sa.UniqueConstraint("workspace_id", "number", name=op.f("uq_invoice_workspace_id_number")),
        sa.UniqueConstraint("workspace_id", "series", "serial", name=op.f("uq_invoice_workspace_id_series_serial")),
    )
    op.create_table(
        "invoice_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "finalised",
                "paid",
                "void",
                "uncollectible",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("details", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_invoice_event_actor_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_event_invoice_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_invoice_event_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_event")),
        sa.UniqueConstraint("invoice_id", "state", name=op.f("uq_invoice_event_invoice_id_state")),
    )
    op.create_table(
        "invoice_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slack_user_id", sa.Text(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_minor", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("of_days", sa.Integer(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("fact_seqs", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("corrects_line_id", sa.BigInteger(), nullable=True),
        sa.Column("split", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("days <= of_days", name=op.f("ck_invoice_line_days_of_days")),
        sa.ForeignKeyConstraint(
            ["corrects_line_id"], ["invoice_line.id"], name=op.f("fk_invoice_line_corrects_line_id")
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_line_invoice_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_invoice_line_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_line")),
        sa.UniqueConstraint("invoice_id", "position", name=op.f("uq_invoice_line_invoice_id_position")),
    )
    op.create_index("ix_invoice_line_person", "invoice_line", ["workspace_id", "slack_user_id"], unique=False)


def _create_payments() -> None:
    op.create_table(
        "provider_event",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("provider", "event_id", name=op.f("pk_provider_event")),
    )
    op.create_table(
        "payment_account",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("subscription_id", sa.BigInteger(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("customer_reference", sa.Text(), nullable=False),
        sa.Column("method_reference", sa.Text(), nullable=True),
        sa.Column("method_label", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_payment_account_subscription_id")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_payment_account_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_account")),
        sa.UniqueConstraint("subscription_id", "provider", name=op.f("uq_payment_account_subscription_id_provider")),
    )
    op.create_table(
        "balance_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("subscription_id", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_balance_entry_invoice_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_balance_entry_subscription_id")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_balance_entry_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_balance_entry")),
    )
    op.create_table(
        "payment_attempt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("subscription_id", sa.BigInteger(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payment_attempt_amount_positive")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_payment_attempt_invoice_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_payment_attempt_subscription_id")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_payment_attempt_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_attempt")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_payment_attempt_idempotency_key")),
        sa.UniqueConstraint(
            "subscription_id", "purpose", "attempt", name=op.f("uq_payment_attempt_subscription_id_purpose_attempt")
        ),
    )
    op.create_table(
        "payment_outcome",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "pending",
                "requires_action",
                "succeeded",
                "failed",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("provider_reference", sa.Text(), nullable=True),
        sa.Column("failure_code", sa.Text(), nullable=True),
        sa.Column("confirm_url", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["payment_attempt.id"], name=op.f("fk_payment_outcome_attempt_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_payment_outcome_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_outcome")),
        sa.UniqueConstraint("attempt_id", "result", name=op.f("uq_payment_outcome_attempt_id_result")),
    )


def _extend_desk() -> None:
    op.create_table(
        "plan_limits",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("plan_name", sa.Text(), nullable=False),
        sa.Column("most_queues", sa.Integer(), nullable=True),
        sa.Column("most_inbound_addresses", sa.Integer(), nullable=True),
        sa.Column("has_white_label", sa.Boolean(), nullable=False),
        sa.Column("is_read_only", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("most_inbound_addresses > 0", name=op.f("ck_plan_limits_most_inbound_addresses_positive")),
        sa.CheckConstraint("most_queues > 0", name=op.f("ck_plan_limits_most_queues_positive")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_plan_limits_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_plan_limits")),
    )
    op.add_column("workspace", sa.Column("bot_name", sa.Text(), nullable=True))
    op.add_column("workspace", sa.Column("bot_icon", sa.Text(), nullable=True))
    admission = sa.Enum(
        "waiting", "admitted", "refused", name="admission", native_enum=False, create_constraint=True, length=None
    )
    op.add_column("person", sa.Column("admission", admission, nullable=True))


def _refuse_changes() -> None:
    for table in ONLY_GROW:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_column("person", "admission")
    op.drop_column("workspace", "bot_icon")
    op.drop_column("workspace", "bot_name")
    op.drop_table("payment_outcome")
    op.drop_table("payment_attempt")
    op.drop_index("ix_invoice_line_person", table_name="invoice_line")
    op.drop_table("invoice_line")
    op.drop_table("invoice_event")
    op.drop_table("member_news")
    op.drop_table("held_read")
    op.drop_table("balance_entry")
    op.drop_table("seat_event")
    op.drop_table("payment_account")
    op.drop_index(
        "uq_ledger_fact_membership",
        table_name="ledger_fact",
        postgresql_where=sa.text("slack_channel_id IS NOT NULL AND slack_user_id IS NOT NULL"),
    )
    op.drop_index("uq_ledger_fact_event", table_name="ledger_fact", postgresql_where=sa.text("event_id IS NOT NULL"))
    op.drop_index("ix_ledger_fact_order", table_name="ledger_fact")
    op.drop_table("ledger_fact")
    op.drop_table("invoice")
    op.drop_table("billing_period")
    op.drop_table("billing_contact")
    op.drop_index("ix_subscription_next_due_at", table_name="subscription")
    op.drop_table("subscription")
    op.drop_table("plan_limits")
    op.drop_table("document_counter")
    op.drop_table("provider_event")
