"""What an agent is shown while their reply waits."""

from bot.views.desk.undo_offer import undo_offer
from tests.views.judging import dangers_of, problems_of


def test_an_offer_says_when_the_reply_leaves_and_carries_its_id() -> None:
    drawn = undo_offer(7, 10)

    [button] = drawn.blocks[1]["elements"]
    assert drawn.text == "Goes to the requester in 10 s."
    assert (button["text"]["text"], button["action_id"], button["value"]) == ("Undo", "reply.undo", "7")
    assert button["accessibility_label"] == "Take this reply back before it leaves"


def test_slack_takes_it_and_it_notifies_nobody() -> None:
    drawn = undo_offer(7, 60)

    assert (problems_of(drawn), dangers_of(drawn)) == ([], [])
