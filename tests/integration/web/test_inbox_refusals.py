"""The console's inbox: what it refuses, and what it says where nothing can be done."""

from uuid import uuid4

import httpx
import pytest

from tests.integration.conftest import Facts, Plant
from tests.integration.web.conftest import CY, UNA, WORDS, Desk, asks, console, rows
from tests.integration.web.forms import opened


async def test_what_was_written_meanwhile_is_told(
    desk: Desk, plant: Plant, facts: Facts, browser: httpx.AsyncClient
) -> None:
    query = await asks(desk, plant, facts)
    form = await opened(browser, f"/inbox/{query}/clarify")
    await form.sends(by=CY, words=WORDS)
    refused = await form.sends(by=UNA, words="Other words.")
    assert "Cy Coordinator wrote a clarification of this query" in refused.text
    assert refused.values["words"] == "Other words."


async def test_what_was_stopped_gets_no_clarification(
    desk: Desk, plant: Plant, facts: Facts, browser: httpx.AsyncClient
) -> None:
    query = await asks(desk, plant, facts)
    await (await opened(browser, f"/inbox/{query}/clarify")).sends(by=CY, words=WORDS)
    ((clarification,),) = await rows(desk, "SELECT id FROM clarifications")
    other = await asks(desk, plant, facts, "And by night?")
    await rows(desk, "UPDATE disseminations SET stopped_at = now(), stopped_by = 'Cy' RETURNING id")
    over = await desk.page(f"/clarifications/{clarification}/approve")
    assert "nothing more about it goes to channels." in over
    assert "<form" not in over
    assert "/approve" not in await desk.page(f"/inbox/{query}")
    assert "/approve" not in await desk.page("/inbox")
    page = await desk.page(f"/inbox/{other}")
    assert "nothing more about it goes to channels." in page
    assert "/clarify" not in page
    refused = await (await opened(browser, f"/inbox/{other}/clarify")).sends(by=CY, words=WORDS)
    assert "dissemination was stopped" in refused.text


async def test_where_it_goes_is_nowhere_yet(
    desk: Desk, plant: Plant, browser: httpx.AsyncClient
) -> None:
    dissemination = await desk.sends()
    delivery = await plant.delivery(dissemination, state="unconfirmed")
    facts = Facts(dissemination, delivery, "police", plant.clock.now())
    query = await asks(desk, plant, facts, "", unsure=True)
    await (await opened(browser, f"/inbox/{query}/clarify")).sends(by=CY, words=WORDS)
    ((clarification,),) = await rows(desk, "SELECT id FROM clarifications")
    form = await opened(browser, f"/clarifications/{clarification}/approve")
    assert "No channel has the briefing's post yet." in form.text
    assert "was not clear to everybody yet" in form.text
    refused = await form.sends(by=UNA)
    assert refused.response.status_code == 422
    assert "nothing was posted." in refused.text


async def test_a_directory_that_names_nobody(
    desk: Desk, plant: Plant, facts: Facts, browser: httpx.AsyncClient
) -> None:
    query = await asks(desk, plant, facts)
    await (await opened(browser, f"/inbox/{query}/clarify")).sends(by=CY, words=WORDS)
    ((clarification,),) = await rows(desk, "SELECT id FROM clarifications")
    bare = Desk(desk.database, desk.clock, console(desk.database, desk.clock, people={}))
    for path in (
        f"/inbox/{query}/answer",
        f"/inbox/{query}/clarify",
        f"/clarifications/{clarification}/approve",
        f"/clarifications/{clarification}/withdraw",
    ):
        page = await bare.page(path)
        assert "Nobody can do this yet: the directory names no " in page
        assert "<form" not in page


@pytest.mark.parametrize("path", ["/inbox/{0}", "/inbox/{0}/answer", "/clarifications/{0}/approve"])
async def test_there_is_no_such_thing(desk: Desk, path: str) -> None:
    page = await desk.page(path.format(uuid4()), 404)
    assert "There is no " in page


async def test_a_made_up_word_is_not_repeated(desk: Desk, plant: Plant, facts: Facts) -> None:
    query = await asks(desk, plant, facts)
    page = await desk.page(f"/inbox/{query}?done=<b>hacked</b>&words=yes")
    assert "hacked" not in page
    assert 'role="status"' not in page
