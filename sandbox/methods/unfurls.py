"""`chat.unfurl`: what the app says of links to its domains."""

from typing import Any

from sandbox.blockkit import check_attachments
from sandbox.methods.registry import Call, Method
from sandbox.payload import Payload, Refusal
from sandbox.shared_links import SharedLinks
from sandbox.unfurling import attach_previews, find_links, get_posted

SOURCES = frozenset({"composer", "conversations_history"})


def unfurl(call: Call) -> Payload:
    """Show previews of links the app was told of: by `channel` and `ts`, or by `unfurl_id` and `source`."""
    if not call.platform.app.unfurl_domains:
        raise Refusal("cannot_find_service")
    unfurls = _read_unfurls(call.args)
    by_id = "unfurl_id" in call.args or "source" in call.args
    shared = _get_by_id(call) if by_id else _get_by_message(call, unfurls)
    if set(unfurls) - set(shared.urls):
        raise Refusal("cannot_unfurl_url")
    attach_previews(call.platform, shared, unfurls)
    return {}


def _read_unfurls(args: Payload) -> dict[str, Payload]:
    """Return the previews by address."""
    unfurls: Any = args.get("unfurls")
    if not unfurls:
        raise Refusal("missing_unfurls")
    if not isinstance(unfurls, dict) or not all(isinstance(each, dict) for each in unfurls.values()):
        raise Refusal("invalid_unfurls_format")
    for each in unfurls.values():
        problems = check_attachments([{name: value for name, value in each.items() if name != "hide_color"}])
        if problems or not each:
            raise Refusal("cannot_parse_attachment", messages=problems)
    return dict(unfurls)


def _get_by_id(call: Call) -> SharedLinks:
    for name in ("unfurl_id", "source"):
        if name not in call.args:
            raise Refusal(f"missing_{name}")
    if call.args["source"] not in SOURCES:
        raise Refusal("invalid_source")
    shared = call.platform.unfurls.find(call.args["unfurl_id"])
    if shared is None or shared.source != call.args["source"]:
        raise Refusal("invalid_unfurl_id")
    if shared.channel_id is not None and shared.ts is not None:
        get_posted(call.platform, shared.channel_id, shared.ts)
    return shared


def _get_by_message(call: Call, unfurls: dict[str, Payload]) -> SharedLinks:
    for name in ("channel", "ts"):
        if name not in call.args:
            raise Refusal(f"missing_{name}")
    message, shared = get_posted(call.platform, call.args["channel"], call.args["ts"])
    if set(unfurls) - set(find_links(message.text, call.platform.app.unfurl_domains)):
        raise Refusal("cannot_unfurl_message")
    return shared


METHODS = (Method("chat.unfurl", unfurl, 3, ("links:write",)),)
