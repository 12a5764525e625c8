"""What the form that answers a requester says."""

SUBMIT = "Send"
CANCEL = "Cancel"
SAVED = "Saved reply"
SAVED_HINT = "Its words are added below, where you can still change them."
SAVED_PLACEHOLDER = "Choose one"
TEXT = "Your answer"
TEXT_HINT = "The requester reads this, and the team sees it in the thread."
EMPTY = "Please write something."


def title(key: str) -> str:
    """Return the form's title."""
    return f"Answer {key}"
