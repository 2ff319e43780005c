"""Signed poll answers, durable in the database before the ack, against a bare Bolt handler.

The baseline is `AsyncApp` as its documentation shows it: one token, the same payload, the same
reply, no storage. Runs alternate, and the medians of five are compared, so that the machine's
moods touch both. Ends in one line of JSON: `ratio` is ours to the baseline's answers a second at
16 connections, `p99_ms` ours at 16, `lost` the answers that got a reply and are not in the
database.
"""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from benchmarks.load import Result, load
from benchmarks.reporting import Figures, progress, report, wants_short
from benchmarks.setting import (
    SECRET,
    TEAM,
    TOKEN,
    Prepared,
    free_port,
    prepare,
    process,
    write_setting,
)
from bot.operations import database_address
from bot.platforms.discovery import load_renderer
from bot.serving import WebServer, bind
from bot.store.engine import Database
from bot.store.migrate import migrate
from config.settings import Settings
from content.compose.poll import compose_question, compose_result
from content.poll import mark

POSTS = 12
EXPECTED = b'"response_action"'


@dataclass(frozen=True, slots=True)
class Form:
    """How much is measured."""

    rounds: int
    members: int
    requests: Mapping[int, int]
    """How many a run, by connections."""

    @property
    def warm_up(self) -> int:
        """Return how many requests come first, unmeasured: every member twice."""
        return 2 * self.members


LONG = Form(rounds=5, members=1_000, requests={1: 400, 16: 2_500, 64: 2_500})
SHORT = Form(rounds=1, members=100, requests={1: 50, 16: 500, 64: 500})


@dataclass(frozen=True, slots=True)
class Server:
    """One side of the comparison."""

    name: str
    port: int


