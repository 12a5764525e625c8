"""The desk: workspaces, people, channels, queues, tickets, messages, deliveries, outbox, audit."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("slack_team_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("slack_bot_user_id", sa.Text(), nullable=False),
        sa.Column("slack_bot_id", sa.Text(), nullable=False),
        sa.Column("granted_scopes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("private_mark", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("slack_team_id", name=op.f("uq_workspace_slack_team_id")),
    )
    op.create_table(
        "channel_pace",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("slack_channel_id", sa.Text(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_channel_pace_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "slack_channel_id", name=op.f("pk_channel_pace")),
    )
    op.create_table(
        "inbound_delivery",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("delivery_id", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_inbound_delivery_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "delivery_id", name=op.f("pk_inbound_delivery")),
    )
    op.create_index("ix_inbound_delivery_seen_at", "inbound_delivery", ["seen_at"], unique=False)
    op.create_table(
        "kept_delivery",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("delivery_id", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_kept_delivery_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_delivery")),
        sa.UniqueConstraint("reference", name=op.f("uq_kept_delivery_reference")),
        sa.UniqueConstraint("workspace_id", "delivery_id", name=op.f("uq_kept_delivery_workspace_id_delivery_id")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("payload", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("collapses", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "sending",
                "sent",
                "parked",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_id", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'sending') = (leased_until IS NOT NULL)", name=op.f("ck_outbox_sending_has_lease")
        ),
        sa.CheckConstraint("NOT collapses OR subject_id IS NOT NULL", name=op.f("ck_outbox_collapsing_has_subject")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_outbox_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_due", "outbox", ["due_at", "id"], unique=False, postgresql_where=sa.text("state = 'pending'")
    )
    op.create_index(
        "ix_outbox_finished",
        "outbox",
        ["finished_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('sent', 'dropped')"),
    )
    op.create_index(
        "ix_outbox_lane",
        "outbox",
        ["lane", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.create_index(
        "ix_outbox_lease", "outbox", ["leased_until"], unique=False, postgresql_where=sa.text("state = 'sending'")
    )
    op.create_index(
        "ix_outbox_parked", "outbox", ["workspace_id", "id"], unique=False, postgresql_where=sa.text("state = 'parked'")
    )
    op.create_index(
        "uq_outbox_collapse",
        "outbox",
        ["workspace_id", "kind", "subject_id"],
        unique=True,
        postgresql_where=sa.text("state = 'pending' AND collapses"),
    )
    op.create_table(
        "parked_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("slack_channel_id", sa.Text(), nullable=False),
        sa.Column("awaited_ts", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("reply", "edit", "deletion", name="kind", native_enum=False, create_constraint=True, length=None),
            nullable=False,
        ),
        sa.Column("event_ts", sa.Text(), nullable=False),
        sa.Column("event", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_parked_event_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_event")),
        sa.UniqueConstraint(
            "workspace_id", "slack_channel_id", "awaited_ts", "kind", "event_ts", name="uq_parked_event"
        ),
    )
    op.create_index("ix_parked_event_parked_at", "parked_event", ["parked_at"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("slack_user_id", sa.Text(), nullable=False),
        sa.Column("slack_team_id", sa.Text(), nullable=True),
        sa.Column("display_name", sa.Text(), nullable=True),
        sa.Column("image_url", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_outsider", sa.Boolean(), nullable=False),
        sa.Column("is_deactivated", sa.Boolean(), nullable=False),
        sa.Column("is_slack_admin", sa.Boolean(), nullable=False),
        sa.Column("is_desk_admin", sa.Boolean(), nullable=False),
        sa.Column("slack_dm_id", sa.Text(), nullable=True),
        sa.Column("profile_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_person_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("workspace_id", "slack_user_id", name=op.f("uq_person_workspace_id_slack_user_id")),
    )
    op.create_table(
        "queue",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("key ~ '^[A-Z][A-Z0-9]{0,9}$'", name=op.f("ck_queue_key_shape")),
        sa.CheckConstraint("last_number >= 0", name=op.f("ck_queue_last_number_not_negative")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_queue_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_queue_workspace_id_key")),
    )
    op.create_index("uq_queue_default", "queue", ["workspace_id"], unique=True, postgresql_where=sa.text("is_default"))
    op.create_table(
        "channel",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("slack_channel_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("none", "request", "triage", name="role", native_enum=False, create_constraint=True, length=None),
            nullable=False,
        ),
        sa.Column("queue_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "intake",
            sa.Enum("every", name="intake", native_enum=False, create_constraint=True, length=None),
            nullable=True,
        ),
        sa.Column("takes_requests_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("history_read_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(role = 'none') = (queue_id IS NULL)", name=op.f("ck_channel_role_has_queue")),
        sa.CheckConstraint("(role = 'request') = (intake IS NOT NULL)", name=op.f("ck_channel_request_has_intake")),
        sa.CheckConstraint(
            "(role = 'request') = (takes_requests_since IS NOT NULL)", name=op.f("ck_channel_request_has_start")
        ),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_channel_queue_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_channel_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("workspace_id", "slack_channel_id", name=op.f("uq_channel_workspace_id_slack_channel_id")),
    )
    op.create_index(
        "uq_channel_triage_of_queue", "channel", ["queue_id"], unique=True, postgresql_where=sa.text("role = 'triage'")
    )
    op.create_table(
        "ticket",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("queue_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "new",
                "in_progress",
                "waiting",
                "on_hold",
                "resolved",
                "closed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column(
            "priority",
            sa.Enum("p1", "p2", "p3", "p4", name="priority", native_enum=False, create_constraint=True, length=None),
            nullable=False,
        ),
        sa.Column("requester_id", sa.BigInteger(), nullable=False),
        sa.Column("assignee_id", sa.BigInteger(), nullable=True),
        sa.Column("requester_slack_channel_id", sa.Text(), nullable=True),
        sa.Column("requester_thread_ts", sa.Text(), nullable=True),
        sa.Column("triage_slack_channel_id", sa.Text(), nullable=False),
        sa.Column("card_ts", sa.Text(), nullable=True),
        sa.Column("resolution_notice_ts", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("threads_read_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_ticket_closed_has_instant")),
        sa.CheckConstraint(
            "status NOT IN ('resolved') OR resolved_at IS NOT NULL", name=op.f("ck_ticket_resolved_has_instant")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_ticket_number_positive")),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name=op.f("fk_ticket_assignee_id")),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_ticket_queue_id")),
        sa.ForeignKeyConstraint(["requester_id"], ["person.id"], name=op.f("fk_ticket_requester_id")),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["person.id"], name=op.f("fk_ticket_resolved_by_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_ticket_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("queue_id", "number", name=op.f("uq_ticket_queue_id_number")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_ticket_workspace_id_key")),
        sa.UniqueConstraint(
            "workspace_id", "requester_slack_channel_id", "requester_thread_ts", name="uq_ticket_source"
        ),
        sa.UniqueConstraint("workspace_id", "triage_slack_channel_id", "card_ts", name="uq_ticket_card"),
    )
    op.create_index(
        "ix_ticket_assignee_open",
        "ticket",
        ["workspace_id", "assignee_id"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_ticket_queue_open",
        "ticket",
        ["queue_id", "opened_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_ticket_requester_open",
        "ticket",
        ["workspace_id", "requester_id"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_ticket_threads_read",
        "ticket",
        ["threads_read_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("details", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_audit_entry_actor_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_audit_entry_ticket_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_audit_entry_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_ticket", "audit_entry", ["ticket_id", "id"], unique=False)
    op.create_index("ix_audit_entry_workspace", "audit_entry", ["workspace_id", "id"], unique=False)
    op.create_table(
        "channel_member",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_channel_member_channel_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_channel_member_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_channel_member_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_member")),
        sa.UniqueConstraint("channel_id", "person_id", name=op.f("uq_channel_member_channel_id_person_id")),
    )
    op.create_index("ix_channel_member_person", "channel_member", ["workspace_id", "person_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("opening", "reply", "note", name="kind", native_enum=False, create_constraint=True, length=None),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("requester", "triage", name="side", native_enum=False, create_constraint=True, length=None),
            nullable=False,
        ),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("slack_channel_id", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("blocks", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("files", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_ts", sa.Text(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copy_slack_channel_id", sa.Text(), nullable=True),
        sa.Column("copy_ts", sa.Text(), nullable=True),
        sa.CheckConstraint("kind <> 'note' OR side = 'triage'", name=op.f("ck_message_note_on_triage_side")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_message_author_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_message_ticket_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_message_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("workspace_id", "copy_slack_channel_id", "copy_ts", name="uq_message_copy"),
        sa.UniqueConstraint("workspace_id", "slack_channel_id", "ts", name="uq_message_source"),
    )
    op.create_index("ix_message_ticket", "message", ["ticket_id", "sent_at"], unique=False)
    op.execute(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% only grows: a correction is a new line', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
        END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER audit_entry_only_grows BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_change()
        """
    )
    op.execute(
        """
        CREATE FUNCTION keep_note_private() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'a private note stays one'
                USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
        END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER message_note_stays_note BEFORE UPDATE OF kind ON message
        FOR EACH ROW WHEN (OLD.kind = 'note' AND NEW.kind <> 'note') EXECUTE FUNCTION keep_note_private()
        """
    )


