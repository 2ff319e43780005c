"""What people decide by name is kept, in order, and never changed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.store.engine import Database
from bot.store.evidence.audit import Act, Decision, keep_decision, list_decisions
from tests.fakes.clock import FakeClock
from tests.integration.conftest import Plant


async def test_decisions_come_back_in_order(database: Database, clock: FakeClock) -> None:
    subject, other = uuid4(), uuid4()
    now = clock.now()
    earlier = now - timedelta(hours=1)
    async with database.begin() as connection:
        await keep_decision(connection, Act.APPROVED, subject, person="Una", at=now, digest="d")
        # The order is that of keeping, whatever a machine's clock says.
        await keep_decision(connection, Act.STOPPED, subject, person="Cy", at=earlier)
        await keep_decision(connection, Act.STOPPED, other, person="Cy", at=now)
        assert await list_decisions(connection, subject) == [
            Decision(
                act=Act.APPROVED, subject=subject, person="Una", at=now, detail={"digest": "d"}
            ),
            Decision(act=Act.STOPPED, subject=subject, person="Cy", at=earlier),
        ]
        assert await list_decisions(connection, uuid4()) == []


@pytest.mark.parametrize(
    "change",
    ["UPDATE decisions SET person = 'X'", "DELETE FROM decisions", "TRUNCATE decisions"],
)
async def test_a_decision_is_never_changed(
    database: Database, clock: FakeClock, change: str
) -> None:
    async with database.begin() as connection:
        await keep_decision(connection, Act.STOPPED, uuid4(), person="Cy", at=clock.now())
    with pytest.raises(IntegrityError, match="never changed or removed"):
        async with database.begin() as connection:
            await connection.execute(text(change))


@pytest.mark.parametrize("half", ["stopped_at = now()", "stopped_by = 'Cy'"])
async def test_a_stop_has_a_moment_and_a_name(database: Database, plant: Plant, half: str) -> None:
    await plant.dissemination()
    with pytest.raises(IntegrityError, match="ck_disseminations_stopped"):
        async with database.begin() as connection:
            await connection.execute(text(f"UPDATE disseminations SET {half}"))
