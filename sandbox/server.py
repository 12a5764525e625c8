"""The sandbox as a server in a background thread, with people to play."""

import asyncio
import socket
import threading
from collections.abc import Coroutine, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn

from sandbox import control
from sandbox.actor import Actor
from sandbox.company import BOT_USER, default_company
from sandbox.delivery import SLACK_RETRY_DELAYS
from sandbox.director import Director
from sandbox.endpoint import AppEndpoint
from sandbox.installation import (
    Installation,
    declared_commands,
    declared_events,
    declared_optional_scopes,
    declared_options_url,
    declared_redirect_urls,
    declared_scopes,
    declared_shortcuts,
    declared_unfurl_domains,
    declares_home_tab,
    declares_socket_mode,
)
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.prompt_server import PromptServer
from sandbox.rates import Rates
from sandbox.scenes import Scene
from sandbox.socket_mode import Sockets
from sandbox.time_machine import TimeMachine
from sandbox.website import create_site
from sandbox.wire import Wire
from sandbox.workspace import Workspace

Result = TypeVar("Result")
ANSWER_SECONDS = 60.0
APP_ID = "A0DESKBELL"
DEFAULT_SECRET = "sandbox-signing-secret"  # noqa: S105  there is nothing to protect
DEFAULT_TOKEN = "xoxb-sandbox-token"  # noqa: S105  there is nothing to protect
DEFAULT_APP_TOKEN = "xapp-1-A0DESKBELL-1-sandbox"  # noqa: S105  there is nothing to protect


class SandboxServer:
    """A stand-in for Slack on 127.0.0.1; `with` starts it and stops it, every method may be called from any thread.

    Args:
        manifest: the app's manifest, as `manifest.http.yaml` or `manifest.socket.yaml` has it.
        company: the workspace at the start; a new `default_company()` if None.
        events_url: where the app takes events, commands and clicks; may be set later.
        signing_secret: signs what is sent to the app.
        bot_token: what the app must call with.
        app_token: what the app must open sockets with.
        rate_scale: how many times faster than Slack's the rate limits are; None switches them off.
        retry_delays: seconds before each retry of an event.
        ack_timeout: seconds the app has to answer.
        time_machine: moves the app's clock; None where nobody can.
        port: the port to listen on; 0 is any free one.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        company: Workspace | None = None,
        *,
        events_url: str | None = None,
        signing_secret: str = DEFAULT_SECRET,
        bot_token: str = DEFAULT_TOKEN,
        app_token: str = DEFAULT_APP_TOKEN,
        rate_scale: float | None = 1.0,
        retry_delays: Sequence[float] = SLACK_RETRY_DELAYS,
        ack_timeout: float = 3.0,
        time_machine: TimeMachine | None = None,
        port: int = 0,
    ) -> None:
        self.signing_secret = signing_secret
        self.bot_token = bot_token
        self.app_token = app_token
        self._socket = _listen(port)
        self.base_url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.platform = Platform(
            company or default_company(),
            _install(manifest, bot_token, app_token, signing_secret),
            AppEndpoint(signing_secret, events_url, self._sockets(manifest), ack_timeout=ack_timeout),
            base_url=self.base_url,
            rates=Rates(rate_scale),
            retry_delays=retry_delays,
        )
        self.platform.time_machine = time_machine
        self._uvicorn = _uvicorn_server(self.platform)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)

    @property
    def api_url(self) -> str:
        """The address of the Web API, which is `SLACK_API_URL` for the app."""
        return f"{self.base_url}/api/"

    @property
    def events_url(self) -> str | None:
        """Where the app listens."""
        return self.platform.endpoint.url

    @events_url.setter
    def events_url(self, url: str | None) -> None:
        self.platform.endpoint.url = url

    @property
    def wire(self) -> Wire:
        """The log of what passed between the sandbox and the app."""
        return self.platform.wire

    @property
    def admin(self) -> Director:
        """What happens from above."""
        return Director(self)

    def actor(self, name: str) -> Actor:
        """Return somebody to play, by name or user id."""
        return Actor(name, self)

    def offer_scenes(self, scenes: Sequence[Scene], *, pace: float = 1.0) -> None:
        """Let people play scenes on the page, with pauses so many times those in which people read."""
        self.platform.scenes.offer(scenes, pace=pace)

    def act(self, name: str, verb: str, ask: Payload) -> Payload:
        """Do a deed as somebody; see `sandbox.deeds`."""
        return self._call(control.act(self.platform, name, verb, ask))

    def direct(self, verb: str, ask: Payload) -> Payload:
        """Do something from above; see `sandbox.directing`."""

        async def work() -> Payload:
            return control.direct(self.platform, verb, ask)

        return self._call(work())

    def wait_idle(self, timeout: float = 10.0) -> None:
        """Wait until no delivery is under way or due.

        Raises:
            TimeoutError: something still was after `timeout` seconds.
        """
        if not self._call(control.wait_idle(self.platform, timeout), timeout + ANSWER_SECONDS):
            raise TimeoutError(f"deliveries were still under way or due after {timeout} s")

    def start(self) -> None:
        """Start serving and return when it does."""
        self._thread.start()
        if not self._is_ready.wait(ANSWER_SECONDS):
            raise TimeoutError("the sandbox did not start")

    def stop(self) -> None:
        """Stop serving, give up what was not delivered, and return when all is closed."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._end)
        self.platform.scenes.stop()
        self._thread.join(ANSWER_SECONDS)
        self._socket.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _sockets(self, manifest: Mapping[str, Any]) -> Sockets:
        link_url = self.base_url.replace("http", "ws", 1) + "/link"
        return Sockets(APP_ID, link_url, is_enabled=declares_socket_mode(manifest))

    def _call(self, work: Coroutine[Any, Any, Result], timeout: float = ANSWER_SECONDS) -> Result:
        if self._loop is None:
            work.close()
            raise RuntimeError("the sandbox is not running: use it in a `with`")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    def _end(self) -> None:
        self._uvicorn.end()
        self.platform.changes.close()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self.platform.endpoint.open()
        self._is_ready.set()
        await self._uvicorn.serve(sockets=[self._socket])
        self._loop = None
        await self.platform.delivery.close()
        await self.platform.endpoint.close()


def _listen(port: int) -> socket.socket:
    # Only with the protocol named does asyncio switch Nagle's algorithm off, which costs 40 ms for each answer.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(512)
    return listening


def _uvicorn_server(platform: Platform) -> PromptServer:
    site = create_site(platform)
    config = uvicorn.Config(
        site,
        http="h11",
        ws="websockets-sansio",
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
    )
    server = PromptServer(config)
    site.state.connections = server.server_state.connections
    return server


def _install(manifest: Mapping[str, Any], bot_token: str, app_token: str, secret: str) -> Installation:
    name = manifest.get("display_information", {}).get("name", "Deskbell")
    return Installation(
        app_id=APP_ID,
        bot_id="B0DESKBELL",
        bot_user_id=BOT_USER,
        name=name,
        bot_token=bot_token,
        app_token=app_token,
        signing_secret=secret,
        granted=declared_scopes(manifest),
        subscriptions=declared_events(manifest),
        commands=declared_commands(manifest),
        has_home_tab=declares_home_tab(manifest),
        shortcuts=declared_shortcuts(manifest),
        redirect_urls=declared_redirect_urls(manifest),
        options_url=declared_options_url(manifest),
        unfurl_domains=declared_unfurl_domains(manifest),
        declared_scopes=declared_scopes(manifest),
        optional_scopes=declared_optional_scopes(manifest),
    )
