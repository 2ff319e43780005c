"""A doubt told after the first answer lets its question come back, whatever else happens then."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from handlers.ports import Member
from tests.integration.loop.conftest import Loop, reworded
from tests.integration.own.conftest import Sent


async def answered(loop: Loop, account: str) -> tuple[Member, Sent]:
    """Let somebody answer one question as practice has it."""
    member = await loop.joins(account)
    sent = await loop.briefs(member, briefing=reworded(f"b-{account.lower()}", questions=1))
    await loop.keeps(loop.answered(sent, member, "q1"))
    await loop.turn()
    return member, sent


async def sure(loop: Loop, sent: Sent) -> bool:
    (row,) = await loop.rows(
        "SELECT sure FROM recalls WHERE dissemination = :it", it=sent.dissemination
    )
    return row.sure


@pytest.mark.parametrize("days", [0, 5])
async def test_a_doubt_told_while_it_is_asked_counts_once_the_asking_is_taken_back(
    loop: Loop, days: int
) -> None:
    member, sent = await answered(loop, "U-1")
    await loop.later(days=30)
    assert await loop.askings() == 1
    await loop.keeps(loop.unsure(sent, member))
    await loop.later(days=days)
    assert await sure(loop, sent)
    await loop.ends("skipped")
    await loop.later(days=1)
    assert not await sure(loop, sent)
    assert await loop.askings() == 2


async def test_a_doubt_held_back_by_another_is_not_forgotten_for_later_answers(
    loop: Loop,
) -> None:
    member, sent = await answered(loop, "U-1")
    await loop.keeps(loop.unsure(sent, member))
    loop.clock.advance(timedelta(days=5))
    other, later = await loop.joins("U-2"), reworded("later", questions=1)
    second = await loop.briefs(other, briefing=later)
    await loop.keeps(loop.answered(second, other, "q1"))
    async with loop.database.begin() as connection:
        await connection.execute(text("SELECT 1 FROM recalls FOR UPDATE"))
        await loop.turn()
        assert await sure(loop, sent)
    await loop.turn()
    assert not await sure(loop, sent)
    assert await began(loop, second.dissemination)


async def test_a_machines_clock_that_was_ahead_hides_no_later_doubt(loop: Loop) -> None:
    member, sent = await answered(loop, "U-1")
    ahead, early = await loop.joins("U-2"), reworded("early", questions=1)
    second = await loop.briefs(ahead, briefing=early)
    loop.clock.advance(timedelta(days=365))
    await loop.keeps(loop.answered(second, ahead, "q1"))
    loop.clock.advance(-timedelta(days=365))
    await loop.turn()
    await loop.keeps(loop.unsure(sent, member))
    await loop.turn()
    assert not await sure(loop, sent)


async def began(loop: Loop, dissemination: UUID) -> bool:
    return bool(
        await loop.rows("SELECT 1 FROM recalls WHERE dissemination = :it", it=dissemination)
    )
