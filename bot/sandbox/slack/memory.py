"""What the local Slack remembers beside the world: tokens, triggers, open modals, chats."""

import asyncio
import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.sandbox.slack.filling import kept_answers, with_ids
from bot.sandbox.world import Json, Note, Person, Post, SandboxChannel, SandboxWorkspace, World
from config.now import Now

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5
STACK = 3
"""Modals that may lie over each other."""
APP_ID = "A0SEVENBOT"
_TRIGGER = re.compile(r"^\d+\.\d+\.[0-9a-f]+$")


class SlackError(Exception):
    """The word with which Slack refuses a call, and what it adds to explain."""

    def __init__(self, word: str, **further: object) -> None:
        super().__init__(word)
        self.word = word
        self.further = further


@dataclass(slots=True)
class Modal:
    """A modal that stands open before one person. `body` is the view as Slack gives it back."""

    person: Person
    channel: str
    """Where the flow began."""
    body: Json
    below: "Modal | None" = None

    @property
    def id(self) -> str:
        """Return the view's id."""
        return self.body["id"]

    @property
    def depth(self) -> int:
        """Return how many modals lie here, this one included."""
        return 1 + (self.below.depth if self.below else 0)


@dataclass(slots=True)
class Trigger:
    """One press or submission: what the bot may do with it, and what it did."""

    id: str
    person: Person
    channel: str
    at: datetime
    over: Modal | None = None
    """The modal from which it came, if it came from one."""
    used: bool = False
    modal: Modal | None = None
    notes: list[Note] = field(default_factory=list[Note])
    happened: asyncio.Event = field(default_factory=asyncio.Event)
    message: str = ""
    """The ts of the pressed post."""
    response_uses: int = 0


