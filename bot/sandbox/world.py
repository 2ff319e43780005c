"""What exists in the sandbox: workspaces, channels, people, what was posted, what was shown.

Each platform's face (`bot/sandbox/slack`, `bot/sandbox/teams`) puts here what came in over its
wire. The page and the scripted members read it and act through the faces.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from starlette.routing import BaseRoute

from bot.sandbox.faults import Barriers, PlannedFault

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account in a workspace."""

    workspace: str
    account: str
    """The platform's own id. Slack: `U…`. Teams: the Entra object id; a face derives the ids
    that the Bot Connector uses (`29:…`) from it."""
    name: str
    outsider: bool = False
    bot: bool = False


@dataclass(frozen=True, slots=True)
class SandboxChannel:
    """A channel and who is in it. `id` is the platform's own."""

    workspace: str
    id: str
    name: str
    agency: str
    members: tuple[str, ...]
    """Accounts."""


@dataclass(frozen=True, slots=True)
class SandboxWorkspace:
    """A Slack workspace or a Teams tenant. `id` is the platform's own (team or tenant id)."""

    key: str
    platform: str
    id: str
    name: str


@dataclass(slots=True)
class Post:
    """A message that the platform accepted. `body` is what came over the wire, kept whole."""

    workspace: str
    channel: str
    id: str
    """Slack: the ts. Teams: the activity id."""
    body: Json
    at: datetime
    private_to: str | None = None
    """The one account that sees it."""
    earlier: list[Json] = field(default_factory=list[Json])
    """Bodies that updates replaced."""


@dataclass(frozen=True, slots=True)
class Control:
    """Something in a message or view that a person can use."""

    kind: Literal["button", "one of", "several of", "text"]
    name: str
    """What the platform calls it on the wire (an action id, an input id)."""
    label: str
    value: str = ""
    """A button's value, opaque."""
    options: tuple[tuple[str, str], ...] = ()
    """Value and label of each choice."""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """A modal or dialog as one person sees it now."""

    person: Person
    id: str
    title: str
    body: Json
    """The view or card, whole."""
    controls: tuple[Control, ...]
    submit: str | None
    """The label of the button that sends it; None where it can only be closed."""
    close: str = "Close"
    """The label of the button that closes it."""


@dataclass(frozen=True, slots=True)
class Note:
    """A private reply that only this person sees."""

    person: Person
    body: Json
    channel: str | None = None
    """Where they were when it came."""
    at: datetime | None = None
    id: str = ""
    """Slack: the ts. Empty where its buttons cannot be pressed."""


@dataclass(frozen=True, slots=True)
class FieldTrouble:
    """The bot kept the screen open and named what is missing."""

    screen: Screen
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Nothing:
    """The bot took it and showed nothing new; the screen, if any, has closed."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The bot answered with an error status, or not in time."""

    status: int
    detail: str = ""


Shown = Screen | Note | FieldTrouble | Nothing | Refusal
Answer = Post | Note | Nothing | Refusal
"""What comes of writing to the bot, or of opening one's own page with it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A forged or stale request, and what the bot answered."""

    name: str
    status: int


