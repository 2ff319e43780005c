"""Surveys: put to their channels, reminded of, closed, and brought back; and the one about practice
that comes some weeks after a briefing."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.delivery.errands import Errands
from bot.store.engine import AsyncConnection
from bot.store.inbox.clarifications import channels_reached
from bot.store.looks import Look
from bot.store.pulse.answers import alone, make_counters
from bot.store.pulse.closing import take_tables
from bot.store.pulse.look import PULSE_LOOK
from bot.store.pulse.practice import NewPractice, new_practices, practice_id
from bot.store.pulse.surveys import (
    NewSurvey,
    Survey,
    call_off,
    channels_asked,
    insert_survey,
    load_survey,
    next_survey,
    set_opened,
    set_reminded,
    set_shared,
    take_due,
    unasked_surveys,
    withdrawn_surveys,
)
from bot.surveys.closing import close_surveys, forget_all
from bot.surveys.keys import PulseKeys, check_of
from config.directory import Directory
from config.errors import SettingsError
from content.survey import practice_change
from content.templating import say
from schedules.calendar import PARTNERSHIP
from schedules.followups import PracticePlan
from schedules.kinds import Kind
from schedules.pulse import OPENING, REMINDER, RESULTS, practice_span, remind_at

logger = logging.getLogger(__name__)

AGAIN: Final = timedelta(seconds=30)
"""When something that cannot be done now is tried again."""

STOPPED: Final = "called_off.stopped"
WITHDRAWN: Final = "called_off.withdrawn"
OVER: Final = "called_off.over"
NOBODY: Final = "called_off.nobody"
"""Why a survey ends without results: phrases."""


@dataclass(frozen=True, slots=True)
class RunSurveys:
    """The follow-up that runs surveys (`bot.followups.base.FollowUp`). `threshold` is the setting
    suppression_threshold."""

    errands: Errands
    keys: PulseKeys
    threshold: int
    name: str = "pulse"

    def look(self, now: datetime) -> Look | None:  # noqa: ARG002 - the same at any moment
        """Return the look: whether any survey is to be planned, opened, told of or ended."""
        return PULSE_LOOK

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Plan what new posts bring, and do what is due. Closing comes last, since it keeps the
        tables of answers to itself until the commit."""
        for new in await new_practices(connection):
            await insert_survey(connection, _practice_survey(new, now))
        for survey, was_withdrawn in await unasked_surveys(connection):
            await call_off(connection, survey, say(WITHDRAWN if was_withdrawn else STOPPED))
        later: list[datetime | None] = [await self._end_withdrawn(connection, now)]
        over: list[Survey] = []
        for survey in await take_due(connection, now):
            if survey.opened_at is None:
                later.append(await self._open(connection, survey, now))
            elif survey.closed_at is not None:
                later.append(await self._share(connection, survey, now))
            elif survey.closes_at <= now:
                over.append(survey)
            else:
                await self._remind(connection, survey, now)
        if over:
            later.append(await self._close(connection, over, now))
        later.append(await next_survey(connection, now))
        return min((moment for moment in later if moment is not None), default=None)

    async def _end_withdrawn(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """End surveys about what was withdrawn, without results: what was answered is
        forgotten."""
        surveys = await withdrawn_surveys(connection)
        if not surveys:
            return None
        for survey in surveys:  # all of them before the tables, or two would wait for each other
            await alone(connection, survey)
        if not await take_tables(connection):
            return now + AGAIN
        for survey in surveys:
            await call_off(connection, survey, say(WITHDRAWN))
        await forget_all(connection, surveys, self.keys)
        return None

    async def _open(
        self, connection: AsyncConnection, survey: Survey, now: datetime
    ) -> datetime | None:
        channels = await self._channels(connection, survey)
        reason = STOPPED if survey.stopped else OVER if survey.closes_at <= now else ""
        if reason or not channels:
            await call_off(connection, survey.id, say(reason or NOBODY))
            return None
        try:
            key = await asyncio.to_thread(self.keys.make, survey.id)
        except SettingsError as trouble:
            logger.error("Survey %s cannot be opened; it is tried again. %s", survey.id, trouble)  # noqa: TRY400 - the sentence says it all
            return now + AGAIN
        await self._post(connection, survey, OPENING, channels, now)
        agencies = _agencies(self.errands.directory, channels)
        await make_counters(connection, survey.id, survey.body, agencies)
        await set_opened(connection, survey.id, check_of(key), now)
        if survey.remind_at is not None and survey.remind_at <= now:
            # No clock ran when it was to open: nobody is reminded of what has only just come.
            await set_reminded(connection, survey.id)
        return None

    async def _remind(self, connection: AsyncConnection, survey: Survey, now: datetime) -> None:
        channels = await channels_asked(connection, survey.id)
        await self._post(connection, survey, REMINDER, channels, now)
        await set_reminded(connection, survey.id)

    async def _close(
        self, connection: AsyncConnection, over: Sequence[Survey], now: datetime
    ) -> datetime | None:
        if not await close_surveys(connection, over, self.keys, threshold=self.threshold, now=now):
            logger.info("Surveys are closed later: something holds the tables of answers.")
            return now + AGAIN
        later = [
            await self._share(connection, closed, now)
            for survey in over
            if (closed := await load_survey(connection, survey.id)) and not closed.called_off
        ]
        return min((moment for moment in later if moment is not None), default=None)

    async def _share(
        self, connection: AsyncConnection, survey: Survey, now: datetime
    ) -> datetime | None:
        when = PARTNERSHIP.next_allowed(now).at
        if when > now:
            return when
        channels = await channels_asked(connection, survey.id)
        await self._post(connection, survey, RESULTS, channels, now)
        await set_shared(connection, survey.id, now)
        return None

    async def _channels(self, connection: AsyncConnection, survey: Survey) -> Sequence[str]:
        if survey.dissemination is None:
            return survey.channels
        return await channels_reached(connection, survey.dissemination)

    async def _post(
        self,
        connection: AsyncConnection,
        survey: Survey,
        slot: str,
        channels: Sequence[str],
        now: datetime,
    ) -> None:
        await self.errands.to_channels(
            connection, kind=Kind.PULSE, subject=survey.id, slot=slot, channels=channels, now=now
        )


def _practice_survey(new: NewPractice, now: datetime) -> NewSurvey:
    plan = new.follow_ups.practice or PracticePlan()
    opens_at, closes_at = practice_span(plan, new.posted_at, PARTNERSHIP)
    return NewSurvey(
        id=practice_id(new.dissemination),
        body=practice_change(new.briefing),
        dissemination=new.dissemination,
        audience=new.audience,
        channels=new.channels,
        opens_at=opens_at,
        remind_at=remind_at(opens_at, closes_at, PARTNERSHIP),
        closes_at=closes_at,
        made_at=now,
    )


def _agencies(directory: Directory, channels: Sequence[str]) -> Sequence[str]:
    known = {channel.key: channel.agency for channel in directory.channels}
    return sorted({known[key] for key in channels if key in known})
