"""The console's inbox, without a browser: what it shows, and what its forms do."""

import re
from datetime import timedelta

import httpx
import pytest

from tests.fakes.clock import FakeClock
from tests.integration.conftest import Facts, Plant
from tests.integration.web.conftest import ASKED, CY, OLLY, UNA, WORDS, Desk, asks, rows
from tests.integration.web.forms import opened

ESCAPED = "Where there is none, ring the duty desk &amp; note it."


async def test_nothing_was_asked(desk: Desk) -> None:
    page = await desk.page("/inbox")
    assert "Nothing is open." in page
    assert "<dt>Open</dt><dd>0</dd>" in page
    assert "Longest wait" not in page
    assert "answers came within" not in page
    assert "wait for an answer" not in await desk.page()


async def test_what_waits_longest_stands_first(
    desk: Desk, plant: Plant, facts: Facts, clock: FakeClock
) -> None:
    first = await asks(desk, plant, facts)
    clock.advance(timedelta(days=4))
    second = await asks(desk, plant, facts, "", unsure=True)
    overview = await desk.page()
    assert "2 queries wait for an answer</a>, the oldest since Mon 2 Nov 2026, 09:00." in overview
    clock.advance(timedelta(days=1))
    third = await asks(desk, plant, facts, "Jack Smith, aged 7, told us.", "a name", "an age")
    page = await desk.page("/inbox")
    places = [page.index(f"/inbox/{query}") for query in (first, second, third)]
    assert places == sorted(places)
    assert "A question about “Listening &amp; asking”" in page
    assert "Unsure about “Listening &amp; asking”" in page
    assert "May we &lt;b&gt;tell&lt;/b&gt;" in page
    for said in ("waiting 5 days", "waiting 1 day<", "asked today", "<dd>5 days</dd>"):
        assert said in page
    assert "Jack Smith" not in page
    assert "Its words may identify somebody, and are shown only when you ask for them." in page
    assert 'href="/inbox" aria-current="page"' in page
    members = await rows(desk, "SELECT id FROM members")
    assert not any(str(member) in page for (member,) in members)


async def test_words_that_may_identify_are_shown_when_asked_for(
    desk: Desk, plant: Plant, facts: Facts
) -> None:
    query = await asks(desk, plant, facts, "Jack Smith, aged 7, told us.", "a name", "an age")
    for path in (f"/inbox/{query}", f"/inbox/{query}/answer", f"/inbox/{query}/clarify"):
        hidden = await desk.page(path)
        assert "Jack Smith" not in hidden
        assert "may identify somebody (a name, an age), so they are not shown." in hidden
        assert f'<a href="{path}?words=shown">Show the words</a>' in hidden
        shown = await desk.page(f"{path}?words=shown")
        assert "<blockquote>Jack Smith, aged 7, told us.</blockquote>" in shown
        assert "Please repeat them nowhere." in shown


async def test_an_answer_is_looked_at_once_more_and_then_kept(
    desk: Desk, plant: Plant, facts: Facts, browser: httpx.AsyncClient, clock: FakeClock
) -> None:
    query = await asks(desk, plant, facts)
    clock.advance(timedelta(days=2))
    form = await opened(browser, f"/inbox/{query}/answer")
    assert form.names == [CY, UNA, OLLY]
    sure = await form.sends(by=CY, words=WORDS)
    assert sure.response.status_code == 200
    for said in ("Send this answer?", "It cannot be taken back", ESCAPED, "In the name of Cy"):
        assert said in sure.text
    assert await rows(desk, "SELECT answer FROM queries") == [(None,)]

    changed = await sure.sends(sure="change")
    assert (changed.values["by"], changed.values["words"]) == (CY, WORDS)
    sure = await changed.sends()
    done = await sure.sends(sure="yes")
    assert done.response.headers["location"] == f"/inbox/{query}?done=answered"
    page = await done.follows()
    assert "Thank you. The answer is on its way" in page.text
    assert ESCAPED in page.text
    assert "Answered by Cy Coordinator, Wed 4 Nov 2026, 09:00" in page.text
    assert "answered after 2 days" in page.text
    assert f"/inbox/{query}/answer" not in page.text

    # The button pressed twice, and the page sent again later.
    again = await sure.sends(sure="yes")
    assert again.response.status_code == 303
    assert await rows(desk, "SELECT answer, answered_by FROM queries") == [(WORDS, CY)]
    assert await rows(desk, "SELECT act, person FROM decisions") == [("answered", CY)]

    other = await form.sends(by=UNA, words="Something else.", sure="yes")
    assert other.response.status_code == 422
    assert "Cy Coordinator answered this query on Wed 4 Nov 2026, 09:00" in other.text
    inbox = await desk.page("/inbox")
    assert "The one answer came within about</dt><dd>2 days</dd>" in inbox
    assert "privately, after 2 days" in inbox


