"""The in-process port: a platform without a wire, for people who act in the same process.

To the bot it is a `bot.platforms.base.Platform` like any other. To its people it is what a face of
the sandbox is: it shows them posts, pages and buttons, and hands what they do to the real handlers.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import assert_never, cast
from uuid import UUID

from starlette.routing import BaseRoute

from benchmarks.loop.hands import Hands
from bot.platforms.base import Connect, Inbound, Json, Notebook, Place
from bot.platforms.limits import Limits
from bot.platforms.results import (
    Absent,
    LookResult,
    Readiness,
    Ready,
    Receipt,
    Roster,
    RosterResult,
    SendResult,
    Sent,
    Stopped,
)
from bot.sandbox.world import (
    Answer,
    Control,
    FieldTrouble,
    Note,
    Person,
    Post,
    Screen,
    Shown,
    World,
)
from config.directory import Directory, Workspace
from config.now import Now
from config.settings import Settings
from content.actions import Action
from content.message import Block, Choices, Form, Message, View, buttons_of, plain_text
from handlers.interaction import (
    Command,
    FieldErrors,
    Interaction,
    OpenView,
    PrivateNote,
    Respondent,
    UpdateView,
)

CLOSED = Stopped("This account is closed: remove the person, or correct the directory.")


@dataclass(slots=True)
class Port:
    """One platform of the directory. What it accepts it keeps in the world's posts."""

    name: str
    world: World
    inbound: Inbound
    now: Now
    gone: Collection[tuple[str, str]]
    """Workspaces and accounts that are closed: a message to one is refused."""
    limits: Limits = field(default_factory=lambda: Limits((), ()))
    _screens: Iterator[int] = field(default_factory=count)

    async def post(self, place: Place, message: Message, *, delivery: UUID) -> SendResult:
        """Keep a channel's post."""
        return self._keep(place.workspace, place.channel, message, delivery, None)

    async def post_private(
        self, workspace: Workspace, account: str, message: Message, *, delivery: UUID
    ) -> SendResult:
        """Keep a message to one person."""
        if (workspace.key, account) in self.gone:
            return CLOSED
        return self._keep(workspace, f"chat:{account}", message, delivery, account)

    def opening(self, workspace: Workspace, account: str) -> None:
        """Open nothing: whoever is here can be written to."""

    async def update(self, place: Place, receipt: Receipt, message: Message) -> SendResult:
        """Replace a post."""
        return await self.update_private(place.workspace, receipt, message)

    async def update_private(
        self, workspace: Workspace, receipt: Receipt, message: Message
    ) -> SendResult:
        """Replace a message, wherever it stands."""
        del workspace
        post = next(post for post in self.world.posts if post.id == receipt.message)
        post.earlier.append(post.body)
        post.body = {"message": message}
        return Sent(receipt)

    async def look(self, place: Place, *, delivery: UUID) -> LookResult:
        """Find nothing: whatever was sent here was accepted at once."""
        del place, delivery
        return Absent()

    async def roster(self, place: Place) -> RosterResult:
        """Return who is in the channel now and counts."""
        people = self.world.people
        members = self.world.channels[place.channel].members
        return Roster(frozenset(a for a in members if counts(people[place.workspace.key, a])))

    async def ready(self, place: Place) -> Readiness:
        """Say yes: everything is accepted here."""
        del place
        return Ready()

    async def ready_private(self, workspace: Workspace, account: str) -> Readiness:
        """Say yes, but for a closed account."""
        return CLOSED if (workspace.key, account) in self.gone else Ready()

    def render_message(self, message: Message) -> Json:
        """Return its words."""
        return {"text": plain_text(message)}

    def render_view(self, view: View) -> Json:
        """Return its words."""
        return {"text": plain_text(view.message)}

    def routes(self) -> Sequence[BaseRoute]:
        """Return none: what people do comes by `press`, `submit` and `command`."""
        return ()

    async def start(self) -> None:
        """Open nothing."""

    async def listen(self) -> None:
        """Listen to nothing."""

    async def stop(self) -> None:
        """Close nothing."""

    async def check(self) -> Sequence[str]:
        """Return that nothing is wrong."""
        return ()

    def controls(self, post: Post | Note) -> Sequence[Control]:
        """Return the buttons of a message, those behind "more" last."""
        return tuple(_pressable(cast("Message", post.body["message"])))

    async def press(self, person: Person, post: Post | Note, control: Control) -> Shown:
        """Press a button of a message."""
        action = Action.decode(control.value)
        interaction = Interaction(_respondent(person), action, channel=post.channel)
        return await self._acted(person, interaction)

    async def submit(self, screen: Screen, filled: Mapping[str, Sequence[str]]) -> Shown:
        """Send a page, or press the button of it whose name stands in `filled`."""
        view = cast("View", screen.body["view"])
        pressed = [c for c in screen.controls if c.kind == "button" and c.name in filled]
        if pressed:
            action = Action.decode(pressed[0].value)
            return await self._acted(
                screen.person, Interaction(_respondent(screen.person), action, submitted=True)
            )
        if view.submit is None:
            raise ValueError("This page has nothing to send; it can only be closed.")
        boxes = {control.name for control in screen.controls if control.kind == "text"}
        interaction = Interaction(
            _respondent(screen.person),
            view.submit.action,
            submitted=True,
            chosen={name: tuple(what) for name, what in filled.items() if name not in boxes},
            written={name: what[0] for name, what in filled.items() if name in boxes},
        )
        return await self._acted(screen.person, interaction)

    async def command(self, person: Person, text: str, channel: str | None = None) -> Answer:
        """Write to the bot; the answer is seen by this person alone."""
        said = await self.inbound.obey(Command(_respondent(person), text))
        return Note(person, {"message": said}, channel, self.now())

    def _keep(
        self,
        workspace: Workspace,
        channel: str,
        message: Message,
        delivery: UUID,
        private_to: str | None,
    ) -> SendResult:
        identity = str(delivery)
        body = {"message": message}
        self.world.posts.append(
            Post(workspace.key, channel, identity, body, self.now(), private_to)
        )
        return Sent(Receipt(channel, identity))

    async def _acted(self, person: Person, interaction: Interaction) -> Shown:
        reply = await self.inbound.handle(interaction)
        match reply:
            case OpenView(view, once_shown):
                if once_shown is not None:
                    await self.inbound.shown(once_shown)
                return self._screen(person, view)
            case UpdateView(view):
                return self._screen(person, view)
            case FieldErrors(errors, view):
                return FieldTrouble(self._screen(person, view), errors)
            case PrivateNote(message):
                return Note(person, {"message": message}, interaction.channel, self.now())
            case _:
                assert_never(reply)

    def _screen(self, person: Person, view: View) -> Screen:
        return Screen(
            person=person,
            id=str(next(self._screens)),
            title=view.title,
            body={"view": view},
            controls=tuple(_usable(view.message)),
            submit=None if view.submit is None else view.submit.label,
        )


