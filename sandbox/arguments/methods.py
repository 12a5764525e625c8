"""The table of methods: which arguments each Web API method takes, and the limits of each.

Stricter than Slack, which ignores arguments it does not know: every argument that is not in the table is refused, so
that a misspelt one does not pass unseen. Also refused are `as_user` (Slack answers `as_user_not_supported` to bots),
channel names in place of ids, and reactions or pins on anything but a message. The content of `blocks`,
`attachments`, `view` and `metadata` is the business of `sandbox.blockkit`; here they are only an array or an object.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.arguments.signature import Argument, Signature, integer, listing, structured, switch, text, word
from sandbox.blockkit.composition import CONVERSATION_ID, URL, USER_ID, WEB_URL
from sandbox.blockkit.shapes import (
    Check,
    Rule,
    array,
    at_least_one,
    choice,
    exactly_one,
    mapping,
    problem,
    record,
    string,
)

MOST_TEXT = 40_000
"""Characters of a message's `text`; Slack cuts what is longer, the sandbox refuses it."""

MOST_MARKDOWN_TEXT = 12_000
MOST_PER_PAGE = 1000
MOST_INVITED = 100
MOST_IN_GROUP_DM = 8


def _anything(_value: object, _pointer: str) -> Iterator[str]:
    return iter(())


def _object_id(letter: str, noun: str) -> Rule:
    return string(like=rf"{letter}[A-Z0-9]+", called=f"the id of {noun}")


CHANNEL = word(CONVERSATION_ID)
USER = word(USER_ID)
TS = text(like=r"\d{10}\.\d{6}", called="a message ts such as 1795617000.000100")
INSTANT = text(like=r"\d{1,10}(\.\d{1,6})?", called="seconds since 1970")
FILE_ID = _object_id("F", "a file")
TEAM = word(_object_id("[TE]", "a workspace"))
ARRAY = structured(array(_anything))
OBJECT = structured(mapping(_anything))
REACTION = text(least=1)
CHANNEL_TYPES = listing(choice("public_channel", "private_channel", "mpim", "im"))

_PAGE = {"cursor": text(), "limit": integer(1, MOST_PER_PAGE)}
_IN_MESSAGE = {"channel": CHANNEL, "timestamp": TS}
_SPAN = {"oldest": INSTANT, "latest": INSTANT, "inclusive": switch(), "include_all_metadata": switch()}


