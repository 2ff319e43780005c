"""What a lead does about passing learning on (`handlers.ports.Cascades`)."""

from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bot.agencies.leads import Leads, colleagues
from bot.agencies.leaving import LEFT_ALONE, leave_alone
from bot.delivery.errands import Errands, edit_asked
from bot.desks.links import Download, LinkKind, Links
from bot.store.cascade.cascades import (
    Cascade,
    CascadeState,
    load_cascade,
    reopen,
    set_state,
)
from bot.store.cascade.moves import HANDED, QUIET, given_up_by, move
from bot.store.cascade.parts import add_part, has_part, part_id, parts_of
from bot.store.engine import AsyncConnection, Database
from bot.store.evidence.facts import FindWarnings, keep
from bot.store.plans.disseminations import briefing_sent_by, is_withdrawn
from config.errors import NotFound
from config.now import LONDON, Now
from content.cascade import (
    Confirmation,
    Part,
    pack_pdf,
    presenter_pack,
    standing_beside,
    summed,
)
from content.templating import say
from handlers.events import Confirmed
from handlers.ports import PassingOn
from schedules.cascade import next_step
from schedules.followups import CascadePlan, days_after
from schedules.kinds import Kind

PACK_VALID = timedelta(days=1)
"""How long a link to the printable page works; opening the pack again gives a new one."""


@dataclass(frozen=True, slots=True)
class CascadeDesk:
    """Reads and changes cascades, each change in one transaction, with the edits of the private
    messages that asked for it."""

    database: Database
    errands: Errands
    leads: Leads
    links: Links
    find_warnings: FindWarnings
    now: Now

    async def in_hand(self, cascade: UUID, member: UUID) -> PassingOn | None:
        """Return the cascade, or None where somebody else has it (by now). A lead in whose place a
        deputy was asked can still tell: nobody took it from them."""
        async with self.database.begin() as connection:
            it = await load_cascade(connection, cascade)
            if it is None or not await _is_asked(connection, it, member):
                return None
            people = await self.leads.of(connection, it.agency)
            if all(lead.member != member for lead in people):
                return None  # they lead the agency no more, though nobody has it yet
            return PassingOn(
                cascade=it.id,
                dissemination=it.dissemination,
                agency=it.agency,
                briefing=await briefing_sent_by(connection, it.dissemination),
                posted_on=it.posted_on,
                deadline=it.deadline,
                parts=await parts_of(connection, it.id),
                colleagues={str(who): label for who, label in colleagues(people, member).items()},
                pack=self.links.make(LinkKind.PACK, it.dissemination, valid=PACK_VALID),
                withdrawn=it.withdrawn,
            )

    async def confirm(
        self,
        passing_on: PassingOn,
        member: UUID,
        told: Confirmation,
        *,
        delivery: UUID,
        corrects: int | None,
    ) -> Sequence[Part] | None:
        """Keep an account, once, and return all of them. Durable when this returns. Returns None
        and keeps nothing where it tells, with the others that stand, of more people than are
        eligible: whoever told first, it adds up."""
        now = self.now()
        async with self.database.begin() as connection:
            it = await load_cascade(connection, passing_on.cascade, lock=True)
            parts = list(await parts_of(connection, passing_on.cascade))
            if it is None or it.withdrawn:
                return parts
            identity = part_id(it.id, member, corrects, told, it.superseded)
            if await has_part(connection, identity):
                return parts
            beside = standing_beside(parts, corrects)
            if sum(each.confirmation.reached for each in beside) + told.reached > told.eligible:
                return None
            part = Part(len(parts) + 1, told, corrects)
            await add_part(connection, it.id, member, part, identity=identity, now=now)
            event = Confirmed(
                dissemination=it.dissemination,
                delivery=delivery,
                agency=it.agency,
                member=member,
                part=identity,
                corrects=corrects,
                reached=told.reached,
                eligible=told.eligible,
                method=told.method.value,
                at=now,
            )
            await keep(connection, [event], self.find_warnings)
            parts.append(part)
            await self._settle(connection, it, parts)
            await edit_asked(connection, self.errands, now, cascade=it.id)
        return parts

    async def not_yet(self, cascade: UUID) -> None:
        """Leave the lead some days before the next reminder."""
        async with self.database.begin() as connection:
            it = await load_cascade(connection, cascade, lock=True)
            if it is not None:
                await leave_alone(connection, self.errands.directory, it, self.now())

    async def hand_over(self, passing_on: PassingOn, member: UUID, to: str) -> bool:
        """Give it to a colleague, by their key, and write to them, unless they have it already.
        Returns False when that one may not take it."""
        now = self.now()
        async with self.database.begin() as connection:
            it = await load_cascade(connection, passing_on.cascade, lock=True)
            if it is None or not await _is_asked(connection, it, member):
                return False
            people = await self.leads.of(connection, it.agency)
            lead = next((lead for lead in people if str(lead.member) == to), None)
            if lead is None or lead.member == member:
                return False
            if lead.member == it.holder:
                return True
            await move(connection, it, lead.member, reason=HANDED, now=now)
            await leave_alone(connection, self.errands.directory, it, now)
            await self.errands.to_member(
                connection,
                kind=Kind.CASCADE,
                subject=it.id,
                slot=f"{HANDED} {now:%Y%m%dT%H%M%S.%f}",
                to=lead.recipient,
                now=now,
            )
            await edit_asked(connection, self.errands, now, cascade=it.id)
        return True

    async def _settle(
        self, connection: AsyncConnection, cascade: Cascade, parts: Sequence[Part]
    ) -> None:
        """Keep what the account changes: it is whole, or after a correction it is not any more."""
        whole = summed(parts).whole
        if whole and cascade.state is not CascadeState.WHOLE:
            await set_state(connection, cascade.id, CascadeState.WHOLE, self.now())
        elif not whole and cascade.state is CascadeState.WHOLE:
            plan = cascade.follow_ups.cascade or CascadePlan()
            people = await self.leads.of(connection, cascade.agency)
            deputies = any(lead.deputy and lead.member != cascade.holder for lead in people)
            step = next_step(plan, cascade.stage, deputies=deputies)
            later = days_after(self.now(), LEFT_ALONE)
            due = None if step is None else max(step.due(cascade.posted_at), later)
            await reopen(connection, cascade.id, due)


@dataclass(frozen=True, slots=True)
class PackFiles:
    """Makes the printable page of a dissemination's briefing (`bot.desks.links.Source`)."""

    database: Database
    now: Now

    async def __call__(self, subject: UUID) -> Download:
        """Return the page as a PDF. A dissemination that a link names always is there. Raises
        NotFound for a briefing that was withdrawn since the link was given."""
        async with self.database.begin() as connection:
            if await is_withdrawn(connection, subject):
                raise NotFound(say("download.withdrawn"))
            briefing = await briefing_sent_by(connection, subject)
        today = self.now().astimezone(LONDON).date()
        body = await to_thread(pack_pdf, presenter_pack(briefing), today)
        return Download(f"{briefing.slug}-pack.pdf", "application/pdf", body)


async def _is_asked(connection: AsyncConnection, cascade: Cascade, member: UUID) -> bool:
    if cascade.holder == member:
        return True
    given_up = await given_up_by(connection, cascade.id, member)
    return given_up is not None and given_up.reason == QUIET
