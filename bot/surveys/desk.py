"""Taking answers (`handlers.survey_port.Surveys`)."""

import asyncio
import logging
from dataclasses import dataclass
from uuid import UUID

from bot.store.engine import Database
from bot.store.pulse.answering import Standing, count, standing, standing_alone, took_part
from bot.surveys.keys import PulseKeys, token_of
from config.errors import DatabaseUnavailable, SettingsError
from config.now import Now
from content.survey import Submission
from content.templating import say
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
        it = await standing(self.database.statements, survey, member, self.now())
        if it is None:
            return None
        return AskedSurvey(it.survey, it.closes_at, await self._state(it, survey, member))

    async def answer(self, survey: UUID, member: UUID, given: Submission) -> bool:
        """Count the answers, if the survey is open for the member: once. Returns whether they were
        counted; durable when this returns. Raises DatabaseUnavailable where the survey's key
        cannot be used."""
        async with self.database.statements.begin() as connection:
            it = await standing_alone(connection, survey, member, self.now())
            if it is None or not it.open or it.agency is None:
                return False
            token = await self._token(it, survey, member)
            return await count(connection, survey, it.agency, token, given)

    async def _state(self, it: Standing, survey: UUID, member: UUID) -> SurveyState:
        if not it.open:
            return SurveyState.CLOSED
        if it.agency is None:
            return SurveyState.NOT_ASKED
        token = await self._token(it, survey, member)
        if await took_part(self.database.statements, survey, token):
            return SurveyState.ANSWERED
        return SurveyState.OPEN

    async def _token(self, it: Standing, survey: UUID, member: UUID) -> bytes:
        try:
            key = await asyncio.to_thread(self.keys.verified, survey, it.key_check)
        except SettingsError as trouble:
            logger.error("No answer can be taken. %s docs/pulse.md says what to do.", trouble)  # noqa: TRY400 - no trace of a request
            raise DatabaseUnavailable(say("survey_refusal.no_key")) from None
        return token_of(key, survey, member)
