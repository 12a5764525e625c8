"""What the commands that change a ticket answer, and the page of everything one can type."""

from collections.abc import Sequence
from typing import Final

from bot.views.desk.wording import STATUS_NAMES
from models.desk import TicketStatus

NOT_DONE: Final = "Nothing was changed"
CLOSE: Final = "Close"

FOR_EVERYBODY: Final[Sequence[tuple[str, str]]] = (
    ("/desk new [text]", "ask for something"),
    ("/desk list", "your tickets"),
    ("/desk show IT-12", "one ticket"),
    ("/desk why IT-12", "why it is a ticket"),
    ("/desk find printer status:open", "look for tickets you can see"),
    ("/desk settings", "what you are told and, for admins, everything there is to set"),
    ("/desk feedback text", "tell the desk's admins what could be better"),
    ("/desk help", "this page"),
)
FOR_AGENTS: Final[Sequence[tuple[str, str]]] = (
    ("/desk list mine|unassigned|due|open", "a list to page through, and to change several at once"),
    ("/desk assign IT-12 @user", "give a ticket to somebody; @me is you"),
    ("/desk status IT-12 waiting", "move a ticket on"),
    ("/desk note IT-12 text", "write a private note"),
)
FOR_ADMINS: Final[Sequence[tuple[str, str]]] = (
    ("/desk triage #channel [queue]", "make it the triage channel of a queue; its members become agents"),
    ("/desk triage off #channel", "it is no longer a triage channel"),
    ("/desk request #channel queue [every|emoji|form]", "what is asked there becomes a ticket of the queue"),
    ("/desk request off #channel", "it takes no more requests"),
    ("/desk admin add|remove @user", "who may change settings"),
    ("/desk seats", "who takes a seat, through which channels, and why"),
    ("/desk billing [invoices|quote|plan]", "the bill as it stands, all documents, what other seats would cost"),
    ("/desk billing contact add|remove @user", "who receives the bill, and may see it, without a seat"),
)
AGENTS, ADMINS = "What agents can type", "What admins can type"
AGENTS_HINT: Final = "You are an agent: work tickets from their cards in the triage channel."


def said_last(name: str) -> str:
    """Lead what somebody said with their name."""
    return f"{name}: "


def assigned(key: str, name: str) -> str:
    """Say that somebody has a ticket now."""
    return f"{key} is assigned to {name}."


def noted(key: str) -> str:
    """Say that a note was added."""
    return f"{key} has your note. It stands in its card's thread, for agents only."


def status_set(key: str, name: str) -> str:
    """Say which status a ticket has now; `name` is a base status or the queue's own name for one."""
    shown = STATUS_NAMES[TicketStatus(name)].lower() if name in set(TicketStatus) else name
    return f"{key} is {shown} now."


def feedback_sent(admins: int) -> str:
    """Say who reads what somebody had to say."""
    readers = "the desk's admin" if admins == 1 else f"the desk's {admins:,} admins"
    return f"Thank you. I passed it on to {readers} by direct message, with your name."


def feedback(name: str) -> str:
    """Tell an admin what somebody has to say about the desk. The words follow."""
    return f"{name} has feedback on the desk: "
