"""`plan show` while a clock runs and no worker does: what the clock has queued stays in it."""

from datetime import UTC, datetime, timedelta

from bot.foresight.rows import Expected, What
from config.calendar import Window
from content.coming import Happening, happening_words
from schedules.followups import CascadePlan, FollowUps, PracticePlan
from schedules.plan import OneOff
from tests.fakes.clock import START
from tests.integration.plans.conftest import World, directory_with

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WEEK_LATER = START + 7 * DAY
"""A Monday at nine: a reminder to pass it on, the survey about it, and digests."""
TOLD = FollowUps(None, CascadePlan(), PracticePlan(after_days=7, open_days=5))
SINCE = "It waits for a worker since Mon 9 Nov 2026, 09:00, London time: does one run?"


async def queues(world: World) -> None:
    """Live until all of it is queued, and nobody takes it up."""
    world.clock.set(START)
    await world.sends("neglect", OneOff(START), follow_ups=TOLD)
    await world.ticks()
    await world.lives(WEEK_LATER - HOUR)
    world.clock.set(WEEK_LATER)
    await world.ticking.tick()


async def of(world: World, *whats: What) -> list[Expected]:
    return [row for row in await world.foretold(1) if row.what in whats]


async def test_what_waits_for_a_worker_goes_as_soon_as_one_is_there(world: World) -> None:
    await queues(world)
    world.clock.advance(HOUR)
    now = world.clock.now()
    rows = [row for row in await world.foretold(1) if row.why == SINCE]
    assert {(row.at, row.what, row.words, row.about, row.agencies, row.people) for row in rows} == {
        (now, What.QUEUED, "private messages, queued", "", (), 2),
        (
            now,
            What.SURVEY,
            happening_words(Happening.SURVEY_OPENS),
            "neglect (practice)",
            ("health", "police", "school"),
            0,
        ),
        (now, What.DIGEST, happening_words(Happening.DIGEST), "", ("health", "police"), 0),
    }
    await world.works()
    came = [(kind, slot, agency) for at, kind, slot, agency in await world.came() if at == now]
    assert {it for it in came if it[0] != "digest"} == {
        ("cascade", "reminder 1", "health"),
        ("cascade", "reminder 1", "police"),
        ("pulse", "opening", "health"),
        ("pulse", "opening", "police"),
        ("pulse", "opening", "school"),
    }
    assert {agency for kind, _, agency in came if kind == "digest"} == {"health", "police"}
    assert [row for row in await world.foretold(1) if row.why == SINCE] == []


async def test_what_waits_into_the_night_is_told_with_what_holds_it_then(world: World) -> None:
    world.directory = directory_with(health={"window": Window.parse("always")})
    world.settles()
    await queues(world)
    night = datetime(2026, 11, 9, 23, tzinfo=UTC)
    world.clock.set(night)
    morning = datetime(2026, 11, 10, 8, tzinfo=UTC)
    opens = happening_words(Happening.SURVEY_OPENS)
    found = {row.agencies: row for row in await of(world, What.SURVEY) if row.words == opens}
    assert {key: row.at for key, row in found.items()} == {
        ("health",): night,
        ("police", "school"): morning,
    }
    assert found["police", "school"].why == (
        "Held until Tuesday 10 November 2026 at 08:00: the agency's hours are 08:00 to 18:00."
        f" {SINCE}"
    )
    await world.works()
    await world.lives(morning)
    came = {(at, agency) for at, kind, slot, agency in await world.came() if slot == "opening"}
    assert came == {(night, "health"), (morning, "police"), (morning, "school")}


async def test_what_comes_too_late_by_then_is_foretold_no_more(world: World) -> None:
    """The survey has closed, the digests' week is over; a reminder still goes."""
    await queues(world)
    world.clock.set(WEEK_LATER + 7 * DAY)
    opens = happening_words(Happening.SURVEY_OPENS)
    assert opens not in {row.words for row in await of(world, What.SURVEY)}
    assert [row.why for row in await of(world, What.DIGEST) if row.why] == []
    (private,) = await of(world, What.QUEUED)
    assert (private.at, private.people) == (world.clock.now(), 2)
