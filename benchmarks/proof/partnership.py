"""A partnership that is large enough to be worth killing: many workspaces, each with channels."""

import uuid
from dataclasses import dataclass

import yaml

from bot.sandbox.world import Person, SandboxChannel, SandboxWorkspace, World

NAMESPACE = uuid.UUID("70726f6f-6620-5365-8962-6f7420746f77")
BOT = "U0SEVENBOT"
SLACK = "slack"
"""The audience of all Slack channels."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How large it is. Each workspace is an agency of its own."""

    readable: int
    """Slack workspaces that let the bot look for what it may have posted."""
    unreadable: int
    """Slack workspaces that do not."""
    tenants: int
    """Teams tenants, in which nobody may look."""
    channels: int
    """Of each Slack workspace."""
    members: int
    """Of each workspace; all of them are in all of its channels."""
    tenant_channels: int | None = None
    """Of each tenant; as many as of a Slack workspace where it is not said."""

    def channels_of(self, platform: str) -> int:
        """Return how many channels each workspace of a platform has."""
        many = self.tenant_channels
        return self.channels if platform == "slack" or many is None else many

    @property
    def workspaces(self) -> int:
        """Return how many there are."""
        return self.readable + self.unreadable + self.tenants

    @property
    def all_channels(self) -> int:
        """Return how many there are."""
        slack = (self.readable + self.unreadable) * self.channels
        return slack + self.tenants * self.channels_of("teams")


@dataclass(frozen=True, slots=True)
class Partnership:
    """The sandbox's world and the directory that goes with it."""

    world: World
    directory_yaml: str
    readable: frozenset[str]
    """Keys of the workspaces that may be looked into."""


def build(shape: Shape) -> Partnership:
    """Return the partnership. Two of one shape are alike."""
    readable = [f"open-{number:02}" for number in range(shape.readable)]
    unreadable = [f"closed-{number:02}" for number in range(shape.unreadable)]
    tenants = [f"tenant-{number:02}" for number in range(shape.tenants)]
    world = World(
        {
            **{key: _workspace(key, "slack") for key in (*readable, *unreadable)},
            **{key: _workspace(key, "teams") for key in tenants},
        },
        {},
        {},
    )
    for workspace in world.workspaces.values():
        _fill(world, workspace, shape)
    return Partnership(world, _directory(world, shape, set(readable)), frozenset(readable))


def _workspace(key: str, platform: str) -> SandboxWorkspace:
    identity = (
        f"T0{key.replace('-', '').upper()}"
        if platform == "slack"
        else str(uuid.uuid5(NAMESPACE, key))
    )
    return SandboxWorkspace(key, platform, identity, f"Workspace {key}")


def _fill(world: World, workspace: SandboxWorkspace, shape: Shape) -> None:
    slack = workspace.platform == "slack"
    mark = workspace.key.replace("-", "").upper()
    accounts = [
        f"U0{mark}{number:03}" if slack else str(uuid.uuid5(NAMESPACE, f"{workspace.key}/{number}"))
        for number in range(shape.members)
    ]
    for number, account in enumerate(accounts):
        person = Person(workspace.key, account, f"Person {number} of {workspace.key}")
        world.people[workspace.key, account] = person
    if slack:
        accounts.append(BOT)
        world.people[workspace.key, BOT] = Person(workspace.key, BOT, "Sevenbot", bot=True)
    for number in range(shape.channels_of(workspace.platform)):
        identity = (
            f"C0{mark}{number:03}"
            if slack
            else f"19:{uuid.uuid5(NAMESPACE, f'{workspace.key}#{number}').hex}@thread.tacv2"
        )
        world.channels[identity] = SandboxChannel(
            workspace.key, identity, f"learning-{number}", workspace.key, tuple(accounts)
        )


def _directory(world: World, shape: Shape, readable: set[str]) -> str:
    """Return the directory's text. It names no leads, so that nothing goes to one person: what
    does would wait for working hours, whenever this runs."""
    return yaml.safe_dump(
        {
            "partnership": "Proving Ground",
            "agencies": [
                {
                    "key": workspace.key,
                    "name": workspace.name,
                    "sector": "health",
                    "head_count": shape.members,
                    "window": "always",  # it is proved at any hour
                }
                for workspace in world.workspaces.values()
            ],
            "workspaces": [
                {
                    "key": workspace.key,
                    "platform": workspace.platform,
                    "id": workspace.id,
                    "agency": workspace.key,
                    "may_read_history": workspace.key in readable,
                }
                for workspace in world.workspaces.values()
            ],
            "channels": [
                {
                    "key": f"{channel.workspace}-{channel.name}",
                    "agency": channel.agency,
                    "workspace": channel.workspace,
                    "id": channel.id,
                    "name": channel.name,
                }
                for channel in world.channels.values()
            ],
            "audiences": [
                {
                    "key": SLACK,
                    "name": "Slack",
                    "channels": [
                        f"{channel.workspace}-{channel.name}"
                        for channel in world.channels.values()
                        if world.workspaces[channel.workspace].platform == "slack"
                    ],
                }
            ],
        },
        sort_keys=False,
    )
