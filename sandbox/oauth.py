"""Installing the app by OAuth: what somebody agreed to, the code that says so, and the token it is exchanged for.

There is one workspace, so there is one installation: installing again grants anew what the token is worth, and after a
revocation gives a new token.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sandbox.installation import Installation
from sandbox.payload import Payload, Refusal
from sandbox.workspace import Person, Workspace

LIFETIME_SECONDS = 600.0


@dataclass(frozen=True)
class Request:
    """What an app asks an installer for. `redirect_uri` is where the answer goes, `state` what goes back with it."""

    redirect_uri: str
    asked_redirect_uri: str | None
    scopes: tuple[str, ...]
    state: str


@dataclass
class Grant:
    """What somebody agreed to, waiting to be exchanged."""

    request: Request
    scopes: tuple[str, ...]
    user: str
    made_at: float
    is_used: bool = False


class Grants:
    """Reads what apps ask for, and makes and exchanges codes.

    Args:
        app: the app to be installed.
        workspace: where.
        now: seconds that only rise.
    """

    def __init__(self, app: Installation, workspace: Workspace, *, now: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._workspace = workspace
        self._now = now
        self._known: dict[str, Grant] = {}

    def read(self, query: Payload) -> Request:
        """Return what the query of `/oauth/v2/authorize` asks for.

        Raises:
            Refusal: `invalid_client_id`, `bad_redirect_uri`, `invalid_scope`; shown on a page, the app hears nothing.
        """
        if query.get("client_id") != self._app.client_id:
            raise Refusal("invalid_client_id")
        scopes = tuple(scope for scope in query.get("scope", "").split(",") if scope)
        asked = query.get("redirect_uri")
        target = asked or next(iter(self._app.redirect_urls), None)
        if target is None or not any(_leads_to(target, declared) for declared in self._app.redirect_urls):
            raise Refusal("bad_redirect_uri")
        if not scopes or set(scopes) - self._app.declared_scopes:
            raise Refusal("invalid_scope")
        return Request(target, asked, scopes, query.get("state", ""))

    def agree(self, request: Request, person: Person, *, unticked: frozenset[str]) -> str:
        """Install as somebody agreed, without the optional scopes they unticked; return where to send them back to."""
        left_out = unticked & self._app.optional_scopes
        code = f"{self._workspace.team_id}.{secrets.token_hex(16)}"
        scopes = tuple(scope for scope in request.scopes if scope not in left_out)
        self._known[code] = Grant(request, scopes, person.id, self._now())
        return _with_query(request.redirect_uri, code=code, state=request.state)

    def refuse(self, request: Request) -> str:
        """Return where to send somebody back to who does not agree."""
        return _with_query(request.redirect_uri, error="access_denied", state=request.state)

    def exchange(self, args: Payload) -> Payload:
        """Give the token for a code and return the answer of `oauth.v2.access`.

        Raises:
            Refusal: `invalid_client_id`, `bad_client_secret`, `invalid_code`, `code_already_used`, `bad_redirect_uri`.
        """
        app, grant = self._app, self._check(args)
        grant.is_used = True
        if app.is_revoked:
            app.bot_token, app.is_revoked = f"xoxb-{secrets.token_hex(12)}", False
        app.granted = frozenset(grant.scopes)
        return {
            "app_id": app.app_id,
            "authed_user": {"id": grant.user},
            "scope": ",".join(grant.scopes),
            "token_type": "bot",
            "access_token": app.bot_token,
            "bot_user_id": app.bot_user_id,
            "team": {"id": self._workspace.team_id, "name": self._workspace.name},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _check(self, args: Payload) -> Grant:
        if args.get("client_id") != self._app.client_id:
            raise Refusal("invalid_client_id")
        if args.get("client_secret") != self._app.client_secret:
            raise Refusal("bad_client_secret")
        grant = self._known.get(args.get("code", ""))
        if grant is None or self._now() - grant.made_at > LIFETIME_SECONDS:
            raise Refusal("invalid_code")
        if grant.is_used:
            raise Refusal("code_already_used")
        if args.get("redirect_uri") != grant.request.asked_redirect_uri:
            raise Refusal("bad_redirect_uri")
        return grant


def _leads_to(url: str, declared: str) -> bool:
    """Return whether an address is a declared one, or a path below it."""
    asked, allowed = urlsplit(url), urlsplit(declared)
    is_below = asked.path == allowed.path or asked.path.startswith(allowed.path.rstrip("/") + "/")
    return (asked.scheme, asked.netloc) == (allowed.scheme, allowed.netloc) and is_below


def _with_query(url: str, **more: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query, keep_blank_values=True), *more.items()])))