class Answers:
    """Makes the n-th answer: another member, question or post each time, so that each one is a
    fact of its own."""

    def __init__(self, prepared: Prepared) -> None:
        self._accounts = prepared.accounts
        self._renderer = load_renderer("slack")
        self._briefing = prepared.briefing
        self._bodies: list[bytes] = []
        for delivery in prepared.deliveries:
            for step in range(len(prepared.briefing.questions)):
                self._bodies += self._of(delivery, step)

    def __len__(self) -> int:
        return len(self._bodies)

    def request(self, number: int) -> bytes:
        """Return the request, signed now."""
        body = self._bodies[number]
        stamp = str(int(time.time()))
        signature = hmac.new(
            SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256
        ).hexdigest()
        head = (
            "POST /slack/main/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signature}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def reply(self) -> str:
        """Return the page that answers, as the baseline sends it."""
        question = self._briefing.questions[0]
        marking = mark(question, (question.answers[0].key,))
        view = compose_result(self._briefing, UUID(int=0), 0, marking)
        return json.dumps(self._renderer.render_view(view))

    def _of(self, delivery: UUID, step: int) -> Sequence[bytes]:
        view = dict(self._renderer.render_view(compose_question(self._briefing, delivery, step)))
        question = self._briefing.questions[step]
        blocks = json.loads(json.dumps(view["blocks"]))
        (asked,) = [block for block in blocks if block["type"] == "input"]
        element = asked["element"]
        chosen = next(
            option for option in element["options"] if option["value"] == question.answers[0].key
        )
        picked = {"selected_options": [chosen]} if question.several else {"selected_option": chosen}
        state = {asked["block_id"]: {element["action_id"]: {"type": element["type"], **picked}}}
        return [
            urlencode(
                {
                    "payload": json.dumps(
                        {
                            "type": "view_submission",
                            "team": {"id": TEAM, "domain": "bench"},
                            "user": {"id": account, "username": "u", "team_id": TEAM},
                            "api_app_id": "A0BENCH",
                            "token": "legacy",
                            "trigger_id": "1.2.3",
                            "view": {
                                **view,
                                "id": "V0BENCH",
                                "team_id": TEAM,
                                "state": {"values": state},
                                "hash": "1.abc",
                                "app_id": "A0BENCH",
                                "bot_id": "B0BENCH",
                            },
                            "response_urls": [],
                        }
                    )
                }
            ).encode()
            for account in self._accounts
        ]


async def measure(*, short: bool = False) -> Figures:
    """Return the figures."""
    form = SHORT if short else LONG
    with TemporaryDirectory(prefix="sevenbot-bench-") as name:
        folder = Path(name)
        api = free_port()
        environ = write_setting(folder, f"http://127.0.0.1:{api}/api/")
        settings = Settings.load(environ)
        with database_address(settings) as address:
            database = Database(address, pool_size=2)
            await migrate(database)
            prepared = await prepare(database, settings, members=form.members, posts=POSTS)
            answers = Answers(prepared)
            (folder / "reply.json").write_text(answers.reply(), encoding="utf-8")
            ours, bare = Server("ours", free_port()), Server("bare", free_port())
            async with (
                _api(api),
                process(
                    "bot.cli",
                    ["serve", "--port", str(ours.port), "--console-port", str(free_port())],
                    environ,
                    ready=f"http://127.0.0.1:{ours.port}/healthz",
                ),
                process(
                    "benchmarks.servers.bare_bolt",
                    [
                        *("--port", str(bare.port), "--secret", SECRET, "--token", TOKEN),
                        *("--api", environ["SLACK_API_URL"]),
                        *("--reply", str(folder / "reply.json")),
                    ],
                    {},
                    ready=f"http://127.0.0.1:{bare.port}/",
                ),
            ):
                results, sent = await _rounds(form, ours, bare, answers)
            kept = await _kept(database)
            await database.close()
    return figures(results, lost=sent - kept)


async def _rounds(
    form: Form, ours: Server, bare: Server, answers: Answers
) -> tuple[dict[tuple[str, int], list[Result]], int]:
    """Return what each run measured, by server and connections, and how many answers we got."""
    results: dict[tuple[str, int], list[Result]] = {}
    used = 0

    async def run(server: Server, connections: int, count: int) -> Result:
        nonlocal used
        first = used if server is ours else 0
        if server is ours:
            used += count
        numbers = range(first, first + count)
        result = await load(
            server.port, answers.request, numbers, connections=connections, expected=EXPECTED
        )
        if result.unexpected or set(result.statuses) != {200}:
            raise RuntimeError(f"{server.name} answered otherwise: {result.statuses}")
        return result

    for server in (ours, bare):
        await run(server, 16, form.warm_up)
    for number in range(form.rounds):
        progress(f"inbound: round {number + 1} of {form.rounds}")
        for connections, count in form.requests.items():
            for server in (ours, bare):
                result = await run(server, connections, count)
                results.setdefault((server.name, connections), []).append(result)
    return results, used


def figures(results: Mapping[tuple[str, int], Sequence[Result]], *, lost: int) -> Figures:
    """Return the medians over the rounds; a ratio is the median of each round's own."""

    def ratio(connections: int) -> float:
        pairs = zip(results["ours", connections], results["bare", connections], strict=True)
        return round(median(ours.per_second / bare.per_second for ours, bare in pairs), 3)

    def milliseconds(connections: int, share: float) -> float:
        runs = results["ours", connections]
        return round(1000 * median(run.percentile(share) for run in runs), 3)

    return {
        "ratio": ratio(16),
        "ratio_64": ratio(64),
        "p50_ms_1": milliseconds(1, 0.5),
        "p99_ms": milliseconds(16, 0.99),
        "ours_per_s": round(median(run.per_second for run in results["ours", 16])),
        "baseline_per_s": round(median(run.per_second for run in results["bare", 16])),
        "ours_per_s_64": round(median(run.per_second for run in results["ours", 64])),
        "baseline_per_s_64": round(median(run.per_second for run in results["bare", 64])),
        "lost": lost,
    }


async def _kept(database: Database) -> int:
    async with database.begin() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM responses"))).scalar_one())


@asynccontextmanager
async def _api(port: int) -> AsyncGenerator[None]:
    """Serve the one call that Bolt makes of Slack, which asks whose token this is."""

    async def auth_test(_: Request) -> Response:
        return JSONResponse(
            {"ok": True, "team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0BENCH", "url": ""}
        )

    app = Starlette(routes=[Route("/api/auth.test", auth_test, methods=["POST"])])
    server = WebServer(app, bind("127.0.0.1", port))
    await server.start()
    try:
        yield
    finally:
        await server.stop()


if __name__ == "__main__":
    report("inbound", asyncio.run(measure(short=wants_short(__doc__ or ""))))
