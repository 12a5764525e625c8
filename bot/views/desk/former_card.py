"""What is left of a ticket in a channel it has moved away from: nothing but where it went."""

from bot.domain.desk.characters import one_line
from bot.views.blocks import fallback, sentence
from bot.views.content import Content
from bot.views.desk import move_wording


def former_card(former_key: str, key: str, queue_name: str) -> Content:
    """Draw a card whose ticket moved: its readers may not see the ticket any more, so neither title nor text."""
    text = move_wording.moved(former_key, key, one_line(queue_name))
    return Content(fallback(text), [sentence(text, strong=former_key)])


def former_note(queue_name: str) -> Content:
    """Draw the last message of such a card's thread."""
    text = move_wording.thread_ended(one_line(queue_name))
    return Content(fallback(text), [sentence(text)])
