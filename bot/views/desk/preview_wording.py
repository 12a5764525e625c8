"""What previews of links to tickets say."""


def somewhere(key: str) -> str:
    """Say of any link to a ticket how to open it; nothing of the ticket, nor whether it exists."""
    return f"A ticket. Open it with `/desk show {key}`."
