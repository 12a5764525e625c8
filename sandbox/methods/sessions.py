"""`auth.*` and `apps.*`: the token itself."""

from sandbox.methods.registry import Call, Method
from sandbox.payload import Payload


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


METHODS = (
    Method("auth.test", test, None),
    Method("auth.revoke", revoke, 3),
    Method("apps.connections.open", open_connection, None, takes_app_token=True),  # an app may open ten at a time
)