class Face(Protocol):
    """One platform's side of the sandbox: what people do there, over the signed wire."""

    platform: str

    def routes(self) -> Sequence[BaseRoute]:
        """Return what the platform serves to the bot. The sandbox's server carries them."""
        ...

    async def start(self) -> None:
        """Open what needs opening."""
        ...

    async def stop(self) -> None:
        """Close it again. Idempotent."""
        ...

    def environ(self) -> Mapping[str, str]:
        """Return the settings with which a bot reaches this platform; secrets of this run."""
        ...

    def controls(self, post: Post | Note) -> Sequence[Control]:
        """Return the buttons of a post, a private message, a note or a person's own page, those
        behind "more" last."""
        ...

    def html(self, body: Json) -> str:
        """Return a message, view or card as safe HTML that looks as it does on the platform.

        The page gives it life by these marks. A button of a post is `<button type="button"
        data-control="NAME" data-value="VALUE">`, name and value of its Control; those behind
        "more" stand in a `<details>`. An input of a screen carries its Control's name as
        `name`, with a `<label>` or `<fieldset>`. The page draws a screen's title, its submit
        button and what closes it, so this leaves them out. Looks come from classes alone (the
        page forbids inline style and script): a face's stylesheet is `face.css` beside it.
        """
        ...

    async def press(self, person: Person, post: Post | Note, control: Control) -> Shown:
        """Press a button of a post, a private message, a note or this person's own page (the one
        of `World.homes`), as this person."""
        ...

    async def command(self, person: Person, text: str, channel: str | None = None) -> Answer:
        """Write to the bot: `/learning TEXT` in Slack, in the channel or else in the person's
        chat with the bot; in Teams TEXT in the personal chat, or `@bot TEXT` in the channel.
        What comes is seen by this person alone."""
        ...

    async def home(self, person: Person) -> Answer:
        """Open this person's own page with the bot: Slack's App Home, in Teams what an empty
        message in the personal chat is answered with. What has a page that stays keeps it in
        `World.homes`."""
        ...

    async def submit(self, screen: Screen, filled: Mapping[str, Sequence[str]]) -> Shown:
        """Send a screen. `filled`: by control name, the chosen values or the one text."""
        ...

    async def resend(self, person: Person) -> tuple[bytes, bytes]:
        """Send this person's last signed request again, byte for byte, as the platform or the
        network would. Returns the first and the second reply's body."""
        ...

    async def attack(self) -> Sequence[Attempt]:
        """Send forged, stale and replayed-too-late requests, each a different way."""
        ...


@dataclass(slots=True)
class Tally:
    """What the sandbox itself counted on the wire, by channel id, to hold the bot's own figures
    against. Sets hold accounts, so that doing a thing twice counts once."""

    posts: Counter[str] = field(default_factory=Counter[str])
    """Accepted posts."""
    deliveries: Counter[str] = field(default_factory=Counter[str])
    """Accepted posts by the delivery id that travelled in their metadata or buttons."""
    updates: Counter[str] = field(default_factory=Counter[str])
    limited: Counter[str] = field(default_factory=Counter[str])
    """429s answered beyond the limits."""
    refused: Counter[str] = field(default_factory=Counter[str])
    """Calls refused, by error word."""
    shown: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Screens' readers: accounts to whom a screen was shown, by "channel|title of page"."""


@dataclass(slots=True)
class World:
    """All of it."""

    workspaces: dict[str, SandboxWorkspace]
    channels: dict[str, SandboxChannel]
    """By platform id."""
    people: dict[tuple[str, str], Person]
    """By workspace key and account."""
    posts: list[Post] = field(default_factory=list[Post])
    notes: list[Note] = field(default_factory=list[Note])
    homes: dict[tuple[str, str], Post] = field(default_factory=dict[tuple[str, str], Post])
    """Each person's own page as the bot last made it (Slack's App Home), by workspace key and
    account. `Post.id` is the view's."""
    faults: list[PlannedFault] = field(default_factory=list[PlannedFault])
    barriers: Barriers = field(default_factory=Barriers)
    tally: Tally = field(default_factory=Tally)
    enforce_limits: bool = True
    slack_posts_per_minute: float = 300.0
    """In one Slack workspace. Slack says "several hundred messages per minute", and no more."""

    def show(self, channel: str, page: str, account: str) -> None:
        """Count that a screen really stood before this account. `page` is the first heading in
        the screen's body, or the screen's title where the body has none."""
        self.tally.shown[f"{channel}|{page}"].add(account)

    def fault_for(self, channel: str) -> PlannedFault | None:
        """Return the fault that the next post to this channel meets, and use it up."""
        for fault in self.faults:
            if fault.channel in (None, channel) and fault.times > 0:
                fault.times -= 1
                return fault
        return None
