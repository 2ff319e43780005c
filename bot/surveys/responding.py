"""Saying what will be done about a survey: "you said, we did"."""

from dataclasses import dataclass
from hashlib import sha256

from bot.delivery.errands import Errands
from bot.inbox import WORDS, member_of_the_group
from bot.store.audit import Act, Decision, add_decision
from bot.store.engine import Database
from bot.store.surveys import Survey, channels_asked, find_survey, set_you_said
from config.errors import InputError, Problem, Refused
from config.now import Now
from content.clarifying import tidy
from content.responding import response_trouble
from schedules.kinds import Kind
from schedules.pulse import DOING


@dataclass(frozen=True, slots=True)
class Responding:
    """Keeps what will be done, and has it posted."""

    database: Database
    errands: Errands
    now: Now

    async def respond(self, which: str, words: str, *, by: str) -> Survey:
        """Keep what will be done about a survey that has closed, a line each, in the name of a
        coordinator or an approver. Before the results are posted it goes with them; later they are
        posted once more. The same words again change nothing. Returns the survey as it was before.
        Raises NotFound, Refused for a name that may not and for a survey without results,
        InputError for words that cannot be posted."""
        name = member_of_the_group(self.errands.directory, by)
        words = tidy(words)
        async with self.database.begin() as connection:
            survey = await find_survey(connection, which, lock=True)
            if survey.cut is None:
                raise Refused(
                    "This survey has no results yet, and nothing was kept: what will be done comes"
                    " after what was said."
                )
            if words and survey.you_said == words:
                return survey
            trouble = response_trouble(words, survey.comments)
            if trouble is not None:
                raise InputError("What was written", [Problem(WORDS, trouble)])
            now = self.now()
            await set_you_said(connection, survey.id, words)
            digest = digest_of(words)
            decision = Decision(
                act=Act.RESPONDED,
                subject=survey.id,
                person=name,
                at=now,
                detail={"digest": digest},
            )
            await add_decision(connection, decision)
            if survey.shared_at is not None:
                await self.errands.to_channels(
                    connection,
                    kind=Kind.PULSE,
                    subject=survey.id,
                    slot=doing_slot(words),
                    channels=await channels_asked(connection, survey.id),
                    now=now,
                )
        return survey


def doing_slot(words: str) -> str:
    """Return the slot of the post that says what will be done in these words: one post a text."""
    return f"{DOING} {digest_of(words)[:16]}"


def digest_of(words: str) -> str:
    """Return the SHA-256 of the words."""
    return sha256(words.encode()).hexdigest()
