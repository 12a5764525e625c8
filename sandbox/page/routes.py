"""The page's addresses: the page itself, its static files, and under `/page` what it reads.

Everything a person does goes to `/sandbox/people/<name>/<verb>`, as for any other program. `as` names who looks; what
they cannot see is answered 409 with `{"error": …}`.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from sandbox.deeds.stage import Ask, CannotDo, get_channel, get_person
from sandbox.page import seeing
from sandbox.page.readings import Readings
from sandbox.page.stream import draw_entry, stream_changes
from sandbox.page.templates import get_template
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.workspace import Person

FOLDER = Path(__file__).parent
CONFLICT, NOT_FOUND = 409, 404
MICROSECONDS = 1_000_000
FRESH = {"Cache-Control": "no-cache"}
POLICY = (
    "default-src 'self'; img-src 'self' data: blob: https:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
Look = Callable[[Platform, Person, Readings, Request], Payload]


def page_routes(platform: Platform) -> list[BaseRoute]:
    """Return the routes of the page."""
    readings = Readings()
    html = get_template("page.html")

    async def page(_request: Request) -> Response:
        shown = html.render(team=platform.workspace.name, app=platform.app.name)
        return HTMLResponse(shown, headers=FRESH | {"Content-Security-Policy": POLICY})

    async def stream(request: Request) -> Response:
        return _follow(platform, readings, request)

    async def mark(request: Request) -> Response:
        return _mark_read(platform, readings, Ask(json.loads(await request.body())))

    async def file(request: Request) -> Response:
        return _give_file(platform, request)

    looks = (Route(f"/page{path}", _looking(platform, readings, look), methods=["GET"]) for path, look in LOOKS.items())
    return [
        Route("/", page, methods=["GET"]),
        Route("/archives/{channel}/p{digits:int}", _open_permalink, methods=["GET"]),
        Route("/page/stream", stream, methods=["GET"]),
        Route("/page/read", mark, methods=["POST"]),
        Route("/page/files/{file_id}/{name}", file, methods=["GET"]),
        *looks,
        Mount("/static", FreshFiles(directory=FOLDER / "static")),
    ]


class FreshFiles(StaticFiles):
    """Static files that browsers ask for again each time: there is no build that would rename a changed one."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file."""

        async def send_fresh(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"cache-control", b"no-cache")]
            await send(message)

        await super().__call__(scope, receive, send_fresh)


def _looking(platform: Platform, readings: Readings, look: Look) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that answers what `look` returns for the person who looks."""

    async def endpoint(request: Request) -> Response:
        try:
            person = get_person(platform, request.query_params.get("as", ""))
            return JSONResponse(look(platform, person, readings, request), headers=FRESH)
        except CannotDo as error:
            return _refused(error)

    return endpoint


def _company(platform: Platform, person: Person, readings: Readings, _request: Request) -> Payload:
    return seeing.company(platform, person, readings)


def _views(platform: Platform, person: Person, _readings: Readings, _request: Request) -> Payload:
    return seeing.views(platform, person)


def _conversation(platform: Platform, person: Person, readings: Readings, request: Request) -> Payload:
    return seeing.conversation(platform, person, request.path_params["channel"], readings)


def _thread(platform: Platform, person: Person, readings: Readings, request: Request) -> Payload:
    return seeing.thread(platform, person, request.path_params["channel"], request.path_params["ts"], readings)


def _wire(platform: Platform, _person: Person, _readings: Readings, request: Request) -> Payload:
    newest = platform.wire.numbered(after=int(request.query_params.get("after", "0")))[-500:]
    return {"entries": [draw_entry(number, entry) for number, entry in newest]}


def _wire_entry(platform: Platform, _person: Person, _readings: Readings, request: Request) -> Payload:
    number = request.path_params["number"]
    entry = platform.wire.find(number)
    if entry is None:
        raise CannotDo("this entry is forgotten")
    return asdict(entry) | draw_entry(number, entry)


LOOKS: dict[str, Look] = {
    "/company": _company,
    "/views": _views,
    "/channels/{channel}": _conversation,
    "/channels/{channel}/threads/{ts}": _thread,
    "/wire": _wire,
    "/wire/{number:int}": _wire_entry,
}
"""What the page reads, by path."""


def _refused(error: CannotDo) -> Response:
    return JSONResponse({"error": str(error)}, status_code=CONFLICT)


def _follow(platform: Platform, readings: Readings, request: Request) -> Response:
    """Begin the live stream after the last change the page knows."""
    try:
        person = get_person(platform, request.query_params.get("as", ""))
    except CannotDo as error:
        return _refused(error)
    after = request.headers.get("last-event-id") or request.query_params.get("after", "")
    text = stream_changes(platform, person, readings, after=after)
    return StreamingResponse(text, media_type="text/event-stream", headers=FRESH)


def _mark_read(platform: Platform, readings: Readings, ask: Payload) -> Response:
    try:
        person = get_person(platform, ask["as"])
        channel = get_channel(platform, person, ask["channel"])
        has_moved = readings.mark(person, channel, ask["ts"], root=ask.get("thread"))
    except CannotDo as error:
        return _refused(error)
    if has_moved:
        platform.changes.note("reading", channel=channel.id, user=person.id)
        if "thread" in ask:
            platform.changes.note("message", channel=channel.id, ts=ask["thread"], user=person.id)
    return JSONResponse({})


async def _open_permalink(request: Request) -> Response:
    """Lead a message's permalink to its place on the page, seen by whoever the page shows."""
    seconds, micros = divmod(request.path_params["digits"], MICROSECONDS)
    thread = request.query_params.get("thread_ts")
    place = f"/#/c/{request.path_params['channel']}" + (f"/t/{thread}" if thread else "")
    return RedirectResponse(f"{place}/m/{seconds:010}.{micros:06}")


def _give_file(platform: Platform, request: Request) -> Response:
    """Give a file's bytes to a person who is in one of its channels."""
    stored = platform.workspace.files.get(request.path_params["file_id"])
    person = platform.workspace.find_person(request.query_params.get("as", ""))
    channels = platform.workspace.channels
    if stored is None or person is None or not any(person.id in channels[each].members for each in stored.channels):
        return JSONResponse({"error": "no such file"}, status_code=NOT_FOUND)
    is_picture = stored.mimetype.startswith("image/") and stored.mimetype != "image/svg+xml"
    shown = {"Content-Disposition": "inline" if is_picture else "attachment", "X-Content-Type-Options": "nosniff"}
    return Response(stored.content, media_type=stored.mimetype, headers=shown)
