"""The page on which somebody installs the app, `/oauth/v2/authorize`: what it asks for, Allow and Cancel.

Everybody may be played here, so the page asks who agrees.
"""

from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.oauth import Request as Asked
from sandbox.page.templates import get_template
from sandbox.payload import Refusal
from sandbox.platform import Platform
from sandbox.workspace import Person

ADDRESS = "/oauth/v2/authorize"
BAD_REQUEST = 400
SEE_OTHER = 303
REASONS = {
    "invalid_client_id": "No app has this client_id.",
    "bad_redirect_uri": "The redirect_uri is none of those in the app's manifest.",
    "invalid_scope": "The scope is empty, or names something the app's manifest does not.",
    "cannot_install": "Choose somebody of this workspace who is no guest.",
}


def consent_routes(platform: Platform) -> list[Route]:
    """Return the routes of the page."""
    template = get_template("authorize.html")

    def draw(asked: Asked | None, refusal: Refusal | None) -> Response:
        words = None if refusal is None else REASONS[refusal.code]
        facts = {"asked": asked, "app": platform.app, "workspace": platform.workspace, "refusal": refusal}
        page = template.render(**facts, words=words, people=_installers(platform))
        return HTMLResponse(page, status_code=200 if refusal is None else BAD_REQUEST)

    async def show(request: Request) -> Response:
        try:
            return draw(platform.grants.read(dict(request.query_params)), None)
        except Refusal as refusal:
            return draw(None, refusal)

    async def decide(request: Request) -> Response:
        form = parse_qs((await request.body()).decode())
        try:
            asked = platform.grants.read(dict(request.query_params))
            if form.get("decision") != ["allow"]:
                return RedirectResponse(platform.grants.refuse(asked), SEE_OTHER)
            unticked = platform.app.optional_scopes.difference(form.get("optional", ()))
            installer = _get_installer(platform, form.get("person", [""])[0])
            target = platform.grants.agree(asked, installer, unticked=unticked)
        except Refusal as refusal:
            return draw(None, refusal)
        return RedirectResponse(target, SEE_OTHER)

    return [Route(ADDRESS, show, methods=["GET"]), Route(ADDRESS, decide, methods=["POST"])]


def _installers(platform: Platform) -> list[Person]:
    """Return who may install the app, owners first."""
    team = platform.workspace.team_id
    people = (each for each in platform.workspace.people.values() if each.team_id == team and not each.is_bot)
    may = [each for each in people if not (each.is_restricted or each.is_ultra_restricted or each.deleted)]
    return sorted((each for each in may if each.email), key=lambda each: not each.is_owner)


def _get_installer(platform: Platform, user_id: str) -> Person:
    for person in _installers(platform):
        if person.id == user_id:
            return person
    raise Refusal("cannot_install")
