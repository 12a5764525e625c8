"""Applying a configuration file: the desk becomes what the file says, in one transaction, with a line per change."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.desk_files import Desk
from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.terms import Terms
from bot.domain.desk.instants import system_clock
from bot.domain.desk.problems import DeskFileRefused
from bot.errors import OutsideFailure, TransientFailure
from bot.gateways.database import Sessions
from bot.gateways.recorded_slack import RecordedSlack
from bot.services.billing import facts, subscriptions
from models.desk import AuditEntry, Channel, ChannelMember, Person, Queue, Ticket, Workspace
from tests.config.conftest import channel, person

FILE = """
version: 1
workspace: {admins: ["@ada"]}
queues:
  - {key: IT, name: Computers, default: true, triage_channel: "#it-triage"}
request_channels:
  - {channel: "#it-help", queue: IT}
"""

ALL_OF_IT = [
    "@ada is now an admin.",
    "IT is a new queue, called Computers, the default.",
    "#it-triage is now the triage channel of IT. Its members are the agents.",
    "Every new message in #it-help now opens a ticket in IT.",
]


def problems_of(desk: Desk, text: str) -> Sequence[str]:
    with pytest.raises(DeskFileRefused) as refusal:
        desk.apply(text)
    return [problem.worded("desk.yaml") for problem in refusal.value.problems]


def count_rows(sessions: Sessions) -> list[int]:
    with sessions() as session:
        tables = (Queue, Channel, ChannelMember, Person, AuditEntry)
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_a_fresh_desk_becomes_what_the_file_says(desk: Desk, sessions: Sessions) -> None:
    lines = desk.apply(FILE)

    assert lines == ALL_OF_IT
    with sessions() as session:
        assert session.scalars(select(Queue.key)).all() == ["IT"]
        members = session.scalars(select(Person.slack_user_id).join(ChannelMember)).all()
        assert sorted(members) == ["U0ADA", "U0BEN"]
        assert session.scalars(select(Person.slack_user_id).where(Person.is_desk_admin)).all() == ["U0ADA"]


def test_diff_says_the_same_and_changes_nothing(desk: Desk, sessions: Sessions) -> None:
    before = count_rows(sessions)

    lines = desk.diff(FILE)

    assert lines == ALL_OF_IT
    assert count_rows(sessions) == before


def test_applying_twice_changes_nothing(desk: Desk, sessions: Sessions) -> None:
    desk.apply(FILE)
    before = count_rows(sessions)

    lines = desk.apply(FILE)

    assert lines == []
    assert count_rows(sessions) == before


def test_export_then_apply_changes_nothing(desk: Desk, sessions: Sessions) -> None:
    desk.apply(FILE)
    before = count_rows(sessions)

    lines = desk.apply(desk.export())

    assert lines == []
    assert count_rows(sessions) == before
    assert desk.export() == desk.export()


def test_an_empty_desk_is_exported_and_applied_too(desk: Desk) -> None:
    exported = desk.export()

    lines = desk.apply(exported)

    assert lines == []


def test_absent_sections_are_left_alone(desk: Desk) -> None:
    desk.apply(FILE)

    lines = desk.apply("version: 1")

    assert lines == []


def test_what_a_present_section_does_not_name_is_taken_off(desk: Desk) -> None:
    desk.apply(FILE)

    lines = desk.apply("version: 1\nqueues: []\nrequest_channels: []")

    assert lines == [
        "Messages in #it-help no longer open tickets.",
        "#it-triage is no longer the triage channel of IT.",
        "IT is removed.",
    ]
    assert desk.apply(FILE) == ALL_OF_IT[1:]


def test_settings_of_the_workspace_change_and_are_audited(desk: Desk, sessions: Sessions) -> None:
    lines = desk.apply('version: 1\nworkspace: {private_mark: ":zipper_mouth_face:"}')

    assert lines == ["The private mark is now :zipper_mouth_face: (it was :lock:)."]
    with sessions() as session:
        assert session.scalars(select(Workspace.private_mark)).one() == ":zipper_mouth_face:"
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.tag, entry.details) == ("workspace.changed", {"private_mark": [":lock:", ":zipper_mouth_face:"]})


def test_admins_are_exactly_those_named(desk: Desk, sessions: Sessions) -> None:
    desk.apply(FILE)

    lines = desk.apply('version: 1\nworkspace: {admins: ["@Ben"]}')

    assert lines == ["@ben is now an admin.", "@ada is no longer an admin."]
    with sessions() as session:
        assert session.scalars(select(Person.slack_user_id).where(Person.is_desk_admin)).all() == ["U0BEN"]


def test_the_default_moves_from_one_queue_to_another(desk: Desk) -> None:
    desk.apply("version: 1\nqueues: [{key: IT, default: true}, {key: HR}]")

    lines = desk.apply("version: 1\nqueues: [{key: HR, name: People, default: true}, {key: IT}]")

    assert lines == [
        "IT is no longer the default queue.",
        "HR is now called People (it was HR).",
        "HR is now the default queue.",
    ]


def test_a_channel_may_go_from_requests_to_triage_in_one_step(desk: Desk, slack: RecordedSlack) -> None:
    slack.channels["C0HELP"] = replace(slack.channels["C0HELP"], is_private=True)
    desk.apply(FILE)

    lines = desk.apply(
        """
        version: 1
        queues:
          - {key: IT, name: Computers, default: true, triage_channel: "#it-triage"}
          - {key: HR, triage_channel: "#it-help"}
        request_channels: []
        """
    )

    assert lines == [
        "HR is a new queue, called HR.",
        "Messages in #it-help no longer open tickets.",
        "#it-help is now the triage channel of HR. Its members are the agents.",
    ]


def test_a_queue_with_tickets_is_not_removed(desk: Desk, sessions: Sessions) -> None:
    desk.apply(FILE)
    open_a_ticket(sessions)
    before = count_rows(sessions)

    problems = problems_of(desk, "version: 1\n# nobody left\nqueues: []\nrequest_channels: []")

    assert problems == [
        "desk.yaml:3 queues: IT has open tickets here. Resolve them first, so that nobody waits unseen."
    ]
    assert count_rows(sessions) == before


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            'request_channels: [{channel: "#it-halp", queue: IT}]',
            (
                "desk.yaml:2 request_channels[0].channel: there is no channel #it-halp that Deskbell can see. "
                "Did you mean #it-help?"
            ),
        ),
        (
            "request_channels: [{channel: C0NOWHERE, queue: IT}]",
            (
                "desk.yaml:2 request_channels[0].channel: there is no channel C0NOWHERE that Deskbell can see. "
                "Invite Deskbell to it if it is private."
            ),
        ),
        (
            'workspace: {admins: ["@adda"]}',
            "desk.yaml:2 workspace.admins[0]: there is no person @adda that Deskbell can see. Did you mean @ada?",
        ),
        (
            'workspace: {admins: ["@pager"]}',
            (
                "desk.yaml:2 workspace.admins[0]: @pager cannot be an admin: a bot, a guest or a deactivated account. "
                "Name a full member of this workspace."
            ),
        ),
        (
            'workspace: {admins: ["@twin"]}',
            (
                "desk.yaml:2 workspace.admins[0]: @twin is the name of several people. "
                "Write one of their ids: U0TWIN1, U0TWIN2."
            ),
        ),
        (
            'queues: [{key: IT, triage_channel: "#shared"}]',
            (
                "desk.yaml:2 queues[0].triage_channel: #shared is shared with another company. "
                "Choose a channel of your own: agents' notes are private."
            ),
        ),
        (
            'queues: [{key: IT, triage_channel: "#elsewhere"}]',
            (
                "desk.yaml:2 queues[0].triage_channel: Deskbell is not in #elsewhere. "
                "Type `/invite @Deskbell` in #elsewhere."
            ),
        ),
        (
            "queues: [{key: IT, triage_channel: C0OLD}]",
            "desk.yaml:2 queues[0].triage_channel: C0OLD is archived. Unarchive it in Slack, or name another channel.",
        ),
        (
            'queues: [{key: IT, triage_channel: "#it-help"}, {key: HR, triage_channel: C0HELP}]',
            (
                "desk.yaml:2 queues[1].triage_channel: C0HELP is the triage channel of IT already. "
                "Give each channel one role."
            ),
        ),
        (
            'request_channels: [{channel: "#it-help", queue: IT}]',
            "desk.yaml:2 request_channels[0].queue: There is no queue IT. The queues are: none yet.",
        ),
    ],
)
def test_what_slack_or_the_desk_contradicts_is_said_and_changes_nothing(
    desk: Desk, slack: RecordedSlack, sessions: Sessions, text: str, problem: str
) -> None:
    slack.profiles |= {name: person(name, "twin") for name in ("U0TWIN1", "U0TWIN2")}
    slack.channels |= {
        "C0SHARED": replace(channel("C0SHARED", "shared"), is_shared=True),
        "C0ELSEWHERE": replace(channel("C0ELSEWHERE", "elsewhere"), is_member=False),
        "C0OLD": replace(channel("C0OLD", "old"), is_archived=True),
    }
    before = count_rows(sessions)

    problems = problems_of(desk, f"version: 1\n{text}")

    assert problems == [problem]
    assert count_rows(sessions) == before


def test_slack_is_asked_before_anything_changes(desk: Desk, slack: RecordedSlack, sessions: Sessions) -> None:
    before = count_rows(sessions)
    slack.fail_next("list_members", TransientFailure("timeout"))

    with pytest.raises(OutsideFailure):
        desk.apply(FILE)

    assert count_rows(sessions) == before


def test_a_file_of_ids_asks_for_no_lists(desk: Desk, slack: RecordedSlack) -> None:
    desk.apply(FILE)
    exported = desk.export()
    slack.calls.clear()

    desk.apply(exported)

    assert not {"list_channels", "list_profiles"} & set(slack.calls)


def open_a_ticket(sessions: Sessions) -> None:
    """Put a ticket into the one queue there is."""
    now = system_clock()
    with sessions.begin() as session:
        queue = session.scalars(select(Queue)).one()
        requester = session.scalars(select(Person).order_by(Person.id).limit(1)).one()
        ticket = Ticket(
            workspace_id=queue.workspace_id,
            queue_id=queue.id,
            number=1,
            key="IT-1",
            title="Help",
            requester_id=requester.id,
            author_id=requester.id,
            triage_slack_channel_id="C0TRIAGE",
            opened_at=now,
            updated_at=now,
            threads_read_at=now,
        )
        session.add(ticket)


def test_the_default_queue_keeps_its_triage_channel_while_another_could_be_the_default(desk: Desk) -> None:
    two = FILE.replace("request_channels:", '  - {key: HR, triage_channel: "#hr-triage"}\nrequest_channels:')
    desk.apply(two)
    alone = two.replace(', triage_channel: "#it-triage"', "").replace('  - {channel: "#it-help", queue: IT}', "  []")

    assert "IT is the default queue" in problems_of(desk, alone)[0]


def test_a_new_triage_channel_says_what_its_seats_cost_and_an_old_one_nothing(desk: Desk, sessions: Sessions) -> None:
    now = system_clock()
    with sessions.begin() as session:
        subscription = subscriptions.get(session, session.scalars(select(Workspace.id)).one(), now=now)
        terms = Terms(seat_price_minor=2500).to_json()
        source, changed = FactSource.ADMIN, FactKind.TERMS_CHANGED
        facts.record(session, subscription, changed, source=source, effective_at=now, now=now, details=terms)

    costs = desk.costs(FILE)

    assert costs[:2] == ["IT: 2 new seats, 2 in all.", "IT: A seat costs $25.00 for each period, before tax."]
    assert costs[-1].endswith("comes to $50.00.")
    desk.apply(FILE)
    assert desk.costs(FILE) == []
