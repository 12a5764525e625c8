"""The rules across fields, blocks and surfaces, which no table of limits can say."""

from typing import Any

import pytest

from sandbox.blockkit import check_attachments, check_blocks, check_metadata, check_view
from tests.sandbox.blockkit import samples
from tests.sandbox.blockkit.gallery import GALLERY
from tests.sandbox.blockkit.samples import Json, Surface, element, option, options, plain


def check_element(made: Json) -> list[str]:
    return check_blocks([samples.actions(made)], "message")


def check_input(made: Json) -> list[str]:
    return check_blocks([samples.asks(made)], "modal")


HELD_BACK = [
    ("alert", samples.alert(), {"modal"}),
    ("carousel", samples.carousel(samples.card()), {"message", "home"}),
    ("container", samples.container(samples.divider()), {"message", "home"}),
    ("context_actions", GALLERY["context_actions"][0], {"message"}),
    ("data_table", samples.data_table(samples.grid(2)), {"message", "home"}),
    ("data_visualization", samples.pie(), {"message", "home"}),
    ("file", GALLERY["file"][0], {"message"}),
    ("markdown", samples.markdown(), {"message"}),
    ("plan", {"type": "plan", "title": "Steps"}, {"message"}),
    ("table", samples.table(samples.grid(1)), {"message", "home"}),
    ("task_card", samples.task(), {"message"}),
    ("workflow_button", samples.actions(samples.CLICKABLES["workflow_button"]), {"message"}),
    ("datetimepicker", samples.actions(samples.DATETIMEPICKER), {"message", "modal"}),
    ("email_text_input", samples.asks(samples.INPUTS["email_text_input"]), {"modal"}),
    ("url_text_input", samples.asks(samples.INPUTS["url_text_input"]), {"modal"}),
    ("number_input", samples.asks(samples.INPUTS["number_input"]), {"modal"}),
    ("file_input", samples.asks(samples.INPUTS["file_input"]), {"modal"}),
    ("rich_text_input", samples.asks(samples.INPUTS["rich_text_input"]), {"modal", "home"}),
    ("section", samples.section(), {"message", "modal", "home"}),
    ("card", samples.card(), {"message", "modal", "home"}),
    ("plain_text_input", samples.asks(samples.INPUTS["plain_text_input"]), {"message", "modal", "home"}),
]


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize(("kind", "block", "surfaces"), HELD_BACK)
def test_a_block_stands_only_where_slack_shows_it(kind: str, block: Json, surfaces: set[str], surface: Surface) -> None:
    refused = f"[ERROR] unsupported type: {kind} is not allowed in a {surface}"

    problems = check_blocks([block], surface)

    assert [line.split(" [json")[0] for line in problems] == ([] if surface in surfaces else [refused])


def test_a_problem_names_the_place_and_the_rule() -> None:
    blocks = [samples.divider(), samples.section(text=samples.mrkdwn(""), colour="red"), {"type": "sectoin"}]

    problems = check_blocks(blocks, "message")

    assert problems == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]",
        "[ERROR] invalid additional property: colour [json-pointer:/blocks/1]",
        "[ERROR] unsupported type: sectoin [json-pointer:/blocks/2/type]",
    ]


def test_block_ids_are_unique_in_the_whole_message() -> None:
    blocks = [samples.divider(block_id="a"), samples.container(samples.divider(block_id="a")), samples.divider()]

    problems = check_blocks(blocks, "message")

    assert problems == [
        "[ERROR] block_id `a` already exists [json-pointer:/blocks/0/block_id]",
        "[ERROR] block_id `a` already exists [json-pointer:/blocks/1/child_blocks/0/block_id]",
    ]


def test_action_ids_are_unique_within_a_block_but_not_between_blocks() -> None:
    once, twice = samples.actions(samples.button()), samples.actions(samples.button(), samples.button())

    apart, together = check_blocks([once, once], "message"), check_blocks([twice], "message")

    assert apart == []
    assert together == [
        f"[ERROR] action_id `use.button` already exists in this block [json-pointer:/blocks/0/elements/{n}/action_id]"
        for n in (0, 1)
    ]


def test_one_element_at_most_takes_the_focus() -> None:
    focused = [samples.asks(element("users_select", focus_on_load=True)) for _ in range(2)]

    alone, rivals = check_blocks(focused[:1], "modal"), check_blocks(focused, "modal")

    assert alone == []
    assert rivals == [
        "[ERROR] only one element may have the focus on load [json-pointer:/blocks/1/element/focus_on_load]"
    ]


@pytest.mark.parametrize("kind", ["static_select", "multi_static_select"])
def test_a_menu_has_either_options_or_groups(kind: str) -> None:
    both = element(kind, options=options(1), option_groups=[samples.group()])
    refused = ["[ERROR] must define exactly one of: options, option_groups [json-pointer:/blocks/0/elements/0]"]

    problems = [check_element(both), check_element(element(kind))]

    assert problems == [refused, refused]


@pytest.mark.parametrize(
    "made",
    [
        element("static_select", options=options(2), initial_option=option("9")),
        element("static_select", option_groups=[samples.group()], initial_option=option("9")),
        element("radio_buttons", options=options(2), initial_option=option("0", text=plain("Other words"))),
        element("checkboxes", options=options(2), initial_options=[option("0"), option("9")]),
        element("multi_static_select", options=options(2), initial_options=[option("9")]),
    ],
)
def test_what_is_chosen_at_first_must_be_offered(made: Json) -> None:
    problems = check_element(made)

    assert len(problems) == 1
    assert "must match one of the options" in problems[0]


