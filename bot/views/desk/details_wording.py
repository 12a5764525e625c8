"""The words around a ticket's details."""

LIST = ", "


def due_mrkdwn(date: str) -> str:
    """Say when a ticket is due."""
    return f"Due {date}"


def followers(count: int) -> str:
    """Say how many people follow a ticket."""
    return "1 follower" if count == 1 else f"{count:,} followers"
