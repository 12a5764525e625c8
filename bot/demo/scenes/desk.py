"""Scenes of the desk: tickets, their two threads, and the people at both ends."""

from bot.demo.stage import HELP, TRIAGE, Stage
from bot.demo.watching import SceneStuck
from bot.views.desk.action_ids import ActionId, RequestField

IN_PROGRESS, RESOLVED = "in progress", "resolved"


def first_ticket(stage: Stage) -> None:
    """A message becomes a ticket, an agent claims and answers it, and the answer arrives where it was asked."""
    stage.caption("Rosa needs help. She asks in #it-help, as she would ask a colleague.", "rosa", HELP)
    case = stage.asks("rosa", "My laptop does not wake up since *this morning*. Is it the battery?")
    stage.caption(
        f"The IT team works in #it-triage. {case.key} is there already: a card with all it needs.", "ben", TRIAGE
    )
    stage.caption("Ben claims it. The card changes in place, for everybody.", "ben", TRIAGE)
    stage.presses("ben", case, ActionId.CLAIM_TICKET, card_says=IN_PROGRESS)
    stage.caption("He answers in the card's thread …", "ben", TRIAGE, case.card)
    stage.answers("ben", case, "Please hold the *power button* for ten seconds.")
    stage.caption("… and Rosa reads it in her own thread, under his name. She writes back.", "rosa", HELP, case.request)
    stage.writes_back(case, "It wakes up now, thank you :tada:", read_by="ben")
    stage.caption("Ben reads that beside the card. Rosa never had to leave her thread.", "ben", TRIAGE, case.card)


def two_agents_race(stage: Stage) -> None:
    """Two agents claim at once: one has the ticket, the other a word about it."""
    stage.caption("Finn asks, and two agents have time for him.", "finn", HELP)
    case = stage.asks("finn", "The VPN asks for my password every hour")
    stage.caption("Ben and Cara press Claim in the same moment.", "ben", TRIAGE)
    second = stage.press_together(("ben", "cara"), case, ActionId.CLAIM_TICKET)
    stage.card_says(case, IN_PROGRESS)
    stage.caption(f"One has it. {second.title()} is told who was first, and nobody else is bothered.", second, TRIAGE)


def private_note(stage: Stage) -> None:
    """A note stays inside, even when an edit takes its mark away."""
    stage.caption("Gus is a guest. His request goes the same way.", "gus", HELP)
    case = stage.asks("gus", "My badge does not open the third floor any more")
    stage.caption(
        "Cara writes to her colleagues: what begins with a lock is a private note.", "cara", TRIAGE, case.card
    )
    note = stage.writes_inside("cara", case, ":lock: His contract ends on Friday, do not renew it.")
    stage.caption("Then she answers him.", "cara", TRIAGE, case.card)
    stage.answers("cara", case, "I have asked the front desk, one moment please.")
    stage.caption("Gus sees the answer, and nothing of the note.", "gus", HELP, case.request)
    stage.asker_never_reads(case, "contract")
    stage.caption("Even when Cara edits the lock away, the note stays inside.", "cara", TRIAGE, case.card)
    stage.edits("cara", note, "His contract ends on Friday, do not renew it.")
    stage.answers("cara", case, "It opens until Friday now.")
    stage.caption("A note cannot become public by an edit.", "gus", HELP, case.request)
    stage.asker_never_reads(case, "contract")


def resolve_and_reopen(stage: Stage) -> None:
    """A resolved ticket is reopened by a reply, and left alone by a thank-you."""
    stage.caption("Bela asks; Ben claims it at once.", "bela", HELP)
    case = stage.asks("bela", "The printer on the third floor is out of paper")
    stage.presses("ben", case, ActionId.CLAIM_TICKET, card_says=IN_PROGRESS)
    stage.caption("Ben resolves the ticket from its card.", "ben", TRIAGE)
    stage.presses("ben", case, ActionId.RESOLVE_TICKET, card_says=RESOLVED)
    stage.caption("Bela is told, and could reopen it with a button. She just writes.", "bela", HELP, case.request)
    stage.asker_reads(case, "is resolved")
    stage.writes_back(case, "Sorry, there is paper, but it is jammed now.", read_by="ben")
    stage.caption("The ticket is open again, still with Ben. He walks over and resolves it once more.", "ben", TRIAGE)
    stage.card_says(case, IN_PROGRESS)
    stage.presses("ben", case, ActionId.RESOLVE_TICKET, card_says=RESOLVED)
    stage.caption("A thank-you reaches the team and reopens nothing.", "bela", HELP, case.request)
    stage.writes_back(case, "Thank you so much!", read_by="ben")
    stage.card_says(case, RESOLVED)
    stage.caption("Resolved it stays.", "ben", TRIAGE)


def ask_with_the_form(stage: Stage) -> None:
    """A form with an error, then without one; the ticket lives in a direct message."""
    stage.caption("Mona would rather not ask in public. She types /desk new.", "mona", HELP)
    form = stage.opens_form("mona")
    stage.caption("She sends it without saying what she needs: it comes back with a word at the field.", "mona", HELP)
    if not stage.submits("mona", {RequestField.TITLE: "   "}).errors:
        raise SceneStuck(f"an empty {form.title} was taken")
    stage.caption("Now she fills it in.", "mona", HELP)
    if stage.submits("mona", {RequestField.TITLE: "A quieter keyboard"}).outcome != "closed":
        raise SceneStuck(f"{form.title} was not taken")
    stage.caption("Deskbell will answer her in a direct message …", "mona", "dm")
    root = stage.sees_in_dm("mona", "opened")
    stage.caption("… and the team works it from a card, as any other.", "ben", TRIAGE)
    stage.sees_new_card(root.text.split()[0])


def a_thread_becomes_a_ticket(stage: Stage) -> None:
    """Talk that was no request becomes a ticket with an emoji, and everything said so far comes along."""
    stage.caption(
        "Rosa only wants to share something: a megaphone before it says so, and no ticket opens.", "rosa", HELP
    )
    post = stage.posts("rosa", ":megaphone: The lift in the east wing is out of order")
    stage.caption("But then people talk about it.", "finn", HELP, post)
    stage.posts("finn", "It hums and does not move, since eight", thread=post)
    stage.posts("gus", "My wheelchair is on the fourth floor", thread=post)
    stage.caption("Mona thinks somebody should see to it. She reacts with :ticket:.", "mona", HELP, post)
    case = stage.reacts("mona", post, "ticket", asked_by="rosa")
    stage.caption(f"{case.key} is Rosa's, and says that Mona filed it. The whole thread came along.", "ben", TRIAGE)
    stage.card_thread_says(case, "since eight", by="finn")
    stage.card_thread_says(case, "wheelchair", by="gus")
    stage.caption("Ben answers all of them at once, where they talk.", "ben", TRIAGE, case.card)
    stage.answers("ben", case, "The technician is on her way, ten minutes.")
