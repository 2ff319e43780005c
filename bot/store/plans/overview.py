"""Disseminations, and what has gone out of each and what will, as people look at them."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import State
from bot.store.plans.disseminations import FOR_EVER
from bot.store.plans.occurrences import TAKEN_UP
from bot.store.tables import briefing_versions, deliveries, disseminations, occurrences
from config.errors import NotFound
from content.days import in_london
from content.templating import say, say_once
from schedules.followups import FOLLOW_UPS, FollowUps
from schedules.occurrence import next_moment
from schedules.plan import PLAN, Plan

logger = logging.getLogger(__name__)


BEGAN_AT = (
    select(func.min(occurrences.c.due_at))
    .where(occurrences.c.dissemination == disseminations.c.id, TAKEN_UP)
    .scalar_subquery()
)
"""When the first moment was due of which a worker has attempted anything, or None."""
QUEUED_AT = (
    select(func.min(occurrences.c.queued_at))
    .where(
        occurrences.c.dissemination == disseminations.c.id, occurrences.c.skipped_reason.is_(None)
    )
    .scalar_subquery()
)
"""When the first moment came to the queue, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One dissemination, with the briefing that it sends. Moments are aware, in UTC."""

    id: UUID
    slug: str
    version: int
    title: str
    audience: str
    plan: Plan
    made_at: datetime
    channels: tuple[str, ...] = ()
    """Directory keys."""
    follow_ups: FollowUps = field(default_factory=FollowUps)
    urgent: bool = False
    series: UUID | None = None
    stopped_by: str = ""
    stopped_at: datetime | None = None
    """None where it was not stopped."""
    withdrawn: bool = False
    """Whether it was stopped by a withdrawal."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A dissemination of which at least one delivery was attempted or has an outcome, and when the
    first moment of which that is so was due (aware, UTC)."""

    sending: Sending
    began_at: datetime


@dataclass(frozen=True, slots=True)
class Planned:
    """A dissemination whose plan may have moments left after `filled_until` (aware, UTC)."""

    sending: Sending
    filled_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTo:
    """One delivery of a dissemination. Moments are aware, in UTC."""

    id: UUID
    agency: str
    channel: str
    """The directory's key."""
    state: State
    reason: str
    attempts: int
    due_at: datetime
    settled_at: datetime | None
    next_try_at: datetime | None


async def list_unreadable(connection: AsyncConnection) -> Sequence[UUID]:
    """Return the disseminations not stopped whose plan, or what comes after it, cannot be read."""
    rows = await connection.execute(
        select(disseminations.c.id, disseminations.c.plan, disseminations.c.follow_ups)
        .where(disseminations.c.stopped_at.is_(None))
        .order_by(disseminations.c.created_at, disseminations.c.id)
    )
    unreadable: list[UUID] = []
    for row in rows:
        try:
            PLAN.validate_python(row.plan)
            FOLLOW_UPS.validate_python(row.follow_ups)
        except ValidationError:
            unreadable.append(row.id)
    return unreadable


async def load_sending(connection: AsyncConnection, dissemination: UUID) -> Sending:
    """Return a dissemination, begun or not. Raises NotFound."""
    rows = await connection.execute(every_sending().where(disseminations.c.id == dissemination))
    row = rows.one_or_none()
    if row is None:
        raise NotFound(_nothing(str(dissemination)))
    return sending_from(row)


async def find_begun(connection: AsyncConnection, which: str) -> Begun:
    """Return the dissemination of this id, or of those of a briefing's slug the newest that has
    begun; with an empty `which` the newest of all. Raises NotFound, which says of what has not
    begun when it comes, or since when it waits for a worker."""
    wanted = (
        every_sending()
        .add_columns(BEGAN_AT.label("began_at"), QUEUED_AT.label("queued_at"))
        .order_by(disseminations.c.created_at.desc())
        .limit(1)
    )
    try:
        wanted = wanted.where(disseminations.c.id == UUID(which))
    except ValueError:
        if which:
            wanted = wanted.where(briefing_versions.c.slug == which)
    row = (await connection.execute(wanted.where(BEGAN_AT.is_not(None)))).one_or_none()
    if row is not None:
        return Begun(sending_from(row), row.began_at)
    waiting = (await connection.execute(wanted)).one_or_none()
    if waiting is not None:
        raise NotFound(_not_yet(waiting))
    raise NotFound(_nothing(which) if which else say("not_found.nothing_sent"))


async def count_others(connection: AsyncConnection, sending: Sending) -> int:
    """Return how many other disseminations of the same briefing there are, of any version, begun
    or not."""
    rows = await connection.execute(
        select(func.count())
        .select_from(disseminations)
        .join(briefing_versions, briefing_versions.c.id == disseminations.c.briefing_version)
        .where(briefing_versions.c.slug == sending.slug, disseminations.c.id != sending.id)
    )
    return rows.scalar_one()


