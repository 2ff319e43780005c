"""Signed poll answers, durable in the database before the reply, against bare handlers.

For Slack the baseline is `AsyncApp` as its documentation shows it: one token, the same payload,
the same reply, no storage. For Teams it is one bare route with the same checks of the token and
the same reply, no storage. Runs alternate, and the medians of five are compared, so that the
machine's moods touch both. Then twice as much is offered as can be answered, to each platform's
route, to see what becomes of it.

Ends in one line of JSON: `ratio` and `teams_ratio` are ours to the baseline's answers a second at
16 connections, `p99_ms` ours at 16, `refused` and `teams_refused` how many of those clients were
turned away, `overload` and `teams_overload` what came of twice the load that saturates,
`load_average` how busy the machine was in the last minute, `lost` the answers that got a reply and
are not in the database.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import text

from benchmarks.answers import Answers, SlackAnswers, TeamsAnswers
from benchmarks.load import Result
from benchmarks.offered import Offered
from benchmarks.outside import Outside
from benchmarks.reporting import Figures, progress, report, wants_short
from benchmarks.setting import free_port, prepare, process, write_setting
from benchmarks.side import Side, bare
from bot.commands.common import run
from bot.opening import database_address
from bot.store.engine import Database
from bot.store.migrate import migrate
from config.now import system_now
from config.settings import Settings

OVERLOAD = 2
"""So many times what saturates is offered."""


@dataclass(frozen=True, slots=True)
class Form:
    """How much is measured."""

    rounds: int
    members: int
    posts: Mapping[str, int]
    """By platform: enough answers for everything, with some to spare."""
    requests: Mapping[int, int]
    """How many a run, by connections."""
    saturating: Mapping[int, int]
    """The same, where the load is looked for that saturates."""
    seconds: float
    """How long too much is offered."""

    @property
    def warm_up(self) -> int:
        """Return how many requests come first, unmeasured: every member twice."""
        return 2 * self.members


LONG = Form(
    rounds=5,
    members=1_000,
    posts={"slack": 80, "teams": 80},
    requests={1: 400, 16: 2_500, 64: 2_500},
    saturating={64: 4_000, 96: 4_000},
    seconds=5.0,
)
SHORT = Form(
    rounds=1,
    members=100,
    posts={"slack": 240, "teams": 240},
    requests={1: 50, 16: 500, 64: 500},
    saturating={64: 1_000, 96: 1_000},
    seconds=2.0,
)


@dataclass(frozen=True, slots=True)
class Overload:
    """What saturates, and what came of more."""

    saturating: float
    """Answers a second."""
    offered: Offered


async def measure(*, short: bool = False) -> Figures:
    """Return the figures."""
    form = SHORT if short else LONG
    with TemporaryDirectory(prefix="sevenbot-bench-") as name:
        folder, outside = Path(name), Outside(free_port())
        environ = write_setting(folder, outside.slack_api, teams=outside.teams_environ())
        settings = Settings.load(environ)
        with database_address(settings) as address:
            database = Database(address, pool_size=2)
            await migrate(database)
            async with AsyncExitStack() as stack:
                await stack.enter_async_context(outside.serving())
                port = free_port()
                sides = [
                    Side(platform, answers, port, free_port())
                    for platform, answers in (
                        await _answers(database, settings, form, outside)
                    ).items()
                ]
                await stack.enter_async_context(
                    process(
                        "bot",
                        ["serve", "--port", str(port), "--console-port", str(free_port())],
                        environ,
                        ready=f"http://127.0.0.1:{port}/readyz",
                    )
                )
                for side in sides:
                    await stack.enter_async_context(bare(side, folder, outside))
                overloads = await _rounds(form, sides)
            kept = await _kept(database)
            await database.close()
    taken = sum(side.sent - side.refused for side in sides) - sum(
        len(overload.offered.refused) + overload.offered.broken for overload in overloads
    )
    slack, teams = (
        Measured(side.results, side.refused, overload)
        for side, overload in zip(sides, overloads, strict=True)
    )
    return figures(slack, teams, lost=taken - kept)


async def _rounds(form: Form, sides: Sequence[Side]) -> Sequence[Overload]:
    for side in sides:
        await side.warm_up(form.warm_up)
    for number in range(form.rounds):
        progress(f"inbound: round {number + 1} of {form.rounds}")
        for side in sides:
            await side.round(form.requests)
    overloads: list[Overload] = []
    for side in sides:
        saturating = await side.saturating(form.saturating)
        progress(
            f"inbound: {side.name}, {OVERLOAD} times {saturating:.0f} a second"
            f" for {form.seconds:.0f} s"
        )
        offered = await side.overload(OVERLOAD * saturating, form.seconds)
        overloads.append(Overload(saturating, offered))
    return overloads


Results = Mapping[tuple[str, int], Sequence[Result]]
"""What each round measured, by server and connections."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one platform's side came to."""

    results: Results
    refused: int
    overload: Overload


