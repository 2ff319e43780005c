"""The register of members: from a platform's account to a pseudonym, and back for the few who may.

Pseudonyms are random. An account is found by a keyed hash and kept encrypted.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA
from sqlalchemy.dialects.postgresql import UUID as UUID_COLUMN
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database
from bot.store.people.identity import IdentityKey
from bot.store.tables import members
from config.directory import Directory
from config.errors import NotFound
from config.now import Now
from content.templating import say
from handlers.interaction import Respondent
from handlers.ports import Member, Role
from handlers.roles import appointments

MOST_REMEMBERED = 50_000
"""Members kept at hand: some 20 MB, more than a partnership's front line."""

Account = tuple[str, str]
"""A workspace's key and the platform's id of the person."""

REMEMBERED_FOR = timedelta(days=1)
"""How long it is not asked again who an account is: far less than it takes to leave the register
(bot/store/people/retention.py)."""

_FIND = select(members.c.id, members.c.lookup, members.c.leaving_since).where(
    members.c.lookup == func.any(bindparam("lookups", type_=ARRAY(BYTEA)))
)

_STAY = update(members).where(
    members.c.id == func.any(bindparam("stay", type_=ARRAY(UUID_COLUMN(as_uuid=True))))
)

_STAYING = "SELECT id FROM members WHERE lookup = %(lookup)s AND leaving_since IS NULL"

_SEALED = (
    "SELECT workspace, sealed_account FROM members"
    " WHERE id = %(member)s AND sealed_account IS NOT NULL"
)

