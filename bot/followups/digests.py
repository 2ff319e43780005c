"""Digests: on Monday mornings to leads and deputies, every other Monday to coordinators."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.agencies.progress import ProgressReader
from bot.delivery.composing import Needless
from bot.delivery.errands import Errands, Recipient
from bot.store.delivery.deliveries import Delivery
from bot.store.engine import AsyncConnection
from bot.store.evidence.digests import without_digest
from bot.store.looks import Look
from bot.store.people.members import MemberRegister
from bot.store.people.preferences import paused_until, wants_digests
from config.directory import Directory
from config.now import Now
from content.compose.digest import compose_digest
from content.message import Message
from content.templating import say
from handlers.ports import Role
from handlers.roles import agencies_led, appointments, appointments_of
from schedules.digests import began, is_due, is_fortnight, next_due, week_of
from schedules.kinds import Kind

WEEKLY = frozenset({Role.LEAD, Role.DEPUTY})
EVERY_OTHER_WEEK = WEEKLY | {Role.COORDINATOR}


@dataclass(frozen=True, slots=True)
class SendDigests:
    """The follow-up that has digests sent (`bot.followups.base.FollowUp`). Whoever gets none, for
    a pause or because there is nothing to say, is found out in the moment of sending: so their
    week has passed, and nothing comes later."""

    errands: Errands
    directory: Directory
    members: MemberRegister
    name: str = "digests"

    def look(self, now: datetime) -> Look | None:  # noqa: ARG002 - as others
        """Return None: its moments are known without a look."""
        return None

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Put in this week's digests, each once."""
        if is_due(now):
            recipients = await self._recipients(connection, now)
            week = week_of(now)
            for member in await without_digest(connection, recipients, week):
                await self.errands.to_member(
                    connection,
                    kind=Kind.DIGEST,
                    subject=member,
                    slot=week,
                    to=recipients[member],
                    now=now,
                )
        return next_due(now)

    async def _recipients(
        self, connection: AsyncConnection, now: datetime
    ) -> Mapping[UUID, Recipient]:
        """Return whom the directory names in a role that gets digests this week, registered."""
        roles = EVERY_OTHER_WEEK if is_fortnight(now) else WEEKLY
        wanted: dict[str, dict[str, str]] = {}
        for it in appointments(self.directory):
            if it.role in roles:
                agency = it.agency or self.directory.workspace(it.workspace).agency
                wanted.setdefault(it.workspace, {}).setdefault(it.account, agency)
        found: dict[UUID, Recipient] = {}
        for workspace, accounts in sorted(wanted.items()):
            registered = await self.members.register_many(connection, workspace, accounts)
            found |= {
                registered[account]: Recipient(registered[account], workspace, agency)
                for account, agency in accounts.items()
            }
        return found


@dataclass(frozen=True, slots=True)
class ComposeDigest:
    """Composes a digest (`bot.delivery.composing.Compose`)."""

    directory: Directory
    members: MemberRegister
    progress: ProgressReader
    now: Now

    async def __call__(self, connection: AsyncConnection, delivery: Delivery) -> Message | Needless:
        """Return the digest, unless its member has paused, wants none, or it would say nothing."""
        assert delivery.member is not None
        now = self.now()
        paused = await paused_until(connection, delivery.member)
        if paused is not None and paused > now:
            return Needless(say("needless.paused"))
        if delivery.slot != week_of(now):
            # Held back beyond it, by a holiday or by school terms: the next one tells all.
            return Needless(say("needless.week_over"))
        if not await wants_digests(connection, delivery.member):
            return Needless(say("needless.no_digests"))
        entry = await self.members.entry_in(connection, delivery.member)
        who = (entry.workspace, entry.account)
        led = [
            await self.progress.of_agency(connection, agency, now, until=began(now))
            for agency in agencies_led(self.directory, *who)
        ]
        agencies = [agency for agency in led if not agency.nothing_to_say]
        partnership = None
        if self._coordinates(*who) and is_fortnight(now):
            partnership = await self.progress.of_partnership(connection, now, until=began(now))
        if partnership is not None and partnership.nothing_to_say:
            partnership = None
        if not agencies and partnership is None:
            return Needless(say("needless.nothing_to_say"))
        return compose_digest(agencies, partnership)

    def _coordinates(self, workspace: str, account: str) -> bool:
        held = appointments_of(self.directory, workspace, account)
        return any(it.role is Role.COORDINATOR for it in held)
