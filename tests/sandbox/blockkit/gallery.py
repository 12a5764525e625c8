"""A gallery of valid blocks, one or more of every kind, each with a surface on which it may stand."""

from collections.abc import Mapping

from tests.sandbox.blockkit import samples
from tests.sandbox.blockkit.samples import Json, Surface

_INLINE = (
    samples.words("bold", bold=True, italic=True, strike=True, code=True, underline=True),
    {"type": "link", "url": "https://example.com/", "text": "page", "unsafe": True},
    {"type": "emoji", "name": "wave", "unicode": "1f44b"},
    {"type": "date", "timestamp": 1795617000, "format": "{date}", "fallback": "then", "url": "https://example.com/"},
    {"type": "color", "value": "#FF00aa"},
    {"type": "user", "user_id": "U1", "style": {"bold": True}},
    {"type": "usergroup", "usergroup_id": "S1"},
    {"type": "team", "team_id": "T1"},
    {"type": "channel", "channel_id": "C1"},
    {"type": "broadcast", "range": "here"},
)
_FEEDBACK: Json = {"text": samples.plain("Good"), "value": "1", "accessibility_label": "Good answer"}

_PLAIN: Mapping[str, Json] = {
    "header": samples.header(block_id="h"),
    "divider": samples.divider(block_id="d"),
    "section of text": samples.section(expand=True, block_id="s"),
    "section of fields": samples.section(fields=[samples.mrkdwn(verbatim=True), samples.plain()]),
    "section with a picture": samples.section(accessory=samples.image()),
    "context": samples.context(samples.image(), samples.mrkdwn(), samples.plain(), block_id="c"),
    "image": samples.image(title=samples.plain(), block_id="i"),
    "image of a Slack file": {"type": "image", "alt_text": "Log", "slack_file": {"id": "F1"}},
    "image of a Slack url": {"type": "image", "alt_text": "Log", "slack_file": {"url": "https://files.slack.com/a"}},
    "video": samples.video(block_id="v"),
    "card": samples.card(block_id="k"),
    "carousel": samples.carousel(samples.card(), samples.card(), block_id="r"),
    "container": samples.container(
        samples.section(),
        samples.actions(samples.button()),
        samples.divider(),
        subtitle=samples.mrkdwn(),
        icon=samples.image(),
        width="wide",
        is_collapsible=True,
        default_collapsed=True,
        has_header_divider=False,
    ),
    "container titled in rich text": {
        "type": "container",
        "rich_text_title": samples.rich_text(),
        "child_blocks": [samples.header()],
    },
    "context_actions": {
        "type": "context_actions",
        "block_id": "x",
        "elements": [
            samples.element("feedback_buttons", positive_button=_FEEDBACK, negative_button=_FEEDBACK),
            samples.element(
                "icon_button",
                icon="trash",
                text=samples.plain("Remove"),
                value="1",
                accessibility_label="Remove",
                visible_to_user_ids=["U1"],
                confirm=samples.confirm(),
            ),
        ],
    },
    "file": {"type": "file", "external_id": "doc-1", "source": "remote", "block_id": "f"},
    "markdown": samples.markdown(block_id="m"),
    "plan": {"type": "plan", "title": "Steps", "tasks": [samples.task()], "block_id": "p"},
    "task_card": samples.task(block_id="t", output=samples.rich_text()),
    "table": samples.table(
        [[samples.cell(), samples.figure(), samples.rich_text()]],
        column_settings=[{"align": "right", "is_wrapped": True}],
        block_id="b",
    ),
    "data_table": samples.data_table(
        [[samples.cell(), samples.cell()], [samples.rich_text(), samples.figure(2.5)]],
        page_size=5,
        row_header_column_index=1,
        block_id="g",
    ),
    "rich_text": samples.rich_text(
        samples.sentence(*_INLINE),
        {"type": "rich_text_quote", "elements": list(_INLINE), "border": 1},
        {"type": "rich_text_preformatted", "elements": list(_INLINE[1:2]), "border": 0},
        {
            "type": "rich_text_list",
            "style": "ordered",
            "indent": 1,
            "border": 0,
            "elements": [samples.sentence(*_INLINE[:2])],
        },
        block_id="q",
    ),
}

GALLERY: Mapping[str, tuple[Json, Surface]] = {
    **{name: (block, "message") for name, block in _PLAIN.items()},
    "alert": (samples.alert(block_id="a"), "modal"),
    "datetimepicker in actions": (samples.actions(samples.DATETIMEPICKER), "message"),
    **{
        f"{name} in actions": (samples.actions(element), "message")
        for name, element in {**samples.CLICKABLES, **samples.SELECTS, **samples.PICKS}.items()
    },
    **{
        f"{name} in a section": (samples.section(accessory=element), "message")
        for name, element in {**samples.CLICKABLES, **samples.SELECTS, **samples.PICKS}.items()
    },
    **{
        f"{name} in an input": (samples.asks(element, optional=True, dispatch_action=True, block_id="i"), "modal")
        for name, element in {**samples.INPUTS, **samples.SELECTS, **samples.PICKS}.items()
    },
}

CHARTS: Mapping[str, Json] = {
    "pie": samples.pie(block_id="p"),
    **{kind: samples.chart(samples.series(), samples.series("Solved"), kind=kind) for kind in ("bar", "line", "area")},
}
"""Charts stand apart: Slack's published types, and so the contract, do not know them yet."""