_REGISTER = text(
    "INSERT INTO members (id, lookup, workspace, sealed_account, registered_at)"
    " SELECT member, lookup, workspace, sealed, :at FROM unnest("
    "CAST(:members AS uuid[]), CAST(:lookups AS bytea[]), CAST(:workspaces AS text[]),"
    " CAST(:sealed AS bytea[])"
    ") AS new(member, lookup, workspace, sealed) ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One member's entry. `registered_at` is aware, in UTC."""

    workspace: str
    account: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class _Remembered:
    member: Member
    until: datetime


class MemberRegister:
    """The register (`handlers.ports.Members`). What it has seen it remembers, so that the answer
    to a press costs no SQL."""

    def __init__(
        self,
        database: Database,
        key: IdentityKey,
        directory: Directory,
        now: Now,
        *,
        most_remembered: int = MOST_REMEMBERED,
    ) -> None:
        """Take the database, the key, and the directory that says who has which role."""
        self._database = database
        self._key = key
        self._roles = _roles(directory)
        self._now = now
        self._most = most_remembered
        self._remembered: OrderedDict[Account, _Remembered] = OrderedDict()

    async def check_key(self) -> None:
        """Raise DatabaseUnavailable when the key is not the one that the register was made with:
        everybody would get a second pseudonym."""
        async with self._database.begin() as connection:
            rows = await connection.execute(
                select(members.c.id, members.c.sealed_account)
                .where(members.c.sealed_account.is_not(None))
                .limit(1)
            )
            row = rows.one_or_none()
        if row is not None:
            self._key.unseal(row.id, row.sealed_account)

    def roles(self, respondent: Respondent) -> frozenset[Role]:
        """Return the roles that the directory gives the account, without registering it."""
        return self._roles_of((respondent.workspace, respondent.account))

    async def recognise(self, respondent: Respondent) -> Member:
        """Return the member with the roles of the directory, registering a new account under a
        fresh pseudonym."""
        account = (respondent.workspace, respondent.account)
        member = self._recollect(account)
        if member is not None:
            return member
        there = await self._look_up(account)
        if there is not None:
            return there
        async with self._database.begin() as connection:
            found = await self.register_many(connection, account[0], [account[1]])
        return self._remember(account, found[account[1]])

    async def register_many(
        self, connection: AsyncConnection, workspace: str, accounts: Iterable[str]
    ) -> dict[str, UUID]:
        """Return the pseudonym of every account of one workspace, as `register_all` does."""
        found = await self.register_all(connection, [(workspace, account) for account in accounts])
        return {account: member for (_, account), member in found.items()}

    async def register_all(
        self, connection: AsyncConnection, accounts: Iterable[Account]
    ) -> dict[Account, UUID]:
        """Return the pseudonym of every account, registering the new ones, in the caller's
        transaction and in as many statements for thousands as for one."""
        by_lookup = {self._key.lookup(*account): account for account in accounts}
        found = await self._find(connection, by_lookup)
        # In one order everywhere, so that two rosters never wait for each other in a circle.
        if new := sorted(by_lookup.keys() - found.keys()):
            pseudonyms = [uuid4() for _ in new]
            await connection.execute(
                _REGISTER,
                {
                    "members": pseudonyms,
                    "lookups": new,
                    "sealed": [
                        self._key.seal(member, by_lookup[lookup][1])
                        for member, lookup in zip(pseudonyms, new, strict=True)
                    ],
                    "workspaces": [by_lookup[lookup][0] for lookup in new],
                    "at": self._now(),
                },
            )
            found |= await self._find(connection, new)
        return {by_lookup[lookup]: member for lookup, member in found.items()}

    async def known(self, workspace: str, account: str) -> bool:
        """Tell whether the account is in the register. Registers nothing."""
        if self._recollect((workspace, account)) is not None:
            return True
        return await self.find(Respondent(workspace, account)) is not None

    async def find(self, respondent: Respondent) -> Member | None:
        """Return the member, or None for an account that is in no register. Registers nothing."""
        account = (respondent.workspace, respondent.account)
        member = self._recollect(account)
        if member is None:
            member = await self._look_up(account)
        if member is not None:
            return member
        async with self._database.begin() as connection:
            found = await self._find(connection, [self._key.lookup(*account)])
        for pseudonym in found.values():
            return self._remember(account, pseudonym)
        return None

    async def account_of(self, member: UUID) -> Account:
        """Return the workspace's key and the account behind a pseudonym, to write to the person.
        Raises NotFound."""
        row = await self._database.statements.first(_SEALED, {"member": member})
        if row is None:
            raise NotFound(say("not_found.member"))
        return row["workspace"], self._key.unseal(member, row["sealed_account"])

    async def entry_in(self, connection: AsyncConnection, member: UUID) -> Entry:
        """Return a member's entry, its account opened, in the caller's transaction. Raises
        NotFound."""
        row = (
            await connection.execute(
                select(members).where(members.c.id == member, members.c.lookup.is_not(None))
            )
        ).one_or_none()
        if row is None:
            raise NotFound(say("not_found.member"))
        return Entry(row.workspace, self._key.unseal(member, row.sealed_account), row.registered_at)

    async def _look_up(self, account: Account) -> Member | None:
        """Return the member with the account where that takes nothing but looking: None where there
        is none, or where it was to leave the register."""
        row = await self._database.statements.first(
            _STAYING, {"lookup": self._key.lookup(*account)}
        )
        return None if row is None else self._remember(account, row["id"])

    async def _find(
        self, connection: AsyncConnection, lookups: Iterable[bytes]
    ) -> dict[bytes, UUID]:
        """Return the members there are. Whoever was to leave the register has come again, and
        stays."""
        rows = (await connection.execute(_FIND, {"lookups": list(lookups)})).all()
        if leaving := sorted(row.id for row in rows if row.leaving_since is not None):
            await connection.execute(_STAY.values(leaving_since=None), {"stay": leaving})
        return {bytes(row.lookup): row.id for row in rows}

    def _recollect(self, account: Account) -> Member | None:
        remembered = self._remembered.get(account)
        if remembered is None or self._now() >= remembered.until:
            return None
        self._remembered.move_to_end(account)
        return remembered.member

    def _remember(self, account: Account, member: UUID) -> Member:
        roles = self.roles(Respondent(*account))
        remembered = _Remembered(Member(member, roles), self._now() + REMEMBERED_FOR)
        self._remembered[account] = remembered
        self._remembered.move_to_end(account)
        if len(self._remembered) > self._most:
            self._remembered.popitem(last=False)
        return remembered.member

    def _roles_of(self, account: Account) -> frozenset[Role]:
        return frozenset({Role.PRACTITIONER, *self._roles.get(account, ())})


def _roles(directory: Directory) -> Mapping[Account, Sequence[Role]]:
    roles: defaultdict[Account, list[Role]] = defaultdict(list)
    for it in appointments(directory):
        roles[it.workspace, it.account].append(it.role)
    return roles
