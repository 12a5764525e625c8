"""Words about who reads what: threads that stay with the team, and tickets whose talk is private."""

NOTE_STAYS_PRIVATE = (
    "This was a note, and a note stays with the team whatever an edit says. To tell the requester, write a new message."
)


def thread_stays_inside(public_mark: str) -> str:
    """Say who reads a card's thread whose messages stay with the team."""
    return f"Messages in this thread stay with the team · begin with {public_mark} to answer the requester"


def reply_lost_mark(public_mark: str) -> str:
    """Say that an edit took a reply back by taking the public mark off."""
    return (
        f"This reply no longer begins with {public_mark}, so I took back the requester's copy. They may have read it "
        "already. It stays with the team from here on."
    )
