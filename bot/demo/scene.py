"""The scene: an admin sets the desk up, somebody asks, two agents race, words cross, the ticket ends and comes back."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bot.demo.transcript import Transcript
from bot.demo.watching import Latencies, newest, wait_for
from bot.views.desk.action_ids import ActionId
from sandbox.actor import Actor
from sandbox.seen import Message
from sandbox.server import SandboxServer

HELP, TRIAGE = "it-help", "it-triage"
REQUEST = "My laptop does not wake up since *this morning*. Is it the battery?"
MORE_REQUESTS = (
    "The VPN asks for my password every hour",
    "Could I have a second monitor?",
    "The printer on the third floor is out of paper",
    "I cannot open the shared calendar",
    "My mouse stopped working",
    "Which form do I need for a new phone?",
)
BREATH_SECONDS = 1.1
"""Between requests: Slack takes about one message a second per channel."""


@dataclass
class Scene:
    """The company, on stage. `ticket` and `card` are the main request's two roots."""

    sandbox: SandboxServer
    transcript: Transcript
    latencies: Latencies = field(default_factory=Latencies)

    def play(self) -> None:
        """Play the whole scene. Raises: SceneStuck, when something does not appear."""
        self._set_up()
        request, card = self._ask()
        self._race(card)
        self._talk(request, card)
        self._resolve(request, card)
        self._measure()

    def _actor(self, name: str) -> Actor:
        return self.sandbox.actor(name)

    def _set_up(self) -> None:
        self.transcript.heading("Ada, who owns the Slack workspace, sets the desk up.")
        ada = self._actor("ada")
        for text in ("admin add @ada", f"triage #{TRIAGE} IT", f"request #{HELP} IT every"):
            self.transcript.does("ada", f"types /desk {text}")
            self.transcript.sees("only ada", ada.command("/desk", text).text)

    def _ask(self) -> tuple[Message, Message]:
        self.transcript.heading("Rosa asks; the agents get a card, she gets a confirmation.")
        self.transcript.does("rosa", f"posts in #{HELP}: “{REQUEST}”")
        request, card, confirmation = self._post_request(REQUEST)
        self.transcript.sees_message("in her thread", confirmation)
        self.transcript.sees_message(f"in #{TRIAGE}", card)
        return request, card

    def _post_request(self, text: str) -> tuple[Message, Message, Message]:
        """Post as rosa; return the request, its card and its confirmation, their times noted."""
        rosa, ben = self._actor("rosa"), self._actor("ben")
        request = rosa.post(HELP, text)
        confirmation = self._reply_in(rosa, HELP, request, lambda reply: "opened" in reply.text)
        key = confirmation.text.split()[0]
        card = wait_for(
            f"the card of {key}",
            lambda: newest(ben.messages(TRIAGE), lambda message: message.text.split()[:1] == [key]),
        )
        self.latencies.note(request, card=card, confirmation=confirmation)
        return request, card, confirmation

    def _race(self, card: Message) -> None:
        self.transcript.heading("Ben and Cara press Claim in the same moment: one wins, the other is told.")
        agents = [self._actor("ben"), self._actor("cara")]
        told_before = {agent.name: len(agent.ephemerals()) for agent in agents}
        self.transcript.does("ben and cara", "press Claim")
        with ThreadPoolExecutor(len(agents)) as pool:
            list(pool.map(lambda agent: agent.click(card, ActionId.CLAIM_TICKET), agents))

        def told() -> tuple[str, str] | None:
            for agent in agents:
                if len(seen := agent.ephemerals()) > told_before[agent.name]:
                    return agent.name, seen[-1].text
            return None

        loser, words = wait_for("the word to who was second", told)
        self.transcript.sees(f"only {loser}", words)
        self._sees_card(card, "in progress")

    def _talk(self, request: Message, card: Message) -> None:
        self.transcript.heading("They talk, each in their own thread; a note that begins with :lock: stays inside.")
        rosa, ben, cara = self._actor("rosa"), self._actor("ben"), self._actor("cara")
        self._replies(
            ben, TRIAGE, card, "Please hold the *power button* for ten seconds.", seen_by=rosa, in_=(HELP, request)
        )
        self._replies(rosa, HELP, request, "It wakes up now, thank you :tada:", seen_by=ben, in_=(TRIAGE, card))
        note = ":lock: The battery will need replacing soon."
        self.transcript.does("cara", f"writes in the card's thread: “{note}”")
        cara.post(TRIAGE, note, thread=card)
        self.sandbox.wait_idle()
        seen = [message.text for message in rosa.thread(HELP, request)]
        self.transcript.sees("in rosa's thread", f"nothing: still {len(seen)} messages, none of them the note")

    def _replies(
        self, who: Actor, channel: str, root: Message, text: str, *, seen_by: Actor, in_: tuple[str, Message]
    ) -> None:
        """Somebody replies on one side; show the copy on the other."""
        self.transcript.does(who.name, f"replies in #{channel}: “{text}”")
        who.post(channel, text, thread=root)
        words = text.replace("*", "").split(".")[0].split(",")[0]
        copy = self._reply_in(seen_by, *in_, lambda reply: words in reply.text and reply.bot_id is not None)
        self.transcript.sees_message(f"in #{in_[0]}, the thread {seen_by.name} reads", copy)

    def _resolve(self, request: Message, card: Message) -> None:
        self.transcript.heading("Ben resolves it; Rosa's reply opens it again, and he resolves it for good.")
        rosa, ben = self._actor("rosa"), self._actor("ben")
        self._press_resolve(ben, card)
        notice = self._reply_in(rosa, HELP, request, lambda reply: "is resolved" in reply.text)
        self.transcript.sees_message("in rosa's thread", notice)
        text = "Sorry, it went dark again."
        self._replies(rosa, HELP, request, text, seen_by=ben, in_=(TRIAGE, card))
        self._sees_card(card, "in progress")
        self._press_resolve(ben, card)

    def _press_resolve(self, agent: Actor, card: Message) -> None:
        self.transcript.does(agent.name, "presses Resolve on the card")
        agent.click(card, ActionId.RESOLVE_TICKET)
        self._sees_card(card, "resolved")

    def _measure(self) -> None:
        self.transcript.heading("More requests come in, one after the other.")
        for text in MORE_REQUESTS:
            time.sleep(BREATH_SECONDS)
            self.transcript.does("rosa", f"posts in #{HELP}: “{text}”")
            _, card, _ = self._post_request(text)
            self.transcript.sees_message(f"in #{TRIAGE}", card)
        self.transcript.write(f"\n{self.latencies.summary()}")

    def _sees_card(self, card: Message, words: str) -> None:
        """Wait until the card says `words`, and show it."""
        ben = self._actor("ben")

        def look() -> Message | None:
            return newest(ben.messages(TRIAGE), lambda message: message.ts == card.ts and words in message.text)

        self.transcript.sees_message(f"in #{TRIAGE}, in place", wait_for(f"the card saying {words}", look))

    def _reply_in(self, who: Actor, channel: str, root: Message, matches: Callable[[Message], bool]) -> Message:
        return wait_for(f"a reply in #{channel}", lambda: newest(who.thread(channel, root), matches))
