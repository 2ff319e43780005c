"""The register: one pseudonym a person, roles from the directory, nothing readable at rest."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import LiteralString
from uuid import uuid4

import pytest
from sqlalchemy import event, text

from bot.store.engine import Database
from bot.store.people.identity import IdentityKey
from bot.store.people.members import MemberRegister
from bot.store.statements import Row
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
from config.errors import DatabaseUnavailable, NotFound
from handlers.interaction import Respondent
from handlers.ports import Role
from tests.fakes.clock import FakeClock

KEY = IdentityKey(bytes(range(32)))
DIRECTORY = Directory(
    partnership="Northshire",
    agencies=(
        Agency(
            key="police",
            name="Police",
            sector=Sector.POLICE,
            head_count=10,
            leads=(Account(workspace="north", account="ULEAD"),),
            deputies=(Account(workspace="north", account="UDEP"),),
        ),
    ),
    workspaces=(Workspace(key="north", platform="slack", id="T1", agency="police"),),
    channels=(Channel(key="c", agency="police", workspace="north", id="C1", name="C"),),
    people=(
        Person(workspace="north", account="UADM", roles=(PersonRole.ADMINISTRATOR,)),
        Person(
            workspace="north",
            account="ULEAD",
            roles=(PersonRole.COORDINATOR, PersonRole.APPROVER, PersonRole.SCRUTINEER),
        ),
    ),
)


@pytest.fixture
def register(database: Database, clock: FakeClock) -> MemberRegister:
    return MemberRegister(database, KEY, DIRECTORY, clock.now)


@pytest.fixture
def statements(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that is run, by either way to run one."""
    seen: list[str] = []
    fetch = database.statements.fetch

    async def told(statement: LiteralString, given: Mapping[str, object]) -> Sequence[Row]:
        seen.append(statement)
        return await fetch(statement, given)

    monkeypatch.setattr(database.statements, "fetch", told)
    event.listen(
        database.engine.sync_engine,
        "before_cursor_execute",
        lambda _c, _cur, statement, *_: seen.append(statement),
    )
    return seen


async def test_a_new_account_is_registered_once_however_many_press_at_once(
    database: Database, clock: FakeClock
) -> None:
    registers = [MemberRegister(database, KEY, DIRECTORY, clock.now) for _ in range(8)]
    respondent = Respondent("north", "UNEW")
    members = await asyncio.gather(*(each.recognise(respondent) for each in registers))
    assert len({member.id for member in members}) == 1
    assert members[0].roles == {Role.PRACTITIONER}
    other = await registers[0].recognise(Respondent("south", "UNEW"))
    assert other.id != members[0].id


async def test_roles_come_from_the_directory(register: MemberRegister) -> None:
    everybodys = {Role.PRACTITIONER}
    for account, roles in {
        "ULEAD": {Role.LEAD, Role.COORDINATOR, Role.APPROVER, Role.SCRUTINEER},
        "UDEP": {Role.DEPUTY},
        "UADM": {Role.ADMINISTRATOR},
        "U1": set[Role](),
    }.items():
        respondent = Respondent("north", account)
        assert register.roles(respondent) == everybodys | roles
        assert (await register.recognise(respondent)).roles == everybodys | roles


async def test_a_known_member_costs_no_sql(register: MemberRegister, statements: list[str]) -> None:
    await register.recognise(Respondent("north", "U1"))
    statements.clear()
    await register.recognise(Respondent("north", "U1"))
    assert await register.known("north", "U1")
    assert statements == []


async def test_what_is_remembered_is_bounded(
    database: Database, clock: FakeClock, statements: list[str]
) -> None:
    register = MemberRegister(database, KEY, DIRECTORY, clock.now, most_remembered=2)
    first = await register.recognise(Respondent("north", "U1"))
    await register.recognise(Respondent("north", "U2"))
    await register.recognise(Respondent("north", "U1"))  # used again: U2 is now the oldest
    await register.recognise(Respondent("north", "U3"))
    statements.clear()
    assert (await register.recognise(Respondent("north", "U1"))).id == first.id
    assert statements == []
    await register.recognise(Respondent("north", "U2"))
    assert statements


async def test_a_roster_is_registered_in_as_many_statements_as_one(
    database: Database, register: MemberRegister, statements: list[str]
) -> None:
    known = await register.recognise(Respondent("north", "U0"))
    counts: list[int] = []
    for accounts in ([f"U{n}" for n in range(2)], [f"U{n}" for n in range(3000)]):
        statements.clear()
        async with database.begin() as connection:
            found = await register.register_many(connection, "north", accounts)
        counts.append(len(statements))
        assert found["U0"] == known.id
        assert len(set(found.values())) == len(accounts) == len(found)
    assert counts == [3, 3]
    async with database.begin() as connection:
        assert await register.register_many(connection, "north", []) == {}
        assert await register.register_many(connection, "north", ["U7", "U7"]) == {
            "U7": found["U7"]
        }


async def test_a_roster_that_is_rolled_back_leaves_nobody_behind(
    database: Database, register: MemberRegister
) -> None:
    async with database.engine.connect() as connection:
        undone = await register.register_many(connection, "north", ["U1"])
        await connection.rollback()
    assert not await register.known("north", "U1")
    assert (await register.recognise(Respondent("north", "U1"))).id != undone["U1"]


async def test_overlapping_rosters_at_once_agree(database: Database, clock: FakeClock) -> None:
    async def roster(accounts: list[str]) -> dict[str, object]:
        register = MemberRegister(database, KEY, DIRECTORY, clock.now)
        async with database.begin() as connection:
            return dict(await register.register_many(connection, "north", accounts))

    names = [f"U{n}" for n in range(200)]
    results = await asyncio.gather(*(roster(names if n % 2 else names[::-1]) for n in range(6)))
    assert all(result == results[0] for result in results)


async def test_known_registers_nobody(
    database: Database, register: MemberRegister, clock: FakeClock
) -> None:
    assert not await register.known("north", "U1")
    assert not await register.known("north", "U1")
    await MemberRegister(database, KEY, DIRECTORY, clock.now).recognise(Respondent("north", "U1"))
    assert await register.known("north", "U1")


async def test_the_account_is_sealed_and_can_be_read_back_with_the_key(
    database: Database, register: MemberRegister, clock: FakeClock
) -> None:
    member = await register.recognise(Respondent("north", "U-SECRET"))
    assert await register.account_of(member.id) == ("north", "U-SECRET")
    async with database.begin() as connection:
        row = (await connection.execute(text("SELECT * FROM members"))).one()
    assert b"U-SECRET" not in b"".join(bytes(v) for v in row if isinstance(v, bytes | memoryview))
    assert row.registered_at == clock.now()
    with pytest.raises(NotFound):
        await register.account_of(uuid4())


async def test_the_wrong_key_is_noticed_before_anybody_gets_a_second_pseudonym(
    database: Database, register: MemberRegister, clock: FakeClock
) -> None:
    other = MemberRegister(database, IdentityKey(bytes(32)), DIRECTORY, clock.now)
    await other.check_key()
    await register.recognise(Respondent("north", "U1"))
    await register.check_key()
    with pytest.raises(DatabaseUnavailable, match="put the right key back"):
        await other.check_key()
