"""What is said in the public thread of a ticket whose talk goes on in its requester's messages."""

from bot.domain.desk.facts import MessageFacts
from bot.views import limits
from bot.views.blocks import context, fallback, plain, sentence
from bot.views.content import Content
from bot.views.desk import sides_wording
from bot.views.desk.messages import body


def private_notice() -> Content:
    """Say, where everybody reads it, that a message became a private ticket: no key, no title, none of its words."""
    return Content(fallback(sides_wording.PRIVATE_NOTICE), [sentence(sides_wording.PRIVATE_NOTICE)])


def turned_away(words: MessageFacts, *, is_requester: bool, is_removed: bool) -> Content:
    """Tell somebody, and them alone, that what they posted in the public thread was not passed on.

    Args:
        words: What they posted; shown to them again where it was removed, so that nothing is lost.
        is_requester: Whether it is their ticket; then they are told where to write.
        is_removed: Whether Slack let the post be deleted.
    """
    text = sides_wording.turned_away(is_requester=is_requester, is_removed=is_removed)
    again = [context(plain(sides_wording.YOU_WROTE)), *body(words, limits.RICH_TEXT, quoted=True)] if is_removed else []
    return Content(fallback(text), [sentence(text), *again])