def figures(slack: Measured, teams: Measured, *, lost: int) -> Figures:
    """Return the medians over the rounds; a ratio is the median of each round's own."""
    return {
        **_compared(slack.results, ""),
        "refused": slack.refused,
        **_compared(teams.results, "teams_"),
        "teams_refused": teams.refused,
        "overload": _overloaded(slack.overload),
        "teams_overload": _overloaded(teams.overload),
        "load_average": round(os.getloadavg()[0], 2),
        "lost": lost,
    }


def _compared(results: Results, prefix: str) -> dict[str, float]:
    def ratio(connections: int) -> float:
        pairs = zip(results["ours", connections], results["bare", connections], strict=True)
        return round(median(ours.per_second / bare.per_second for ours, bare in pairs), 3)

    def milliseconds(connections: int, share: float) -> float:
        runs = results["ours", connections]
        return round(1000 * median(run.percentile(share) for run in runs), 3)

    def per_second(server: str, connections: int) -> int:
        return round(median(run.per_second for run in results[server, connections]))

    found = {
        "ratio": ratio(16),
        "ratio_64": ratio(64),
        "p50_ms_1": milliseconds(1, 0.5),
        "p99_ms": milliseconds(16, 0.99),
        "ours_per_s": per_second("ours", 16),
        "baseline_per_s": per_second("bare", 16),
        "ours_per_s_64": per_second("ours", 64),
        "baseline_per_s_64": per_second("bare", 64),
    }
    return {prefix + name: value for name, value in found.items()}


def _overloaded(overload: Overload) -> dict[str, float]:
    offered = overload.offered
    number = len(offered.answered) + len(offered.refused) + offered.broken
    return {
        "saturating_per_s": round(overload.saturating),
        "offered_per_s": round(number / offered.seconds),
        "answered_per_s": round(len(offered.answered) / offered.seconds),
        "refused": len(offered.refused),
        "broken": offered.broken,
        "slowest_s": round(max(offered.answered, default=0.0), 3),
        "slowest_refusal_s": round(max(offered.refused, default=0.0), 3),
    }


async def _answers(
    database: Database, settings: Settings, form: Form, outside: Outside
) -> Mapping[str, Answers]:
    prepared = {
        platform: await prepare(database, settings, platform, members=form.members, posts=posts)
        for platform, posts in form.posts.items()
    }
    return {
        "slack": SlackAnswers(prepared["slack"]),
        "teams": TeamsAnswers(
            prepared["teams"],
            issuer=outside.issuer,
            registration=outside.registration,
            service_url=outside.service_url,
            now=system_now,
        ),
    }


async def _kept(database: Database) -> int:
    async with database.begin() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM responses"))).scalar_one())


if __name__ == "__main__":
    report("inbound", run(measure(short=wants_short(__doc__ or ""))))
