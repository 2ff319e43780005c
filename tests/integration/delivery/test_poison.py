"""What always goes wrong stops neither the queue nor the clock: it ends where a person sees it."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from bot.clock import Clock
from bot.delivery.disseminate import disseminate
from bot.store.delivery.letters import Letter, list_letters
from bot.store.engine import AsyncConnection
from bot.store.looks import Look
from bot.store.plans.listed import list_sendings
from bot.store.plans.overview import list_unreadable
from bot.store.plans.unsent import list_unsent
from content.briefing import Briefing
from content.message import Message
from schedules.followups import FollowUps, read_follow_ups
from schedules.plan import OneOff
from tests.integration.delivery.house import (
    BRIEFING_ONE,
    House,
    add_briefing,
    compose,
    until,
)


@dataclass
class Poison:
    """A follow-up that always raises, and whose look does."""

    name: str = "poison"
    runs: list[datetime] = field(default_factory=list[datetime])

    def look(self, now: datetime) -> Look | None:
        del now
        return Look("1 / 0 = 1")

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        self.runs.append(now)
        await connection.execute(text("SELECT 1 / 0"))
        return None


@dataclass
class Sound(Poison):
    """One that comes after it, and works."""

    name: str = "sound"

    def look(self, now: datetime) -> Look | None:
        del now
        return Look("true")

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        self.runs.append(now)
        return None


async def sends(house: House, slug: str, audience: str = "first") -> UUID:
    return await disseminate(
        house.database,
        house.queue,
        house.directory,
        slug,
        None,
        audience,
        OneOff(house.now()),
        house.now,
    )


async def spoil(house: House, statement: str, which: object) -> None:
    async with house.database.begin() as connection:
        await connection.execute(text(statement), {"which": which})


async def letters(house: House) -> list[Letter]:
    async with house.database.begin() as connection:
        return sorted(await list_letters(connection), key=lambda it: it.title or "")


def poisonous(briefing: Briefing, delivery: UUID) -> Message:
    if briefing.title == "Poison":
        raise ZeroDivisionError("secret")
    return compose(briefing, delivery)


async def test_others_flow_on_while_each_poison_ends_as_a_dead_letter(house: House) -> None:
    house.compose = poisonous
    raising, sound = Poison(), Sound()
    house.clock = Clock(house.database, house.queue, house.directory, house.now, [raising, sound])
    for slug, title in (("poison", "Poison"), ("rotten", "Rotten"), ("adrift", "Adrift")):
        await add_briefing(house.database, replace(BRIEFING_ONE, slug=slug, title=title))
    await sends(house, "poison")
    await sends(house, "rotten")
    adrift = await sends(house, "adrift")
    unreadable = await sends(house, "neglect")
    fine = [await sends(house, "neglect"), await sends(house, "neglect", "leads")]
    await spoil(house, "UPDATE briefing_versions SET body = '{}' WHERE slug = :which", "rotten")
    await spoil(house, "UPDATE disseminations SET channels = ARRAY[NULL] WHERE id = :which", adrift)
    await spoil(
        house,
        """UPDATE disseminations SET plan = '{"kind": "lunar"}' WHERE id = :which""",
        unreadable,
    )

    async def all_is_done() -> bool:
        states = await house.states()
        return states == {"delivered": 3, "failed": 2} and len(await letters(house)) == 3

    async with house.working(clock=True):
        await until(all_is_done, 30.0)
        later = await sends(house, "neglect")
        fine.append(later)

        async def all_is_well() -> bool:
            return (await house.states())["delivered"] == 4

        await until(all_is_well, 30.0)
    assert [(it.title, it.outcome.value, it.reason) for it in await letters(house)] == [
        ("Adrift", "failed", "Nothing was sent: an unexpected IntegrityError on our side."),
        (
            "Poison",
            "failed",
            "An unexpected ZeroDivisionError on our side; the log has the moment.",
        ),
        (
            "Rotten",
            "failed",
            "An unexpected ValidationError on our side; the log has the moment.",
        ),
    ]
    # The clock may be stopped between the two.
    assert 0 <= len(raising.runs) - len(sound.runs) <= 1
    assert sound.runs
    async with house.database.begin() as connection:
        assert await list_unreadable(connection) == [unreadable]
        listed = {it.sending.id for it in await list_sendings(connection)}
        assert unreadable not in listed
        assert listed >= set(fine)
        assert await list_unsent(connection) == []


@pytest.mark.parametrize("kept", [{"recall": 7}, [], "x", {"cascade": {"within_days": "soon"}}])
def test_what_comes_after_goes_on_at_the_usual_pace_where_it_cannot_be_read(kept: object) -> None:
    assert read_follow_ups(kept) == FollowUps()


def test_what_can_be_read_is_read() -> None:
    assert read_follow_ups({"recall": None}) == FollowUps(recall=None)


@pytest.mark.parametrize(
    "plan",
    [
        '{"kind": "one-off", "at": "2026-11-03T09:00:00"}',
        '{"kind": "one-off", "at": "9999-11-03T09:00:00Z"}',
        '{"kind": "recurring", "cron": "0 9 * * *", "starts": "2026-11-03T09:00:00"}',
        '{"kind": "recurring", "cron": "0 9 * * *", "starts": "9998-11-03T09:00:00Z"}',
    ],
)
async def test_a_plan_whose_moments_cannot_be_set_beside_others_stops_none_of_them(
    house: House, plan: str
) -> None:
    later = house.now() + timedelta(days=1)
    bad, fine = await house.send("first", OneOff(later)), await house.send("first", OneOff(later))
    given = {"which": bad, "plan": plan}
    async with house.database.begin() as connection:
        spoilt = text("UPDATE disseminations SET plan = CAST(:plan AS jsonb) WHERE id = :which")
        await connection.execute(spoilt, given)
    await Clock(house.database, house.queue, house.directory, lambda: later).tick()
    async with house.database.begin() as connection:
        assert await list_unreadable(connection) == [bad]
        assert [it.sending.id for it in await list_unsent(connection)] == [fine]


@pytest.mark.parametrize(
    "spoilt",
    [
        """lines = '{"C1": "soon"}'""",
        """lines = '{"C1": "9999-12-31T23:59:59Z"}'""",
        """lines = '{"C1": "2026-11-03T09:00:00"}'""",
        "lines = '[]'",
        "lines = 'null', calls = '[1]'",
        "share = 'NaN'",
        "share = 0",
        "rests_until = 'infinity'",
    ],
)
async def test_a_pace_that_cannot_be_read_is_told_once_and_is_a_full_one(
    house: House, spoilt: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with house.database.begin() as connection:
        await connection.execute(
            text("INSERT INTO pace VALUES ('w-0', 0.5, '-infinity', '{}', '{}')")
        )
        await connection.execute(text(f"UPDATE pace SET {spoilt.replace(':', chr(92) + ':')}"))
    async with house.working():
        for count in (1, 2):
            await house.send("first")

            async def delivered(count: int = count) -> bool:
                return await house.states() == {"delivered": count}

            await until(delivered)
    told = [it for it in caplog.messages if "the pace of workspace w-0 cannot be read" in it]
    assert len(told) == 1
