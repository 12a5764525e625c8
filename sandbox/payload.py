"""The JSON that travels on Slack's wires, and the refusals Slack answers."""

from typing import Any, TypeAlias

Payload: TypeAlias = dict[str, Any]
"""One JSON object as it is on the wire."""


class Refusal(Exception):
    """A call that Slack answers with `ok: false`.

    Args:
        code: Slack's error code, such as `channel_not_found`.
        messages: what `response_metadata.messages` says, one line for each problem.
        extra: further fields of the answer, such as `needed` and `provided`.
    """

    def __init__(self, code: str, *, messages: list[str] | None = None, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages or []
        self.extra = extra

    def answer(self) -> Payload:
        """Return the body of the answer: `ok`, `error`, and the reasons where there are any."""
        body: Payload = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body
