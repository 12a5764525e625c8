"""What happens before anybody comes: the desk is set up, and a busy morning is measured."""

import time

from bot.demo.stage import HELP, TRIAGE, Stage

REQUESTS = (
    ("finn", "Could I have a second monitor?"),
    ("mona", "I cannot open the shared calendar"),
    ("rosa", "My mouse stopped working"),
    ("bela", "Which form do I need for a new phone?"),
    ("gus", "The wifi in the lobby is very slow today"),
    ("finn", "Outlook shows yesterday's mail only"),
)
BREATH_SECONDS = 1.1
"""Between requests: Slack takes about one message a second per channel."""


def set_up(stage: Stage) -> None:
    """Have ada, who owns the workspace, give the channels their roles with the README's commands."""
    stage.caption("Ada, who owns the Slack workspace, sets the desk up.", "ada", "dm")
    stage.types("ada", "admin add @ada", answered="desk admin")
    stage.types("ada", f"triage #{TRIAGE} IT", answered="triage channel")
    stage.types("ada", f"request #{HELP} IT every", answered="opens a ticket")
    stage.lets_each_message_count("ada")


def play_busy_morning(stage: Stage) -> None:
    """Have several people ask, one after the other, which measures how long a request takes."""
    stage.caption("More requests come in, one after the other.", "ben", TRIAGE)
    for who, text in REQUESTS:
        time.sleep(BREATH_SECONDS)
        stage.asks(who, text)