class Memory:
    """All of it, for one run."""

    def __init__(
        self, world: World, now: Now, base_url: str, history_granted: frozenset[str]
    ) -> None:
        self.world = world
        self.now = now
        self.base_url = base_url
        self.history_granted = history_granted
        """Keys of the workspaces that granted the scope to read history."""
        workspaces = [w for w in world.workspaces.values() if w.platform == "slack"]
        self.tokens: Mapping[str, SandboxWorkspace] = {
            f"xoxb-{secrets.token_hex(24)}": workspace for workspace in workspaces
        }
        self.workspace_keys = frozenset(workspace.key for workspace in workspaces)
        self.signing_secret = secrets.token_hex(16)
        self.triggers: dict[str, Trigger] = {}
        self.responses: dict[str, Trigger] = {}
        self.modals: dict[str, Modal] = {}
        self.visits: dict[tuple[str, str], asyncio.Event] = {}
        """Who waits for their own page, by workspace key and account."""
        self._newest: dict[tuple[str, str], Trigger] = {}
        self._number = count(1)
        self._last_ts = 0

    def bot(self, workspace: SandboxWorkspace) -> Person:
        """Return the workspace's bot user."""
        return next(
            p for (key, _), p in self.world.people.items() if key == workspace.key and p.bot
        )

    def has_bot(self, channel: SandboxChannel) -> bool:
        """Tell whether the bot is in a channel."""
        bot = self.bot(self.world.workspaces[channel.workspace])
        inside = bot.account in channel.members
        return inside and channel.id not in self.world.barriers.without_bot

    def person(self, workspace: SandboxWorkspace, account: object) -> Person:
        """Return somebody of the workspace. Raises SlackError."""
        found = self.world.people.get((workspace.key, str(account)))
        if found is None:
            raise SlackError("user_not_found")
        return found

    def chat_partner(self, workspace: SandboxWorkspace, channel: str) -> Person | None:
        """Return the person of a one-to-one chat (`D…`), or of an account used in its place."""
        account = f"U{channel[1:]}" if channel[:1] == "D" else channel
        return self.world.people.get((workspace.key, account))

    def timestamp(self) -> str:
        """Return a `ts` that no other message has."""
        moment = max(self._last_ts + 1, int(self.now().timestamp() * 1_000_000))
        self._last_ts = moment
        return f"{moment // 1_000_000}.{moment % 1_000_000:06d}"

    def trigger(self, person: Person, channel: str, over: Modal | None = None) -> Trigger:
        """Issue a trigger for something that this person does now."""
        number = next(self._number)
        made = Trigger(
            f"{number}.{self._last_ts}.{secrets.token_hex(8)}", person, channel, self.now(), over
        )
        self.triggers[made.id] = made
        self._newest[person.workspace, person.account] = made
        return made

    def recent(self, person: Person) -> list[Trigger]:
        """Return this person's newest trigger, if it may still be answered."""
        newest = self._newest.get((person.workspace, person.account))
        if newest is None or self.now() - newest.at > TRIGGER_LIFE:
            return []
        return [newest]

    def response_url(self, trigger: Trigger) -> str:
        """Return an address at which the bot may answer this press for half an hour."""
        key = secrets.token_hex(12)
        self.responses[key] = trigger
        return f"{self.base_url}/slack/actions/{key}"

    def redeem(self, workspace: SandboxWorkspace, trigger_id: object) -> Trigger:
        """Use a trigger up. Raises SlackError for what is no trigger, was used or is too old."""
        if not isinstance(trigger_id, str) or not _TRIGGER.match(trigger_id):
            raise SlackError("invalid_trigger_id")
        trigger = self.triggers.get(trigger_id)
        if trigger is None or trigger.person.workspace != workspace.key:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.now() - trigger.at > TRIGGER_LIFE:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def open(self, person: Person, channel: str, view: Json, below: Modal | None) -> Modal:
        """Put a modal before somebody, over another or alone."""
        modal = Modal(person, channel, {}, below)
        identity = f"V{next(self._number):010d}"
        root = below.body["root_view_id"] if below else identity
        modal.body = {"id": identity, "root_view_id": root}
        modal.body["previous_view_id"] = below.id if below else None
        self.modals[identity] = modal
        self.replace(modal, view)
        return modal

    def replace(self, modal: Modal, view: Json) -> None:
        """Give a modal a new content. Answers in a block of the same id stay, as Slack keeps
        them."""
        modal.body = {
            **self._view(modal.person, view),
            "id": modal.id,
            "root_view_id": modal.body["root_view_id"],
            "previous_view_id": modal.body["previous_view_id"],
            "state": {"values": kept_answers(modal.body, with_ids(view["blocks"]))},
        }
        modal.body["hash"] = _hash(modal.body)
        self.world.show(modal.channel, page_title(modal.body), modal.person.account)

    def publish(self, person: Person, view: Json) -> Post:
        """Give a person's own page a new content."""
        whose = (person.workspace, person.account)
        home = self.world.homes.get(whose)
        if home is None:
            identity = f"V{next(self._number):010d}"
            home = Post(person.workspace, chat_of(person), identity, {}, self.now(), person.account)
            self.world.homes[whose] = home
        else:
            home.earlier.append(home.body)
        home.at = self.now()
        home.body = {
            **self._view(person, view),
            # What Slack itself reports of a page that has no title.
            "title": {"type": "plain_text", "text": "View Title", "emoji": True},
            "id": home.id,
            "root_view_id": home.id,
            "previous_view_id": None,
            "state": {"values": {}},
        }
        home.body["hash"] = _hash(home.body)
        if whose in self.visits:
            self.visits[whose].set()
        return home

    def _view(self, person: Person, view: Json) -> Json:
        """Return a view with what Slack adds to it, but for ids and answers."""
        workspace = self.world.workspaces[person.workspace]
        return {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            "submit": None,
            "close": None,
            **view,
            "team_id": workspace.id,
            "app_id": APP_ID,
            "app_installed_team_id": workspace.id,
            "bot_id": bot_id(self.bot(workspace)),
            "blocks": with_ids(view["blocks"]),
        }

    def close(self, modal: Modal, *, whole: bool = False) -> Modal | None:
        """Take a modal away, or the whole stack; return what lay under it."""
        self.modals.pop(modal.id, None)
        if whole and modal.below:
            return self.close(modal.below, whole=True)
        return modal.below


def chat_of(person: Person) -> str:
    """Return the id of a person's chat with the bot."""
    return f"D{person.account[1:]}"


def bot_id(bot: Person) -> str:
    """Return the `B…` id beside a bot user's `U…`."""
    return f"B{bot.account[1:]}"


def page_title(view: Json) -> str:
    """Return the page's first heading, or the view's title where it has none."""
    blocks: Sequence[Json] = view["blocks"]
    heading = next((b["text"]["text"] for b in blocks if b["type"] == "header"), None)
    return heading or view["title"]["text"]


def _hash(view: Json) -> str:
    content = json.dumps(view, sort_keys=True).encode()
    return f"{len(content)}.{hashlib.sha256(content).hexdigest()[:8]}"
