"""What belongs to one member: their own page, and all that is held about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bot.desks.links import LinkKind, Links
from bot.store.engine import Database
from bot.store.people.held import held_in_tables
from bot.store.people.members import MemberRegister
from bot.store.people.own import could_see, newest_seen, own_page
from config.directory import Directory
from config.now import Now
from content.compose.record import Copies
from content.held import Entry, Held, HeldKind, Summary
from content.own import OwnPage
from handlers.ports import Member
from handlers.roles import appointments_of, names_of

COPIES_VALID = timedelta(minutes=30)
"""How long the links to a person's own record work: long enough to press one, and no longer, since
whoever has a link may use it."""


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """Reads what belongs to one member (`handlers.ports.Own`)."""

    database: Database
    directory: Directory
    members: MemberRegister
    links: Links
    now: Now
    retention_months: int

    async def page(self, member: Member) -> OwnPage:
        """Return what is open for the member, what they have done, and what they set."""
        async with self.database.begin() as connection:
            return await own_page(connection, member, self.now())

    async def newest(self, member: Member) -> UUID | None:
        """Return the delivery of the newest briefing that the member could see, or None."""
        async with self.database.begin() as connection:
            return await newest_seen(connection, member)

    async def could_see(self, member: UUID, delivery: UUID) -> bool:
        """Tell whether the member could see the delivery's post."""
        async with self.database.begin() as connection:
            return await could_see(connection, member, delivery)

    async def summary(self, member: UUID) -> Summary:
        """Return how much is held about the member and until when, by kind. Raises NotFound."""
        held = await self.held(member)
        return Summary(
            {kind: len(entries) for kind, entries in held.entries.items()},
            {kind: held.until(kind) for kind in HeldKind},
            held.months,
        )

    def copies(self, member: UUID) -> Copies | None:
        """Return links to all that is held about the member, or None."""
        to_read = self.links.make(LinkKind.RECORD, member, valid=COPIES_VALID)
        as_data = self.links.make(LinkKind.RECORD_DATA, member, valid=COPIES_VALID)
        if to_read is None or as_data is None:
            return None
        return Copies(to_read, as_data, int(COPIES_VALID.total_seconds() // 60))

    async def held(self, member: UUID) -> Held:
        """Return all that is held about the member. Raises NotFound for who is in no register."""
        async with self.database.begin() as connection:
            entry = await self.members.entry_in(connection, member)
            names = names_of(self.directory, entry.workspace, entry.account)
            kept = await held_in_tables(connection, member, names, months=self.retention_months)
        roles: Sequence[Entry] = [
            {"role": it.role.value} | ({"agency": it.agency} if it.agency else {})
            for it in appointments_of(self.directory, entry.workspace, entry.account)
        ]
        own: Entry = {
            "pseudonym": str(member),
            "workspace": entry.workspace,
            "account": entry.account,
            "at": entry.registered_at,
        }
        entries = {HeldKind.MEMBER: [own], HeldKind.ROLES: roles, **kept}
        return Held(entries, self.now(), self.retention_months)
