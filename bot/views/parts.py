"""How several wings draw on one surface: each hands over a part, and the desk's view lays them out."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.content import Block


@dataclass(frozen=True)
class Part:
    """What one wing adds to the triage card. Other people's text in it is `plain_text`, never `mrkdwn`.

    Attributes:
        fields: Text objects, shown after the desk's own facts. Ten fit in all.
        buttons: Elements of the row of buttons, after the desk's own; not on a closed ticket. 25 fit in all.
        context: Text objects of the line at the foot. Ten fit in all.
    """

    fields: Sequence[Block] = ()
    buttons: Sequence[Block] = ()
    context: Sequence[Block] = ()
