"""Passing it on: who is asked, reminded, and told, until it is whole or every message was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.agencies.leads import Lead, Leads
from bot.agencies.leaving import leave_alone
from bot.delivery.composing import Needless
from bot.delivery.errands import Errands, Recipient, edit_asked
from bot.store.cascade.cascades import (
    Cascade,
    CascadeState,
    due_cascades,
    left_behind,
    load_cascade,
    new_cascades,
    next_cascade,
    open_cascade,
    reminders_sent,
    set_stage,
    set_state,
)
from bot.store.cascade.corrected import CHANGED, heard_of, untold_cascades
from bot.store.cascade.look import cascade_look
from bot.store.cascade.messages import set_tells
from bot.store.cascade.moves import LEFT, QUIET, last_move, move
from bot.store.cascade.parts import parts_of
from bot.store.delivery.deliveries import Delivery
from bot.store.engine import AsyncConnection
from bot.store.looks import Look, look_at
from bot.store.people.preferences import paused_until
from bot.store.plans.corrections import corrections_of
from bot.store.plans.disseminations import briefing_sent_by
from config.directory import Directory
from config.now import LONDON
from content.cascade import summed
from content.compose.cascade import (
    Next,
    Why,
    compose_changed,
    compose_passing_on,
    compose_reminder,
    compose_to_coordinator,
    compose_to_deputy,
)
from content.message import Message
from content.templating import say
from schedules.calendar import calendar_of
from schedules.cascade import ASK, Step, To, deadline, due_after, next_step, steps
from schedules.followups import CascadePlan
from schedules.kinds import Kind

TOLD_WITHIN = timedelta(days=90)
"""How long after a correction leads are looked for who have not been told."""


People = Mapping[str, Sequence[Lead]]
"""Who leads which agency now, by its key. Of what the directory no longer has there is nothing."""


@dataclass(frozen=True, slots=True)
class PassItOn:
    """The follow-up about passing learning on (`bot.followups.base.FollowUp`)."""

    errands: Errands
    leads: Leads
    name: str = "cascade"

    def look(self, now: datetime) -> Look | None:  # noqa: ARG002 - see below
        """Return None: first it is to be known who leads which agency."""
        return None

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Open what new posts open, hand on what a lead left behind, send what is due, and have
        edited what does not say any more how it stands."""
        people = await self.leads.everywhere(connection)
        named = {agency: [lead.member for lead in leads] for agency, leads in people.items()}
        (seen,) = await look_at(connection, [cascade_look(named, now - TOLD_WITHIN, now)], now)
        if not seen.due:
            return seen.ahead
        for new in await new_cascades(connection):
            named = people.get(new.agency, ())
            plan = new.follow_ups.cascade or CascadePlan()
            calendar = calendar_of(self.errands.directory, new.agency)
            await open_cascade(
                connection,
                new,
                holder=named[0].member if named else None,
                posted_on=new.posted_at.astimezone(LONDON).date(),
                deadline=deadline(plan, new.posted_at, calendar).day,
                next_at=calendar.next_allowed(new.posted_at).at,
            )
        await self._hand_on(connection, people, now)
        await self._tell_of_changes(connection, people, now)
        for cascade in await due_cascades(connection, now):
            await self._step(connection, cascade, people.get(cascade.agency, ()), now)
        await edit_asked(connection, self.errands, now)
        return await next_cascade(connection)

    async def _hand_on(self, connection: AsyncConnection, people: People, now: datetime) -> None:
        """Give what people have who lead the agency no more to whoever does now."""
        named = {agency: [lead.member for lead in leads] for agency, leads in people.items()}
        for cascade in await left_behind(connection, named):
            locked = await load_cascade(connection, cascade.id, lock=True)
            if locked is None or locked.holder != cascade.holder:
                continue
            first = people[cascade.agency][0]
            await move(connection, locked, first.member, reason=LEFT, now=now)
            if locked.stage != "planned":
                await leave_alone(connection, self.errands.directory, locked, now)
                await self._send(connection, locked, f"{LEFT} {now:%Y%m%dT%H%M%S}", first, now)

    async def _tell_of_changes(
        self, connection: AsyncConnection, people: People, now: datetime
    ) -> None:
        """Tell those who have a briefing in hand that it was corrected."""
        for untold in await untold_cascades(connection, now - TOLD_WITHIN):
            lead = next(
                (p for p in people.get(untold.agency, ()) if p.member == untold.holder), None
            )
            if lead is not None:
                await self.errands.to_member(
                    connection,
                    kind=Kind.CASCADE,
                    subject=untold.cascade,
                    slot=untold.slot,
                    to=lead.recipient,
                    now=now,
                )

    async def _step(
        self, connection: AsyncConnection, cascade: Cascade, people: Sequence[Lead], now: datetime
    ) -> None:
        plan = cascade.follow_ups.cascade or CascadePlan()
        deputies = any(lead.deputy and lead.member != cascade.holder for lead in people)
        step = next_step(plan, cascade.stage, deputies=deputies)
        if not people:
            # The directory names nobody: there is only the coordinator to tell.
            step = steps(plan, deputies=False)[-1] if step is not None else None
        when = self._allowed(cascade.agency, now)
        if when > now:
            await set_stage(connection, cascade.id, cascade.stage, when)
            return
        if cascade.stopped or step is None:
            await set_state(connection, cascade.id, CascadeState.UNANSWERED, now)
            return
        await self._take(connection, cascade, step, people, now)
        ahead = next_step(plan, step.slot, deputies=deputies)
        if ahead is None:
            await set_stage(connection, cascade.id, step.slot, None)
            await set_state(connection, cascade.id, CascadeState.UNANSWERED, now)
        else:
            due = due_after(step, ahead, cascade.posted_at, now)
            await set_stage(connection, cascade.id, step.slot, due)

    def _allowed(self, agency: str, moment: datetime) -> datetime:
        return calendar_of(self.errands.directory, agency).next_allowed(moment).at

    async def _take(
        self,
        connection: AsyncConnection,
        cascade: Cascade,
        step: Step,
        people: Sequence[Lead],
        now: datetime,
    ) -> None:
        match step.to:
            case To.HOLDER:
                holder = next((lead for lead in people if lead.member == cascade.holder), people[0])
                if step.slot == ASK or not await _away(connection, holder, now):
                    # A reminder is not saved up for somebody's return; what is asked waits.
                    await self._send(connection, cascade, step.slot, holder, now)
            case To.DEPUTY:
                others = [p for p in people if p.deputy and p.member != cascade.holder]
                here = [p for p in others if not await _away(connection, p, now)]
                deputy = (here or others)[0]
                await move(connection, cascade, deputy.member, reason=QUIET, now=now)
                await self._send(connection, cascade, step.slot, deputy, now)
            case To.COORDINATOR:
                for number, told in enumerate(await self.leads.coordinators(connection), start=1):
                    await self._write(connection, cascade, f"{step.slot} {number}", told, now)

    async def _send(
        self, connection: AsyncConnection, cascade: Cascade, slot: str, lead: Lead, now: datetime
    ) -> None:
        await self._write(connection, cascade, slot, lead.recipient, now)

    async def _write(
        self, connection: AsyncConnection, cascade: Cascade, slot: str, to: Recipient, now: datetime
    ) -> None:
        await self.errands.to_member(
            connection, kind=Kind.CASCADE, subject=cascade.id, slot=slot, to=to, now=now
        )


