"""Passing it on, where somebody was away, or took back what they had told."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.store.cascade.cascades import reminders_sent
from content.cascade import Confirmation
from content.cascade.confirmation import Method
from handlers.ports import Member, PassingOn
from tests.integration.loop.conftest import Loop

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


async def slots(loop: Loop) -> list[tuple[str, datetime]]:
    """Return every message about passing on, and when it was put in."""
    rows = await loop.rows(
        "SELECT slot, due_at FROM occurrences WHERE kind = 'cascade' ORDER BY due_at, slot"
    )
    return [(row.slot, row.due_at) for row in rows]


async def lived(loop: Loop, days: int) -> list[tuple[str, int]]:
    """Let days pass, and return every message with its day."""
    for _ in range(days * 4):
        await loop.later(hours=6)
    return [(slot, (at - MONDAY).days) for slot, at in await slots(loop)]


async def begun(loop: Loop) -> Member:
    """Let a briefing reach the police, whose lead is asked; return the lead."""
    lead = await loop.joins("U-lead")
    await loop.briefs(lead)
    await loop.turn()
    assert await slots(loop) == [("ask", MONDAY)]
    return lead


async def test_leave_brings_no_flood(loop: Loop) -> None:
    lead = await begun(loop)
    await loop.preferences.pause(lead.id, MONDAY + timedelta(days=21))
    # Reminders are not saved up for somebody's return.
    assert await lived(loop, 40) == [
        ("ask", 0),
        ("deputy", 21),
        ("coordinator 1", 24),
        ("coordinator 2", 24),
    ]
    assert await sent(loop) == 0


async def test_what_the_coordinator_hears_of_reminders_is_what_was_sent(loop: Loop) -> None:
    lead = await begun(loop)
    await lived(loop, 30)
    reminders = [slot for slot, _ in await slots(loop) if slot.startswith("reminder ")]
    assert len(reminders) > 1
    assert await sent(loop) == 0
    for number, (slot, state) in enumerate(zip(reminders, ("delivered", "skipped"), strict=False)):
        await loop.rows(
            "UPDATE deliveries d SET state = :state, settled_at = :now FROM occurrences o"
            " WHERE o.id = d.occurrence AND o.slot = :slot AND d.member = :member RETURNING d.id",
            state=state,
            slot=slot,
            member=lead.id,
            now=loop.clock.now(),
        )
        assert (number, await sent(loop)) in {(0, 1), (1, 1)}


async def sent(loop: Loop) -> int:
    """Return how many reminders were sent."""
    (cascade,) = await loop.rows("SELECT id FROM cascades")
    async with loop.database.begin() as connection:
        return await reminders_sent(connection, cascade.id)


async def test_nobody_is_reminded_the_moment_they_take_something_back(loop: Loop) -> None:
    lead = await begun(loop)
    loop.clock.advance(timedelta(days=21))
    await tells(loop, lead, 20)
    assert await state(loop) == "whole"
    assert await lived(loop, 1) == [("ask", 0)]
    await tells(loop, lead, 12, corrects=1)
    assert await state(loop) == "open"
    assert await lived(loop, 2) == [("ask", 0)]
    assert (await lived(loop, 2))[1] == ("reminder 1", 25)


async def tells(loop: Loop, lead: Member, reached: int, corrects: int | None = None) -> bool:
    """Let the lead tell how many of twenty heard it. Returns whether it stands."""
    (cascade,) = await loop.rows("SELECT id FROM cascades")
    (delivery,) = await loop.rows("SELECT id FROM deliveries WHERE member IS NOT NULL LIMIT 1")
    it = await loop.desk.in_hand(cascade.id, lead.id)
    assert it is not None
    told: Any = Confirmation("Duty team", reached, 20, Method.TRAINING, loop.clock.now().date())
    kept = await loop.desk.confirm(it, lead.id, told, delivery=delivery.id, corrects=corrects)
    return kept is not None


async def state(loop: Loop) -> str:
    (row,) = await loop.rows("SELECT state FROM cascades")
    return row.state


async def test_a_lead_can_still_tell_once_a_deputy_was_asked(loop: Loop) -> None:
    lead, deputy = await begun(loop), await loop.joins("U-deputy")
    await lived(loop, 30)
    assert "deputy" in [slot for slot, _ in await slots(loop)]
    assert await held_by(loop) == deputy.id
    await tells(loop, deputy, 4)
    await tells(loop, lead, 16)
    assert await state(loop) == "whole"


@pytest.mark.parametrize("second", [15, 16])
async def test_two_who_tell_at_the_same_moment_never_tell_of_more_than_are_eligible(
    loop: Loop, second: int
) -> None:
    lead, deputy = await begun(loop), await loop.joins("U-deputy")
    await lived(loop, 30)
    stood = await asyncio.gather(tells(loop, lead, 15), tells(loop, deputy, second))
    assert sorted(stood) == [False, True]
    (part,) = await loop.rows("SELECT body FROM cascade_parts")
    assert part.body["reached"] <= part.body["eligible"]
    assert await state(loop) != "whole"
    # Who was quicker may send the same form once more, and may correct it; the rest has room.
    quick, slow = (lead, deputy) if stood[0] else (deputy, lead)
    assert await tells(loop, quick, part.body["reached"])
    assert not await tells(loop, slow, 21 - part.body["reached"])
    assert await tells(loop, slow, 20 - part.body["reached"])
    assert await state(loop) == "whole"


async def test_a_lead_who_hands_it_to_the_deputy_who_has_it_disturbs_nobody(loop: Loop) -> None:
    lead, deputy = await begun(loop), await loop.joins("U-deputy")
    await lived(loop, 30)
    sent = await slots(loop)
    assert await hands_over(loop, lead, deputy)
    assert await slots(loop) == sent
    assert await in_hand(loop, lead) is not None


async def test_what_a_lead_handed_over_is_the_other_s_alone(loop: Loop) -> None:
    lead, deputy = await begun(loop), await loop.joins("U-deputy")
    stranger = await loop.joins("U-9")
    assert await in_hand(loop, deputy) is None
    assert await hands_over(loop, lead, deputy)
    assert await in_hand(loop, lead) is None
    assert await in_hand(loop, stranger) is None
    assert await hands_over(loop, deputy, lead)
    assert await in_hand(loop, deputy) is None


async def in_hand(loop: Loop, member: Member) -> PassingOn | None:
    (cascade,) = await loop.rows("SELECT id FROM cascades")
    return await loop.desk.in_hand(cascade.id, member.id)


async def hands_over(loop: Loop, giver: Member, taker: Member) -> bool:
    it = await in_hand(loop, giver)
    assert it is not None
    loop.clock.advance(timedelta(minutes=1))
    return await loop.desk.hand_over(it, giver.id, str(taker.id))


async def held_by(loop: Loop) -> UUID:
    (row,) = await loop.rows("SELECT holder FROM cascades")
    return row.holder
