"""A proxy between the sandbox and the desk that holds back what it is sent, to deliver it later as a test pleases."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests.support.desk import Desk

FORWARDED = ("content-type", "x-slack-request-timestamp", "x-slack-signature")


@dataclass
class HoldingProxy:
    """Answers every request with 200 and keeps it. `target` is where it goes when it is let go."""

    target: str
    held: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)

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
            return [self._deliver(each) for each in deliveries]
        random.Random(seed).shuffle(deliveries)
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(self._deliver, deliveries))

    def _deliver(self, request: tuple[bytes, dict[str, str]]) -> int:
        body, headers = request
        return httpx.post(self.target, content=body, headers=headers, timeout=10, trust_env=False).status_code


@contextmanager
def holding_back(desk: Desk) -> Iterator[HoldingProxy]:
    """Hold back what the sandbox sends to the desk for the length of the block."""
    target = desk.sandbox.events_url
    assert target is not None
    proxy = HoldingProxy(target)
    server = make_server("127.0.0.1", 0, proxy.take, threaded=True)  # type: ignore[arg-type]  # as above
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="holding")
    serving.start()
    desk.sandbox.events_url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield proxy
        desk.sandbox.wait_idle()
    finally:
        desk.sandbox.events_url = target
        server.shutdown()
        serving.join()
        server.server_close()
