"""Planning a survey for an audience, and ending one without results."""

from datetime import datetime
from uuid import UUID, uuid4

from bot.decisions.plans import LONGEST_NAME
from bot.delivery.disseminate import channels_of
from bot.store.content.shelf import SURVEYS
from bot.store.engine import Database
from bot.store.evidence.audit import Act, keep_decision
from bot.store.pulse.answers import alone
from bot.store.pulse.closing import take_tables
from bot.store.pulse.surveys import NewSurvey, Survey, call_off, find_survey, insert_survey
from bot.store.wake import nudge
from bot.surveys.closing import forget_all
from bot.surveys.keys import PulseKeys
from config.directory import Directory
from config.errors import InputError, Problem, Refused
from config.names import one_line
from config.now import Now
from content.days import in_london
from content.survey import PulseSurvey
from content.templating import say, say_once
from schedules.calendar import PARTNERSHIP
from schedules.pulse import remind_at


async def plan_survey(
    database: Database,
    directory: Directory,
    slug: str,
    *,
    version: int | None,
    audience: str,
    opens_at: datetime,
    closes_at: datetime,
    now: Now,
) -> UUID:
    """Plan a survey version (the newest where None) for an audience; the clock opens and closes it.
    Both moments are aware. Returns the survey's id. Raises NotFound for an unknown survey or
    audience, Refused for what nobody else approved and an audience without channels, InputError
    for times that do not hold together."""
    moment = now()
    if closes_at <= max(opens_at, moment):
        what = say("survey_refusal.closes_late")
        raise InputError(say("survey_refusal.time"), [Problem("--closes", what)])
    channels = channels_of(directory, audience)
    async with database.begin() as connection:
        body = (await SURVEYS.load(connection, slug, version)).written
        _check_approved(body)
        planned = NewSurvey(
            id=uuid4(),
            body=body,
            audience=audience,
            channels=tuple(channel.key for channel in channels),
            opens_at=opens_at,
            remind_at=remind_at(opens_at, closes_at, PARTNERSHIP),
            closes_at=closes_at,
            made_at=moment,
        )
        await insert_survey(connection, planned)
        await nudge(connection)
    return planned.id


async def stop_survey(
    database: Database, keys: PulseKeys, which: str, *, by: str, now: Now
) -> Survey:
    """End a survey that is not closed yet, without results: nobody can answer any more, and what
    was answered is forgotten. Anybody may, in a name. Stopped again, it stays as it is. Returns it
    as it was before. Raises NotFound, and Refused for an empty name, for a survey that has closed,
    and while a backup runs."""
    name = one_line(by)
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refused(say("survey_refusal.who_stops", most=LONGEST_NAME))
    async with database.begin() as connection:
        found = await find_survey(connection, which)
        await alone(connection, found.id)
        survey = await find_survey(connection, str(found.id), lock=True)
        if survey.called_off:
            return survey
        if survey.closed_at is not None:
            raise Refused(say("survey_refusal.closed"))
        if not await take_tables(connection):
            raise Refused(say("survey_refusal.held"))
        moment = now()
        await call_off(
            connection, survey.id, say_once("called_off.by", name=name, at=in_london(moment))
        )
        await keep_decision(connection, Act.STOPPED, survey.id, person=name, at=moment)
        await forget_all(connection, [survey.id], keys)
    return survey


def _check_approved(survey: PulseSurvey) -> None:
    if not survey.approved_by_another:
        raise Refused(say("survey_refusal.not_approved", slug=survey.slug, version=survey.version))
