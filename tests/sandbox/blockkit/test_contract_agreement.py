"""Whatever the published contract refuses, the sandbox refuses: every example is spoilt in every place and way."""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from sandbox.blockkit import check_attachments, check_blocks, check_metadata, check_view
from tests.sandbox.blockkit import samples
from tests.sandbox.blockkit.gallery import CHARTS, GALLERY
from tests.sandbox.blockkit.samples import Json, Surface
from tests.support.contracts import CONTRACTS, validator

VIEWS: Mapping[str, Json] = {
    "modal": samples.modal(
        samples.asks(samples.INPUTS["plain_text_input"]),
        samples.alert(),
        close=samples.plain("Cancel"),
        private_metadata="{}",
        callback_id="ticket.new",
        external_id="new-1",
        clear_on_close=True,
        notify_on_close=True,
    ),
    "home": samples.home(samples.header(), private_metadata="1", callback_id="home", external_id="home-1"),
}
METADATA: Json = {
    "event_type": "sent",
    "event_payload": {"id": "1", "tries": 2, "late": False, "by": {"id": "U1"}, "all": [{"id": "U1"}]},
}
ATTACHMENTS: list[Json] = [
    {
        "color": "#ff0000",
        "fallback": "f",
        "title": "t",
        "title_link": "https://example.com/",
        "fields": [{"title": "a", "value": "b", "short": True}],
        "mrkdwn_in": ["text"],
        "blocks": [samples.section()],
        "preview": {"type": "file", "title": samples.plain(), "can_remove": True},
    },
]


LENGTHS = (31, 51, 76, 101, 151, 201, 256, 301, 2001, 3001, 12_001)
"""One more than each limit of a string."""

SIZES = (4, 6, 11, 21, 26, 51, 101)
"""One more than each limit of an array."""


contract = partial(validator, "slack-outgoing")
BLOCKS_CONTRACT = contract("SlackBlocks")
AS_WRITTEN = Draft7Validator(
    json.loads((CONTRACTS / "slack-outgoing.schema.json").read_text()) | {"$ref": "#/definitions/SlackBlocks"}
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path to everything inside `value`, and to `value` itself."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, content in inside:
        yield from places(content, (*path, key))


def spoilt(value: Any) -> Iterator[Any]:
    """Yield what may stand where `value` stands and be wrong there: other types, one too long, one field off."""
    yield from (None, 7, -1, 0.5, True, "", "other", [], {}, {"type": "other"})
    if isinstance(value, str) and value:
        yield from ((value * (length // len(value) + 1))[:length] for length in LENGTHS)
    elif isinstance(value, list) and value:
        yield from ((value * (size // len(value) + 1))[:size] for size in SIZES)
    elif isinstance(value, dict):
        yield {**value, "surprise": 1}
        yield from ({name: content for name, content in value.items() if name != gone} for gone in value)


def reached(value: Any, path: tuple[str | int, ...]) -> Any:
    """Return what lies at `path` in `value`."""
    for key in path:
        value = value[key]
    return value


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """Return `value` with `new` at `path`; what lies beside the path is shared, not copied."""
    if not path:
        return new
    whole = copy.copy(value)
    whole[path[0]] = replaced(value[path[0]], path[1:], new)
    return whole


def spoilings(value: Any) -> Iterator[Any]:
    """Yield copies of `value`, each spoilt in one place."""
    for path in places(value):
        yield from (replaced(value, path, new) for new in spoilt(reached(value, path)))


def sort(values: Iterator[Any], check: Callable[[Any], list[str]]) -> tuple[list[Any], list[Any]]:
    """Return the values in which `check` finds nothing wrong, and the others."""
    judged = [(value, bool(check(value))) for value in values]
    return [value for value, bad in judged if not bad], [value for value, bad in judged if bad]


@pytest.mark.parametrize("name", GALLERY)
def test_every_example_is_accepted_by_contract_and_sandbox(name: str) -> None:
    block, surface = GALLERY[name]

    refused = list(BLOCKS_CONTRACT.iter_errors([block]))
    problems = check_blocks([block], surface)

    assert (refused, problems) == ([], [])


def test_the_contract_says_the_same_read_by_type_and_read_as_it_is_written() -> None:
    spoilt_blocks = [spoilt for block, _ in GALLERY.values() for spoilt in islice(spoilings([block]), 0, None, 97)]

    said = [{error.message for error in BLOCKS_CONTRACT.iter_errors(blocks)} for blocks in spoilt_blocks]

    assert len(spoilt_blocks) > len(GALLERY)
    assert said == [{error.message for error in AS_WRITTEN.iter_errors(blocks)} for blocks in spoilt_blocks]


@pytest.mark.parametrize("name", GALLERY)
def test_a_spoilt_block_that_the_contract_refuses_is_refused(name: str) -> None:
    block, surface = GALLERY[name]

    passing, refused = sort(spoilings([block]), lambda blocks: check_blocks(blocks, surface))

    assert len(refused) > len(passing)
    assert [blocks for blocks in passing if not BLOCKS_CONTRACT.is_valid(blocks)] == []


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_block_spoilt_twice_among_others_is_refused_when_the_contract_refuses_it(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(GALLERY)))
    blocks: Any = [samples.divider(), GALLERY[name][0]]
    for _ in range(2):
        path = data.draw(st.sampled_from(list(places(blocks))))
        blocks = replaced(blocks, path, data.draw(st.sampled_from(list(spoilt(reached(blocks, path))))))

    refused = not BLOCKS_CONTRACT.is_valid(blocks)

    assert not refused or check_blocks(blocks, GALLERY[name][1])


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "x"]), inner),
    max_leaves=8,
)


@given(JSON_VALUES, st.sampled_from(["message", "modal", "home"]))
def test_nonsense_is_judged_without_an_exception(value: Any, surface: Surface) -> None:
    refused = not BLOCKS_CONTRACT.is_valid(value)

    problems = [check_blocks(value, surface), check_view(value), check_metadata(value), check_attachments(value)]

    assert not refused or problems[0]


@pytest.mark.parametrize("name", VIEWS)
def test_a_spoilt_view_that_the_contract_refuses_is_refused(name: str) -> None:
    accepts = contract("SlackView")

    passing, refused = sort(spoilings(VIEWS[name]), check_view)

    assert (check_view(VIEWS[name]), bool(refused)) == ([], True)
    assert [view for view in passing if not accepts.is_valid(view)] == []


def test_spoilt_metadata_that_the_contract_refuses_is_refused() -> None:
    accepts = contract("SlackMetadata")

    passing, _ = sort(spoilings(METADATA), check_metadata)

    assert check_metadata(METADATA) == []
    assert [metadata for metadata in passing if not accepts.is_valid(metadata)] == []


def test_spoilt_attachments_that_the_contract_refuses_are_refused() -> None:
    accepts = contract("ChatPostMessage")

    passing, _ = sort(spoilings(ATTACHMENTS), check_attachments)
    messages = [{"channel": "C1", "attachments": attachments} for attachments in passing]

    assert check_attachments(ATTACHMENTS) == []
    assert [message for message in messages if not accepts.is_valid(message)] == []


@pytest.mark.parametrize("name", CHARTS)
def test_charts_are_the_one_thing_accepted_that_the_contract_does_not_know(name: str) -> None:
    known = BLOCKS_CONTRACT.is_valid([CHARTS[name]])

    problems = check_blocks([CHARTS[name]], "message")

    assert (known, problems) == (False, [])
