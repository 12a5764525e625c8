"""Scenes: scripted walks that whoever runs the sandbox offers, played on the page at a pace people can follow.

The sandbox knows nothing of what a scene shows. It is handed a callback, runs it in a thread of its own, one scene at a
time, and shows each caption with the place it belongs to until it has been read.
"""

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

LINGER_SECONDS = 1.0
READING_SECONDS, READING_SECONDS_PER_LETTER = 1.0, 0.03


class SceneStopped(Exception):
    """Somebody stopped the scene."""


class CannotPlay(Exception):
    """There is no such scene, or one is being played; the message says which."""


@dataclass(frozen=True)
class Caption:
    """What comes next, and where to watch it.

    Attributes:
        words: a sentence.
        who: as whom, by name.
        channel: a channel's name, or `dm` for their conversation with the app.
        thread: the timestamp of a thread's root, or None.
    """

    words: str
    who: str
    channel: str
    thread: str | None = None


class Teller:
    """Shows a scene's captions, and gives people time for each.

    Args:
        show: puts a caption on the page.
        stop: is set when the scene shall end.
        pace: how many times slower than without any pause; 1 is for people, 0 for programs.
    """

    def __init__(self, show: Callable[[Caption], None], stop: threading.Event, pace: float) -> None:
        self._show = show
        self._stop = stop
        self._pace = pace

    def caption(self, caption: Caption) -> None:
        """Leave what there is to see for a moment, show the caption, and return when it has been read.

        Raises:
            SceneStopped: the scene shall end.
        """
        self._pause(LINGER_SECONDS)
        self._show(caption)
        self._pause(READING_SECONDS + len(caption.words) * READING_SECONDS_PER_LETTER)

    def _pause(self, seconds: float) -> None:
        if self._stop.wait(seconds * self._pace):
            raise SceneStopped


@dataclass(frozen=True)
class Scene:
    """A walk on offer. `play` is called in a thread; whatever it raises ends the scene, and is shown."""

    name: str
    title: str
    description: str
    play: Callable[[Teller], None]


@dataclass(frozen=True)
class Showing:
    """How far the scene that was started last has come. `reason` says why it is `stuck`."""

    scene: Scene
    caption: Caption | None = None
    state: Literal["playing", "over", "stopped", "stuck"] = "playing"
    reason: str = ""


class Scenes:
    """The scenes on offer, and the one that is played.

    Args:
        on_change: called on the server's loop whenever there is something new to show.
    """

    def __init__(self, on_change: Callable[[], None]) -> None:
        self.offered: Sequence[Scene] = ()
        self._pace = 1.0
        self.showing: Showing | None = None
        self._on_change = on_change
        self._stop = threading.Event()

    def offer(self, scenes: Sequence[Scene], *, pace: float) -> None:
        """Offer these, with pauses so many times those in which people read."""
        self.offered, self._pace = tuple(scenes), pace

    def start(self, name: str) -> None:
        """Begin to play a scene; call it on the server's loop.

        Raises:
            CannotPlay: there is none of this name, or one is being played.
        """
        scene = next((each for each in self.offered if each.name == name), None)
        if scene is None:
            raise CannotPlay(f"there is no scene {name!r}")
        if self.showing is not None and self.showing.state == "playing":
            raise CannotPlay(f"“{self.showing.scene.title}” is being played")
        self._stop = threading.Event()
        self.showing = Showing(scene)
        self._on_change()
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._play, args=(scene, self._stop, loop), name=f"scene {name}", daemon=True).start()

    def stop(self) -> None:
        """End the scene that is played, if one is, at its next caption or pause."""
        self._stop.set()

    def _play(self, scene: Scene, stop: threading.Event, loop: asyncio.AbstractEventLoop) -> None:
        """Play in a thread; what is to be shown is handed to the loop, in order."""

        def show(changes: Mapping[str, Any]) -> None:
            self.showing = replace(self.showing or Showing(scene), **changes)
            self._on_change()

        def tell(**changes: Any) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(show, changes)

        try:
            scene.play(Teller(lambda caption: tell(caption=caption), stop, self._pace))
        except SceneStopped:
            tell(state="stopped")
        except Exception as error:  # noqa: BLE001  it is somebody's script: why it ended is shown to who watches
            tell(state="stuck", reason=str(error) or type(error).__name__)
        else:
            tell(state="over")