@pytest.mark.parametrize("act", ["answer", "clarify"])
async def test_what_is_wrong_stands_beside_the_field_and_the_words_stay(
    desk: Desk, plant: Plant, facts: Facts, browser: httpx.AsyncClient, act: str
) -> None:
    query = await asks(desk, plant, facts)
    form = await opened(browser, f"/inbox/{query}/{act}")
    words = 'Jack "J" Smith, aged 7, told <us>.'
    again = await form.sends(by="Somebody else", words=words)
    assert again.response.status_code == 422
    assert again.values["words"] == words
    assert "<title>Please look again: " in again.text
    assert 'role="alert" tabindex="-1" autofocus' in again.text
    assert '<a href="#words">This may identify somebody (' in again.text
    assert '<a href="#by">Please choose your name from the list.</a>' in again.text
    assert 'aria-describedby="words-hint words-error" aria-invalid="true"' in again.text
    assert '<p class="error" id="words-error">This may identify somebody' in again.text
    assert '<p class="error" id="by-error">Please choose your name' in again.text
    empty = await again.sends(by=CY, words=" \n ")
    assert "Please write something first" in empty.text
    assert (empty.values["by"], "by-error" in empty.text) == (CY, False)
    assert await rows(desk, "SELECT 1 FROM decisions") == []
    assert await rows(desk, "SELECT 1 FROM clarifications") == []


async def test_a_clarification_goes_from_one_to_another_and_then_out(
    desk: Desk, plant: Plant, facts: Facts, browser: httpx.AsyncClient
) -> None:
    query = await asks(desk, plant, facts)
    form = await opened(browser, f"/inbox/{query}/clarify")
    quoted = await form.sends(by=OLLY, words=f"Yes: {ASKED}")
    assert "repeats 8 or more words of the query" in quoted.text
    done = await quoted.sends(words=WORDS)
    page = await done.follows()
    assert "It goes out once a second person has approved it." in page.text
    assert "Awaits a second person" in page.text
    assert (await form.sends(by=OLLY, words=WORDS)).response.status_code == 303
    ((clarification,),) = await rows(desk, "SELECT id FROM clarifications")
    inbox = await desk.page("/inbox")
    assert f'href="/clarifications/{clarification}/approve"' in inbox
    assert "a clarification awaits approval" in inbox

    form = await opened(browser, f"/clarifications/{clarification}/approve")
    assert form.names == [UNA]  # not who wrote it
    for said in (
        "The Learning group explains",
        ESCAPED,
        "Written by Olly Both",
        "<li>#police</li>",
    ):
        assert said in form.text
    for by in (OLLY, CY, ""):
        refused = await form.sends(by=by)
        assert refused.response.status_code == 422
        assert "Please choose your name from the list." in refused.text
    assert await rows(desk, "SELECT 1 FROM occurrences WHERE kind = 'clarification'") == []
    page = await (await form.sends(by=UNA)).follows()
    assert "Thank you. It is being posted now." in page.text
    assert "Approved by Una “Approver”" in page.text
    assert "#police, Police &amp; Co: <span" in page.text
    assert (await form.sends(by=UNA)).response.status_code == 303
    assert await rows(desk, "SELECT channel FROM deliveries WHERE dissemination IS NULL") == [
        ("police-team",)
    ]
    assert "to everybody, on the same day" in await desk.page("/inbox")
    over = await desk.page(f"/clarifications/{clarification}/approve")
    assert "Una “Approver” approved it" in over
    assert "<form" not in over

    form = await opened(browser, f"/clarifications/{clarification}/withdraw")
    assert "What is posted stays where it is" in form.text
    page = await (await form.sends(by=CY)).follows()
    assert "It is withdrawn. Nothing more of it is posted." in page.text
    assert "Write a clarification" in page.text
    for act in ("approve", "withdraw"):
        over = await desk.page(f"/clarifications/{clarification}/{act}")
        assert "was withdrawn Mon 2 Nov 2026, 09:00" in over
        assert "<form" not in over
    assert [act for (act,) in await rows(desk, "SELECT act FROM decisions ORDER BY seq")] == [
        "clarified",
        "approved",
        "withdrawn",
    ]


async def test_the_briefings_page_leads_into_the_inbox(
    desk: Desk, plant: Plant, facts: Facts, browser: httpx.AsyncClient
) -> None:
    query = await asks(desk, plant, facts)
    page = await desk.page(f"/disseminations/{facts.dissemination}")
    assert f'<a href="/inbox/{query}">Open, in the inbox</a>' in page
    form = await opened(browser, f"/inbox/{query}/answer")
    await form.sends(by=CY, words=WORDS, sure="yes")
    page = await desk.page(f"/disseminations/{facts.dissemination}")
    assert f'<a href="/inbox/{query}">Answered</a>' in page
    assert "wait for an answer" not in await desk.page()


async def test_a_delivery_that_is_no_post_and_needs_a_person(
    desk: Desk, plant: Plant, facts: Facts, browser: httpx.AsyncClient
) -> None:
    query = await asks(desk, plant, facts)
    await (await opened(browser, f"/inbox/{query}/clarify")).sends(by=CY, words=WORDS)
    ((clarification,),) = await rows(desk, "SELECT id FROM clarifications")
    await (await opened(browser, f"/clarifications/{clarification}/approve")).sends(by=UNA)
    (member,) = await plant.members(1)
    await rows(
        desk,
        "UPDATE deliveries SET state = 'halted', reason = 'The bot was removed.',"
        " settled_at = now() WHERE dissemination IS NULL RETURNING id",
    )
    told = r">A clarification: [^<]+, {}, Police &amp; Co</a>:"
    assert re.search(told.format("#police"), await desk.page())
    assert "The bot was removed." in await desk.page(f"/inbox/{query}")
    await rows(
        desk,
        "UPDATE deliveries SET member = :it, channel = NULL, channel_id = NULL"
        " WHERE dissemination IS NULL RETURNING id",
        it=member,
    )
    assert re.search(told.format("one person"), await desk.page())
    assert "None" not in await desk.page()
