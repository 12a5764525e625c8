"""`users.*`, `usergroups.*`, `bots.info` and `team.info`: who there is."""

from sandbox.methods.registry import Call, Method, next_cursor
from sandbox.payload import Payload, Refusal
from sandbox.workspace import Person


def user_info(call: Call) -> Payload:
    """Describe one person."""
    person = call.get_person()
    return {"user": call.platform.draw_person(person, with_locale=bool(call.args.get("include_locale")))}


def list_users(call: Call) -> Payload:
    """List everybody of the team, deactivated people included."""
    everybody = sorted(call.platform.workspace.people.values(), key=_id)
    served, cursor = call.page(everybody, key=_id)
    with_locale = bool(call.args.get("include_locale"))
    drawn = [call.platform.draw_person(person, with_locale=with_locale) for person in served]
    return {"members": drawn, "cache_ts": 0, **next_cursor(cursor)}


def lookup_by_email(call: Call) -> Payload:
    """Describe the person with an address; deactivated people and outsiders are not found."""
    workspace = call.platform.workspace
    for person in workspace.people.values():
        if person.email == call.args["email"] and not person.deleted and person.team_id == workspace.team_id:
            return {"user": call.platform.draw_person(person)}
    raise Refusal("users_not_found")


def list_groups(call: Call) -> Payload:
    """List the user groups."""
    with_users = bool(call.args.get("include_users"))
    groups = [
        {
            "id": group.id,
            "team_id": call.platform.workspace.team_id,
            "is_usergroup": True,
            "name": group.name,
            "handle": group.handle,
            "description": "",
            "is_external": False,
            "date_delete": 0,
        }
        | ({"users": group.members} if with_users else {})
        for group in call.platform.workspace.groups.values()
    ]
    return {"usergroups": groups}


def list_group_members(call: Call) -> Payload:
    """List the user ids of a user group."""
    group = call.platform.workspace.groups.get(call.args["usergroup"])
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": list(group.members)}


def bot_info(call: Call) -> Payload:
    """Describe the app's own bot or another one."""
    app = call.platform.app
    asked = call.args.get("bot", app.bot_id)
    if asked == app.bot_id:
        return {"bot": call.platform.bot_profile() | {"user_id": app.bot_user_id}}
    for person in call.platform.workspace.people.values():
        if person.bot_id == asked:
            about = {"id": asked, "deleted": person.deleted, "name": person.name, "updated": person.updated}
            return {"bot": about | {"app_id": "A000FOREIGN", "user_id": person.id, "icons": {}}}
    raise Refusal("bot_not_found")


def team_info(call: Call) -> Payload:
    """Describe the team."""
    workspace = call.platform.workspace
    about = {"id": workspace.team_id, "name": workspace.name, "domain": workspace.domain, "email_domain": ""}
    return {"team": about | {"icon": {"image_default": True}, "url": call.platform.base_url + "/"}}


def _id(person: Person) -> str:
    return person.id


METHODS = (
    Method("users.info", user_info, 4, ("users:read",)),
    Method("users.list", list_users, 2, ("users:read",)),
    Method("users.lookupByEmail", lookup_by_email, 3, ("users:read.email",)),
    Method("usergroups.list", list_groups, 2, ("usergroups:read",)),
    Method("usergroups.users.list", list_group_members, 2, ("usergroups:read",)),
    Method("bots.info", bot_info, 3, ("users:read",)),
    Method("team.info", team_info, 3, ("team:read",)),
)
