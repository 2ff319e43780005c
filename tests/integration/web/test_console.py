"""The console, without a browser: what it shows and what it holds back."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bot.store.plans.disseminations import FOR_EVER, set_filled
from bot.store.plans.stopping import Stop, set_stopped
from bot.store.plans.withdrawing import Withdrawn, set_withdrawn
from handlers.events import Opened, Queried
from schedules.plan import OneOff, Recurring
from tests.fakes.clock import FakeClock
from tests.integration.conftest import Facts, Plant
from tests.integration.web.conftest import Desk


async def test_nothing_yet(desk: Desk) -> None:
    page = await desk.page()
    assert "Nothing was sent yet" in page
    assert "The “North” &amp; South Partnership" in page
    assert "<script" not in page
    assert 'lang="en-GB"' in page


async def test_what_is_still_to_come_soonest_first(desk: Desk, clock: FakeClock) -> None:
    later = await desk.sends(title="First & <b>foremost</b>")
    clock.advance(timedelta(minutes=1))
    last = await desk.sends(Recurring("0 9 * * mon", clock.now()), slug="other", title="Other")
    sooner = await desk.sends(OneOff(clock.now() + timedelta(hours=1)), slug="soon")
    page = await desk.page()
    assert page.index(str(sooner)) < page.index(str(later)) < page.index(str(last))
    assert "First &amp; &lt;b&gt;foremost&lt;/b&gt;" in page
    assert "Version 1 to everyone, once, Tue 3 Nov 2026, 09:00" in page
    assert "again and again (0 9 * * mon, London time), first Mon 9 Nov 2026, 09:00" in page
    assert headings(page) == ["Still to come"]


async def test_what_was_sent_latest_first_and_what_never_was(
    desk: Desk, clock: FakeClock, plant: Plant
) -> None:
    sent: list[UUID] = []
    for slug in ("one", "two"):
        sent.append(await desk.sends(slug=slug))
        await plant.delivery(sent[-1], "police")
        clock.advance(timedelta(days=2))
    stopped = await desk.sends(slug="three")
    clock.advance(timedelta(days=2))
    missed, ahead = [await desk.sends(slug=slug) for slug in ("four", "five")]
    async with desk.database.begin() as connection:
        await set_stopped(connection, stopped, Stop("Cy", clock.now()), "It was stopped.")
        await set_filled(connection, missed, FOR_EVER)
    page = await desk.page()
    order = [ahead, sent[1], sent[0], missed, stopped]
    assert re.findall(r"/disseminations/([0-9a-f-]{36})", page) == [str(each) for each in order]
    assert headings(page) == ["Still to come", "What was sent", "Never sent"]
    assert page.count('<span class="tag">stopped</span>') == 1


def headings(page: str) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]*)</h2>", page)


async def test_before_its_moment(desk: Desk) -> None:
    page = await desk.page(f"/disseminations/{await desk.sends()}")
    assert "None yet: its moment has not come." in page
    assert "Nobody has asked yet." in page


async def test_rungs_with_denominators_and_non_response(desk: Desk, plant: Plant) -> None:
    dissemination = await desk.sends()
    people = await plant.members(12)
    delivery = await plant.delivery(dissemination, "police", eligible=people)
    facts = Facts(dissemination, delivery, "police", plant.clock.now())
    await desk.keeps([facts.opened(member) for member in people[:7]])
    page = await desk.page(f"/disseminations/{dissemination}")
    assert '<th scope="row">Police &amp; Co</th>' in page
    assert '<span class="count">7 of 12</span>' in page
    assert '<span class="rest">5 not</span>' in page
    assert 'class="bar-done" width="58.3"' in page
    assert "#police" in page
    assert "delivered" in page


async def test_a_small_group_is_held_back_and_never_a_zero(desk: Desk, plant: Plant) -> None:
    dissemination = await desk.sends()
    people = await plant.members(4)
    delivery = await plant.delivery(dissemination, "police", eligible=people)
    facts = Facts(dissemination, delivery, "police", plant.clock.now())
    await desk.keeps([facts.answered(m, f"q{n}", "a", fits=True) for m in people for n in (1, 2)])
    page = await desk.page(f"/disseminations/{dissemination}")
    assert page.count('<span class="held">held back</span>') == 4  # two rungs, agency and total


async def test_outcomes_in_words(desk: Desk, plant: Plant) -> None:
    dissemination = await desk.sends()
    for state in ("planned", "waiting", "delivered", "skipped", "halted", "failed", "unconfirmed"):
        delivery = await plant.delivery(dissemination, state, state=state)
        async with desk.database.begin() as connection:
            await connection.execute(
                text(
                    "UPDATE deliveries SET reason = :reason, settled_at = :at,"
                    " next_try_at = :again WHERE id = :id"
                ),
                {
                    "id": delivery,
                    "reason": f"<Because> it is {state}.",
                    "at": None if state in {"planned", "waiting"} else desk.clock.now(),
                    "again": desk.clock.now() if state == "waiting" else None,
                },
            )
    page = await desk.page(f"/disseminations/{dissemination}")
    for words in (
        "waiting to try again",
        "Next try Mon 2 Nov 2026, 09:00",
        "could not be posted: the person who runs Sevenbot must look at its access to the channel",
        "unconfirmed: it may have been posted; look in the channel",
        "&lt;Because&gt; it is failed.",
    ):
        assert words in page
    assert page.count('class="state attention"') == 3
    overview = await desk.page()
    assert "3 deliveries need a person" in overview
    assert "&lt;Because&gt; it is halted." in overview
    assert "it is skipped" not in overview
    # A channel and an agency that the directory no longer has stand by their keys.
    assert "A briefing: A small briefing, halted-team, halted" in overview


async def test_one_delivery_needs_a_person(desk: Desk, plant: Plant) -> None:
    await plant.delivery(await desk.sends(), state="failed")
    assert "1 delivery needs a person" in await desk.page()


async def test_a_moment_that_was_not_sent_has_its_reason(desk: Desk) -> None:
    dissemination = await desk.sends()
    async with desk.database.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO occurrences (id, dissemination, subject, kind, slot, due_at,"
                " skipped_reason)"
                " VALUES (:id, :it, :it, 'post', 's', :at, 'Missed: nobody worked.')"
            ),
            {"id": uuid4(), "it": dissemination, "at": desk.clock.now()},
        )
    page = await desk.page(f"/disseminations/{dissemination}")
    assert "Mon 2 Nov 2026, 09:00 was not sent. Missed: nobody worked." in page


@pytest.mark.parametrize("withdrawn", [False, True])
async def test_what_was_stopped_or_withdrawn_says_so_and_asks_nobody(
    desk: Desk, *, withdrawn: bool
) -> None:
    dissemination = await desk.sends()
    at = desk.clock.now()
    async with desk.database.begin() as connection:
        for agency, state in (("police", "open"), ("health", "whole")):
            await connection.execute(
                text(
                    "INSERT INTO cascades (id, dissemination, agency, posted_on, opened_at,"
                    " deadline, state)"
                    " VALUES (:id, :it, :agency, '2026-11-02', :at, '2026-11-16', :state)"
                ),
                {"id": uuid4(), "it": dissemination, "agency": agency, "at": at, "state": state},
            )
    before = await desk.page(f"/disseminations/{dissemination}")
    assert before.count("asked for by 16 Nov 2026") == 2
    assert "not asked for any more" not in before
    async with desk.database.begin() as connection:
        stop = Stop("Cy <b>", at)
        await set_stopped(connection, dissemination, stop, "It was stopped.")
        if withdrawn:
            it = Withdrawn("Cy <b>", at, "A number & more was wrong.")
            await set_withdrawn(connection, dissemination, it)
    page = await desk.page(f"/disseminations/{dissemination}")
    word = "withdrawn" if withdrawn else "stopped"
    assert f"None: it was {word} before it went out." in page
    if withdrawn:
        assert "by Cy &lt;b&gt; on Mon 2 Nov 2026, 09:00: A number &amp; more was wrong." in page
    else:
        assert "<strong>Stopped</strong> by Cy &lt;b&gt; on Mon 2 Nov 2026, 09:00" in page
    assert page.count("not asked for any more") == 1
    assert page.count("asked for by 16 Nov 2026") == 1  # what is whole stays so
    assert f'<span class="tag">{word}</span>' in await desk.page()


async def test_queries_never_say_who_asked(desk: Desk, plant: Plant) -> None:
    dissemination = await desk.sends()
    (person,) = await plant.members(1)
    delivery = await plant.delivery(dissemination, "health", eligible=[person])
    facts = Facts(dissemination, delivery, "health", plant.clock.now())
    await desk.keeps([facts.queried(person, "What about <script>x</script>?", uuid4())])
    await desk.keeps([_unsure(facts, person)])
    await desk.keeps([facts.queried(person, "Jack Smith, aged 7", uuid4())], "a name", "an age")
    page = await desk.page(f"/disseminations/{dissemination}")
    assert "What about &lt;script&gt;x&lt;/script&gt;?" in page
    assert "Somebody is unsure, and left no words." in page
    assert "Held back: it may identify somebody (a name, an age)." in page
    assert "Jack Smith" not in page
    assert str(person) not in page
    assert "A question, Health &lt;Trust&gt;" in page


def _unsure(facts: Facts, person: UUID) -> Queried:
    return replace(facts.queried(person, "", uuid4()), about="unsure")


@pytest.mark.parametrize("joined", [0, 2])
async def test_who_joined_later_is_said_apart(desk: Desk, plant: Plant, joined: int) -> None:
    dissemination = await desk.sends()
    people = await plant.members(6)
    late = await plant.members(joined)
    delivery = await plant.delivery(dissemination, eligible=people)
    facts = Facts(dissemination, delivery, "police", plant.clock.now())
    opened: list[Opened] = [facts.opened(member) for member in (*people, *late)]
    await desk.keeps(opened)
    page = await desk.page(f"/disseminations/{dissemination}")
    assert ("2 more took part without being counted" in page) is bool(joined)
    assert "6 of 6" in page


async def test_a_briefing_without_questions_asks_nothing(desk: Desk, plant: Plant) -> None:
    dissemination = await desk.sends(questions=())
    await plant.delivery(dissemination, eligible=await plant.members(6))
    page = await desk.page(f"/disseminations/{dissemination}")
    assert "Acknowledged" in page
    assert "Understood" not in page


@pytest.mark.parametrize("path", ["/nothing", "/disseminations/nonsense", "/static/none.css"])
async def test_there_is_no_such_page(desk: Desk, path: str) -> None:
    page = await desk.page(path, 404)
    assert "There is no such page." in page
    assert 'href="/"' in page


async def test_there_is_no_such_dissemination(desk: Desk) -> None:
    page = await desk.page(f"/disseminations/{uuid4()}", 404)
    assert "Nothing was sent under" in page


async def test_the_pages_have_an_icon(desk: Desk) -> None:
    assert '<link rel="icon" href="/static/icon.svg" type="image/svg+xml">' in await desk.page()
    async with desk.client() as browser:
        icon = await browser.get("/static/icon.svg")
    assert (icon.status_code, icon.headers["content-type"]) == (200, "image/svg+xml")


async def test_nothing_can_be_changed(desk: Desk) -> None:
    async with desk.client() as browser:
        for method in ("POST", "PUT", "DELETE"):
            assert (await browser.request(method, "/")).status_code == 405
