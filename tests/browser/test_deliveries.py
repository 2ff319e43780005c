"""Deliveries that need a person, in a real browser: read and settled, by keyboard, wide and narrow,
and checked by axe-core."""

import asyncio
import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Self
from uuid import UUID

import pytest
import uvicorn
from playwright.sync_api import Page, expect
from sqlalchemy import update

from bot.processes import open_sockets
from bot.store.engine import Database
from bot.store.tables import deliveries
from tests.browser.test_inbox import fits
from tests.browser.test_pages import clean
from tests.fakes.clock import FakeClock
from tests.integration.conftest import Plant
from tests.integration.web.conftest import CY, Desk, console
from tests.patience import LONG

REASONS = {
    "halted": "The bot is not in this channel: invite it there by typing /invite and its name.",
    "failed": "Slack refused it with the word 'invalid_blocks'.",
    "unconfirmed": "The connection to Slack died before it answered. This workspace did not grant "
    "the bot to read its channels (may_read_history in the directory).",
}


class Served(threading.Thread):
    """A console over a database, in a thread and a loop of its own."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self._url = url
        self._ready = threading.Event()
        self._server: uvicorn.Server | None = None
        self.address = ""
        self.letters: dict[str, UUID] = {}

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        database, clock = Database(self._url), FakeClock()
        app = console(database, clock)
        dissemination = await Desk(database, clock, app).sends(title="Listening & asking")
        for state, reason in REASONS.items():
            which = await Plant(database, clock).delivery(dissemination, state=state)
            async with database.begin() as connection:
                await connection.execute(
                    update(deliveries)
                    .where(deliveries.c.id == which)
                    .values(reason=reason, settled_at=clock.now(), claimed_at=clock.now())
                )
            self.letters[state] = which
            clock.advance(timedelta(minutes=1))
        sockets = open_sockets(port=0, console_port=0)
        self.address = sockets.console_url
        config = uvicorn.Config(app, log_config=None, lifespan="off")
        self._server = uvicorn.Server(config)
        self._ready.set()
        await self._server.serve([sockets.console])
        sockets.public.close()
        await database.close()

    def __enter__(self) -> Self:
        self.start()
        assert self._ready.wait(LONG)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.should_exit = True
        self.join(LONG)


@pytest.fixture
def served(database_url: str) -> Iterator[Served]:
    """A console with a delivery of each kind that needs a person."""
    with Served(database_url) as running:
        yield running


def test_each_is_settled_by_a_form(served: Served, page: Page, axe: str) -> None:
    page.goto(served.address)
    clean(page, axe)
    page.get_by_role("link", name="See all of them and decide").click()
    main = page.get_by_role("main")
    for reason in REASONS.values():
        expect(main).to_contain_text(reason)
    clean(page, axe)
    page.get_by_role("link", name=re.compile("^It is there")).click()
    clean(page, axe)
    page.get_by_label("Link to the message").fill("https://example.org/")
    page.get_by_role("button", name="It is there").click()
    expect(page.locator(":focus")).to_contain_text("Nothing was done yet")
    clean(page, axe)
    page.get_by_role("link", name=re.compile("no link to a message")).click()
    expect(page.get_by_label("Link to the message")).to_be_focused()
    page.get_by_label("Link to the message").fill("")
    page.get_by_label("Your name").select_option(CY)
    page.get_by_role("button", name="It is there").click()
    expect(page.get_by_role("status")).to_contain_text("It counts as delivered from now on.")
    expect(main).to_contain_text("Cy Coordinator said that it is there")
    clean(page, axe)

    page.goto(f"{served.address}/deliveries/{served.letters['failed']}/drop")
    clean(page, axe)
    page.get_by_label("Why").fill("Told by hand.")
    page.get_by_label("Your name").select_option(CY)
    page.get_by_label("Your name").press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("It is given up")
    clean(page, axe)


def test_the_pages_fit_where_they_are_narrow(served: Served, page: Page, axe: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    which = served.letters["unconfirmed"]
    for path in ("", f"/{which}", f"/{which}/there", f"/{which}/again", f"/{which}/drop"):
        page.goto(f"{served.address}/deliveries{path}")
        fits(page)
        clean(page, axe)
