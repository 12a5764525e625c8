"""A desk that met a small Slack: #it-help, #it-triage with ada and ben in it, #hr-triage, and a bot."""

import pytest

from bot.composition import meet_slack, wire
from bot.desk_files import Desk
from bot.domain.desk.instants import system_clock
from bot.gateways.database import Sessions
from bot.gateways.recorded_slack import TEAM, RecordedSlack
from bot.gateways.slack_port import ChannelProfile, Profile


def person(slack_user_id: str, name: str, *, is_bot: bool = False, is_guest: bool = False) -> Profile:
    return Profile(slack_user_id, TEAM, name, None, None, None, is_bot, is_guest, False, False)


def channel(slack_channel_id: str, name: str) -> ChannelProfile:
    return ChannelProfile(slack_channel_id, name, "triage" in name, is_shared=False, is_archived=False, is_member=True)


@pytest.fixture
def slack() -> RecordedSlack:
    slack = RecordedSlack()
    people = [person("U0ADA", "ada"), person("U0BEN", "ben"), person("U0BOT", "pager", is_bot=True)]
    slack.profiles = {profile.slack_user_id: profile for profile in people}
    channels = [channel("C0HELP", "it-help"), channel("C0TRIAGE", "it-triage"), channel("C0OTHER", "hr-triage")]
    slack.channels = {each.slack_channel_id: each for each in channels}
    slack.members["C0TRIAGE"] = ["U0ADA", "U0BEN"]
    return slack


@pytest.fixture
def desk(sessions: Sessions, slack: RecordedSlack) -> Desk:
    wire(sessions)
    meet_slack(sessions, slack, system_clock)
    return Desk(sessions, slack, system_clock)
