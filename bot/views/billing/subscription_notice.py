"""What admins and billing contacts are told of the subscription itself, in a message."""

from bot.domain.billing.subscription_notices import SubscriptionNews, SubscriptionNotice
from bot.views.billing import subscription_notice_wording as wording
from bot.views.blocks import fallback, line, link, rich_text, sentence
from bot.views.content import Content


def subscription_notice(notice: SubscriptionNotice) -> Content:
    """Draw the message."""
    has_ended = notice.news is SubscriptionNews.ENDED
    to_do = wording.what_to_do(is_payable=notice.is_payable, has_ended=has_ended, is_admin=notice.is_admin)
    text = " ".join(filter(None, (_news(notice), to_do)))
    blocks = [sentence(text)]
    if notice.page_url is not None:
        blocks.append(rich_text(line(link(notice.page_url, wording.OPEN_BILL, bold=True))))
    return Content(fallback(text), blocks)


def _news(notice: SubscriptionNotice) -> str:
    match notice.news:
        case SubscriptionNews.TRIAL_ENDS:
            return wording.trial_ends(notice.at, is_payable=notice.is_payable)
        case SubscriptionNews.TRIAL_OVER:
            return wording.trial_over()
        case SubscriptionNews.ENDED:
            return wording.ended()
