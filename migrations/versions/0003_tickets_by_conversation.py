"""Tickets by conversation: ways in, queues' own rules, categories, tags, links, followers, search, notifications."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


FILLED = (
    ("person", "home_page"),
    ("person", "muted"),
    ("person", "quiet_from"),
    ("person", "quiet_until"),
    ("queue", "triage_replies"),
    ("queue", "private_replies"),
    ("queue", "assign"),
    ("queue", "group_within_seconds"),
    ("queue", "close_resolved_after_seconds"),
    ("queue", "remind_requester_after_seconds"),
    ("ticket", "source"),
    ("ticket", "is_titled_by_hand"),
    ("ticket", "replies_in_dm"),
    ("ticket", "wakes_on_reply"),
    ("workspace", "skip_mark"),
    ("workspace", "create_emoji"),
    ("workspace", "claim_emoji"),
    ("workspace", "resolve_emoji"),
)
"""New columns that rows already there are given the default of; the application gives it to new rows."""


CHECKS = (
    ("person", "quiet_hours_whole", "(quiet_from IS NULL) = (quiet_until IS NULL)"),
    ("queue", "group_within_not_negative", "group_within_seconds >= 0"),
    ("queue", "close_resolved_after_positive", "close_resolved_after_seconds > 0"),
    ("queue", "remind_requester_after_positive", "remind_requester_after_seconds > 0"),
    ("ticket", "merged_is_closed", "merged_into_id IS NULL OR status = 'closed'"),
    ("ticket", "merged_into_another", "merged_into_id <> id"),
    ("ticket", "snoozed_has_start", "snoozed_at IS NOT NULL OR snoozed_until IS NULL"),
    ("ticket", "snoozed_has_end", "snoozed_until IS NOT NULL OR wakes_on_reply"),
)


def upgrade() -> None:
    _create_tables()
    _add_columns()
    _fill_columns()
    _create_constraints()


def _create_tables() -> None:
    op.create_table(
        "category",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("priorities", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_category_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_category_workspace_id_key")),
    )
    op.create_table(
        "canned_reply",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("queue_id", sa.BigInteger(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_canned_reply_queue_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_canned_reply_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_reply")),
        sa.UniqueConstraint(
            "workspace_id", "queue_id", "key", name="uq_canned_reply", postgresql_nulls_not_distinct=True
        ),
    )
    op.create_table(
        "queue_status",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("queue_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "base",
            sa.Enum(
                "new",
                "in_progress",
                "waiting",
                "on_hold",
                "resolved",
                "closed",
                name="base",
                native_enum=False,
                create_constraint=True,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint("base IN ('in_progress', 'waiting', 'on_hold')", name=op.f("ck_queue_status_base_is_open")),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_queue_status_queue_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_queue_status_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_status")),
        sa.UniqueConstraint("queue_id", "key", name=op.f("uq_queue_status_queue_id_key")),
    )
    op.create_table(
        "follower",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follower_person_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_follower_ticket_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_follower_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        sa.UniqueConstraint("ticket_id", "person_id", name=op.f("uq_follower_ticket_id_person_id")),
    )
    op.create_index("ix_follower_person", "follower", ["workspace_id", "person_id"], unique=False)
    op.create_table(
        "former_place",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("queue_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("slack_channel_id", sa.Text(), nullable=False),
        sa.Column("card_ts", sa.Text(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_former_place_queue_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_former_place_ticket_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_former_place_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_place")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_former_place_workspace_id_key")),
        sa.UniqueConstraint("workspace_id", "slack_channel_id", "card_ts", name="uq_former_place_card"),
    )
    op.create_index("ix_former_place_ticket", "former_place", ["ticket_id"], unique=False)
    op.create_table(
        "intake_decision",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("slack_channel_id", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("details", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_intake_decision_ticket_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_intake_decision_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_decision")),
        sa.UniqueConstraint("workspace_id", "slack_channel_id", "ts", name="uq_intake_decision"),
    )
    op.create_index("ix_intake_decision_decided_at", "intake_decision", ["decided_at"], unique=False)
    op.create_index("ix_intake_decision_ticket", "intake_decision", ["ticket_id"], unique=False)
    op.create_table(
        "notification",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notification_person_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_notification_ticket_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_notification_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("person_id", "cause", name=op.f("uq_notification_person_id_cause")),
    )
    op.create_index(
        "ix_notification_due", "notification", ["due_at"], unique=False, postgresql_where=sa.text("told_at IS NULL")
    )
    op.create_index(
        "ix_notification_person",
        "notification",
        ["person_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("told_at IS NULL"),
    )
    op.create_index("ix_notification_recent", "notification", ["person_id", "kind", "created_at"], unique=False)
    op.create_index("ix_notification_ticket", "notification", ["ticket_id"], unique=False)
    op.create_index(
        "ix_notification_told",
        "notification",
        ["told_at"],
        unique=False,
        postgresql_where=sa.text("told_at IS NOT NULL"),
    )
    op.create_table(
        "ticket_link",
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ticket_id < other_id", name=op.f("ck_ticket_link_older_first")),
        sa.ForeignKeyConstraint(["other_id"], ["ticket.id"], name=op.f("fk_ticket_link_other_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_link_ticket_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_ticket_link_workspace_id")),
        sa.PrimaryKeyConstraint("ticket_id", "other_id", name=op.f("pk_ticket_link")),
    )
    op.create_index("ix_ticket_link_other", "ticket_link", ["other_id"], unique=False)
    op.create_table(
        "ticket_tag",
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("tag ~ '^[^[:space:],#]{1,40}$' AND tag = lower(tag)", name=op.f("ck_ticket_tag_tag_shape")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_tag_ticket_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_ticket_tag_workspace_id")),
        sa.PrimaryKeyConstraint("ticket_id", "tag", name=op.f("pk_ticket_tag")),
    )
    op.create_index("ix_ticket_tag_tag", "ticket_tag", ["workspace_id", "tag"], unique=False)
    op.create_table(
        "ticket_words",
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("public_words", postgresql.TSVECTOR(), nullable=False),
        sa.Column("agent_words", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_words_ticket_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_ticket_words_workspace_id")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_words")),
    )
    op.create_index("ix_ticket_words_agent", "ticket_words", ["agent_words"], unique=False, postgresql_using="gin")
    op.create_index("ix_ticket_words_public", "ticket_words", ["public_words"], unique=False, postgresql_using="gin")
    _create_tables_of_messages()


def _create_tables_of_messages() -> None:
    op.create_table(
        "message_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("edited_ts", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("blocks", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("files", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_version_message_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_message_version_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_version")),
        sa.UniqueConstraint("message_id", "edited_ts", name="uq_message_version", postgresql_nulls_not_distinct=True),
    )
    op.create_table(
        "message_copy",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("slack_channel_id", sa.Text(), nullable=False),
        sa.Column("root_ts", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_copy_message_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_message_copy_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_copy")),
        sa.UniqueConstraint("workspace_id", "slack_channel_id", "ts", name="uq_message_copy_place"),
    )
    op.create_index("ix_message_copy_message", "message_copy", ["message_id"], unique=False)


def _add_columns() -> None:
    op.add_column("channel", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("message", sa.Column("queue_id", sa.BigInteger(), nullable=True))
    op.add_column("message", sa.Column("thread_ts", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("home_list", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("home_page", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("person", sa.Column("muted", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("person", sa.Column("quiet_from", sa.Time(), server_default=sa.text("'20:00'"), nullable=True))
    op.add_column("person", sa.Column("quiet_until", sa.Time(), server_default=sa.text("'08:00'"), nullable=True))
    op.add_column("queue", sa.Column("language", sa.Text(), nullable=True))
    op.add_column(
        "queue",
        sa.Column(
            "triage_replies",
            sa.Enum(
                "public", "internal", name="triage_replies", native_enum=False, create_constraint=True, length=None
            ),
            server_default=sa.text("'public'"),
            nullable=False,
        ),
    )
    op.add_column("queue", sa.Column("private_replies", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column(
        "queue",
        sa.Column(
            "assign",
            sa.Enum("manual", "first_reply", name="assign", native_enum=False, create_constraint=True, length=None),
            server_default=sa.text("'manual'"),
            nullable=False,
        ),
    )
    op.add_column(
        "queue", sa.Column("group_within_seconds", sa.Integer(), server_default=sa.text("'120'"), nullable=False)
    )
    op.add_column(
        "queue",
        sa.Column("close_resolved_after_seconds", sa.Integer(), server_default=sa.text("'172800'"), nullable=True),
    )
    op.add_column(
        "queue",
        sa.Column("remind_requester_after_seconds", sa.Integer(), server_default=sa.text("'172800'"), nullable=True),
    )
    op.add_column(
        "ticket", sa.Column("is_titled_by_hand", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("ticket", sa.Column("category_id", sa.BigInteger(), nullable=True))
    op.add_column("ticket", sa.Column("queue_status_id", sa.BigInteger(), nullable=True))
    op.add_column(
        "ticket",
        sa.Column(
            "source",
            sa.Enum(
                "message",
                "emoji",
                "shortcut",
                "mention",
                "dm",
                "command",
                "form",
                "reply",
                "split",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=None,
            ),
            server_default=sa.text("'message'"),
            nullable=False,
        ),
    )
    op.add_column("ticket", sa.Column("author_id", sa.BigInteger(), nullable=True))
    op.add_column("ticket", sa.Column("origin_slack_channel_id", sa.Text(), nullable=True))
    op.add_column("ticket", sa.Column("origin_ts", sa.Text(), nullable=True))
    op.add_column("ticket", sa.Column("left_thread_ts", sa.Text(), nullable=True))
    op.add_column("ticket", sa.Column("replies_in_dm", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("ticket", sa.Column("merged_into_id", sa.BigInteger(), nullable=True))
    op.add_column("ticket", sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ticket", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ticket", sa.Column("snoozed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ticket", sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ticket", sa.Column("wakes_on_reply", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    op.add_column("ticket", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ticket", sa.Column("due_told_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "workspace", sa.Column("skip_mark", sa.Text(), server_default=sa.text("':megaphone:'"), nullable=False)
    )
    op.add_column("workspace", sa.Column("create_emoji", sa.Text(), server_default=sa.text("'ticket'"), nullable=False))
    op.add_column("workspace", sa.Column("claim_emoji", sa.Text(), server_default=sa.text("'eyes'"), nullable=False))
    op.add_column(
        "workspace", sa.Column("resolve_emoji", sa.Text(), server_default=sa.text("'white_check_mark'"), nullable=False)
    )


def _fill_columns() -> None:
    for table, column in FILLED:
        op.alter_column(table, column, server_default=None)
    op.execute("UPDATE message SET queue_id = ticket.queue_id FROM ticket WHERE ticket.id = message.ticket_id")
    op.execute(
        "UPDATE message SET thread_ts ="
        " CASE message.side WHEN 'requester' THEN ticket.requester_thread_ts ELSE ticket.card_ts END"
        " FROM ticket WHERE ticket.id = message.ticket_id AND message.kind <> 'opening'"
    )
    op.execute("UPDATE ticket SET author_id = requester_id")
    op.execute(
        "UPDATE ticket SET origin_slack_channel_id = requester_slack_channel_id, origin_ts = requester_thread_ts"
        " WHERE requester_thread_ts IS NOT NULL AND requester_slack_channel_id NOT LIKE 'D%'"
    )
    op.execute("UPDATE ticket SET source = 'form' WHERE origin_ts IS NULL")
    op.alter_column("message", "queue_id", nullable=False)
    op.alter_column("ticket", "author_id", nullable=False)


def _create_constraints() -> None:
    op.create_foreign_key(op.f("fk_message_queue_id"), "message", "queue", ["queue_id"], ["id"])
    op.create_index("ix_ticket_requester", "ticket", ["workspace_id", "requester_id", "updated_at"])
    op.create_index(
        "ix_ticket_author",
        "ticket",
        ["workspace_id", "author_id"],
        unique=False,
        postgresql_where=sa.text("author_id <> requester_id"),
    )
    op.create_index(
        "ix_ticket_due",
        "ticket",
        ["workspace_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("due_at IS NOT NULL AND closed_at IS NULL"),
    )
    op.create_index(
        "ix_ticket_merged",
        "ticket",
        ["merged_into_id"],
        unique=False,
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_index(
        "ix_ticket_resolved",
        "ticket",
        ["workspace_id", "resolved_at"],
        unique=False,
        postgresql_where=sa.text("status = 'resolved'"),
    )
    op.create_index(
        "ix_ticket_snoozed",
        "ticket",
        ["workspace_id", "snoozed_until"],
        unique=False,
        postgresql_where=sa.text("snoozed_until IS NOT NULL"),
    )
    op.create_index(
        "ix_ticket_waiting",
        "ticket",
        ["workspace_id", "waiting_since"],
        unique=False,
        postgresql_where=sa.text("waiting_since IS NOT NULL"),
    )
    op.create_index(
        "ix_ticket_left_thread",
        "ticket",
        ["workspace_id", "origin_slack_channel_id", "left_thread_ts"],
        unique=False,
        postgresql_where=sa.text("left_thread_ts IS NOT NULL"),
    )
    op.create_unique_constraint("uq_ticket_origin", "ticket", ["workspace_id", "origin_slack_channel_id", "origin_ts"])
    op.create_foreign_key(op.f("fk_ticket_merged_into_id"), "ticket", "ticket", ["merged_into_id"], ["id"])
    op.create_foreign_key(op.f("fk_ticket_author_id"), "ticket", "person", ["author_id"], ["id"])
    op.create_foreign_key(op.f("fk_ticket_category_id"), "ticket", "category", ["category_id"], ["id"])
    op.create_foreign_key(op.f("fk_ticket_queue_status_id"), "ticket", "queue_status", ["queue_status_id"], ["id"])
    thread = ["workspace_id", "requester_slack_channel_id", "requester_thread_ts"]
    op.drop_constraint("uq_ticket_source", "ticket", type_="unique")
    op.create_index("ix_ticket_requester_thread", "ticket", thread)
    op.create_index(
        "uq_ticket_requester_thread", "ticket", thread, unique=True, postgresql_where=sa.text("closed_at IS NULL")
    )
    for table, name, condition in CHECKS:
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)
    _allow_intakes("'every', 'emoji', 'form'")


def _allow_intakes(values: str) -> None:
    op.drop_constraint(op.f("ck_channel_intake"), "channel", type_="check")
    op.create_check_constraint(op.f("ck_channel_intake"), "channel", f"intake IN ({values})")


def downgrade() -> None:
    op.execute("UPDATE channel SET intake = 'every' WHERE intake IS NOT NULL")
    _allow_intakes("'every'")
    op.drop_index("ix_ticket_requester", table_name="ticket")
    op.drop_index("ix_ticket_author", table_name="ticket", postgresql_where=sa.text("author_id <> requester_id"))
    op.drop_index("uq_ticket_requester_thread", table_name="ticket")
    op.drop_index("ix_ticket_requester_thread", table_name="ticket")
    thread = ["workspace_id", "requester_slack_channel_id", "requester_thread_ts"]
    op.create_unique_constraint("uq_ticket_source", "ticket", thread)
    for table, name, _ in reversed(CHECKS):
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    op.drop_column("workspace", "resolve_emoji")
    op.drop_column("workspace", "claim_emoji")
    op.drop_column("workspace", "create_emoji")
    op.drop_column("workspace", "skip_mark")
    op.drop_constraint(op.f("fk_ticket_queue_status_id"), "ticket", type_="foreignkey")
    op.drop_constraint(op.f("fk_ticket_category_id"), "ticket", type_="foreignkey")
    op.drop_constraint(op.f("fk_ticket_author_id"), "ticket", type_="foreignkey")
    op.drop_constraint(op.f("fk_ticket_merged_into_id"), "ticket", type_="foreignkey")
    op.drop_constraint("uq_ticket_origin", "ticket", type_="unique")
    op.drop_index("ix_ticket_left_thread", table_name="ticket", postgresql_where=sa.text("left_thread_ts IS NOT NULL"))
    op.drop_index("ix_ticket_waiting", table_name="ticket", postgresql_where=sa.text("waiting_since IS NOT NULL"))
    op.drop_index("ix_ticket_snoozed", table_name="ticket", postgresql_where=sa.text("snoozed_until IS NOT NULL"))
    op.drop_index("ix_ticket_resolved", table_name="ticket", postgresql_where=sa.text("status = 'resolved'"))
    op.drop_index("ix_ticket_merged", table_name="ticket", postgresql_where=sa.text("merged_into_id IS NOT NULL"))
    op.drop_index(
        "ix_ticket_due", table_name="ticket", postgresql_where=sa.text("due_at IS NOT NULL AND closed_at IS NULL")
    )
    op.drop_column("ticket", "due_told_at")
    op.drop_column("ticket", "due_at")
    op.drop_column("ticket", "wakes_on_reply")
    op.drop_column("ticket", "snoozed_until")
    op.drop_column("ticket", "snoozed_at")
    op.drop_column("ticket", "reminded_at")
    op.drop_column("ticket", "waiting_since")
    op.drop_column("ticket", "merged_into_id")
    op.drop_column("ticket", "replies_in_dm")
    op.drop_column("ticket", "left_thread_ts")
    op.drop_column("ticket", "origin_ts")
    op.drop_column("ticket", "origin_slack_channel_id")
    op.drop_column("ticket", "author_id")
    op.drop_column("ticket", "source")
    op.drop_column("ticket", "queue_status_id")
    op.drop_column("ticket", "category_id")
    op.drop_column("ticket", "is_titled_by_hand")
    op.drop_column("queue", "remind_requester_after_seconds")
    op.drop_column("queue", "close_resolved_after_seconds")
    op.drop_column("queue", "group_within_seconds")
    op.drop_column("queue", "assign")
    op.drop_column("queue", "private_replies")
    op.drop_column("queue", "triage_replies")
    op.drop_column("queue", "language")
    op.drop_column("person", "quiet_until")
    op.drop_column("person", "quiet_from")
    op.drop_column("person", "muted")
    op.drop_column("person", "home_page")
    op.drop_column("person", "home_list")
    op.drop_constraint(op.f("fk_message_queue_id"), "message", type_="foreignkey")
    op.drop_column("message", "thread_ts")
    op.drop_column("message", "queue_id")
    op.drop_column("channel", "paused_at")
    op.drop_index("ix_message_copy_message", table_name="message_copy")
    op.drop_table("message_copy")
    op.drop_table("message_version")
    op.drop_index("ix_ticket_words_public", table_name="ticket_words", postgresql_using="gin")
    op.drop_index("ix_ticket_words_agent", table_name="ticket_words", postgresql_using="gin")
    op.drop_table("ticket_words")
    op.drop_index("ix_ticket_tag_tag", table_name="ticket_tag")
    op.drop_table("ticket_tag")
    op.drop_index("ix_ticket_link_other", table_name="ticket_link")
    op.drop_table("ticket_link")
    op.drop_index("ix_notification_told", table_name="notification", postgresql_where=sa.text("told_at IS NOT NULL"))
    op.drop_index("ix_notification_ticket", table_name="notification")
    op.drop_index("ix_notification_recent", table_name="notification")
    op.drop_index("ix_notification_person", table_name="notification", postgresql_where=sa.text("told_at IS NULL"))
    op.drop_index("ix_notification_due", table_name="notification", postgresql_where=sa.text("told_at IS NULL"))
    op.drop_table("notification")
    op.drop_index("ix_intake_decision_ticket", table_name="intake_decision")
    op.drop_index("ix_intake_decision_decided_at", table_name="intake_decision")
    op.drop_table("intake_decision")
    op.drop_index("ix_former_place_ticket", table_name="former_place")
    op.drop_table("former_place")
    op.drop_index("ix_follower_person", table_name="follower")
    op.drop_table("follower")
    op.drop_table("queue_status")
    op.drop_table("canned_reply")
    op.drop_table("category")
