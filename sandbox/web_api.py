"""The Web API over HTTP: who calls, whether they may, how often, and with what."""

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.answering import take_response
from sandbox.connections import NoResponse, cut_connection
from sandbox.faults import Fault
from sandbox.methods import METHODS
from sandbox.methods.registry import Call, Method, RateLimited
from sandbox.payload import Payload, Refusal
from sandbox.platform import Platform
from sandbox.strictness import read_checked
from sandbox.wire import WireEntry

NOT_FOUND = 404
BAD_REQUEST = 400
TOO_MANY = 429


@dataclass(frozen=True)
class Incoming:
    """A call as it arrived: the method's name, the token and the other arguments, unread."""

    method: str
    token: str | None
    raw: Payload


async def serve_method(platform: Platform, request: Request) -> Response:
    """Answer `/api/<method>`; a refusal is HTTP 200 with `ok: false`, as in Slack."""
    try:
        incoming = await _read(request)
    except Refusal as refusal:
        return JSONResponse(refusal.answer())
    scopes = {"x-oauth-scopes": ",".join(sorted(platform.app.granted))}

    def work() -> tuple[Response, Any]:
        try:
            body = call_method(platform, incoming)
        except Refusal as refusal:
            body = refusal.answer()
        except RateLimited as limit:
            return _too_many(limit.retry_after)
        return JSONResponse(body, headers=scopes), body

    return await _answer(platform, request, incoming.method, incoming.raw, work)


async def serve_response_url(platform: Platform, request: Request) -> Response:
    """Answer `/response/<key>` with `ok`, or say in JSON why not."""
    try:
        raw = await _json_or_form(request)
    except Refusal as refusal:
        return JSONResponse(refusal.answer(), status_code=BAD_REQUEST)

    def work() -> tuple[Response, Any]:
        try:
            take_response(platform, request.path_params["key"], raw)
        except Refusal as refusal:
            is_gone = refusal.code in {"no_such_url", "used_url", "expired_url"}
            status = NOT_FOUND if is_gone else BAD_REQUEST
            return JSONResponse(refusal.answer(), status_code=status), refusal.answer()
        return PlainTextResponse("ok"), "ok"

    return await _answer(platform, request, "response_url", raw, work)


def call_method(platform: Platform, incoming: Incoming) -> Payload:
    """Do one call and return its answer.

    Raises:
        Refusal: Slack would answer `ok: false`.
        RateLimited: it comes too soon.
    """
    method = METHODS.get(incoming.method)
    if method is None:
        raise Refusal("unknown_method", req_method=incoming.method)
    if not method.takes_no_token:
        _check_token(platform, method, incoming.token)
    wait = platform.rates.wait_for_call(method.name, method.tier) if method.tier is not None else None
    if wait is not None:
        raise RateLimited(wait)
    Call(platform, {}, "").need_scope(*method.any_of)
    args = read_checked(method.name, incoming.raw)
    return {"ok": True, **method.run(Call(platform, args, incoming.token or ""))}


def _check_token(platform: Platform, method: Method, token: str | None) -> None:
    if not token:
        raise Refusal("not_authed")
    right, wrong = platform.app.bot_token, platform.app.app_token
    if method.takes_app_token:
        right, wrong = wrong, right
    if token != right:
        raise Refusal("not_allowed_token_type" if token == wrong else "invalid_auth")
    if platform.app.is_revoked:
        raise Refusal("token_revoked")


async def _answer(
    platform: Platform, request: Request, kind: str, raw: Payload, work: Callable[[], tuple[Response, Any]]
) -> Response:
    """Do the work and answer, unless a fault is due; whatever came of it is on the wire's log."""
    fault = platform.faults.strike("from_app", {kind}, raw)
    early = await _fail_early(request, fault)
    response, body = early if early is not None else work()
    if fault is not None and fault.kind == "answer_lost":
        response = await cut_connection(request)
    is_lost = isinstance(response, NoResponse)
    status = None if is_lost else response.status_code
    error = fault.kind if fault is not None else None
    entry = WireEntry(direction="from_app", kind=kind, request=raw, answer=body, status=status, error=error)
    platform.wire.record(entry)
    return response


async def _fail_early(request: Request, fault: Fault | None) -> tuple[Response, Any] | None:
    """Return the answer of a fault that strikes before the work, or None."""
    kind = fault.kind if fault is not None else None
    if fault is None or kind == "answer_lost":
        return None
    if kind == "rate_limited":
        return _too_many(int(fault.seconds))
    if kind == "cut":
        return await cut_connection(request), {}
    if kind == "server_error":
        return PlainTextResponse("server error", status_code=fault.status), {}
    if kind == "refusal":
        body = Refusal(fault.error).answer()
        return JSONResponse(body), body
    await asyncio.sleep(fault.seconds)
    return None


def _too_many(retry_after: int) -> tuple[Response, Payload]:
    body = {"ok": False, "error": "ratelimited"}
    return JSONResponse(body, status_code=TOO_MANY, headers={"Retry-After": str(retry_after)}), body


async def _read(request: Request) -> Incoming:
    raw = dict(request.query_params) | await _json_or_form(request)
    is_form = not request.headers.get("content-type", "").startswith("application/json")
    in_body = raw.pop("token", None) if is_form else None
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    token = credentials.strip() if scheme.lower() == "bearer" else in_body
    client = _read_client(credentials) if scheme.lower() == "basic" else {}
    return Incoming(request.path_params["method"], token, raw | client)


def _read_client(credentials: str) -> Payload:
    """Return who the app says it is by HTTP Basic, as the arguments that say the same."""
    try:
        client_id, _, client_secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": client_id, "client_secret": client_secret}


async def _json_or_form(request: Request) -> Payload:
    body = await request.body()
    if not body:
        return {}
    if not request.headers.get("content-type", "").startswith("application/json"):
        return {name: values[-1] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    try:
        read = json.loads(body)
    except ValueError as error:
        raise Refusal("invalid_json") from error
    if not isinstance(read, dict):
        raise Refusal("json_not_object")
    return read
