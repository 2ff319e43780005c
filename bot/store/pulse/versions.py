"""Survey versions: stored whole. Once approved, a version is never changed."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.content.briefings import Change
from bot.store.tables import survey_versions
from config.errors import NotFound, Refused
from content.approval import Status, unapproved
from content.survey import PULSE_SURVEY, PulseSurvey
from content.templating import say_once


@dataclass(frozen=True, slots=True)
class StoredSurvey:
    """A survey version and the id it is stored under."""

    id: UUID
    survey: PulseSurvey


@dataclass(frozen=True, slots=True)
class SavedSurvey:
    """A version as it stands after saving."""

    id: UUID
    survey: PulseSurvey
    change: Change


async def save_survey(
    connection: AsyncConnection, survey: PulseSurvey, now: datetime
) -> SavedSurvey:
    """Store the version. The same words again change nothing, unless they are approved now; an
    approval is never taken back. Raises Refused when this version is stored with other words and
    is approved: people may have answered it."""
    identity = uuid4()
    added = await connection.execute(
        insert(survey_versions)
        .values(id=identity, **_columns(survey), imported_at=now)
        .on_conflict_do_nothing()
        .returning(survey_versions.c.id)
    )
    if added.one_or_none() is not None:
        return SavedSurvey(identity, survey, Change.NEW)
    earlier = await load_version(connection, survey.slug, survey.version, lock=True)
    approved = earlier.survey.status is Status.APPROVED
    same = unapproved(earlier.survey) == unapproved(survey)
    if same and (approved or survey.status is Status.DRAFT):
        return SavedSurvey(earlier.id, earlier.survey, Change.UNCHANGED)
    if approved:
        named = {"slug": survey.slug, "version": survey.version}
        raise Refused(say_once("version_refusal.survey", **named))
    await _overwrite(connection, earlier.id, survey, imported_at=now)
    return SavedSurvey(earlier.id, survey, Change.APPROVED if same else Change.REPLACED)


async def set_survey_approved(
    connection: AsyncConnection, stored: StoredSurvey, approver: str
) -> PulseSurvey:
    """Keep that a version, locked and not approved yet, is approved; return it as it is now."""
    survey = replace(stored.survey, status=Status.APPROVED, approver=approver)
    await _overwrite(connection, stored.id, survey)
    return survey


async def load_version(
    connection: AsyncConnection, slug: str, version: int | None = None, *, lock: bool = False
) -> StoredSurvey:
    """Return the version, or the newest where none is named. `lock`: nobody changes it until the
    transaction ends. Raises NotFound."""
    wanted = select(survey_versions.c.id, survey_versions.c.body).where(
        survey_versions.c.slug == slug
    )
    if version is not None:
        wanted = wanted.where(survey_versions.c.version == version)
    wanted = wanted.order_by(survey_versions.c.version.desc()).limit(1)
    rows = await connection.execute(wanted.with_for_update() if lock else wanted)
    row = rows.one_or_none()
    if row is None:
        which = "not_found.survey_slug" if version is None else "not_found.survey_version"
        raise NotFound(say_once(which, slug=slug, version=version))
    return StoredSurvey(row.id, PULSE_SURVEY.validate_python(row.body))


async def _overwrite(
    connection: AsyncConnection, identity: UUID, survey: PulseSurvey, **others: object
) -> None:
    changed = {**_columns(survey), **others}
    await connection.execute(
        update(survey_versions).where(survey_versions.c.id == identity).values(**changed)
    )


def _columns(survey: PulseSurvey) -> dict[str, object]:
    return {
        "slug": survey.slug,
        "version": survey.version,
        "title": survey.title,
        "status": survey.status.value,
        "author": survey.author,
        "approver": survey.approver,
        "body": PULSE_SURVEY.dump_python(survey, mode="json"),
    }
