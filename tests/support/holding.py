"""A proxy between the sandbox and the desk that holds back what it is sent, to deliver it later as a test pleases."""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from bot.ingress import read_body
from tests.support import plain_http
from tests.support.desk import Desk
from tests.support.handmade import send_down_the_socket

FORWARDED = ("content-type", "x-slack-request-timestamp", "x-slack-signature")

Held = tuple[bytes, dict[str, str]]
"""A request's body and headers."""


@dataclass
class HoldingProxy:
    """Answers every request with 200 and keeps it. `deliver` takes it to the desk when it is let go."""

    deliver: Callable[[Held], int]
    held: list[Held] = field(default_factory=list)

    def take(self, environ: dict[str, object], start_response: object) -> object:
        """Keep one request; a WSGI application."""
        request = Request(environ)
        headers = {name.lower(): value for name, value in request.headers.items() if name.lower() in FORWARDED}
        self.held.append((request.get_data(), headers))
        return Response(status=200)(environ, start_response)  # type: ignore[arg-type]  # werkzeug names WSGI's types

    def let_go(self, *, times: int, seed: int | None) -> list[int]:
        """Deliver everything, each `times` times, and return the statuses: in order, or shuffled and eight at once."""
        deliveries = self.held * times
        self.held = []
        if seed is None:
            return [self.deliver(each) for each in deliveries]
        random.Random(seed).shuffle(deliveries)
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(self.deliver, deliveries))


@contextmanager
def holding_back(desk: Desk) -> Iterator[HoldingProxy]:
    """Hold back what the sandbox sends to the desk for the length of the block."""
    target, sockets = desk.sandbox.events_url, desk.sandbox.platform.endpoint.sockets
    is_by_socket, sockets.is_enabled = sockets.is_enabled, False  # held as HTTP, let go down the socket
    proxy = HoldingProxy(partial(_send_down, desk) if is_by_socket else partial(_post, str(target)))
    server = make_server("127.0.0.1", 0, proxy.take, threaded=True)  # type: ignore[arg-type]  # as above
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="holding")
    serving.start()
    desk.sandbox.events_url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield proxy
        desk.sandbox.wait_idle()
    finally:
        desk.sandbox.events_url, sockets.is_enabled = target, is_by_socket
        server.shutdown()
        serving.join()
        server.server_close()


def _post(target: str, held: Held) -> int:
    body, headers = held
    return plain_http.post(target, content=body, headers=headers, timeout=10).status_code


def _send_down(desk: Desk, held: Held) -> int:
    body, headers = held
    payload = read_body(body.decode(), headers["content-type"])
    kind = "events_api" if "event" in payload else "slash_commands" if "command" in payload else "interactive"
    return send_down_the_socket(desk, kind, payload).status_code
