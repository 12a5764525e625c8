"""How people, channels, files and messages look as JSON, in API answers and events alike."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sandbox.installation import Installation
from sandbox.payload import Payload
from sandbox.workspace import SLACKBOT, Channel, Message, Person, StoredFile, Workspace

AVATAR_SIZES = (24, 32, 48, 72, 192, 512)


def person_object(person: Person, *, with_email: bool, with_locale: bool, home_team_id: str) -> Payload:
    """Return a person as `users.info` and `user_change` show them."""
    offset = datetime.now(UTC).astimezone(ZoneInfo(person.timezone)).utcoffset()
    body: Payload = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": person.deleted,
        "color": "9f69e7",
        "tz": person.timezone,
        "tz_label": person.timezone,
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": profile_object(person, with_email=with_email),
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": person.is_owner,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_bot": person.is_bot and person.id != SLACKBOT,
        "is_app_user": False,
        "is_email_confirmed": True,
        "updated": person.updated,
        "who_can_share_contact_card": "EVERYONE",
    }
    if person.team_id != home_team_id:
        body["is_stranger"] = True
    if with_locale:
        body["locale"] = person.locale
    return body


def profile_object(person: Person, *, with_email: bool) -> Payload:
    """Return a person's profile; the address is in it only where `users:read.email` allows it."""
    first, _, last = person.real_name.partition(" ")
    body: Payload = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "first_name": first,
        "last_name": last,
        "status_text": "",
        "status_text_canonical": "",
        "status_emoji": "",
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "avatar_hash": "0",
        "team": person.team_id,
        "fields": {},
        **{f"image_{size}": person.avatar_url for size in AVATAR_SIZES},
    }
    if with_email and person.email is not None:
        body["email"] = person.email
    if person.bot_id is not None:
        body["bot_id"] = person.bot_id
    return body


def bot_object(app: Installation, team_id: str) -> Payload:
    """Return the app's bot as messages carry it in `bot_profile`."""
    return {
        "id": app.bot_id,
        "app_id": app.app_id,
        "name": app.name,
        "icons": {"image_36": "", "image_48": "", "image_72": ""},
        "deleted": False,
        "updated": 0,
        "team_id": team_id,
    }


def direct_object(channel: Channel, workspace: Workspace, *, seen_by: str) -> Payload:
    """Return a conversation of two as `conversations.info` shows it to one of them."""
    others = [member for member in channel.members if member != seen_by]
    return {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": True,
        "is_mpim": False,
        "is_group": False,
        "is_channel": False,
        "is_org_shared": False,
        "is_ext_shared": False,
        "context_team_id": workspace.team_id,
        "user": others[0] if others else seen_by,
    }


def channel_object(channel: Channel, workspace: Workspace, *, seen_by: str) -> Payload:
    """Return a conversation as `conversations.info` shows it to this user id."""
    if channel.kind == "im":
        return direct_object(channel, workspace, seen_by=seen_by)
    is_shared = bool(channel.shared_with)
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": channel.created,
        "creator": channel.creator,
        "is_channel": channel.kind != "mpim",
        "is_group": False,
        "is_im": False,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_general": channel.is_general,
        "is_shared": is_shared,
        "is_ext_shared": is_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "is_member": seen_by in channel.members,
        "is_frozen": False,
        "context_team_id": workspace.team_id,
        "shared_team_ids": [workspace.team_id, *channel.shared_with],
        "connected_team_ids": list(channel.shared_with),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
    }


def file_object(stored: StoredFile, base_url: str) -> Payload:
    """Return a file as messages and `files.info` show it."""
    filetype = stored.name.rpartition(".")[2].lower() or "text"
    address = f"{base_url}/files/{stored.id}/{stored.name}"
    return {
        "id": stored.id,
        "created": stored.created,
        "timestamp": stored.created,
        "name": stored.name,
        "title": stored.title,
        "mimetype": stored.mimetype,
        "filetype": filetype,
        "pretty_type": filetype.upper(),
        "user": stored.user,
        "editable": False,
        "size": stored.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": True,
        "public_url_shared": False,
        "display_as_bot": False,
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "file_access": "visible",
        "channels": list(stored.channels),
    }


class MessageShape:
    """Draws messages as JSON.

    Args:
        workspace: where threads and authors are looked up.
        app: whose messages carry `bot_profile`.
        base_url: the address under which files are found.
    """

    def __init__(self, workspace: Workspace, app: Installation, base_url: str) -> None:
        self._workspace = workspace
        self._app = app
        self._base_url = base_url

    def draw(self, message: Message, *, with_metadata: bool = False) -> Payload:
        """Return a message as `conversations.history` lists it: optional fields only where they have a value."""
        body: Payload = {"type": "message", "text": message.text, "ts": message.ts}
        for name in (
            "subtype",
            "user",
            "client_msg_id",
            "thread_ts",
            "edited",
            "bot_id",
            "username",
            "icons",
            "inviter",
        ):
            value = getattr(message, name)
            if value is not None:
                body[name] = value
        body |= message.told
        if message.user is not None:
            body["team"] = message.team_id
        if message.blocks:
            body["blocks"] = message.blocks
        if message.attachments:
            body["attachments"] = message.attachments
        if message.files:
            body["files"] = [file_object(each, self._base_url) for each in message.files]
            body |= {"upload": False, "display_as_bot": False}
        body |= self._origin(message) | self._thread(message) | self._reactions(message)
        if with_metadata and message.metadata is not None:
            body["metadata"] = message.metadata
        return body

    def _origin(self, message: Message) -> Payload:
        if message.bot_id == self._app.bot_id:
            own: Payload = {"app_id": self._app.app_id}
            if message.subtype != "bot_message":
                own["bot_profile"] = bot_object(self._app, self._workspace.team_id)
            return own
        if message.team_id in {"", self._workspace.team_id} or message.user is None:
            return {}
        person = self._workspace.people[message.user]
        return {
            "user_team": person.team_id,
            "source_team": person.team_id,
            "user_profile": {
                "real_name": person.real_name,
                "display_name": person.name,
                "name": person.name,
                "team": person.team_id,
                "image_72": person.avatar_url,
                "is_restricted": False,
                "is_ultra_restricted": False,
            },
        }

    def _thread(self, message: Message) -> Payload:
        channel = self._workspace.channels.get(message.channel_id)
        if channel is None or message.seen_by is not None:
            return {}
        if message.is_reply:
            root = channel.messages.get(message.thread_ts or "")
            return {"parent_user_id": root.user} if root is not None and root.user is not None else {}
        replies = channel.replies(message.ts)
        if not replies:
            return {}
        users = list(dict.fromkeys(reply.user or reply.bot_id or "" for reply in replies))
        return {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len(users),
            "reply_users": users,
            "latest_reply": replies[-1].ts,
            "is_locked": False,
        }

    def _reactions(self, message: Message) -> Payload:
        pairs = [{"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()]
        return ({"reactions": pairs} if pairs else {}) | (
            {"pinned_to": [message.channel_id]} if message.is_pinned else {}
        )
