"""The rules of a whole list of blocks: which may stand on which surface, and what must be single or unique in it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from sandbox.blockkit.blocks import BLOCKS, MOST_MARKDOWN_CHARACTERS
from sandbox.blockkit.shapes import array, one_of, problem, step

Surface: TypeAlias = Literal["message", "modal", "home"]
"""Where blocks are shown: in a message, in a modal, or on the Home tab."""

MOST_BLOCKS: Mapping[Surface, int] = {"message": 50, "modal": 100, "home": 100}

SURFACES: Mapping[str, frozenset[Surface]] = {
    "alert": frozenset({"modal"}),
    "carousel": frozenset({"message", "home"}),
    "container": frozenset({"message", "home"}),
    "context_actions": frozenset({"message"}),
    "data_table": frozenset({"message", "home"}),
    "data_visualization": frozenset({"message", "home"}),
    "file": frozenset({"message"}),
    "markdown": frozenset({"message"}),
    "plan": frozenset({"message"}),
    "table": frozenset({"message", "home"}),
    "task_card": frozenset({"message"}),
    "datetimepicker": frozenset({"message", "modal"}),
    "email_text_input": frozenset({"modal"}),
    "file_input": frozenset({"modal"}),
    "number_input": frozenset({"modal"}),
    "rich_text_input": frozenset({"modal", "home"}),
    "url_text_input": frozenset({"modal"}),
    "workflow_button": frozenset({"message"}),
}
"""The blocks and elements that do not stand everywhere, and the surfaces that they may stand on."""

MOST_OF_A_KIND: Mapping[str, int] = {"table": 1, "data_visualization": 2}
"""The blocks of which one message or view may have only so many."""

_FIELDS_OF_BLOCKS: Mapping[str, list[str]] = {
    "container": ["child_blocks"],
    "carousel": ["elements"],
    "plan": ["tasks"],
}
_FIELDS_OF_ELEMENTS: Mapping[str, list[str]] = {
    "actions": ["elements"],
    "context_actions": ["elements"],
    "card": ["actions"],
    "input": ["element"],
    "section": ["accessory"],
}

_KNOWN_BLOCK = one_of(*BLOCKS)
_Found: TypeAlias = tuple[Mapping[str, Any], str]


def check_blocks(blocks: object, surface: Surface) -> list[str]:
    """Return what Slack would find wrong with a list of blocks.

    The rules are Slack's; where its documents leave a choice they are the stricter ones, so that what passes here
    passes there. Stricter than the published types are: blocks and elements only on the surfaces of `SURFACES`,
    ids and URLs of the right shape, `url` only in the options of an overflow menu, and no empty strings in rich text.

    Args:
        blocks: The blocks, as decoded from JSON; anything but a list is a problem too.
        surface: Where they are to be shown.

    Returns:
        One line per problem, as in Slack's `response_metadata.messages`; empty when all is well.
    """
    return list(find_problems(blocks, surface, "/blocks"))


def find_problems(blocks: object, surface: Surface, pointer: str) -> Iterator[str]:
    """Yield the problems of blocks that lie at the JSON pointer `pointer`; else as `check_blocks`."""
    least = 0 if surface == "message" else 1
    found = list(array(_KNOWN_BLOCK, least=least, most=MOST_BLOCKS[surface])(blocks, pointer))
    if found or not isinstance(blocks, list):
        yield from found
        return
    everything = list(_walk_blocks(blocks, pointer))
    yield from _misplaced(everything, surface)
    yield from _too_many(everything, pointer)
    yield from _repeated_block_ids(everything)
    yield from _repeated_action_ids(everything)
    yield from _rival_focus(everything)


def _walk_blocks(blocks: list[Any], pointer: str) -> Iterator[_Found]:
    """Yield every block with its pointer, and after each the blocks inside it."""
    for index, block in enumerate(blocks):
        here = step(pointer, index)
        yield block, here
        for field in _FIELDS_OF_BLOCKS.get(block["type"], ()):
            yield from _walk_blocks(block.get(field, []), step(here, field))


def _walk_elements(block: Mapping[str, Any], pointer: str) -> Iterator[_Found]:
    """Yield every element of one block with its pointer; blocks inside it are not entered."""
    for field in _FIELDS_OF_ELEMENTS.get(block["type"], ()):
        content = block.get(field, [])
        if isinstance(content, list):
            yield from ((element, f"{pointer}/{field}/{index}") for index, element in enumerate(content))
        else:
            yield content, step(pointer, field)


def _misplaced(blocks: list[_Found], surface: Surface) -> Iterator[str]:
    elements = (found for block, pointer in blocks for found in _walk_elements(block, pointer))
    for thing, pointer in (*blocks, *elements):
        if surface not in SURFACES.get(thing["type"], {surface}):
            yield problem(f"unsupported type: {thing['type']} is not allowed in a {surface}", step(pointer, "type"))


def _too_many(blocks: list[_Found], pointer: str) -> Iterator[str]:
    counts = Counter(block["type"] for block, _ in blocks)
    for name, most in MOST_OF_A_KIND.items():
        if counts[name] > most:
            yield problem(f"no more than {most} blocks of type {name} allowed", pointer)
    if sum(len(block["text"]) for block, _ in blocks if block["type"] == "markdown") > MOST_MARKDOWN_CHARACTERS:
        yield problem(f"must be less than {MOST_MARKDOWN_CHARACTERS + 1} characters in all markdown blocks", pointer)


def _repeated_block_ids(blocks: list[_Found]) -> Iterator[str]:
    counts = Counter(block.get("block_id") for block, _ in blocks)
    for block, pointer in blocks:
        if "block_id" in block and counts[block["block_id"]] > 1:
            yield problem(f"block_id `{block['block_id']}` already exists", step(pointer, "block_id"))


def _repeated_action_ids(blocks: list[_Found]) -> Iterator[str]:
    for block, pointer in blocks:
        elements = [found for found in _walk_elements(block, pointer) if "action_id" in found[0]]
        counts = Counter(element["action_id"] for element, _ in elements)
        for element, place in elements:
            if counts[element["action_id"]] > 1:
                words = f"action_id `{element['action_id']}` already exists in this block"
                yield problem(words, step(place, "action_id"))


def _rival_focus(blocks: list[_Found]) -> Iterator[str]:
    focused = [
        place
        for block, pointer in blocks
        for element, place in _walk_elements(block, pointer)
        if element.get("focus_on_load")
    ]
    for place in focused[1:]:
        yield problem("only one element may have the focus on load", step(place, "focus_on_load"))
