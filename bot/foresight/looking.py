"""Looking ahead: everything together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from bot.decisions.plans import coming
from bot.foresight.cascades import Standing, cascade_rows
from bot.foresight.people import digest_rows, recall_rows
from bot.foresight.posts import (
    agencies_of,
    first_posts,
    held,
    held_beyond,
    judged_again,
    overtaken,
    posts,
)
from bot.foresight.queued import queued, still_goes, taken_up
from bot.foresight.rows import Expected, What, merged
from bot.foresight.surveys import Asked, asked_at, in_time, survey_rows
from bot.store.cascade.cascades import PLANNED, unfinished_cascades
from bot.store.delivery.queued import list_queued
from bot.store.delivery.waiting import HeldDelivery, list_held
from bot.store.engine import AsyncConnection
from bot.store.plans.foresight import (
    coming_recalls,
    digests_of,
    last_corrected,
    openings,
    passed_on,
    reached,
    slugs_of,
)
from bot.store.plans.overview import Sending, list_planned, load_sending
from bot.store.plans.unsent import list_unsent
from bot.store.pulse.practice import practised
from bot.store.pulse.surveys import Survey, list_unshared
from config.directory import Directory
from config.now import LONDON
from content.coming import practice_words
from schedules.calendar import PARTNERSHIP, calendar_of, day_began
from schedules.digests import week_of
from schedules.followups import CascadePlan, PracticePlan
from schedules.kinds import Kind
from schedules.pulse import OPENING, practice_span, remind_at


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is foretold of some weeks, in its order."""

    within: Sequence[Expected]
    """What will happen in them."""
    beyond: Sequence[Expected]
    """What goes to channels, is planned in them or has come already, and is held until after
    them."""


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
    kept = [judged_again(it, directory, now) for it in await list_held(connection)]
    waiting = [it for it in kept if not it.ends_held(now) and not overtaken(it, comings, now)]
    fresh = [taken_up(it, directory, now) for it in await list_queued(connection)]
    going = [it for it in fresh if still_goes(it) and not overtaken(it, comings, now)]
    sendings = {each.sending.id: each.sending for each in comings}
    ahead = dict(first_posts(planned))
    for it in (*waiting, *going):
        if it.dissemination is not None:
            sendings[it.dissemination] = await load_sending(connection, it.dissemination)
            key = (it.dissemination, it.agency)
            ahead[key] = min(it.until, ahead.get(key, it.until))
    today = now.astimezone(LONDON).date().isoformat()
    digests = await digests_of(connection, week_of(now))
    future = _Future(directory, sendings, ahead, _openings([*kept, *fresh]), now)
    standing = [*planned, *held(waiting), *queued(going, threshold=threshold)]
    surveys = list(await _surveys(connection, future))
    rows = chain(
        standing,
        surveys,
        recall_rows(
            await coming_recalls(connection, until=until, today=today),
            directory,
            now,
            until,
            threshold=threshold,
        ),
        await _cascades(connection, future, slugs),
        digest_rows(directory, now, until, begun=digests.begun) if digests.wanted else (),
    )
    return Outlook(
        merged(row for row in rows if _is_ahead(row, now) and row.at < until),
        merged(held_beyond([*standing, *_held_surveys(surveys)], until)),
    )


def _held_surveys(rows: Iterable[Expected]) -> Iterator[Expected]:
    """Yield the posts among surveys' lines: the others are of moments that nothing holds."""
    return (row for row in rows if row.planned_at is not None)


def _is_ahead(row: Expected, now: datetime) -> bool:
    """Tell whether a line is of something that is still to be. A deadline is a day, and stands
    until that is over. What has come stands at its moment until it goes, also where that is past:
    no clock or no worker was there."""
    if row.what is What.DEADLINE:
        return row.at >= day_began(now)
    return row.at >= now or row.coming is not None or row.what is What.HELD


@dataclass(frozen=True, slots=True)
class _Future:
    """Of the posts to come: what they are of, and when the first reaches each agency; and when open
    surveys do that are held, or wait for a worker."""

    directory: Directory
    sendings: Mapping[UUID, Sending]
    ahead: Mapping[tuple[UUID, str], datetime]
    opening: Mapping[tuple[UUID, str], datetime]
    now: datetime


