"""A plan that is moved holds at once, whatever its clock is doing; what has gone stays."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bot.decisions.letters import Letters
from bot.decisions.moving import Change, move_plan
from bot.decisions.plans import stop_plan
from bot.delivery.filling import fill
from bot.platforms.results import Broken, Stopped, TryLater, Unclear
from bot.store.delivery.letters import list_letters
from bot.store.evidence.audit import Act, list_decisions
from bot.store.plans.disseminations import take
from bot.store.plans.occurrences import fail_occurrence
from config.errors import InputError, NotFound, Refused
from schedules.kinds import Kind
from schedules.occurrence import occurrence_id
from schedules.plan import OneOff, Recurring
from tests.fakes.clock import START
from tests.integration.plans.conftest import World

DAY = timedelta(days=1)
UUID_NOBODY = UUID(int=404)
WEDNESDAY = Change(at="2026-11-04 09:00")


async def posts(world: World) -> list[tuple[datetime, str]]:
    return [(at, agency) for at, kind, _, agency in await world.came() if kind == "post"]


async def move(world: World, which: UUID, change: Change, by: str = "Bo Both") -> datetime:
    moved = await move_plan(
        world.database, world.queue, world.directory, which, change, by=by, now=world.clock.now
    )
    return moved.ahead.due_at


async def states(world: World) -> dict[str, str]:
    rows = await world.rows("SELECT agency, state FROM deliveries WHERE member IS NULL")
    return {row.agency: row.state for row in rows}


async def test_it_comes_at_the_new_moment_alone(world: World) -> None:
    sent = await world.sends("neglect", OneOff(START + DAY))
    assert await move(world, sent, WEDNESDAY, by=" Bo  Both ") == START + 2 * DAY
    await world.lives(START + 3 * DAY)
    assert {at for at, _ in await posts(world)} == {START + 2 * DAY}
    assert len(await posts(world)) == 3
    async with world.database.begin() as connection:
        (decision,) = await list_decisions(connection, sent)
    assert (decision.act, decision.person) == (Act.MOVED, "Bo Both")
    assert decision.detail["to"] != decision.detail["from"]


async def test_it_moves_from_the_first_of_two_like_moments_to_the_second(world: World) -> None:
    """In autumn 01:30 comes twice; a slot's name must tell which."""
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    world.clock.set(first - timedelta(hours=2))
    sent = await world.sends("neglect", OneOff(first), urgent=True)
    for channel in ("C-police", "C-health", "C-school"):
        world.platform.rosters[channel].append(Stopped("Invite the bot."))
    world.clock.set(first)
    await world.ticks()
    assert set((await states(world)).values()) == {"halted"}
    world.clock.set(first + timedelta(minutes=20))
    assert await move(world, sent, Change(at="2026-10-25T01:30+00:00")) == second
    world.clock.set(second)
    await world.ticks()
    assert [at for at, _ in await posts(world)] == [second] * 3


async def test_a_second_moment_that_was_stored_under_the_first_s_name_is_found(
    world: World,
) -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    world.clock.set(second - timedelta(hours=2))
    sent = await world.sends("neglect", OneOff(second))
    world.clock.set(second)
    await world.ticking.tick()
    slot = "2026-10-25T01:30:00"
    await world.rows(
        "UPDATE occurrences SET id = :id, slot = :slot RETURNING id",
        id=occurrence_id(sent, Kind.POST.value, slot),
        slot=slot,
    )
    await move(world, sent, WEDNESDAY)
    (row,) = await world.rows("SELECT skipped_reason FROM occurrences")
    assert row.skipped_reason.startswith("Moved by Bo Both")


async def test_what_is_held_goes_with_its_plan(world: World) -> None:
    world.clock.set(datetime(2026, 11, 1, 9, tzinfo=UTC))  # a Sunday: every agency waits
    sent = await world.sends("neglect")
    await world.ticks()
    assert len(await world.reasons()) == 3
    await move(world, sent, WEDNESDAY)
    await world.lives(START + 3 * DAY)
    assert {at for at, _ in await posts(world)} == {START + 2 * DAY}
    rows = await world.rows("SELECT DISTINCT reason FROM deliveries WHERE state = 'skipped'")
    assert [row.reason for row in rows] == [
        "Moved by Bo Both on Sun 1 Nov 2026, 09:00, before it went out."
    ]


