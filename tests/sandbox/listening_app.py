"""An app that listens: it keeps what the sandbox sent and answers as it was told."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


@dataclass(frozen=True)
class Received:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def payload(self) -> dict[str, Any]:
        """The event's envelope, the interaction, or the fields of a slash command."""
        if self.headers["content-type"] == "application/json":
            envelope: dict[str, Any] = json.loads(self.body)
            return envelope
        fields = {name: values[0] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}
        read: dict[str, Any] = json.loads(fields["payload"]) if "payload" in fields else fields
        return read

    @property
    def kind(self) -> str:
        """`envelope`, `slash_command`, or the type of an interaction."""
        if "event" in self.payload:
            return "envelope"
        return str(self.payload.get("type", "slash_command"))


@dataclass(frozen=True)
class Answer:
    """What the app answers, after some seconds."""

    status: int = 200
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    after: float = 0.0


class ListeningApp:
    """A real HTTP server; `answer` may be replaced by any function of the request."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answer: Callable[[Received], Answer] = lambda _request: Answer()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/slack/events"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events in the order they came."""
        return [each.payload["event"] for each in self.received if each.kind == "envelope"]

    def events_of(self, kind: str) -> list[dict[str, Any]]:
        """Return the events of this type, or messages of this subtype."""
        return [event for event in self.events if kind in (event.get("subtype"), event["type"])]

    def last(self, kind: str) -> dict[str, Any]:
        """Return the last payload of this kind."""
        return [each.payload for each in self.received if each.kind == kind][-1]

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(app: "ListeningApp") -> type[BaseHTTPRequestHandler]:  # noqa: N805  the handler has a self of its own
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                request = Received({name.lower(): value for name, value in self.headers.items()}, body)
                app.received.append(request)
                self._give(app.answer(request))

            def _give(self, answer: Answer) -> None:
                time.sleep(answer.after)
                body = b"" if answer.body is None else json.dumps(answer.body).encode()
                try:
                    self.send_response(answer.status)
                    for name, value in (*answer.headers, ("Content-Length", str(len(body)))):
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:  # the sandbox did not wait for so late an answer
                    self.close_connection = True

            def log_message(self, *_args: object) -> None:
                pass

        return Handler