def _openings(kept: Iterable[HeldDelivery]) -> Mapping[tuple[UUID, str], datetime]:
    return {
        (it.subject, it.agency): it.until
        for it in kept
        if it.kind is Kind.PULSE and it.slot == OPENING
    }


async def _cascades(
    connection: AsyncConnection, future: _Future, slugs: Mapping[UUID, str]
) -> Iterator[Expected]:
    corrected = await last_corrected(connection)
    standing = [
        Standing(
            slugs[it.dissemination],
            it.agency,
            it.follow_ups.cascade or CascadePlan(),
            it.posted_at,
            it.stage,
            it.next_at,
            it.deadline,
            corrected.get(it.dissemination),
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
    surveys = await list_unshared(connection)
    opened = await openings(connection, future.now)
    has_one = await practised(connection)
    about = {each.dissemination for each in surveys if each.dissemination is not None}
    about |= future.sendings.keys() - has_one
    ahead = {key: max(at, future.now) for key, at in future.ahead.items()}
    reach = _reach(await reached(connection, about, future.now), ahead)
    asked = [
        _asked(each, _later(each, opened, future), reach.get(each.dissemination, {}), future)
        for each in surveys
    ]
    for dissemination in about - has_one:
        sending = future.sendings[dissemination]
        plan, posts = sending.follow_ups.practice, reach.get(dissemination, {})
        if plan is not None and posts:
            asked.append(_practice(sending, plan, posts, future))
    return chain.from_iterable(survey_rows(each, future.directory, future.now) for each in asked)


def _later(
    survey: Survey, opened: Mapping[UUID, Mapping[str, datetime]], future: _Future
) -> Mapping[str, datetime]:
    """Return when an open survey reached each agency, or will: what nothing was there to
    send may have to wait for the agency's next hours."""
    return {
        agency: at if at < future.now else max(at, future.opening.get((survey.id, agency), at))
        for agency, at in opened.get(survey.id, {}).items()
    }


def _reach(
    *known: Mapping[tuple[UUID, str], datetime],
) -> Mapping[UUID | None, Mapping[str, datetime]]:
    """Return when each dissemination's first post reaches each agency, by dissemination."""
    found: dict[UUID | None, dict[str, datetime]] = {}
    for (dissemination, agency), at in chain.from_iterable(each.items() for each in known):
        of_it = found.setdefault(dissemination, {})
        of_it[agency] = min(at, of_it.get(agency, at))
    return found


def _asked(
    survey: Survey,
    opened: Mapping[str, datetime],
    posts: Mapping[str, datetime],
    future: _Future,
) -> Asked:
    """Return a survey as it stands: `opened` is when it reached each agency, or will, if it is
    open; `posts`, when what it is about did."""
    about, asked = survey.body.slug, opened
    if survey.dissemination is not None:
        about = practice_words(about)
    if survey.opened_at is None:
        opens = max(survey.opens_at, future.now)
        agencies = agencies_of(future.directory, survey.channels)
        if survey.dissemination is not None:
            agencies = _there_by(posts, opens)
        asked = asked_at(agencies, opens, future.directory)
    return Asked(
        about,
        in_time(asked, survey.closes_at),
        survey.opens_at if survey.opened_at is None else None,
        survey.remind_at,
        survey.closes_at if survey.closed_at is None else None,
    )


def _practice(
    sending: Sending, plan: PracticePlan, posts: Mapping[str, datetime], future: _Future
) -> Asked:
    opens, closes = practice_span(plan, min(posts.values()), PARTNERSHIP)
    asked = asked_at(_there_by(posts, opens), max(opens, future.now), future.directory)
    return Asked(
        practice_words(sending.slug),
        in_time(asked, closes),
        opens,
        remind_at(opens, closes, PARTNERSHIP),
        closes,
    )


def _there_by(posts: Mapping[str, datetime], opens: datetime) -> Sequence[str]:
    """Return the agencies that a briefing reaches before its survey opens: only they are asked."""
    return sorted(agency for agency, at in posts.items() if at < opens)
