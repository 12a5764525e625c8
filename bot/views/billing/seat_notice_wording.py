"""Words of what people are told of seats."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.billing.seat_notices import SeatDigest, SeatNotice
from bot.views.billing.billing_wording import written_day
from bot.views.money import written_money

SEATS, SEATS_ALOUD = "Seats", "Open the list of seats"
BILLING, BILLING_ALOUD = "Billing", "Open the bill as it stands"
MOST_NAMED: Final = 8
YOU_GET_THIS: Final = "You get this as an admin or billing contact, once for everything that changes within a while."
SOMEONE: Final = "Someone"


def agent(notice: SeatNotice) -> str:
    """Tell somebody that they are an agent now."""
    by = f": {notice.inviter} invited you" if notice.inviter else ""
    return (
        f"You are an agent in {notice.channel} now{by}. You see the tickets of that channel and can work them. "
        f"{_who_pays(notice, 'You take')} You pay nothing."
    )


def inviter(notice: SeatNotice) -> str:
    """Tell somebody what their invitation did."""
    who, are = _names(notice.names), "is an agent" if len(notice.names) == 1 else "are agents"
    taken = "That takes" if len(notice.names) == 1 else "Each of them takes"
    return (
        f"{who} {are} in {notice.channel} now, because you invited them. {_who_pays(notice, taken)} Its admins and "
        "billing contacts are told. If it was a mistake, remove them from the channel soon."
    )


def taken_back(notice: SeatNotice) -> str:
    """Tell somebody that they are no agent after all."""
    back = " What your seat cost was taken back." if notice.is_priced else ""
    return (
        f"{notice.channel} is no triage channel after all, so you are no agent there any more and take no seat.{back}"
    )


def counts(digest: SeatDigest) -> str:
    """Say how many seats there were and are."""
    return f"Seats: {digest.count_before:,} before, {digest.count:,} now."


def changed(digest: SeatDigest, names: Mapping[str, str]) -> list[str]:
    """Say who came and who left; `names` are by Slack id."""
    said = []
    if digest.came:
        said.append(f"New: {_names([names.get(user, SOMEONE) for user in digest.came])}.")
    if digest.left:
        said.append(f"No longer: {_names([names.get(user, SOMEONE) for user in digest.left])}.")
    return said


def money(digest: SeatDigest, locale: str | None) -> list[str]:
    """Say what it costs now and with the next document; without a price, that seats are counted."""
    if not digest.is_priced:
        return ["No price is agreed, so seats are only counted."]
    return [_now(digest, locale), *_next(digest, locale)]


def subject(digest: SeatDigest) -> str:
    """Return the subject of the mail."""
    return f"Deskbell: {digest.count_before:,} seats before, {digest.count:,} now"


def _now(digest: SeatDigest, locale: str | None) -> str:
    if digest.charged is None:
        return "Nothing is charged for it now."
    if digest.charged.minor < 0:
        return f"Taken back: {written_money(-digest.charged, locale)}, before tax."
    how = "Charged now" if digest.collects else "Stated now"
    return f"{how}: {written_money(digest.charged, locale)} for the rest of this period, before tax."


def _next(digest: SeatDigest, locale: str | None) -> list[str]:
    if digest.upcoming is None or digest.upcoming_at is None:
        return []
    paper = "invoice" if digest.collects else "statement"
    total = written_money(digest.upcoming, locale)
    return [f"The next {paper}, on {written_day(digest.upcoming_at)}, comes to {total} as things stand."]


def _who_pays(notice: SeatNotice, takes: str) -> str:
    if not notice.is_priced:
        return f"{takes} one seat of {notice.company}'s subscription, which are only counted: no price is agreed."
    return f"{takes} one seat of {notice.company}'s subscription, whatever the number of channels; the company pays."


def _names(names: Sequence[str]) -> str:
    """Return names as in a sentence: the first ones, and how many more there are."""
    shown, rest = list(names[:MOST_NAMED]), len(names) - MOST_NAMED
    if rest > 0:
        return f"{', '.join(shown)} and {rest:,} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
