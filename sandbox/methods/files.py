"""`files.*`: an upload in three steps (an address, the bytes, the completion), and what a file is."""

import mimetypes
import time
from uuid import uuid4

from sandbox.methods.registry import Call, Method
from sandbox.payload import Payload, Refusal
from sandbox.posting import Draft, post_as_app
from sandbox.shapes import file_object
from sandbox.workspace import StoredFile


def get_upload_url(call: Call) -> Payload:
    """Announce a file by name and length and return the address its bytes go to."""
    name, length = call.args["filename"], call.args["length"]
    stored = StoredFile(
        id=f"F{uuid4().hex[:10].upper()}",
        name=name,
        title=name,
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
        user=call.platform.app.bot_user_id,
        content=b"",
        created=int(time.time()),
        size=length,
    )
    call.platform.workspace.files[stored.id] = stored
    return {"upload_url": f"{call.platform.base_url}/upload/{stored.id}", "file_id": stored.id}


def complete_upload(call: Call) -> Payload:
    """Finish uploads, and share them as one message where a channel is named."""
    found = [_finished(call, each) for each in call.args["files"]]
    if "channel_id" in call.args:
        channel = call.get_open_channel("channel_id")
        thread_ts = call.args.get("thread_ts")
        if thread_ts is not None and thread_ts not in channel.messages:
            raise Refusal("thread_not_found")
        blocks = call.args.get("blocks", [])
        draft = Draft(text=call.args.get("initial_comment", ""), files=found, thread_ts=thread_ts, blocks=blocks)
        post_as_app(call.platform, channel, draft)
    return {"files": [file_object(each, call.platform.base_url) for each in found]}


def info(call: Call) -> Payload:
    """Describe a file the app may see: its own, and those of channels it is in."""
    stored = call.platform.workspace.files.get(call.args["file"])
    if stored is None or not _is_visible(call, stored):
        raise Refusal("file_not_found")
    return {"file": file_object(stored, call.platform.base_url), "comments": [], "content": None}


def _finished(call: Call, described: Payload) -> StoredFile:
    stored = call.platform.workspace.files.get(described["id"])
    if stored is None or stored.user != call.platform.app.bot_user_id:
        raise Refusal("file_not_found")
    if len(stored.content) != stored.size:
        raise Refusal("file_update_failed")
    stored.title = described.get("title", stored.name)
    return stored


def _is_visible(call: Call, stored: StoredFile) -> bool:
    app = call.platform.app
    channels = call.platform.workspace.channels
    return stored.user == app.bot_user_id or any(app.bot_user_id in channels[each].members for each in stored.channels)


METHODS = (
    Method("files.getUploadURLExternal", get_upload_url, 4, ("files:write",)),
    Method("files.completeUploadExternal", complete_upload, 4, ("files:write",)),
    Method("files.info", info, 4, ("files:read",)),
)
