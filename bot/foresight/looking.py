"""Looking ahead: everything together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from bot.decisions.plans import coming
from bot.foresight.cascades import Standing, cascade_rows
from bot.foresight.people import digest_rows, recall_rows
from bot.foresight.posts import agencies_of, first_posts, held, held_beyond, overtaken, posts
from bot.foresight.rows import Expected, merged
from bot.foresight.surveys import Asked, survey_rows
from bot.store.cascade.cascades import PLANNED, unfinished_cascades
from bot.store.delivery.waiting import list_held
from bot.store.engine import AsyncConnection
from bot.store.plans.foresight import coming_recalls, passed_on, slugs_of
from bot.store.plans.overview import Sending, list_planned, load_sending
from bot.store.plans.unsent import list_unsent
from bot.store.pulse.practice import practised
from bot.store.pulse.surveys import Survey, channels_asked, list_unshared
from config.directory import Directory
from config.now import LONDON
from schedules.calendar import PARTNERSHIP, calendar_of
from schedules.followups import CascadePlan, PracticePlan
from schedules.occurrence import LATEST
from schedules.pulse import practice_span, remind_at


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is foretold of some weeks, in its order."""

    within: Sequence[Expected]
    """What will happen in them."""
    beyond: Sequence[Expected]
    """Posts that are planned in them, or have come already, and are held until after them."""


async def look_ahead(
    connection: AsyncConnection, directory: Directory, now: datetime, weeks: int, *, threshold: int
) -> Outlook:
    """Return what will happen in the next so many weeks, as far as it can be foretold. What has
    come and waits for a worker or a clock stands in it at its moment. `threshold`
    is the setting `suppression_threshold`."""
    until = now + timedelta(weeks=weeks)
    comings = coming(await list_planned(connection), await list_unsent(connection), now, weeks)
    planned = list(posts(comings, directory, now))
    slugs = await slugs_of(connection)
    waiting = [it for it in await list_held(connection) if not overtaken(it, comings)]
    sendings = {each.sending.id: each.sending for each in comings}
    ahead = dict(first_posts(planned))
    for it in waiting:
        if it.dissemination is not None:
            sendings[it.dissemination] = await load_sending(connection, it.dissemination)
            key = (it.dissemination, it.agency)
            ahead[key] = min(it.until, ahead.get(key, it.until))
    today = now.astimezone(LONDON).date().isoformat()
    future = _Future(directory, sendings, ahead, now)
    standing = [*planned, *held(waiting)]
    rows = chain(
        standing,
        recall_rows(
            await coming_recalls(connection, until=until, today=today),
            directory,
            now,
            until,
            threshold=threshold,
        ),
        await _cascades(connection, future, slugs),
        await _surveys(connection, future),
        digest_rows(directory, now, until) if slugs else (),
    )
    return Outlook(
        merged(row for row in rows if row.at < until and (row.at >= now or row.coming)),
        merged(held_beyond(standing, until)),
    )


@dataclass(frozen=True, slots=True)
class _Future:
    """Of the posts to come: what they are of, and when the first reaches each agency."""

    directory: Directory
    sendings: Mapping[UUID, Sending]
    ahead: Mapping[tuple[UUID, str], datetime]
    now: datetime

    def first_of_all(self) -> Mapping[UUID, datetime]:
        """Return when each dissemination's first post comes."""
        first: dict[UUID, datetime] = {}
        for (dissemination, _), at in self.ahead.items():
            first[dissemination] = min(max(at, self.now), first.get(dissemination, LATEST))
        return first


async def _cascades(
    connection: AsyncConnection, future: _Future, slugs: Mapping[UUID, str]
) -> Iterator[Expected]:
    standing = [
        Standing(
            slugs[it.dissemination],
            it.agency,
            it.follow_ups.cascade or CascadePlan(),
            it.posted_at,
            it.stage,
            it.next_at,
        )
        for it in await unfinished_cascades(connection)
        if not it.stopped and it.dissemination in slugs
    ]
    begun = await passed_on(connection)
    for (dissemination, agency), at in future.ahead.items():
        sending = future.sendings[dissemination]
        plan = sending.follow_ups.cascade
        if plan is not None and (dissemination, agency) not in begun:
            posted_at = max(at, future.now)
            next_at = calendar_of(future.directory, agency).next_allowed(posted_at).at
            standing.append(Standing(sending.slug, agency, plan, posted_at, PLANNED, next_at))
    return chain.from_iterable(cascade_rows(it, future.directory, future.now) for it in standing)


async def _surveys(connection: AsyncConnection, future: _Future) -> Iterator[Expected]:
    surveys = [each for each in await list_unshared(connection) if not each.stopped]
    asked = [await _asked(connection, survey, future.directory) for survey in surveys]
    has_one = await practised(connection)
    for dissemination, at in future.first_of_all().items():
        sending = future.sendings[dissemination]
        plan = sending.follow_ups.practice
        if plan is not None and dissemination not in has_one:
            asked.append(_practice(sending, plan, at, future.directory))
    return chain.from_iterable(survey_rows(each, future.directory, future.now) for each in asked)


async def _asked(connection: AsyncConnection, survey: Survey, directory: Directory) -> Asked:
    opened, closed = survey.opened_at is not None, survey.closed_at is not None
    channels = await channels_asked(connection, survey.id) if opened else survey.channels
    return Asked(
        survey.body.slug if survey.dissemination is None else _about_practice(survey.body.slug),
        agencies_of(directory, channels or survey.channels),
        None if opened else survey.opens_at,
        survey.remind_at,
        None if closed else survey.closes_at,
    )


def _practice(
    sending: Sending, plan: PracticePlan, posted_at: datetime, directory: Directory
) -> Asked:
    opens, closes = practice_span(plan, posted_at, PARTNERSHIP)
    return Asked(
        _about_practice(sending.slug),
        agencies_of(directory, sending.channels),
        opens,
        remind_at(opens, closes, PARTNERSHIP),
        closes,
    )


def _about_practice(slug: str) -> str:
    return f"{slug} (practice)"
