"""Who may change the subscription: admins alone. Billing contacts look."""

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import Collect, Terms
from bot.views.billing.action_ids import BillingActionId, BillingCallbackId
from bot.views.billing.subscription_forms import SubscriptionField, TermsField, contacts_form, terms_form
from bot.views.billing.subscription_page import THIS
from models.desk import Ticket
from tests.actors.policies import ADMINS, Policy, settings_button
from tests.actors.sent import Body, form
from tests.actors.town import ADMIN, Town


def _pressed(action_id: BillingActionId) -> Policy:
    return Policy(settings_button(action_id, THIS), ADMINS, changes=False)


def _named(field: str) -> str:
    return field.replace(".", "__")


def _asked(town: Town, _: Ticket, role: str) -> Body:
    return form(town, role, terms_form(Terms()), **{_named(TermsField.PREPAID): "5"})


def _confirmed(town: Town, ticket: Ticket, role: str) -> Body:
    """Confirm terms that the subscription did not have yet: more seats each time."""
    wanted = Terms(collect=Collect.MANUAL, plan=Plan.PROFESSIONAL, prepaid_seats=ticket.id)
    return form(town, role, _page(BillingCallbackId.CONFIRM_TERMS, json.dumps(wanted.to_json())))


def _cancelled(town: Town, ticket: Ticket, role: str) -> Body:
    """Type CANCEL where something is collected."""
    town.dispatch(_confirmed(town, ticket, ADMIN))
    page = _page(BillingCallbackId.CANCEL_SUBSCRIPTION)
    return form(town, role, page, **{_named(SubscriptionField.CANCEL): "CANCEL"})


def _page(callback_id: BillingCallbackId, private_metadata: str = "") -> Mapping[str, Any]:
    return {"type": "modal", "blocks": [], "callback_id": callback_id, "private_metadata": private_metadata}


def _contacts(town: Town, _: Ticket, role: str) -> Body:
    people = {"selected_users": ["U0MAX"]}
    return form(town, role, contacts_form([]), **{_named(SubscriptionField.CONTACTS): people})


POLICIES: Final[Mapping[str, Policy]] = {
    **{
        f"press {each}": _pressed(each)
        for each in (
            BillingActionId.OPEN_SUBSCRIPTION,
            BillingActionId.CHANGE_TERMS,
            BillingActionId.TAKE_TERMS_BACK,
            BillingActionId.OPEN_CANCEL,
            BillingActionId.UNDO_CANCEL,
            BillingActionId.OPEN_CONTACTS,
        )
    },
    f"send {BillingCallbackId.TERMS}": Policy(_asked, ADMINS, changes=False),
    f"send {BillingCallbackId.CONFIRM_TERMS}": Policy(_confirmed, ADMINS),
    f"send {BillingCallbackId.CANCEL_SUBSCRIPTION}": Policy(_cancelled, ADMINS),
    f"send {BillingCallbackId.CONTACTS}": Policy(_contacts, ADMINS),
}
"""Every line, by what is sent."""
