"""Files that people bring: kept as Slack keeps them, whether shared in a message or put into a form."""

import base64
import mimetypes
import time
from typing import Any
from uuid import uuid4

from sandbox.deeds.stage import CannotDo
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.shapes import file_object
from sandbox.workspace import Person, StoredFile

MOST_FILES = 10


def store(platform: Platform, person: Person, described: Payload) -> StoredFile:
    """Keep a file: `name`, `content_base64` and optionally `mimetype` and `title`."""
    content = base64.b64decode(described["content_base64"])
    name: str = described["name"]
    stored = StoredFile(
        id=f"F{uuid4().hex[:10].upper()}",
        name=name,
        title=described.get("title") or name,
        mimetype=described.get("mimetype") or mimetypes.guess_type(name)[0] or "application/octet-stream",
        user=person.id,
        content=content,
        created=int(time.time()),
        size=len(content),
    )
    platform.workspace.files[stored.id] = stored
    return stored


def put_into_form(platform: Platform, person: Person, element: Payload, choice: Any) -> list[Payload]:
    """Keep the files somebody chose for a `file_input` and return them as the form holds them; so may they be given.

    Raises:
        CannotDo: the element does not take so many files, or none of this kind.
    """
    described: list[Payload] = choice if isinstance(choice, list) else [choice] if choice else []
    most, kinds = element.get("max_files", MOST_FILES), element.get("filetypes")
    if len(described) > most:
        raise CannotDo(f"{element['action_id']} takes {most} files at most")
    for each in described:
        kind = each["name"].rpartition(".")[2].lower()
        if kinds and kind not in kinds:
            raise CannotDo(f"{element['action_id']} takes no {kind} files, only: {', '.join(kinds)}")
    stored = [_stored_before(platform, person, each) or store(platform, person, each) for each in described]
    return [file_object(each, platform.base_url) | {"user_team": person.team_id} for each in stored]


def _stored_before(platform: Platform, person: Person, described: Payload) -> StoredFile | None:
    stored = platform.workspace.files.get(described.get("id", ""))
    return stored if stored is not None and stored.user == person.id else None
