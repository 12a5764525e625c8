"""The scenes on the sandbox's page: a narrator whose captions people read there, at their pace."""

from collections.abc import Sequence

from bot.demo.narrating import Place
from bot.demo.scenes import SCENES, Scene
from bot.demo.stage import Stage
from sandbox.scenes import Caption, Teller
from sandbox.scenes import Scene as PageScene
from sandbox.server import SandboxServer


class PageNarrator:
    """Tells captions alone: what is done and seen, people see themselves.

    Args:
        teller: shows captions on the page and waits until they have been read.
    """

    def __init__(self, teller: Teller) -> None:
        self._teller = teller

    def caption(self, words: str, place: Place) -> None:
        """Show what comes next, and return when there was time to read it. Raises: SceneStopped."""
        thread = place.thread.ts if place.thread is not None else None
        self._teller.caption(Caption(words, place.who, place.channel, thread))

    def does(self, who: str, deed: str) -> None:
        """Say nothing: it is seen."""

    def sees(self, where: str, words: str) -> None:
        """Say nothing: it is seen."""


def page_scenes(sandbox: SandboxServer) -> Sequence[PageScene]:
    """Return the scenes as the sandbox's page offers them."""

    def on_page(scene: Scene) -> PageScene:
        return PageScene(
            scene.name,
            scene.title,
            scene.description,
            lambda teller: scene.play(Stage(sandbox, PageNarrator(teller))),
        )

    return [on_page(scene) for scene in SCENES]
