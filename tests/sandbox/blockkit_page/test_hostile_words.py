"""Words that are meant to do harm are drawn as words, wherever they stand, and in good time."""

import pytest

from tests.sandbox.blockkit.samples import Json, actions, context, element, mrkdwn, plain, rich_text, section, sentence
from tests.sandbox.blockkit.samples import words as text
from tests.sandbox.blockkit_page.stage import Stage
from tests.views.hostile import HOSTILE

SLOW = ["*a" * 10_000, "*" + "`a`b" * 5_000, "_<" * 10_000, "~`" * 10_000, "**a" * 4_000, "[a](" * 3_000, ":a" * 10_000]
MARKUP = ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "<svg onload=alert(1)>", "&lt;img src=x&gt;"]
LEGIBLE = MARKUP + [words for words in HOSTILE if words and words.isprintable()]
DANGEROUS = "script, svg[onload], img, iframe, [onerror], [onload], a[href^='javascript' i], a[href^='data' i]"


def everywhere(words: str) -> list[Json]:
    """Return blocks with these words in every kind of text."""
    menu = element("static_select", placeholder=plain(words), options=[{"text": plain(words), "value": "v"}])
    linked = {"type": "link", "url": words, "text": words}
    return [
        section(text=mrkdwn(words), fields=[plain(words)]),
        context(mrkdwn(words)),
        rich_text(sentence(text(words), linked)),
        actions(menu),
        {"type": "markdown", "text": words},
        {"type": "table", "rows": [[{"type": "raw_text", "text": words}]]},
    ]


def test_hostile_words_stay_words(stage: Stage) -> None:
    dangers = {words: stage.show_message(*everywhere(words)).locator(DANGEROUS).count() for words in LEGIBLE}

    assert {words for words, count in dangers.items() if count} == set()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("words", SLOW, ids=lambda words: words[:8])
def test_marks_that_never_end_take_no_time(stage: Stage, words: str) -> None:
    drawn = stage.show_message(*everywhere(words))

    assert drawn.locator(".bk-block").count() == 6
