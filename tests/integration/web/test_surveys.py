"""The console's surveys: what may be shown, and nothing else; both sides of passing it on."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from bot.store.cascade.cascades import NewCascade, cascades_of, open_cascade
from bot.store.cascade.parts import add_part, part_id
from bot.surveys.keys import PulseKeys
from bot.surveys.planning import stop_survey
from content.cascade import Confirmation, Method, Part
from content.survey import AGREEMENT, Submission
from schedules.followups import FollowUps
from tests.fakes.surveys import small_survey
from tests.integration.conftest import Plant
from tests.integration.surveys.conftest import Room, said
from tests.integration.web.conftest import CY, OLLY, UNA, Desk, directory, rows
from tests.integration.web.forms import opened


@pytest.fixture
def room(desk: Desk, plant: Plant, tmp_path: Path) -> Room:
    """Surveys to the console's agencies."""
    keys = PulseKeys(tmp_path / "keys")
    return Room(desk.database, desk.clock, plant, keys, directory())


async def test_without_any_it_says_how_they_come(desk: Desk) -> None:
    assert "There is none yet" in await desk.page("/surveys")
    await desk.page("/surveys/00000000-0000-0000-0000-000000000001", 404)


async def test_a_survey_is_followed_from_its_plan_to_its_results(desk: Desk, room: Room) -> None:
    body = replace(small_survey(), title="What <b>helps</b> & hinders")
    survey = await room.planned(body)
    assert "What &lt;b&gt;helps&lt;/b&gt; &amp; hinders" in await desk.page("/surveys")
    assert "Nobody has been asked yet." in await desk.page(f"/surveys/{survey}")
    await room.tick()
    people = await room.plant.members(12)
    few = await room.plant.members(3)
    await room.arrived(survey, {"police-team": people, "health-team": few})
    for number, member in enumerate(people[:4]):
        assert await room.desk.answer(survey, member, said("yes", AGREEMENT[number % 2]))
    page = await desk.page(f"/surveys/{survey}")
    assert "Too few people have answered to say how many." in page
    assert "What people said" not in page
    words = "A <i>quiet</i> room & time"
    for member in people[4:]:
        await room.desk.answer(survey, member, said("no", "agree", words))
    for member in few:
        await room.desk.answer(survey, member, said("not-sure", "disagree"))
    assert "At least 15 people have answered." in await desk.page(f"/surveys/{survey}")

    await room.later(days=11)
    page = await desk.page(f"/surveys/{survey}")
    assert "Was it talked over in your team?" in page
    assert "Health &lt;Trust&gt;" in page
    # Both agencies and the sum of the two, of each question; and the footer.
    assert page.count("held back") == 2 * 3 + 1
    assert "2 of 2 agencies are not shown" in page
    assert "A &lt;i&gt;quiet&lt;/i&gt; room &amp; time" in page
    assert "Nobody has said yet." in page
    await room.says(survey, "More <time> for it.", second=UNA)
    page = await desk.page(f"/surveys/{survey}")
    assert "More &lt;time&gt; for it." in page
    assert "Proposed by Cy Coordinator" in page
    assert "approved by Una “Approver”" in page


