"""Everything the sandbox serves: the Web API, response URLs, files, its control address and its page."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute

from sandbox.consent import consent_routes
from sandbox.control import control_routes
from sandbox.page.routes import page_routes
from sandbox.page.scenes import scene_routes
from sandbox.platform import Platform
from sandbox.web_api import serve_method, serve_response_url

FORBIDDEN = 403
NOT_FOUND = 404


def create_site(platform: Platform) -> Starlette:
    """Return the ASGI application of a platform."""

    async def api(request: Request) -> Response:
        return await serve_method(platform, request)

    async def response_url(request: Request) -> Response:
        return await serve_response_url(platform, request)

    async def upload(request: Request) -> Response:
        return await take_upload(platform, request)

    async def download(request: Request) -> Response:
        return give_file(platform, request)

    return Starlette(
        routes=[
            Route("/api/{method}", api, methods=["GET", "POST"]),
            Route("/response/{key}", response_url, methods=["POST"]),
            WebSocketRoute("/link", platform.endpoint.sockets.serve),
            Route("/upload/{file_id}", upload, methods=["POST"]),
            Route("/files/{file_id}/{name}", download, methods=["GET"]),
            *consent_routes(platform),
            *control_routes(platform),
            *scene_routes(platform),
            *page_routes(platform),
        ]
    )


async def take_upload(platform: Platform, request: Request) -> Response:
    """Take the bytes of an announced file, which are the body as it is."""
    stored = platform.workspace.files.get(request.path_params["file_id"])
    if stored is None:
        return PlainTextResponse("no such upload", status_code=NOT_FOUND)
    stored.content = await request.body()
    return PlainTextResponse(f"OK - {len(stored.content)}")


def give_file(platform: Platform, request: Request) -> Response:
    """Give a file's bytes to who has the app's token and `files:read`."""
    app = platform.app
    is_app = request.headers.get("authorization") == f"Bearer {app.bot_token}" and not app.is_revoked
    if not is_app or "files:read" not in app.granted:
        return PlainTextResponse("not allowed", status_code=FORBIDDEN)
    stored = platform.workspace.files.get(request.path_params["file_id"])
    if stored is None:
        return PlainTextResponse("no such file", status_code=NOT_FOUND)
    return Response(stored.content, media_type=stored.mimetype)
