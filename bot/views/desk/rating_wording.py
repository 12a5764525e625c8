"""What is said about how good the help was: the question, its answers, the form."""

from collections.abc import Mapping
from typing import Final

LABELS: Final[Mapping[int, Mapping[int, str]]] = {
    3: {3: "Good", 2: "Okay", 1: "Bad"},
    5: {5: "Very Good", 4: "Good", 3: "Okay", 2: "Bad", 1: "Very Bad"},
}
"""The answers by score, the best first, of each scale."""

NAMES: Final[Mapping[str, str]] = {
    f"{score}/{scale}": label for scale, labels in LABELS.items() for score, label in labels.items()
}
"""The same by how the ledger writes them, as 1/3."""

NOTED = "Thanks, noted."
CHANGE = "Change or Comment"
CHANGE_ALOUD = "Change your answer, or say more about it"
TITLE = "How was the help?"
ANSWER = "Your answer"
COMMENT = "What could have been better, or was good?"
COMMENT_HINT = "If you like. The team sees it with your answer."
SUBMIT = "Send"
CANCEL = "Cancel"
ABOUT = "Your answer is noted already. Close this if you have nothing to add."
NOT_OPENED = "Your answer is noted. Slack did not open the form to say more; Change or Comment opens it again."


def question(key: str) -> str:
    """Ask how good the help was."""
    return f"{key}: how was the help?"


def answers(scale: int) -> str:
    """Name the answers in a sentence."""
    *others, last = (label.lower() for label in LABELS[scale].values())
    return f"{', '.join(others)} or {last}".capitalize() + "."


def answer_aloud(key: str, label: str) -> str:
    """Return what a screen reader says for the button of an answer."""
    return f"The help with {key} was {label.lower()}"


def small_print_mrkdwn(until: str) -> str:
    """Say what becomes of an answer; `until` is a date for `mrkdwn`."""
    return (
        f"One tap is enough, until {until}. Only the team that has the ticket sees your answer, and only after that. "
        "`/desk settings` turns these questions off."
    )


def changeable_mrkdwn(until: str) -> str:
    """Say how long an answer can be changed; `until` is a date for `mrkdwn`."""
    return f"You can change your answer until {until}. The team sees it after that."


def withdrawn(key: str) -> str:
    """Say that a question was taken back."""
    return f"{key} is open again, so my question how the help was can wait."


def ended_unanswered(key: str) -> str:
    """Say that a question can be answered no more."""
    return f"{key}: I asked how the help was. The time to answer is over."


def rated(key: str, name: str, written: str) -> str:
    """Tell agents what somebody answered; `written` is as the ledger has it, as 1/3."""
    return f"{name} found the help with {key}: {NAMES[written].lower()}."


def summary(key: str, asked: int, answers: int, share: int | None) -> str:
    """Sum up what the people a queue has helped lately found of it; without a share where too few answered."""
    good = "" if share is None else f"{share}% good, "
    return f"Help of {key}, 30 days: {good}{answers:,} of {asked:,} answered"
