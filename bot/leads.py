"""Who leads an agency now: the directory's leads and deputies under their pseudonyms."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.delivery.errands import Recipient
from bot.store.engine import AsyncConnection
from bot.store.members import MemberRegister
from config.directory import Account, Directory, Person, PersonRole


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead or deputy of an agency."""

    member: UUID
    account: Account
    agency: str
    deputy: bool

    @property
    def recipient(self) -> Recipient:
        """Return them as somebody to write to."""
        return Recipient(self.member, self.account.workspace, self.agency)


@dataclass(frozen=True, slots=True)
class Leads:
    """Finds the people whom the directory names. Whoever is named there is registered: the
    partnership writes to them."""

    directory: Directory
    members: MemberRegister

    async def of(self, connection: AsyncConnection, agency: str) -> Sequence[Lead]:
        """Return an agency's leads, then its deputies, in the directory's order. Empty where the
        directory names nobody, or no longer has the agency."""
        try:
            entry = self.directory.agency(agency)
        except KeyError:
            return ()
        found: list[Lead] = []
        for accounts, deputy in ((entry.leads, False), (entry.deputies, True)):
            for account in accounts:
                member = await self._member(connection, account)
                if all(lead.member != member for lead in found):
                    found.append(Lead(member, account, agency, deputy))
        return found

    async def coordinators(self, connection: AsyncConnection) -> Sequence[Recipient]:
        """Return the partnership's coordinators, in the directory's order."""
        return [
            Recipient(
                await self._member(connection, person),
                person.workspace,
                self.directory.workspace(person.workspace).agency,
            )
            for person in self.directory.people
            if PersonRole.COORDINATOR in person.roles
        ]

    async def _member(self, connection: AsyncConnection, account: Account | Person) -> UUID:
        found = await self.members.register_many(connection, account.workspace, [account.account])
        return found[account.account]
