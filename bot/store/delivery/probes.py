"""When a platform is asked whether it takes messages again where deliveries halted: one row a
channel or person, whatever the number of deliveries."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, LiteralString
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import TextClause, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.looks import Look
from bot.store.statements import Statements
from bot.store.tables import probes
from content.templating import say
from schedules.halts import FIRST, RARELY, after_asking, still_due
from schedules.kinds import Kind
from schedules.occurrence import Due, Missed
from schedules.plan import PLAN, Plan

logger = logging.getLogger(__name__)

_NOTE = text(
    """
    INSERT INTO probes (target, next_at)
    SELECT coalesce(channel, member::text), min(settled_at) + :first
    FROM deliveries WHERE state = 'halted' GROUP BY 1
    ON CONFLICT DO NOTHING
    """
)

HALTS_LOOK: Final = Look(
    """
    EXISTS (SELECT 1 FROM deliveries d WHERE d.state = 'halted' AND NOT EXISTS (
        SELECT 1 FROM probes p WHERE p.target = coalesce(d.channel, d.member::text)))
    OR EXISTS (SELECT 1 FROM probes WHERE next_at <= :now OR next_at > :now + :rarely)
    """,
    "SELECT min(next_at) FROM probes",
    {"rarely": RARELY},
)
"""No asking is put off for longer than `RARELY`: a moment further ahead comes of a clock that was
set back since, and is due."""

_HASTEN = text(
    """
    UPDATE probes SET next_at = :now
    WHERE next_at > :now AND (CAST(:workspace AS text) IS NULL OR target IN (
        SELECT coalesce(channel, member::text) FROM deliveries
        WHERE state = 'halted' AND workspace = :workspace
          AND (CAST(:channel AS text) IS NULL OR channel_id = :channel)))
    """
)

_DUE = text(
    """
    SELECT target, tries FROM probes WHERE next_at <= :now OR next_at > :now + :rarely
    ORDER BY next_at, target LIMIT :limit FOR UPDATE SKIP LOCKED
    """
)

_OPEN = text(
    """
    SELECT target FROM unnest(CAST(:targets AS text[])) AS asked(target)
    WHERE EXISTS (SELECT 1 FROM deliveries
        WHERE (channel = target OR member::text = target)
          AND state IN ('planned', 'claimed', 'waiting'))
    """
)

_PUT_OFF = text(
    """
    UPDATE probes p SET next_at = it.next_at, tries = it.tries
    FROM unnest(CAST(:targets AS text[]), CAST(:next_at AS timestamptz[]),
        CAST(:tries AS integer[])) AS it(target, next_at, tries)
    WHERE p.target = it.target
    """
)

_DONE = text("DELETE FROM probes WHERE target = ANY(CAST(:targets AS text[]))")

_SAY_WHY: Final[LiteralString] = """
UPDATE deliveries SET reason = %(reason)s
WHERE state = 'halted' AND coalesce(channel, member::text) = %(target)s
  AND reason IS DISTINCT FROM %(reason)s
RETURNING id
"""

_HALTED = """
    SELECT coalesce(d.channel, d.member::text) AS target, d.id, d.channel, d.held_until, o.kind,
        o.due_at, s.plan, s.stopped_at IS NOT NULL AS stopped,
        CASE WHEN o.kind = 'pulse' AND o.slot IN ('opening', 'reminder') THEN v.closes_at
            ELSE coalesce((SELECT min(a.due_at) FROM occurrences a
                WHERE o.kind IN ('post', 'cascade') AND a.kind = o.kind AND a.subject = o.subject
                  AND a.due_at > o.due_at AND a.skipped_reason IS NULL), c.next_at)
        END AS ends
    FROM deliveries d
    JOIN occurrences o ON o.id = d.occurrence
    LEFT JOIN disseminations s ON s.id = d.dissemination
    LEFT JOIN cascades c ON o.kind = 'cascade' AND c.id = o.subject
    LEFT JOIN surveys v ON o.kind = 'pulse' AND v.id = o.subject
    WHERE d.state = 'halted' AND coalesce(d.channel, d.member::text) = ANY(CAST(:targets AS text[]))
    ORDER BY o.due_at, coalesce(s.created_at, o.due_at), d.id
"""
_HALTED_NOW = text(_HALTED)
_HALTED_MINE = text(f"{_HALTED} FOR UPDATE OF d")


@dataclass(frozen=True, slots=True)
class Halted:
    """One halted delivery, and whether it may still go out."""

    delivery: UUID
    channel: str | None
    """The directory's key."""
    verdict: Due | Missed


