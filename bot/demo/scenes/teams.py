"""Scenes of a team's day: private requests, tickets that belong together, tickets that wait, and what admins set."""

from bot.demo.stage import DIRECT, HELP, HR, TRIAGE, Stage
from bot.demo.watching import SceneStuck
from bot.domain.desk.relations import Relation
from bot.views.desk.action_ids import TicketMenu
from bot.views.desk.relate_form import YES, RelateField
from bot.views.desk.settings_pages import SettingField, SettingsPage
from sandbox.seen import View


def private_replies(stage: Stage) -> None:
    """A public question to a private queue goes on where only its asker reads."""
    stage.caption("Rosa asks HR in a public channel, which is quickly regretted.", "rosa", HR.help)
    post, case = stage.asks_in_private("rosa", "How many days of parental leave do I have?", HR)
    stage.caption("HR's requests are private: hers goes on in her messages with Deskbell …", "rosa", DIRECT)
    stage.caption("… and the channel learns no more than that.", "finn", HR.help, post)
    stage.thread_says("finn", HR.help, post, "private request now")
    stage.caption("Mona answers from the card, as always.", "mona", HR.triage, case.card)
    stage.answers("mona", case, "Fourteen weeks. Shall I reserve them?")
    stage.caption("Only Rosa reads that. She answers there.", "rosa", DIRECT, case.request)
    stage.writes_back(case, "Yes please, from the first of May", read_by="mona")


def merge_and_split(stage: Stage) -> None:
    """Two tickets about one thing become one; a message about something else becomes a ticket of its own."""
    stage.caption("Finn and Bela report the same outage.", "finn", HELP)
    outage = stage.asks("finn", "Nobody on floor two has network")
    twin = stage.asks("bela", "The network is down up here")
    stage.caption("Ben merges the second ticket into the first, from its card's menu.", "ben", TRIAGE)
    stage.opens_menu("ben", twin, TicketMenu.RELATE)
    stage.saves("ben", {RelateField.WHAT: Relation.MERGE, RelateField.KEY: outage.key, RelateField.FOLLOW: [YES]})
    stage.caption(f"Bela is told that hers goes on as {outage.key}, and follows it.", "bela", HELP, twin.request)
    stage.asker_reads(twin, f"goes on as {outage.key}")
    stage.caption("What she writes still reaches the team. Finn's thread stays his.", "ben", TRIAGE, outage.card)
    stage.writes(twin, "Floor three works")
    stage.card_thread_says(outage, "Floor three works", by="bela")
    stage.caption("Finn has one thing more, which is another matter.", "finn", HELP, outage.request)
    stage.writes_back(outage, "By the way, my badge stopped working", read_by="ben")
    stage.caption("So Ben makes that message a ticket of its own.", "ben", TRIAGE, outage.card)
    page = stage.opens_menu("ben", outage, TicketMenu.RELATE)
    stage.saves("ben", {RelateField.WHAT: Relation.SPLIT, RelateField.MESSAGE: _newest_in(page)})
    stage.asker_reads(outage, "is a new ticket, made of a message here")


def snooze_and_wake(stage: Stage) -> None:
    """A ticket that can wait leaves the lists, and comes back by itself when its time has come."""
    stage.caption("Gus needs a part that comes by courier, in less than an hour.", "gus", HELP)
    case = stage.asks("gus", "My monitor needs a new cable, the courier brings one")
    stage.caption("Commands do not work in Slack's threads, so Ben types words instead.", "ben", TRIAGE, case.card)
    stage.writes_inside("ben", case, "!claim")
    stage.card_says(case, "in progress")
    stage.writes_inside("ben", case, "!priority urgent")
    stage.writes_inside("ben", case, "!snooze 1h")
    stage.card_says(case, "Snoozed until")
    stage.caption("None of it reached Gus. The ticket is out of the way.", "gus", HELP, case.request)
    stage.asker_never_reads(case, "!")
    stage.caption("Now the time machine moves the desk's clock, an hour on.", "ben", TRIAGE)
    stage.lets_time_pass("+1h")
    stage.card_says_no_more(case, "Snoozed until")
    stage.caption("It is back by itself, and Ben is told.", "ben", DIRECT)
    stage.sees_in_dm("ben", f"{case.key} is back from its snooze")


def settings_in_a_minute(stage: Stage) -> None:
    """An admin gives a team a status of its own, and an agent uses it."""
    stage.caption("IT often waits for spare parts. Ada gives that a name, in the settings.", "ada", DIRECT)
    stage.opens_settings("ada", SettingsPage.QUEUES)
    stage.opens_queue("ada", "IT")
    stage.caption("A mistake is told at its field, and nothing that was typed is lost.", "ada", DIRECT)
    statuses = "With the vendor = on hold\nWaiting for parts = on hold"
    if not stage.submits("ada", {SettingField.STATUSES: statuses, SettingField.CLOSING: "soon"}).errors:
        raise SceneStuck("a length of time that is none was taken")
    stage.saves("ada", {SettingField.CLOSING: "2d"})
    stage.leaves_forms("ada")
    stage.caption("From now on every card of IT offers it.", "finn", HELP)
    case = stage.asks("finn", "The hinge of my laptop is broken")
    stage.caption("Ben chooses it …", "ben", TRIAGE)
    stage.writes_inside("ben", case, "!status waiting for parts")
    stage.card_says(case, "Waiting for parts")
    stage.caption("… and answers with a saved reply, which needs no typing either.", "ben", TRIAGE, case.card)
    stage.writes_inside("ben", case, "!reply ordered")
    stage.asker_reads(case, "it is ordered", by="ben")


def _newest_in(page: View) -> str:
    """Return the newest message that the page offers to split off."""
    field = next(block for block in page.blocks if block["block_id"] == RelateField.MESSAGE)
    return str(field["element"]["options"][0]["value"])
