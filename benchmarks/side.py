"""One platform's part of the comparison: Sevenbot's route, and the bare handler beside it."""

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.answers import Answers
from benchmarks.load import Result, load
from benchmarks.offered import Offered, offer
from benchmarks.outside import Outside
from benchmarks.setting import SECRET, TENANT, TOKEN, process


@dataclass(slots=True)
class Side:
    """One platform's side of the house, and the baseline that it is compared with."""

    name: str
    answers: Answers
    ours: int
    """Ports."""
    bare: int
    sent: int = 0
    """How many answers we were given; each is another one."""
    refused: int = 0
    """How many of those we turned away, of clients that wait for each."""
    results: dict[tuple[str, int], list[Result]] = field(
        default_factory=dict[tuple[str, int], list[Result]]
    )
    """What each run measured, by server and connections."""

    async def warm_up(self, count: int) -> None:
        """Send so many to both, unmeasured."""
        for server in ("ours", "bare"):
            await self._run(server, 16, count)

    async def round(self, requests: Mapping[int, int]) -> None:
        """Measure both at each number of connections."""
        for connections, count in requests.items():
            for server in ("ours", "bare"):
                result = await self._run(server, connections, count)
                self.results.setdefault((server, connections), []).append(result)

    async def saturating(self, requests: Mapping[int, int]) -> float:
        """Return the most answers a second that we give to clients that wait for each."""
        runs = [await self._run("ours", at, count) for at, count in requests.items()]
        return max(run.per_second for run in runs)

    async def overload(self, per_second: float, seconds: float) -> Offered:
        """Offer us so many a second."""
        numbers = self._next(int(per_second * seconds))
        return await offer(
            self.ours,
            self.answers.request,
            numbers,
            per_second=per_second,
            expected=self.answers.expected,
        )

    def _next(self, count: int) -> range:
        first, self.sent = self.sent, self.sent + count
        if self.sent > len(self.answers):
            raise RuntimeError("This machine is faster than expected: give the form more posts.")
        return range(first, self.sent)

    async def _run(self, server: str, connections: int, count: int) -> Result:
        port, numbers = (
            (self.ours, self._next(count)) if server == "ours" else (self.bare, range(count))
        )
        answers = self.answers
        result = await load(
            port, answers.request, numbers, connections=connections, expected=answers.expected
        )
        if result.unexpected or not result.latencies:
            raise RuntimeError(f"{self.name}, {server}: answered otherwise: {result.statuses}")
        if server == "ours":
            self.refused += result.refused
        return result


@asynccontextmanager
async def bare(side: Side, folder: Path, outside: Outside) -> AsyncGenerator[None]:
    """Run the baseline's process until the end of the block."""
    reply = folder / f"{side.name}.json"
    reply.write_text(json.dumps(side.answers.reply()), encoding="utf-8")
    given = {
        "slack": ["--secret", SECRET, "--token", TOKEN, "--api", outside.slack_api],
        "teams": [
            *("--app-id", outside.registration.app_id, "--tenant", TENANT),
            *("--issuer", outside.issuer.address, "--metadata", outside.issuer.metadata_url),
        ],
    }[side.name]
    module = {"slack": "bare_bolt", "teams": "bare_teams"}[side.name]
    async with process(
        f"benchmarks.servers.{module}",
        ["--port", str(side.bare), "--reply", str(reply), *given],
        {},
        ready=f"http://127.0.0.1:{side.bare}/",
    ):
        yield
