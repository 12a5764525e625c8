"""What people are told of seats, as messages, and the digest as a mail."""

from collections.abc import Mapping

from bot.domain.billing.seat_notices import SeatDigest, SeatNews, SeatNotice
from bot.domain.desk.characters import one_line
from bot.views.billing import seat_notice_wording as wording
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.document_message import Letter
from bot.views.blocks import actions, button, context, fallback, line, plain, rich_text, sentence, words
from bot.views.content import Content
from bot.views.desk.messages import display_name

_SAID = {
    SeatNews.AGENT: wording.agent,
    SeatNews.INVITER: wording.inviter,
    SeatNews.TAKEN_BACK: wording.taken_back,
}


def seat_notice(notice: SeatNotice) -> Content:
    """Draw what one person is told."""
    said = one_line(_SAID[notice.news](notice))
    return Content(fallback(said), [rich_text(line(words(said)))])


def seat_digest(digest: SeatDigest, names: Mapping[str, str], locale: str | None) -> Content:
    """Draw what admins and billing contacts are told of a settle window.

    Args:
        digest: what changed, and what it costs.
        names: of people, by Slack id.
        locale: of the reader, as Slack names it.
    """
    said = _lines(digest, names, locale)
    row = [
        button(wording.SEATS, BillingActionId.OPEN_SEATS, "digest", spoken=wording.SEATS_ALOUD),
        button(wording.BILLING, BillingActionId.OPEN_BILL, "digest", spoken=wording.BILLING_ALOUD),
    ]
    blocks = [
        sentence(wording.counts(digest), strong=wording.counts(digest)),
        rich_text(*(line(words(each)) for each in said)),
        actions("digest", row),
        context(plain(wording.YOU_GET_THIS)),
    ]
    return Content(fallback(" ".join((wording.counts(digest), *said))), blocks)


def seat_letter(digest: SeatDigest, names: Mapping[str, str], locale: str | None) -> Letter:
    """Write the digest as a mail."""
    text = "\n".join((wording.counts(digest), *_lines(digest, names, locale)))
    return Letter(wording.subject(digest), f"{text}\n")


def _lines(digest: SeatDigest, names: Mapping[str, str], locale: str | None) -> list[str]:
    shown = {user: display_name(name) for user, name in names.items()}
    return [*wording.changed(digest, shown), *wording.money(digest, locale)]
