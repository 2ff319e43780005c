"""What may be sent, and what is refused."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from bot.store.engine import Database
from bot.store.tables import disseminations, occurrences
from config.errors import InputError, NotFound, Refused
from content.approval import Status
from content.briefing import Briefing
from schedules.plan import OneOff, Plan, Recurring
from tests.fakes.clock import START, FakeClock
from tests.integration.delivery.house import BRIEFING_ONE, House, add_briefing


@pytest.fixture
def house(database: Database, clock: FakeClock) -> House:
    """A house without a briefing."""
    return House(database, now=clock.now)


async def counts(house: House) -> tuple[int, int, int]:
    async with house.database.begin() as connection:
        return (
            (
                await connection.execute(select(func.count()).select_from(disseminations))
            ).scalar_one(),
            (await connection.execute(select(func.count()).select_from(occurrences))).scalar_one(),
            (
                await connection.execute(text("SELECT count(*) FROM procrastinate_jobs"))
            ).scalar_one(),
        )


async def test_a_moment_that_has_come_is_queued_with_the_dissemination(house: House) -> None:
    await add_briefing(house.database)
    await house.send(plan=OneOff(START - timedelta(hours=1)))
    assert await counts(house) == (1, 1, 1)
    async with house.database.begin() as connection:
        row = (await connection.execute(select(disseminations))).one()
    assert (row.audience, row.channels) == ("everyone", ["c-0", "c-1", "c-2"])
    assert json.loads(json.dumps(row.plan))["kind"] == "one-off"


async def test_a_later_moment_waits_for_the_clock(house: House) -> None:
    await add_briefing(house.database)
    await house.send(plan=Recurring("0 10 * * *", START))
    assert await counts(house) == (1, 0, 0)


@pytest.mark.parametrize(
    ("briefing", "audience", "words"),
    [
        (replace(BRIEFING_ONE, status=Status.DRAFT), "everyone", "not approved by a second"),
        (replace(BRIEFING_ONE, approver=" ann  AUTHOR"), "everyone", "not approved by a second"),
        (replace(BRIEFING_ONE, approver=None), "everyone", "not approved by a second"),
        (replace(BRIEFING_ONE, restricted=True), "everyone", "these channels: c-1, c-2"),
        (BRIEFING_ONE, "nobody", "has no channel"),
    ],
)
async def test_rules_refuse(house: House, briefing: Briefing, audience: str, words: str) -> None:
    await add_briefing(house.database, briefing)
    with pytest.raises(Refused, match=words):
        await house.send(audience)
    assert await counts(house) == (0, 0, 0)


async def test_a_restricted_briefing_goes_to_leads(house: House) -> None:
    await add_briefing(house.database, replace(BRIEFING_ONE, restricted=True))
    await house.send("leads")
    assert await counts(house) == (1, 1, 1)


async def test_what_is_not_there_is_named(house: House) -> None:
    with pytest.raises(NotFound):
        await house.send()
    await add_briefing(house.database)
    with pytest.raises(NotFound, match="there are: everyone, first, leads, nobody"):
        await house.send("evryone")
    assert await counts(house) == (0, 0, 0)


@pytest.mark.parametrize(
    ("plan", "error", "words"),
    [
        (Recurring("0 9 * * 1", START), InputError, "cron weekday"),
        (OneOff(START - timedelta(days=4)), Refused, "moment is over"),
        (
            Recurring("0 9 * * *", START - timedelta(days=9), START - timedelta(days=1)),
            Refused,
            "no moment left",
        ),
    ],
)
async def test_plans_that_cannot_be_kept_are_refused(
    house: House, plan: Plan, error: type[Exception], words: str
) -> None:
    await add_briefing(house.database)
    with pytest.raises(error, match=words):
        await house.send(plan=plan)
    assert await counts(house) == (0, 0, 0)
