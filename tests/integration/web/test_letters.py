"""The console's deliveries: listed with their reasons, and decided about by a form."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import update

from bot.store.tables import deliveries
from tests.fakes.clock import FakeClock
from tests.integration.conftest import Plant
from tests.integration.web.conftest import CY, OLLY, UNA, Desk, rows
from tests.integration.web.forms import opened

REASON = "The connection was <reset> & died."


@pytest.fixture
async def letter(desk: Desk, plant: Plant, clock: FakeClock) -> UUID:
    """An unconfirmed post to the police."""
    dissemination = await desk.sends(title="Listening & asking")
    delivery = await plant.delivery(dissemination, "police", state="unconfirmed")
    async with desk.database.begin() as connection:
        await connection.execute(
            update(deliveries).values(
                reason=REASON, settled_at=clock.now(), claimed_at=clock.now(), attempts=1
            )
        )
    clock.advance(timedelta(hours=1))
    return delivery


async def state(desk: Desk) -> tuple[object, ...]:
    return (await rows(desk, "SELECT state, receipt, given_up FROM deliveries"))[0]


async def test_nothing_needs_a_person(desk: Desk) -> None:
    assert "None needs a person." in await desk.page("/deliveries")


async def test_the_list_says_why_and_what_can_be_done(desk: Desk, letter: UUID) -> None:
    first = await desk.page()
    words = "A briefing: Listening &amp; asking, #police, Police &amp; Co"
    assert f'<a href="/deliveries/{letter}">{words}</a>' in first
    assert 'href="/deliveries">See it and decide' in first
    page = await desk.page("/deliveries")
    one = await desk.page(f"/deliveries/{letter}")
    for shown in (page, one):
        assert "A briefing: Listening &amp; asking" in shown
        assert "The connection was &lt;reset&gt; &amp; died." in shown
        assert "Please look in the channel, then say what you found." in shown
        for act in ("there", "again", "drop"):
            assert f'href="/deliveries/{letter}/{act}"' in shown
    assert "after 1 attempt" in one


async def test_it_is_there(desk: Desk, letter: UUID, browser: httpx.AsyncClient) -> None:
    form = await opened(browser, f"/deliveries/{letter}/there")
    assert form.names == [CY, UNA, OLLY]
    wrong = await form.sends(by=CY, link="https://north.slack.com/archives/C9/p1793610000123456")
    assert wrong.response.status_code == 422
    assert "This is no link to a message of that channel." in wrong.text
    assert 'href="#link"' in wrong.text
    assert wrong.values["by"] == CY
    done = await wrong.sends(link="https://north.slack.com/archives/C1/p1793610000123456")
    assert done.response.headers["location"] == f"/deliveries/{letter}?done=there"
    page = await done.follows()
    assert "It counts as delivered from now on." in page.text
    assert "Without its link" not in page.text
    assert "Cy Coordinator said that it is there" in page.text
    kept = {"conversation": "C1", "message": "1793610000.123456"}
    assert await state(desk) == ("delivered", kept, False)
    assert await rows(desk, "SELECT kind FROM engagement_events") == [("delivered",)]


async def test_without_a_link_it_says_what_is_lost(
    desk: Desk, letter: UUID, browser: httpx.AsyncClient
) -> None:
    form = await opened(browser, f"/deliveries/{letter}/there")
    page = await (await form.sends(by=UNA)).follows()
    assert "Without its link it cannot be edited later." in page.text
    assert await state(desk) == ("delivered", None, False)


async def test_it_is_sent_again_and_another_is_told(
    desk: Desk, letter: UUID, browser: httpx.AsyncClient
) -> None:
    again = await opened(browser, f"/deliveries/{letter}/again")
    assert "nobody should read it twice" in again.text
    drop = await opened(browser, f"/deliveries/{letter}/drop")
    page = await (await again.sends(by=OLLY)).follows()
    assert "It is sent again." in page.text
    late = await drop.sends(by=CY, reason="Old.")
    assert late.response.status_code == 422
    assert "Olly Both had it sent again on" in late.text
    assert (await state(desk))[0] == "planned"
    shut = await desk.page(f"/deliveries/{letter}/there")
    assert "this cannot be decided about it now" in shut
    assert "<form" not in shut


async def test_it_is_given_up_with_a_reason_and_a_name(
    desk: Desk, letter: UUID, browser: httpx.AsyncClient
) -> None:
    form = await opened(browser, f"/deliveries/{letter}/drop")
    empty = await form.sends(reason="x" * 501)
    for said in ("It has 501 characters: 500 are enough.", "Please choose your name"):
        assert said in empty.text
    nameless = await empty.sends(reason="Old.")
    assert "Please choose your name from the list." in nameless.text
    silent = await nameless.sends(by=CY, reason=" ")
    assert "Nothing is given up without a reason: say why." in silent.text
    assert (await state(desk))[0] == "unconfirmed"
    page = await (await silent.sends(reason="Told <by> hand")).follows()
    assert "It is given up, and not sent any more." in page.text
    assert "Cy Coordinator gave it up: Told &lt;by&gt; hand" in page.text
    assert await state(desk) == ("skipped", None, True)


async def test_what_no_page_of_ours_has_sent_decides_nothing(
    desk: Desk, letter: UUID, browser: httpx.AsyncClient
) -> None:
    path = f"/deliveries/{letter}/drop"
    given = {"by": CY, "reason": "Old."}
    for headers in ({}, {"origin": "https://example.org"}, {"sec-fetch-site": "cross-site"}):
        response = await browser.post(path, data=given, headers=headers)
        assert response.status_code == 403
    own = {"origin": "http://127.0.0.1:8002", "sec-fetch-site": "same-origin"}
    response = await browser.post(path, data={**given, "token": "x"}, headers=own)
    assert response.status_code == 422
    assert (await state(desk))[0] == "unconfirmed"
    await desk.page(f"/deliveries/{UUID(int=1)}", 404)
