"""Several of each line of the Procfile on one PostgreSQL, and what that server lives through."""

import json
import re
from collections import Counter

from benchmarks.proof.ground import Ground, proving_ground
from benchmarks.proof.partnership import Shape
from tests.integration.processes.conftest import ROOT

SHAPE = Shape(readable=2, unreadable=0, tenants=1, channels=3, members=2)
PEOPLE = SHAPE.members * SHAPE.workspaces
ANSWERS = PEOPLE * 3
"""Answers to one dissemination."""
PATIENCE = 120.0


async def flowed(ground: Ground, waves: int) -> None:
    """Everything sent so far has come through, exactly once, and was answered."""
    assert await ground.settled(PATIENCE)
    shown = ground.people.answers.shown
    answered = await ground.until(lambda: len(shown) == waves * ANSWERS, PATIENCE)
    logs = [kept.log.read_text("utf-8")[-2_000:] for kept in ground.supervisor.kept.values()]
    assert answered, (len(shown), waves * ANSWERS, ground.people.answers.refused, *logs)
    deliveries, answers = await ground.count()
    assert sum(deliveries.states.values()) >= waves * SHAPE.all_channels
    assert (deliveries.lost, deliveries.doubled) == (0, 0)
    assert (answers.lost, answers.doubled) == (0, 0)
    assert set(deliveries.states) <= {"delivered", "unconfirmed"}
    assert deliveries.unconfirmed_readable == 0


def documented() -> dict[str, int]:
    """Return how many connections the page says that a process of each kind opens at most."""
    page = (ROOT / "docs/operating.md").read_text("utf-8")
    table = re.findall(r"^\| (web|worker|clock) \| (\d+) \|", page, re.MULTILINE)
    return {kind: int(number) for kind, number in table}


async def test_two_of_each_share_the_work_and_survive_each_other() -> None:
    async with proving_ground(SHAPE) as ground:
        await ground.start_all(2)
        most: Counter[str] = Counter()

        def look() -> None:
            # What a pool has opened it keeps open.
            for kept in ground.supervisor.kept.values():
                opened = kept.connections(ground.server.port)
                most[kept.kind] = max(most[kept.kind], opened)

        async with ground.people_at_work(each=PEOPLE):
            for _ in range(3):
                await ground.send()
            await flowed(ground, 3)
            look()
            assert [kept.ends for kept in ground.supervisor.kept.values()] == [Counter()] * 6

            # One of each dies, and its like goes on at once, while the platform starts another.
            for number, kind in enumerate(("worker", "web", "clock"), start=4):
                await ground.send()
                ground.supervisor.kept[f"{kind}-0"].kill()
                await flowed(ground, number)
                look()
        said = documented()
        assert said.keys() == most.keys()
        for kind, number in most.items():
            assert 0 < number <= said[kind], most


async def test_a_restart_of_postgresql_is_survived() -> None:
    async with proving_ground(SHAPE) as ground:
        await ground.start_all(1)
        async with ground.people_at_work(each=PEOPLE):
            await ground.send()
            await ground.until(lambda: bool(ground.sandbox.world.posts), PATIENCE)
            await ground.server.stop()
            await ground.server.start()
            await ground.send()
            await flowed(ground, 2)
        # Nobody had to start anything again.
        assert [kept.ends for kept in ground.supervisor.kept.values()] == [Counter()] * 3
        # Each said what was the matter, in a sentence and without a traceback.
        for kept in ground.supervisor.kept.values():
            said = kept.log.read_text("utf-8")
            assert "Traceback" not in said
            entries = [json.loads(line) for line in said.splitlines()]
            assert [entry for entry in entries if "database" in entry.get("because", "")], said


async def test_the_promotion_of_a_standby_is_survived() -> None:
    async with proving_ground(SHAPE, standby=True) as ground:
        await ground.standby.copy(ground.server)
        await ground.server.wait_for_standby()
        await ground.start_all(1)
        async with ground.people_at_work(each=PEOPLE):
            await ground.send()
            await ground.until(lambda: bool(ground.people.answers.shown), PATIENCE)
            ground.server.kill()
            await ground.standby.promote()
            ground.server = ground.standby
            await ground.send()
            await flowed(ground, 2)
        assert [kept.ends for kept in ground.supervisor.kept.values()] == [Counter()] * 3
