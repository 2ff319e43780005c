"""Who leads an agency now: the directory's leads and deputies under their pseudonyms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.delivery.errands import Recipient
from bot.store.engine import AsyncConnection
from bot.store.people.members import MemberRegister
from config.directory import Account, Agency, Directory, PersonRole
from content.compose.hand_over import role_label


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
        return (await self._of_each(connection, [entry]))[agency]

    async def everywhere(self, connection: AsyncConnection) -> Mapping[str, Sequence[Lead]]:
        """Return every agency's, by its key, in as many statements as for one."""
        return await self._of_each(connection, self.directory.agencies)

    async def coordinators(self, connection: AsyncConnection) -> Sequence[Recipient]:
        """Return the partnership's coordinators, in the directory's order."""
        people = [it for it in self.directory.people if PersonRole.COORDINATOR in it.roles]
        members = await self.members.register_all(
            connection, [(person.workspace, person.account) for person in people]
        )
        return [
            Recipient(
                members[person.workspace, person.account],
                person.workspace,
                self.directory.workspace(person.workspace).agency,
            )
            for person in people
        ]

    async def _of_each(
        self, connection: AsyncConnection, agencies: Sequence[Agency]
    ) -> Mapping[str, Sequence[Lead]]:
        members = await self.members.register_all(
            connection,
            [
                (account.workspace, account.account)
                for agency in agencies
                for account in (*agency.leads, *agency.deputies)
            ],
        )
        return {agency.key: _leads(agency, members) for agency in agencies}


def colleagues(people: Sequence[Lead], member: UUID) -> Mapping[UUID, str]:
    """Return what each of an agency's leads is called, but for one of them: the directory's name,
    or else the role with a number."""
    others = [lead for lead in people if lead.member != member]
    return {
        lead.member: lead.account.name or role_label(number, deputy=lead.deputy)
        for number, lead in enumerate(others, start=1)
    }


def _leads(agency: Agency, members: Mapping[tuple[str, str], UUID]) -> Sequence[Lead]:
    found: dict[UUID, Lead] = {}
    for accounts, deputy in ((agency.leads, False), (agency.deputies, True)):
        for account in accounts:
            member = members[account.workspace, account.account]
            found.setdefault(member, Lead(member, account, agency.key, deputy))
    return list(found.values())
