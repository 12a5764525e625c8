"""Reading a configuration file: each thing wrong names its line, its field, the reason and the remedy."""

from pathlib import Path

import pytest

import bot
from bot.desk_files import SCHEMAS
from bot.domain.desk.desk_file_reading import read_desk_file
from bot.domain.desk.problems import DeskFileRefused, ProblemKind

EXAMPLE = Path(bot.__file__).parent.parent / "docs" / "desk.example.yaml"


def problems_of(text: str) -> list[str]:
    with pytest.raises(DeskFileRefused) as refusal:
        read_desk_file(text)
    return [problem.worded("desk.yaml") for problem in refusal.value.problems]


def test_a_whole_file_is_read() -> None:
    text = """
version: 1
workspace: {language: en, admins: ["@ada", U0BEN], private_mark: ":shushing_face:"}
queues:
  - {key: IT, name: Computers, default: true, triage_channel: "#it-triage"}
  - {key: HR}
request_channels:
  - {channel: "#it-help", queue: IT, intake: every}
"""

    file = read_desk_file(text).file

    assert file.workspace is not None
    assert file.workspace.admins == ("@ada", "U0BEN")
    assert [(queue.key, queue.shown_name, queue.default) for queue in file.queues or ()] == [
        ("IT", "Computers", True),
        ("HR", "HR", False),
    ]
    assert [entry.channel for entry in file.request_channels or ()] == ["#it-help"]


