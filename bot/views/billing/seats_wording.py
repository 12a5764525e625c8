"""Words of the list of seats and of why somebody has one."""

from collections.abc import Mapping
from typing import Final

from bot.domain.billing.money import Money
from bot.domain.billing.seat_list import QueueSeats, SeatReason, SeatsPage, SeatState
from bot.domain.billing.splits import UNUSED
from bot.views.desk.wording import SEPARATOR
from bot.views.money import written_money

TITLE: Final = "Seats"
CLOSE: Final = "Close"
WHY: Final = "Why?"
PREVIOUS, PREVIOUS_ALOUD = "Previous", "Previous page of seats"
NEXT, NEXT_ALOUD = "Next", "Next page of seats"
BY_QUEUE: Final = "By queue"
FACTS: Final = "What was recorded"
NO_FACTS: Final = "Nothing was recorded about them."
NOBODY: Final = (
    "Nobody takes a seat yet. Make a channel a triage channel with `/desk triage #channel IT`: each human in it is an "
    "agent, and one seat, whatever the number of channels."
)
WHO_PAYS: Final = (
    "One person is one seat, whatever the number of triage channels. To free a seat, remove the person from every "
    "triage channel; it is off the bill from the next renewal on."
)
UNUSED_NAME: Final = "Seats that nobody has"
NOT_OPENED: Final = "Slack did not open the list. Please type `/desk seats` again."

_REASONS: Final[Mapping[SeatReason, str]] = {
    SeatReason.MEMBER: "A human in a triage channel sees its tickets: that is a seat.",
    SeatReason.INVITED: "Has not signed in yet, but can see the tickets from the first minute: that is a seat.",
    SeatReason.GUEST: "A guest. Any human in a triage channel is a seat.",
    SeatReason.OUTSIDER: "From another company, and an admin made them an agent: that is a seat.",
    SeatReason.ABOVE_CEILING: "An admin agreed to them above the spend ceiling: that is a seat.",
    SeatReason.UNKNOWN: "Counts.",
    SeatReason.NOT_HUMAN: "A bot is no seat.",
    SeatReason.GONE: "The account is deactivated.",
    SeatReason.NO_CHANNEL: "Is in no triage channel.",
}
_HELD: Final[Mapping[SeatReason, str]] = {
    SeatReason.OUTSIDER: "Held: from another company. No seat and no agent until an admin agrees.",
    SeatReason.ABOVE_CEILING: "Held: their seat would lift the next invoice above the spend ceiling. "
    "No seat and no agent until an admin agrees.",
}
_PENDING: Final = "Pending: Slack has not said who they are. Nobody is billed on a guess; Slack is asked again."
_KEPT_OUT: Final = "Kept out by an admin: no agent and no seat."
_NONE: Final[Mapping[SeatReason, str]] = {
    SeatReason.NOT_HUMAN: "No seat: a bot is none.",
    SeatReason.GONE: "No seat: the account is deactivated.",
}


def reason(state: SeatState, why: SeatReason) -> str:
    """Say why somebody counts, or does not."""
    match state:
        case SeatState.SEAT:
            return _REASONS[why]
        case SeatState.HELD:
            return _HELD.get(why, _HELD[SeatReason.OUTSIDER])
        case SeatState.PENDING:
            return _PENDING
        case SeatState.REFUSED:
            return _KEPT_OUT
        case _:
            return _NONE.get(why, "No seat: they are in no triage channel.")


def summary(page: SeatsPage) -> str:
    """Say how many seats there are, and how many are paid for."""
    said = [f"{_seats(page.occupied)} taken"]
    if page.paid_until is not None and page.unit is not None:
        said.append(f"{page.paid:,} in this period's bill")
    if page.held:
        said.append(f"{page.held:,} held")
    if page.pending:
        said.append(f"{page.pending:,} pending")
    return SEPARATOR.join(said)


def price(page: SeatsPage) -> str:
    """Say what a seat costs; the amounts are before tax."""
    if page.unit is None:
        return "No price is agreed, so seats are only counted."
    said = f"A seat costs {written_money(page.unit, page.locale)} for each period, before tax."
    return said if page.collects else f"{said} Nothing is collected: statements say what it comes to."


def row_mrkdwn(slack_user_id: str, state: str) -> str:
    """Lead a row with the person, and say how they count."""
    return f"<@{slack_user_id}>{SEPARATOR}{state}"


def through_mrkdwn(channels: Mapping[str, str]) -> str:
    """Say through which triage channels somebody counts; by channel, since when, empty where that was said already."""
    named = (f"<#{channel}> since {since}" if since else f"<#{channel}>" for channel, since in channels.items())
    return f"through {', '.join(named)}"


def seat_since_mrkdwn(since: str) -> str:
    """Say since when somebody has a seat."""
    return f"a seat since {since}"


def state_mrkdwn(state: SeatState) -> str:
    """Say how somebody counts who has no seat, in a word or two."""
    return {SeatState.HELD: "*held*", SeatState.PENDING: "*pending*", SeatState.REFUSED: "*kept out*"}.get(
        state, "no seat"
    )


def why_aloud(name: str) -> str:
    """Return what screen readers say of the button."""
    return f"Why {name} has a seat or none"


def page_of(first: int, last: int, total: int) -> str:
    """Say which part of the list a page is."""
    return f"{first:,} to {last:,} of {total:,}"


def queue_line(queue: QueueSeats, locale: str | None) -> str:
    """Say what a queue has of the bill."""
    if queue.key == UNUSED:
        return f"{UNUSED_NAME}{_share(queue.share, locale)}"
    return f"{queue.name}: {_people(queue.people)}{_shared(queue)}{_share(queue.share, locale)}"


def more_facts(number: int) -> str:
    """Say how many facts are older than those shown."""
    return f"{number:,} older {'fact is' if number == 1 else 'facts are'} in the ledger."


def _shared(queue: QueueSeats) -> str:
    if queue.shared == 0:
        return ""
    which = "" if queue.shared == queue.people else f"{queue.shared:,} of them "
    return f", {which}shared with another queue"


def _share(share: Money | None, locale: str | None) -> str:
    return "" if share is None else f"{SEPARATOR}{written_money(share, locale)} of the next bill, before tax"


def _seats(number: int) -> str:
    return f"{number:,} {'seat' if number == 1 else 'seats'}"


def _people(number: int) -> str:
    return f"{number:,} {'agent' if number == 1 else 'agents'}"
