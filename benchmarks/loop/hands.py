"""What people act by, on whichever platform."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.sandbox.world import Answer, Control, Note, Person, Post, Screen, Shown


class Hands(Protocol):
    """What a person does on a platform: a part of the sandbox's `Face`."""

    def controls(self, post: Post | Note) -> Sequence[Control]:
        """Return the buttons of a message, those behind "more" last."""
        ...

    async def press(self, person: Person, post: Post | Note, control: Control) -> Shown:
        """Press one of them."""
        ...

    async def submit(self, screen: Screen, filled: Mapping[str, Sequence[str]]) -> Shown:
        """Send a page, or press the button of it whose name stands in `filled`."""
        ...

    async def command(self, person: Person, text: str, channel: str | None = None) -> Answer:
        """Write to the bot."""
        ...
