from collections import Counter
from pathlib import Path

import pytest

from bot.sandbox.partnership import build_world
from config.directory import read_directory
from config.errors import InputError


def counted(members: int) -> Counter[str]:
    """Count the members who count, by agency, each once."""
    world, _ = build_world(members)
    found = {
        (channel.agency, account)
        for channel in world.channels.values()
        for account in channel.members
        if not world.people[channel.workspace, account].bot
        and not world.people[channel.workspace, account].outsider
    }
    return Counter(agency for agency, _ in found)


@pytest.mark.parametrize("members", [12, 13, 37, 200, 999])
def test_everybody_is_somewhere(members: int) -> None:
    sizes = counted(members)
    assert sizes.total() == members
    assert len(sizes) == 6
    assert min(sizes.values()) >= 2


def test_the_sizes_are_uneven_and_one_is_small() -> None:
    sizes = counted(200)
    assert len(set(sizes.values())) == 6
    assert sizes["lantern-family-support"] == 7
    assert sorted(sizes.values())[1] >= 10


def test_it_is_the_same_each_time_and_the_names_are_different() -> None:
    world, text = build_world(200)
    again, same = build_world(200)
    assert (world, text) == (again, same)
    people = [p.name for p in world.people.values() if not p.bot]
    assert len(set(people)) == len(people) == 202


def test_guests_and_bots_are_there() -> None:
    world, _ = build_world()
    assert sum(person.outsider for person in world.people.values()) == 2
    assert sum(person.bot for person in world.people.values()) == 2


def test_the_directory_holds_together(tmp_path: Path) -> None:
    world, text = build_world(50)
    path = tmp_path / "directory.yaml"
    path.write_text(text, encoding="utf-8")
    directory = read_directory(path, platforms=["slack", "teams"])
    assert {w.platform for w in directory.workspaces} == {"slack", "teams"}
    assert len(directory.workspaces) == 4
    assert {channel.id for channel in directory.channels} == set(world.channels)
    assert {channel.agency for channel in directory.channels} == {
        agency.key for agency in directory.agencies
    }
    for agency in directory.agencies:
        for account in (*agency.leads, *agency.deputies):
            assert not world.people[account.workspace, account.account].outsider
        channels = [c for c in world.channels.values() if c.agency == agency.key]
        lead = agency.leads[0].account
        assert any(lead in channel.members for channel in channels)
    assert sum(agency.head_count for agency in directory.agencies) == 50
    (approver,) = directory.approvers
    assert approver in {person.name for person in world.people.values()}


def test_too_few_are_refused() -> None:
    with pytest.raises(InputError, match="at least 12 members"):
        build_world(11)
