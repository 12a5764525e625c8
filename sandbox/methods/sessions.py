"""`auth.*` and `apps.*`: the token itself."""

from sandbox.methods.registry import Call, Method
from sandbox.payload import Payload, Refusal


def test(call: Call) -> Payload:
    """Say whose token this is."""
    app, workspace = call.platform.app, call.platform.workspace
    return {
        "url": call.platform.base_url + "/",
        "team": workspace.name,
        "user": workspace.people[app.bot_user_id].name,
        "team_id": workspace.team_id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def revoke(call: Call) -> Payload:
    """Revoke the token, or with `test` only pretend to."""
    if call.args.get("test"):
        return {"revoked": False}
    call.platform.revoke_token()
    return {"revoked": True}


def open_connection(call: Call) -> Payload:
    """Give the address of a new socket."""
    return {"url": call.platform.endpoint.sockets.issue_address()}


def exchange_code(call: Call) -> Payload:
    """Give the token for the code that an installer came back with."""
    if "refresh_token" in call.args:
        raise Refusal("invalid_grant_type")  # the manifest has token rotation off, so there is nothing to refresh
    return call.platform.grants.exchange(call.args)


METHODS = (
    Method("auth.test", test, None),
    Method("auth.revoke", revoke, 3),
    Method("apps.connections.open", open_connection, None, takes_app_token=True),  # an app may open ten at a time
    Method("oauth.v2.access", exchange_code, 4, takes_no_token=True),
)
