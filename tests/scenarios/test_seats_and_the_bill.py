"""What people see of seats and the bill: an agent joins, the bill moves, and every line says why, over both ways in."""

from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.explanation_wording import TIMES
from sandbox.actor import Actor
from sandbox.seen import View
from tests.support.billing_desk import OPS, begin_to_bill
from tests.support.billing_rows import on
from tests.support.desk import Desk, expect


def modal_of(person: Actor) -> View:
    modal = person.modal
    assert modal is not None
    return modal


def test_an_agent_joins_and_the_bill_moves(desk: Desk) -> None:
    billed = begin_to_bill(desk, on(1, 1, year=2027), "ben")
    ada, ben, cara = (desk.actor(name) for name in ("ada", "ben", "cara"))
    billed.close(on(1, 16, 9, year=2027))
    heard = {person.id: len(person.dm()) for person in (ada, ben, cara)}

    ben.invite(OPS, "cara")
    desk.settle()
    billed.close(on(1, 16, 9, 5, year=2027))
    assert "You are an agent in #ops now: ben invited you." in cara.dm()[-1].text
    assert "cara is an agent in #ops now, because you invited them." in ben.dm()[-1].text
    assert len(ada.dm()) == heard[ada.id]

    billed.close(on(1, 16, 10, 10, year=2027))
    digest = ada.dm()[-1]
    assert len(ada.dm()) == heard[ada.id] + 1
    for words in (
        "Seats: 2 before, 3 now.",
        "New: cara.",
        "Charged now: €12.90",
        "on 1 February 2027, comes to €75.00",
    ):
        assert words in digest.text
    ada.click(digest, BillingActionId.OPEN_BILL)
    assert "INV-2027-0002 · invoice · 16 January 2027 · €12.90 · open" in modal_of(ada).words.replace("*", "")
    ada.click_in_modal(BillingActionId.EXPLAIN_DOCUMENT, value="INV-2027-0002")
    explained = modal_of(ada).words
    assert f"€25.00 {TIMES} 16/31 days = 12.903225…, rounded once to €12.90." in explained
    assert "16 of the period's 31 days: 16 January 2027 to 31 January 2027, both included." in explained
    assert f", invited by <@{ben.id}>" in explained


def test_the_list_of_seats_says_why(desk: Desk) -> None:
    begin_to_bill(desk, on(1, 1, year=2027), "ben")
    ada, ben = desk.actor("ada"), desk.actor("ben")
    expect(ben.command("/desk", "seats"), "Only billing contacts and desk admins can see that.")

    assert ada.command("/desk", "seats").status == 200
    seats = modal_of(ada)
    assert seats.title == "Seats"
    assert "2 seats taken" in seats.words
    ada.click_in_modal(BillingActionId.WHY_SEAT, value=ben.id)

    assert f"<@{ben.id}> came into <#" in modal_of(ada).words
    assert "a member of your company" in modal_of(ada).words


def test_the_quote_follows_every_choice_and_keeps_what_was_typed(desk: Desk) -> None:
    begin_to_bill(desk, on(1, 1, year=2027), "ben", "cara")
    ada, ben = desk.actor("ada"), desk.actor("ben")
    expect(ada.command("/desk", f"billing contact add <@{ben.id}>"), "is a billing contact now")
    assert ben.command("/desk", "billing quote").status == 200
    assert "€75.00 a month" in modal_of(ben).words

    ben.choose_in_modal(BillingActionId.QUOTE_SEATS, "2")
    assert "3 people take a seat now." in modal_of(ben).words
    ben.choose_in_modal(BillingActionId.QUOTE_PLAN, Plan.PROFESSIONAL)
    ben.choose_in_modal(BillingActionId.QUOTE_INTERVAL, Interval.ANNUAL)
    ben.choose_in_modal(BillingActionId.QUOTE_CURRENCY, "USD")

    shown = modal_of(ben)
    assert "$1,000.00 a year" in shown.words
    assert "$200.00 less" in shown.words
    assert shown.values[BillingActionId.QUOTE_SEATS][BillingActionId.QUOTE_SEATS]["value"] == "2"
    ben.submit({BillingActionId.QUOTE_SEATS: "10"})
    assert "$5,000.00 a year" in modal_of(ben).words
