"""The console's surveys in a real browser: read, narrow, and checked by axe-core."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from bot.serving.servers import WebServer, bind
from bot.store.engine import Database
from bot.store.pulse.surveys import Survey
from bot.surveys.keys import PulseKeys
from content.survey import AGREEMENT, YES_NO, Submission
from schedules.plan import PLAN, OneOff
from tests.browser.test_inbox import fits
from tests.browser.test_pages import clean
from tests.fakes.clock import FakeClock
from tests.integration.conftest import Plant
from tests.integration.surveys.conftest import Room, said
from tests.integration.surveys.test_practice import sent
from tests.integration.web.conftest import OLLY, console


@dataclass(frozen=True)
class Played:
    """Where the console answers, and what there is to see."""

    address: str
    closed: UUID
    open: UUID
    dissemination: UUID


async def play(database: Database, keys: Path) -> tuple[UUID, UUID, UUID]:
    """Have one survey closed, one open, and one about practice."""
    clock = FakeClock()
    room = Room(database, clock, Plant(database, clock), PulseKeys(keys))
    dissemination = await sent(room, channels=("health-team", "police-team"))
    await room.tick()
    clock.advance((await practice(room)).opens_at - clock.now())
    await room.tick()
    about = (await practice(room)).id
    people = await room.plant.members(60)
    await room.arrived(about, {"police-team": people[:40], "health-team": people[40:]})
    closed = await room.planned()
    await room.tick()
    await room.arrived(
        closed,
        {"police-team": people[:40], "health-team": people[40:56], "school-team": people[56:]},
    )
    for number, member in enumerate(people[:50]):
        talked, sure = YES_NO[number % 3], AGREEMENT[number % 5]
        words = "More time with each child, and a quiet room." if number % 7 == 0 else ""
        await room.desk.answer(closed, member, said(talked, sure, words))
        given = Submission({"changed": talked, "talked-over": talked, "confident": sure}, "")
        await room.desk.answer(about, member, given)
    await room.later(days=11)
    await room.says(closed, "A quiet room in every hub by March.")
    open_, _ = await room.opened({"police": 7})
    return closed, open_, dissemination


async def practice(room: Room) -> Survey:
    (row,) = await room.rows("SELECT id FROM surveys WHERE dissemination IS NOT NULL")
    return await room.survey(row["id"])


@contextmanager
def serving(database_url: str) -> Iterator[str]:
    """Serve the console from a thread of its own, since the browser blocks this one."""
    ready, over = threading.Event(), threading.Event()
    addresses: list[str] = []

    async def serve() -> None:
        database = Database(database_url, pool_size=2)
        server = WebServer(console(database, FakeClock()), bind("127.0.0.1", 0))
        await server.start()
        addresses.append(f"http://127.0.0.1:{server.port}")
        ready.set()
        await asyncio.to_thread(over.wait)
        await server.stop()
        await database.close()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(30)
        yield addresses[0]
    finally:
        over.set()
        thread.join(30)


@pytest.fixture
def played(database_url: str, tmp_path: Path) -> Iterator[Played]:
    """A console with surveys in it."""

    async def prepare() -> tuple[UUID, UUID, UUID]:
        database = Database(database_url, pool_size=2)
        try:
            found = await play(database, tmp_path / "keys")
            plan = PLAN.dump_json(OneOff(FakeClock().now())).decode()
            async with database.begin() as connection:
                await connection.execute(
                    text("UPDATE disseminations SET plan = CAST(:plan AS jsonb)"), {"plan": plan}
                )
            return found
        finally:
            await database.close()

    with ThreadPoolExecutor(1) as aside:  # an earlier test's browser has this thread's loop
        closed, open_, dissemination = aside.submit(asyncio.run, prepare()).result()
    with serving(database_url) as address:
        yield Played(address, closed, open_, dissemination)


def test_surveys_are_read_wide_and_narrow(played: Played, page: Page, axe: str) -> None:
    main = page.get_by_role("main")
    for path, words in (
        ("/surveys", "self-reported practice change"),
        (f"/surveys/{played.closed}", "A quiet room in every hub by March."),
        (f"/surveys/{played.open}", "Too few people have answered to say how many."),
        (f"/disseminations/{played.dissemination}", "Passed on: both sides"),
    ):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(played.address + path)
        expect(main).to_contain_text(words)
        clean(page, axe)
        page.set_viewport_size({"width": 320, "height": 800})
        fits(page)
        clean(page, axe)
    page.goto(played.address)
    page.get_by_role("link", name="Surveys").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Surveys")


def test_what_will_be_done_takes_two_people(
    browser: Browser, played: Played, page: Page, axe: str
) -> None:
    plain = browser.new_page(java_script_enabled=False, viewport={"width": 320, "height": 800})
    plain.goto(f"{played.address}/surveys/{played.closed}")
    plain.get_by_role("link", name="Propose other words").click()
    respond = plain.url
    box, name = plain.get_by_label("What will be done"), plain.get_by_label("Your name")
    box.fill("Jack Smith, aged 7, gets a room.")
    plain.get_by_role("button", name="Hand it to a second person").click()
    expect(plain.get_by_role("alert")).to_contain_text("This may identify somebody")
    expect(plain.locator("#words-error")).to_contain_text("This may identify somebody")
    expect(plain.locator("#by-error")).to_contain_text("Please choose your name")
    box.fill("A room in two hubs, and the third by June.")
    names = name.locator("option").all_inner_texts()
    name.select_option(OLLY)
    plain.get_by_role("button", name="Hand it to a second person").click()
    main = plain.get_by_role("main")
    expect(plain.get_by_role("status")).to_contain_text("once a second person has approved it")
    expect(main).to_contain_text("For a second person to approve")
    proposed = plain.url
    plain.get_by_role("link", name="Look it over and approve it").click()
    approve = plain.url
    assert OLLY in names
    assert OLLY not in name.locator("option").all_inner_texts()
    plain.get_by_role("button", name="Approve it").click()
    expect(main).to_contain_text("Please choose your name from the list.")
    name.select_option(index=1)
    withdraw = approve.replace("approve", "withdraw")
    page.set_viewport_size({"width": 320, "height": 800})
    for address in (respond, approve, withdraw, proposed):
        page.goto(address)
        fits(page)
        clean(page, axe)
    plain.get_by_role("button", name="Approve it").click()
    expect(plain.get_by_role("status")).to_contain_text("It goes out with the results.")
    expect(main).to_contain_text("Proposed by Olly Both")
    page.goto(plain.url)
    fits(page)
    clean(page, axe)
