"""Connections that are cut in the middle of a request, as networks do."""

from typing import Any

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class NoResponse(Response):
    """Nothing at all: the connection is gone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send nothing."""


async def cut_connection(request: Request) -> Response:
    """Close the request's connection without an answer; the caller cannot know what was done.

    The application's state must have `connections`, the set in which uvicorn keeps its protocols.
    """
    transport = find_transport(request)
    if transport is not None:
        transport.abort()
        while (await request.receive())["type"] != "http.disconnect":
            pass
    return NoResponse()


def find_transport(connection: HTTPConnection) -> Any:
    """Return the asyncio transport under a request or a socket, or None when it is gone already.

    The application's state must have `connections`, as above.
    """
    protocols: set[Any] = connection.app.state.connections
    client = tuple(connection.scope["client"])
    return next((each.transport for each in protocols if each.client == client), None)
