"""The shortest whole way: a message becomes a ticket that an agent answers."""

from bot.views.desk.action_ids import ActionId
from tests.support.desk import Desk, only


def test_a_message_becomes_one_ticket_with_a_card_and_a_confirmation(it_desk: Desk) -> None:
    rosa = it_desk.actor("rosa")
    post = rosa.post("it-help", "The *VPN* drops every hour\n> since the update")
    it_desk.settle()
    card = only(it_desk.cards())
    assert "IT-1" in card.text
    assert "drops every hour" in str(card.raw["blocks"])
    root, confirmation = rosa.thread("it-help", post)
    assert root.ts == post.ts
    assert "IT-1" in confirmation.text
    assert it_desk.parked() == []


def test_an_agent_claims_answers_and_resolves_and_the_requester_reopens_by_replying(it_desk: Desk) -> None:
    rosa, ben = it_desk.actor("rosa"), it_desk.actor("ben")
    post = rosa.post("it-help", "My laptop will not start")
    it_desk.settle()
    card = only(it_desk.cards())
    assert ben.click(card, ActionId.CLAIM_TICKET).status == 200
    it_desk.settle()
    ben.post("it-triage", "Hold the power button for _ten_ seconds", thread=card)
    ben.post("it-triage", ":lock: probably the battery again", thread=card)
    rosa.post("it-help", "That helped!", thread=post)
    it_desk.settle()
    heard = [message.text for message in rosa.thread("it-help", post)]
    assert any("ten" in text for text in heard)
    assert not any("battery" in text for text in heard)
    assert any("That helped!" in message.text for message in ben.thread("it-triage", card))
    ben.click(card, ActionId.RESOLVE_TICKET)
    it_desk.settle()
    assert "resolved" in rosa.thread("it-help", post)[-1].text.lower()
    rosa.post("it-help", "It broke again, can you look?", thread=post)
    it_desk.settle()
    assert "In progress" in str(only(it_desk.cards()).raw["blocks"])
    assert it_desk.parked() == []
