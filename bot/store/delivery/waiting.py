"""Deliveries that an agency's calendar, or their one reader, holds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import State
from bot.store.tables import (
    briefing_versions,
    deliveries,
    disseminations,
    occurrences,
    preferences,
    surveys,
)
from content.templating import say
from schedules.calendar import PARTNERSHIP, Calendar
from schedules.kinds import Kind
from schedules.pulse import OPENING, REMINDER

_UNTIL_CLOSE = occurrences.c.slot.in_([OPENING, REMINDER])
"""In SQL: a survey's post that asks for answers, and so comes too late once it has closed."""
_HELD = (deliveries.c.state == State.WAITING.value) & deliveries.c.held


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDelivery:
    """One delivery that waits for its agency's hours or its reader. Moments are aware, in UTC."""

    id: UUID
    kind: Kind
    subject: UUID
    slot: str
    dissemination: UUID | None
    slug: str
    """The briefing's or the survey's; empty where it is of neither alone."""
    agency: str
    channel: str | None
    """The directory's key; None where it is a message to one person."""
    until: datetime
    reason: str
    paused_until: datetime | None
    """Until when the one reader has paused. A pause that is over is still told."""
    ends_at: datetime | None
    """From when on it is not sent any more, even if nothing holds it: a survey closes."""
    calendar: Calendar = PARTNERSHIP
    """Its agency's, once the directory was looked into."""

    def ends_held(self, now: datetime) -> bool:
        """Tell whether it is held until it is too late for it. What it was held until may be past:
        nothing ran that could send it."""
        return self.ends_at is not None and self.ends_at <= max(self.until, now)


async def list_held(connection: AsyncConnection, *, lock: bool = False) -> Sequence[HeldDelivery]:
    """Return what is held, what may go first at first. `lock`: nobody changes it until the
    transaction ends; what another clock holds is left to it."""
    wanted = (
        select(
            deliveries,
            occurrences.c.kind,
            occurrences.c.subject,
            occurrences.c.slot,
            briefing_versions.c.slug,
            surveys.c.slug.label("survey"),
            case((_UNTIL_CLOSE, surveys.c.closes_at)).label("ends_at"),
            preferences.c.paused_until,
        )
        .join(occurrences, occurrences.c.id == deliveries.c.occurrence)
        .outerjoin(disseminations, disseminations.c.id == deliveries.c.dissemination)
        .outerjoin(briefing_versions, briefing_versions.c.id == disseminations.c.briefing_version)
        .outerjoin(surveys, surveys.c.id == occurrences.c.subject)
        .outerjoin(preferences, preferences.c.member == deliveries.c.member)
        .where(_HELD)
        .order_by(deliveries.c.next_try_at, occurrences.c.due_at, deliveries.c.id)
    )
    if lock:
        wanted = wanted.with_for_update(of=deliveries, skip_locked=True)
    return [
        HeldDelivery(
            id=row.id,
            kind=Kind(row.kind),
            subject=row.subject,
            slot=row.slot,
            dissemination=row.dissemination,
            slug=row.slug or row.survey or "",
            agency=row.agency,
            channel=row.channel,
            until=row.next_try_at,
            reason=row.reason or "",
            paused_until=row.paused_until,
            ends_at=row.ends_at,
        )
        for row in await connection.execute(wanted)
    ]


async def hold_until(
    connection: AsyncConnection, held: Collection[UUID], until: datetime, reason: str
) -> None:
    """Let what is held wait until another moment, for this reason."""
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(held), _HELD)
        .values(next_try_at=until, reason=reason)
    )


async def supersede(
    connection: AsyncConnection,
    dissemination: UUID,
    *,
    now: datetime,
    besides: Collection[str] = (),
) -> None:
    """Give up what is still held of a dissemination's earlier moments, or planned and not attempted
    yet, now that a later one has come: its channels get the briefing once. Agencies `besides`, to
    which the later one does not go, keep theirs. A driver that has one of them ready finds that out
    when it claims it."""
    unattempted = (deliveries.c.state == State.PLANNED.value) & (deliveries.c.attempts == 0)
    await connection.execute(
        update(deliveries)
        .where(
            deliveries.c.dissemination == dissemination,
            deliveries.c.agency.not_in(besides),
            _HELD | unattempted,
        )
        .values(
            state=State.SKIPPED.value,
            reason=case((_HELD, say("waiting.superseded")), else_=say("missed.superseded")),
            settled_at=now,
            next_try_at=None,
        )
    )