async def test_what_surely_is_not_there_goes_with_its_plan(world: World) -> None:
    """Never attempted, or refused by the platform: it is neither sent once it is mended, nor twice
    at the new moment."""
    out = Stopped("Invite the bot.")
    world.platform.rosters["C-police"].append(out)
    world.platform.answers["C-health"].append(out)
    world.platform.answers["C-school"].append(Broken("The platform did not take it."))
    sent = await world.sends("neglect")
    await world.ticks()
    assert await states(world) == {"police": "halted", "health": "halted", "school": "failed"}
    await move(world, sent, WEDNESDAY)
    async with world.database.begin() as connection:
        assert await list_letters(connection) == []
    for _ in range(3):
        world.clock.advance(timedelta(hours=6))
        await world.asks_what_halted()
    assert await posts(world) == []
    await world.lives(START + 3 * DAY)
    assert {at for at, _ in await posts(world)} == {START + 2 * DAY}
    assert sorted(it.channel for it in world.platform.posts) == ["C-health", "C-police", "C-school"]


async def test_what_the_platform_put_off_goes_with_its_plan(world: World) -> None:
    world.platform.answers["C-police"].append(TryLater("Too many.", timedelta(hours=1)))
    world.platform.rosters["C-health"].append(Stopped("Invite the bot."))
    world.platform.rosters["C-school"].append(Stopped("Invite the bot."))
    sent = await world.sends("neglect")
    await world.ticks()
    assert (await states(world))["police"] == "waiting"
    await move(world, sent, WEDNESDAY)
    await world.lives(START + 3 * DAY)
    assert {at for at, _ in await posts(world)} == {START + 2 * DAY}
    assert len(world.platform.posts) == 3


async def test_a_moment_that_could_not_be_expanded_goes_with_its_plan(world: World) -> None:
    sent = await world.sends("neglect")
    (row,) = await world.rows("SELECT id FROM occurrences")
    async with world.database.begin() as connection:
        await fail_occurrence(connection, row.id, "Nothing was sent.", now=world.clock.now())
    await move(world, sent, WEDNESDAY)
    async with world.database.begin() as connection:
        assert await list_letters(connection) == []
    await world.lives(START + 3 * DAY)
    assert {at for at, _ in await posts(world)} == {START + 2 * DAY}


@pytest.mark.parametrize("doubt", ["unconfirmed", "claimed", "given up"])
async def test_what_may_be_there_is_not_moved(world: World, doubt: str) -> None:
    world.platform.may_look = False
    world.platform.answers["C-police"].append(Unclear("The connection was reset."))
    for channel in ("C-health", "C-school"):
        world.platform.rosters[channel].append(Stopped("Invite the bot."))
    sent = await world.sends("neglect")
    await world.ticks()
    assert (await states(world))["police"] == "unconfirmed"
    (row,) = await world.rows("SELECT id FROM deliveries WHERE channel = 'police-team'")
    if doubt == "claimed":
        await world.changes("UPDATE deliveries SET state = 'claimed' WHERE channel = 'police-team'")
    if doubt == "given up":
        letters = Letters(world.database, world.queue, world.directory, world.clock.now)
        await letters.give_up(row.id, by="Bo Both", reason="Nobody can look.")
    before = await states(world)
    with pytest.raises(
        Refused, match=r"^It may have gone out to 1 channel: .* So it cannot be moved;"
    ):
        await move(world, sent, WEDNESDAY)
    assert await states(world) == before


async def test_what_a_person_says_is_not_there_is_moved(world: World) -> None:
    world.platform.may_look = False
    world.platform.answers["C-police"].append(Unclear("The connection was reset."))
    sent = await world.sends("neglect")
    for channel in ("C-health", "C-school"):
        world.platform.rosters[channel].append(Stopped("Invite the bot."))
    await world.ticks()
    (row,) = await world.rows("SELECT id FROM deliveries WHERE channel = 'police-team'")
    letters = Letters(world.database, world.queue, world.directory, world.clock.now)
    await letters.send_again(row.id, by="Bo Both")
    await move(world, sent, WEDNESDAY)
    await world.lives(START + 3 * DAY)
    assert {at for at, _ in await posts(world)} == {START + 2 * DAY}


