"""What somebody reads who invited the bot, and the form that makes a triage channel."""

import pytest

from bot.domain.desk.facts import QueueChoice
from bot.domain.desk.invitations import InvitationAnswer
from bot.domain.desk.pauses import PauseReason
from bot.views.desk import channel_wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.desk.invitations import (
    MOST_NAMED,
    NEW_QUEUE,
    InvitationFacts,
    TriageField,
    TriageFormFacts,
    greeting,
    invitation_answer,
    triage_form,
)
from tests.views.judging import every_object

QUEUES = [QueueChoice(1, "IT", "Computers"), QueueChoice(2, "HR", "People")]


def action_ids(blocks: object) -> list[str]:
    return [found["action_id"] for found in every_object(blocks) if "action_id" in found]


def form(**facts: object) -> TriageFormFacts:
    columns = {"slack_channel_id": "C0HR", "channel": "#hr", "agents": ["U1"], "queues": QUEUES, "suggested_key": "HR"}
    columns |= {"foreseen": ["1 new seat, 3 in all."]}
    return TriageFormFacts(**{**columns, **facts})  # type: ignore[arg-type]  # a test names some of them


def test_a_private_channel_is_for_requests_or_for_triage() -> None:
    content = invitation_answer(InvitationAnswer.ASK_ROLE, InvitationFacts("#hr", QUEUES))

    assert action_ids(list(content.blocks)) == [
        ActionId.CHOOSE_REQUESTS,
        ActionId.CHOOSE_TRIAGE,
        ActionId.DECIDE_LATER,
    ]
    assert "#hr" in content.text


def test_every_queue_that_can_take_requests_is_offered() -> None:
    content = invitation_answer(InvitationAnswer.ASK_QUEUE, InvitationFacts("#help", QUEUES))

    [menu] = [found for found in every_object(list(content.blocks)) if found.get("type") == "static_select"]
    assert [option["value"] for option in menu["options"]] == ["1", "2"]


@pytest.mark.parametrize("answer", [InvitationAnswer.TRIAGE_FIRST, InvitationAnswer.ADMIN_NEEDED])
def test_who_cannot_choose_is_told_what_to_do(answer: InvitationAnswer) -> None:
    content = invitation_answer(answer, InvitationFacts("#help", []))

    assert action_ids(list(content.blocks)) == []
    assert "/desk request #help IT" in content.text


def test_a_channel_reads_for_which_queue_its_messages_are() -> None:
    assert "Computers (IT)" in greeting("IT", "Computers").text
    assert "for IT, and" in greeting("IT", "IT").text


def test_the_form_proposes_a_new_queue_beside_the_free_ones() -> None:
    view = triage_form(form())

    assert (view["callback_id"], view["private_metadata"]) == (CallbackId.TRIAGE_CHANNEL, "C0HR")
    [menu] = [found for found in every_object(view["blocks"]) if found.get("type") == "static_select"]
    assert [option["value"] for option in menu["options"]] == [NEW_QUEUE, "1", "2"]
    assert menu["initial_option"]["value"] == NEW_QUEUE


def test_without_a_free_queue_there_is_nothing_to_choose() -> None:
    view = triage_form(form(queues=[]))

    assert [block["block_id"] for block in view["blocks"] if "block_id" in block] == [TriageField.KEY, TriageField.NAME]


def test_the_form_names_so_many_agents_and_counts_the_rest() -> None:
    view = triage_form(form(agents=[f"U{number}" for number in range(MOST_NAMED + 5)]))

    named = [found["user_id"] for found in every_object(view["blocks"]) if found.get("type") == "user"]
    assert len(named) == MOST_NAMED
    assert "and 5 more" in str(view["blocks"])
    assert f"{MOST_NAMED + 5} people are in #hr" in str(view["blocks"])


@pytest.mark.parametrize("reason", PauseReason)
def test_every_pause_says_how_to_end_it(reason: PauseReason) -> None:
    told = channel_wording.channel_paused("#it-triage", "IT", reason)

    assert "Nothing is lost" in told
    assert any(remedy in told for remedy in ("/desk triage #it-triage IT", "/invite", "End the sharing"))