def _markdown_alone(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    if "markdown_text" in value and ("text" in value or "blocks" in value):
        yield problem("markdown_text must not be used with text or blocks", pointer)


def _requires(name: str, other: str) -> Check:
    """Require the argument `other` wherever `name` is given and is not false."""

    def check(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        if value.get(name) and other not in value:
            yield problem(f"{name} needs {other}", pointer)

    return check


_CONTENT: Mapping[str, Argument] = {
    "text": text(MOST_TEXT),
    "markdown_text": text(MOST_MARKDOWN_TEXT, least=1),
    "blocks": ARRAY,
    "attachments": ARRAY,
    "link_names": switch(),
    "parse": word(choice("full", "none")),
    "team_id": TEAM,
}
_AUTHOR: Mapping[str, Argument] = {
    "username": text(80, least=1),
    "icon_emoji": text(100, like=r":[^:\s]+(::skin-tone-[2-6])?:", called="an emoji between colons"),
    "icon_url": word(WEB_URL),
}
_THREAD = {"thread_ts": TS, "reply_broadcast": switch()}
_UNFURLING = {"unfurl_links": switch(), "unfurl_media": switch()}
_HAS_CONTENT = at_least_one("text", "blocks", "attachments", "markdown_text")

_CHAT: Mapping[str, Signature] = {
    "chat.postMessage": Signature(
        needs={"channel": word(string(like=r"[CDGUW][A-Z0-9]+", called="the id of a conversation or a user"))},
        may={**_CONTENT, **_AUTHOR, **_THREAD, **_UNFURLING, "metadata": OBJECT, "mrkdwn": switch()},
        also=[_HAS_CONTENT, _markdown_alone, _requires("reply_broadcast", "thread_ts")],
    ),
    "chat.postEphemeral": Signature(
        needs={"channel": CHANNEL, "user": USER},
        may={**_CONTENT, **_AUTHOR, "thread_ts": TS},
        also=[_HAS_CONTENT, _markdown_alone],
    ),
    "chat.scheduleMessage": Signature(
        needs={"channel": CHANNEL, "post_at": integer(1_000_000_000, 9_999_999_999)},
        may={**_CONTENT, **_THREAD, **_UNFURLING, "metadata": OBJECT},
        also=[_HAS_CONTENT, _markdown_alone, _requires("reply_broadcast", "thread_ts")],
    ),
    "chat.update": Signature(
        needs={"channel": CHANNEL, "ts": TS},
        may={**_CONTENT, "reply_broadcast": switch(), "metadata": OBJECT, "file_ids": listing(FILE_ID, least=0)},
        also=[
            at_least_one("text", "blocks", "attachments", "markdown_text", "metadata", "file_ids"),
            _markdown_alone,
        ],
    ),
    "chat.delete": Signature(needs={"channel": CHANNEL, "ts": TS}),
    "chat.unfurl": Signature(
        may={"channel": text(), "ts": text(), "unfurl_id": text(), "source": text(), "unfurls": structured(_anything)},
    ),
    "chat.getPermalink": Signature(needs={"channel": CHANNEL, "message_ts": TS}),
}

_CONVERSATIONS: Mapping[str, Signature] = {
    "conversations.list": Signature(
        may={**_PAGE, "types": CHANNEL_TYPES, "exclude_archived": switch(), "team_id": TEAM},
    ),
    "conversations.info": Signature(
        needs={"channel": CHANNEL},
        may={"include_locale": switch(), "include_num_members": switch()},
    ),
    "conversations.members": Signature(needs={"channel": CHANNEL}, may=_PAGE),
    "conversations.history": Signature(needs={"channel": CHANNEL}, may={**_PAGE, **_SPAN}),
    "conversations.replies": Signature(needs={"channel": CHANNEL, "ts": TS}, may={**_PAGE, **_SPAN}),
    "conversations.open": Signature(
        may={"channel": CHANNEL, "users": listing(USER_ID, most=MOST_IN_GROUP_DM), "return_im": switch()},
        also=[exactly_one("channel", "users")],
    ),
    "conversations.create": Signature(
        needs={"name": text(80, like=r"[a-z0-9_-]{1,80}", called="small letters, digits, hyphens and underscores")},
        may={"is_private": switch(), "team_id": TEAM},
    ),
    "conversations.join": Signature(needs={"channel": CHANNEL}),
    "conversations.leave": Signature(needs={"channel": CHANNEL}),
    "conversations.invite": Signature(
        needs={"channel": CHANNEL, "users": listing(USER_ID, most=MOST_INVITED)},
        may={"force": switch()},
    ),
}

_PEOPLE: Mapping[str, Signature] = {
    "users.info": Signature(needs={"user": USER}, may={"include_locale": switch()}),
    "users.list": Signature(may={**_PAGE, "include_locale": switch(), "team_id": TEAM}),
    "users.lookupByEmail": Signature(
        needs={"email": text(254, like=r"[^@\s]+@[^@\s]+", called="an e-mail address")},
    ),
    "users.conversations": Signature(
        may={**_PAGE, "user": USER, "types": CHANNEL_TYPES, "exclude_archived": switch(), "team_id": TEAM},
    ),
    "usergroups.list": Signature(
        may={
            "include_count": switch(),
            "include_disabled": switch(),
            "include_users": switch(),
            "team_id": TEAM,
        },
    ),
    "usergroups.users.list": Signature(
        needs={"usergroup": word(_object_id("S", "a user group"))},
        may={"include_disabled": switch(), "team_id": TEAM},
    ),
    "bots.info": Signature(may={"bot": word(_object_id("B", "a bot")), "team_id": TEAM}),
    "team.info": Signature(may={"team": TEAM, "domain": text(least=1)}),
}

_MARKS: Mapping[str, Signature] = {
    "reactions.add": Signature(needs={**_IN_MESSAGE, "name": REACTION}),
    "reactions.remove": Signature(needs={**_IN_MESSAGE, "name": REACTION}),
    "reactions.get": Signature(needs=_IN_MESSAGE, may={"full": switch()}),
    "pins.add": Signature(needs=_IN_MESSAGE),
}

_TRIGGER: Mapping[str, Argument] = {"trigger_id": text(least=1), "interactivity_pointer": text(least=1)}

_VIEWS: Mapping[str, Signature] = {
    "views.open": Signature(
        needs={"view": OBJECT},
        may={**_TRIGGER, "team_id": TEAM},
        also=[exactly_one("trigger_id", "interactivity_pointer")],
    ),
    "views.push": Signature(
        needs={"view": OBJECT},
        may={**_TRIGGER, "team_id": TEAM},
        also=[exactly_one("trigger_id", "interactivity_pointer")],
    ),
    "views.update": Signature(
        needs={"view": OBJECT},
        may={
            "view_id": word(_object_id("V", "a view")),
            "external_id": text(255, least=1),
            "hash": text(least=1),
            "team_id": TEAM,
        },
        also=[exactly_one("view_id", "external_id")],
    ),
    "views.publish": Signature(
        needs={"view": OBJECT, "user_id": USER},
        may={"hash": text(least=1), "team_id": TEAM},
    ),
}

_UPLOADED = record(needs={"id": FILE_ID}, may={"title": string(255)})

_FILES: Mapping[str, Signature] = {
    "files.getUploadURLExternal": Signature(
        needs={"filename": text(255, least=1), "length": integer(1)},
        may={"alt_txt": text(1000), "snippet_type": text(least=1)},
    ),
    "files.completeUploadExternal": Signature(
        needs={"files": structured(array(_UPLOADED, least=1))},
        may={
            "channel_id": CHANNEL,
            "channels": listing(CONVERSATION_ID, most=100),
            "initial_comment": text(MOST_TEXT),
            "thread_ts": TS,
        },
        also=[_requires("thread_ts", "channel_id")],
    ),
    "files.info": Signature(
        needs={"file": word(FILE_ID)},
        may={**_PAGE, "count": integer(1, MOST_PER_PAGE), "page": integer(1)},
    ),
}

_ACCESS: Mapping[str, Signature] = {
    "auth.test": Signature(),
    "auth.revoke": Signature(may={"test": switch()}),
    "apps.connections.open": Signature(),
    "oauth.v2.access": Signature(
        may={
            "client_id": text(least=1),
            "client_secret": text(least=1),
            "code": text(least=1),
            "grant_type": word(choice("authorization_code", "refresh_token")),
            "redirect_uri": word(URL),
            "refresh_token": text(least=1),
        },
        also=[exactly_one("code", "refresh_token")],
    ),
}

RESPONSE_URL = Signature(
    may={
        "text": text(MOST_TEXT),
        "blocks": ARRAY,
        "attachments": ARRAY,
        "metadata": OBJECT,
        "response_type": word(choice("ephemeral", "in_channel")),
        "replace_original": switch(),
        "delete_original": switch(),
        "thread_ts": TS,
        **_UNFURLING,
    },
    also=[at_least_one("text", "blocks", "attachments", "delete_original")],
)
"""The JSON body that a response URL takes."""

METHOD_ARGUMENTS: Mapping[str, Signature] = {
    **_CHAT,
    **_CONVERSATIONS,
    **_PEOPLE,
    **_MARKS,
    **_VIEWS,
    **_FILES,
    **_ACCESS,
    "response_url": RESPONSE_URL,
}
"""The signature of every method that the sandbox answers, by name, and of `response_url`, which is posted to alike."""
