"""Passing it on: the pack, and the account in parts until it is whole."""

from collections.abc import Sequence

import pytest

from bot.decisions.plans import stop_plan
from bot.sandbox.world import FieldTrouble, Person, Screen, Shown
from schedules.followups import FollowUps
from tests.scenario.acting import Posted, Reader
from tests.scenario.seen import page, wire
from tests.scenario.stage import Stage

PASSING = "Passing it on"
CASCADE = FollowUps(recall=None, practice=None)

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def asked(stage: Stage, posted: Posted) -> tuple[Person, Reader]:
    """Let the clock ask, and return the lead with what they got. It asks by itself, and may have
    done so before anybody could look."""
    lead = posted.members[0]
    before = sum(post.at < posted.post.at for post in stage.private_posts(lead, PASSING))
    await stage.later(minutes=1)
    message = await stage.private(lead, PASSING, after=before)
    return lead, Reader(Posted(stage, posted.face, message, posted.dissemination), lead)


async def fills(reader: Reader, screen: Screen, method: str | None, **words: str) -> Shown:
    """Send the form with these words."""
    filled: dict[str, Sequence[str]] = {}
    for control in screen.controls:
        if control.kind == "text" and control.name in words:
            filled[control.name] = (words[control.name],)
        if control.kind == "one of" and method is not None:
            filled[control.name] = (method,)
    return await reader.posted.face.submit(screen, {k: tuple(v) for k, v in filled.items()})


async def cascade(stage: Stage, posted: Posted) -> dict[str, object]:
    (row,) = await stage.rows(
        "SELECT state, stage, holder FROM cascades WHERE dissemination = :it",
        it=posted.dissemination,
    )
    return row


async def test_a_lead_confirms_in_parts_and_corrects(stage: Stage, platform: str) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=CASCADE)
    lead, reader = await asked(stage, posted)
    assert "Passing it on" in wire(reader.posted.post.body)
    pack = await reader.opens("Open the pack")
    assert "seven minutes" in wire(pack.body).lower() or "minutes" in wire(pack.body)

    form = await reader.opens("Confirm")
    receipt = page(
        await fills(
            reader, form, "team_meeting", teams="Duty team", on="today", reached="8", eligible="20"
        )
    )
    assert "8 of 20 people reached, 12 to go" in wire(receipt.body)
    again = await reader.resend()
    assert again[0] == again[1]
    await reader.sees("8 of 20 people reached, 12 to go")
    form = await reader.opens("Add another part")
    trouble = await fills(
        reader, form, "supervision", teams="Night team", on="today", reached="13", eligible="20"
    )
    if isinstance(trouble, FieldTrouble):
        assert list(trouble.errors)
    receipt = page(
        await fills(
            reader, form, "supervision", teams="Night team", on="today", reached="12", eligible="20"
        )
    )
    assert "All 20 people reached" in wire(receipt.body)
    assert (await cascade(stage, posted))["state"] == "whole"
    facts = [detail for kind, detail in await posted.facts(lead) if kind == "confirmed"]
    assert [(f["reached"], f["corrects"]) for f in facts] == [(8, None), (12, None)]


async def test_what_is_delivered_can_be_confirmed_when_it_is_stopped_and_nothing_more_comes(
    stage: Stage, platform: str
) -> None:
    await stage.monday()
    posted = await stage.posted(platform, follow_ups=CASCADE)
    lead, reader = await asked(stage, posted)
    await stop_plan(stage.sevenbot.database, posted.dissemination, "Cy", stage.sevenbot.now)
    before = len(stage.private_posts(lead, PASSING))
    for _ in range(5):
        await stage.later(days=7)
    assert len(stage.private_posts(lead, PASSING)) == before
    await reader.opens("Open the pack")
    form = await reader.opens("Confirm")
    await fills(
        reader, form, "team_meeting", teams="Duty team", on="today", reached="8", eligible="20"
    )
    facts = [detail for kind, detail in await posted.facts(lead) if kind == "confirmed"]
    assert [(f["reached"], f["eligible"]) for f in facts] == [(8, 20)]
    assert len(stage.private_posts(lead, PASSING)) == before