async def test_what_will_be_done_goes_from_one_to_another_and_then_out(
    desk: Desk, room: Room, browser: httpx.AsyncClient
) -> None:
    early = await room.planned()
    assert "no results yet" in (await opened(browser, f"/surveys/{early}/respond")).text
    survey, people = await room.opened({"police": 12})
    comment = "More time with each child before the conference would help"
    await room.desk.answer(survey, people[0], said(words=comment))
    for number, member in enumerate(people[1:]):
        await room.desk.answer(survey, member, said(("yes", "no")[number % 2]))
    await room.later(days=11)

    form = await opened(browser, f"/surveys/{survey}/respond")
    assert form.names == [CY, UNA, OLLY]
    assert comment in form.text
    for words, trouble in (
        (" ", "Please write something first"),
        ("Jack Smith, aged 7, gets a room.", "This may identify somebody"),
        (f"You said: {comment}!", "of what somebody wrote"),
    ):
        again = await form.sends(by="Somebody else", words=words)
        assert again.response.status_code == 422
        assert f'<p class="error" id="words-error">{trouble}' in again.text or trouble in again.text
        assert '<p class="error" id="by-error">Please choose your name' in again.text
        assert again.values["words"] == words
    page = await (await form.sends(by=OLLY, words="Two <rooms>.")).follows()
    assert "It goes out once a second person has approved it." in page.text
    assert "Two &lt;rooms&gt;." in page.text
    ((first,),) = await rows(desk, "SELECT id FROM survey_proposals")
    assert (await form.sends(by=OLLY, words="Two <rooms>.")).response.status_code == 303
    assert (
        "It takes the place of this" in (await opened(browser, f"/surveys/{survey}/respond")).text
    )
    await form.sends(by=OLLY, words="Three <rooms>.")
    over = await desk.page(f"/proposals/{first}/approve")
    assert "It was taken back" in over
    assert "<form" not in over
    ((second,),) = await rows(desk, "SELECT id FROM survey_proposals WHERE withdrawn_at IS NULL")

    form = await opened(browser, f"/proposals/{second}/approve")
    assert form.names == [UNA]  # not who proposed it
    for told in ("Three &lt;rooms&gt;.", "Proposed by Olly Both", "<li>#police</li>", comment):
        assert told in form.text
    for by in (OLLY, CY, ""):
        refused = await form.sends(by=by)
        assert refused.response.status_code == 422
        assert "Please choose your name from the list." in refused.text
    assert (await form.sends(by=UNA, token="another")).response.status_code == 422
    assert (await room.survey(survey)).you_said == ""
    page = await (await form.sends(by=UNA)).follows()
    assert "Thank you. It is being posted now." in page.text
    assert (await form.sends(by=UNA)).response.status_code == 303
    assert "Una “Approver” approved it" in await desk.page(f"/proposals/{second}/approve")
    assert "<form" not in await desk.page(f"/proposals/{second}/withdraw")

    await (await opened(browser, f"/surveys/{survey}/respond")).sends(by=CY, words="Four.")
    ((third,),) = await rows(desk, "SELECT id FROM survey_proposals WHERE text = 'Four.'")
    form = await opened(browser, f"/proposals/{third}/withdraw")
    page = await (await form.sends(by=UNA)).follows()
    assert "It is withdrawn, and is not posted." in page.text
    assert "Three &lt;rooms&gt;." in page.text
    assert [act for (act,) in await rows(desk, "SELECT act FROM decisions ORDER BY seq")] == [
        "responded",
        "withdrawn",
        "responded",
        "approved",
        "responded",
        "withdrawn",
    ]
    await desk.page("/proposals/00000000-0000-0000-0000-000000000001/approve", 404)


async def test_what_nobody_may_read_is_counted_only(desk: Desk, room: Room) -> None:
    survey, people = await room.opened({"police": 12})
    for member in people:
        await room.desk.answer(survey, member, said(words="Ring me on 07700 900123"))
    await room.later(days=11)
    page = await desk.page(f"/surveys/{survey}")
    assert "900123" not in page
    assert "12 more may identify somebody, and are held back." in page
    assert "Nothing that can be shown." in page


async def test_a_survey_that_was_stopped_says_so(desk: Desk, room: Room) -> None:
    survey = await room.planned()
    await stop_survey(room.database, room.keys, str(survey), by="Sam", now=room.clock.now)
    assert "Stopped by Sam on" in await desk.page(f"/surveys/{survey}")
    assert "Ended without results" in await desk.page("/surveys")


async def practised(desk: Desk, room: Room) -> tuple[UUID, UUID]:
    """Post a briefing to both agencies, and let the seven weeks pass until people are asked."""
    dissemination = await desk.sends(title="Listening")
    for key in ("police", "health"):
        await room.plant.delivery(dissemination, key)
    async with room.database.begin() as connection:
        await connection.execute(
            text("UPDATE deliveries SET settled_at = :now"), {"now": room.clock.now()}
        )
    await room.tick()
    page = await desk.page(f"/disseminations/{dissemination}")
    assert "Practice change, self-reported" in page
    assert "People are asked from Mon 21 Dec 2026, 09:00 to Thu 31 Dec 2026, 09:00" in page
    assert "There is nothing to set side by side yet." in page
    await room.later(days=49)
    (row,) = await room.rows("SELECT id FROM surveys WHERE dissemination = :it", it=dissemination)
    return dissemination, row["id"]


