"""What people read where one person files a request for another, and on the forms that make a ticket of a message.

Texts named `…_mrkdwn` take Slack's ids only, never what people typed.
"""

FOR_WHOM = "For whom?"
FOR_WHOM_PLACEHOLDER = "Choose a person"
FOR_WHOM_HINT = "Answers go to them, in their direct messages with me. Leave it empty to ask for yourself."
FILED_BY = "Filed by"

FORM_TITLE = "Create ticket"
FORM_SUBMIT = "Create Ticket"
FORM_CANCEL = "Cancel"
FORM_CLOSE = "Close"
FORM_NAME = "Title"
ADD_TITLE = "Add to ticket"
ADD_SUBMIT = "Add Note"
ADD_TO = "Ticket"
ADD_TO_PLACEHOLDER = "Choose an open ticket"
ADD_TO_KEY = "Or its key"
ADD_TO_KEY_HINT = "Such as IT-12"
ADDED_AS_NOTE = "It is added as a private note with a link: agents see it, the requester does not."
THREAD_COMES_ALONG = "The whole thread comes along, files too. Answers go to the thread."
FOR_WHOM_OF_A_MESSAGE_HINT = (
    "Leave it empty for who wrote it. For somebody else, answers go to them, in their direct messages with me."
)


def filed_by_mrkdwn(author_slack_user_id: str, requester_slack_user_id: str) -> str:
    """Say who filed a ticket, and for whom."""
    return f"Filed by <@{author_slack_user_id}> for <@{requester_slack_user_id}>"


def said_by_mrkdwn(slack_user_id: str, slack_channel_id: str) -> str:
    """Say whose message it is and where it stands."""
    return f"<@{slack_user_id}> in <#{slack_channel_id}>"


def passed_on(key: str, queue_name: str, author_name: str) -> str:
    """Head the thread of a ticket somebody made of the requester's own message, in the requester's direct messages."""
    return f"{key} opened. {author_name} passed your message on to the {queue_name} team:"


def opening_for(key: str, queue_name: str, author_name: str) -> str:
    """Head the thread of a ticket somebody else filed, in the requester's direct messages."""
    return f"{key} opened. {author_name} asked the {queue_name} team for you:"