@pytest.mark.parametrize(
    "made",
    [
        element("plain_text_input", min_length=3, max_length=2),
        element("number_input", is_decimal_allowed=True, min_value="2", max_value="1.5"),
        element("number_input", is_decimal_allowed=True, initial_value="1", min_value="2"),
        element("number_input", is_decimal_allowed=True, initial_value="3", max_value="2"),
        element("rich_text_input", min_lines=3, max_lines=2),
    ],
)
def test_a_lower_bound_is_not_above_the_upper(made: Json) -> None:
    problems = check_input(made)

    assert len(problems) == 1
    assert "must not be greater than" in problems[0]


@pytest.mark.parametrize(
    "made",
    [
        samples.button(style="default"),
        samples.button(url="example.com"),
        samples.button(text=samples.mrkdwn()),
        samples.button(confirm=samples.confirm(style="warning")),
        element("static_select", options=[option(url="https://example.com/")]),
        element("datepicker", initial_date="2026-02-29"),
        element("datepicker", initial_date="28.02.2026"),
        element("timepicker", initial_time="24:00"),
        element("users_select", initial_user="@ada"),
        element("channels_select", initial_channel="#help"),
        element("conversations_select", filter={"include": ["secret"]}),
        samples.INPUTS["plain_text_input"],
        samples.image(),
    ],
)
def test_a_wrong_element_is_refused_in_one_line(made: Json) -> None:
    problems = check_element(made)

    assert len(problems) == 1


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section"},
        {"type": "image", "alt_text": "x"},
        samples.image(slack_file={"id": "F1"}),
        {"type": "image", "alt_text": "x", "slack_file": {"id": "F1", "url": "https://example.com/"}},
        samples.image(image_url="ftp://example.com/a.png"),
        {"type": "header", "text": samples.mrkdwn()},
        {"type": "card", "subtitle": samples.mrkdwn()},
        {"type": "container", "child_blocks": [samples.divider()]},
        samples.container(samples.divider(), default_collapsed=True),
        samples.container(samples.markdown()),
        samples.section(accessory=samples.DATETIMEPICKER),
        samples.asks(samples.button()),
        samples.rich_text({"type": "rich_text_list", "elements": []}),
        samples.rich_text({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]}),
        samples.rich_text(samples.sentence({"type": "broadcast", "range": "all"})),
        samples.data_table([[samples.cell()], [samples.cell(), samples.cell()]]),
        samples.data_table([[samples.rich_text()], [samples.cell()]]),
        samples.chart(samples.series(), samples.series()),
        samples.chart(samples.series(), samples.series("Other", 1)),
        samples.chart(samples.series(), kind="donut"),
    ],
)
def test_a_wrong_block_is_refused_in_one_line(block: Json) -> None:
    problems = check_blocks([block], "message")

    assert len(problems) == 1


@pytest.mark.parametrize("blocks", [None, {}, "[]", 7, [None], [[]], ["divider"], [{}], [{"type": ["divider"]}]])
def test_what_is_not_a_list_of_blocks_is_refused(blocks: Any) -> None:
    problems = check_blocks(blocks, "message")

    assert len(problems) == 1


def test_a_modal_that_asks_needs_a_submit_button() -> None:
    view = samples.modal(samples.asks(element("users_select")))
    del view["submit"]

    problems = check_view(view)

    assert problems == [
        "[ERROR] missing required field: submit (a modal with an input block needs it) [json-pointer:/view]"
    ]


def test_a_modal_that_only_tells_needs_no_submit_button() -> None:
    view = samples.modal(samples.section())
    del view["submit"]

    problems = check_view(view)

    assert problems == []


@pytest.mark.parametrize(
    ("view", "surface"),
    [(samples.home(samples.divider()), "modal"), (samples.modal(samples.divider()), "home")],
)
def test_a_method_takes_only_its_own_kind_of_view(view: Json, surface: Any) -> None:
    anywhere, here = check_view(view), check_view(view, surface)

    assert anywhere == []
    assert here == [f"[ERROR] unsupported type: {view['type']} [json-pointer:/view/type]"]


def test_the_blocks_of_a_view_are_judged_for_its_surface() -> None:
    alert, carousel = samples.alert(), samples.carousel(samples.card())

    on_home, on_modal = check_view(samples.home(alert)), check_view(samples.modal(carousel))

    assert on_home == ["[ERROR] unsupported type: alert is not allowed in a home [json-pointer:/view/blocks/0/type]"]
    assert on_modal == [
        "[ERROR] unsupported type: carousel is not allowed in a modal [json-pointer:/view/blocks/0/type]"
    ]


def test_the_blocks_of_an_attachment_are_judged_in_their_place() -> None:
    problems = check_attachments([{"blocks": [samples.divider()]}, {"blocks": [samples.alert()]}])

    assert problems == [
        "[ERROR] unsupported type: alert is not allowed in a message [json-pointer:/attachments/1/blocks/0/type]"
    ]


@pytest.mark.parametrize("payload", [{"by": {"names": ["Ada"]}}, {"ids": ["1"]}, {"late": None}, ["1"], "1"])
def test_the_payload_of_metadata_is_flat(payload: Any) -> None:
    problems = check_metadata({"event_type": "sent", "event_payload": payload})

    assert len(problems) == 1


def test_pointers_escape_the_names_of_fields() -> None:
    problems = check_metadata({"event_type": "sent", "event_payload": {"a/b~c": None}})

    assert problems[0].endswith("[json-pointer:/metadata/event_payload/a~1b~0c]")
