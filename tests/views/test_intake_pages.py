"""The form that is offered for a message, and the answer to the question why."""

from dataclasses import replace

import pytest

from bot.domain.desk.facts import PersonFacts, QueueChoice
from bot.domain.desk.intake_rules import MAKES_TICKET, IntakeRule
from bot.domain.desk.reasons import Circumstance, Reason
from bot.views.blocks import sentence
from bot.views.content import Content
from bot.views.desk import why_wording
from bot.views.desk.action_ids import ticket_id_of
from bot.views.desk.intake_page import confirmation_with_teams, form_offer, offered_words
from bot.views.desk.why_page import why_message, why_ticket

MADE = Reason(IntakeRule.EMOJI, is_ticket=True, ticket_key="IT-1", create_emoji="ticket")
LEFT = Reason(IntakeRule.GREETING, is_ticket=False, ticket_key=None, create_emoji="sos")


@pytest.mark.parametrize("text", ["", "My VPN is down", "line\nline", "x" * 5000, "\N{GRINNING FACE}" * 2500])
def test_a_button_brings_the_words_back_or_as_many_as_fit(text: str) -> None:
    offer = form_offer(text)

    value = offer.blocks[-1]["elements"][0]["value"]
    assert 0 < len(value.encode("utf-16-le")) // 2 <= 2000
    assert text.startswith(offered_words(value).removesuffix("…"))
    assert bool(offered_words(value)) is bool(text)


def test_an_offer_quotes_nothing_where_others_could_mistake_it_for_deskbells_words() -> None:
    offer = form_offer("<!channel> *free* pizza")

    assert "pizza" not in offer.text
    assert "pizza" not in str(offer.blocks[0])


def test_a_confirmation_offers_the_other_teams_by_name() -> None:
    teams = [QueueChoice(7, "HR", "People & <b>Culture</b>"), QueueChoice(9, "OPS", "Operations")]

    drawn = confirmation_with_teams(3, Content("IT-3 opened.", [sentence("IT-3 opened.")]), teams)

    chooser = drawn.blocks[-1]["elements"][0]
    assert drawn.text == "IT-3 opened."
    assert ticket_id_of(drawn.blocks[-1]["block_id"]) == 3
    assert [(each["text"]["text"], each["value"]) for each in chooser["options"]] == [
        ("People & <b>Culture</b>", "7"),
        ("Operations", "9"),
    ]
    assert all(each["text"]["type"] == "plain_text" for each in chooser["options"])


def test_every_ground_has_its_words() -> None:
    assert set(why_wording.REASONS) == {*IntakeRule, *Circumstance}


def test_a_ticket_says_what_made_it_who_asked_and_what_joined() -> None:
    ben = PersonFacts(slack_user_id="U0BEN", name="Ben")

    said = why_ticket(replace(MADE, asked_by=ben, joined=2)).text

    assert said.startswith("IT-1 is a ticket. Somebody put the ticket emoji on it.")
    assert "Ben asked for it. 2 more messages joined it." in said


def test_a_message_that_was_left_alone_says_how_to_make_it_a_ticket() -> None:
    drawn = str(why_message(LEFT)["blocks"])

    assert "opened no ticket" in drawn
    assert "It only says hello." in drawn
    assert ":sos:" in drawn


@pytest.mark.parametrize("ground", sorted(why_wording.FOR_GOOD))
def test_nobody_is_told_to_do_what_does_not_help(ground: IntakeRule | Circumstance) -> None:
    assert ":sos:" not in str(why_message(replace(LEFT, ground=ground))["blocks"])


def test_a_hidden_ticket_is_not_named() -> None:
    drawn = str(why_message(replace(MADE, ticket_key=None))["blocks"])

    assert "This message became a ticket." in drawn
    assert "IT-" not in drawn


def test_rules_that_leave_a_message_alone_are_not_among_those_that_make_a_ticket() -> None:
    assert IntakeRule.GROUPED not in MAKES_TICKET
    assert not MAKES_TICKET & {IntakeRule.GREETING, IntakeRule.SKIP_MARK, IntakeRule.FORM_CHANNEL}
