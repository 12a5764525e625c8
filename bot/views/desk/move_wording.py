"""What is said of a ticket that moved to another queue."""


def moved(former_key: str, key: str, queue_name: str) -> str:
    """Say on a card that its ticket is elsewhere."""
    return f"{former_key} moved to {queue_name} as {key}."


def thread_ended(queue_name: str) -> str:
    """Say in the thread of such a card that it leads nowhere any more."""
    return (
        f"This thread ends here. What is written in it from now on reaches neither the requester nor {queue_name}; "
        "private notes written before stay here."
    )


def requester_told(former_key: str, key: str, queue_name: str) -> str:
    """Tell a requester what their ticket is called now."""
    return f"{key} is the new number of {former_key}. The {queue_name} team goes on with it in this thread."


def notes_stayed(count: int, queue_name: str) -> str:
    """Tell the new agents that there is more, which is not for them."""
    notes = "1 private note" if count == 1 else f"{count:,} private notes"
    return f"{notes} stayed with the {queue_name} team."


def former_keys_mrkdwn(keys: str) -> str:
    """Say what a ticket was called before."""
    return f"was {keys}"
