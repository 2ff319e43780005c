"""Passing it on changes hands: a correction, a colleague, a lead who leaves, and who hears last."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from bot.decisions.amending import Amending
from bot.decisions.plans import stop_plan
from bot.delivery.errands import Errands
from bot.sandbox.world import Person, Screen
from config.directory import PersonRole
from tests.scenario.acting import Posted, Reader
from tests.scenario.seen import control, note, page, wire
from tests.scenario.stage import BRIEFING, Stage
from tests.scenario.test_cascade import CASCADE, PASSING, asked, cascade, fills
from tests.scenario.test_own_record import LINK
from tests.scenario.writing import goes_on

pytestmark = pytest.mark.asyncio(loop_scope="module")

EIGHTEEN = {"teams": "Duty team", "on": "today", "reached": "18", "eligible": "20"}
TWO = {"teams": "Night team", "on": "today", "reached": "2", "eligible": "20"}


async def begun(stage: Stage, platform: str) -> tuple[Posted, Person, Reader]:
    """Send a briefing whose lead is asked to pass it on, and nothing that was sent before: its
    lead would be reminded of that too."""
    for earlier in await stage.rows("SELECT id FROM disseminations WHERE stopped_at IS NULL"):
        await stop_plan(stage.sevenbot.database, earlier["id"], "Cy", stage.sevenbot.now)
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=CASCADE)
    lead, reader = await asked(stage, posted)
    return posted, lead, reader


async def told(reader: Reader, **words: str) -> Screen:
    """Tell how it was passed on; return the receipt, once the message says so too."""
    more = next(label for label in ("Confirm", "Add another part") if label in reader.labels)
    receipt = page(await fills(reader, await reader.opens(more), "team_meeting", **words))
    await reader.sees(f"{words['teams']} · {words['reached']}")
    return receipt


async def comes(
    stage: Stage, posted: Posted, person: Person, saying: str, *, after: int = 0
) -> Reader:
    """Wait for a private message, and return the person before it."""
    message = await stage.private(person, saying, after=after)
    return Reader(Posted(stage, posted.face, message, posted.dissemination), person)


async def due_in(stage: Stage, posted: Posted) -> timedelta:
    """Return how long it is until the next message about it may come."""
    (row,) = await stage.rows(
        "SELECT next_at FROM cascades WHERE dissemination = :it", it=posted.dissemination
    )
    return row["next_at"] - stage.clock.now()


async def test_a_correction_replaces_what_counts_and_history_stays(
    stage: Stage, platform: str
) -> None:
    posted, lead, reader = await begun(stage, platform)
    receipt = await told(reader, **EIGHTEEN)
    form = page(await goes_on(posted.face, lead, receipt, "Correct it"))
    assert "18" in wire(form.body)
    fewer = EIGHTEEN | {"reached": "15"}
    receipt = page(await fills(reader, form, "supervision", **fewer))
    assert "15 of 20 people reached, 5 to go" in wire(receipt.body)
    facts = [detail for kind, detail in await posted.facts(lead) if kind == "confirmed"]
    assert [(f["reached"], f["corrects"]) for f in facts] == [(18, None), (15, 1)]
    assert "15 of 20" in await stage.page(f"/disseminations/{posted.dissemination}")


async def test_the_pack_is_one_tagged_page_for_who_has_it_in_hand(
    stage: Stage, platform: str
) -> None:
    posted, _, reader = await begun(stage, platform)
    pack = await reader.opens("Open the pack")
    said = wire(pack.body)
    for question in stage.library[BRIEFING].reflections:
        assert question in said
    (link,) = dict.fromkeys(LINK.findall(said))
    async with httpx.AsyncClient(trust_env=False) as browser:
        file = await browser.post(link)
    printed = PdfReader(BytesIO(file.content))
    assert len(printed.pages) == 1
    root: Any = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    stranger = Reader(reader.posted, posted.members[6])
    assert not LINK.search(note(await stranger.press("Open the pack")))

    bot = stage.sevenbot
    amending = Amending(bot.database, Errands(bot.queue, bot.directory), bot.now)
    by = bot.directory.approvers[0]
    await amending.withdraw(posted.dissemination, "A point needs another look.", by=by)
    async with httpx.AsyncClient(trust_env=False) as browser:
        late = await browser.post(link)
    assert late.status_code == 404
    assert "was withdrawn" in late.text


async def test_a_lead_hands_it_to_the_deputy_with_what_is_recorded(
    stage: Stage, platform: str
) -> None:
    posted, lead, reader = await begun(stage, platform)
    deputy = posted.members[1]
    had = len(stage.private_posts(deputy, PASSING))
    await told(reader, **EIGHTEEN)
    fine = await reader.press("Not yet")
    choice = page(await goes_on(posted.face, lead, fine, "Hand it over"))
    ((value, _),) = control(choice, "one of").options
    assert "It is handed over" in wire((await reader.sends(choice, value)).body)
    taken = await comes(stage, posted, deputy, PASSING, after=had)
    assert "handed this to you" in wire(taken.posted.post.body)
    assert "18 of 20 people reached, 2 to go" in wire(taken.posted.post.body)

    await reader.sees("You handed this over on")
    assert reader.labels == []
    late = await reader.as_it_was().press("Confirm")
    assert "Somebody else in your agency" in note(late)
    form = await taken.opens("Add another part")
    receipt = page(await fills(taken, form, "supervision", **TWO))
    assert "All 20 people reached" in wire(receipt.body)
    assert (await cascade(stage, posted))["state"] == "whole"


async def test_the_coordinator_hears_of_what_is_open_and_the_lead_may_still_tell(
    stage: Stage, platform: str
) -> None:
    posted, lead, reader = await begun(stage, platform)
    await told(reader, **EIGHTEEN)
    account = next(
        person
        for person in stage.sevenbot.directory.people
        if PersonRole.COORDINATOR in person.roles
    )
    coordinator = stage.sandbox.world.people[account.workspace, account.account]
    had = len(stage.private_posts(coordinator, "Confirmed in part"))
    for _ in range(30):
        await stage.later(days=1)
    told_last = await stage.private(coordinator, "Confirmed in part", after=had)
    said = wire(told_last.body)
    assert stage.sevenbot.directory.agency(posted.channel.agency).name in said
    assert "18 of 20 people reached, 2 to go" in said
    assert (await cascade(stage, posted))["state"] == "unanswered"
    console = await stage.page(f"/disseminations/{posted.dissemination}")
    assert "open, and no more reminders go out" in console
    assert "18 of 20" in console

    assert await stage.registered(posted.members[1]) == (await cascade(stage, posted))["holder"]
    assert "All 20 people reached" in wire((await told(reader, **TWO)).body)
    assert (await cascade(stage, posted))["state"] == "whole"
    assert lead.account not in console


async def test_what_a_lead_leaves_behind_is_inherited_with_all_that_is_recorded(
    stage: Stage, platform: str
) -> None:
    posted, lead, reader = await begun(stage, platform)
    await told(reader, **EIGHTEEN)
    heir = posted.members[2]
    leads: list[Any] = []

    def leaves(directory: dict[str, Any]) -> None:
        (agency,) = [it for it in directory["agencies"] if it["key"] == posted.channel.agency]
        leads.extend(agency["leads"])
        agency["leads"] = [{"workspace": heir.workspace, "account": heir.account}]

    def comes_back(directory: dict[str, Any]) -> None:
        (agency,) = [it for it in directory["agencies"] if it["key"] == posted.channel.agency]
        agency["leads"] = leads

    await stage.later(days=6, hours=23)  # the first reminder is due an hour later
    await stage.restart(leaves)
    try:
        await stage.later(minutes=1)
        taken = await comes(stage, posted, heir, "left the role")
        assert await due_in(stage, posted) > timedelta(days=2, hours=23)
        said = wire(taken.posted.post.body)
        assert "with everything recorded so far" in said
        assert "18 of 20 people reached, 2 to go" in said
        await reader.sees("Somebody else in your agency has this now")
        assert reader.labels == []
        late = await reader.as_it_was().press("Confirm")
        assert "Somebody else in your agency" in note(late)
        form = await taken.opens("Add another part")
        receipt = page(await fills(taken, form, "supervision", **TWO))
        assert "All 20 people reached" in wire(receipt.body)
        facts = [detail for kind, detail in await posted.facts() if kind == "confirmed"]
        assert [fact["reached"] for fact in facts] == [18, 2]
        assert await posted.kinds(lead) == ["confirmed"]
    finally:
        await stage.restart(comes_back)
