"""Surveys: each put to one audience once, and how far it has come. Never an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, case, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.evidence.cut import CUT, Cut
from bot.store.delivery.deliveries import State
from bot.store.tables import deliveries, disseminations, occurrences, surveys
from config.errors import NotFound
from content.survey import PULSE_SURVEY, PulseSurvey, Purpose
from content.templating import say_once
from schedules.kinds import Kind
from schedules.pulse import OPENING


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSurvey:
    """A survey that is planned. Moments are aware, in UTC."""

    id: UUID
    body: PulseSurvey
    dissemination: UUID | None = None
    """The one after which practitioners are asked what has changed; None for a pulse."""
    audience: str
    channels: tuple[str, ...]
    """Directory keys."""
    opens_at: datetime
    remind_at: datetime | None
    """None: it is not reminded of, or was."""
    closes_at: datetime
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey(NewSurvey):
    """A survey as it stands."""

    opened_at: datetime | None
    key_check: bytes | None
    closed_at: datetime | None
    cut: Cut | None
    """All that may ever be said of it; None before the close."""
    comments: tuple[str, ...]
    you_said: str
    """What will be done about it; empty while nobody has said."""
    shared_at: datetime | None
    called_off: str
    """Why it ended without results; empty where it did not."""
    stopped: bool
    """Its dissemination was stopped."""

    def takes_answers(self, now: datetime) -> bool:
        """Tell whether it is open."""
        begun = self.opened_at is not None
        return begun and self.closed_at is None and not self.called_off and now < self.closes_at


_next_at = case(
    (surveys.c.opened_at.is_(None), surveys.c.opens_at),
    (surveys.c.closed_at.is_(None), func.least(surveys.c.remind_at, surveys.c.closes_at)),
    else_=surveys.c.closed_at,
)
"""When something is to be done about a survey that is not over. PostgreSQL's `least` leaves out
what is NULL."""

_NOT_OVER: Final = surveys.c.shared_at.is_(None) & surveys.c.called_off.is_(None)


async def insert_survey(connection: AsyncConnection, new: NewSurvey) -> None:
    """Store a planned survey."""
    await connection.execute(
        insert(surveys).values(
            id=new.id,
            slug=new.body.slug,
            purpose=new.body.purpose.value,
            dissemination=new.dissemination,
            body=PULSE_SURVEY.dump_python(new.body, mode="json"),
            audience=new.audience,
            channels=list(new.channels),
            opens_at=new.opens_at,
            remind_at=new.remind_at,
            closes_at=new.closes_at,
            made_at=new.made_at,
        )
    )


async def load_survey(connection: AsyncConnection, survey: UUID) -> Survey | None:
    """Return a survey, or None when there is none of this id."""
    row = (await connection.execute(_every().where(surveys.c.id == survey))).one_or_none()
    return None if row is None else _survey(row)


async def find_survey(connection: AsyncConnection, which: str, *, lock: bool = False) -> Survey:
    """Return a survey by its id, or of a slug's the one that opened last, else the one that opens
    last. `lock`: nobody changes it until the transaction ends. Raises NotFound."""
    wanted = _every()
    try:
        wanted = wanted.where(surveys.c.id == UUID(which))
    except ValueError:
        begun = surveys.c.opened_at.is_not(None)
        wanted = wanted.where(surveys.c.slug == which).order_by(
            begun.desc(), surveys.c.opens_at.desc(), surveys.c.id
        )
    row = (await connection.execute(_locked(wanted.limit(1)) if lock else wanted.limit(1))).first()
    if row is None:
        raise NotFound(say_once("not_found.survey", which=which))
    return _survey(row)


async def list_surveys(connection: AsyncConnection, *, limit: int = 200) -> Sequence[Survey]:
    """Return the surveys, those that open last first."""
    wanted = _every().order_by(surveys.c.opens_at.desc(), surveys.c.id).limit(limit)
    return [_survey(row) for row in await connection.execute(wanted)]


async def list_unshared(connection: AsyncConnection) -> Sequence[Survey]:
    """Return the surveys that are not over: planned, open, or with their results to come. One that
    is open when its dissemination is stopped goes on; one that is withdrawn ends."""
    ends = disseminations.c.stopped_at.is_not(None) & surveys.c.opened_at.is_(None)
    ends |= disseminations.c.withdrawn_at.is_not(None) & surveys.c.closed_at.is_(None)
    wanted = _every().where(_NOT_OVER, ~ends).order_by(surveys.c.opens_at)
    rows = await connection.execute(wanted)
    return [_survey(row) for row in rows]


async def practice_of(connection: AsyncConnection, dissemination: UUID) -> Survey | None:
    """Return the survey that asks what has changed since a dissemination, or None."""
    wanted = _every().where(
        surveys.c.dissemination == dissemination, surveys.c.purpose == Purpose.PRACTICE.value
    )
    row = (await connection.execute(wanted)).one_or_none()
    return None if row is None else _survey(row)


async def unasked_surveys(connection: AsyncConnection) -> Sequence[tuple[UUID, bool]]:
    """Return the surveys that nobody was asked yet and whose dissemination was stopped, each with
    whether it was withdrawn."""
    rows = await connection.execute(
        select(surveys.c.id, disseminations.c.withdrawn_at)
        .join(disseminations, disseminations.c.id == surveys.c.dissemination)
        .where(
            disseminations.c.stopped_at.is_not(None),
            surveys.c.opened_at.is_(None),
            surveys.c.called_off.is_(None),
        )
        .order_by(surveys.c.id)
        .with_for_update(of=surveys, key_share=True, skip_locked=True)
    )
    return [(row.id, row.withdrawn_at is not None) for row in rows]


async def withdrawn_surveys(connection: AsyncConnection) -> Sequence[UUID]:
    """Return the surveys that people may answer and whose dissemination was withdrawn."""
    rows = await connection.execute(
        select(surveys.c.id)
        .join(disseminations, disseminations.c.id == surveys.c.dissemination)
        .where(
            disseminations.c.withdrawn_at.is_not(None),
            surveys.c.opened_at.is_not(None),
            surveys.c.closed_at.is_(None),
            surveys.c.called_off.is_(None),
        )
        .order_by(surveys.c.id)
    )
    return [row.id for row in rows]


async def open_keys(connection: AsyncConnection) -> Mapping[UUID, bytes]:
    """Return what the keys of the open surveys are known by."""
    rows = await connection.execute(
        select(surveys.c.id, surveys.c.key_check)
        .where(
            surveys.c.opened_at.is_not(None),
            surveys.c.closed_at.is_(None),
            surveys.c.called_off.is_(None),
        )
        .order_by(surveys.c.id)
    )
    return {row.id: bytes(row.key_check) for row in rows}


async def take_due(connection: AsyncConnection, now: datetime) -> Sequence[Survey]:
    """Lock and return the surveys about which something is to be done. What another clock holds is
    left to it; people may go on answering."""
    rows = await connection.execute(
        _locked(_every().where(_NOT_OVER, _next_at <= now).order_by(surveys.c.id), others=False)
    )
    return [_survey(row) for row in rows]


async def next_survey(connection: AsyncConnection, now: datetime) -> datetime | None:
    """Return when something is next to be done about any survey, after now."""
    rows = await connection.execute(select(func.min(_next_at)).where(_NOT_OVER, _next_at > now))
    return rows.scalar_one()


async def channels_asked(connection: AsyncConnection, survey: UUID) -> Sequence[str]:
    """Return the channels (directory keys) in which a survey was, or may have been, posted."""
    rows = await connection.execute(
        select(deliveries.c.channel)
        .join(occurrences, occurrences.c.id == deliveries.c.occurrence)
        .where(
            occurrences.c.subject == survey,
            occurrences.c.kind == Kind.PULSE.value,
            occurrences.c.slot == OPENING,
            deliveries.c.state.in_([State.DELIVERED.value, State.UNCONFIRMED.value]),
        )
        .order_by(deliveries.c.channel)
    )
    return [row.channel for row in rows]


async def set_opened(
    connection: AsyncConnection, survey: UUID, key_check: bytes, now: datetime
) -> None:
    """Keep that a survey is open, and what its key is known by."""
    await _set(connection, survey, {"opened_at": now, "key_check": key_check})


async def set_reminded(connection: AsyncConnection, survey: UUID) -> None:
    """Keep that its channels were reminded of a survey."""
    await _set(connection, survey, {"remind_at": None})


async def set_closed(
    connection: AsyncConnection,
    survey: UUID,
    cut: Cut,
    comments: Sequence[str],
    now: datetime,
) -> None:
    """Keep a survey's results, for good."""
    results = CUT.dump_python(cut, mode="json")
    values = {"closed_at": now, "results": results, "comments": list(comments)}
    await _set(connection, survey, values)


