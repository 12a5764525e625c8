"""Every limit: the largest (or smallest) that is allowed passes, and one more (or one fewer) is refused."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest

from sandbox.blockkit import check_attachments, check_blocks, check_metadata, check_view
from tests.sandbox.blockkit import samples
from tests.sandbox.blockkit.samples import Surface, element, option, options, plain


class Limit(NamedTuple):
    """A number, what it limits (a maker of blocks from a number), and where."""

    most: int
    make: Callable[[int], list[Any]]
    surface: Surface = "message"


def text(count: int) -> str:
    return "x" * count


def link(count: int) -> str:
    return "https://example.com/".ljust(count, "x")


def in_actions(make: Callable[[int], samples.Json]) -> Callable[[int], list[Any]]:
    return lambda n: [samples.actions(make(n))]


def in_input(make: Callable[[int], samples.Json]) -> Callable[[int], list[Any]]:
    return lambda n: [samples.asks(make(n))]


def select(**fields: Any) -> samples.Json:
    return element(
        "static_select",
        **({} if "options" in fields or "option_groups" in fields else {"options": options(1)}),
        **fields,
    )


def chart_of(count: int) -> samples.Json:
    return samples.chart(*(samples.series(f"S{index}") for index in range(count)))


LIMITS: Mapping[str, Limit] = {
    "blocks of a message": Limit(50, lambda n: [samples.divider()] * n),
    "blocks of a modal": Limit(100, lambda n: [samples.divider()] * n, "modal"),
    "blocks of a Home": Limit(100, lambda n: [samples.divider()] * n, "home"),
    "block_id": Limit(255, lambda n: [samples.divider(block_id=text(n))]),
    "action_id": Limit(255, in_actions(lambda n: samples.button(action_id=text(n)))),
    "text of a section": Limit(3000, lambda n: [samples.section(text=samples.mrkdwn(text(n)))]),
    "fields of a section": Limit(10, lambda n: [samples.section(fields=[plain()] * n)]),
    "field of a section": Limit(2000, lambda n: [samples.section(fields=[samples.mrkdwn(text(n))])]),
    "text in a context": Limit(3000, lambda n: [samples.context(samples.mrkdwn(text(n)))]),
    "header": Limit(150, lambda n: [samples.header(text(n))]),
    "elements of a context": Limit(10, lambda n: [samples.context(*[plain()] * n)]),
    "elements of actions": Limit(
        25, lambda n: [samples.actions(*(samples.button(action_id=f"b{i}") for i in range(n)))]
    ),
    "elements of context_actions": Limit(
        5,
        lambda n: [
            {
                "type": "context_actions",
                "elements": [
                    {"type": "icon_button", "icon": "trash", "text": plain(), "action_id": f"b{i}"} for i in range(n)
                ],
            }
        ],
    ),
    "label of an input": Limit(2000, lambda n: [samples.asks(element("users_select"), label=plain(text(n)))]),
    "hint of an input": Limit(2000, lambda n: [samples.asks(element("users_select"), hint=plain(text(n)))]),
    "image url": Limit(3000, lambda n: [samples.image(image_url=link(n))]),
    "image alt_text": Limit(2000, lambda n: [samples.image(alt_text=text(n))]),
    "image title": Limit(2000, lambda n: [samples.image(title=plain(text(n)))]),
    "markdown": Limit(12_000, lambda n: [samples.markdown(text(n))]),
    "markdown of a whole message": Limit(
        12_000, lambda n: [samples.markdown(text(6000)), samples.markdown(text(n - 6000))]
    ),
    "rows of a table": Limit(100, lambda n: [samples.table(samples.grid(n))]),
    "columns of a table": Limit(20, lambda n: [samples.table(samples.grid(1, n))]),
    "column settings of a table": Limit(20, lambda n: [samples.table(samples.grid(1), column_settings=[{}] * n)]),
    "characters of a table": Limit(10_000, lambda n: [samples.table([[samples.cell(), samples.cell(text(n - 1))]])]),
    "tables of a message": Limit(1, lambda n: [samples.table(samples.grid(1))] * n),
    "rows of a data_table": Limit(201, lambda n: [samples.data_table(samples.grid(n))]),
    "columns of a data_table": Limit(20, lambda n: [samples.data_table(samples.grid(2, n))]),
    "page of a data_table": Limit(100, lambda n: [samples.data_table(samples.grid(2), page_size=n)]),
    "characters of a data_table": Limit(
        20_000, lambda n: [samples.data_table([[samples.cell()], [samples.cell(text(n - 1))]])]
    ),
    "row header of a data_table": Limit(
        1, lambda n: [samples.data_table(samples.grid(2, 2), row_header_column_index=n)]
    ),
    "title of a video": Limit(200, lambda n: [samples.video(title=plain(text(n)))]),
    "author of a video": Limit(50, lambda n: [samples.video(author_name=text(n))]),
    "provider of a video": Limit(50, lambda n: [samples.video(provider_name=text(n))]),
    "alt_text of a video": Limit(200, lambda n: [samples.video(alt_text=text(n))]),
    "description of a video": Limit(200, lambda n: [samples.video(description=plain(text(n)))]),
    "alert": Limit(200, lambda n: [samples.alert(text(n))], "modal"),
    "title of a card": Limit(150, lambda n: [samples.card(title=samples.mrkdwn(text(n)))]),
    "subtitle of a card": Limit(150, lambda n: [samples.card(subtitle=samples.mrkdwn(text(n)))]),
    "body of a card": Limit(200, lambda n: [samples.card(body=samples.mrkdwn(text(n)))]),
    "actions of a card": Limit(
        3, lambda n: [samples.card(actions=[samples.button(action_id=f"b{i}") for i in range(n)])]
    ),
    "cards of a carousel": Limit(10, lambda n: [samples.carousel(*[samples.card()] * n)]),
    "title of a container": Limit(150, lambda n: [samples.container(samples.divider(), title=plain(text(n)))]),
    "subtitle of a container": Limit(150, lambda n: [samples.container(samples.divider(), subtitle=plain(text(n)))]),
    "children of a container": Limit(10, lambda n: [samples.container(*[samples.divider()] * n)]),
    "indent of a list": Limit(
        8, lambda n: [samples.rich_text({"type": "rich_text_list", "style": "bullet", "indent": n, "elements": []})]
    ),
    "button text": Limit(75, in_actions(lambda n: samples.button(text=plain(text(n))))),
    "button value": Limit(2000, in_actions(lambda n: samples.button(value=text(n)))),
    "button url": Limit(3000, in_actions(lambda n: samples.button(url=link(n)))),
    "button accessibility_label": Limit(75, in_actions(lambda n: samples.button(accessibility_label=text(n)))),
    "confirm title": Limit(100, in_actions(lambda n: samples.button(confirm=samples.confirm(title=plain(text(n)))))),
    "confirm text": Limit(300, in_actions(lambda n: samples.button(confirm=samples.confirm(text=plain(text(n)))))),
    "confirm yes": Limit(30, in_actions(lambda n: samples.button(confirm=samples.confirm(confirm=plain(text(n)))))),
    "confirm no": Limit(30, in_actions(lambda n: samples.button(confirm=samples.confirm(deny=plain(text(n)))))),
    "option text": Limit(75, in_actions(lambda n: select(options=[option(text=plain(text(n)))]))),
    "option description": Limit(75, in_actions(lambda n: select(options=[option(description=plain(text(n)))]))),
    "option value": Limit(150, in_actions(lambda n: select(options=[{"text": plain(), "value": text(n)}]))),
    "option url": Limit(3000, in_actions(lambda n: element("overflow", options=[option(url=link(n))]))),
    "option group label": Limit(75, in_actions(lambda n: select(option_groups=[samples.group(text(n))]))),
    "option group options": Limit(100, in_actions(lambda n: select(option_groups=[samples.group(count=n)]))),
    "select options": Limit(100, in_actions(lambda n: select(options=options(n)))),
    "select groups": Limit(
        100, in_actions(lambda n: select(option_groups=[samples.group(str(i), 1) for i in range(n)]))
    ),
    "placeholder": Limit(150, in_actions(lambda n: select(placeholder=plain(text(n))))),
    "overflow options": Limit(5, in_actions(lambda n: element("overflow", options=options(n)))),
    "checkboxes options": Limit(10, in_actions(lambda n: element("checkboxes", options=options(n)))),
    "radio options": Limit(10, in_actions(lambda n: element("radio_buttons", options=options(n)))),
    "plain_text_input min_length": Limit(3000, in_input(lambda n: element("plain_text_input", min_length=n)), "modal"),
    "plain_text_input max_length": Limit(3000, in_input(lambda n: element("plain_text_input", max_length=n)), "modal"),
    "plain_text_input initial_value": Limit(
        3000, in_input(lambda n: element("plain_text_input", initial_value=text(n))), "modal"
    ),
    "file_input max_files": Limit(10, in_input(lambda n: element("file_input", max_files=n)), "modal"),
    "datetimepicker date": Limit(
        9_999_999_999, in_input(lambda n: element("datetimepicker", initial_date_time=n)), "modal"
    ),
    "title of a chart": Limit(50, lambda n: [samples.pie(title=text(n))]),
    "charts of a message": Limit(2, lambda n: [samples.pie() for _ in range(n)]),
    "segments of a pie": Limit(12, lambda n: [samples.pie(n)]),
    "series of a chart": Limit(12, lambda n: [chart_of(n)]),
    "points of a chart": Limit(20, lambda n: [samples.chart(samples.series(count=n))]),
    "name of a series": Limit(20, lambda n: [samples.chart(samples.series(text(n)))]),
}

FLOORS: Mapping[str, Limit] = {
    "blocks of a modal": Limit(1, lambda n: [samples.divider()] * n, "modal"),
    "blocks of a Home": Limit(1, lambda n: [samples.divider()] * n, "home"),
    "block_id": Limit(1, lambda n: [samples.divider(block_id=text(n))]),
    "action_id": Limit(1, in_actions(lambda n: samples.button(action_id=text(n)))),
    "text": Limit(1, lambda n: [samples.section(text=samples.mrkdwn(text(n)))]),
    "text in rich text": Limit(1, lambda n: [samples.rich_text(samples.sentence(samples.words(text(n))))]),
    "elements of actions": Limit(1, lambda n: [samples.actions(*[samples.button()] * n)]),
    "elements of a context": Limit(1, lambda n: [samples.context(*[plain()] * n)]),
    "fields of a section": Limit(1, lambda n: [samples.section(fields=[plain()] * n)]),
    "options": Limit(1, in_actions(lambda n: select(options=options(n)))),
    "option groups": Limit(1, in_actions(lambda n: select(option_groups=[samples.group()] * n))),
    "overflow options": Limit(1, in_actions(lambda n: element("overflow", options=options(n)))),
    "max_selected_items": Limit(1, in_actions(lambda n: element("multi_users_select", max_selected_items=n))),
    "max_files": Limit(1, in_input(lambda n: element("file_input", max_files=n)), "modal"),
    "max_length": Limit(1, in_input(lambda n: element("plain_text_input", max_length=n)), "modal"),
    "min_length": Limit(0, in_input(lambda n: element("plain_text_input", min_length=n)), "modal"),
    "rows of a data_table": Limit(2, lambda n: [samples.data_table(samples.grid(n))]),
    "page of a data_table": Limit(1, lambda n: [samples.data_table(samples.grid(2), page_size=n)]),
    "cards of a carousel": Limit(1, lambda n: [samples.carousel(*[samples.card()] * n)]),
    "children of a container": Limit(1, lambda n: [samples.container(*[samples.divider()] * n)]),
    "datetimepicker date": Limit(
        1_000_000_000, in_input(lambda n: element("datetimepicker", initial_date_time=n)), "modal"
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_the_most_passes_and_one_more_is_refused(name: str) -> None:
    most, make, surface = LIMITS[name]

    full, over = check_blocks(make(most), surface), check_blocks(make(most + 1), surface)

    assert full == []
    assert over != []


@pytest.mark.parametrize("name", FLOORS)
def test_the_least_passes_and_one_fewer_is_refused(name: str) -> None:
    least, make, surface = FLOORS[name]

    enough, short = check_blocks(make(least), surface), check_blocks(make(least - 1), surface)

    assert enough == []
    assert short != []


@pytest.mark.parametrize(
    ("most", "fields"),
    [
        (24, lambda n: {"title": plain(text(n))}),
        (24, lambda n: {"submit": plain(text(n))}),
        (24, lambda n: {"close": plain(text(n))}),
        (3000, lambda n: {"private_metadata": text(n)}),
        (255, lambda n: {"callback_id": text(n)}),
        (255, lambda n: {"external_id": text(n)}),
    ],
)
def test_the_texts_of_a_view_have_their_limits(most: int, fields: Callable[[int], Any]) -> None:
    full = check_view(samples.modal(samples.divider(), **fields(most)))
    over = check_view(samples.modal(samples.divider(), **fields(most + 1)))

    assert full == []
    assert over != []


def test_a_view_has_at_most_250_kilobytes() -> None:
    blocks = [samples.section(text=plain(text(3000))) for _ in range(81)]
    room = 250_000 - len(json.dumps(samples.home(*blocks, samples.header(""), private_metadata="")))

    full, over = (
        check_view(samples.home(*blocks, samples.header("x"), private_metadata=text(size))) for size in (room - 1, room)
    )

    assert full == []
    assert over == ["[ERROR] must be less than 250001 bytes [json-pointer:/view]"]


def test_a_message_has_at_most_a_hundred_attachments() -> None:
    full, over = check_attachments([{"text": "x"}] * 100), check_attachments([{"text": "x"}] * 101)

    assert full == []
    assert over == ["[ERROR] no more than 100 items allowed [json-pointer:/attachments]"]


def test_metadata_has_at_most_16_kilobytes() -> None:
    frame = len('{"event_type": "sent", "event_payload": {"id": ""}}')

    full, over = (
        check_metadata({"event_type": "sent", "event_payload": {"id": text(size - frame)}}) for size in (16_000, 16_001)
    )

    assert full == []
    assert over == ["[ERROR] must be less than 16001 bytes [json-pointer:/metadata]"]
