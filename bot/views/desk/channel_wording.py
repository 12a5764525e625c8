"""Words about channels: what the desk does in them, and why it does not."""

from collections.abc import Mapping

from bot.domain.desk.pauses import PauseReason

_PAUSED: Mapping[PauseReason, tuple[str, str]] = {
    PauseReason.REMOVED: ("I was removed from it", "Invite me again with `/invite`, and I go on."),
    PauseReason.ARCHIVED: ("it is archived", "Unarchive it in Slack, then type {again}."),
    PauseReason.SHARED: (
        "another company can read it",
        "End the sharing in Slack's channel settings, and I go on.",
    ),
    PauseReason.PUBLIC: (
        "it is public, and anybody could join and read the team's notes",
        "Make it private in Slack's channel settings, then type {again}.",
    ),
}

UNDO = "Undo"
UNDO_ALOUD = "Undo: give the channel back the role it had"

CONNECTED_AGAIN = (
    "I am back: Slack had taken my token away, and I heard nothing until now. Who came into a triage channel or left "
    "it meanwhile, I read from Slack now; seats stayed as they were until this moment."
)


def channel_paused(channel: str, queue_key: str, reason: PauseReason) -> str:
    """Tell an admin why nothing is posted in a triage channel, and how to mend it."""
    why, remedy = _PAUSED[reason]
    again = f"`/desk triage {channel} {queue_key}`"
    return (
        f"I stopped posting in {channel}, because {why}. Nothing is lost: the cards and messages of {queue_key} wait. "
        + remedy.format(again=again)
    )


def channel_resumed(channel: str, queue_key: str) -> str:
    """Tell an admin that a triage channel gets its messages again."""
    return f"I am posting in {channel} again. What waited for {queue_key} goes out now, in order."


def members_read_held(channel: str, queue_key: str, missing: str, added: str) -> str:
    """Tell an admin that Slack's list of a triage channel's members looks wrong, and what follows from that."""
    return (
        f"Slack's list of who is in {channel} looks wrong: it misses {missing} of the agents of {queue_key} and has "
        f"{added} people I have not seen come in. I changed nobody's rights and nobody's seat. I ask again in a minute "
        "and follow the list if it still says the same."
    )


def request_channel_left(channel: str, queue_key: str) -> str:
    """Tell an admin that the bot hears nothing from a request channel any more."""
    return (
        f"I was removed from {channel}, so messages there no longer open tickets in {queue_key}. To start again, "
        f"invite me with `/invite` and type `/desk request {channel} {queue_key}`."
    )
