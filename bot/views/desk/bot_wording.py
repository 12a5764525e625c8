"""What the page of Deskbell's own name says."""

from typing import Final

TITLE: Final = "Name and icon"
ABOUT: Final = "what Deskbell's own messages are called"
NAME: Final = "Name"
NAME_HINT: Final = "Whom its messages are from. Without one they carry the app's own name and picture."
ICON: Final = "Icon"
ICON_HINT: Final = "An emoji, as :bellhop_bell:."
NO_EMOJI: Final = "Please write the name of one emoji, as :bellhop_bell:."
