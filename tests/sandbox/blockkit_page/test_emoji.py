"""Emoji by name, for the page's own use too."""

from typing import Any

from tests.sandbox.blockkit_page.stage import Stage

MODULE = "/static/blockkit/index.js"
NAMES = "/static/blockkit/text/emoji_names.js"


def asked(stage: Stage, module: str, expression: str) -> Any:
    """Return what an expression about a module comes to; the module is called `it`."""
    return stage.page.evaluate(f"async () => {{ const it = await import('{module}'); return {expression}; }}")


def test_names_that_begin_as_typed_come_before_those_that_contain_it(stage: Stage) -> None:
    assert asked(stage, MODULE, "it.listEmoji('tick')") == ["ticket", "admission_tickets"]


def test_a_name_has_its_character_and_an_unknown_one_none(stage: Stage) -> None:
    assert asked(stage, MODULE, "it.findEmoji('lock')") == "🔒"
    assert asked(stage, MODULE, "it.findEmoji('ours') ?? null") is None


def test_every_name_can_be_typed_and_stands_for_a_character(stage: Stage) -> None:
    strange = "[...it.EMOJI].filter(([name, sign]) => !/^[a-z0-9_+'-]+$/.test(name) || !/\\p{Emoji}/u.test(sign))"

    assert asked(stage, NAMES, strange) == []
    assert asked(stage, NAMES, "it.EMOJI.size") > 400
