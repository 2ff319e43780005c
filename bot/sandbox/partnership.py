"""The demonstration's partnership: six agencies, four workspaces, invented people.

Everything is derived from the number of members, so two runs are alike. Northshire and all its
people are made up.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from bot.sandbox.people import names
from bot.sandbox.world import Json, Person, SandboxChannel, SandboxWorkspace, World
from config.errors import InputError, Problem

FEWEST = 12
"""Members, at the least: every agency has a lead and somebody to lead."""
SMALL = 7
"""Members of the voluntary organisation: under the thresholds, so that suppression shows."""
NAMESPACE = uuid.UUID("6e6f7274-6873-5368-8972-65000000fa1e")
"""From which the invented Entra ids derive."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A channel to be: its key, what it is called, and which share of its agency is in it."""

    key: str
    name: str
    first: float = 0.0
    last: float = 1.0


@dataclass(frozen=True, slots=True)
class _Agency:
    key: str
    name: str
    sector: str
    workspace: str
    weight: int
    """Its share among the agencies of ordinary size; 0 for the small one."""
    places: tuple[_Place, ...]


_WORKSPACES = (
    SandboxWorkspace("police-slack", "slack", "T0NSPOLICE", "Northshire Police"),
    SandboxWorkspace("lantern-slack", "slack", "T0LANTERN", "Lantern Family Support"),
    SandboxWorkspace(
        "council-teams", "teams", str(uuid.uuid5(NAMESPACE, "council")), "Northshire Council"
    ),
    SandboxWorkspace(
        "health-teams", "teams", str(uuid.uuid5(NAMESPACE, "health")), "Northshire Health Trust"
    ),
)
_OWNERS = {
    "police-slack": "northshire-police",
    "lantern-slack": "lantern-family-support",
    "council-teams": "northshire-childrens-services",
    "health-teams": "northshire-health-trust",
}
HISTORY_GRANTED = frozenset({"police-slack"})
"""Slack workspaces that let the bot read channel history, so that both ways are seen."""
_AGENCIES = (
    _Agency(
        "northshire-police",
        "Northshire Police",
        "police",
        "police-slack",
        30,
        (
            _Place("police-learning", "safeguarding-learning"),
            _Place("police-response", "response-teams", 0.4, 1.0),
        ),
    ),
    _Agency(
        "northshire-health-trust",
        "Northshire Health Trust",
        "health",
        "health-teams",
        28,
        (
            _Place("health-community", "Community nursing", 0.0, 0.6),
            _Place("health-hospital", "Emergency department", 0.6, 1.0),
        ),
    ),
    _Agency(
        "northshire-childrens-services",
        "Northshire Children's Services",
        "children's services",
        "council-teams",
        21,
        (_Place("childrens-practice", "Practice learning"),),
    ),
    _Agency(
        "hazel-brook-school",
        "Hazel Brook School",
        "education",
        "council-teams",
        12,
        (_Place("school-staff", "Staff safeguarding"),),
    ),
    _Agency(
        "northshire-probation",
        "Northshire Probation",
        "probation",
        "lantern-slack",
        9,
        (_Place("probation-practice", "probation-practice"),),
    ),
    _Agency(
        "lantern-family-support",
        "Lantern Family Support",
        "voluntary",
        "lantern-slack",
        0,
        (_Place("lantern-team", "team-learning"),),
    ),
)
AGENCY_NAMES = {agency.key: agency.name for agency in _AGENCIES}


def build_world(members: int = 200) -> tuple[World, str]:
    """Return the world and the directory's YAML text. `members` is everybody who counts: the
    guest and the bots come on top. Raises InputError for too few."""
    if members < FEWEST:
        problem = Problem("members", f"It takes at least {FEWEST} members to fill six agencies.")
        raise InputError("The demonstration", [problem])
    world = World({w.key: w for w in _WORKSPACES}, {}, {})
    for workspace in _WORKSPACES:
        if workspace.platform == "slack":
            _settle(world, Person(workspace.key, "U0SEVENBOT", "Sevenbot", bot=True))
    people = names()
    staff = {
        agency.key: [
            _settle(world, Person(agency.workspace, _account(agency, index), next(people)))
            for index in range(size)
        ]
        for agency, size in zip(_AGENCIES, _sizes(members), strict=True)
    }
    for agency in _AGENCIES:
        for place in agency.places:
            _add_channel(world, agency, place, staff[agency.key])
    return world, demo_directory_yaml(staff, world)


