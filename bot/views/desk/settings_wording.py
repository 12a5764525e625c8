"""What the pages of the settings say."""

from collections.abc import Mapping

from babel import Locale

from bot.views.desk import rating_wording
from models.desk import ChannelRole, Intake

TITLE = "Settings"
DONE = "Done"
BACK = "Back"
SAVE = "Save"
CANCEL = "Cancel"
CHANGE = "Change"
OPEN = "Open"
INTRODUCTION = "What your desk does and who works it. Changes are kept as you save each page."
FILE_HINT = "The same as a file: `python -m bot config export desk.yaml`."

QUEUES = "Queues"
QUEUES_ABOUT = "names, replies, closing, reminders, ratings, statuses"
CHANNELS = "Channels"
CHANNELS_ABOUT = "where requests come in, where agents work"
CATEGORIES = "Categories"
CATEGORIES_ABOUT = "the kinds of request you tell apart"
SAVED_REPLIES = "Saved replies"
SAVED_REPLIES_ABOUT = "words that agents send often"
MARKS = "Marks and emoji"
MARKS_ABOUT = "what a message can begin with, which reactions do something"
ADMINS = "Admins"
ADMINS_ABOUT = "who may change all this"
NOTIFICATIONS = "Your notifications"
NOTIFICATIONS_ABOUT = "what you are told, and when it is quiet"


def open_aloud(page: str) -> str:
    """Return what a screen reader says for a page's button."""
    return f"Open {page}"


# Queues

NEW_QUEUE = "New Queue"
NEW_QUEUE_ALOUD = "Make a new queue"
NO_QUEUES = "There is no queue yet. Make one here, then give it a triage channel with /desk triage #channel IT."
NO_TRIAGE_CHANNEL = "no triage channel yet"
DEFAULT = "default"
QUEUE_KEY = "Key"
QUEUE_KEY_HINT = "Numbers the tickets, as IT in IT-12: one to ten letters and digits. It stays for ever."
QUEUE_NAME = "Name"
QUEUE_DEFAULT = "Default queue"
QUEUE_DEFAULT_CHOICE = "Requests from nowhere in particular come here"
IS_DEFAULT = "This is the default queue. To change that, make another queue the default."
TRIAGE_REPLIES = "A reply in a card's thread"
PUBLIC = "goes to the requester, unless it is marked private"
INTERNAL = "stays with the team, unless it is marked for the requester"
PRIVATE_REPLIES = "Private tickets"
PRIVATE_REPLIES_CHOICE = "The talk goes on in the requester's messages with the bot"
ASSIGN = "Who has a new ticket"
MANUAL = "whoever claims it"
FIRST_REPLY = "whoever answers it first"
GROUPING = "Somebody's next message joins their ticket within"
GROUPING_HINT = "As 2m or 90s; 0s makes each message a ticket."
CLOSING = "A resolved ticket closes after"
CLOSING_HINT = "As 48h or 2d; until then a reply opens it again. Or never."
REMINDING = "A requester we wait for is reminded after"
REMINDING_HINT = "As 2d, once; or never."
UNDOING = "An agent can take a reply back within"
UNDOING_HINT = "As 10s, a minute at most; the requester gets it that much later. 0s sends at once."
RATING = "Requesters are asked how good the help was"
NO_RATING = "no"
RATING_HINT = "A quarter of an hour after a resolution, once a week at most. Agents see an answer after three days."
STATUSES = "Statuses of its own"
STATUSES_HINT = "A line each, as: With the vendor = on hold. They mean in progress, waiting or on hold."
LANGUAGE = "Language of its tickets"
LANGUAGE_HINT = "The search knows its words in all their forms. What is there already is read anew, in a few minutes."
LANGUAGE_PLACEHOLDER = "Choose a language"
WORKSPACE_LANGUAGE = "as the workspace"


def language_name(language: str) -> str:
    """Return what a language is called, as German for `de`."""
    return str(Locale("en").languages.get(language, language))


def rated_on(scale: int) -> str:
    """Name the answers of a scale."""
    return ", ".join(rating_wording.LABELS[scale].values())


def queue_title(key: str) -> str:
    """Return the title of a queue's form."""
    return f"Queue {key}"


