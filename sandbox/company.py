"""The company that is there at the start: a small one for tests and demos, and bigger ones for load."""

from collections.abc import Sequence

from sandbox.workspace import SLACKBOT, Person, UserGroup, Workspace

TEAM = "T00000ACME"
OTHER_TEAM = "T0000OTHER"
BOT_USER = "U000000BOT"
AVATARS = "https://avatars.example.com"


def default_company() -> Workspace:
    """Return Acme: eleven people and bots, `#general`, `#it-help`, and the private `#it-triage` and `#hr-triage`.

    rosa and finn ask; ada is owner and admin; ben and cara are IT's agents, mona is HR's; bela takes the bills; gus is
    a guest; olaf belongs to another organisation, with which `#it-help` is shared; pager is another bot. The app is in
    `#it-help` and the two triage channels.
    """
    acme = Workspace(TEAM, "Acme", "acme")
    add_people(acme)
    staff = [user_id(name) for name in ("rosa", "ada", "ben", "cara", "bela", "mona", "finn")]
    ada = user_id("ada")
    general = acme.add_channel("general", kind="channel", creator=ada, members=staff, channel_id="C000GENERAL")
    general.is_general = True
    askers = [*staff, user_id("gus"), user_id("olaf"), user_id("pager"), BOT_USER]
    help_channel = acme.add_channel("it-help", kind="channel", creator=ada, members=askers, channel_id="C0000ITHELP")
    help_channel.shared_with.append(OTHER_TEAM)
    agents = [ada, user_id("ben"), user_id("cara"), BOT_USER]
    acme.add_channel("it-triage", kind="group", creator=ada, members=agents, channel_id="C00ITTRIAGE")
    hr_agents = [ada, user_id("mona"), BOT_USER]
    acme.add_channel("hr-triage", kind="group", creator=ada, members=hr_agents, channel_id="C00HRTRIAGE")
    acme.groups["S0000ITTEAM"] = UserGroup(
        id="S0000ITTEAM", handle="it-team", name="IT team", members=[user_id("ben"), user_id("cara")]
    )
    return acme


def company_of(size: int, *, channels: Sequence[str] = ("it-help",)) -> Workspace:
    """Return Acme with `size` further people (`p1`, `p2`, …) who are all in the given channels."""
    acme = default_company()
    for number in range(1, size + 1):
        person = _person(acme, f"p{number}", f"Person {number}")
        for name in channels:
            channel = acme.find_channel(name)
            if channel is not None:
                channel.members[person.id] = None
    return acme


def user_id(name: str) -> str:
    """Return the user id a person of the company has."""
    return f"U{name.upper():0>9}"


def add_people(acme: Workspace) -> None:
    """Put everybody into the directory."""
    rosa = _person(acme, "rosa", "Rosa Diaz")
    rosa.title = "Sales"
    ada = _person(acme, "ada", "Ada Larsen")
    ada.is_admin = ada.is_owner = True
    _person(acme, "ben", "Ben Okafor").timezone = "Europe/London"
    _person(acme, "cara", "Cara Lindqvist").timezone = "America/New_York"
    _person(acme, "bela", "Bela Novak").title = "Accounting"
    _person(acme, "mona", "Mona Haddad").locale = "de-DE"
    _person(acme, "finn", "Finn Moreau").locale = "fr-FR"
    _person(acme, "gus", "Gus Petrov").is_restricted = True
    _person(acme, "olaf", "Olaf Berg").team_id = OTHER_TEAM
    pager = _person(acme, "pager", "Pager")
    pager.is_bot, pager.bot_id, pager.email = True, "B0000PAGER", None
    slackbot = Person(id=SLACKBOT, name="slackbot", real_name="Slackbot", team_id=TEAM, avatar_url=f"{AVATARS}/s.png")
    acme.add_person(slackbot)
    bot = Person(id=BOT_USER, name="deskbell", real_name="Deskbell", team_id=TEAM, is_bot=True)
    bot.avatar_url = f"{AVATARS}/deskbell.png"
    acme.add_person(bot)


def _person(acme: Workspace, name: str, real_name: str) -> Person:
    person = Person(
        id=user_id(name),
        name=name,
        real_name=real_name,
        team_id=acme.team_id,
        email=f"{name}@acme.example",
        avatar_url=f"{AVATARS}/{name}.png",
    )
    return acme.add_person(person)
