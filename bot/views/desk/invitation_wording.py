"""Words about being invited to a channel, and about making it a triage channel."""

ONLY_YOU = "Only you see this"
FOR_REQUESTS = "Requests"
FOR_TRIAGE = "Triage"
NOT_NOW = "Not now"
CHOOSE_QUEUE = "Choose a queue"


def ask_role(channel: str) -> str:
    """Ask an admin what a private channel is for."""
    return (
        f"Thank you for inviting me to {channel}. What is it for? Requests: people ask here, and each message opens a "
        "ticket. Triage: a team works its tickets here, and everybody in the channel becomes an agent."
    )


def ask_queue(channel: str) -> str:
    """Ask an admin which queue takes a channel's requests."""
    return f"Each new message in {channel} can open a ticket. Which queue should take them?"


def triage_first(channel: str) -> str:
    """Tell an admin what has to be there before a channel can take requests."""
    return (
        f"Before {channel} can take requests, a team needs a triage channel to work them in. Invite me to a private "
        f"channel of the team, or type `/desk triage #channel IT`. Then type `/desk request {channel} IT`."
    )


def admin_needed(channel: str) -> str:
    """Tell somebody who is no admin who can say what a channel is for."""
    return (
        f"Thank you for inviting me to {channel}. A desk admin has to say what it is for, with "
        f"`/desk request {channel} IT` or `/desk triage {channel} IT`. Until then I do nothing here."
    )


def later(channel: str) -> str:
    """Say how to go on when it is time."""
    return f"All right. Type `/desk request {channel} IT` or `/desk triage {channel} IT` when it is time."


def greeting(queue_key: str, queue_name: str) -> str:
    """Tell a channel that its messages open tickets from now on."""
    team = queue_name if queue_name == queue_key else f"{queue_name} ({queue_key})"
    return (
        f"Hello! From now on each new message here opens a ticket for {team}, and the answers come in its thread. "
        "A desk admin can change that with `/desk request`."
    )


FORM_TITLE = "Triage channel"
SUBMIT = "Make it so"
CANCEL = "Cancel"
QUEUE = "Queue"
NEW_QUEUE = "A new queue"
KEY = "Key of the new queue"
KEY_HINT = "One to ten letters and digits, as in IT. Its tickets are called IT-1, IT-2 and so on."
NAME = "Name of the new queue"
NAME_HINT = "What people read when they ask, as in Computers and phones. Without one it is the key."
KEY_MISSING = "Please give the new queue a key, as in IT."


def key_taken(key: str) -> str:
    """Say that a key is another queue's."""
    return f"There is a queue {key} already. Choose another key, or that queue above if it is offered."


SO_ALREADY = "That is so already. Nothing changed."

UNCOUNTED = (
    "Slack did not say in time who is in there, so I could not count the seats. Everybody in it becomes an agent. "
    "Type the command again to see who that is."
)


def confirm_triage(channel: str, queue_key: str) -> str:
    """Ask whether a channel is to be a triage channel."""
    return f"Make {channel} the triage channel of {queue_key}?"


def agents(number: int, channel: str) -> str:
    """Head the list of who becomes an agent."""
    if number == 1:
        return f"One person is in {channel}. They become an agent: they see and work every ticket of the queue."
    return f"{number} people are in {channel}. They become agents: they see and work every ticket of the queue."


def more_agents(number: int) -> str:
    """End the list of who becomes an agent."""
    return f"and {number} more"
