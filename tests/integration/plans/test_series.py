"""A series: several briefings in their order, one a week over a term, all or none."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.decisions.plans import stop_plan
from bot.decisions.written import series_from
from bot.delivery.disseminate import PlannedSeries, disseminate_series
from bot.store.content.shelf import BRIEFINGS
from config.errors import InputError, NotFound, Refused
from content.waiting import reason_words
from tests.integration.loop.conftest import reworded
from tests.integration.plans.conftest import World


async def plans(
    world: World,
    *slugs: str,
    weekly: str = "mon 09:00",
    starts: date | None = date(2026, 11, 30),
    term: str | None = "schools",
    stored: tuple[str, ...] = ("one", "two", "three"),
) -> PlannedSeries:
    async with world.database.begin() as connection:
        for slug in stored:
            await BRIEFINGS.save(connection, reworded(slug), world.clock.now())
    series = series_from(
        world.directory,
        weekly=weekly,
        starts=starts,
        term=term,
        audience="everyone",
        now=world.clock.now(),
    )
    return await disseminate_series(
        world.database, world.queue, world.directory, slugs, "everyone", series, world.clock.now
    )


async def test_one_a_week_without_holidays_and_out_of_term(world: World) -> None:
    planned = await plans(world, "one", "two", "three")
    # St Andrew's Day, and three weeks between the terms; 5 January is a Tuesday.
    assert [(part.slug, part.at.date().isoformat()) for part in planned.parts] == [
        ("one", "2026-12-07"),
        ("two", "2026-12-14"),
        ("three", "2027-01-11"),
    ]
    assert [(it.day.isoformat(), reason_words(it.left_out)) for it in planned.left_out
            if it.left_out] == [
        ("2026-11-30", "Saint Andrew's Day is a bank holiday in Scotland"),
        ("2026-12-21", "by The schools' term dates the schools are closed"),
        (
            "2026-12-28",
            "Boxing Day (substitute day) is a bank holiday in England",
        ),
        ("2027-01-04", "New Year Holiday (substitute day) is a bank holiday in Scotland"),
    ]  # fmt: skip
    world.clock.set(datetime(2026, 12, 7, 9, tzinfo=UTC))
    await world.ticks()
    stopping = await stop_plan(world.database, planned.id, "Cy", world.clock.now)
    assert not stopping.before
    assert (await stop_plan(world.database, planned.id, "Di", world.clock.now)).stop.by == "Cy"
    world.clock.set(datetime(2027, 1, 11, 9, tzinfo=UTC))
    await world.ticks()
    came = await world.rows(
        "SELECT DISTINCT b.slug FROM deliveries d JOIN disseminations s ON s.id = d.dissemination"
        " JOIN briefing_versions b ON b.id = s.briefing_version WHERE d.state = 'delivered'"
    )
    assert [row.slug for row in came] == ["one"]
    decisions = await world.rows("SELECT subject FROM decisions WHERE act = 'stopped'")
    assert {row.subject for row in decisions} == {part.dissemination for part in planned.parts}


async def test_across_a_clock_change_it_keeps_its_time_in_london(world: World) -> None:
    planned = await plans(world, "one", "two", starts=date(2027, 3, 22), weekly="MON 09:00")
    assert [part.at for part in planned.parts] == [
        datetime(2027, 3, 22, 9, tzinfo=UTC),
        datetime(2027, 4, 12, 8, tzinfo=UTC),
    ]


async def test_without_a_first_day_it_begins_with_what_is_to_come(world: World) -> None:
    # It is Monday at nine.
    (part,) = (await plans(world, "one", starts=None, weekly="mon 09:00")).parts
    assert part.at == world.clock.now() + timedelta(days=7)
    (part,) = (await plans(world, "two", starts=None, weekly="mon 09:01", term=None)).parts
    assert part.at == world.clock.now() + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("slugs", "changes", "kind", "says"),
    [
        (("one", "none"), {}, NotFound, "none"),
        (("one", "two", "one"), {}, InputError, "more than once: one"),
        (("one",), {"weekly": "monday 9"}, InputError, "not a weekday and a time"),
        (("one",), {"starts": date(9999, 12, 31)}, InputError, "after 2099; give one between"),
        (("one",), {"weekly": "mon 24:00"}, InputError, "not a weekday and a time"),
        (("one",), {"term": "other"}, InputError, "no term dates 'other'; there are: schools"),
        (("one",), {"starts": date(2026, 10, 5)}, Refused, "first day, 2026-10-05, is over"),
        (("one", "two"), {"starts": date(2027, 7, 19)}, Refused, "have weeks for 1 of 2"),
        (("one",), {"starts": date(2027, 7, 22)}, Refused, "have weeks for 0 of 1"),
    ],
)
async def test_all_or_none(
    world: World, slugs: tuple[str, ...], changes: dict[str, object], kind: type, says: str
) -> None:
    with pytest.raises(kind, match=says):
        await plans(world, *slugs, **changes)  # pyright: ignore[reportArgumentType]
    assert await world.rows("SELECT id FROM disseminations") == []


async def test_what_nobody_approved_takes_the_others_with_it(world: World) -> None:
    await plans(world, "one", starts=date(2026, 11, 9))
    await world.changes(
        "UPDATE briefing_versions SET status = 'draft', approver = NULL,"
        ' body = body || \'{"status": "draft", "approver": null}\' WHERE slug = \'three\''
    )
    with pytest.raises(Refused, match="'three' version 1 is not approved by a second person"):
        await plans(world, "two", "three", stored=())
    assert len(await world.rows("SELECT id FROM disseminations")) == 1
