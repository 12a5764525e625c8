"""Typed words become what Slack's composer makes of them."""

from typing import Any

import pytest

from sandbox.company import default_company
from sandbox.composer import Composer
from sandbox.payload import Payload


@pytest.fixture
def composer() -> Composer:
    return Composer(default_company())


def plain(text: str, **style: bool) -> Payload:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


@pytest.mark.parametrize(
    ("typed", "text", "elements"),
    [
        ("plain words", "plain words", [plain("plain words")]),
        ("*bold*", "*bold*", [plain("bold", bold=True)]),
        ("a _b_ ~c~", "a _b_ ~c~", [plain("a "), plain("b", italic=True), plain(" "), plain("c", strike=True)]),
        ("*_both_*", "*_both_*", [plain("both", bold=True, italic=True)]),
        ("`*code*`", "`*code*`", [plain("*code*", code=True)]),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name", [plain("2*3*4 and snake_case_name")]),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d", [plain("a < b & c > d")]),
        ("@ben", "<@U000000BEN>", [{"type": "user", "user_id": "U000000BEN"}]),
        ("<@U000000BEN|ben>", "<@U000000BEN>", [{"type": "user", "user_id": "U000000BEN"}]),
        ("@nobody here", "@nobody here", [plain("@nobody here")]),
        ("ben@acme.example", "ben@acme.example", [plain("ben@acme.example")]),
        ("#it-help", "<#C0000ITHELP|it-help>", [{"type": "channel", "channel_id": "C0000ITHELP"}]),
        ("#12", "#12", [plain("#12")]),
        ("@here", "<!here>", [{"type": "broadcast", "range": "here"}]),
        ("<!channel>", "<!channel>", [{"type": "broadcast", "range": "channel"}]),
        ("<!subteam^S0000ITTEAM>", "<!subteam^S0000ITTEAM>", [{"type": "usergroup", "usergroup_id": "S0000ITTEAM"}]),
        (":lock: mine", ":lock: mine", [{"type": "emoji", "name": "lock"}, plain(" mine")]),
        (
            "see https://a.example/b?c=1.",
            "see <https://a.example/b?c=1>.",
            [plain("see "), {"type": "link", "url": "https://a.example/b?c=1"}, plain(".")],
        ),
        (
            "<https://a.example|the page>",
            "<https://a.example|the page>",
            [{"type": "link", "url": "https://a.example", "text": "the page"}],
        ),
    ],
)
def test_words_in_a_line(composer: Composer, typed: str, text: str, elements: list[Payload]) -> None:
    composed = composer.compose(typed)

    assert composed == (text, [block({"type": "rich_text_section", "elements": elements})])


def test_quotes_lists_and_fenced_blocks_are_parts_of_their_own(composer: Composer) -> None:
    text, blocks = composer.compose("first\n> quoted\n> twice\n- one\n- two\n```*x* <y>```\nlast")

    assert text == "first\n&gt; quoted\n&gt; twice\n• one\n• two\n```*x* &lt;y&gt;```\nlast"
    assert [part["type"] for part in blocks[0]["elements"]] == [
        "rich_text_section", "rich_text_quote", "rich_text_list", "rich_text_preformatted", "rich_text_section"
    ]  # fmt: skip
    assert blocks[0]["elements"][3]["elements"] == [plain("*x* <y>")]


def test_nothing_typed_is_nothing_sent(composer: Composer) -> None:
    assert composer.compose("") == ("", [])


def block(*parts: dict[str, Any]) -> Payload:
    return {"type": "rich_text", "block_id": "typed", "elements": list(parts)}
