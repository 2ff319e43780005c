"""Requests that the database let down are answered, and told in the log once for many."""

import httpx
import psycopg
import pytest
from starlette.types import Receive, Scope, Send

from bot.serving.outages import QUIET, Outages
from config.errors import DatabaseUnavailable
from tests.fakes.watch import Watch


class Failing:
    """An application that fails as it is told to."""

    def __init__(self, failure: Exception) -> None:
        self.failure = failure

    async def __call__(self, _scope: Scope, _receive: Receive, _send: Send) -> None:
        raise self.failure


async def asked(app: Outages) -> httpx.Response:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://bot"
    ) as client:
        return await client.get("/slack/events")


@pytest.mark.parametrize(
    "failure", [psycopg.OperationalError("gone"), DatabaseUnavailable("It is full.")]
)
async def test_an_outage_is_answered_503(failure: Exception) -> None:
    answer = await asked(Outages(Failing(failure)))
    assert answer.status_code == 503
    assert answer.json() == {"error": "Nothing could be saved just now. Try again in a minute."}


async def test_a_fault_of_ours_is_not_hidden() -> None:
    with pytest.raises(ValueError, match="ours"):
        await asked(Outages(Failing(ValueError("ours"))))


async def test_many_are_one_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    watch = Watch()
    app = Outages(Failing(psycopg.OperationalError("gone")), clock=watch)
    for at in (0.0, 1.0, QUIET - 1.0, QUIET):
        watch.at = at
        await asked(app)
    assert [it.getMessage() for it in caplog.records if it.name == "bot.serving.outages"] == [
        "Requests that came to nothing: 1.",
        "Requests that came to nothing: 3.",
    ]
