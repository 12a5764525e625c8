"""The clock a process gets: real time, unless a file says otherwise, which on Slack it may not."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.clocks import AheadFile, desk_clock, is_slack
from bot.domain.desk.instants import ON_TIME, system_clock
from bot.errors import StartRefused
from bot.settings import load_settings
from tests.commands.command_line import environment, run

SANDBOX = "http://127.0.0.1:9/api/"


def test_without_a_file_time_is_real() -> None:
    before = system_clock()

    clock = desk_clock(load_settings(slack_api_url="https://slack.com/api/"), None)

    assert clock is ON_TIME
    assert before <= clock() <= system_clock()


def test_the_file_says_how_far_ahead_the_desk_is_at_every_reading(tmp_path: Path) -> None:
    file = AheadFile(tmp_path / "ahead")
    clock = desk_clock(load_settings(slack_api_url=SANDBOX), file.path)

    readings = []
    for ahead in (timedelta(minutes=15), timedelta(days=31)):
        file.write(ahead)
        readings.append(clock() - system_clock())

    assert readings == pytest.approx([timedelta(minutes=15), timedelta(days=31)], abs=timedelta(seconds=1))


def test_a_file_that_is_not_there_yet_says_nothing(tmp_path: Path) -> None:
    assert AheadFile(tmp_path / "ahead")() == timedelta(0)


@pytest.mark.parametrize("words", ["", "soon", "nan", "inf"])
def test_what_is_no_number_of_seconds_is_not_guessed_at(tmp_path: Path, words: str) -> None:
    path = tmp_path / "ahead"
    path.write_text(words)

    with pytest.raises(ValueError, match="number of seconds"):
        AheadFile(path)()


@pytest.mark.parametrize(
    "url",
    ["https://slack.com/api/", "https://SLACK.com./api/", "https://www.slack.com/api/", "https://slack-gov.com/api/"],
)
def test_on_slack_no_file_moves_the_time(tmp_path: Path, url: str) -> None:
    with pytest.raises(StartRefused, match="--ahead-file"):
        desk_clock(load_settings(slack_api_url=url), tmp_path / "ahead")


@pytest.mark.parametrize("url", [SANDBOX, "http://slack.com.example/api/", "http://notslack.com/api/"])
def test_a_stand_in_is_not_slack(url: str) -> None:
    assert not is_slack(url)


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_role_on_slack_does_not_start_with_such_a_file(role: str, tmp_path: Path) -> None:
    ended = run(role, "--ahead-file", str(tmp_path / "ahead"), env=environment(), folder=tmp_path)

    assert ended.code == 2
    assert ended.err.splitlines() == [
        "deskbell: --ahead-file moves the desk's time, which is for a demo only: SLACK_API_URL is Slack's own."
    ]