async def set_shared(connection: AsyncConnection, survey: UUID, now: datetime) -> None:
    """Keep that the results went back to the channels."""
    await _set(connection, survey, {"shared_at": now})


async def set_you_said(connection: AsyncConnection, survey: UUID, words: str) -> None:
    """Keep what will be done about a survey."""
    await _set(connection, survey, {"you_said": words})


async def call_off(connection: AsyncConnection, survey: UUID, reason: str) -> None:
    """Keep that a survey ends without results, and why."""
    await _set(connection, survey, {"called_off": reason})


async def _set(connection: AsyncConnection, survey: UUID, values: Mapping[str, object]) -> None:
    await connection.execute(update(surveys).where(surveys.c.id == survey).values(**values))


def _locked(wanted: Select[*tuple[Any, ...]], *, others: bool = True) -> Select[*tuple[Any, ...]]:
    # Not so strong a lock that the answers' foreign keys would wait for it.
    return wanted.with_for_update(of=surveys, key_share=True, skip_locked=not others)


def _every() -> Select[*tuple[Any, ...]]:
    return select(surveys, disseminations.c.stopped_at).outerjoin(
        disseminations, disseminations.c.id == surveys.c.dissemination
    )


def _survey(row: Row[*tuple[Any, ...]]) -> Survey:
    return Survey(
        id=row.id,
        body=PULSE_SURVEY.validate_python(row.body),
        dissemination=row.dissemination,
        audience=row.audience,
        channels=tuple(row.channels),
        opens_at=row.opens_at,
        remind_at=row.remind_at,
        closes_at=row.closes_at,
        made_at=row.made_at,
        opened_at=row.opened_at,
        key_check=row.key_check,
        closed_at=row.closed_at,
        cut=None if row.results is None else CUT.validate_python(row.results),
        comments=tuple(row.comments or ()),
        you_said=row.you_said or "",
        shared_at=row.shared_at,
        called_off=row.called_off or "",
        stopped=row.stopped_at is not None,
    )