def test_sections_may_be_absent() -> None:
    file = read_desk_file("version: 1").file

    assert (file.workspace, file.queues, file.request_channels) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "desk.yaml:1 version: is missing. Add it."),
        ("version: 2", "desk.yaml:1 version: should be 1. Write that."),
        ("- version", "desk.yaml:1 should be a block of keys. Write `key: value` lines below it."),
        ("version: 1\nqueue: []", "desk.yaml:2 queue: there is no such key. Did you mean queues?"),
        (
            "version: 1\nworkspace:\n  zzz: 1",
            (
                "desk.yaml:3 workspace.zzz: there is no such key. "
                "The keys here are admins, billing_contacts, bot, emoji, language, private_mark, skip_mark."
            ),
        ),
        ("version: 1\nslas: []", "desk.yaml:2 slas: not built yet. Remove it for now."),
        (
            "version: 1\nworkspace: {admins: []}",
            "desk.yaml:2 workspace.admins: is empty. Name at least one admin, or leave the key out.",
        ),
        (
            "version: 1\nworkspace:\n  admins:\n    - ada",
            (
                'desk.yaml:4 workspace.admins[0]: "ada" is no person. '
                'Write their name as "@ada", in quotes, or their id as U0123456789.'
            ),
        ),
        ("version: 1\nworkspace: {language: de}", "desk.yaml:2 workspace.language: should be 'en'. Write that."),
        (
            "version: 1\nworkspace: {private_mark: lock}",
            (
                'desk.yaml:2 workspace.private_mark: "lock" is no emoji. '
                'Write its name between colons, in quotes, as ":lock:".'
            ),
        ),
        (
            "version: 1\nqueues:\n  - {key: it}",
            (
                'desk.yaml:3 queues[0].key: "it" is no key. '
                "A key is one to ten capital letters and digits, a letter first, as IT."
            ),
        ),
        ("version: 1\nqueues:\n  - {key: NO}", "desk.yaml:3 queues[0].key: should be text. Put the value in quotes."),
        (
            'version: 1\nqueues: [{key: IT, default: "yes"}]',
            "desk.yaml:2 queues[0].default: should be true or false. Write true or false, without quotes.",
        ),
        (
            "version: 1\nqueues: IT",
            "desk.yaml:2 queues: should be a list. Write each item on a line of its own that begins with a dash.",
        ),
        (
            "version: 1\nqueues:\n- {key: IT}\n- {key: IT}",
            "desk.yaml:4 queues[1].key: IT is the key of two queues. Change one.",
        ),
        (
            "version: 1\nqueues:\n- {key: IT, default: true}\n- {key: HR, default: true}",
            "desk.yaml:4 queues[1].default: another queue is the default already. Keep `default: true` on one queue.",
        ),
        (
            'version: 1\nqueues: [{key: IT, triage_channel: "#t"}]\nrequest_channels:\n- {channel: "#t", queue: IT}',
            (
                "desk.yaml:4 request_channels[0].channel: #t is the triage channel of IT already. "
                "Give each channel one role."
            ),
        ),
        (
            'version: 1\nqueues: [{key: IT, triage_channel: "#t"}]\nrequest_channels:\n- {channel: "#h", queue: ITT}',
            "desk.yaml:4 request_channels[0].queue: there is no queue ITT. Did you mean IT?",
        ),
        (
            'version: 1\nqueues: [{key: IT}]\nrequest_channels:\n- {channel: "#h", queue: IT}',
            "desk.yaml:4 request_channels[0].queue: IT has no triage channel for the cards. Give IT a triage_channel.",
        ),
        (
            "version: 1\nqueues:\n- {key: IT, assign: round_robin}",
            ("desk.yaml:3 queues[0].assign: round_robin is not built yet. Write manual or first_reply for now."),
        ),
        (
            "version: 1\nqueues:\n- {key: IT, csat: {ask: true, scale: 4}}",
            "desk.yaml:3 queues[0].csat.scale: should be 3 or 5. Write that.",
        ),
        (
            "version: 1\nqueues:\n- {key: IT, close_resolved_after: two days}",
            (
                'desk.yaml:3 queues[0].close_resolved_after: "two days" is no length of time. '
                "Write a number and s, m, h, d or w, as 48h."
            ),
        ),
        (
            "version: 1\nqueues:\n- {key: IT, remind_requester_after: 0h}",
            (
                "desk.yaml:3 queues[0].remind_requester_after: is no time at all. "
                "Write a length of time as 48h, or never."
            ),
        ),
        (
            "version: 1\nqueues:\n- {key: IT, undo_seconds: 61}",
            (
                "desk.yaml:3 queues[0].undo_seconds: 61 is no time to undo in. "
                "Write the seconds, 60 at most; 0 turns it off."
            ),
        ),
        (
            "version: 1\nqueues:\n- key: IT\n  statuses:\n  - {key: vendor, name: Vendor, base: closed}",
            ("desk.yaml:5 queues[0].statuses[0].base: should be in_progress, waiting or on_hold. Write one of those."),
        ),
        (
            "version: 1\nqueues:\n- key: IT\n  statuses:\n  - {key: vendor, name: Vendor, base: on_hold, baze: 1}",
            "desk.yaml:5 queues[0].statuses[0].baze: there is no such key. Did you mean base?",
        ),
        (
            "version: 1\ncategories:\n- {key: incident, name: Incident}\n- {key: incident, name: Again}",
            "desk.yaml:4 categories[1].key: incident is the key of two categories. Change one.",
        ),
        (
            "version: 1\npriorities:\n- {key: p1, name: High}",
            "desk.yaml:3 priorities[0].name: Another priority is known by this name. Please choose a different one.",
        ),
        (
            "version: 1\npriorities:\n- {key: p1, name: A}\n- {key: p1, name: B}",
            "desk.yaml:4 priorities[1].key: p1 is the key of two priorities. Change one.",
        ),
        (
            "version: 1\npriorities:\n- {key: p1, name: '1, 2'}",
            (
                "desk.yaml:3 priorities[0].name: A name has no comma, quote or backtick: nobody could type it in a "
                "search. Choose another name."
            ),
        ),
        (
            f"version: 1\npriorities:\n- {{key: p1, meaning: {'x' * 76}}}",
            "desk.yaml:3 priorities[0].meaning: is too long. Shorten it to 75 characters.",
        ),
        (
            "version: 1\ncategories:\n- {key: incident, name: Incident, priorities: [p5]}",
            "desk.yaml:3 categories[0].priorities[0]: should be p1, p2, p3 or p4. Write one of those.",
        ),
        (
            "version: 1\nsaved_replies:\n- {key: hello, text: 'Hi {{name}}'}",
            (
                "desk.yaml:3 saved_replies[0].text: there is no {{name}} to fill in. There is {{requester.name}}, "
                "{{ticket.key}}, {{ticket.title}}, {{agent.name}}, {{queue.name}}."
            ),
        ),
        (
            'version: 1\nworkspace: {emoji: {create: ":ticket:"}}',
            'desk.yaml:2 workspace.emoji.create: ":ticket:" is no emoji. Write its name without colons, as ticket.',
        ),
        (
            "version: 1\nworkspace: {emoji: {make: ticket}}",
            "desk.yaml:2 workspace.emoji.make: there is no such key. The keys here are claim, create, resolve.",
        ),
        (
            'version: 1\nrequest_channels:\n- {channel: "#h", queue: IT, intake: some}',
            "desk.yaml:3 request_channels[0].intake: should be every, emoji or form. Write one of those.",
        ),
        (
            "version: 1\nversion: 1",
            "desk.yaml:2 version: the key comes twice, first on line 1. Keep one of the two.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_line_field_reason_and_remedy(text: str, problem: str) -> None:
    problems = problems_of(text)

    assert problems == [problem]


def test_all_problems_are_said_at_once_in_the_order_of_their_lines() -> None:
    text = "version: 1\nqueues:\n  - {key: it}\nworkspace: {language: de}\nplans: []"

    lines = [problem.split()[0] for problem in problems_of(text)]

    assert lines == ["desk.yaml:3", "desk.yaml:4", "desk.yaml:5"]


@pytest.mark.parametrize(
    "text",
    [
        "version: [1",
        "version: !!python/object/apply:os.system [id]",
        "\tversion: 1",
        "version: 1\n---\nversion: 1",
        "version: \x00",
        "[" * 5000,
        "version: 2026-99-99",
    ],
    ids=["open bracket", "object", "tab", "two documents", "nul", "deep", "no date"],
)
def test_what_is_no_yaml_of_ours_is_refused_in_one_line(text: str) -> None:
    problems = problems_of(text)

    assert len(problems) == 1
    assert problems[0].startswith("desk.yaml:")
    assert "\n" not in problems[0]


def test_an_alias_bomb_is_refused() -> None:
    text = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))

    problems = problems_of(text)

    assert len(problems) == 1


def test_the_example_lacks_nothing_but_what_is_not_built_yet() -> None:
    with pytest.raises(DeskFileRefused) as refusal:
        read_desk_file(EXAMPLE.read_text(encoding="utf-8"), SCHEMAS)

    problems = refusal.value.problems
    assert {problem.kind for problem in problems} == {ProblemKind.NOT_BUILT}
    assert {problem.path[0] for problem in problems if len(problem.path) == 1} == {
        "accounts", "approvals", "calendars", "contracts", "fields", "forms", "plans",
        "products", "recipes", "slas", "webhooks",
    }  # fmt: skip
    assert {(problem.path[0], problem.path[-1]) for problem in problems if len(problem.path) > 1} == {
        ("workspace", "automation_managers"),
        *[("request_channels", key) for key in ("account", "product")],
        *[("categories", key) for key in ("covered", "due_from", "stages")],
        *[("queues", key) for key in ("closed_notice", "sla", "time_tracking")],
    }  # fmt: skip
