"""Questions to the Learning group, as the console lists them: never who asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import briefing_versions, disseminations, queries


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryEntry:
    """One raised hand. `asked_at` is aware, in UTC."""

    id: UUID
    dissemination: UUID
    briefing: str
    """The briefing's title."""
    agency: str
    about: Literal["question", "unsure"]
    text: str
    """Empty when somebody only said that they are unsure."""
    warnings: tuple[str, ...]
    """Kinds of possible identifying detail in the text: show it with care, or not at all."""
    asked_at: datetime


async def list_queries(
    connection: AsyncConnection, dissemination: UUID | None = None, *, limit: int = 200
) -> Sequence[QueryEntry]:
    """Return the newest queries first, of one dissemination where it is named."""
    wanted = (
        select(queries, briefing_versions.c.title)
        .join(disseminations, disseminations.c.id == queries.c.dissemination)
        .join(briefing_versions, briefing_versions.c.id == disseminations.c.briefing_version)
        .order_by(queries.c.asked_at.desc(), queries.c.id)
        .limit(limit)
    )
    if dissemination is not None:
        wanted = wanted.where(queries.c.dissemination == dissemination)
    return [
        QueryEntry(
            id=row.id,
            dissemination=row.dissemination,
            briefing=row.title,
            agency=row.agency,
            about=row.about,
            text=row.text,
            warnings=tuple(row.warnings),
            asked_at=row.asked_at,
        )
        for row in await connection.execute(wanted)
    ]
