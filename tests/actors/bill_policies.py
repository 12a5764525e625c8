"""Who may see seats and the bill: admins, and the billing contacts they name. Nobody changes anything by looking."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from bot.domain.desk.typed import Verb
from bot.services.billing import quotes, subscriptions
from bot.views.billing.action_ids import BillingActionId, BillingCallbackId
from bot.views.billing.quote_page import quote_page
from models.desk import Person, Ticket
from tests.actors import sent
from tests.actors.policies import ADMINS, ANYBODY, Policy, Send
from tests.actors.sent import Body, button, choice, click, command, form
from tests.actors.town import ADMIN, Town
from tests.support.billing_rows import Bill
from tests.support.desk_rows import NOON


def _with_a_bill(town: Town) -> None:
    """Have the desk pay twenty-five euros a seat and month, once."""
    with town.sessions.begin() as session:
        if subscriptions.find(session, town.desk.workspace.id) is None:
            bill = Bill(session, town.desk.workspace.id)
            bill.begins(NOON - timedelta(days=3), agents=["U0BEN"])
            bill.close(NOON - timedelta(days=1))


def _typed(text: str) -> Send:
    return lambda town, _, role: command(town, role, text)


def _pressed(action_id: BillingActionId, value: str) -> Send:
    def send(town: Town, _ticket: Ticket, role: str) -> Body:
        _with_a_bill(town)
        return click(town, role, button(action_id, value), view=sent.opened({"type": "modal", "blocks": []}))

    return send


def _chosen(action: Body) -> Send:
    def send(town: Town, _ticket: Ticket, role: str) -> Body:
        return click(town, role, action, view=sent.opened(_quote(town)))

    return send


def _quote(town: Town) -> Mapping[str, Any]:
    with town.sessions.begin() as session:
        admin = session.query(Person).filter_by(slack_user_id=town.people[ADMIN][1]).one()
        return quote_page(quotes.load_quote(session, None, reader=admin, now=NOON))


def _sent(town: Town, _: Ticket, role: str) -> Body:
    return form(town, role, _quote(town), quote__seats="7")


_VALUES: Final[Mapping[BillingActionId, str]] = {
    BillingActionId.OPEN_SEATS: "home",
    BillingActionId.OPEN_BILL: "home",
    BillingActionId.OPEN_QUOTE: "bill",
    BillingActionId.SEATS_PREVIOUS: "0",
    BillingActionId.SEATS_NEXT: "1",
    BillingActionId.WHY_SEAT: "U0BEN",
    BillingActionId.LIST_DOCUMENTS: "bill",
    BillingActionId.OLDER_DOCUMENTS: "1",
    BillingActionId.EXPLAIN_DOCUMENT: "next",
    BillingActionId.EXPLANATION_PREVIOUS: "INV-2026-0001/0",
    BillingActionId.EXPLANATION_NEXT: "INV-2026-0001/1",
}
_CHOICES: Final = (
    {"type": "number_input", "action_id": BillingActionId.QUOTE_SEATS, "block_id": "x", "value": "3"},
    choice(BillingActionId.QUOTE_PLAN, "team"),
    choice(BillingActionId.QUOTE_INTERVAL, "annual"),
    choice(BillingActionId.QUOTE_CURRENCY, "EUR"),
)

POLICIES: Final[Mapping[str, Policy]] = {
    f"/desk {Verb.SEATS}": Policy(_typed("seats"), ADMINS, changes=False),
    f"/desk {Verb.BILLING}": Policy(_typed("billing"), ADMINS, changes=False),
    f"press {BillingActionId.OPEN_BILL_PAGE}": Policy(
        _pressed(BillingActionId.OPEN_BILL_PAGE, "bill"), ANYBODY, changes=False
    ),
    f"send {BillingCallbackId.QUOTE}": Policy(_sent, ADMINS, changes=False),
    **{f"press {each}": Policy(_pressed(each, value), ADMINS, changes=False) for each, value in _VALUES.items()},
    **{f"press {each['action_id']}": Policy(_chosen(each), ADMINS, changes=False) for each in _CHOICES},
}
