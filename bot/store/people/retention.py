"""What is older than its period: which it is, and that it goes.

How a dissemination's rows come to belong to nobody: `bot.store.people.unlinking`.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.looks import Look, any_of
from bot.store.plans.disseminations import FOR_EVER

MOST_MESSAGES: Final = 2000
MOST_MEMBERS: Final = 500
"""What one turn of the clock takes in hand; the rest is next."""

LATE: Final = timedelta(days=2)
"""How long after a dissemination was unlinked it is looked at again: a press that was under way
just then may have been kept a moment later."""

LEAVES_AFTER: Final = timedelta(days=15)
"""How long a member whom nothing leads to any more is still known: longer than any process
remembers members, and than it takes until a digest is next made for whoever the directory names."""

_ALONE = 0x5E7E9B0D

LAST_POST = (
    "(SELECT max(x.settled_at) FROM deliveries x"
    " WHERE x.dissemination = s.id AND x.state IN ('delivered', 'unconfirmed'))"
)
"""Of the dissemination `s`."""

OVER = f"(s.stopped_at IS NOT NULL OR s.filled_until >= '{FOR_EVER:%Y-%m-%d}')"
"""Whether nothing more of the dissemination `s` will be posted."""

_OLD_DISSEMINATION: Final = f"""
    disseminations s
    WHERE {OVER} AND {LAST_POST} + make_interval(months => :months) <= :now
      AND (s.unlinked_at IS NULL OR (s.unlinked_at > :late AND EXISTS (
        SELECT 1 FROM engagement_events e JOIN members m ON m.id = e.member
        WHERE e.dissemination = s.id AND m.sealed_account IS NOT NULL)))
"""  # noqa: S608 - made of constants alone

_DISSEMINATION = text(
    f"""
    SELECT s.id FROM {_OLD_DISSEMINATION}
    ORDER BY s.created_at, s.id LIMIT 1
    FOR UPDATE OF s SKIP LOCKED
    """  # noqa: S608 - made of constants alone
)

_OLD_SURVEY: Final = """
    surveys
    WHERE dissemination IS NULL AND unlinked_at IS NULL
      AND (closed_at IS NOT NULL OR called_off IS NOT NULL)
      AND closes_at + make_interval(months => :months) <= :now
"""

_SURVEY = text(
    f"""
    SELECT id FROM {_OLD_SURVEY}
    ORDER BY closes_at, id LIMIT 1
    FOR UPDATE SKIP LOCKED
    """  # noqa: S608 - made of constants alone
)

_MESSAGES = text(
    """
    WITH old AS (
        SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
        JOIN members m ON m.id = d.member
        WHERE m.sealed_account IS NOT NULL AND o.kind IN ('recall', 'digest')
          AND coalesce(d.settled_at, o.due_at) + make_interval(months => :months) <= :now
          AND NOT EXISTS (SELECT 1 FROM recall_turns t WHERE t.delivery = d.id)
          AND NOT EXISTS (SELECT 1 FROM engagement_events e WHERE e.delivery = d.id)
        LIMIT :most
    ), gone AS (
        DELETE FROM deliveries d USING old WHERE d.id = old.id RETURNING d.occurrence
    )
    DELETE FROM occurrences o USING gone WHERE o.id = gone.occurrence
    """
)
"""Digests, and questions asked again whose briefings were unlinked. Other private messages go with
what they are about."""

_NOTHING_LEADS = """
    m.sealed_account IS NOT NULL AND m.registered_at + make_interval(months => :months) <= :now
      AND NOT EXISTS (SELECT 1 FROM preferences p WHERE p.member = m.id
        AND greatest(p.changed_at, p.paused_until) + make_interval(months => :months) > :now)
      AND NOT EXISTS (SELECT 1 FROM eligible_members x WHERE x.member = m.id)
      AND NOT EXISTS (SELECT 1 FROM engagement_events x WHERE x.member = m.id)
      AND NOT EXISTS (SELECT 1 FROM responses x WHERE x.member = m.id)
      AND NOT EXISTS (SELECT 1 FROM recalls x WHERE x.member = m.id)
      AND NOT EXISTS (SELECT 1 FROM queries x WHERE x.member = m.id)
      AND NOT EXISTS (SELECT 1 FROM deliveries x WHERE x.member = m.id)
      AND NOT EXISTS (SELECT 1 FROM cascades x WHERE x.holder = m.id)
      AND NOT EXISTS (SELECT 1 FROM cascade_parts x WHERE x.member = m.id)
      AND NOT EXISTS (SELECT 1 FROM cascade_moves x WHERE m.id IN (x.former, x.holder))
