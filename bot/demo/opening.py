"""What happens before anybody comes: the desk is set up, and a busy morning is measured."""

import time

from bot.demo.stage import DIRECT, HELP, HR, TRIAGE, Stage
from bot.views.desk.action_ids import ActionId
from bot.views.desk.saved_reply_pages import NEW_REPLY, ReplyField
from bot.views.desk.settings_pages import YES, SettingField, SettingsPage

REQUESTS = (
    ("finn", "Could I have a second monitor?"),
    ("mona", "I cannot open the shared calendar"),
    ("rosa", "My mouse stopped working"),
    ("bela", "Which form do I need for a new phone?"),
    ("gus", "The wifi in the lobby is very slow today"),
    ("finn", "Outlook shows yesterday's mail only"),
)
SAVED_REPLIES = (
    ("restart", "Hi {{requester.name}}, please restart it once and tell me whether that helped."),
    ("ordered", "Hi {{requester.name}}, it is ordered. I write again when it is here."),
)
"""Their names, and what they say."""
HR_READERS = ("rosa", "ben", "cara", "bela", "mona", "finn")
BREATH_SECONDS = 1.1
"""Between requests: Slack takes about one message a second per channel."""


def set_up(stage: Stage) -> None:
    """Have ada, who owns the workspace, give the channels their roles with the README's commands, and settle the rest.

    In a scene people are quicker than in life, so nothing they post is grouped.
    """
    stage.caption("Ada, who owns the Slack workspace, sets the desk up.", "ada", DIRECT)
    stage.types("ada", "admin add @ada", answered="desk admin")
    stage.makes_triage("ada", TRIAGE, "IT")
    stage.types("ada", f"request #{HELP} IT every", answered="opens a ticket")
    stage.caption("For HR she makes a channel, invites the app, and answers what it asks her.", "ada", DIRECT)
    stage.makes_triage("ada", HR.triage, "HR")
    stage.opens_channel("ada", HR.help, HR_READERS)
    stage.chooses_queue("ada", "HR · HR")
    _settle_queues(stage)
    _settle_words(stage)


def _settle_queues(stage: Stage) -> None:
    """Give IT a status of its own, and make HR's requests private."""
    stage.opens_settings("ada", SettingsPage.QUEUES)
    stage.opens_queue("ada", "IT")
    stage.saves("ada", {SettingField.GROUPING: "0s", SettingField.STATUSES: "With the vendor = on hold"})
    stage.opens_queue("ada", "HR")
    stage.saves("ada", {SettingField.PRIVATE_REPLIES: [YES], SettingField.GROUPING: "0s"})
    stage.leaves_forms("ada")


def _settle_words(stage: Stage) -> None:
    """Name what requests are about, and save what agents say often."""
    stage.opens_settings("ada", SettingsPage.CATEGORIES)
    stage.saves("ada", {SettingField.CATEGORIES: "Incident: urgent, high, normal\nQuestion"})
    stage.leaves_forms("ada")
    stage.opens_settings("ada", SettingsPage.SAVED_REPLIES)
    for name, text in SAVED_REPLIES:
        stage.presses_in_form("ada", ActionId.OPEN_SAVED_REPLY, NEW_REPLY)
        stage.saves("ada", {ReplyField.NAME: name, ReplyField.TEXT: text})
    stage.leaves_forms("ada")


def play_busy_morning(stage: Stage) -> None:
    """Have several people ask, one after the other, which measures how long a request takes."""
    stage.caption("More requests come in, one after the other.", "ben", TRIAGE)
    for who, text in REQUESTS:
        time.sleep(BREATH_SECONDS)
        stage.asks(who, text)
