"""Where the scenarios play: the sandbox's world with channels that are the tests' own."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.sandbox.app import Sandbox
from bot.sandbox.world import Person, SandboxChannel

SPARE = 24
"""Channels a platform that no test has used yet: each test takes its own, so that none meets
another's facts, nor waits for a turn that another's post has used up."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a platform's tests play."""

    workspace: str
    agency: str
    elsewhere: str
    """Another workspace of the same platform."""


GROUNDS = {
    "slack": Ground("police-slack", "northshire-police", "lantern-slack"),
    "teams": Ground("health-teams", "northshire-health-trust", "council-teams"),
}
PLATFORMS = tuple(GROUNDS)


def set_scene(sandbox: Sandbox, folder: Path) -> Path:
    """Add the tests' own channels to the sandbox's world, write the directory that goes with it,
    and return its file."""
    directory = yaml.safe_load(sandbox.directory_yaml)
    for platform, ground in GROUNDS.items():
        world = sandbox.world
        guest = next(
            (p for p in world.people.values() if p.outsider and p.workspace == ground.workspace),
            Person(ground.workspace, "6e6f7274-6873-5368-8972-0000000000ff", "Guy", outsider=True),
        )
        world.people[guest.workspace, guest.account] = guest
        staff = _staff(sandbox, ground.workspace)
        bots = [a for (w, a), p in world.people.items() if w == ground.workspace and p.bot]
        other = _staff(sandbox, ground.elsewhere)
        other_bots = [a for (w, a), p in world.people.items() if w == ground.elsewhere and p.bot]
        # The last of the staff is in none of them: who joins later.
        inside = (*staff[:-1], guest.account, *bots)
        directory["people"].append(
            {"workspace": ground.workspace, "account": staff[4], "roles": ["administrator"]}
        )
        made = [
            *((f"spare-{platform}-{number}", ground.workspace, inside) for number in range(SPARE)),
            (f"leads-{platform}", ground.workspace, (staff[0], staff[3], *bots)),
            (f"unread-{platform}", ground.elsewhere, (*other, *other_bots)),
        ]
        for key, workspace, accounts in made:
            number = len(world.channels)
            identity = (
                f"C0TEST{number:04d}" if platform == "slack" else f"19:test{number}@thread.tacv2"
            )
            agency = ground.agency
            world.channels[identity] = SandboxChannel(workspace, identity, key, agency, accounts)
            entry = {"key": key, "agency": agency, "workspace": workspace, "id": identity}
            directory["channels"].append(
                entry | {"name": key, "leads_only": key.startswith("leads-")}
            )
            directory["audiences"].append({"key": key, "name": key, "channels": [key]})
    path = folder / "directory.yaml"
    path.write_text(yaml.safe_dump(directory), encoding="utf-8")
    return path


def _staff(sandbox: Sandbox, workspace: str) -> list[str]:
    return [
        account
        for (where, account), person in sandbox.world.people.items()
        if where == workspace and not (person.bot or person.outsider)
    ]
