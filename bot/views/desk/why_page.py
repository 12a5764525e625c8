"""Why something is a ticket, or is none: the answer to `/desk why` and to the shortcut on a message."""

from bot.domain.desk.reasons import Reason
from bot.views import forms
from bot.views.blocks import fallback, sentence
from bot.views.content import Content
from bot.views.desk import why_wording
from bot.views.desk.messages import display_name
from bot.views.forms import View


def why_ticket(reason: Reason) -> Content:
    """Draw why a ticket is one, for who typed its key."""
    key = reason.ticket_key or ""
    said = [why_wording.is_ticket(key), *_lines(reason)]
    return Content(fallback(" ".join(said)), [sentence(" ".join(said), strong=key)])


def why_message(reason: Reason) -> View:
    """Draw why a message is a ticket or is none, as a modal."""
    blocks = [sentence(_head(reason), strong=reason.ticket_key or ""), sentence(" ".join(_lines(reason)))]
    if not reason.is_ticket and reason.ground not in why_wording.FOR_GOOD:
        blocks.append(sentence(why_wording.how_to(reason.create_emoji)))
    return forms.modal(why_wording.TITLE, blocks, close=why_wording.CLOSE)


def _head(reason: Reason) -> str:
    if reason.ticket_key is not None:
        return why_wording.belongs(reason.ticket_key)
    return why_wording.HIDDEN if reason.is_ticket else why_wording.NONE


def _lines(reason: Reason) -> list[str]:
    """Return what there is to say of a reason, a sentence each."""
    lines = [why_wording.REASONS[reason.ground]]
    if reason.asked_by is not None:
        lines.append(why_wording.asked_by(display_name(reason.asked_by.name)))
    if reason.closed_key is not None:
        lines.append(why_wording.follows(reason.closed_key))
    if reason.joined:
        lines.append(why_wording.joined(reason.joined))
    return lines