async def test_what_is_there_and_what_may_be_are_told_apart(world: World) -> None:
    world.platform.may_look = False
    world.platform.answers["C-police"].append(Unclear("The connection was reset."))
    sent = await world.sends("neglect")
    await world.ticks()
    with pytest.raises(Refused, match="It has gone out to 2 channels, and may have to 1 more: it"):
        await move(world, sent, WEDNESDAY)


async def test_earlier_moments_of_another_rhythm_do_not_keep_a_moment(world: World) -> None:
    sent = await world.sends("neglect", Recurring("0 10 * * *", START))
    await world.lives(START + timedelta(hours=4))
    await move(world, sent, WEDNESDAY)
    await move(world, sent, Change(at="2026-11-05 09:00"))
    await world.lives(START + 7 * DAY)
    assert sorted({at for at, _ in await posts(world)}) == [
        START + timedelta(hours=1),
        START + 3 * DAY,
    ]


async def test_another_rhythm_and_another_end(world: World) -> None:
    sent = await world.sends("neglect", Recurring("0 10 * * *", START))
    await world.lives(START + timedelta(hours=4))
    await move(world, sent, Change(cron="0 11 * * wed-fri"))
    await move(world, sent, Change(ends="2026-11-05 12:00"))
    await world.lives(START + 7 * DAY)
    assert sorted({at for at, _ in await posts(world)}) == [
        START + timedelta(hours=1),
        START + 2 * DAY + timedelta(hours=2),
        START + 3 * DAY + timedelta(hours=2),
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change(), "Give --at, --cron or --ends"),
        (Change(ends="2026-12-01"), "comes once, and has no end"),
        (Change(at="2026-12-01", ends="2026-12-02"), "Only what comes by --cron has an end"),
        (Change(at="2026-11-02 08:00"), "a moment that is to come"),
        (
            Change(at="2026-10-01 08:00"),
            "moment is over: it was Thu 1 Oct 2026, 08:00, London time.",
        ),
        (Change(cron="0 9 * * 1"), "numbers the weekday"),
        (Change(cron="* * * * *"), "more than once a day"),
    ],
)
async def test_what_is_no_change_changes_nothing(world: World, change: Change, says: str) -> None:
    sent = await world.sends("neglect", OneOff(START + DAY))
    with pytest.raises((InputError, Refused), match=says):
        await move(world, sent, change)
    await world.lives(START + DAY)
    assert {at for at, _ in await posts(world)} == {START + DAY}


async def test_what_has_gone_or_was_stopped_is_not_moved(world: World) -> None:
    gone = await world.sends("neglect")
    await world.ticks()
    with pytest.raises(Refused, match="It has gone out to 3 channels: it cannot be moved any more"):
        await move(world, gone, WEDNESDAY)
    stopped = await world.sends("other", OneOff(START + DAY))
    await stop_plan(world.database, stopped, "Cy", world.clock.now)
    with pytest.raises(Refused, match="It was stopped by Cy"):
        await move(world, stopped, WEDNESDAY)
    with pytest.raises(Refused, match="not the name of a coordinator or approver in the directory"):
        await move(world, gone, WEDNESDAY, by=" ")
    with pytest.raises(NotFound):
        await move(world, UUID_NOBODY, WEDNESDAY)


async def test_a_clock_in_the_middle_of_its_tick_fills_one_plan_or_the_other(world: World) -> None:
    sent = await world.sends("neglect", OneOff(START + DAY))
    world.clock.set(START + DAY)
    async with world.database.begin() as connection:
        mine = await take(connection, sent)
        assert mine is not None
        moving = asyncio.create_task(move(world, sent, WEDNESDAY))
        await asyncio.sleep(0.2)
        assert not moving.done()  # it waits for the clock's transaction
        await fill(connection, world.queue, world.directory, mine, world.clock.now())
    assert await moving == START + 2 * DAY
    await world.lives(START + 3 * DAY)
    assert {at for at, _ in await posts(world)} == {START + 2 * DAY}
    assert len(await posts(world)) == 3
