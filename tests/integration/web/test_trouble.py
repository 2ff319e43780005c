"""What the console shows where it cannot show a page."""

import pytest

from bot.store.engine import Database
from tests.fakes.clock import FakeClock
from tests.integration.web.conftest import Desk, console


async def test_a_database_that_is_away_is_said(clock: FakeClock) -> None:
    away = Database("postgresql://nobody:pass-word@127.0.0.1:1/none")
    page = await Desk(away, clock, console(away, clock)).page("/", 503)
    assert "The database cannot be reached: check DATABASE_URL" in page
    assert "pass-word" not in page
    await away.close()


async def test_a_fault_of_ours_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(_: object) -> None:
        raise ValueError("what somebody wrote")

    monkeypatch.setattr("bot.web.console.list_letters", fails)
    page = await desk.page("/", 500)
    assert "Something unexpected happened on our side" in page
    assert "what somebody wrote" not in page
