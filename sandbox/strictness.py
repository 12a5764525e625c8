"""Everything a call's own content can be refused for, before the workspace is looked at."""

from typing import Any

from sandbox.arguments import check_arguments, read_arguments
from sandbox.blockkit import check_attachments, check_blocks, check_metadata, check_view
from sandbox.payload import Payload, Refusal

MOST_TEXT = 40_000
POSTING = frozenset({"chat.postMessage", "chat.postEphemeral", "chat.scheduleMessage"})
CONTENT = ("text", "blocks", "attachments", "markdown_text")


def read_checked(method: str, raw: Payload) -> Payload:
    """Return the arguments of a call as the values they mean.

    Raises:
        Refusal: `msg_too_long`, `no_text`, `invalid_arguments`, `invalid_blocks` and the like, with the reasons.
    """
    if len(str(raw.get("text", ""))) > MOST_TEXT:
        raise Refusal("msg_too_long")
    if method in POSTING and not any(raw.get(name) for name in CONTENT):
        raise Refusal("no_text")
    refuse_if("invalid_arguments", check_arguments(method, raw))
    args: Payload = dict(read_arguments(method, raw))
    check_content(args)
    if "view" in args:
        refuse_if("invalid_arguments", check_view(args["view"]))
        expected = "home" if method == "views.publish" else "modal"
        if method != "views.update" and args["view"]["type"] != expected:
            raise Refusal(
                "invalid_arguments", messages=[f"[ERROR] view must be of type {expected} [json-pointer:/view]"]
            )
    return args


def read_answer(raw: Payload) -> Payload:
    """Return what the app posted to a response URL, or answered to a command, as the values it means.

    Raises:
        Refusal: `no_text`, `invalid_arguments`, `invalid_blocks` and the like, with the reasons.
    """
    if not any(raw.get(name) for name in (*CONTENT, "delete_original")):
        raise Refusal("no_text")
    refuse_if("invalid_arguments", check_arguments("response_url", raw))
    args: Payload = dict(read_arguments("response_url", raw))
    check_content(args)
    return args


def check_content(args: Payload) -> None:
    """Check the parts of a message.

    Raises:
        Refusal: `invalid_blocks`, `invalid_attachments` or `invalid_metadata_format`, with the reasons.
    """
    if args.get("blocks"):
        refuse_if("invalid_blocks", check_blocks(args["blocks"], "message"))
    if args.get("attachments"):
        refuse_if("invalid_attachments", check_attachments(args["attachments"]))
    if args.get("metadata"):
        refuse_if("invalid_metadata_format", check_metadata(args["metadata"]))


def view_problems(view: Any) -> list[str]:
    """Return what is wrong with a view that came as an answer to a form."""
    return check_view(view)


def refuse_if(code: str, problems: list[str]) -> None:
    """Refuse with this code if there are problems.

    Raises:
        Refusal: there are.
    """
    if problems:
        raise Refusal(code, messages=problems)
