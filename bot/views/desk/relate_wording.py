"""What the page that merges, links and splits says, and what is said in the threads of the tickets."""

TITLE = "Merge, link, split"
SUBMIT = "Save"
CANCEL = "Cancel"
WHAT = "What to do"
LINK = "Link to another ticket"
MERGE = "Merge into another ticket"
SPLIT = "Make a message a ticket of its own"
KEY = "The other ticket"
KEY_HINT = "Its key, as IT-12. For the first two choices."
KEY_MISSING = "Please type the key of a ticket, as IT-12."
FOLLOW = "Its requester"
FOLLOW_CHOICE = "Lets them follow the ticket that goes on, if that is somebody else's"
MESSAGE = "The message"
MESSAGE_HINT = "For the last choice. It stays here as well."
MESSAGE_PLACEHOLDER = "Choose a message"
MESSAGE_MISSING = "Please choose the message, or another choice above."
NO_MESSAGES = "There is no message to split yet: the requester has written nothing after the first one."
LINKED = "Linked tickets"
UNLINK = "Unlink"
MERGE_WARNING = "A merged ticket closes for good; the other one goes on with both conversations."


def unlink_aloud(key: str) -> str:
    """Return what a screen reader says for the button of a linked ticket."""
    return f"Take away the link to {key}"


def merged_into_own(key: str, into_key: str) -> str:
    """Tell a requester that two of their tickets became one."""
    return f"{key} goes on as {into_key}. What you write here still reaches the team; they answer in {into_key}."


def merged_into_other(key: str, into_key: str) -> str:
    """Tell a requester that somebody else asked for the same."""
    return (
        f"{key} goes on as {into_key}, where somebody else asked for the same. What you write here still reaches the "
        "team, and only the team."
    )


def was_merged(key: str, into_key: str) -> str:
    """Tell the agents of the ticket that goes on."""
    return f"{key} was merged into {into_key}. What its requester writes appears here; your replies go to {into_key}'s."


def was_split(key: str, from_key: str) -> str:
    """Tell a requester that one of their messages became a ticket."""
    return (
        f"{key} is a new ticket, made of a message here. It goes on in your messages with me; {from_key} goes on here."
    )


def was_split_here(key: str, from_key: str) -> str:
    """Tell the agents of the old ticket."""
    return f"{key} was made of a message of {from_key}."


def linked_mrkdwn(keys: str) -> str:
    """Say on a card which tickets have to do with it."""
    return f"Linked: {keys}"


def merged_mrkdwn(into_key: str) -> str:
    """Say on the card of a merged ticket which one goes on."""
    return f"Goes on as {into_key}"
