"""A bare page that the modules draw on, served from this machine, and what a test can do to it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Literal

from playwright.sync_api import Locator, Page

from tests.sandbox.blockkit.samples import Json

SITE = Path(__file__).parents[3] / "sandbox" / "page"
STAGE = Path(__file__).with_name("stage.html")
NOON = 1795435200
"""2026-11-23 12:00 UTC, the time on the stage."""


class Site(SimpleHTTPRequestHandler):
    """Serves the page's static files, and the stage at `/`."""

    def do_GET(self) -> None:
        """Answer the stage itself, else the file."""
        if self.path != "/":
            super().do_GET()
            return
        body = STAGE.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the name is the library's
        """Keep quiet."""


@contextmanager
def running_site() -> Iterator[str]:
    """Serve the stage; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Site, directory=str(SITE)))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Stage:
    """The stage in a browser, empty.

    Args:
        page: A page of a browser that shows the stage.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_viewport_size({"width": 760, "height": 800})
        page.emulate_media(color_scheme="light")
        page.evaluate("stage.reset()")

    @property
    def complaints(self) -> list[str]:
        """What the scripts of the page failed with."""
        return list(self.page.evaluate("stage.complaints"))

    @property
    def drawn(self) -> Locator:
        """What is drawn."""
        return self.page.locator("#drawn")

    def show_message(self, *blocks: Json, **message: Any) -> Locator:
        """Draw a message of these blocks and return it."""
        self.page.evaluate("message => stage.showMessage(message)", {"text": "", "blocks": list(blocks), **message})
        return self.drawn

    def show_view(self, *blocks: Json, kind: Literal["modal", "home"] = "modal", kept: Json | None = None) -> Locator:
        """Draw a view of these blocks and return it; `kept` is what was filled in before."""
        view = {"type": kind, "blocks": list(blocks)}
        self.page.evaluate("([view, kept]) => stage.showView(view, kept)", [view, kept or {}])
        return self.drawn

    def show_text(self, mrkdwn: str) -> Locator:
        """Draw mrkdwn and return it."""
        self.page.evaluate("mrkdwn => stage.showText(mrkdwn)", mrkdwn)
        return self.drawn

    def html_of_text(self, mrkdwn: str) -> str:
        """Return the document that mrkdwn becomes, without its attributes."""
        self.show_text(mrkdwn)
        return str(self.page.evaluate("stage.plainHtml()"))

    def html_of_rich_text(self, *parts: Json) -> str:
        """Return the document that rich text becomes, without its attributes."""
        self.show_message({"type": "rich_text", "elements": list(parts)})
        return str(self.page.evaluate("stage.plainHtml()"))

    def state(self) -> Json:
        """Return what is filled in."""
        return dict(self.page.evaluate("stage.state()"))

    def show_errors(self, errors: dict[str, str]) -> None:
        """Show what is wrong with the form."""
        self.page.evaluate("errors => stage.showErrors(errors)", errors)

    def acts(self) -> list[Json]:
        """Return what was sent so far, without the elements and the state."""
        return [
            {name: value for name, value in act.items() if name not in {"element", "state"}}
            for act in self.page.evaluate("stage.acts")
        ]

    def await_acts(self, *expected: Json) -> None:
        """Wait until exactly these acts were sent.

        Raises:
            AssertionError: Others were sent.
        """
        self.page.wait_for_function("count => stage.acts.length >= count", arg=len(expected))
        assert self.acts() == list(expected), json.dumps(self.acts())

    def prepare(self, settings: str) -> None:
        """Change the page around: statements in JavaScript, such as an assignment to `stage.context`."""
        self.page.evaluate(f"() => {{ {settings} }}")
