"""The one way to send a briefing, or several in a series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from bot.delivery.filling import fill
from bot.delivery.jobs import Queue
from bot.store.content.shelf import BRIEFINGS
from bot.store.engine import AsyncConnection, Database
from bot.store.plans.disseminations import Dissemination, insert_dissemination
from bot.store.wake import nudge
from config.directory import Channel, Directory
from config.errors import InputError, NotFound, Problem, Refused
from config.now import Now
from content.briefing import Briefing
from content.days import in_london
from content.templating import say, say_once
from schedules.followups import FollowUps
from schedules.occurrence import (
    LATEST,
    Missed,
    Moment,
    check_plan,
    lateness,
    next_moment,
    opening,
)
from schedules.plan import OneOff, Plan
from schedules.series import Series, Week, weeks


@dataclass(frozen=True, slots=True)
class InSeries:
    """One briefing of a series, and when it goes out."""

    dissemination: UUID
    slug: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlannedSeries:
    """A series as it was planned. `left_out` are the weeks between in which nothing goes out."""

    id: UUID
    parts: Sequence[InSeries]
    left_out: Sequence[Week]


async def disseminate(  # noqa: PLR0917 - each is needed, and this is the only way to send
    database: Database,
    queue: Queue,
    directory: Directory,
    slug: str,
    version: int | None,
    audience: str,
    plan: Plan,
    now: Now,
    *,
    follow_ups: FollowUps | None = None,
    urgent: bool = False,
) -> UUID:
    """Plan a briefing version (the newest where None) for an audience, with what comes after the
    post (the usual where None). Returns the dissemination's id. A moment that has come is queued
    in the same transaction; it waits for each agency's hours unless it is urgent.

    Raises NotFound for an unknown briefing or audience, Refused for what nobody else approved,
    an audience without channels, a restricted briefing to channels that others than leads can
    see, or a plan whose time is over, and InputError for a plan that does not hold together.
    """
    moment = now()
    first_moment(plan, moment)
    channels = channels_of(directory, audience)
    making = _Making(queue, directory, audience, channels, follow_ups, urgent, moment)
    async with database.begin() as connection:
        made = await making(connection, slug, version, plan)
        await nudge(connection)
    return made


async def disseminate_series(  # noqa: PLR0917 - each is needed, as above
    database: Database,
    queue: Queue,
    directory: Directory,
    slugs: Sequence[str],
    audience: str,
    series: Series,
    now: Now,
    *,
    follow_ups: FollowUps | None = None,
) -> PlannedSeries:
    """Plan several briefings, the newest version of each, one a week in their order: all of them or
    none. Raises what `disseminate` raises, also for a briefing that stands there twice, a first
    week that is over, and terms with too few weeks."""
    moment = now()
    twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if twice:
        what = say_once("plan_refusal.twice", slugs=", ".join(twice))
        raise InputError(say("plan_refusal.series"), [Problem("briefing", what)])
    channels = channels_of(directory, audience)
    chosen, left_out = _weeks_for(slugs, series, moment)
    identity = uuid4()
    making = _Making(queue, directory, audience, channels, follow_ups, urgent=False, moment=moment)
    async with database.begin() as connection:
        parts = [
            InSeries(await making(connection, slug, None, OneOff(at), identity), slug, at)
            for slug, at in zip(slugs, chosen, strict=True)
        ]
        await nudge(connection)
    return PlannedSeries(identity, parts, left_out)


def first_moment(plan: Plan, moment: datetime) -> Moment:
    """Return the first moment that a plan made now owes. Raises InputError for one that does not
    hold together, Refused for one whose time is over."""
    problems = check_plan(plan)
    if problems:
        raise InputError(say("plan_refusal.plan"), problems)
    first = next_moment(plan, opening(plan, moment))
    if first is None:
        raise Refused(say("plan_refusal.over"))
    if isinstance(lateness(plan, first.due_at, moment), Missed):
        raise Refused(say_once("plan_refusal.missed_moment", at=in_london(first.due_at)))
    return first


def channels_of(directory: Directory, audience: str) -> tuple[Channel, ...]:
    """Return the channels of an audience. Raises NotFound for an unknown one, Refused for one
    without channels."""
    channels = directory.audience_channels(audience)
    if channels is None:
        names = ", ".join(["everyone", *(entry.key for entry in directory.audiences)])
        raise NotFound(say_once("not_found.audience", audience=audience, names=names))
    if not channels:
        raise Refused(say_once("send_refusal.no_channel", audience=audience))
    return channels


@dataclass(frozen=True, slots=True)
class _Making:
    """Checks and stores disseminations to one audience, in the caller's transaction."""

    queue: Queue
    directory: Directory
    audience: str
    channels: tuple[Channel, ...]
    follow_ups: FollowUps | None
    urgent: bool
    moment: datetime

    async def __call__(
        self,
        connection: AsyncConnection,
        slug: str,
        version: int | None,
        plan: Plan,
        series: UUID | None = None,
    ) -> UUID:
        """Store one, and fill it. Returns its id."""
        stored = await BRIEFINGS.load(connection, slug, version)
        _check_briefing(stored.written, self.channels)
        dissemination = Dissemination(
            id=uuid4(),
            briefing_version=stored.id,
            audience=self.audience,
            channels=tuple(channel.key for channel in self.channels),
            plan=plan,
            filled_until=opening(plan, self.moment),
            created_at=self.moment,
            follow_ups=self.follow_ups or FollowUps(),
            urgent=self.urgent,
            series=series,
        )
        await insert_dissemination(connection, dissemination)
        await fill(connection, self.queue, self.directory, dissemination, self.moment)
        return dissemination.id


def _weeks_for(
    slugs: Sequence[str], series: Series, moment: datetime
) -> tuple[Sequence[datetime], Sequence[Week]]:
    chosen: list[datetime] = []
    left_out: list[Week] = []
    for week in weeks(series):
        if week.at >= LATEST:
            raise Refused(say("plan_refusal.far", year=LATEST.year))
        if week.left_out is not None:
            left_out.append(week)
            continue
        if week.at < moment:
            raise Refused(say("plan_refusal.first_day", day=week.day))
        chosen.append(week.at)
        if len(chosen) == len(slugs):
            return chosen, left_out
    assert series.terms is not None
    raise Refused(
        say_once(
            "plan_refusal.weeks",
            terms=series.terms.name,
            until=series.terms.known_until,
            weeks=len(chosen),
            briefings=len(slugs),
        )
    )


def _check_briefing(briefing: Briefing, channels: tuple[Channel, ...]) -> None:
    named = {"slug": briefing.slug, "version": briefing.version}
    if not briefing.approved_by_another:
        raise Refused(say_once("send_refusal.not_approved", **named))
    open_to_others = [channel.key for channel in channels if not channel.leads_only]
    if briefing.restricted and open_to_others:
        others = ", ".join(open_to_others)
        raise Refused(say_once("send_refusal.restricted", **named, channels=others))
