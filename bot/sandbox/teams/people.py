"""Who and what an id of Teams stands for: tenants, teams, channels, people and their chats."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from bot.sandbox.world import Json, Person, SandboxChannel, SandboxWorkspace, World

PLATFORM = "teams"
_NAMESPACE = UUID("7ea35000-0000-5000-8000-5a4db0c5e1d5")


@dataclass(frozen=True, slots=True)
class Team:
    """A team of a tenant: the channels of one agency. `id` is that of its General channel."""

    tenant: SandboxWorkspace
    name: str
    id: str
    group_id: str
    channels: tuple[SandboxChannel, ...]


def user_id(person: Person) -> str:
    """Return the person's id towards this bot ("29:…"); the account itself where it is one."""
    if person.account.startswith("29:"):
        return person.account
    return "29:" + _short(f"{person.workspace}/{person.account}")


def object_id(person: Person) -> str:
    """Return the person's directory object id; the account itself where it is one."""
    try:
        return str(UUID(person.account))
    except ValueError:
        return str(uuid5(_NAMESPACE, f"{person.workspace}/{person.account}"))


def chat_id(person: Person) -> str:
    """Return the id of the one-to-one conversation between the bot and this person."""
    return "a:" + _short(f"chat/{person.workspace}/{person.account}")


def member(person: Person, tenant: SandboxWorkspace) -> Json:
    """Return the person as the connector lists a member of a team."""
    given, _, surname = person.name.partition(" ")
    address = f"{given}.{surname}".lower().replace(" ", "").strip(".") + "@example.org"
    return {
        "id": user_id(person),
        "aadObjectId": object_id(person),
        "objectId": object_id(person),
        "name": person.name,
        "givenName": given,
        "surname": surname,
        "email": address,
        "userPrincipalName": address,
        "tenantId": tenant.id,
        "userRole": "guest" if person.outsider else "user",
    }


class Tenants:
    """Looks up ids of Teams in the world. It holds no copy: what changes there is seen here."""

    def __init__(self, world: World) -> None:
        self._world = world

    def all(self) -> list[SandboxWorkspace]:
        """Return the tenants."""
        return [w for w in self._world.workspaces.values() if w.platform == PLATFORM]

    def by_id(self, tenant: str) -> SandboxWorkspace | None:
        """Return the tenant with this id."""
        return next((w for w in self.all() if w.id == tenant), None)

    def of(self, workspace: str) -> SandboxWorkspace:
        """Return the tenant with this key. Raises KeyError."""
        return self._world.workspaces[workspace]

    def channel(self, channel: str) -> SandboxChannel | None:
        """Return the Teams channel with this id."""
        found = self._world.channels.get(channel)
        if found is None or self.of(found.workspace).platform != PLATFORM:
            return None
        return found

    def person(self, workspace: str, identifier: str) -> Person | None:
        """Return whom this id ("29:…" or a directory object id) means in the tenant."""
        return next(
            (
                person
                for person in self.people(workspace)
                if identifier in (user_id(person), object_id(person))
            ),
            None,
        )

    def has_bot(self, channel: SandboxChannel) -> bool:
        """Tell whether the bot is in the channel's team."""
        return channel.id not in self._world.barriers.without_bot

    def people(self, workspace: str) -> Iterator[Person]:
        """Yield the people of one tenant; bots are no members."""
        for person in self._world.people.values():
            if person.workspace == workspace and not person.bot:
                yield person

    def members(self, channel: SandboxChannel) -> list[Person]:
        """Return who is in the channel, in the order of its list."""
        found = (self._world.people.get((channel.workspace, a)) for a in channel.members)
        return [person for person in found if person is not None and not person.bot]

    def teams(self, tenant: SandboxWorkspace) -> list[Team]:
        """Return the tenant's teams: one an agency."""
        by_agency: dict[str, list[SandboxChannel]] = {}
        for channel in self._world.channels.values():
            if channel.workspace == tenant.key:
                by_agency.setdefault(channel.agency, []).append(channel)
        return [_team(tenant, agency, channels) for agency, channels in by_agency.items()]

    def team_of(self, channel: SandboxChannel) -> Team:
        """Return the team in which the channel is."""
        tenant = self.of(channel.workspace)
        return next(team for team in self.teams(tenant) if team.name == channel.agency)


def _team(tenant: SandboxWorkspace, agency: str, channels: list[SandboxChannel]) -> Team:
    key = f"team/{tenant.key}/{agency}"
    return Team(
        tenant=tenant,
        name=agency,
        id=f"19:{_short(key)}@thread.tacv2",
        group_id=str(uuid5(_NAMESPACE, key)),
        channels=tuple(channels),
    )


def _short(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:24]).decode()
