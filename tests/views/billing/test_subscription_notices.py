"""What admins and billing contacts are told of the subscription: when, what follows, and what they can do."""

from datetime import UTC, datetime

import pytest

from bot.domain.billing.subscription_notices import SubscriptionNews, SubscriptionNotice
from bot.views.billing.subscription_notice import subscription_notice
from tests.views.judging import problems_of

ENDS = datetime(2026, 1, 15, 9, tzinfo=UTC)
PAGE = "https://desk.example.com/billing/token"


@pytest.mark.parametrize(
    ("notice", "text"),
    [
        (
            SubscriptionNotice(SubscriptionNews.TRIAL_ENDS, ENDS, is_payable=False, page_url=PAGE, is_admin=True),
            (
                "Deskbell's trial ends on 15 January 2026. Without a way to pay the desk can then only be read; "
                "nothing is charged and nothing is lost. Say whom invoices are made out to in `/desk settings`, under "
                "Subscription, or give a card."
            ),
        ),
        (
            SubscriptionNotice(SubscriptionNews.TRIAL_ENDS, ENDS, is_payable=True, page_url=None, is_admin=True),
            "Deskbell's trial ends on 15 January 2026. Then the first period begins, with its invoice.",
        ),
        (
            SubscriptionNotice(SubscriptionNews.TRIAL_OVER, ENDS, is_payable=False, page_url=None, is_admin=False),
            (
                "Deskbell's trial is over, and there is no way to pay yet. Everything can be read and nothing changed; "
                "what people ask is still kept. An admin can see to that in `/desk settings`, under Subscription."
            ),
        ),
        (
            SubscriptionNotice(SubscriptionNews.ENDED, ENDS, is_payable=False, page_url=None, is_admin=True),
            (
                "Deskbell's subscription has ended, as it was cancelled. Everything can be read and nothing changed; "
                "what people ask is still kept. Nothing is deleted. To go on, choose Keep it in `/desk settings`, "
                "under Subscription."
            ),
        ),
    ],
)
def test_news_says_what_follows_and_what_to_do(notice: SubscriptionNotice, text: str) -> None:
    message = subscription_notice(notice)

    assert message.text == text
    assert problems_of(message) == []
    assert (PAGE in str(message.blocks)) is (notice.page_url is not None)
