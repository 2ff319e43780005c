"""kill -9 of random processes (web, worker, clock, database) while deliveries and answers flow.

Two of each line of the Procfile against one PostgreSQL; a platform's supervisor starts again what
dies. What is lost and what is doubled says the sandbox's own count. Ends in one line of JSON, and
with 1 where something is lost or doubled, or less happened than was to happen.
"""

import asyncio
import random
import sys
from collections import Counter
from dataclasses import dataclass
from math import ceil
from time import perf_counter

from benchmarks.proof.ground import Ground, proving_ground
from benchmarks.proof.partnership import Shape
from benchmarks.proof.running import run
from benchmarks.reporting import progress, report, wants_short

EACH = 2
"""Processes of each kind."""
SEED = 9


@dataclass(frozen=True, slots=True)
class Form:
    """How much of it there is."""

    shape: Shape
    waves: int
    """Disseminations, each to every channel."""
    answers: int
    kills: int
    every: float
    """Seconds from one kill to the next."""
    patience: float
    """Seconds until everything must have its outcome after the last kill."""

    @property
    def deliveries(self) -> int:
        """Return how many there will be at least."""
        return self.waves * self.shape.all_channels


LONG = Form(
    Shape(readable=12, unreadable=4, tenants=4, channels=5, members=5),
    waves=50,
    answers=5_000,
    kills=100,
    every=2.5,
    patience=600.0,
)
SHORT = Form(
    Shape(readable=12, unreadable=4, tenants=4, channels=5, members=5),
    waves=20,
    answers=1_000,
    kills=10,
    every=2.5,
    patience=300.0,
)
SHARES = {"worker": 4, "web": 3, "clock": 2, "database": 1}
"""How often each is killed, against the others."""


async def prove(form: Form) -> dict[str, object]:
    """Return what came of it."""
    async with proving_ground(form.shape, web=EACH) as ground:
        await ground.start_all(EACH)
        began = perf_counter()
        each = ceil(form.answers / len(ground.briefing.questions) / form.waves)
        async with ground.people_at_work(each=each, most=form.answers):
            sending = asyncio.create_task(_send(ground, form))
            kills = await _kill(ground, form)
            progress(f"kills: {kills.total()} done; waiting until everything is settled")
            await sending
            settled = await ground.settled(form.patience)
            answered = await ground.until(
                lambda: ground.people.idle and ground.people.promised >= form.answers,
                form.patience,
            )
        seconds = perf_counter() - began
        deliveries, answers = await ground.count()
        return {
            "lost": deliveries.lost + answers.lost,
            "doubled": deliveries.doubled + answers.doubled,
            "kills": kills.total(),
            **{f"kills_{kind}": kills[kind] for kind in SHARES},
            "deliveries": sum(deliveries.states.values()),
            **deliveries.states,
            "unconfirmed": deliveries.states.get("unconfirmed", 0),
            "unconfirmed_where_it_may_look": deliveries.unconfirmed_readable,
            "answers": answers.kept,
            "pressed_again": ground.people.answers.refused,
            "settled": settled and answered,
            "seconds": round(seconds, 1),
        }


def troubles(found: dict[str, object], form: Form) -> list[str]:
    """Return what is not as it must be, in words."""
    bars = {
        "lost": 0,
        "doubled": 0,
        "unconfirmed_where_it_may_look": 0,
        "failed": 0,
        "halted": 0,
        "skipped": 0,
    }
    wrong = [
        f"{name}: {found[name]}, not {bar}"
        for name, bar in bars.items()
        if found.get(name, 0) != bar
    ]
    least = {"kills": form.kills, "deliveries": form.deliveries, "answers": form.answers}
    wrong += [
        f"{name}: {found[name]}, fewer than {bar}"
        for name, bar in least.items()
        if not isinstance(got := found[name], int) or got < bar
    ]
    if not found["settled"]:
        wrong.append("not everything was settled in time")
    return wrong


async def _send(ground: Ground, form: Form) -> None:
    """Send wave after wave, spread over all the kills."""
    pause = form.kills * form.every / form.waves
    for _ in range(form.waves):
        await ground.send()
        await asyncio.sleep(pause)


async def _kill(ground: Ground, form: Form) -> Counter[str]:
    """Kill one after the other, whatever is at work at that moment."""
    chance = random.Random(SEED)
    kills: Counter[str] = Counter()
    restarts: set[asyncio.Task[None]] = set()
    while kills.total() < form.kills:
        await asyncio.sleep(form.every * chance.uniform(0.5, 1.5))
        (kind,) = chance.choices(list(SHARES), list(SHARES.values()))
        if kills.total() < len(SHARES):
            kind = list(SHARES)[kills.total()]  # each at least once, however few there are
        if kind == "database":
            if any(not task.done() for task in restarts):
                continue
            ground.server.kill()
            restarts.add(asyncio.create_task(ground.server.start()))
        else:
            alive = [
                kept
                for kept in ground.supervisor.kept.values()
                if kept.kind == kind and kept.at_work(ground.server.port)
            ]
            if not alive:
                continue
            chance.choice(alive).kill()
        kills[kind] += 1
        if kills.total() % 10 == 0:
            progress(f"kills: {kills.total()} of {form.kills}")
    await asyncio.gather(*restarts)
    return kills


def main() -> None:
    """Run it."""
    form = SHORT if wants_short(__doc__ or "") else LONG
    found = run(prove(form))
    report("kills", found)
    if wrong := troubles(found, form):
        sys.exit("; ".join(wrong))


if __name__ == "__main__":
    main()