def edit_queue_aloud(key: str) -> str:
    """Return what a screen reader says for the button of a queue."""
    return f"Change queue {key}"


# Channels

NO_CHANNELS = "No channel has a role yet. Invite me to one, or add it here."
ADD_CHANNEL = "Add Request Channel"
ADD_CHANNEL_ALOUD = "Add a channel where requests come in"
TURN_OFF = "Turn Off"
KEEP = "Keep"
TURN_OFF_TITLE = "Turn this channel off?"
TURN_OFF_REQUESTS = "Its messages open no tickets any more. Tickets that are open go on."
TURN_OFF_TRIAGE = "Its members are no agents any more. This works only while nothing is open here."
TURN_OFF_ALOUD = "Take this channel's role away"
CHANNEL_TITLE = "Add a channel"
CHANNEL = "Channel"
CHANNEL_HINT = "I have to be in it: type /invite there first."
CHANNEL_PLACEHOLDER = "Choose a channel"
QUEUE = "Queue"
QUEUE_PLACEHOLDER = "Choose a queue"
INTAKE = "What makes a ticket"
INTAKES: Mapping[Intake, str] = {
    Intake.EVERY: "every message",
    Intake.EMOJI: "a reaction, a mention or a shortcut",
    Intake.FORM: "the request form",
}
PAUSED = "paused: others can read it"
TRIAGE_HINT = "A triage channel is made with /desk triage #channel IT, which shows its people first."


def channel_mrkdwn(slack_channel_id: str, facts: str) -> str:
    """Return a line about a channel, known by its id."""
    return f"<#{slack_channel_id}>\n{facts}"


def role(which: ChannelRole, queue_key: str, intake: Intake | None) -> str:
    """Say what a channel is to the desk."""
    if which is ChannelRole.TRIAGE:
        return f"triage channel of {queue_key}"
    return f"requests for {queue_key}: {INTAKES[intake or Intake.EVERY]}"


# Categories, marks, admins

CATEGORY_LINES = "Categories"
PRIVATE_MARK = "A private note begins with"
SKIP_MARK = "A message that opens no ticket begins with"
CREATE_EMOJI = "This reaction makes a message a ticket"
CLAIM_EMOJI = "This reaction on a card claims it"
RESOLVE_EMOJI = "This reaction on a card resolves it"
EMOJI_HINT = "The emoji's name, with or without its colons."
NO_EMOJI = "Please write the name of one emoji, as :ticket:."
ADMIN_PEOPLE = "Admins"
ADMIN_HINT = "Each of them can change every setting. Leave at least one."
ADMIN_PLACEHOLDER = "Choose people"
NO_LENGTH = "Please write a number and a unit, as 48h, 2d or 30m."
NO_LENGTH_OR_NEVER = "Please write a number and a unit, as 48h or 2d, or never."
EMPTY = "Please fill this in."


def category_hint(first: str, second: str) -> str:
    """Say how to write categories; `first` and `second` are priorities as they are typed here."""
    return f"A line each, as: Incident: {first}, {second}. Without priorities it may have any."


# Saved replies

NEW_REPLY = "New Saved Reply"
NEW_REPLY_ALOUD = "Make a new saved reply"
NO_REPLIES = (
    "There is no saved reply yet. Agents find them in a ticket's menu under Answer, or type !reply and the name."
)
REPLY_NAME = "Name"
REPLY_NAME_HINT = "One word in small letters, as restart: agents type !reply restart."
REPLY_TEXT = "What it says"
REPLY_TEXT_HINT = "It can hold {{requester.name}}, {{ticket.key}}, {{ticket.title}}, {{agent.name}} and {{queue.name}}."
REPLY_QUEUE = "Who can use it"
REPLY_DELETE = "Delete"
REPLY_DELETE_CHOICE = "Delete this saved reply"
EVERY_QUEUE = "every queue"


def edit_reply_aloud(name: str) -> str:
    """Return what a screen reader says for the button of a saved reply."""
    return f"Change the saved reply {name}"


def saved_for(queue_key: str | None) -> str:
    """Say who can use a saved reply."""
    return queue_key or EVERY_QUEUE
