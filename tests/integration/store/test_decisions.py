"""What people decide by name is kept, in order, and never changed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.store.engine import Database
from bot.store.evidence.audit import Act, Decision, add_decision, list_decisions
from tests.fakes.clock import FakeClock
from tests.integration.conftest import Plant


async def test_decisions_come_back_in_order(database: Database, clock: FakeClock) -> None:
    subject = uuid4()
    first = Decision(
        act=Act.APPROVED, subject=subject, person="Una", at=clock.now(), detail={"digest": "d"}
    )
    # The order is that of keeping, whatever a machine's clock says.
    second = Decision(
        act=Act.STOPPED, subject=subject, person="Cy", at=clock.now() - timedelta(hours=1)
    )
    other = Decision(act=Act.STOPPED, subject=uuid4(), person="Cy", at=clock.now())
    async with database.begin() as connection:
        for decision in (first, second, other):
            await add_decision(connection, decision)
        assert await list_decisions(connection, subject) == [first, second]
        assert await list_decisions(connection, uuid4()) == []


@pytest.mark.parametrize(
    "change",
    ["UPDATE decisions SET person = 'X'", "DELETE FROM decisions", "TRUNCATE decisions"],
)
async def test_a_decision_is_never_changed(
    database: Database, clock: FakeClock, change: str
) -> None:
    async with database.begin() as connection:
        decision = Decision(act=Act.STOPPED, subject=uuid4(), person="Cy", at=clock.now())
        await add_decision(connection, decision)
    with pytest.raises(IntegrityError, match="never changed or removed"):
        async with database.begin() as connection:
            await connection.execute(text(change))


@pytest.mark.parametrize("half", ["stopped_at = now()", "stopped_by = 'Cy'"])
async def test_a_stop_has_a_moment_and_a_name(database: Database, plant: Plant, half: str) -> None:
    await plant.dissemination()
    with pytest.raises(IntegrityError, match="ck_disseminations_stopped"):
        async with database.begin() as connection:
            await connection.execute(text(f"UPDATE disseminations SET {half}"))