def downgrade() -> None:
    op.drop_index("ix_message_ticket", table_name="message")
    op.drop_table("message")
    op.drop_index("ix_channel_member_person", table_name="channel_member")
    op.drop_table("channel_member")
    op.drop_index("ix_audit_entry_workspace", table_name="audit_entry")
    op.drop_index("ix_audit_entry_ticket", table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_index("ix_ticket_threads_read", table_name="ticket", postgresql_where=sa.text("closed_at IS NULL"))
    op.drop_index("ix_ticket_requester_open", table_name="ticket", postgresql_where=sa.text("closed_at IS NULL"))
    op.drop_index("ix_ticket_queue_open", table_name="ticket", postgresql_where=sa.text("closed_at IS NULL"))
    op.drop_index("ix_ticket_assignee_open", table_name="ticket", postgresql_where=sa.text("closed_at IS NULL"))
    op.drop_table("ticket")
    op.drop_index("uq_channel_triage_of_queue", table_name="channel", postgresql_where=sa.text("role = 'triage'"))
    op.drop_table("channel")
    op.drop_index("uq_queue_default", table_name="queue", postgresql_where=sa.text("is_default"))
    op.drop_table("queue")
    op.drop_table("person")
    op.drop_index("ix_parked_event_parked_at", table_name="parked_event")
    op.drop_table("parked_event")
    op.drop_index(
        "uq_outbox_collapse", table_name="outbox", postgresql_where=sa.text("state = 'pending' AND collapses")
    )
    op.drop_index("ix_outbox_parked", table_name="outbox", postgresql_where=sa.text("state = 'parked'"))
    op.drop_index("ix_outbox_lease", table_name="outbox", postgresql_where=sa.text("state = 'sending'"))
    op.drop_index("ix_outbox_lane", table_name="outbox", postgresql_where=sa.text("state IN ('pending', 'sending')"))
    op.drop_index("ix_outbox_finished", table_name="outbox", postgresql_where=sa.text("state IN ('sent', 'dropped')"))
    op.drop_index("ix_outbox_due", table_name="outbox", postgresql_where=sa.text("state = 'pending'"))
    op.drop_table("outbox")
    op.drop_table("kept_delivery")
    op.drop_index("ix_inbound_delivery_seen_at", table_name="inbound_delivery")
    op.drop_table("inbound_delivery")
    op.drop_table("channel_pace")
    op.drop_table("workspace")
    op.execute("DROP FUNCTION refuse_change()")
    op.execute("DROP FUNCTION keep_note_private()")