@dataclass(frozen=True, slots=True)
class ComposeCascade:
    """Composes what is said about passing it on (`bot.delivery.composing.Compose`)."""

    directory: Directory

    async def __call__(self, connection: AsyncConnection, delivery: Delivery) -> Message | Needless:
        """Return the message, unless it has been passed on or over meanwhile."""
        cascade = await load_cascade(connection, delivery.subject)
        what, _, number = delivery.slot.partition(" ")
        if cascade is None or cascade.withdrawn:
            return Needless(say("needless.withdrawn"))
        if cascade.changes:
            # Before the parts are read: what comes between is told by an edit, and nothing is lost.
            await set_tells(connection, delivery.id, cascade.changes)
        if what == CHANGED:
            return await _changed(connection, cascade, delivery, int(number))
        if cascade.stopped:
            return Needless(say("needless.briefing_stopped"))
        if cascade.state is CascadeState.WHOLE:
            return Needless(say("needless.passed_on"))
        briefing = await briefing_sent_by(connection, cascade.dissemination)
        coverage = summed(await parts_of(connection, cascade.id))
        if what == "coordinator":
            name = self.directory.agency(cascade.agency).name
            sent = await reminders_sent(connection, cascade.id)
            return compose_to_coordinator(briefing, name, cascade.deadline, coverage, sent)
        if cascade.holder != delivery.member:
            return Needless(say("needless.somebody_else"))
        if what == ASK:
            return compose_passing_on(briefing, delivery.id, cascade.deadline, coverage)
        if what == "reminder":
            return compose_reminder(
                briefing,
                delivery.id,
                cascade.deadline,
                coverage,
                last_before=self._after_the_last(cascade, delivery.slot),
            )
        return compose_to_deputy(
            briefing, delivery.id, cascade.deadline, coverage, await _why(connection, cascade)
        )

    def _after_the_last(self, cascade: Cascade, slot: str) -> Next | None:
        plan = cascade.follow_ups.cascade or CascadePlan()
        deputies = bool(self.directory.agency(cascade.agency).deputies)
        ahead = next_step(plan, slot, deputies=deputies)
        if ahead is None or ahead.to is To.HOLDER:
            return None
        return "deputy" if ahead.to is To.DEPUTY else "coordinator"


async def _changed(
    connection: AsyncConnection, cascade: Cascade, delivery: Delivery, version: int
) -> Message | Needless:
    """Return what the lead is told of the last correction. An earlier one that waited for working
    hours is told with it no more."""
    if cascade.holder != delivery.member:
        return Needless(say("needless.somebody_else"))
    heard = await heard_of(connection, cascade.id, before=version)
    found = await corrections_of(connection, cascade.dissemination)
    news = [it.told for it in found if it.told.version > heard]
    if not news or news[-1].version != version:
        return Needless(say("needless.corrected_again"))
    briefing = await briefing_sent_by(connection, cascade.dissemination)
    coverage = summed(await parts_of(connection, cascade.id))
    return compose_changed(
        briefing, delivery.id, cascade.deadline, coverage, news, due=not cascade.stopped
    )


async def _away(connection: AsyncConnection, lead: Lead, now: datetime) -> bool:
    paused = await paused_until(connection, lead.member)
    return paused is not None and paused > now


async def _why(connection: AsyncConnection, cascade: Cascade) -> Why:
    match await last_move(connection, cascade.id):
        case "handed":
            return "handed"
        case "left":
            return "left"
        case _:
            return "quiet"
