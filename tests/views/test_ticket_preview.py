"""Previews of links to tickets: what they show, and that nobody's words come alive in them."""

import pytest

from bot.views.blocks import fallback
from bot.views.content import Content
from bot.views.desk.ticket_preview import neutral_preview, ticket_preview
from tests.views.hostile import HOSTILE
from tests.views.judging import dangers_of, every_string, problems_of
from tests.views.samples import BEN, make_ticket


def test_a_preview_shows_key_title_status_priority_and_assignee() -> None:
    blocks = ticket_preview(make_ticket(assignee=BEN))

    said = list(every_string(list(blocks)))
    assert {"IT-42", " VPN drops every hour", "Priority: Normal", "Assignee: Ben Okafor"} <= set(said)
    assert any(each.startswith("Status: ") for each in said)


def test_nobody_s_ticket_says_so() -> None:
    assert "Assignee: Nobody yet" in list(every_string(list(ticket_preview(make_ticket(assignee=None)))))


def test_a_neutral_preview_says_how_to_open_it_and_no_more() -> None:
    assert neutral_preview("IT-12") == [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "A ticket. Open it with "},
                        {"type": "text", "text": "/desk show IT-12", "style": {"code": True}},
                        {"type": "text", "text": "."},
                    ],
                }
            ],
        }
    ]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_of_any_words_is_harmless_and_fits(title: str) -> None:
    preview = Content(fallback("A preview"), ticket_preview(make_ticket(title=title, assignee=BEN)))

    assert problems_of(preview) == []
    assert dangers_of(preview) == []
