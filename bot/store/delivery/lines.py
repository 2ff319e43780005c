"""The lines of a workspace: what is to be sent now, destination by destination.

A destination gets its deliveries in their order: first what changes a message that stands, which
stands in nobody's way and waits for nobody; then what an attempt has left in doubt, which is not
hidden by what came since and waits; then what is urgent; then the rest. A private message that is
held stands in nobody's way either: what comes behind it may be of another agency, with other hours,
and is judged by itself. Which destinations come first is told by their deliveries' turns, so that a
dissemination to a few is served among the first of one to many.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, takewhile
from typing import Any, Final, LiteralString
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.delivery.deliveries import Delivery, State
from bot.store.delivery.holds import hold_key, take_from_the_silent
from bot.store.statements import Row, Statements
from bot.store.wake import CLOCK
from schedules.kinds import EDITS, Kind
from schedules.occurrence import NAMESPACE

logger = logging.getLogger(__name__)

AHEAD: Final = 8
"""Deliveries of one line that are taken at a time, and as many changes of what stands: those may
wait long for their turn. What is urgent waits behind so many at most."""

_KINDS: Final = [kind.value for kind in Kind]
"""Those that this version knows: what a newer one has planned is left to it."""
_EDITS: Final = [kind.value for kind in EDITS]


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be sent to one destination now, in its order; or, where the first of it waits,
    nothing, and which one that is."""

    destination: str
    turn: int
    """The smaller, the sooner: that of the first of its deliveries in the workspace's own order."""
    ready: tuple[Delivery, ...]
    waits: UUID | None = None


@dataclass(frozen=True, slots=True)
class SentLately:
    """Something that was sent a while ago; `kind` is one that a newer version may have made."""

    destination: str
    kind: str
    private: bool
    called: float
    """So many seconds ago the platform was called, or a moment later."""
    answered: float
    """So many seconds ago it had answered, or was called where that is not known."""


_TAKE: Final[LiteralString] = """
WITH wanted AS (
    SELECT destination, min(turn) AS turn FROM (
        SELECT coalesce(d.channel_id, d.member::text) AS destination, d.turn
        FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
        WHERE d.workspace = %(workspace)s AND d.state IN ('planned', 'claimed')
          AND d.next_try_at IS NULL AND o.kind = ANY(%(kinds)s)
          AND coalesce(d.channel_id, d.member::text) <> ALL(%(busy)s)
        ORDER BY d.turn, d.id
        LIMIT %(most)s) AS first
    GROUP BY destination
)
SELECT id, occurrence, kind, subject, slot, dissemination, agency, workspace, channel, channel_id,
    member, state, attempts, claimed_at, next_try_at, urgent, wanted.turn
FROM wanted CROSS JOIN LATERAL (
    SELECT d.id, d.occurrence, o.kind, o.subject, o.slot, d.dissemination, d.agency, d.workspace,
        d.channel, d.channel_id, d.member, d.state, d.attempts, d.claimed_at, d.next_try_at,
        coalesce(s.urgent, false) AS urgent, o.kind = ANY(%(edits)s) AS edits,
        row_number() OVER (PARTITION BY o.kind = ANY(%(edits)s)
            ORDER BY d.state = 'claimed' AND d.next_try_at IS NULL DESC,
            coalesce(s.urgent, false) DESC, o.due_at, coalesce(s.created_at, o.due_at), d.id
        ) AS place
    FROM deliveries d
    JOIN occurrences o ON o.id = d.occurrence
    LEFT JOIN disseminations s ON s.id = d.dissemination
    WHERE d.workspace = %(workspace)s
      AND coalesce(d.channel_id, d.member::text) = wanted.destination
      AND d.state IN ('planned', 'claimed', 'waiting') AND o.kind = ANY(%(kinds)s)
      AND (d.next_try_at IS NULL
        OR o.kind <> ALL(%(edits)s) AND NOT (d.held AND d.member IS NOT NULL))) AS line
WHERE line.place <= %(ahead)s
ORDER BY wanted.turn, wanted.destination, line.edits DESC, line.place
"""

_HOLD_BEHIND: Final[LiteralString] = """
WITH held AS (
    UPDATE deliveries d
    SET state = 'waiting', next_try_at = first.next_try_at, held = first.held, reason = %(reason)s
    FROM deliveries first, occurrences o
    WHERE first.id = %(first)s AND first.next_try_at IS NOT NULL AND o.id = d.occurrence
      AND d.workspace = %(workspace)s
      AND coalesce(d.channel_id, d.member::text) = %(destination)s AND d.state = 'planned'
      AND o.kind <> ALL(%(edits)s)
      AND (
        EXISTS (SELECT 1 FROM disseminations s WHERE s.id = first.dissemination AND s.urgent)
        OR NOT EXISTS (SELECT 1 FROM disseminations s WHERE s.id = d.dissemination AND s.urgent))
    RETURNING d.id
)
SELECT pg_notify(%(clock)s, '') FROM held LIMIT 1
"""
"""It wakes the clock: that may just be bringing back the first, and has not seen the others."""

