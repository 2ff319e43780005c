"""Storing a survey's versions, and approving them: the rules are a briefing's
(`bot/decisions/approval.py`)."""

from datetime import datetime
from hashlib import sha256

from bot.decisions.approval import keep_approval, second_person, vouched
from bot.store.content.briefings import Change
from bot.store.engine import AsyncConnection, Database
from bot.store.pulse.versions import (
    SavedSurvey,
    load_version,
    save_survey,
    set_survey_approved,
)
from config.directory import Directory
from config.now import Now
from content.approval import Status, unapproved
from content.survey import PULSE_SURVEY, PulseSurvey
from content.templating import say


async def keep_survey(
    connection: AsyncConnection, directory: Directory, survey: PulseSurvey, now: datetime
) -> SavedSurvey:
    """Store a version as its file gives it. Where the file says that it is approved, that holds
    only if its approver is one of the directory's and not its author: else the version awaits
    approval. Raises what `save_survey` raises."""
    saved = await save_survey(connection, vouched(directory, survey), now)
    if saved.survey.status is Status.APPROVED and saved.change is not Change.UNCHANGED:
        await keep_approval(
            connection, saved.id, saved.survey, now, digest=_digest(saved.survey), from_file=True
        )
    return saved


async def approve_survey(
    database: Database, directory: Directory, slug: str, *, version: int | None, by: str, now: Now
) -> PulseSurvey:
    """Approve a version (the newest where None) in the name `by`, and return it. One that is
    approved already stays as it is, whoever approved it. Raises NotFound for an unknown version,
    Refused for a name that is not an approver's or is the author's."""
    async with database.begin() as connection:
        stored = await load_version(connection, slug, version, lock=True)
        survey = stored.survey
        if survey.status is Status.APPROVED:
            return survey
        named = say("survey_refusal.version", slug=survey.slug, version=survey.version)
        approver = second_person(directory, by, author=survey.author, named=named)
        approved = await set_survey_approved(connection, stored, approver)
        await keep_approval(
            connection, stored.id, approved, now(), digest=_digest(approved), from_file=False
        )
        return approved


def _digest(survey: PulseSurvey) -> str:
    return sha256(PULSE_SURVEY.dump_json(unapproved(survey))).hexdigest()
