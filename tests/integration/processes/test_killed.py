"""kill -9 of each process in the middle of its work: nothing lost, nothing doubled."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.sandbox.world import Face, Person, Post, Refusal, Screen, Shown
from config.now import system_now
from schedules.plan import OneOff
from tests.integration.processes.conftest import Town

POSTS = "FROM deliveries WHERE member IS NULL"
"""Without what goes to one person: digests come on Mondays, whenever the tests run."""


async def test_worker_and_clock_are_killed_while_posting(town: Town) -> None:
    worker, clock = await town.worker(), await town.clock()
    slugs = ("neglect", "domestic-abuse", "child-exploitation")
    for slug in slugs:
        await town.sends(slug)
    await town.until(worker, f"SELECT count(*) >= 4 {POSTS} AND state = 'delivered'")
    await asyncio.gather(worker.killed(), clock.killed())
    assert (await town.rows(f"SELECT count(*) {POSTS} AND state <> 'delivered'"))[0][0]
    # One more is planned while nobody works and no clock runs.
    await town.sends("information-sharing", plan=OneOff(system_now() + timedelta(seconds=0.3)))
    await asyncio.sleep(0.4)
    await town.age_heartbeats()
    await town.worker()
    await town.clock()
    await town.settled()

    channels = len(town.directory.channels)
    rows = await town.rows(f"SELECT id, state, reason, workspace {POSTS}")
    assert len(rows) == channels * (len(slugs) + 1)
    tally = town.sandbox.world.tally
    for row in rows:
        times = tally.deliveries[str(row.id)]
        if row.workspace == "police-slack":
            # What may be looked for is found, or posted.
            assert (row.state, times) == ("delivered", 1)
        else:
            # What may not be looked for is told to a person, and never posted a second time.
            assert row.state in {"delivered", "unconfirmed"}
            assert times == 1 if row.state == "delivered" else times <= 1
            assert row.state == "delivered" or "may have been posted" in row.reason
    assert sum(tally.deliveries.values()) == sum(tally.posts.values())
    facts = await town.rows("SELECT count(*) FROM engagement_events WHERE kind = 'delivered'")
    assert facts[0][0] == sum(row.state == "delivered" for row in rows)


@dataclass(slots=True)
class Patient:
    """Somebody who tries again until it works, as people do."""

    face: Face
    person: Person
    post: Post
    refused: int = 0

    async def reads(self, keys: list[str]) -> None:
        screen = await self.insists(self.press)
        for key in keys:
            page, choice = screen, ()
            screen = await self.insists(lambda: self.send(page, choice))  # noqa: B023
            result, choice = screen, (key,)
            screen = await self.insists(lambda: self.send(result, choice))  # noqa: B023
        await self.insists(lambda: self.send(screen, ()))

    async def press(self) -> Shown:
        return await self.face.press(self.person, self.post, self.face.controls(self.post)[0])

    async def send(self, screen: Screen, choice: tuple[str, ...]) -> Shown:
        filled = {screen.controls[0].name: choice} if choice else {}
        return await self.face.submit(screen, filled)

    async def insists(self, act: Callable[[], Awaitable[Shown]]) -> Screen:
        async with asyncio.timeout(30):
            while True:
                shown = await act()
                if isinstance(shown, Screen):
                    return shown
                assert isinstance(shown, Refusal), shown
                self.refused += 1
                await asyncio.sleep(0.05)


async def test_the_web_process_is_killed_while_people_answer(town: Town) -> None:
    web, worker = await town.web(), await town.worker()
    dissemination = await town.sends("neglect")
    await town.settled()
    world = town.sandbox.world
    assert (await worker.terminated())[0] == 0

    readers: dict[tuple[str, str], Patient] = {}
    for post in world.posts:
        channel = world.channels[post.channel]
        for account in channel.members:
            person = world.people[channel.workspace, account]
            if not (person.bot or person.outsider):
                face = town.sandbox.faces[world.workspaces[person.workspace].platform]
                readers.setdefault((channel.workspace, account), Patient(face, person, post))
    keys = [
        next(answer.key for answer in question.answers if not answer.fits)
        for question in town.library["neglect"].questions
    ]

    async def reads(number: int, reader: Patient) -> None:
        await asyncio.sleep(number * 0.02)
        await reader.reads(keys)

    acting = [
        asyncio.create_task(reads(number, reader)) for number, reader in enumerate(readers.values())
    ]
    for _ in range(2):
        before = await town.count("responses")
        await town.until(web, "SELECT count(*) >= :n FROM responses", n=before + 5)
        await web.killed()
        web = await town.web()
    await asyncio.gather(*acting)

    assert sum(reader.refused for reader in readers.values()) > 0
    people = len(readers)
    kinds = await town.rows(
        "SELECT kind, count(*), count(DISTINCT (member, detail)) FROM engagement_events"
        " WHERE dissemination = :it GROUP BY kind ORDER BY kind",
        it=dissemination,
    )
    delivered = len(town.directory.channels)
    assert [(kind, count) for kind, count, _ in kinds] == [
        ("acknowledged", people),
        ("answered", people * len(keys)),
        ("delivered", delivered),
        ("opened", people),
    ]
    responses = await town.rows("SELECT count(*), bool_or(fits) FROM responses")
    assert tuple(responses[0]) == (people * len(keys), False)
    registered = await town.rows("SELECT count(*), count(DISTINCT lookup) FROM members")
    assert registered[0][0] == registered[0][1]


async def test_a_moment_that_came_while_no_clock_ran_is_caught_up(town: Town) -> None:
    await town.worker()
    await town.sends("neglect", plan=OneOff(system_now() + timedelta(seconds=0.2)))
    await asyncio.sleep(0.4)
    assert await town.count("occurrences") == 0
    # Two clocks at once are harmless.
    await asyncio.gather(town.starts("clock"), town.starts("clock"))
    await town.until(None, "SELECT count(*) > 0 FROM occurrences WHERE kind = 'post'")
    await town.settled()
    planned = await town.rows("SELECT count(*) FROM occurrences WHERE kind = 'post'")
    assert planned[0][0] == 1
    assert set(town.sandbox.world.tally.deliveries.values()) == {1}
    assert sum(town.sandbox.world.tally.posts.values()) == len(town.directory.channels)