async def passed_on(room: Room, dissemination: UUID, agency: str, reached: int) -> None:
    now = room.clock.now()
    (lead,) = await room.plant.members(1)
    told = Confirmation(
        teams="All teams",
        reached=reached,
        eligible=20,
        method=Method.TEAM_MEETING,
        on=date(2026, 11, 3),
    )
    async with room.database.begin() as connection:
        await open_cascade(
            connection,
            NewCascade(dissemination, agency, now, FollowUps()),
            holder=lead,
            posted_on=now.date(),
            deadline=now.date(),
            next_at=now,
        )
        cascade = next(
            c for c in await cascades_of(connection, dissemination) if c.agency == agency
        )
        identity = part_id(cascade.id, lead, None, told)
        await add_part(connection, cascade.id, lead, Part(1, told), identity=identity, now=now)


@pytest.mark.parametrize("others", [8, 4])
async def test_practice_change_is_a_rung_beside_the_ladder_and_both_sides_stand(
    desk: Desk, room: Room, others: int
) -> None:
    dissemination, survey = await practised(desk, room)
    await passed_on(room, dissemination, "police", 20)
    await passed_on(room, dissemination, "health", 18)
    people = await room.plant.members(24 + others)
    await room.arrived(survey, {"police-team": people[:24], "health-team": people[24:]})
    for number, member in enumerate((*people[:20], *people[24:])):
        talked = "yes" if number % 4 == 0 else "no"
        changed = ("yes", "no", "not-sure")[number % 3]
        sure = ("agree", "neither")[number % 2]
        given = Submission({"changed": changed, "talked-over": talked, "confident": sure}, "")
        assert await room.desk.answer(survey, member, given)
    page = await desk.page(f"/disseminations/{dissemination}")
    assert "18 of 20 people reached" in page
    assert "not asked yet" in page
    assert "There is nothing to set beside the account" in page

    await room.later(days=11)
    page = await desk.page(f"/disseminations/{dissemination}")
    assert "This is what people say of themselves." in page
    rung, both = page.split("Practice change, self-reported")[1].split("Passed on: both sides")
    both, *_ = both.split("</section>")
    health = both.split("Health &lt;Trust&gt;")[1].split("</tr>")[0]
    assert "18 of 20 people reached" in health
    if others == 4:
        # Four answered there, and the police are held back with them.
        assert "20 of 24" not in page
        assert rung.count("held back") == 6
        assert both.count("held back") == 2
        assert both.count("There is nothing to set beside the account") == 2
    else:
        assert '20 of 24</span> <span class="rest">4 not' in rung.replace("</span><", "</span> <")
        assert "7 of 20" in rung
        assert "5 of 20 say that it was talked over (24 were asked)" in both
        assert "2 of 8 say that it was talked over (8 were asked)" in health
        assert "The account reaches further than what people say." in health
    own = await desk.page(f"/surveys/{survey}")
    assert "This is what people say of themselves." in own
    assert f"/disseminations/{dissemination}" in own
    assert "Passed on: both sides" in own
    assert "self-reported practice change" in await desk.page("/surveys")


async def test_a_practice_survey_that_never_came_says_why(desk: Desk, room: Room) -> None:
    dissemination = await desk.sends(title="Listening")
    assert "Nobody is to be asked yet." in await desk.page(f"/disseminations/{dissemination}")
    await room.plant.delivery(dissemination, "police")
    async with room.database.begin() as connection:
        await connection.execute(
            text("UPDATE deliveries SET settled_at = :now"), {"now": room.clock.now()}
        )
    await room.tick()
    room.clock.advance(timedelta(days=1))
    async with room.database.begin() as connection:
        await connection.execute(
            text("UPDATE disseminations SET stopped_at = now(), stopped_by = 'Sam'")
        )
    await room.later(days=49)
    page = await desk.page(f"/disseminations/{dissemination}")
    assert "People were not asked. The dissemination that it belongs to was stopped." in page
