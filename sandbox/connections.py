"""Connections that are cut in the middle of a request, as networks do."""

from typing import Any

from starlette.requests import Request
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
    connections: set[Any] = request.app.state.connections
    for connection in list(connections):
        if connection.client == tuple(request.scope["client"]):
            connection.transport.abort()
            while (await request.receive())["type"] != "http.disconnect":
                pass
    return NoResponse()
