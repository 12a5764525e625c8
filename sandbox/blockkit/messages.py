"""What a message carries besides its blocks: metadata and attachments."""

from collections.abc import Iterator, Mapping

from sandbox.blockkit.composition import WEB_URL, plain_text
from sandbox.blockkit.shapes import Rule, array, choice, flag, json_size, mapping, problem, record, string
from sandbox.blockkit.surfaces import find_problems

MOST_ATTACHMENTS = 100
MOST_METADATA_BYTES = 16_000


def _scalar(value: object, pointer: str) -> Iterator[str]:
    if not isinstance(value, str | int | float | bool):
        yield problem("must provide a string, a number or a boolean", pointer)


_FLAT = mapping(_scalar)


def _payload_value(value: object, pointer: str) -> Iterator[str]:
    """Describe a value of an event payload: a scalar, a flat object, or an array of flat objects."""
    rule: Rule = _scalar
    if isinstance(value, list):
        rule = array(_FLAT)
    elif isinstance(value, Mapping):
        rule = _FLAT
    yield from rule(value, pointer)


METADATA = record(needs={"event_type": string(255, least=1), "event_payload": mapping(_payload_value)})


def _message_blocks(value: object, pointer: str) -> Iterator[str]:
    yield from find_problems(value, "message", pointer)


_ATTACHMENT_FIELD = record(needs={"title": string(), "value": string()}, may={"short": flag})
_PREVIEW = record(
    needs={},
    may={
        "type": string(),
        "can_remove": flag,
        "title": plain_text(),
        "subtitle": plain_text(),
        "iconUrl": WEB_URL,
    },
)

ATTACHMENT = record(
    needs={},
    may={
        **dict.fromkeys(
            (
                "app_id",
                "app_unfurl_url",
                "author_name",
                "author_subname",
                "bot_id",
                "callback_id",
                "color",
                "fallback",
                "footer",
                "pretext",
                "text",
                "title",
                "ts",
            ),
            string(),
        ),
        **dict.fromkeys(
            ("author_icon", "author_link", "footer_icon", "image_url", "thumb_url", "title_link"),
            WEB_URL,
        ),
        "blocks": _message_blocks,
        "fields": array(_ATTACHMENT_FIELD),
        "is_app_unfurl": flag,
        "mrkdwn_in": array(choice("pretext", "text", "fields")),
        "preview": _PREVIEW,
    },
)


def check_metadata(metadata: object) -> list[str]:
    """Return what Slack would find wrong with the `metadata` of a message (at most 16 kB as JSON)."""
    found = list(METADATA(metadata, "/metadata"))
    if not found and json_size(metadata) > MOST_METADATA_BYTES:
        found.append(problem(f"must be less than {MOST_METADATA_BYTES + 1} bytes", "/metadata"))
    return found


def check_attachments(attachments: object) -> list[str]:
    """Return what Slack would find wrong with the `attachments` of a message.

    Stricter than Slack: the buttons and menus of old (`actions`) are refused, since blocks have taken their place.
    """
    return list(array(ATTACHMENT, most=MOST_ATTACHMENTS)(attachments, "/attachments"))