_ANY: Final[LiteralString] = """
SELECT 1 AS one FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
WHERE d.workspace = %(workspace)s AND d.state IN ('planned', 'claimed') AND d.next_try_at IS NULL
  AND o.kind = ANY(%(kinds)s)
LIMIT 1
"""

_ANYTHING: Final[LiteralString] = """
SELECT 1 AS one FROM deliveries
WHERE state IN ('planned', 'claimed') AND next_try_at IS NULL
LIMIT 1
"""

_SENT: Final[LiteralString] = """
SELECT coalesce(d.channel_id, d.member::text) AS destination, o.kind,
    d.member IS NOT NULL AS private,
    extract(epoch FROM %(now)s - d.claimed_at)::float AS called,
    extract(epoch FROM %(now)s - greatest(d.settled_at, d.claimed_at))::float AS answered
FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
WHERE d.workspace = %(workspace)s AND d.claimed_at > %(since)s
ORDER BY called DESC
"""


async def take_lines(
    statements: Statements, workspace: str, *, busy: Collection[str], most: int
) -> Sequence[Line]:
    """Return the lines that have something to be sent now, those first whose turn it is; without
    the `busy` destinations. `most` bounds how many deliveries are looked through."""
    given = {
        "workspace": workspace,
        "kinds": _KINDS,
        "busy": list(busy),
        "most": most,
        "ahead": AHEAD,
        "edits": _EDITS,
    }
    rows = map(_delivery, await statements.fetch(_TAKE, given))
    by_line = groupby(rows, key=lambda found: (found[1], found[0].destination))
    return [_line(where, turn, [it for it, _ in found]) for (turn, where), found in by_line]


async def hold_behind(statements: Statements, workspace: str, line: Line, *, reason: str) -> None:
    """Let what stands behind the first of a line wait as long as that one does, and for its sake;
    but for what changes a message that stands, and what is urgent where the first is not."""
    given = {
        "workspace": workspace,
        "destination": line.destination,
        "first": line.waits,
        "edits": _EDITS,
        "reason": reason,
        "clock": CLOCK,
    }
    await statements.fetch(_HOLD_BEHIND, given)


async def anything_waits(statements: Statements, workspace: str) -> bool:
    """Tell whether something is to be sent to the workspace now."""
    return await statements.first(_ANY, {"workspace": workspace, "kinds": _KINDS}) is not None


async def sent_lately(
    statements: Statements, workspace: str, *, within: timedelta, now: datetime
) -> Sequence[SentLately]:
    """Return what was sent within so long, the oldest first."""
    given = {"workspace": workspace, "now": now, "since": now - within}
    return [SentLately(**row) for row in await statements.fetch(_SENT, given)]


async def anything_open(statements: Statements) -> bool:
    """Tell whether something is to be sent now, wherever."""
    return await statements.first(_ANYTHING, {}) is not None


async def undriven(connection: AsyncConnection) -> Sequence[str]:
    """Return the workspaces to which something is to be sent now, and which neither a driver has
    in hand nor a job will bring to one. What is found so stays so until the transaction ends: a
    driver that comes meanwhile lets it be. A driver that stands still loses its workspace, which is
    found so the next time."""
    rows = await connection.execute(
        text(
            """
            SELECT DISTINCT workspace FROM deliveries d
            WHERE state IN ('planned', 'claimed') AND next_try_at IS NULL
              AND NOT EXISTS (
                SELECT 1 FROM procrastinate_jobs j
                WHERE j.status = 'todo' AND j.task_name = 'drive'
                  AND j.args ->> 'workspace' = d.workspace)
            ORDER BY workspace
            """
        )
    )
    free: list[str] = []
    for row in list(rows):
        hold = workspace_hold(row.workspace)
        lock = {"key": hold_key(hold)}
        taken = await connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), lock)
        if taken.scalar_one():
            free.append(row.workspace)
        elif await take_from_the_silent(connection, hold):
            logger.warning("Workspace %s is taken from a worker that stands still.", row.workspace)
    return free


def workspace_hold(workspace: str) -> UUID:
    """Return what a driver of this workspace holds (`bot/store/delivery/holds.py`)."""
    return uuid5(NAMESPACE, f"driver\x1f{workspace}")


def _delivery(row: Row) -> tuple[Delivery, int]:
    """Return a delivery, and the turn of its line."""
    known: dict[str, Any] = {**row, "kind": Kind(row["kind"]), "state": State(row["state"])}
    turn = known.pop("turn")
    return Delivery(**known), turn


def _line(destination: str, turn: int, deliveries: Sequence[Delivery]) -> Line:
    ready = tuple(takewhile(lambda it: it.next_try_at is None, deliveries))
    return Line(destination, turn, ready, None if ready else deliveries[0].id)
