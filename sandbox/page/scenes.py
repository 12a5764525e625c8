"""The page's addresses for scenes: `GET /page/scenes` lists them and shows the one being played.

`POST /page/scenes/<name>` plays one and `DELETE /page/scenes` ends it; what cannot be done is answered 409 with
`{"error": …}`. The live stream says when there is something new to show.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.deeds.stage import CannotDo, get_channel, get_person
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.scenes import CannotPlay, Caption

CONFLICT = 409
FRESH = {"Cache-Control": "no-cache"}


def scene_routes(platform: Platform) -> list[Route]:
    """Return the routes of the scenes."""

    async def look(_request: Request) -> Response:
        return _shown(platform)

    async def play(request: Request) -> Response:
        try:
            platform.scenes.start(request.path_params["name"])
        except CannotPlay as error:
            return JSONResponse({"error": str(error)}, status_code=CONFLICT)
        return _shown(platform)

    async def stop(_request: Request) -> Response:
        platform.scenes.stop()
        return _shown(platform)

    return [
        Route("/page/scenes", look, methods=["GET"]),
        Route("/page/scenes", stop, methods=["DELETE"]),
        Route("/page/scenes/{name}", play, methods=["POST"]),
    ]


def draw_scenes(platform: Platform) -> Payload:
    """Return the scenes on offer, and `showing`: the one started last, with its caption, or None."""
    offered = [
        {"name": each.name, "title": each.title, "description": each.description} for each in platform.scenes.offered
    ]
    showing = platform.scenes.showing
    if showing is None:
        return {"offered": offered, "showing": None}
    return {
        "offered": offered,
        "showing": {
            "name": showing.scene.name,
            "title": showing.scene.title,
            "state": showing.state,
            "reason": showing.reason,
            "caption": _draw_caption(platform, showing.caption) if showing.caption is not None else None,
        },
    }


def _draw_caption(platform: Platform, caption: Caption) -> Payload:
    """Return a caption with the ids of its place; without a place if that is gone."""
    try:
        person = get_person(platform, caption.who)
        channel = get_channel(platform, person, caption.channel)
    except CannotDo:
        return {"words": caption.words, "place": None}
    place = {"person": person.id, "name": person.name, "channel": channel.id, "thread": caption.thread}
    return {"words": caption.words, "place": place}


def _shown(platform: Platform) -> Response:
    return JSONResponse(draw_scenes(platform), headers=FRESH)
