"""People to play: what a test or a demo does as rosa, ben or ada.

Everything goes through a `Stage`, which is either the server in this process or one at the other end of HTTP.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sandbox.elements import options_of
from sandbox.payload import Payload
from sandbox.seen import CommandAnswer, InteractionAnswer, Message, SubmitAnswer, SuggestionAnswer, Upload, View


class Stage(Protocol):
    """Where deeds are done; both methods raise `CannotDo` for what cannot be done."""

    def act(self, name: str, verb: str, ask: Payload) -> Payload:
        """Do a deed as the person of this name."""

    def direct(self, verb: str, ask: Payload) -> Payload:
        """Do something from above."""


class Actor:
    """One person. Channels are given by name or id, and `dm` is the conversation with the app.

    Every method raises `CannotDo` for what this person could not do in Slack.

    Args:
        name: the person's name or user id.
        stage: where they act.
    """

    def __init__(self, name: str, stage: Stage) -> None:
        self.name = name
        self._stage = stage

    @property
    def id(self) -> str:
        """The user id."""
        people: dict[str, str] = self._stage.direct("company", {})["people"]
        return people.get(self.name, self.name)

    def post(
        self,
        channel: str,
        text: str,
        *,
        thread: str | Message | None = None,
        blocks: Sequence[Payload] | None = None,
        files: Sequence[Upload] = (),
        broadcast: bool = False,
    ) -> Message:
        """Write a message, in a thread if one is given (any message of it, or its ts), and return it."""
        uploads = [_described(each) for each in files]
        ask = {"channel": channel, "text": text, "thread": _ts(thread), "files": uploads, "broadcast": broadcast}
        return Message(self._do("post", ask | {"blocks": list(blocks) if blocks is not None else None}))

    def edit(self, message: Message, text: str) -> Message:
        """Change one's own message and return it as it is now."""
        return Message(self._do("edit", place_of(message) | {"text": text}))

    def delete(self, message: Message) -> None:
        """Delete one's own message, or as an admin anybody's."""
        self._do("delete", place_of(message))

    def react(self, message: Message, name: str) -> None:
        """React with an emoji."""
        self._do("react", place_of(message) | {"name": name})

    def unreact(self, message: Message, name: str) -> None:
        """Take a reaction back."""
        self._do("unreact", place_of(message) | {"name": name})

    def type_text(self, channel: str, text: str) -> str | None:
        """Type without sending; return the unfurl id under which the app was told of links to its domains, or None."""
        answer: str | None = self._do("type", {"channel": channel, "text": text})["unfurl_id"]
        return answer

    def typed_previews(self, unfurl_id: str) -> dict[str, Payload]:
        """Look at what the app shows of links while one types, by the link's address."""
        previews = self._do("typed_previews", {"unfurl_id": unfurl_id})["previews"]
        return {each["app_unfurl_url"]: each for each in previews}

    def create_channel(self, name: str, *, private: bool = False) -> str:
        """Make a channel and return its id."""
        return str(self._do("create_channel", {"name": name, "private": private})["id"])

    def join(self, channel: str) -> None:
        """Join a public channel."""
        self._do("join", {"channel": channel})

    def leave(self, channel: str) -> None:
        """Leave a channel."""
        self._do("leave", {"channel": channel})

    def invite(self, channel: str, who: str) -> None:
        """Invite somebody, by name or id, to a channel one is in."""
        self._do("invite", {"channel": channel, "who": who})

    def kick(self, channel: str, who: str) -> None:
        """Remove somebody, by name or id, from a channel one is in."""
        self._do("kick", {"channel": channel, "who": who})

    def invite_bot(self, channel: str) -> None:
        """Invite the app to a channel one is in."""
        self.invite(channel, self._bot())

    def remove_bot(self, channel: str) -> None:
        """Remove the app from a channel one is in."""
        self.kick(channel, self._bot())

    def make_private(self, channel: str) -> None:
        """Make a public channel private, as an admin."""
        self._do("set_private", {"channel": channel, "is_private": True})

    def make_public(self, channel: str) -> None:
        """Make a private channel public, as an admin."""
        self._do("set_private", {"channel": channel, "is_private": False})

    def command(self, command: str, text: str = "", *, channel: str = "dm") -> CommandAnswer:
        """Type a slash command, by default in the DM with the app; names are escaped as the manifest asks.

        `/invite @name`, `/remove @name` and `/leave` are Slack's own: done at once, and the app is not asked.
        """
        answer = self._do("command", {"command": command, "text": text, "channel": channel})
        message = Message(answer.pop("message")) if answer["message"] else answer.pop("message")
        return CommandAnswer(**answer, message=message)

    def click(
        self,
        message: Message,
        action_id: str,
        *,
        block_id: str | None = None,
        value: str | None = None,
        confirm: bool = True,
    ) -> InteractionAnswer:
        """Press a button that is on the message as it is now.

        Args:
            message: any earlier or present state of the message.
            action_id: which button.
            block_id: in which block, where several have the same action id.
            value: with which value, where several have the same action id.
            confirm: what is answered in the button's confirmation dialog, if it has one.
        """
        ask = {"action_id": action_id, "block_id": block_id, "value": value, "confirm": confirm}
        return self._press({"on": "message"} | place_of(message) | ask)

    def choose(self, message: Message, action_id: str, choice: Any, *, confirm: bool = True) -> InteractionAnswer:
        """Choose in a menu on the message: an option's value or label, an id, a date, or a list of them."""
        ask = {"action_id": action_id, "choice": choice, "confirm": confirm}
        return self._press({"on": "message"} | place_of(message) | ask)

    def suggestions(self, message: Message, action_id: str, typed: str) -> SuggestionAnswer:
        """Type into an external menu on a message; what the app suggests can be chosen from then on."""
        return self._suggest({"on": "message", "action_id": action_id, "typed": typed} | place_of(message))

    def suggestions_in_modal(self, action_id: str, typed: str) -> SuggestionAnswer:
        """Type into an external menu (by action id or block id) of the modal in front."""
        return self._suggest({"on": "modal", "action_id": action_id, "typed": typed})

    def suggestions_in_home(self, action_id: str, typed: str) -> SuggestionAnswer:
        """Type into an external menu on the Home tab."""
        return self._suggest({"on": "home", "action_id": action_id, "typed": typed})

    def use_shortcut(self, callback_id: str, *, on: Message | None = None) -> InteractionAnswer:
        """Use one of the app's shortcuts, on a message or from anywhere."""
        place = {} if on is None else place_of(on)
        return InteractionAnswer(**self._do("shortcut", {"callback_id": callback_id} | place))

    @property
    def modal(self) -> View | None:
        """The modal in front, or None."""
        return _view(self._do("modal", {})["view"])

    def click_in_modal(self, action_id: str, *, value: str | None = None, confirm: bool = True) -> InteractionAnswer:
        """Press a button in the modal in front."""
        return self._press({"on": "modal", "action_id": action_id, "value": value, "confirm": confirm})

    def choose_in_modal(self, action_id: str, choice: Any) -> InteractionAnswer:
        """Choose in a menu of the modal in front; the app hears of it unless it is a quiet input."""
        return self._press({"on": "modal", "action_id": action_id, "choice": choice})

    def fill(self, values: Mapping[str, Any]) -> View:
        """Fill in fields (by block id or action id) of the modal in front without sending it, and return it."""
        filled = {name: _typed(choice) for name, choice in values.items()}
        return View(self._do("fill", {"values": filled})["view"])

    def submit(self, values: Mapping[str, Any] | None = None) -> SubmitAnswer:
        """Fill in fields (by block id or action id) and send the modal in front; a field for files takes `Upload`s."""
        filled = {name: _typed(choice) for name, choice in (values or {}).items()}
        answer = self._do("submit", {"values": filled})
        return SubmitAnswer(**(answer | {"view": _view(answer["view"])}))

    def close_modal(self, *, clear: bool = False) -> None:
        """Close the modal in front, or all of them."""
        self._do("close_modal", {"clear": clear})

    def open_home(self) -> View | None:
        """Open the app's Home tab and return what it shows at once; None while nothing was published."""
        return _view(self._do("open_home", {})["view"])

    @property
    def home(self) -> View | None:
        """What the Home tab shows now."""
        return _view(self._do("home", {})["view"])

    def click_in_home(self, action_id: str, *, value: str | None = None, confirm: bool = True) -> InteractionAnswer:
        """Press a button on the Home tab."""
        return self._press({"on": "home", "action_id": action_id, "value": value, "confirm": confirm})

    def choose_in_home(self, action_id: str, choice: Any) -> InteractionAnswer:
        """Choose in a menu on the Home tab."""
        return self._press({"on": "home", "action_id": action_id, "choice": choice})

    def messages(self, channel: str) -> list[Message]:
        """Read a channel, oldest first, without replies that are only in threads."""
        return _messages(self._do("messages", {"channel": channel}))

    def thread(self, channel: str, root: str | Message) -> list[Message]:
        """Read a thread, the root first."""
        return _messages(self._do("thread", {"channel": channel, "ts": _ts(root)}))

    def ephemerals(self) -> list[Message]:
        """Read what only this person was shown, oldest first."""
        return _messages(self._do("ephemerals", {}))

    def dm(self) -> list[Message]:
        """Read the conversation with the app, oldest first."""
        return self.messages("dm")

    def _bot(self) -> str:
        return str(self._stage.direct("company", {})["bot_user_id"])

    def _press(self, ask: Payload) -> InteractionAnswer:
        return InteractionAnswer(**self._do("press", ask))

    def _suggest(self, ask: Payload) -> SuggestionAnswer:
        answer = self._do("suggest", ask)
        return SuggestionAnswer(status=answer["status"], options=options_of(answer), reason=answer["reason"])

    def _do(self, verb: str, ask: Payload) -> Payload:
        return self._stage.act(self.name, verb, ask)


def _described(upload: Upload) -> Payload:
    content = base64.b64encode(upload.content).decode()
    return {"name": upload.name, "content_base64": content, "mimetype": upload.mimetype}


def _typed(choice: Any) -> Any:
    """Return what is filled into a field as JSON."""
    if isinstance(choice, Upload):
        return _described(choice)
    return [_typed(each) for each in choice] if isinstance(choice, list) else choice


def _ts(message: str | Message | None) -> str | None:
    return message.ts if isinstance(message, Message) else message


def place_of(message: Message) -> Payload:
    """Return where a message is, as deeds and directions take it."""
    return {"channel": message.channel, "ts": message.ts}


def _view(raw: Payload | None) -> View | None:
    return View(raw) if raw is not None else None


def _messages(answer: Payload) -> list[Message]:
    return [Message(each) for each in answer["messages"]]
