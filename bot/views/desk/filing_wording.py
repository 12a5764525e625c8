"""What people read where one person files a request for another, and on the forms that make a ticket of a message.

Texts named `…_mrkdwn` take Slack's ids only, never what people typed.
"""

FOR_WHOM = "For whom?"
FOR_WHOM_HINT = "Leave it empty to ask for yourself"
FILED_BY = "Filed by"


def filed_by_mrkdwn(author_slack_user_id: str, requester_slack_user_id: str) -> str:
    """Say who filed a ticket, and for whom."""
    return f"Filed by <@{author_slack_user_id}> for <@{requester_slack_user_id}>"


def opening_for(key: str, queue_name: str, author_name: str) -> str:
    """Head the thread of a ticket somebody else filed, in the requester's direct messages."""
    return f"{key} opened. {author_name} asked the {queue_name} team for you:"
