"""What an agent is shown, alone, while their reply can still be taken back."""

from bot.views.blocks import actions, button, fallback, sentence
from bot.views.content import Content
from bot.views.desk import undo_wording
from bot.views.desk.action_ids import ActionId


def undo_offer(message_id: int, seconds: int) -> Content:
    """Draw the button that takes a reply back.

    Args:
        message_id: The reply, which the button carries.
        seconds: In how many seconds it leaves, at least one.
    """
    said = undo_wording.leaves_in(seconds)
    undo = button(undo_wording.UNDO, ActionId.UNDO_REPLY, str(message_id), spoken=undo_wording.UNDO_ALOUD)
    return Content(fallback(said), [sentence(said), actions("reply/undo", [undo])])