@dataclass(slots=True)
class Switchboard:
    """Connects the directory's platforms to this process (`bot.app.build_app`'s `platforms`), and
    says whose hands serve a workspace."""

    world: World
    gone: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    _ports: dict[str, Port] = field(default_factory=dict[str, Port])

    def __call__(self, name: str) -> Connect:
        """Return what connects this platform."""

        def connect(
            *,
            settings: Settings,
            directory: Directory,
            inbound: Inbound,
            notebook: Notebook,
            now: Now,
        ) -> Port:
            del settings, directory, notebook
            port = self._ports.setdefault(name, Port(name, self.world, inbound, now, self.gone))
            port.inbound = inbound  # a bot that was started again
            return port

        return connect

    def hands(self, workspace: str) -> Hands:
        """Return what the people of a workspace (its key) act by."""
        return self._ports[self.world.workspaces[workspace].platform]


def counts(person: Person) -> bool:
    """Tell whether somebody is one of those who are asked."""
    return not (person.bot or person.outsider)


def _respondent(person: Person) -> Respondent:
    return Respondent(person.workspace, person.account, outsider=person.outsider)


def _pressable(message: Message) -> Iterator[Control]:
    for number, button in enumerate(buttons_of(message)):
        yield Control("button", f"button-{number}", button.label, button.action.encode())


def _usable(message: Message) -> Iterator[Control]:
    yield from _pressable(message)
    for block in message.blocks:
        yield from _inputs(block)


def _inputs(block: Block) -> Iterator[Control]:
    match block:
        case Choices(name, label, options, several, optional):
            choices = tuple((option.key, option.label) for option in options)
            kind = "several of" if several else "one of"
            yield Control(kind, name, label, options=choices, optional=optional)
        case Form(fields):
            for box in fields:
                yield Control("text", box.name, box.label, optional=box.optional)
        case _:
            return
