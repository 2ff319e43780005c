"""Posts, corrections and withdrawals in whatever order, with attempts that fail on the way: in the
end every post shows the current version, or the notice."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import count
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.delivery.disseminate import disseminate
from bot.delivery.expand import expand
from bot.delivery.outcome import Patience
from bot.platforms.results import TryLater, Unclear
from bot.store.engine import Database
from schedules.plan import OneOff
from tests.fakes.clock import FakeClock
from tests.integration.amending.amended import (
    COORDINATOR,
    NOTICE,
    Amended,
    amended_house,
    version,
)
from tests.integration.delivery.attempts import hurried
from tests.integration.delivery.house import add_briefing

STEPS = st.lists(
    st.sampled_from(["send", "post", "correct", "withdraw", "edit", "look", "fault", "break"]),
    min_size=3,
    max_size=14,
)
_slugs = count()
_OPEN = "state NOT IN ('delivered', 'skipped')"


async def _play(amended: Amended, clock: FakeClock, steps: list[str]) -> None:
    slug, current, sent = f"briefing-{next(_slugs)}", 1, []
    house, platform = amended.house, amended.platform
    async with house.database.begin() as connection:
        # What an example that failed has left open is not this one's: else none could be shrunk.
        await connection.execute(text("UPDATE deliveries SET state = 'skipped' WHERE " + _OPEN))
    platform.posts.clear()
    platform.edits.clear()
    await add_briefing(house.database, replace(version(1), slug=slug, change=None))
    gone: set[object] = set()
    for step in ["send", *steps]:
        clock.advance(timedelta(seconds=30))
        match step:
            case "send":
                sent.append(
                    await disseminate(
                        house.database,
                        house.queue,
                        house.directory,
                        slug,
                        None,
                        "everyone",
                        OneOff(clock.now()),
                        clock.now,
                    )
                )
                (row,) = await amended.rows(
                    "SELECT id FROM occurrences WHERE dissemination = :it", sent[-1]
                )
                await expand(house.database, house.queue, house.directory, row["id"], clock.now)
            case "correct":
                current += 1
                later = version(current, material=current % 2 == 0)
                await add_briefing(house.database, replace(later, slug=slug))
                if len(gone) < len(sent):
                    await amended.amending.correct(slug, by=COORDINATOR)
            case "withdraw":
                gone.add(sent[len(steps) % len(sent)])
                for each in gone:
                    await amended.amending.withdraw(each, "It was out of date.", by=COORDINATOR)
            case "fault":
                platform.edit_answers.append(TryLater("Too many.", timedelta(seconds=5)))
                platform.answers["C1"].append(TryLater("Too many.", timedelta(seconds=5)))
            case "break":
                platform.edit_answers.append(Unclear("The connection broke."))
            case "look":
                await amended.follow_up()
            case _:
                await _deliver_one(amended, step)
    platform.edit_answers.clear()
    platform.answers.clear()
    for _ in range(6):
        clock.advance(timedelta(hours=1))
        await house.clock.tick()
        await amended.settle()
    rows = await amended.rows(
        "SELECT id, dissemination FROM deliveries WHERE shows IS NOT NULL"
        " OR dissemination IS NOT NULL"
    )
    of = {row["id"]: row["dissemination"] for row in rows}
    for post in platform.posts:
        words = amended.words_of(post)
        if of[post.delivery] in gone:
            assert words.startswith(NOTICE)
        else:
            assert f"version {current}" in words
    open_ones = await amended.rows(
        f"SELECT state, reason, attempts, next_try_at FROM deliveries WHERE {_OPEN}"
    )
    assert open_ones == []


async def _deliver_one(amended: Amended, kind: str) -> None:
    which = "= 'post'" if kind == "post" else "<> 'post'"
    for row in await amended.rows(
        "SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        f" WHERE d.state IN ('planned', 'claimed', 'waiting') AND o.kind {which}"
        " ORDER BY d.id LIMIT 2"
    ):
        await hurried(amended.house, UUID(str(row["id"])))


def test_every_post_ends_as_it_should(database_url: str) -> None:
    with asyncio.Runner() as runner:
        clock = FakeClock()
        database = Database(database_url)
        amended = runner.run(amended_house(database, clock.now))
        # The product's own, which outlasts as many faults as an example holds: a house tries only
        # four times, and what it gives up is a dead letter for a person, as it should be.
        amended.house.patience = Patience()

        @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
        @given(STEPS)
        def play(steps: list[str]) -> None:
            runner.run(_play(amended, clock, steps))

        try:
            play()
        finally:
            runner.run(amended.house.close())
            runner.run(database.close())
