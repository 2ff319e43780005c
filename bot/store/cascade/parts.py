"""What leads have told of passing learning on, part by part. Never changed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.cascade.messages import changed
from bot.store.tables import cascade_parts, cascades
from content.cascade import Confirmation, Part
from handlers.events import NAMESPACE

CONFIRMATION: TypeAdapter[Confirmation] = TypeAdapter(Confirmation)
"""Turns an account into JSON and back."""


async def parts_of(connection: AsyncConnection, cascade: UUID) -> Sequence[Part]:
    """Return every part that was confirmed, in the order in which it was kept."""
    rows = await connection.execute(_every().where(cascade_parts.c.cascade == cascade))
    return [_part(row) for row in rows]


async def parts_in(
    connection: AsyncConnection, dissemination: UUID
) -> Mapping[UUID, Sequence[Part]]:
    """Return the same of all cascades of a dissemination in which somebody has told anything."""
    return await _parts(connection, cascades.c.dissemination == dissemination)


async def parts_among(
    connection: AsyncConnection, which: Collection[UUID]
) -> Mapping[UUID, Sequence[Part]]:
    """Return the same of those of these cascades in which somebody has told anything."""
    return await _parts(connection, cascade_parts.c.cascade.in_(which))


async def add_part(
    connection: AsyncConnection,
    cascade: UUID,
    member: UUID,
    part: Part,
    *,
    identity: UUID,
    now: datetime,
) -> None:
    """Keep a part. It is never changed; the cascade stands otherwise from now on."""
    await connection.execute(
        insert(cascade_parts).values(
            id=identity,
            cascade=cascade,
            number=part.number,
            corrects=part.corrects,
            member=member,
            body=CONFIRMATION.dump_python(part.confirmation, mode="json"),
            at=now,
        )
    )
    await connection.execute(
        update(cascades).where(cascades.c.id == cascade).values(**changed(now))
    )


def part_id(
    cascade: UUID, member: UUID, corrects: int | None, told: Confirmation, superseded: int = 0
) -> UUID:
    """Return the id of a part: the same account from the same person is one, however often the
    form is sent. After `superseded` parts that count no more it is another."""
    body = CONFIRMATION.dump_json(told).decode()
    anew = f"\x1f{superseded}" if superseded else ""
    return uuid5(NAMESPACE, f"part\x1f{cascade}\x1f{member}\x1f{corrects}\x1f{body}{anew}")


async def has_part(connection: AsyncConnection, identity: UUID) -> bool:
    """Tell whether this very part was kept before."""
    rows = await connection.execute(
        select(cascade_parts.c.id).where(cascade_parts.c.id == identity)
    )
    return rows.one_or_none() is not None


async def _parts(
    connection: AsyncConnection, wanted: ColumnElement[bool]
) -> Mapping[UUID, Sequence[Part]]:
    found: defaultdict[UUID, list[Part]] = defaultdict(list)
    for row in await connection.execute(_every().where(wanted)):
        found[row.cascade].append(_part(row))
    return found


def _every() -> Select[tuple[object, ...]]:
    return (
        select(cascade_parts, cascades.c.superseded)
        .join(cascades, cascades.c.id == cascade_parts.c.cascade)
        .order_by(cascade_parts.c.cascade, cascade_parts.c.number)
    )


def _part(row: Row[tuple[object, ...]]) -> Part:
    return Part(
        row.number,
        CONFIRMATION.validate_python(row.body),
        row.corrects,
        superseded=row.number <= row.superseded,
    )
