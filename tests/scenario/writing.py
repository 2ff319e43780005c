"""People who write to the bot over the signed wire, and press what it answers."""

from dataclasses import dataclass
from uuid import UUID

from bot.sandbox.world import Face, Note, Person, Post, Screen, Shown
from tests.scenario.acting import Posted, Reader
from tests.scenario.seen import wire
from tests.scenario.stage import Stage


@dataclass(frozen=True)
class Answered:
    """What the bot said to one person, who may press it."""

    stage: Stage
    platform: str
    person: Person
    said: Post | Note

    @property
    def words(self) -> str:
        return wire(self.said.body)

    @property
    def labels(self) -> list[str]:
        return [control.label for control in self._face.controls(self.said)]

    def reader(self) -> Reader:
        """Return the person before this answer; its buttons are as good as a post's."""
        posted = Posted(self.stage, self._face, self.said, UUID(int=0))  # type: ignore[arg-type]
        return Reader(posted, self.person)

    @property
    def _face(self) -> Face:
        return self.stage.sandbox.faces[self.platform]


async def writes(
    stage: Stage, platform: str, person: Person, text: str, channel: str | None = None
) -> Answered:
    """Write to the bot."""
    said = await stage.sandbox.faces[platform].command(person, text, channel)
    assert isinstance(said, Post | Note), said
    return Answered(stage, platform, person, said)


async def comes_home(stage: Stage, platform: str, person: Person) -> Answered:
    """Come to one's own page with the bot."""
    said = await stage.sandbox.faces[platform].home(person)
    assert isinstance(said, Post | Note), said
    return Answered(stage, platform, person, said)


def before(stage: Stage, platform: str, person: Person, message: Post) -> Answered:
    """Return a private message as something that the person may press."""
    return Answered(stage, platform, person, message)


def said_by(shown: Shown) -> str:
    """Return the words of a note or a page."""
    assert isinstance(shown, Note | Screen), shown
    return wire(shown.body)


async def goes_on(face: Face, person: Person, shown: Shown, label: str) -> Shown:
    """Press a button of what was shown: of a note where it stands, of a page within it."""
    if isinstance(shown, Note):
        (button,) = [it for it in face.controls(shown) if it.label == label]
        return await face.press(person, shown, button)
    assert isinstance(shown, Screen), shown
    if shown.submit == label:
        return await face.submit(shown, {})
    (button,) = [it for it in shown.controls if it.label == label]
    return await face.submit(shown, {button.name: (button.value,)})
