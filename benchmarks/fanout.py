"""Three thousand posts at the pace that the platforms permit, and without any limit.

40 channels in 4 Slack workspaces and 60 in 2 Teams tenants, which together take 90 posts a second:
one a second and channel in Slack, 25 a second and tenant in Teams, where a channel's own windows
are wider. The sandbox enforces the platforms' own limits and counts each call beyond them. The
posts are planned for one moment, and time runs from that moment to the last post's acceptance.

Then the same without limits, against the engine's raw dispatch rate: as many jobs that do nothing,
in the same worker, on the same database. Ends in one line of JSON, and with 1 where a post was
lost, doubled or refused for coming too fast; never because something was slow.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter

import psutil

from benchmarks.processor import used, used_with_children
from benchmarks.proof.ground import Ground, proving_ground
from benchmarks.proof.partnership import SLACK, Shape
from benchmarks.proof.running import run
from benchmarks.reporting import Figures, progress, report, wants_short
from benchmarks.setting import process
from bot.delivery.jobs import Queue
from config.now import system_now

SHAPE = Shape(readable=2, unreadable=2, tenants=2, channels=10, members=12, tenant_channels=30)
PERMITTED = 40 * 1.0 + 2 * 25.0
"""Posts a second, of all channels and tenants together."""
POSTS_PER_MINUTE = 600.0
"""In one Slack workspace: its ten channels' own limits come first."""
LEAD = timedelta(seconds=2)
"""How long before their moment disseminations are planned."""
PATIENCE = 240.0


@dataclass(frozen=True, slots=True)
class Form:
    """How much is sent, and by how many workers."""

    everywhere: int
    """Disseminations to all channels."""
    slack_only: int
    """Disseminations to Slack's channels: with these both platforms take equally long."""
    workers: tuple[int, ...]

    @property
    def deliveries(self) -> int:
        """Return how many posts that comes to."""
        slack = (SHAPE.readable + SHAPE.unreadable) * SHAPE.channels
        return self.everywhere * SHAPE.all_channels + self.slack_only * slack


LONG = Form(everywhere=28, slack_only=5, workers=(1, 2, 4))
SHORT = Form(everywhere=3, slack_only=0, workers=(1,))


@dataclass(frozen=True, slots=True)
class Sent:
    """What one sending came to."""

    seconds: float
    limited: int
    """Calls that the sandbox refused for coming too fast."""
    wrong: int
    """Deliveries that were lost, doubled or not delivered."""
    cpu: float
    """Processor seconds of workers and clock."""
    database_cpu: float
    """Processor seconds of PostgreSQL."""


async def measure(*, short: bool) -> Figures:
    """Return the figures."""
    form = SHORT if short else LONG
    paced = {workers: await _paced(form, workers) for workers in form.workers}
    lifted, raw = await _lifted(form)
    everything = [*paced.values(), lifted]
    one = paced[form.workers[0]]
    ideal = form.deliveries / PERMITTED
    rate = form.deliveries / lifted.seconds
    return {
        "deliveries": form.deliveries,
        "permitted_per_s": PERMITTED,
        "share_of_permitted": round(ideal / one.seconds, 3),
        **{
            f"share_{workers}_workers": round(ideal / sent.seconds, 3)
            for workers, sent in paced.items()
            if workers > 1
        },
        "caused_429": sum(sent.limited for sent in everything),
        "wrong": sum(sent.wrong for sent in everything),
        "of_raw": round(rate / raw, 2),
        "lifted_per_s": round(rate),
        "raw_per_s": round(raw),
        "cpu_s_per_1000": round(one.cpu * 1000 / form.deliveries, 2),
        "lifted_cpu_s_per_1000": round(lifted.cpu * 1000 / form.deliveries, 2),
        "database_cpu_s_per_1000": round(one.database_cpu * 1000 / form.deliveries, 2),
        "load_average": round(psutil.getloadavg()[0], 1),
    }


def troubles(found: Figures) -> list[str]:
    """Return what is not as it must be, in words."""
    wrong: list[str] = []
    if found["caused_429"]:
        wrong.append(f"the platforms refused {found['caused_429']} calls for coming too fast")
    if found["wrong"]:
        wrong.append(f"{found['wrong']} posts were lost, doubled or not delivered")
    return wrong


