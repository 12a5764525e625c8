"""Words about replies that wait a moment before they leave."""

UNDO = "Undo"
UNDO_ALOUD = "Take this reply back before it leaves"


def leaves_in(seconds: int) -> str:
    """Say when a reply leaves."""
    return f"Goes to the requester in {seconds} s."


def taken_back(name: str) -> str:
    """Say in the thread that a reply its agents may have read never left."""
    return f"{name} took a reply back before it left. The requester never saw it: it stays here as a private note."
