"""What a balancer is told."""

import asyncio

import httpx
import psycopg
import pytest
from starlette.applications import Starlette

from bot.serving.health import FRESH_FOR, Readiness, health_routes
from config.errors import DatabaseUnavailable
from tests.fakes.watch import Watch

NO_CHANGES = DatabaseUnavailable("The database takes no changes now.")
NOT_READY = "The database does not answer, or takes no changes: the log says which.\n"


class Database:
    """Answers, fails, or does not answer at all."""

    def __init__(self) -> None:
        self.asked = 0
        self.failure: Exception | None = None
        self.gate: asyncio.Event | None = None

    async def ask(self) -> None:
        self.asked += 1
        if self.gate is not None:
            await self.gate.wait()
        if self.failure is not None:
            raise self.failure


async def asked(readiness: Readiness, path: str = "/readyz") -> httpx.Response:
    transport = httpx.ASGITransport(Starlette(routes=list(health_routes(readiness))))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        return await client.get(path)


async def test_ready_while_the_database_answers() -> None:
    answer = await asked(Readiness(Database().ask))
    assert (answer.status_code, answer.text) == (200, "ready\n")


async def test_not_ready_while_it_does_not() -> None:
    database, watch = Database(), Watch()
    database.failure = psycopg.OperationalError("gone")
    readiness = Readiness(database.ask, clock=watch)
    answer = await asked(readiness)
    assert (answer.status_code, answer.text) == (503, NOT_READY)
    database.failure = None
    watch.at = FRESH_FOR
    assert (await asked(readiness)).status_code == 200


async def test_a_database_that_hangs_is_not_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    """Nor is the question taken back, which takes drivers long: its answer counts when it comes."""
    database, watch = Database(), Watch()
    database.gate = asyncio.Event()
    readiness = Readiness(database.ask, wait=0.01, clock=watch)
    for _ in range(3):
        assert not await readiness.ready()
        watch.at += FRESH_FOR
    (said,) = caplog.records
    assert said.exc_info is not None
    assert "does not answer" in str(said.exc_info[1])
    database.gate.set()
    assert await readiness.ready()
    assert database.asked == 1


async def test_it_is_asked_once_for_all_who_ask() -> None:
    database, watch = Database(), Watch()
    database.gate = asyncio.Event()
    readiness = Readiness(database.ask, clock=watch)
    asking = [asyncio.create_task(readiness.ready()) for _ in range(5)]
    await asyncio.sleep(0)
    asking[0].cancel()  # whoever goes away takes nothing from the others
    database.gate.set()
    assert await asyncio.gather(*asking[1:]) == [True] * 4
    assert await readiness.ready()
    assert database.asked == 1
    watch.at = FRESH_FOR
    assert await readiness.ready()
    assert database.asked == 2


async def test_a_fault_of_our_own_is_no_outage() -> None:
    database = Database()
    database.failure = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        await Readiness(database.ask).ready()


async def test_health_asks_nobody() -> None:
    database = Database()
    answer = await asked(Readiness(database.ask), "/healthz")
    assert (answer.status_code, answer.text, database.asked) == (200, "ok\n", 0)


async def test_the_log_says_once_that_it_is_not_ready_and_once_that_it_is_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    database, watch = Database(), Watch()
    readiness = Readiness(database.ask, clock=watch)
    for failure in (None, NO_CHANGES, NO_CHANGES, None, None):
        database.failure = failure
        watch.at += FRESH_FOR
        answer = await asked(readiness)
        assert (answer.status_code == 200) is (failure is None)
    said = [it.getMessage() for it in caplog.records if it.name == "bot.serving.health"]
    assert said == [
        "Not ready: the database cannot be worked with.",
        "Ready again: the database answers.",
    ]


async def test_a_fault_of_ours_is_no_outage() -> None:
    database = Database()
    database.failure = ValueError("ours")
    with pytest.raises(ValueError, match="ours"):
        await asked(Readiness(database.ask))