def demo_directory_yaml(staff: dict[str, list[Person]], world: World) -> str:
    """Return the directory of these people and channels, as a coordinator would write it."""
    keys = {place.name: place.key for agency in _AGENCIES for place in agency.places}
    document: Json = {
        "partnership": "Northshire Safeguarding Children Partnership",
        "agencies": [
            {
                "key": agency.key,
                "name": agency.name,
                "sector": agency.sector,
                "head_count": len(staff[agency.key]),
                "window": "always",  # it is shown at any hour
                "leads": [_named(staff[agency.key][0])],
                "deputies": [_named(staff[agency.key][1])],
            }
            for agency in _AGENCIES
        ],
        "workspaces": [
            {
                "key": workspace.key,
                "platform": workspace.platform,
                "id": workspace.id,
                "agency": _OWNERS[workspace.key],
                **({"may_read_history": True} if workspace.key in HISTORY_GRANTED else {}),
            }
            for workspace in _WORKSPACES
        ],
        "channels": [
            {
                "key": keys[channel.name],
                "agency": channel.agency,
                "workspace": channel.workspace,
                "id": channel.id,
                "name": channel.name,
            }
            for channel in world.channels.values()
        ],
        "audiences": [
            {
                "key": "health-and-schools",
                "name": "Health and schools",
                "sectors": ["health", "education"],
            }
        ],
        "people": [
            _person(staff["northshire-childrens-services"][-1], "coordinator"),
            _person(staff["northshire-health-trust"][-1], "approver"),
        ],
    }
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)


def _reference(person: Person) -> Json:
    return {"workspace": person.workspace, "account": person.account}


def _named(person: Person) -> Json:
    return {**_reference(person), "name": person.name}


def _person(person: Person, role: str) -> Json:
    return {**_named(person), "roles": [role]}


def _sizes(members: int) -> Sequence[int]:
    """Share the members out, by largest remainder; the small agency stays small, and nobody has
    fewer than a lead and a deputy."""
    small = min(SMALL, max(2, members // 6))
    rest = members - small - 2 * sum(agency.weight > 0 for agency in _AGENCIES)
    total = sum(agency.weight for agency in _AGENCIES)
    exact = {a.key: rest * a.weight / total for a in _AGENCIES if a.weight}
    sizes = {key: int(share) for key, share in exact.items()}
    by_remainder = sorted(exact, key=lambda key: sizes[key] - exact[key])
    for key in by_remainder[: rest - sum(sizes.values())]:
        sizes[key] += 1
    return [2 + sizes[a.key] if a.weight else small for a in _AGENCIES]


def _account(agency: _Agency, index: int) -> str:
    if agency.workspace.endswith("-slack"):
        return f"U0{agency.key.split('-')[-1][:4].upper()}{index:04d}"
    return str(uuid.uuid5(NAMESPACE, f"{agency.key}/{index}"))


def _settle(world: World, person: Person) -> Person:
    world.people[person.workspace, person.account] = person
    return person


def _add_channel(world: World, agency: _Agency, place: _Place, staff: Sequence[Person]) -> None:
    first, last = int(place.first * len(staff)), int(place.last * len(staff))
    chosen = staff[first:last] or staff
    others = list(_others(world, agency, place))
    if agency.workspace.endswith("-slack"):
        number = uuid.uuid5(NAMESPACE, place.key).hex[:8].upper()
        identity = f"C0{number}"
    else:
        identity = f"19:{uuid.uuid5(NAMESPACE, place.key).hex}@thread.tacv2"
    world.channels[identity] = SandboxChannel(
        workspace=agency.workspace,
        id=identity,
        name=place.name,
        agency=agency.key,
        members=tuple(person.account for person in (*chosen, *others)),
    )


def _others(world: World, agency: _Agency, place: _Place) -> Iterator[Person]:
    """Yield who is in the channel and does not count: the bot, and a guest in two of them."""
    if agency.workspace.endswith("-slack"):
        yield world.people[agency.workspace, "U0SEVENBOT"]
    if place.key == "police-learning":
        guest = Person(agency.workspace, "U0GUEST001", "Robin Ashdown", outsider=True)
        yield _settle(world, guest)
    if place.key == "school-staff":
        identity = str(uuid.uuid5(NAMESPACE, "guest"))
        yield _settle(world, Person(agency.workspace, identity, "Sam Okoro-Lind", outsider=True))
