"""Whom the directory names in a role."""

from config.directory import (
    Account,
    Agency,
    Channel,
    Directory,
    Person,
    PersonRole,
    Sector,
    Workspace,
)
from handlers.ports import Role
from handlers.roles import agencies_led, appointments, appointments_of, names_of

DIRECTORY = Directory(
    partnership="Northshire",
    agencies=(
        Agency(
            key="school",
            name="School",
            sector=Sector.EDUCATION,
            head_count=9,
            leads=(Account(workspace="north", account="U1"),),
        ),
        Agency(
            key="police",
            name="Police",
            sector=Sector.POLICE,
            head_count=9,
            leads=(Account(workspace="north", account="U2"),),
            deputies=(Account(workspace="north", account="U1", name="Una"),),
        ),
    ),
    workspaces=(Workspace(key="north", platform="slack", id="T1", agency="police"),),
    channels=(Channel(key="team", agency="police", workspace="north", id="C1", name="team"),),
    people=(
        Person(
            workspace="north",
            account="U1",
            roles=(PersonRole.COORDINATOR, PersonRole.APPROVER),
            name="Una Example",
        ),
        Person(workspace="north", account="U3", roles=(PersonRole.SCRUTINEER,)),
    ),
)


def test_every_role_is_told_with_its_agency() -> None:
    told = [(it.account, it.role, it.agency) for it in appointments(DIRECTORY)]
    assert told == [
        ("U1", Role.LEAD, "school"),
        ("U2", Role.LEAD, "police"),
        ("U1", Role.DEPUTY, "police"),
        ("U1", Role.COORDINATOR, None),
        ("U1", Role.APPROVER, None),
        ("U3", Role.SCRUTINEER, None),
    ]


def test_somebody_may_lead_two_agencies_and_others_none() -> None:
    assert [it.key for it in agencies_led(DIRECTORY, "north", "U1")] == ["police", "school"]
    assert [it.key for it in agencies_led(DIRECTORY, "north", "U2")] == ["police"]
    assert agencies_led(DIRECTORY, "north", "U3") == []
    assert agencies_led(DIRECTORY, "south", "U1") == []
    assert appointments_of(DIRECTORY, "south", "U1") == []


def test_names_are_those_that_decide() -> None:
    assert names_of(DIRECTORY, "north", "U1") == ["Una Example"]
    assert names_of(DIRECTORY, "north", "U2") == []
    assert names_of(DIRECTORY, "north", "U3") == []
