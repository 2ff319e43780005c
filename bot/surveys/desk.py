"""Taking answers (`handlers.survey_port.Surveys`)."""

import asyncio
import logging
from dataclasses import dataclass
from uuid import UUID

from bot.store.engine import AsyncConnection, Database
from bot.store.survey_answers import (
    add_comment,
    agency_of,
    alone,
    count,
    take_part,
    took_part,
)
from bot.store.surveys import Survey, load_survey
from bot.surveys.keys import PulseKeys, token_of
from config.errors import DatabaseUnavailable, SettingsError
from config.now import Now
from content.survey import Submission
from handlers.survey_port import AskedSurvey, SurveyState

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SurveyDesk:
    """Counts answers, each in one transaction: the token, the counters and the comment are kept
    together or not at all. Nothing of an answer, nor who came, stays in memory or goes into a
    log."""

    database: Database
    keys: PulseKeys
    now: Now

    async def standing(self, survey: UUID, member: UUID) -> AskedSurvey | None:
        """Return a survey and how it stands with a member, or None when there is none of this id.
        Keeps nothing. Raises DatabaseUnavailable where the survey's key cannot be used."""
        async with self.database.begin() as connection:
            it = await load_survey(connection, survey)
            if it is None:
                return None
            state = await self._state(connection, it, member)
        return AskedSurvey(it.body, it.closes_at, state)

    async def answer(self, survey: UUID, member: UUID, given: Submission) -> bool:
        """Count the answers, if the survey is open for the member: once. Returns whether they were
        counted; durable when this returns. Raises DatabaseUnavailable where the survey's key
        cannot be used."""
        async with self.database.begin() as connection:
            await alone(connection, survey)
            it = await load_survey(connection, survey)
            if it is None or not it.takes_answers(self.now()):
                return False
            agency = await agency_of(connection, survey, member)
            if agency is None:
                return False
            if not await take_part(connection, survey, await self._token(it, member)):
                return False
            await count(connection, survey, agency, given.options)
            if given.comment:
                await add_comment(connection, survey, given.comment)
        return True

    async def _state(
        self, connection: AsyncConnection, survey: Survey, member: UUID
    ) -> SurveyState:
        if not survey.takes_answers(self.now()):
            return SurveyState.CLOSED
        if await agency_of(connection, survey.id, member) is None:
            return SurveyState.NOT_ASKED
        if await took_part(connection, survey.id, await self._token(survey, member)):
            return SurveyState.ANSWERED
        return SurveyState.OPEN

    async def _token(self, survey: Survey, member: UUID) -> bytes:
        try:
            key = await asyncio.to_thread(self.keys.verified, survey.id, survey.key_check)
        except SettingsError as trouble:
            logger.error("No answer can be taken. %s docs/pulse.md says what to do.", trouble)  # noqa: TRY400 - no trace of a request
            raise DatabaseUnavailable(
                "A survey's key cannot be used on this machine: the log says why. Nothing was"
                " counted."
            ) from None
        return token_of(key, survey.id, member)
