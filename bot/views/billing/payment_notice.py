"""What people are told of payments: a message in Slack with a way to act, and a mail."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from bot.domain.billing.payment_facts import PaymentFacts, Said
from bot.views.billing import payment_wording as wording
from bot.views.billing.document_message import Letter
from bot.views.blocks import context, fallback, line, link, plain, rich_text, sentence, words
from bot.views.content import Content
from bot.views.money import written_money

ACTS: Final = frozenset(Said) - {Said.REINSTATED, Said.CHANGE_MADE}
"""After these there is something to do."""


def payment_notice(facts: PaymentFacts) -> Content:
    """Draw the message."""
    text = " ".join(_sentences(facts))
    blocks = [sentence(text)]
    ways = list(_ways(facts))
    if ways:
        pieces = [piece for label, url in ways for piece in (words("  "), link(url, label, bold=True))]
        blocks.append(rich_text(line(*pieces[1:])))
    elif facts.said in ACTS:
        blocks.append(context(plain(wording.WITHOUT_PAGES)))
    return Content(fallback(text), blocks)


def payment_letter(facts: PaymentFacts) -> Letter:
    """Write the mail."""
    ways = [f"{label}: {url}" for label, url in _ways(facts)]
    return Letter(wording.subject(facts.number or ""), "\n\n".join([*_sentences(facts), *ways]) + "\n")


def _ways(facts: PaymentFacts) -> Iterator[tuple[str, str]]:
    """Yield what can be done, and where."""
    if facts.confirm_url is not None and facts.said in {Said.CONFIRM, Said.CHANGE_CONFIRM}:
        yield wording.CONFIRM, facts.confirm_url
    if facts.page_url is not None and facts.said in ACTS:
        yield wording.OPEN_BILL, facts.page_url


def _sentences(facts: PaymentFacts) -> Iterator[str]:
    number, amount = facts.number or "", "" if facts.amount is None else written_money(facts.amount, facts.locale)
    yield _SAID[facts.said](facts, number, amount)
    if facts.suspends_at is not None and facts.said in {Said.FAILED, Said.REMINDED, Said.CONFIRM}:
        yield wording.will_suspend(_day(facts.suspends_at))


def _failed(facts: PaymentFacts, number: str, amount: str) -> str:
    why = wording.reason(facts.failure_code)
    if facts.next_at is None:
        return wording.failed_last(number, amount, why)
    return wording.failed(number, amount, why, _day(facts.next_at))


def _reminded(facts: PaymentFacts, number: str, amount: str) -> str:
    return wording.reminded(number, amount, "" if facts.due_on is None else facts.due_on.isoformat())


_SAID: Final[dict[Said, Callable[[PaymentFacts, str, str], str]]] = {
    Said.FAILED: _failed,
    Said.REMINDED: _reminded,
    Said.CONFIRM: lambda _facts, number, amount: wording.confirm(number, amount),
    Said.SUSPENDED: lambda _facts, number, amount: wording.suspended(number, amount),
    Said.REINSTATED: lambda _facts, number, _amount: wording.reinstated(number),
    Said.PAID_TWICE: lambda _facts, number, amount: wording.paid_twice(number, amount),
    Said.CHANGE_MADE: lambda _facts, _number, amount: wording.change_made(amount),
    Said.CHANGE_FAILED: lambda facts, _number, amount: wording.change_failed(
        amount, wording.reason(facts.failure_code)
    ),
    Said.CHANGE_CONFIRM: lambda _facts, _number, amount: wording.change_confirm(amount),
}


def _day(at: datetime) -> str:
    return at.date().isoformat()
