"""What people are told of seats."""

from dataclasses import replace

import pytest

from bot.domain.billing.money import Money
from bot.domain.billing.seat_notices import SeatDigest, SeatNews, SeatNotice
from bot.views.billing.seat_notice import seat_digest, seat_letter, seat_notice
from tests.support.billing_rows import on
from tests.views.hostile import HOSTILE
from tests.views.judging import every_string, is_live, problems_of

NOTICE = SeatNotice(SeatNews.AGENT, [], "#it-triage", "Rosa", "Acme", is_priced=True)
DIGEST = SeatDigest(
    count_before=3,
    count=5,
    came=("U0BEN", "U0NEW", "U0CARA"),
    left=("U0ADA",),
    charged=Money(2580, "EUR"),
    is_priced=True,
    collects=True,
    upcoming=Money(12500, "EUR"),
    upcoming_at=on(2, 1),
)
NAMES = {"U0BEN": "Ben", "U0CARA": "Cara", "U0ADA": "Ada"}


def test_the_agent_hears_who_invited_them_and_who_pays() -> None:
    assert seat_notice(NOTICE).text == (
        "You are an agent in #it-triage now: Rosa invited you. You see the tickets of that channel and can work them. "
        "You take one seat of Acme's subscription, whatever the number of channels; the company pays. You pay nothing."
    )
    assert problems_of(seat_notice(NOTICE)) == []


def test_who_invited_several_hears_of_all_of_them() -> None:
    text = seat_notice(replace(NOTICE, news=SeatNews.INVITER, names=["Ben", "Cara"], inviter=None)).text

    assert text.startswith("Ben and Cara are agents in #it-triage now, because you invited them. Each of them takes")


def test_who_was_an_agent_by_mistake_hears_that_it_was_taken_back() -> None:
    assert "What your seat cost was taken back." in seat_notice(replace(NOTICE, news=SeatNews.TAKEN_BACK)).text


def test_without_a_price_no_money_is_spoken_of() -> None:
    assert "no price is agreed" in seat_notice(replace(NOTICE, is_priced=False)).text
    assert "only counted" in seat_digest(replace(DIGEST, is_priced=False), NAMES, None).text


def test_the_digest_says_old_and_new_count_who_what_now_and_what_next() -> None:
    content = seat_digest(DIGEST, NAMES, "de-DE")

    assert content.text == (
        "Seats: 3 before, 5 now. New: Ben, Someone and Cara. No longer: Ada. Charged now: 25,80\N{NO-BREAK SPACE}€ for "
        "the rest of this period, before tax. The next invoice, on 1 February 2026, comes to "
        "125,00\N{NO-BREAK SPACE}€ as things stand."
    )
    assert problems_of(content) == []
    assert seat_letter(DIGEST, NAMES, None).subject == "Deskbell: 3 seats before, 5 now"


@pytest.mark.parametrize(
    ("charged", "words"),
    [(None, "Nothing is charged for it now."), (Money(-1290, "EUR"), "Taken back: €12.90, before tax.")],
)
def test_nothing_and_less_than_nothing_are_said(charged: Money | None, words: str) -> None:
    assert words in seat_digest(replace(DIGEST, charged=charged), NAMES, None).text


def test_a_digest_is_kept_as_it_was() -> None:
    assert SeatDigest.from_json(DIGEST.to_json()) == DIGEST


@pytest.mark.parametrize("name", HOSTILE)
def test_names_do_no_harm(name: str) -> None:
    many = [replace(NOTICE, news=SeatNews.INVITER, names=[name] * 20, channel=f"#{name}", company=name)]
    contents = [*map(seat_notice, many), seat_digest(DIGEST, dict.fromkeys(NAMES, name), None)]

    assert [problems_of(content) for content in contents] == [[], []]
    assert not [text for content in contents for text in every_string(list(content.blocks)) if is_live(text)]
