"""Halted deliveries go on by themselves, once, when what stopped them is mended in time."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from bot.clock import Clock
from bot.followups.resume import Resume
from bot.platforms.results import Stopped, TryLater
from schedules.plan import OneOff, SendLate, SkipMissed
from tests.fakes.clock import FakeClock
from tests.integration.delivery.attempts import attempt, attempted, events, expanded, row_of
from tests.integration.delivery.house import House, account_of

INVITE = Stopped("Invite the bot.")
OUT = Stopped("The channel is archived.")


def resume_of(house: House) -> Resume:
    platforms = {"fake": house.platform}
    return Resume(house.database, house.queue, house.directory, platforms, account_of, house.now)


@pytest.fixture
def resume(house: House) -> Resume:
    made = resume_of(house)
    made._new = False  # as if this clock had run for long
    return made


async def tick(house: House, *resumes: Resume) -> None:
    """Let clocks tick, and wait for what they ask."""
    clocks = [
        Clock(house.database, house.queue, house.directory, house.now, [it]) for it in resumes
    ]
    await asyncio.gather(*(clock.tick() for clock in clocks))
    for it in resumes:
        await it.settled()


async def halted(house: House) -> UUID:
    house.platform.readiness["C1"] = OUT
    return UUID(str((await attempted(house, INVITE))["id"]))


async def test_the_platform_is_asked_after_growing_pauses_and_once_a_channel(
    house: House, clock: FakeClock, resume: Resume
) -> None:
    first, second = await halted(house), await halted(house)
    asked: list[int] = []
    for minute in range(0, 200, 5):
        before = len(house.platform.asked)
        await tick(house, resume)
        asked += [minute] * (len(house.platform.asked) - before)
        clock.advance(timedelta(minutes=5))
    assert asked == [5, 20, 80, 140]
    for delivery in (first, second):
        row = await row_of(house, delivery)
        assert (row["state"], row["reason"]) == ("halted", OUT.reason)
    assert len(house.platform.tried) == 2


async def test_it_is_asked_soon_where_the_clock_was_set_back_a_week(
    house: House, clock: FakeClock, resume: Resume, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.followups.resume.AT_ONCE", 1)  # so that it rests between two goes
    await halted(house)
    clock.advance(timedelta(days=7))
    await tick(house, resume)
    assert house.platform.asked == ["C1"]
    clock.advance(-timedelta(days=7))
    await tick(house, resume)
    assert house.platform.asked == ["C1", "C1"]
    await tick(house, resume)
    assert house.platform.asked == ["C1", "C1"]


async def test_once_mended_all_of_it_goes_out_in_order_and_once(
    house: House, clock: FakeClock, resume: Resume
) -> None:
    deliveries = [await halted(house), await halted(house)]
    await tick(house, resume)
    del house.platform.readiness["C1"]
    clock.advance(timedelta(minutes=5))
    await tick(house, resume, resume_of(house), resume_of(house))
    assert {(await row_of(house, it))["state"] for it in deliveries} == {"planned"}
    async with house.working():
        async with asyncio.timeout(20):
            while await house.states() != {"delivered": 2}:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    assert sorted(post.delivery for post in house.platform.posts) == sorted(deliveries)
    assert await events(house) == 2
    clock.advance(timedelta(hours=2))
    before = len(house.platform.asked)
    await tick(house, resume)
    assert len(house.platform.asked) == before
    assert len(house.platform.posts) == 2


@pytest.mark.parametrize(
    ("missed", "late", "state"),
    [
        (SendLate(timedelta(hours=6)), timedelta(hours=5), "planned"),
        (SendLate(timedelta(hours=6)), timedelta(hours=7), "skipped"),
        (SkipMissed(), timedelta(minutes=10), "skipped"),
    ],
)
async def test_the_plan_says_until_when(  # noqa: PLR0917 - fixtures and parameters
    house: House,
    clock: FakeClock,
    resume: Resume,
    missed: SendLate | SkipMissed,
    late: timedelta,
    state: str,
) -> None:
    house.platform.readiness["C1"] = OUT
    house.platform.answers["C1"].append(INVITE)
    await house.send("first", OneOff(clock.now(), missed))
    delivery = await expanded(house)
    await attempt(house, delivery)
    await tick(house, resume)
    clock.advance(late)
    del house.platform.readiness["C1"]
    await resume.mended("w-0", "C1")
    await tick(house, resume)
    row = await row_of(house, delivery)
    assert row["state"] == state
    if state == "skipped":
        assert str(row["reason"]).startswith("It halted until its time was over. It was due on")


async def test_what_halts_again_is_not_tried_more_and_more(
    house: House, clock: FakeClock, resume: Resume
) -> None:
    delivery = await halted(house)
    del house.platform.readiness["C1"]  # only a post shows that it is closed
    for _ in range(60):
        house.platform.answers["C1"].append(INVITE)
        await tick(house, resume)
        await attempt(house, delivery)
        clock.advance(timedelta(minutes=5))
    assert (await row_of(house, delivery))["state"] == "halted"
    assert len(house.platform.tried) <= 8


async def test_a_hint_and_a_new_process_hasten_it(
    house: House, clock: FakeClock, resume: Resume
) -> None:
    delivery = await halted(house)
    await resume.mended("w-0", "C2")
    await resume.mended("elsewhere", None)
    await tick(house, resume)
    assert house.platform.asked == []
    await resume.mended("w-0", None)
    await tick(house, resume)
    assert house.platform.asked == ["C1"]
    await tick(house, resume_of(house))
    assert house.platform.asked == ["C1", "C1"]
    assert (await row_of(house, delivery))["state"] == "halted"


async def test_a_platform_that_wants_rest_is_left_alone_until_then(
    house: House, clock: FakeClock, resume: Resume
) -> None:
    await halted(house)
    house.platform.readiness["C1"] = TryLater("429", timedelta(minutes=2), everywhere=True)
    await tick(house, resume_of(house))
    clock.advance(timedelta(minutes=1))
    await tick(house, resume)
    assert len(house.platform.asked) == 1
    clock.advance(timedelta(minutes=1))
    await tick(house, resume)
    assert len(house.platform.asked) == 2


async def test_one_channels_fault_holds_no_other_up(
    house: House, clock: FakeClock, resume: Resume, caplog: pytest.LogCaptureFixture
) -> None:
    poison = await halted(house)
    house.platform.readiness["C1"] = RuntimeError("secret")
    await house.send("leads")
    other = await expanded(house)
    house.platform.answers["C0"].append(INVITE)
    await attempt(house, other)
    await tick(house, resume)
    clock.advance(timedelta(minutes=5))
    await tick(house, resume)
    assert (await row_of(house, poison))["state"] == "halted"
    assert (await row_of(house, other))["state"] == "planned"
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


async def test_a_stop_waits_for_nothing(house: House, clock: FakeClock, resume: Resume) -> None:
    await resume.stop()
    await halted(house)
    await tick(house, resume)
    await resume.stop()