async def list_planned(connection: AsyncConnection) -> Sequence[Planned]:
    """Return the disseminations whose plans may have moments left, oldest first. One whose plan
    this version cannot read (a newer version wrote it) is left out, and logged."""
    rows = await connection.execute(
        every_sending()
        .where(disseminations.c.filled_until < FOR_EVER)
        .order_by(disseminations.c.created_at, disseminations.c.id)
    )
    read: list[Planned] = []
    for row in rows:
        try:
            read.append(Planned(sending_from(row), row.filled_until))
        except ValidationError:
            logger.exception("The plan of dissemination %s cannot be read.", row.id)
    return read


async def list_deliveries(connection: AsyncConnection, dissemination: UUID) -> Sequence[SentTo]:
    """Return a dissemination's deliveries, by agency and channel, earliest first."""
    rows = await connection.execute(
        select(deliveries, occurrences.c.due_at)
        .join(occurrences, occurrences.c.id == deliveries.c.occurrence)
        .where(deliveries.c.dissemination == dissemination)
        .order_by(deliveries.c.agency, deliveries.c.channel, occurrences.c.due_at)
    )
    return [
        SentTo(
            id=row.id,
            agency=row.agency,
            channel=row.channel,
            state=State(row.state),
            reason=row.reason or "",
            attempts=row.attempts,
            due_at=row.due_at,
            settled_at=row.settled_at,
            next_try_at=row.next_try_at,
        )
        for row in rows
    ]


async def list_skipped(
    connection: AsyncConnection, dissemination: UUID
) -> Sequence[tuple[datetime, str]]:
    """Return the planned moments that were not sent at all, each with its reason in words."""
    rows = await connection.execute(
        select(occurrences.c.due_at, occurrences.c.skipped_reason)
        .where(
            occurrences.c.dissemination == dissemination,
            occurrences.c.skipped_reason.is_not(None),
        )
        .order_by(occurrences.c.due_at)
    )
    return [(row.due_at, row.skipped_reason) for row in rows]


def every_sending() -> Select[*tuple[Any, ...]]:
    """Return the query for every dissemination, whose rows `sending_from` reads."""
    return select(
        disseminations.c.id,
        disseminations.c.audience,
        disseminations.c.plan,
        disseminations.c.channels,
        disseminations.c.follow_ups,
        disseminations.c.urgent,
        disseminations.c.series,
        disseminations.c.created_at,
        disseminations.c.filled_until,
        disseminations.c.stopped_at,
        disseminations.c.stopped_by,
        disseminations.c.withdrawn_at,
        briefing_versions.c.slug,
        briefing_versions.c.version,
        briefing_versions.c.title,
    ).join(briefing_versions, briefing_versions.c.id == disseminations.c.briefing_version)


def sending_from(row: Row[*tuple[Any, ...]]) -> Sending:
    """Return the dissemination of a row of `every_sending`."""
    return Sending(
        id=row.id,
        slug=row.slug,
        version=row.version,
        title=row.title,
        audience=row.audience,
        plan=PLAN.validate_python(row.plan),
        made_at=row.created_at,
        channels=tuple(row.channels),
        follow_ups=FOLLOW_UPS.validate_python(row.follow_ups),
        urgent=row.urgent,
        series=row.series,
        stopped_by=row.stopped_by or "",
        stopped_at=row.stopped_at,
        withdrawn=row.withdrawn_at is not None,
    )


def ahead_of(row: Row[*tuple[Any, ...]]) -> datetime | None:
    """Return when the next moment of a row of `every_sending` is due; None where its plan has
    none left."""
    if row.filled_until >= FOR_EVER:
        return None
    ahead = next_moment(PLAN.validate_python(row.plan), row.filled_until)
    return None if ahead is None else ahead.due_at


def _nothing(which: str) -> str:
    return say_once("not_found.sent", which=which)


def _not_yet(row: Row[*tuple[Any, ...]]) -> str:
    what = say_once("not_yet.what", slug=row.slug, version=row.version, dissemination=row.id)
    if row.stopped_at is not None:
        at = in_london(row.stopped_at)
        return say_once("not_yet.stopped", what=what, by=row.stopped_by, at=at)
    if row.queued_at is not None:
        return say_once("not_yet.queued", what=what, at=in_london(row.queued_at))
    ahead = ahead_of(row)
    if ahead is None:
        return say_once("not_yet.missed", what=what)
    return say_once("not_yet.planned", what=what, at=in_london(ahead))
