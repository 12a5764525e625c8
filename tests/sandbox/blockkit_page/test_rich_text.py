"""What rich text becomes in the document."""

import pytest

from tests.sandbox.blockkit.samples import Json, sentence, words
from tests.sandbox.blockkit_page.gallery import items
from tests.sandbox.blockkit_page.stage import NOON, Stage


def test_styles_are_nested_in_one_order(stage: Stage) -> None:
    styled = sentence(words("all", code=True, strike=True, bold=True, italic=True), words(" none"))

    assert stage.html_of_rich_text(styled) == "<b><i><s><code>all</code></s></i></b> none"


def test_a_deeper_list_stands_in_the_item_before_it_and_numbers_go_on(stage: Stage) -> None:
    html = stage.html_of_rich_text(
        items("one", "two", style="ordered"), items("inside", indent=1), items("three", style="ordered")
    )

    assert html == "<ol><li>one</li><li>two<ul><li>inside</li></ul></li><li>three</li></ol>"


def test_lists_apart_from_one_another_stay_apart(stage: Stage) -> None:
    html = stage.html_of_rich_text(items("one"), sentence(words("then")), items("two"), items("three", style="ordered"))

    assert html == "<ul><li>one</li></ul>then<ul><li>two</li></ul><ol><li>three</li></ol>"


def test_a_list_may_begin_deep(stage: Stage) -> None:
    html = stage.html_of_rich_text(items("deep", indent=3), items("shallow"))

    assert html == "<ul><li>deep</li></ul><ul><li>shallow</li></ul>"


@pytest.mark.parametrize(
    ("element", "shown"),
    [
        ({"type": "user", "user_id": "U1"}, "@Rosa Diaz"),
        ({"type": "user", "user_id": "U9"}, "@someone"),
        ({"type": "usergroup", "usergroup_id": "S1"}, "@it-team"),
        ({"type": "channel", "channel_id": "C1"}, "#it-help"),
        ({"type": "broadcast", "range": "here"}, "@here"),
        ({"type": "emoji", "name": "tada"}, "🎉"),
        ({"type": "emoji", "name": "wave", "skin_tone": 3}, "👋🏼"),
        ({"type": "emoji", "name": "unheard_of", "unicode": "1f9ff"}, "🧿"),
        ({"type": "emoji", "name": "ours"}, ":ours:"),
        ({"type": "date", "timestamp": NOON, "format": "{date_num} {time}"}, "2026-11-23 12:00\u202fPM"),
        ({"type": "color", "value": "#E01E5A"}, "#E01E5A"),
        ({"type": "link", "url": "https://a.example"}, "https://a.example"),
        ({"type": "link", "url": "javascript:alert(1)", "text": "press"}, "press"),
        ({"type": "text", "text": "<b>&amp;"}, "<b>&amp;"),
        ({"type": "novelty", "text": "as words"}, "as words"),
    ],
)
def test_every_element_says_what_it_is(stage: Stage, element: Json, shown: str) -> None:
    drawn = stage.show_message({"type": "rich_text", "elements": [sentence(element)]})

    assert drawn.inner_text().replace(" PM", "\u202fPM") == shown
    assert drawn.locator("a[href^=javascript]").count() == 0


def test_quotes_and_preformatted_text_are_marked_up(stage: Stage) -> None:
    html = stage.html_of_rich_text(
        {"type": "rich_text_quote", "elements": [words("said")]},
        {"type": "rich_text_preformatted", "elements": [words("a\n  b")]},
    )

    assert html == "<blockquote>said</blockquote><pre><code>a\n  b</code></pre>"


def test_emoji_alone_are_drawn_large(stage: Stage) -> None:
    tada: Json = {"type": "emoji", "name": "tada"}

    alone = stage.show_message({"type": "rich_text", "elements": [sentence(tada, words(" "), tada)]})
    assert alone.locator(".bk-large").count() == 1

    among_words = stage.show_message({"type": "rich_text", "elements": [sentence(tada, words(" hooray"))]})
    assert among_words.locator(".bk-large").count() == 0


def test_a_message_without_blocks_shows_its_text(stage: Stage) -> None:
    assert stage.show_message(text="*Done* &amp; dusted").inner_text() == "Done & dusted"


def test_markdown_becomes_a_document(stage: Stage) -> None:
    text = (
        "# Title\n**bold** ~~gone~~ *it* `x`\n\n- a\n  - b\n- c\n\n> said\n\n```\ncode\n```\n<script>alert(1)</script>"
    )

    drawn = stage.show_message({"type": "markdown", "text": text})

    assert drawn.get_by_role("heading", name="Title").count() == 1
    assert stage.page.evaluate("stage.plainHtml()") == (
        "Title<p><b>bold</b> <s>gone</s> <i>it</i> <code>x</code></p>"
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><blockquote><p>said</p></blockquote>"
        "<pre><code>code</code></pre><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )
