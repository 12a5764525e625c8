"""The stage: what people do in a scene, and what must then be seen, or the scene is stuck."""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from bot.demo.narrating import Narrator, Place
from bot.demo.transcript import readable
from bot.demo.watching import Latencies, SceneStuck, newest, wait_for
from bot.views.desk.action_ids import ActionId, TicketMenu
from bot.views.desk.menu_wording import OPTIONS
from bot.views.desk.settings_pages import SettingsPage
from sandbox.actor import Actor
from sandbox.director import Director
from sandbox.seen import Message, SubmitAnswer, View

HELP, TRIAGE = "it-help", "it-triage"
DIRECT = "dm"
"""Everybody's conversation with the app, as actors call it."""
COMMAND = "/desk"
BUTTONS: Mapping[ActionId, str] = {ActionId.CLAIM_TICKET: "Claim", ActionId.RESOLVE_TICKET: "Resolve"}
"""What the buttons that scenes press say."""


class Company(Protocol):
    """The people to play: a sandbox in this process or at the other end of HTTP."""

    def actor(self, name: str) -> Actor:
        """Return somebody to play."""

    @property
    def admin(self) -> Director:
        """Return what moves the desk's time."""


@dataclass(frozen=True)
class Team:
    """A queue's two channels, by name, and the agent whose eyes look at its cards."""

    help: str
    triage: str
    agent: str


IT = Team(HELP, TRIAGE, "ben")
HR = Team("ask-hr", "hr-triage", "mona")


@dataclass(frozen=True)
class Case:
    """A ticket on stage: its key, who asked, and the roots of its two threads, the request and the card."""

    key: str
    asker: str
    request: Message
    card: Message
    team: Team = IT

    @property
    def place(self) -> str:
        """Where the asker reads: the team's request channel, or their own messages with the app."""
        return DIRECT if self.request.channel.startswith("D") else self.team.help


@dataclass
class Stage:
    """Where a scene is played. What is to be seen and is not within seconds raises `SceneStuck`.

    Args:
        company: the people to play.
        narrator: is told all of it.
        latencies: notes how long each request took.
    """

    company: Company
    narrator: Narrator
    latencies: Latencies = field(default_factory=Latencies)

    def caption(self, words: str, who: str, channel: str, thread: Message | None = None) -> None:
        """Say what comes next, and where to watch it."""
        self.narrator.caption(words, Place(who, channel, thread))

    def types(self, who: str, text: str, *, answered: str) -> None:
        """Have somebody type a command in their direct messages with the app, and be answered with these words."""
        self.narrator.does(who, f"types {COMMAND} {text}")
        answer = self._actor(who).command(COMMAND, text)
        if answered not in answer.text:
            raise SceneStuck(f"{COMMAND} {text} was answered {answer.text!r}")
        self.narrator.sees(f"only {who}", answer.text)

    def makes_triage(self, who: str, channel: str, queue: str) -> None:
        """Have an admin type the command, be shown the people, the seats and what they cost, and agree."""
        self.types(who, f"triage #{channel} {queue}", answered="the triage channel")
        asked = wait_for(
            "the question",
            lambda: newest(self._actor(who).ephemerals(), lambda seen: ActionId.CONFIRM_TRIAGE in seen.action_ids),
        )
        self.narrator.does(who, "agrees to the people and the price")
        self._actor(who).click(asked, ActionId.CONFIRM_TRIAGE)

    def opens_channel(self, who: str, name: str, readers: Sequence[str]) -> None:
        """Have somebody make a public channel that others and the app are in."""
        self.narrator.does(who, f"makes the channel #{name} and invites the app")
        self._actor(who).create_channel(name)
        for reader in readers:
            self._actor(reader).join(name)
        self._actor(who).invite_bot(name)

    def chooses_queue(self, who: str, queue: str) -> None:
        """Have an admin who was asked which queue a new channel feeds choose one, by the name in the menu."""
        actor, choose = self._actor(who), ActionId.CHOOSE_CHANNEL_QUEUE
        asked = wait_for("the question", lambda: newest(actor.ephemerals(), lambda seen: choose in seen.action_ids))
        self.narrator.sees(f"only {who}", asked.text)
        self.narrator.does(who, f"chooses {queue}")
        actor.choose(asked, choose, queue)

    def opens_settings(self, who: str, page: SettingsPage) -> None:
        """Have an admin type `/desk settings` and open a page from there."""
        self.narrator.does(who, f"types {COMMAND} settings and opens the page of {page.replace('_', ' ')}")
        self._actor(who).command(COMMAND, "settings")
        self._form_of(who)
        self._actor(who).click_in_modal(ActionId.OPEN_SETTINGS, value=page)

    def opens_queue(self, who: str, key: str) -> None:
        """Have an admin open a queue's form from the page of queues."""
        self.narrator.does(who, f"opens the form of {key}")
        lines = [block for block in self._form_of(who).blocks if "accessory" in block]
        value = next(line["accessory"]["value"] for line in lines if line["text"]["text"].startswith(f"{key} "))
        self._actor(who).click_in_modal(ActionId.OPEN_QUEUE_SETTINGS, value=value)

    def opens_menu(self, who: str, case: Case, option: TicketMenu) -> View:
        """Have an agent open a page from the menu of a card, and see it."""
        self.narrator.does(who, f"opens the card's menu and takes “{OPTIONS[option]}”")
        self._actor(who).choose(case.card, ActionId.TICKET_MENU, option)
        page = self._form_of(who)
        self.narrator.sees(f"only {who}", f"the page “{page.title}”")
        return page

    def invites(self, who: str, channel: str, whom: str) -> None:
        """Have somebody bring somebody else into a channel."""
        self.narrator.does(who, f"invites {whom} to #{channel}")
        self._actor(who).invite(channel, whom)

    def leaves(self, who: str, channel: str) -> None:
        """Have somebody leave a channel."""
        self.narrator.does(who, f"leaves #{channel}")
        self._actor(who).leave(channel)

    def opens_page(self, who: str, text: str, *, naming: str | None = None, not_naming: str | None = None) -> View:
        """Have somebody open a page with a command, and see it, as soon as it names somebody or names them no more."""
        self.narrator.does(who, f"types {COMMAND} {text}")
        actor = self._actor(who)

        def look() -> View | None:
            if actor.modal is not None:
                actor.close_modal(clear=True)
            actor.command(COMMAND, text)
            shown = actor.modal
            if shown is None or (naming and self._actor(naming).id not in shown.words):
                return None
            return None if not_naming and self._actor(not_naming).id in shown.words else shown

        page = wait_for(f"the page of {COMMAND} {text}", look)
        self.narrator.sees(f"only {who}", f"the page “{page.title}”")
        return page

    def presses_in_form(self, who: str, action: StrEnum, value: str) -> None:
        """Have somebody press a button of the form in front."""
        self._form_of(who)
        self._actor(who).click_in_modal(action, value=value)

    def saves(self, who: str, values: Mapping[str, Any]) -> None:
        """Have somebody send the form in front, which must be taken."""
        if errors := self.submits(who, values).errors:
            raise SceneStuck(f"the form was refused: {', '.join(errors.values())}")

    def leaves_forms(self, who: str) -> None:
        """Have somebody close every form."""
        self._actor(who).close_modal(clear=True)

    def lets_time_pass(self, step: str) -> None:
        """Move the desk's clock on by a step of the time machine."""
        self.narrator.does("the time machine", f"moves the desk's clock: {step}")
        self.company.admin.travel(step)

    def asks(self, who: str, text: str) -> Case:
        """Have somebody ask in the request channel, and see the confirmation and the card."""
        return self._sees_ticket(who, self.posts(who, text))

    def asks_in_private(self, who: str, text: str, team: Team) -> tuple[Message, Case]:
        """Have somebody ask a team whose talk is private; return their post, and the ticket in their own messages."""
        post = self.posts(who, text, channel=team.help)
        root = self.sees_in_dm(who, "opened", since=post)
        key = root.text.split()[0]
        return post, Case(key, who, root, self.sees_new_card(key, team), team)

    def posts(self, who: str, text: str, *, thread: Message | None = None, channel: str = HELP) -> Message:
        """Have somebody write in a request channel, or in a thread there."""
        where = f"in #{channel}" if thread is None else "in the thread"
        self.narrator.does(who, f"posts {where}: “{text}”")
        return self._actor(who).post(channel, text, thread=thread)

    def reacts(self, who: str, request: Message, emoji: str, *, asked_by: str) -> Case:
        """Have somebody put the emoji on a message that makes tickets, and see the confirmation and the card."""
        self.narrator.does(who, f"reacts with :{emoji}:")
        self._actor(who).react(request, emoji)
        return self._sees_ticket(asked_by, request)

    def card_thread_says(self, case: Case, words: str, *, by: str) -> None:
        """See these words in the card's thread, under somebody's name."""
        team = case.team
        copy = self._reply(team.agent, team.triage, case.card, words, username=by)
        self._sees_message(f"in #{team.triage}, the thread {team.agent} reads", copy)

    def _sees_ticket(self, who: str, request: Message) -> Case:
        confirmation = self._reply(who, HELP, request, "opened")
        self._sees_message(f"in {who}'s thread", confirmation)
        card = self.sees_new_card(confirmation.text.split()[0])
        self.latencies.note(request, card=card, confirmation=confirmation)
        return Case(confirmation.text.split()[0], who, request, card)

    def sees_new_card(self, key: str, team: Team = IT) -> Message:
        """See the card of a ticket in its team's triage channel, and return it."""
        card = wait_for(
            f"the card of {key}", lambda: self._find_card(team, lambda card: card.text.split()[:1] == [key])
        )
        self._sees_message(f"in #{team.triage}", card)
        return card

    def sees_in_dm(self, who: str, words: str, *, since: Message | None = None) -> Message:
        """See a direct message of the app to somebody, one that came after another message, and return it."""
        look, earliest = self._actor(who).dm, since.ts if since else ""
        message = wait_for(
            f"a direct message to {who}",
            lambda: newest(look(), lambda found: words in found.text and bool(found.bot_id) and found.ts > earliest),
        )
        self._sees_message(f"in {who}'s direct messages", message)
        return message

    def presses(self, who: str, case: Case, action: ActionId, *, card_says: str) -> None:
        """Have an agent press a button of the card, and see the card change in place."""
        self.narrator.does(who, f"presses {BUTTONS[action]}")
        self._actor(who).click(case.card, action)
        self.card_says(case, card_says)

    def press_together(self, agents: tuple[str, str], case: Case, action: ActionId) -> str:
        """Have two agents press the same button at the same moment; return who was second and was told so."""
        told_before = {agent: len(self._actor(agent).ephemerals()) for agent in agents}
        self.narrator.does(" and ".join(agents), f"press {BUTTONS[action]}")
        ready = threading.Barrier(len(agents))

        def press(agent: str) -> None:
            ready.wait()
            self._actor(agent).click(case.card, action)

        with ThreadPoolExecutor(len(agents)) as pool:
            list(pool.map(press, agents))

        def told() -> tuple[str, str] | None:
            for agent in agents:
                if len(seen := self._actor(agent).ephemerals()) > told_before[agent]:
                    return agent, seen[-1].text
            return None

        second, words = wait_for("the word to who was second", told)
        self.narrator.sees(f"only {second}", words)
        return second

    def card_says(self, case: Case, words: str) -> None:
        """See the card say these words, where it always stood."""
        self._sees_card(case, f"the card saying {words!r}", lambda card: words in f"{card.text} {card.words}")

    def card_says_no_more(self, case: Case, words: str) -> None:
        """See that the card does not say these words any more."""
        self._sees_card(case, f"the card without {words!r}", lambda card: words not in f"{card.text} {card.words}")

    def answers(self, who: str, case: Case, text: str) -> None:
        """Have an agent write in the card's thread, and see it arrive in the asker's thread under the agent's name."""
        self.writes_inside(who, case, text)
        self.asker_reads(case, text, by=who)

    def writes_inside(self, who: str, case: Case, text: str) -> Message:
        """Have an agent write in the card's thread, wherever it may go from there."""
        self.narrator.does(who, f"writes in the card's thread: “{text}”")
        return self._actor(who).post(case.team.triage, text, thread=case.card)

    def edits(self, who: str, message: Message, text: str) -> None:
        """Have somebody edit what they wrote."""
        self.narrator.does(who, f"edits it to: “{text}”")
        self._actor(who).edit(message, text)

    def writes(self, case: Case, text: str) -> None:
        """Have the asker write in their own thread, wherever it may go from there."""
        self.narrator.does(case.asker, f"writes in their thread: “{text}”")
        self._actor(case.asker).post(case.place, text, thread=case.request)

    def writes_back(self, case: Case, text: str, *, read_by: str) -> None:
        """Have the asker write in their own thread, and see it arrive in the card's thread."""
        self.writes(case, text)
        triage = case.team.triage
        copy = self._reply(read_by, triage, case.card, _plain(text), username=case.asker)
        self._sees_message(f"in #{triage}, the thread {read_by} reads", copy)

    def thread_says(self, who: str, channel: str, root: Message, words: str) -> None:
        """See these words of the app in the thread of a message, as anybody reads it."""
        self._sees_message(f"in #{channel}, the thread {who} reads", self._reply(who, channel, root, words))

    def asker_reads(self, case: Case, words: str, *, by: str | None = None) -> None:
        """See these words in the asker's thread, by the app or under somebody's name."""
        found = self._reply(case.asker, case.place, case.request, _plain(words), username=by)
        self._sees_message(f"in #{case.place}, the thread {case.asker} reads", found)

    def asker_never_reads(self, case: Case, words: str) -> None:
        """See that these words are nowhere in the asker's thread now.

        What an agent wrote before something that is there already would be there too: replies keep their order.
        """
        seen = self._actor(case.asker).thread(case.place, case.request)
        if any(words in f"{message.text} {message.words}" for message in seen):
            raise SceneStuck(f"{case.asker} reads {words!r}")
        self.narrator.sees(f"in {case.asker}'s thread", f"{len(seen)} messages, none of them the note")

    def opens_form(self, who: str) -> View:
        """Have somebody type `/desk new` in the request channel, and see the form open."""
        self.narrator.does(who, f"types {COMMAND} new in #{HELP}")
        self._actor(who).command(COMMAND, "new", channel=HELP)
        form = self._form_of(who)
        self.narrator.sees(f"only {who}", f"the form “{form.title}”")
        return form

    def submits(self, who: str, values: Mapping[str, Any]) -> SubmitAnswer:
        """Have somebody send the form in front, and see what is wrong with it, if anything is."""
        self.narrator.does(who, "sends the form")
        answer = self._actor(who).submit(values)
        for error in answer.errors.values():
            self.narrator.sees(f"only {who}, at the field", error)
        return answer

    def _actor(self, name: str) -> Actor:
        return self.company.actor(name)

    def _form_of(self, who: str) -> View:
        return wait_for(f"a form for {who}", lambda: self._actor(who).modal)

    def _sees_card(self, case: Case, awaited: str, matches: Callable[[Message], bool]) -> None:
        card = wait_for(
            awaited, lambda: self._find_card(case.team, lambda card: card.ts == case.card.ts and matches(card))
        )
        self._sees_message(f"in #{case.team.triage}, in place", card)

    def _find_card(self, team: Team, matches: Callable[[Message], bool]) -> Message | None:
        return newest(self._actor(team.agent).messages(team.triage), matches)

    def _reply(self, who: str, channel: str, root: Message, words: str, *, username: str | None = None) -> Message:
        """Wait for a reply by the app that says these words, under somebody's name if one is given."""

        def matches(reply: Message) -> bool:
            is_by_app = reply.bot_id is not None and reply.ts != root.ts
            return is_by_app and words in reply.text and username in {None, reply.username}

        reader = self._actor(who)
        return wait_for(
            f"“{words}” in {who}'s thread in #{channel}", lambda: newest(reader.thread(channel, root), matches)
        )

    def _sees_message(self, where: str, message: Message) -> None:
        """Tell of a message under the name it is shown with."""
        self.narrator.sees(where, f"{message.username or 'Deskbell'} says “{readable(message.text)}”")


def _plain(text: str) -> str:
    """Return what is certain to be in the copy of a text, however its formatting is drawn."""
    return text.replace("*", "").split(":")[0].strip()
