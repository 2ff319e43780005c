"""However much there is: a turn of the clock that finds nothing to do reads no whole table."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from bot.store.cascade.messages import LOOKED_BACK, STALE_ROWS
from bot.store.engine import AsyncConnection
from bot.store.looks import Look, any_of, look_at
from bot.store.recall.look import recall_look
from tests.integration.conftest import Plant
from tests.integration.loop.conftest import Loop, reworded

MANY, PEOPLE = 4_000, 400
LARGE = {"recalls", "recall_turns", "responses", "queries", "engagement_events", "deliveries"}

_LIVED = """
    WITH each AS (
        SELECT 'x' || n AS slot, (CAST(:members AS uuid[]))[1 + n % :people] AS member,
            n * interval '1 hour' AS ago, gen_random_uuid() AS recall,
            gen_random_uuid() AS occurrence, gen_random_uuid() AS delivery
        FROM generate_series(1, :many) AS n
    ), answers AS (
        INSERT INTO responses (dissemination, member, question, chosen, fits, at)
        SELECT :sent, member, slot, '{a}', true, :now - ago FROM each
    ), doubts AS (
        INSERT INTO queries (id, dissemination, member, agency, about, text, asked_at)
        SELECT gen_random_uuid(), :sent, member, 'police', 'unsure', '',
            :now - interval '2 days' - ago FROM each
    ), lives AS (
        INSERT INTO recalls (id, dissemination, member, agency, question, first_fits, first_at,
            turn, next_at)
        SELECT recall, :sent, member, 'police', slot, true, :now - ago, 1, :now + ago FROM each
    ), days AS (
        INSERT INTO occurrences (id, kind, subject, slot, due_at)
        SELECT occurrence, 'recall', member, slot, :now FROM each
    ), letters AS (
        INSERT INTO deliveries (id, occurrence, agency, workspace, member, state, settled_at)
        SELECT delivery, occurrence, 'police', 'north', member, 'delivered', :now FROM each
    )
    INSERT INTO recall_turns (recall, turn, delivery, step, variant, asked_at)
    SELECT recall, 1, delivery, 0, 0, :now FROM each
"""


async def test_an_idle_look_reads_no_whole_table(loop: Loop) -> None:
    now = loop.clock.now()
    member = await loop.joins("U-1")
    sent = await loop.briefs(member, briefing=reworded(questions=1))
    await loop.keeps(loop.answered(sent, member, "q1"))
    await loop.turn()
    given = {
        "members": await Plant(loop.database, loop.clock).members(PEOPLE),
        "people": PEOPLE,
        "many": MANY,
        "sent": sent.dissemination,
        "now": now,
    }
    async with loop.database.begin() as connection:
        await connection.execute(text(_LIVED), given)
    async with loop.database.begin() as connection:
        await connection.execute(text("ANALYZE"))
        assert not await _scanned(connection, recall_look(now), now) & LARGE


_TOLD = """
    WITH each AS (
        SELECT n, gen_random_uuid() AS cascade, gen_random_uuid() AS dissemination,
            gen_random_uuid() AS occurrence, gen_random_uuid() AS delivery,
            gen_random_uuid() AS edit, gen_random_uuid() AS made,
            :now - n * interval '1 hour' AS at
        FROM generate_series(1, :many) AS n
    ), sent AS (
        INSERT INTO disseminations (id, briefing_version, audience, channels, plan, filled_until,
            created_at)
        SELECT e.dissemination, s.briefing_version, 'all', '{}', s.plan, :now, e.at
        FROM each e, disseminations s WHERE s.id = :sent
    ), duties AS (
        INSERT INTO cascades (id, dissemination, agency, holder, posted_on, deadline, state,
            opened_at, changes, changed_at)
        SELECT cascade, dissemination, 'police', :lead, at::date, at::date, 'whole', at, 1, at
        FROM each
    ), moments AS (
        INSERT INTO occurrences (id, kind, subject, slot, due_at)
        SELECT occurrence, 'cascade', cascade, 'ask', at FROM each
        UNION ALL SELECT edit, 'cascade_edit', delivery, '1', at FROM each
    )
    INSERT INTO deliveries (id, occurrence, agency, workspace, member, state, settled_at, receipt)
    SELECT delivery, occurrence, 'police', 'north', :lead, 'delivered', at,
        CAST('{}' AS jsonb) FROM each
    UNION ALL SELECT made, edit, 'police', 'north', :lead, 'delivered', at,
        CAST('{}' AS jsonb) FROM each
"""


async def test_an_idle_look_for_what_leads_messages_say_reads_what_is_new_alone(
    loop: Loop,
) -> None:
    now = loop.clock.now()
    lead = await loop.joins("U-lead")
    sent = await loop.briefs(lead)
    given = {"many": 4 * MANY, "now": now, "sent": sent.dissemination, "lead": lead.id}
    look = Look(any_of(STALE_ROWS), given={"changed_since": now - LOOKED_BACK})
    async with loop.database.begin() as connection:
        await connection.execute(text(_TOLD), given)
    async with loop.database.begin() as connection:
        await connection.execute(text("ANALYZE"))
        assert not (await look_at(connection, [look], now))[0].due
        assert not await _scanned(connection, look, now) & {*LARGE, "cascades", "occurrences"}
    async with loop.database.begin() as connection:
        await connection.execute(
            text("UPDATE cascades SET changes = 2 WHERE changed_at = :now"),
            {"now": now - timedelta(hours=1)},
        )
        assert (await look_at(connection, [look], now))[0].due


async def _scanned(connection: AsyncConnection, look: Look, now: datetime) -> set[str]:
    """Return the tables that a look would read from one end to the other."""
    explain = text(f"EXPLAIN (FORMAT JSON) SELECT ({look.due}), ({look.ahead})")
    rows = await connection.execute(explain, {"now": now, **look.given})
    found: set[str] = set()
    pending: list[Any] = [rows.scalar_one()[0]["Plan"]]
    while pending:
        plan = pending.pop()
        pending += plan.get("Plans", [])
        if plan["Node Type"] == "Seq Scan":
            found.add(plan["Relation Name"])
    return found
