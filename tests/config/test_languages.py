"""The language of a queue in the configuration file: said, kept, exported, and refused when nobody knows it."""

import pytest
import yaml

from bot.composition import meet_slack, wire
from bot.desk_files import Desk
from bot.domain.desk.instants import system_clock
from bot.domain.desk.problems import DeskFileRefused
from bot.gateways.database import Sessions
from bot.gateways.recorded_slack import RecordedSlack

GERMAN = "version: 1\nqueues:\n  - {key: IT, language: de}\n"


@pytest.fixture
def desk(sessions: Sessions) -> Desk:
    """A desk that was met, without queues."""
    wire(sessions)
    slack = RecordedSlack()
    meet_slack(sessions, slack, system_clock)
    return Desk(sessions, slack, system_clock)


def test_a_queues_language_is_applied_said_and_exported(desk: Desk) -> None:
    said = desk.apply(GERMAN)
    exported = desk.export()

    assert said[-1] == "IT is now searched in de."
    assert yaml.safe_load(exported)["queues"][0]["language"] == "de"
    assert desk.apply(exported) == []
    assert desk.apply("version: 1\nqueues:\n  - {key: IT}\n") == [
        "IT is now searched in the language of the workspace."
    ]


def test_a_language_nobody_knows_is_refused(desk: Desk) -> None:
    with pytest.raises(DeskFileRefused) as refusal:
        desk.apply(GERMAN.replace("de", "klingon"))

    assert "queues" in refusal.value.problems[0].worded("desk.yaml")
