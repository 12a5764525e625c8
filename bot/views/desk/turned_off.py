"""The answer that says that a channel is off, with the way back."""

from collections.abc import Sequence

from bot.views.blocks import actions, button
from bot.views.content import Content
from bot.views.desk import answers, channel_wording
from bot.views.desk.action_ids import ActionId, turned_off_value


def turned_off(lines: Sequence[str], slack_channel_id: str, entry_id: int | None) -> Content:
    """Say what turning a channel off changed; `entry_id` names what there is to undo, None where nothing changed."""
    said = answers.changes(lines)
    if entry_id is None:
        return said
    value = turned_off_value(slack_channel_id, entry_id)
    undo = button(channel_wording.UNDO, ActionId.TURN_CHANNEL_ON_AGAIN, value, spoken=channel_wording.UNDO_ALOUD)
    return Content(said.text, [*said.blocks, actions("channel/off", [undo])])