"""

_LEAVING = text(
    f"""
    UPDATE members SET leaving_since = :now WHERE id IN (
        SELECT m.id FROM members m WHERE m.leaving_since IS NULL AND {_NOTHING_LEADS}
        LIMIT :most FOR UPDATE OF m SKIP LOCKED)
    """  # noqa: S608 - made of constants alone
)

_LEFT = text(
    f"""
    WITH gone AS (
        SELECT m.id FROM members m WHERE m.leaving_since <= :since AND {_NOTHING_LEADS}
        LIMIT :most FOR UPDATE OF m SKIP LOCKED
    ), unset AS (
        DELETE FROM preferences p USING gone WHERE p.member = gone.id
    )
    DELETE FROM members m USING gone WHERE m.id = gone.id
    """  # noqa: S608 - made of constants alone
)


_LONG: Final = """
    members
    WHERE sealed_account IS NOT NULL AND registered_at + make_interval(months => :months) <= :now
"""
_ANYBODY_LONG = text(f"SELECT EXISTS (SELECT 1 FROM {_LONG})")  # noqa: S608 - constants


def retention_look(now: datetime, months: int) -> Look:
    """Return the look: whether a dissemination or a survey is old, or anybody has been registered
    for long enough that a message of theirs, or they, may be."""
    given = {"months": months, "late": now - LATE}
    return Look(any_of(_OLD_DISSEMINATION, _OLD_SURVEY, _LONG), given=given)


async def alone(connection: AsyncConnection) -> bool:
    """Take the purge in hand until the transaction ends. Returns False when another clock has."""
    rows = await connection.execute(select(func.pg_try_advisory_xact_lock(_ALONE)))
    return rows.scalar_one() is True


async def old_dissemination(
    connection: AsyncConnection, now: datetime, *, months: int
) -> UUID | None:
    """Lock and return the oldest dissemination whose last post is so long ago and which still
    leads to people, or None. One that will post again is not old."""
    given = {"now": now, "months": months, "late": now - LATE}
    return (await connection.execute(_DISSEMINATION, given)).scalar_one_or_none()


async def old_survey(connection: AsyncConnection, now: datetime, *, months: int) -> UUID | None:
    """Lock and return the oldest survey of no dissemination that ended so long ago and still says
    who was asked, or None."""
    given = {"now": now, "months": months}
    return (await connection.execute(_SURVEY, given)).scalar_one_or_none()


async def forget_messages(connection: AsyncConnection, now: datetime, *, months: int) -> bool:
    """Forget old private messages. Returns whether there may be more."""
    given = {"now": now, "months": months, "most": MOST_MESSAGES}
    return (await connection.execute(_MESSAGES, given)).rowcount == MOST_MESSAGES


async def forget_members(connection: AsyncConnection, now: datetime, *, months: int) -> bool:
    """Mark members whom nothing has led to for so long, and take out of the register those who
    were marked `LEAVES_AFTER` ago and have not come since. Returns whether there may be more."""
    given = {"now": now, "months": months, "most": MOST_MEMBERS}
    if not (await connection.execute(_ANYBODY_LONG, given)).scalar_one():
        return False  # to plan what follows takes far longer
    left = await connection.execute(_LEFT, given | {"since": now - LEAVES_AFTER})
    marked = await connection.execute(_LEAVING, given)
    return MOST_MEMBERS in {left.rowcount, marked.rowcount}
