"""What the page of the priorities says."""

TITLE = "Priorities"
ABOUT = "what you call them, and what each one means"
INTRODUCTION = (
    "Four, from the most urgent to the least. Leave a name empty to call it as it was. The first one reaches people in "
    "their quiet hours too."
)
MEANING_HINT = "When a ticket has it. Agents read this where they choose."


def name_label(key: str) -> str:
    """Ask for the name of a priority."""
    return f"{key}: name"


def meaning_label(key: str) -> str:
    """Ask for the meaning of a priority."""
    return f"{key}: meaning"
