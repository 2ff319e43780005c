"""Ids that their platform would never give, and leads in somebody else's workspace."""

import pytest

from bot.doctor.misplaced import misplaced
from bot.platforms.discovery import load_checkup, platform_names
from bot.sandbox.partnership import build_world
from config.directory import Directory
from config.located import Located

TEXT = """\
partnership: Northshire
agencies:
  - key: police
    name: Northshire Police
    sector: police
    head_count: 900
    leads: [{workspace: police-slack, account: U0LEAD001}]
  - key: school
    name: Hilltop School
    sector: education
    head_count: 60
    deputies: [{workspace: council-teams, account: "29:deputy"}]
  - key: council
    name: Northshire Council
    sector: children's services
    head_count: 300
    leads: [{workspace: council-teams, account: 22222222-2222-3333-4444-55555555555F}]
workspaces:
  - {key: police-slack, platform: slack, id: T0POLICE1, agency: police}
  - {key: grid-slack, platform: slack, id: E0GRID001, agency: police}
  - {key: council-teams, platform: teams, id: 11111111-2222-3333-4444-555555555555, agency: council}
channels:
  - {key: police-all, agency: police, workspace: police-slack, id: C0ALL0001, name: all}
  - {key: police-old, agency: police, workspace: police-slack, id: G0OLD0001, name: old}
  - {key: school-all, agency: school, workspace: council-teams, id: "19:a@thread.tacv2", name: G}
people:
  - {workspace: police-slack, account: W0COORD01, roles: [coordinator]}
"""
SHAPES = {name: load_checkup(name).SHAPES for name in platform_names()}


def told(text: str) -> list[str]:
    located = Located("d.yaml", text)
    directory = Directory.parse(located, platforms=platform_names())
    return [str(problem) for problem in misplaced(directory, located.where, SHAPES)]


def test_what_is_in_its_place() -> None:
    assert told(TEXT) == []


def test_the_demonstration_is_in_its_place() -> None:
    _, text = build_world(24)
    assert told(text) == []


# Each: what is replaced, by what, and how the one problem begins and what else it says.
MISPLACED = {
    "a workspace by its name": (
        "id: T0POLICE1",
        "id: northshire-police",
        "d.yaml:19: 'northshire-police' is not a Slack workspace's id (T, or E",
        "correct it",
    ),
    "a channel for a workspace": ("id: T0POLICE1", "id: C0POLICE1", "d.yaml:19: 'C0POLICE1'", "T,"),
    "a tenant under Slack": (
        "id: T0POLICE1",
        "id: 31111111-2222-3333-4444-555555555555",
        "d.yaml:19: '31111111-2222-3333-4444-555555555555' is not a Slack workspace's id",
        "It looks like a tenant's id",
    ),
    "a tenant by its domain": (
        "id: 11111111-2222-3333-4444-555555555555",
        "id: council.onmicrosoft.example",
        "d.yaml:21: 'council.onmicrosoft.example' is not a tenant's id in Microsoft Entra (a GUID",
        "correct it",
    ),
    "half a GUID": (
        "id: 11111111-2222-3333-4444-555555555555",
        "id: 11111111-2222-3333-4444",
        "d.yaml:21: '11111111-2222-3333-4444' is not a tenant's id",
        "a GUID",
    ),
    "a Slack workspace under Teams": (
        "id: 11111111-2222-3333-4444-555555555555",
        "id: T0OTHER01",
        "d.yaml:21: 'T0OTHER01' is not a tenant's id",
        "It looks like a Slack workspace's id",
    ),
    "a Teams channel under Slack": (
        "id: C0ALL0001",
        'id: "19:b@thread.tacv2"',
        "d.yaml:23: '19:b@thread.tacv2' is not a Slack channel's id",
        "It looks like a Teams channel's id",
    ),
    "a Slack channel under Teams": (
        'id: "19:a@thread.tacv2"',
        "id: C0SCHOOL1",
        "d.yaml:25: 'C0SCHOOL1' is not a Teams channel's id",
        "It looks like a Slack channel's id",
    ),
    "a channel by its name": ("id: C0ALL0001", 'id: "#all"', "d.yaml:23: '#all' is not", "C, or G"),
    "a conversation for a channel": ("id: C0ALL0001", "id: D0ALL0001", "d.yaml:23: 'D0", "C, or"),
    "a Teams account under Slack": (
        "account: U0LEAD001",
        'account: "29:lead"',
        "d.yaml:7: '29:lead' is not a Slack member's id",
        "It looks like a Teams account's id",
    ),
    "a Slack account under Teams": (
        'account: "29:deputy"',
        "account: U0DEPUTY1",
        "d.yaml:12: 'U0DEPUTY1' is not a Teams account's id",
        "It looks like a Slack member's id",
    ),
    "an account by its address": (
        "account: W0COORD01",
        "account: cy@council.example",
        "d.yaml:27: 'cy@council.example' is not a Slack member's id",
        "correct it, or the workspace",
    ),
    "a lead in another agency's workspace": (
        'deputies: [{workspace: council-teams, account: "29:deputy"}]',
        "leads: [{workspace: police-slack, account: U0SCHOOL1}]",
        "d.yaml:12: 'U0SCHOOL1' leads Hilltop School, and 'police-slack' is a workspace of",
        "Northshire Police in which Hilltop School has no channel",
    ),
}


@pytest.mark.parametrize(("old", "new", "begins", "says"), MISPLACED.values(), ids=MISPLACED)
def test_what_is_misplaced_is_told_with_its_line(
    old: str, new: str, begins: str, says: str
) -> None:
    assert old in TEXT
    (problem,) = told(TEXT.replace(old, new, 1))
    assert problem.startswith(begins)
    assert says in problem


def test_everything_is_told_at_once() -> None:
    text = TEXT.replace("U0LEAD001", "bob").replace("T0POLICE1", "x").replace("W0COORD01", "y")
    assert [problem.partition(": ")[0] for problem in told(text)] == [
        "d.yaml:19",
        "d.yaml:7",
        "d.yaml:27",
    ]
