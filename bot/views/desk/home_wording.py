"""Every text of the Home tab that people read. Texts named `…_mrkdwn` take Slack's ids and numbers only."""

from collections.abc import Sequence

from bot.domain.desk.home_lists import HomeList

NEW_REQUEST = "New Request"
NEW_REQUEST_ALOUD = "New Request: ask for something"
FIND = "Search"
FIND_ALOUD = "Search: find tickets by words and filters"
NOTIFICATIONS = "Notifications"
NOTIFICATIONS_ALOUD = "Notifications: choose what you are told"
SETTINGS = "Settings"
SETTINGS_ALOUD = "Settings: change how the desk works"
AS_REQUESTER = "View as Requester"
AS_REQUESTER_ALOUD = "View as Requester: see this page as people who ask do"
BACK = "Back to My Page"
BACK_ALOUD = "Back to My Page: stop viewing as a requester"
SEEN_AS_REQUESTER = "This is your page as somebody who only asks has it."
PREVIOUS = "Previous"
PREVIOUS_ALOUD = "Previous page of tickets"
NEXT = "Next"
NEXT_ALOUD = "Next page of tickets"
CHOOSE_LIST = "Show"

LIST_NAMES = {
    HomeList.NEEDS_ME: "Needs me now",
    HomeList.MINE: "My tickets",
    HomeList.UNASSIGNED: "Unassigned",
    HomeList.DUE: "Due soon",
    HomeList.WATCHED: "Watched",
    HomeList.OPEN: "All open",
}
EMPTY_LISTS = {
    HomeList.NEEDS_ME: "Nothing waits for you. Unassigned has what you could take next.",
    HomeList.MINE: "No open ticket is assigned to you. Claim one from its card in the triage channel.",
    HomeList.UNASSIGNED: "Every open ticket has somebody. Well done.",
    HomeList.DUE: "No open ticket is due within a day.",
    HomeList.WATCHED: "You watch no open ticket. Add yourself as a follower from a card's menu.",
    HomeList.OPEN: "Your queues have no open tickets. Well done.",
}

WAITING_FOR_YOU = "Waiting for you"
YOUR_REQUESTS = "Your open requests"
RECENTLY_SOLVED = "Recently solved"
NO_REQUESTS = "You have no open requests. To ask for something, press New Request or post in a request channel."
NOBODY_TAKES_REQUESTS = "Nobody takes requests here yet. An admin can start with `/desk triage #channel IT`."
NOBODY_YET = "nobody has it yet"

FINISH_SETTING_UP = "Finish setting up"
DONE = "done"
TO_DO = "to do"
STEPS = 3


def work_mrkdwn(needs_me: str, mine: str, unassigned: str) -> str:
    """Say how much there is to do."""
    return f"*{needs_me}* {_need(needs_me)} you now · *{mine}* assigned to you · *{unassigned}* waiting for somebody"


def figure(number: int, *, most: int) -> str:
    """Say a number that is not counted any further from some point on."""
    return f"{most:,}+" if number > most else f"{number:,}"


def page_of(first: int, last: int, total: str) -> str:
    """Say which part of a list is shown."""
    return f"{first:,} to {last:,} of {total}"


def more_requests(count: int) -> str:
    """Say that somebody has more requests than are shown."""
    return f"and {count:,} more. `/desk find requester:@me status:open` shows them all."


def with_mrkdwn(mention: str) -> str:
    """Say who has a request."""
    return f"with {mention}"


def opened_mrkdwn(date: str) -> str:
    """Say when a ticket was opened."""
    return f"Opened {date}"


def due_mrkdwn(date: str, *, is_past: bool) -> str:
    """Say by when a ticket is due."""
    return f"*overdue* since {date}" if is_past else f"due {date}"


def drawn_mrkdwn(time: str) -> str:
    """Say as of when a Home is, and who sees it."""
    return f"Updated {time} · Only you see this page"


def triage_step_mrkdwn(slack_channel_ids: Sequence[str]) -> str:
    """Say how far the first step of setting up is."""
    if slack_channel_ids:
        return _step(1, f"Triage channel for agents {_channels(slack_channel_ids)}", DONE)
    return _step(1, "Triage channel for agents: invite me to one and type `/desk triage #channel IT`", TO_DO)


def request_step_mrkdwn(slack_channel_ids: Sequence[str]) -> str:
    """Say how far the second step of setting up is."""
    if slack_channel_ids:
        return _step(2, f"Help channel {_channels(slack_channel_ids)}", DONE)
    return _step(2, "Help channel where people ask: type `/desk request #channel IT`", TO_DO)


def test_step_mrkdwn(*, has_tickets: bool) -> str:
    """Say how far the last step of setting up is."""
    if has_tickets:
        return _step(3, "First ticket", DONE)
    return _step(3, "First ticket: post something in the help channel, or type `/desk new a test`", TO_DO)


def _step(number: int, what: str, state: str) -> str:
    return f"*{number} of {STEPS}* {what} · {state}"


def _channels(slack_channel_ids: Sequence[str]) -> str:
    named = [f"<#{slack_channel_id}>" for slack_channel_id in slack_channel_ids[:STEPS]]
    rest = len(slack_channel_ids) - len(named)
    return ", ".join(named) + (f" and {rest} more" if rest else "")


def _need(number: str) -> str:
    return "needs" if number == "1" else "need"
