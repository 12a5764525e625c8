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


TALK_IS_PRIVATE = "answers go to the requester's messages only"

PRIVATE_NOTICE = "This is a private request now. It goes on in direct messages with me, and nothing of it comes here."


def turned_away(*, is_requester: bool, is_removed: bool) -> str:
    """Say that a post in the thread of a private request was not passed on, and where to write instead."""
    where = (
        "Please answer in your messages with me, in the thread that begins with your request."
        if is_requester
        else "Only the person who asked and the team take part in it."
    )
    fate = "I took your message away here and did not pass it on." if is_removed else "I did not pass your message on."
    return f"This request is private. {fate} {where}"


YOU_WROTE = "You wrote:"
