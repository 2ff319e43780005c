"""The directory: which agencies, workspaces, channels and roles this partnership has.

One YAML file, validated whole. Tokens never stand in it: they come from the environment.
"""

from collections.abc import Collection
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field

from config.calendar import Nation, TermDates, Window, WindowWords, Zone
from config.complaints import Fields
from config.errors import InputError, Problem
from config.keys import Identifier, Key, Words
from config.located import Located, read_located
from config.names import find_name
from config.references import reference_problems

_MISSING = (
    "There is no such file; write one as docs/directory.md shows, or say with SEVENBOT_DIRECTORY"
    " where it is."
)
_EMPTY = "The file is empty; write into it what docs/directory.md shows."


class Sector(Enum):
    """The kinds of partner agency."""

    POLICE = "police"
    HEALTH = "health"
    CHILDRENS_SERVICES = "children's services"
    EDUCATION = "education"
    PROBATION = "probation"
    VOLUNTARY = "voluntary"
    OTHER = "other"


class PersonRole(Enum):
    """Roles that the directory gives beside those of leads and deputies."""

    COORDINATOR = "coordinator"
    APPROVER = "approver"
    SCRUTINEER = "scrutineer"
    ADMINISTRATOR = "administrator"


class Account(Fields):
    """A person's account on a platform."""

    workspace: Key
    account: Identifier
    name: Words | None = None
    """As colleagues know them: the agency's other leads see it where something is handed over."""


class Agency(Fields):
    """A partner organisation."""

    key: Key
    name: Words
    sector: Sector
    head_count: Annotated[int, Field(ge=1, le=1_000_000)]
    leads: tuple[Account, ...] = ()
    deputies: tuple[Account, ...] = ()
    zone: Zone = "Europe/London"
    """Where its clocks are read."""
    nation: Nation = Nation.ENGLAND
    """Whose bank holidays it keeps."""
    window: WindowWords = Window()
    """When posts and private messages may come."""
    terms: Key | None = None
    """The term dates that it keeps, for schools and those who work with them."""


class Workspace(Fields):
    """One Slack workspace or one Microsoft 365 tenant in which the bot is installed."""

    key: Key
    platform: Key
    id: Identifier
    """Slack: the team's id (`T…`). Teams: the tenant's id."""
    registration: Key = "main"
    """Which of the platform's app registrations serves it; its secrets come from the
    environment under this name."""
    agency: Key
    may_read_history: bool = False
    """Whether this workspace granted the scope that lets an unclear delivery be looked up."""


class Channel(Fields):
    """One place a message can go, belonging to one agency."""

    key: Key
    agency: Key
    workspace: Key
    id: Identifier
    """The platform's own id of the channel."""
    name: Words
    leads_only: bool = False
    """Only leads can see it: restricted briefings may go here."""


class Audience(Fields):
    """A named, rule-based set of channels. Every rule that is given must hold."""

    key: Key
    name: Words
    agencies: tuple[Key, ...] = ()
    sectors: tuple[Sector, ...] = ()
    channels: tuple[Key, ...] = ()
    leads_only: bool | None = None


class Person(Fields):
    """An account with a role in the partnership."""

    workspace: Key
    account: Identifier
    roles: tuple[PersonRole, ...]
    name: Words | None = None
    """As it stands on what the person approves. Without it an approver approves nothing."""


class Directory(Fields):
    """The whole of it. Build it with `read_directory`, which checks how the parts refer to each
    other."""

    partnership: Words
    agencies: Annotated[tuple[Agency, ...], Field(min_length=1)]
    workspaces: Annotated[tuple[Workspace, ...], Field(min_length=1)]
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]
    audiences: tuple[Audience, ...] = ()
    people: tuple[Person, ...] = ()
    term_dates: tuple[TermDates, ...] = ()

    def agency(self, key: str) -> Agency:
        """Return the agency. Raises KeyError."""
        return self._agencies[key]

    def workspace(self, key: str) -> Workspace:
        """Return the workspace. Raises KeyError."""
        return self._workspaces[key]

    def channel(self, key: str) -> Channel:
        """Return the channel. Raises KeyError."""
        return self._channels[key]

    def terms(self, key: str) -> TermDates:
        """Return the term dates. Raises KeyError."""
        return self._term_dates[key]

    @property
    def approvers(self) -> tuple[str, ...]:
        """Return the names of those who may approve a briefing, each once."""
        roles = ((person.name, person.roles) for person in self.people)
        return tuple(
            dict.fromkeys(name for name, held in roles if name and PersonRole.APPROVER in held)
        )

    def approver(self, name: str) -> str | None:
        """Return the approver's name as the directory writes it, or None when nobody of that
        name may approve."""
        return find_name(name, self.approvers)

    def workspaces_on(self, platform: str) -> tuple[Workspace, ...]:
        """Return the workspaces of one platform."""
        return tuple(w for w in self.workspaces if w.platform == platform)

    def audience_channels(self, key: str) -> tuple[Channel, ...] | None:
        """Return the channels of the audience `key` ("everyone" always is one), or None when
        there is no such audience."""
        if key == "everyone":
            return self.channels
        audience = next((a for a in self.audiences if a.key == key), None)
        if audience is None:
            return None
        return tuple(c for c in self.channels if self._belongs(c, audience))

    def _belongs(self, channel: Channel, audience: Audience) -> bool:
        return (
            (not audience.channels or channel.key in audience.channels)
            and (not audience.agencies or channel.agency in audience.agencies)
            and (not audience.sectors or self.agency(channel.agency).sector in audience.sectors)
            and audience.leads_only in (None, channel.leads_only)
        )

    @cached_property
    def _agencies(self) -> dict[str, Agency]:
        return {agency.key: agency for agency in self.agencies}

    @cached_property
    def _workspaces(self) -> dict[str, Workspace]:
        return {workspace.key: workspace for workspace in self.workspaces}

    @cached_property
    def _channels(self) -> dict[str, Channel]:
        return {channel.key: channel for channel in self.channels}

    @cached_property
    def _term_dates(self) -> dict[str, TermDates]:
        return {dates.key: dates for dates in self.term_dates}

    @classmethod
    def parse(cls, located: Located, *, platforms: Collection[str]) -> Self:
        """Validate a YAML document whole. `platforms` are the names of those there are. Raises
        InputError with every problem's line."""
        if located.value is None:
            raise InputError("The directory", [Problem(located.where(()), _EMPTY)])
        problems = list(reference_problems(located, platforms))
        try:
            directory = located.validated(cls, "The directory")
        except InputError as error:
            problems += error.problems
        else:
            if not problems:
                return directory
        raise InputError("The directory", sorted(problems, key=lambda p: p.position))


def read_directory(path: Path, *, platforms: Collection[str]) -> Directory:
    """Read and check the directory's file. Raises InputError with every problem's line."""
    return read_with_lines(path, platforms=platforms)[0]


def read_with_lines(path: Path, *, platforms: Collection[str]) -> tuple[Directory, Located]:
    """Read and check the directory's file, keeping the line of each of its values. Raises
    InputError with every problem's line."""
    located = read_located(path, missing=_MISSING)
    return Directory.parse(located, platforms=platforms), located
