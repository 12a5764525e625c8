"""The sandbox's own address, `/sandbox/…`: acting and directing over HTTP, for programs in other processes.

`POST /sandbox/people/<name>/<verb>` and `POST /sandbox/direct/<verb>` take a JSON object and answer one; what cannot
be done is answered 409 with `{"error": …}`. `GET /sandbox/wire?after=<n>` lists what passed after the first n entries.
`POST /sandbox/idle` with `{"timeout": seconds}` waits until nothing is on its way to the app.
"""

import asyncio
import json
import time
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.deeds import DEEDS
from sandbox.deeds.stage import Ask, CannotDo, get_person
from sandbox.directing import DIRECTIONS
from sandbox.faults import UnknownFault
from sandbox.payload import Payload, Refusal
from sandbox.platform import Platform

CONFLICT = 409
POLL_SECONDS = 0.01


async def act(platform: Platform, name: str, verb: str, ask: Payload) -> Payload:
    """Do a deed as somebody.

    Raises:
        CannotDo: they cannot, there is no such person, or no such deed.
    """
    person = get_person(platform, name)
    if person.deleted:
        raise CannotDo(f"{person.name} is deactivated")
    if person.id == platform.app.bot_user_id:
        raise CannotDo("the app acts through the Web API")
    deed = DEEDS.get(verb)
    if deed is None:
        raise CannotDo(f"there is no deed {verb!r}")
    try:
        return await deed(platform, person, Ask(ask))
    except Refusal as refusal:
        raise CannotDo(refusal.code) from refusal


def direct(platform: Platform, verb: str, ask: Payload) -> Payload:
    """Do something from above.

    Raises:
        CannotDo: it cannot be done, or there is no such direction.
    """
    direction = DIRECTIONS.get(verb)
    if direction is None:
        raise CannotDo(f"there is no direction {verb!r}")
    try:
        return direction(platform, Ask(ask))
    except UnknownFault as error:
        raise CannotDo(str(error)) from error


async def wait_idle(platform: Platform, timeout: float) -> bool:
    """Wait until nothing is on its way to the app and return whether that came true within `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not platform.is_idle:
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(POLL_SECONDS)
    return True


def control_routes(platform: Platform) -> list[Route]:
    """Return the routes under `/sandbox`."""

    async def serve_act(request: Request) -> Response:
        path = request.path_params
        return await _answer(act(platform, path["name"], path["verb"], await _body(request)))

    async def serve_direct(request: Request) -> Response:
        ask = await _body(request)
        try:
            return JSONResponse(direct(platform, request.path_params["verb"], ask))
        except CannotDo as error:
            return JSONResponse({"error": str(error)}, status_code=CONFLICT)

    async def serve_wire(request: Request) -> Response:
        after = int(request.query_params.get("after", "0"))
        return JSONResponse([asdict(each) | {"at": each.at.isoformat()} for each in platform.wire][after:])

    async def serve_idle(request: Request) -> Response:
        is_idle = await wait_idle(platform, float((await _body(request)).get("timeout", 10)))
        return JSONResponse({"is_idle": is_idle})

    return [
        Route("/sandbox/people/{name}/{verb}", serve_act, methods=["POST"]),
        Route("/sandbox/direct/{verb}", serve_direct, methods=["POST"]),
        Route("/sandbox/wire", serve_wire, methods=["GET"]),
        Route("/sandbox/idle", serve_idle, methods=["POST"]),
    ]


async def _answer(work: Any) -> Response:
    try:
        return JSONResponse(await work)
    except CannotDo as error:
        return JSONResponse({"error": str(error)}, status_code=CONFLICT)


async def _body(request: Request) -> Payload:
    body = await request.body()
    read: Payload = json.loads(body) if body else {}
    return read