async def note_halted(connection: AsyncConnection) -> None:
    """Have it asked about every channel and person with a halted delivery."""
    await connection.execute(_NOTE, {"first": FIRST})


async def hasten(
    connection: AsyncConnection,
    *,
    now: datetime,
    workspace: str | None = None,
    channel: str | None = None,
) -> int:
    """Have it asked now about every target; or those of one workspace (directory key); or one
    channel of it (the platform's id). Returns about how many it is asked sooner."""
    given = {"now": now, "workspace": workspace, "channel": channel}
    return (await connection.execute(_HASTEN, given)).rowcount


async def take_probes(connection: AsyncConnection, *, now: datetime, limit: int) -> Sequence[str]:
    """Return the targets about which it is to be asked now, each with its next moment set: several
    clocks at once each take others. A target that is done with is forgotten."""
    rows = (await connection.execute(_DUE, {"now": now, "rarely": RARELY, "limit": limit})).all()
    if not rows:
        return ()
    halted: defaultdict[str, list[Halted]] = defaultdict(list)
    for target, it in await _halted(connection, _HALTED_NOW, [row.target for row in rows], now):
        halted[target].append(it)
    others = [row.target for row in rows if row.target not in halted]
    waiting = await _open(connection, others)
    later: list[tuple[str, datetime, int]] = []
    for row in rows:
        if row.target in halted:
            hope = any(isinstance(it.verdict, Due) for it in halted[row.target])
            tries = row.tries + 1
            later.append((row.target, now + after_asking(tries, hope=hope), tries))
        elif row.target in waiting:
            # What goes again may halt again: then the pauses go on growing.
            later.append((row.target, now + FIRST, row.tries))
    await _put_off(connection, later)
    done = [target for target in others if target not in waiting]
    if done:
        await connection.execute(_DONE, {"targets": done})
    return [row.target for row in rows if row.target in halted]


async def ask_later(connection: AsyncConnection, target: str, moment: datetime) -> None:
    """Have it asked again at this moment: the platform wanted us to wait until then."""
    await connection.execute(update(probes).where(probes.c.target == target).values(next_at=moment))


async def next_probe(connection: AsyncConnection) -> datetime | None:
    """Return when it is next to be asked about any, or None when nothing halted."""
    return (await connection.execute(select(func.min(probes.c.next_at)))).scalar_one()


async def halted_to(
    connection: AsyncConnection, target: str, *, now: datetime, lock: bool = False
) -> Sequence[Halted]:
    """Return what halted on its way to a channel (directory key) or a member, in the order in
    which it goes out. `lock` keeps others off it until the transaction ends."""
    query = _HALTED_MINE if lock else _HALTED_NOW
    return [it for _, it in await _halted(connection, query, [target], now)]


async def _halted(
    connection: AsyncConnection, query: TextClause, targets: Sequence[str], now: datetime
) -> Sequence[tuple[str, Halted]]:
    """Return the same of several targets, each with its own."""
    rows = await connection.execute(query, {"targets": targets})
    return [
        (
            row.target,
            Halted(
                row.id,
                row.channel,
                Missed(say("halted.stopped"))
                if row.stopped
                else still_due(
                    Kind(row.kind),
                    row.due_at,
                    now,
                    plan=_plan(row.id, row.plan),
                    ends=row.ends,
                    held_until=row.held_until,
                ),
            ),
        )
        for row in rows
    ]


async def _open(connection: AsyncConnection, targets: Sequence[str]) -> frozenset[str]:
    """Return those to which something is on its way."""
    if not targets:
        return frozenset()
    rows = await connection.execute(_OPEN, {"targets": targets})
    return frozenset(row.target for row in rows)


async def say_why(statements: Statements, target: str, reason: str) -> None:
    """Put the platform's newest word in place of the reason for which deliveries halted."""
    await statements.fetch(_SAY_WHY, {"target": target, "reason": reason})


async def _put_off(connection: AsyncConnection, later: Sequence[tuple[str, datetime, int]]) -> None:
    if later:
        targets, moments, tries = (list(each) for each in zip(*later, strict=True))
        given = {"targets": targets, "next_at": moments, "tries": tries}
        await connection.execute(_PUT_OFF, given)


def _plan(delivery: UUID, kept: object) -> Plan | None:
    if kept is None:
        return None
    try:
        return PLAN.validate_python(kept)
    except ValidationError:
        logger.error("The plan behind delivery %s cannot be read.", delivery)  # noqa: TRY400
        return None