async def _paced(form: Form, workers: int) -> Sent:
    """Send with the limits enforced, by so many workers of the Procfile's."""
    async with proving_ground(SHAPE, web=0) as ground:
        ground.sandbox.world.slack_posts_per_minute = POSTS_PER_MINUTE
        ground.start("clock", 0)
        for number in range(workers):
            ground.start("worker", number)
        await ground.all_at_work()
        pids = [kept.process.pid for kept in ground.supervisor.kept.values() if kept.process]
        sent = await _sent(form, ground, pids)
    progress(f"fanout: {workers} workers, {form.deliveries} posts in {sent.seconds:.1f} s")
    return sent


async def _lifted(form: Form) -> tuple[Sent, float]:
    """Send without limits by one worker. Returns what came of it, and how many jobs that do
    nothing the engine brings to the same worker in a second."""
    async with proving_ground(SHAPE, web=0) as ground, AsyncExitStack() as stack:
        ground.sandbox.world.enforce_limits = False
        ground.start("clock", 0)
        await ground.all_at_work()
        async with process("benchmarks.proof.hasty_worker", [], ground.supervisor.environ) as it:
            await _signed_on(ground)
            (clock,) = ground.supervisor.kept.values()
            assert clock.process is not None
            sent = await _sent(form, ground, [it.pid, clock.process.pid])
        progress(f"fanout: without limits, {form.deliveries} posts in {sent.seconds:.1f} s")
        await ground.supervisor.stop()
        await stack.enter_async_context(_idle_engine(ground))
        raw = await _raw(ground, form.deliveries)
        progress(f"fanout: {form.deliveries} empty jobs at {raw:.0f} a second")
    return sent, raw


async def _sent(form: Form, ground: Ground, pids: Sequence[int]) -> Sent:
    posts = ground.sandbox.world.posts
    moment = system_now() + LEAD
    for _ in range(form.everywhere):
        await ground.send(at=moment)
    for _ in range(form.slack_only):
        await ground.send(SLACK, at=moment)
    ours, postgres = [psutil.Process(pid) for pid in pids], psutil.Process(ground.server.postmaster)
    before = sum(map(used, ours)), used_with_children(postgres)
    if not await ground.until(lambda: len(posts) >= form.deliveries, PATIENCE):
        progress(f"fanout: only {len(posts)} of {form.deliveries} posts came")
    await ground.settled(30.0)
    after = sum(map(used, ours)), used_with_children(postgres)
    rows = await ground.rows(
        "SELECT count(*) FILTER (WHERE state = 'delivered') AS there, count(*) AS every"
        " FROM deliveries"
    )
    doubled = sum(n - 1 for n in ground.sandbox.world.tally.deliveries.values())
    return Sent(
        seconds=(max(post.at for post in posts) - moment).total_seconds(),
        limited=sum(ground.sandbox.world.tally.limited.values()),
        wrong=form.deliveries - int(rows[0].there) + doubled,
        cpu=after[0] - before[0],
        database_cpu=after[1] - before[1],
    )


@asynccontextmanager
async def _idle_engine(ground: Ground) -> AsyncGenerator[None]:
    async with process("benchmarks.servers.idle_engine", [ground.server.url], {}):
        await _signed_on(ground)
        yield


async def _raw(ground: Ground, jobs: int) -> float:
    """Return how many jobs that do nothing are done in a second."""
    async with ground.database.begin() as connection:
        await Queue(ground.database).defer_drives(
            connection, [f"nowhere-{number}" for number in range(jobs)]
        )
    began = perf_counter()
    while (await ground.rows("SELECT count(*) FROM procrastinate_jobs"))[0][0]:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    return jobs / (perf_counter() - began)


async def _signed_on(ground: Ground) -> None:
    """Wait until the one worker there is has signed on."""
    alive = (
        "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '4 s'"
    )
    async with asyncio.timeout(60):
        while not (await ground.rows(alive))[0][0]:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.1)


def main() -> None:
    """Run it."""
    found = run(measure(short=wants_short(__doc__ or "")))
    report("fanout", found)
    if wrong := troubles(found):
        sys.exit("; ".join(wrong))


if __name__ == "__main__":
    main()
