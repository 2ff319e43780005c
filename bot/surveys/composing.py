"""What a survey's posts say, composed in the moment before they are sent."""

from dataclasses import dataclass

from bot.delivery.composing import Needless
from bot.evidence.tables import so_far
from bot.store.delivery.deliveries import Delivery
from bot.store.engine import AsyncConnection
from bot.store.plans.disseminations import briefing_sent_by
from bot.store.pulse.answers import answered
from bot.store.pulse.proposals import proposals_of
from bot.store.pulse.surveys import Survey, load_survey
from bot.surveys.responding import current_slots
from bot.surveys.results import results_of
from config.directory import Directory
from config.now import Now
from content.compose.survey import compose_survey_post, compose_survey_reminder
from content.compose.survey_results import compose_survey_results
from content.message import Message
from content.responding import response_lines
from content.templating import say
from schedules.pulse import OPENING, REMINDER, RESULTS


@dataclass(frozen=True, slots=True)
class ComposePulse:
    """Composes a survey's posts (`bot.delivery.composing.Compose`). `threshold` is the setting
    suppression_threshold."""

    directory: Directory
    threshold: int
    now: Now

    async def __call__(self, connection: AsyncConnection, delivery: Delivery) -> Message | Needless:
        """Return the post, unless it is too late for it."""
        survey = await load_survey(connection, delivery.subject)
        if survey is None or survey.called_off:
            return Needless(say("needless.survey_stopped"))
        if await self._is_not_for(connection, survey, delivery):
            return Needless(say("needless.restricted"))
        if delivery.slot not in {OPENING, REMINDER}:
            return await _results(connection, survey, delivery.slot)
        if not survey.takes_answers(self.now()):
            return Needless(say("needless.survey_closed"))
        if delivery.slot == OPENING:
            return compose_survey_post(survey.body, delivery.id, survey.closes_at)
        steps = so_far(await answered(connection, survey.id), self.threshold)
        return compose_survey_reminder(survey.body, delivery.id, survey.closes_at, steps)

    async def _is_not_for(
        self, connection: AsyncConnection, survey: Survey, delivery: Delivery
    ) -> bool:
        """Tell whether others than leads can see the channel, and the survey is about a briefing
        that only leads may see."""
        assert delivery.channel is not None
        if survey.dissemination is None or self.directory.channel(delivery.channel).leads_only:
            return False
        return (await briefing_sent_by(connection, survey.dissemination)).restricted


async def _results(connection: AsyncConnection, survey: Survey, slot: str) -> Message | Needless:
    if slot != RESULTS:
        current = current_slots(survey, await proposals_of(connection, survey.id))
        if slot not in current:
            return Needless(say("needless.other_words"))
    return compose_survey_results(survey.body, results_of(survey), response_lines(survey.you_said))
