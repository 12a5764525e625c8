"""A scene of the bill: an agent joins, and what that costs is told, shown and explained."""

from bot.demo.stage import DIRECT, TRIAGE, Stage
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.billing_page import NEXT
from bot.views.billing.billing_wording import SET_PRICE
from bot.views.billing.subscription_forms import TermsField
from bot.views.billing.subscription_page import THIS


def the_bill_moves(stage: Stage) -> None:
    """An agent joins, and the bill moves."""
    stage.caption("Everybody in a triage channel is a seat. Ada looks what that costs.", "ada", DIRECT)
    stage.types("ada", "billing contact add @bela", answered="")
    bill = stage.opens_page("ada", "billing")
    if SET_PRICE in bill.words:
        stage.caption("Nobody agreed on a price yet, so seats were only counted. She sets one.", "ada", DIRECT)
        stage.presses_in_form("ada", BillingActionId.OPEN_SUBSCRIPTION, "bill")
        stage.presses_in_form("ada", BillingActionId.CHANGE_TERMS, THIS)
        stage.saves("ada", {TermsField.SEAT_PRICE: "25.00"})
        stage.saves("ada", {})
    stage.leaves_forms("ada")
    case = stage.asks("rosa", "Who has the keys to the server room?")
    stage.caption("Ben needs help with that, and invites Finn.", "ben", TRIAGE, case.card)
    stage.invites("ben", TRIAGE, "finn")
    stage.opens_page("ada", "seats", naming="finn")
    stage.leaves_forms("ada")
    stage.lets_time_pass("+15m")
    stage.caption("Minutes later Finn is told what he is now, and who pays.", "finn", DIRECT)
    stage.sees_in_dm("finn", "You are an agent in #it-triage now", since=case.card)
    stage.lets_time_pass("+1h")
    stage.caption("When the hour is over, Ada gets one message about all that changed.", "ada", DIRECT)
    stage.sees_in_dm("ada", "Seats: ", since=case.card)
    stage.caption("Every amount can be explained: the rule, the days, the fraction, the facts.", "ada", DIRECT)
    stage.opens_page("ada", "billing")
    stage.presses_in_form("ada", BillingActionId.EXPLAIN_DOCUMENT, NEXT)
    stage.leaves_forms("ada")
    stage.caption("A month later the period rolls, and Bela, who takes the bills, gets it.", "bela", DIRECT)
    stage.lets_time_pass("+1month")
    stage.sees_in_dm("bela", "Statement ST-", since=case.card)
    stage.caption("Finn leaves the channel. His seat is off from the next renewal on.", "ben", TRIAGE)
    stage.leaves("finn", TRIAGE)
    stage.opens_page("ada", "seats", not_naming="finn")
    stage.leaves_forms("ada")
    stage.lets_time_pass("+1h")
    stage.lets_time_pass("+15m")
    stage.sees_in_dm("ada", "No longer: finn", since=case.card)
