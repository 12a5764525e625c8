"""What a team can choose in the configuration file: applied, said, exported, and taken away again."""

import yaml
from sqlalchemy import select

from bot.desk_files import Desk
from bot.gateways.database import Sessions
from models.desk import Category, QueueStatus

FULL_FILE = """
version: 1
workspace:
  skip_mark: ":loudspeaker:"
  emoji: {create: envelope, claim: hand, resolve: heavy_check_mark}
priorities:
  - {key: p1, name: Blocker, meaning: "Nothing works: operators inactive, licences ended"}
  - {key: p4, meaning: A question}
categories:
  - {key: incident, name: Incident, priorities: [p1, p2]}
  - {key: question, name: Question}
queues:
  - key: IT
    default: true
    triage_channel: "#it-triage"
    triage_replies: internal
    private_replies: true
    assign: first_reply
    group_messages_within: 0s
    close_resolved_after: never
    remind_requester_after: 36h
    undo_seconds: 10
    csat: {ask: true, scale: 5}
    statuses:
      - {key: vendor, name: With the vendor, base: on_hold}
      - {key: tested, name: Being tested, base: in_progress}
request_channels:
  - {channel: "#it-help", queue: IT, intake: emoji}
saved_replies:
  - {key: hello, text: "Hi {{requester.name}}"}
  - {key: restart, text: Restart it, queue: IT}
"""


def test_everything_a_team_can_choose_is_applied_and_said(desk: Desk) -> None:
    lines = desk.apply(FULL_FILE)

    assert lines[:4] == [
        "The skip mark is now :loudspeaker: (it was :megaphone:).",
        "The create emoji is now envelope (it was ticket).",
        "The claim emoji is now hand (it was eyes).",
        "The resolve emoji is now heavy_check_mark (it was white_check_mark).",
    ]
    assert lines[4] == "The priorities are now called: Blocker, High, Normal, Low."
    assert lines[5:17] == [
        "The categories are now: Incident, Question.",
        "IT is a new queue, called IT, the default.",
        "IT: triage replies is now internal (it was public).",
        "IT: private replies is now on (it was off).",
        "IT: assign is now first reply (it was manual).",
        "IT: group messages within is now 0s (it was 2m).",
        "IT: close resolved after is now never (it was 2d).",
        "IT: remind requester after is now 36h (it was 2d).",
        "IT: undo within is now 10s (it was 0s).",
        "IT: asks for rating is now on (it was off).",
        "IT: rating scale is now 5 (it was 3).",
        "IT names these statuses of its own: With the vendor, Being tested.",
    ]
    assert lines[17] == "The saved replies are now: hello, restart."


def test_everything_a_team_can_choose_is_exported_as_it_was_applied(desk: Desk) -> None:
    desk.apply(FULL_FILE)

    exported = desk.export()

    assert desk.apply(exported) == []
    queue = yaml.safe_load(exported)["queues"][0]
    wanted = yaml.safe_load(FULL_FILE)["queues"][0]
    assert {key: queue[key] for key in wanted if key != "triage_channel"} == {
        key: value for key, value in wanted.items() if key != "triage_channel"
    }


def test_priorities_are_exported_whole_and_those_left_out_are_called_as_elsewhere(desk: Desk) -> None:
    desk.apply(FULL_FILE)

    exported = yaml.safe_load(desk.export())["priorities"]
    lines = desk.apply("version: 1\npriorities: [{key: p2, name: Blocker}]")

    assert exported == [
        {"key": "p1", "name": "Blocker", "meaning": "Nothing works: operators inactive, licences ended"},
        {"key": "p2", "name": "High", "meaning": ""},
        {"key": "p3", "name": "Normal", "meaning": ""},
        {"key": "p4", "name": "Low", "meaning": "A question"},
    ]
    assert lines == ["The priorities are now called: Urgent, Blocker, Normal, Low."]
    assert desk.apply("version: 1\npriorities: []") == ["The priorities are now called: Urgent, High, Normal, Low."]


def test_a_status_left_out_is_retired_and_comes_back_when_named_again(desk: Desk, sessions: Sessions) -> None:
    desk.apply(FULL_FILE)
    without = FULL_FILE.replace("      - {key: vendor, name: With the vendor, base: on_hold}\n", "")

    lines = desk.apply(without)
    with sessions() as session:
        retired = session.scalars(select(QueueStatus.key).where(QueueStatus.is_retired)).all()

    assert lines == ["IT names these statuses of its own: Being tested."]
    assert retired == ["vendor"]
    assert desk.apply(FULL_FILE) == ["IT names these statuses of its own: With the vendor, Being tested."]


def test_a_category_left_out_is_retired(desk: Desk, sessions: Sessions) -> None:
    desk.apply(FULL_FILE)

    lines = desk.apply("version: 1\ncategories: [{key: question, name: Question}]")

    assert lines == ["The categories are now: Question."]
    with sessions() as session:
        retired = session.scalars(select(Category.key).where(Category.is_retired)).all()
    assert retired == ["incident"]
