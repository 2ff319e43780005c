"""Who gets a digest, when, and what it may say."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.composing import Needless
from content.message import Message, plain_text
from schedules.digests import is_fortnight
from tests.fakes.briefings import small_briefing
from tests.integration.loading import load_delivery
from tests.integration.own.conftest import Life
from tests.integration.own.test_progress import answering

WEEK = timedelta(weeks=1)
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


async def tick(life: Life) -> datetime | None:
    async with life.database.begin() as connection:
        return await life.send_digests(connection, life.clock.now())


async def put_in(life: Life) -> list[tuple[str, str]]:
    """Who has a digest, by account, and of which week."""
    rows = await life.rows(
        "SELECT d.member, o.slot FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE o.kind = 'digest' ORDER BY o.slot"
    )
    found = [((await life.members.account_of(row.member))[1], row.slot) for row in rows]
    return sorted(found, key=lambda it: (it[1], it[0]))


async def composed(life: Life, account: str) -> Message | Needless:
    """What this week's digest to the account says in the moment of sending."""
    member = await life.joins(account)
    (row,) = await life.rows(
        "SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE o.kind = 'digest' AND d.member = :it ORDER BY o.due_at DESC LIMIT 1",
        it=member.id,
    )
    async with life.database.begin() as connection:
        delivery = await load_delivery(life.database, row.id)
        return await life.compose_digest(connection, delivery)


async def words(life: Life, account: str) -> str:
    said = await composed(life, account)
    assert isinstance(said, Message), said
    return plain_text(said)


async def test_leads_get_one_a_week_and_coordinators_one_every_two(life: Life) -> None:
    assert life.clock.now() == MONDAY
    for week in range(2):
        assert await tick(life) == MONDAY + (week + 1) * WEEK
        life.clock.advance(timedelta(hours=2))
        await tick(life)
        life.clock.set(MONDAY + (week + 1) * WEEK)
    weekly = ["U-both", "U-deputy", "U-lead"]
    turns = [is_fortnight(MONDAY + week * WEEK) for week in range(2)]
    assert sorted(turns) == [False, True]
    assert await put_in(life) == [
        (account, f"2026-W{45 + week}")
        for week in range(2)
        for account in sorted([*weekly, *(["U-coordinator"] if turns[week] else [])])
    ]


@pytest.mark.parametrize("moment", [MONDAY - timedelta(hours=1), MONDAY + timedelta(days=1)])
async def test_on_other_days_and_hours_none_is_put_in_and_nobody_registered(
    life: Life, moment: datetime
) -> None:
    life.clock.set(moment)
    ahead = await tick(life)
    assert ahead is not None
    assert ahead > moment
    assert await put_in(life) == []
    assert await life.rows("SELECT 1 FROM members") == []


async def test_two_clocks_at_once_put_in_one_each(life: Life) -> None:
    await asyncio.gather(*(tick(life) for _ in range(4)))
    assert len(await put_in(life)) == len(set(await put_in(life))) >= 3


async def test_with_nothing_to_say_nothing_is_sent(life: Life) -> None:
    if not is_fortnight(life.clock.now()):
        life.clock.advance(WEEK)
    await tick(life)
    for account in ("U-lead", "U-both", "U-coordinator"):
        said = await composed(life, account)
        assert isinstance(said, Needless)
        assert "nothing to say" in said.reason


async def test_what_came_that_very_morning_is_left_to_the_next(life: Life) -> None:
    await life.briefs(*await life.crowd(3))
    await tick(life)
    assert isinstance(await composed(life, "U-lead"), Needless)
    life.clock.advance(WEEK)
    await life.briefs(*await life.crowd(3), briefing=small_briefing("other"))
    await tick(life)
    assert (await words(life, "U-lead")).count("Posted on") == 1


async def test_who_has_paused_or_wants_none_gets_none(life: Life) -> None:
    lead = await life.joins("U-lead")
    await life.briefs(*await life.crowd(3))
    life.clock.advance(WEEK)
    await tick(life)
    assert isinstance(await composed(life, "U-lead"), Message)
    await life.preferences.pause(lead.id, life.clock.now() + timedelta(hours=3))
    paused = await composed(life, "U-lead")
    assert isinstance(paused, Needless)
    assert "paused" in paused.reason
    life.clock.advance(timedelta(hours=4))
    assert isinstance(await composed(life, "U-lead"), Message)
    await life.preferences.set_digests(lead.id, wanted=False)
    unwanted = await composed(life, "U-lead")
    assert isinstance(unwanted, Needless)
    assert "wants no digests" in unwanted.reason


async def test_a_lead_is_told_totals_of_the_own_agency(life: Life) -> None:
    people = await life.crowd(14)
    sent = await life.briefs(*people)
    await life.briefs(*people[:2], agency="health", again=sent)
    life.clock.advance(WEEK)
    await tick(life)
    await answering(life, sent, people[:9], 7)
    said = await words(life, "U-lead")
    assert "Opened by 9 of 14. Read by 9 of 14." in said
    assert "What was understood is not shown yet" in said
    await answering(life, sent, people[9:12], 0)
    said = await words(life, "U-lead")
    assert "Read by 12 of 14." in said
    assert "Of the first 10 who answered every question, 7 " in said
    assert "Police & Co" in said
    assert "Health" not in said
    own, _, _ = (await words(life, "U-both")).partition("The partnership's learning")
    assert "Health <Trust>" in own
    assert "Police & Co" not in own


async def test_who_leads_and_coordinates_gets_one_message(life: Life) -> None:
    sent = await life.briefs(*await life.crowd(2))
    await life.briefs(*await life.crowd(1), agency="health", again=sent)
    life.clock.advance(WEEK)
    if not is_fortnight(life.clock.now()):
        life.clock.advance(WEEK)
    await tick(life)
    said = await words(life, "U-both")
    assert "Health <Trust>" in said
    assert "The partnership's learning" in said
    assert "The partnership's learning" not in await words(life, "U-lead")
    assert "Your agency this week" not in await words(life, "U-coordinator")


async def test_who_left_the_role_meanwhile_gets_nothing(life: Life) -> None:
    await life.briefs(*await life.crowd(2))
    life.clock.advance(WEEK)
    await tick(life)
    assert isinstance(await composed(life, "U-lead"), Message)
    agencies = tuple(agency.model_copy(update={"leads": ()}) for agency in life.directory.agencies)
    left = life.directory.model_copy(update={"agencies": agencies})
    life.compose_digest = replace(life.compose_digest, directory=left)
    assert isinstance(await composed(life, "U-lead"), Needless)
