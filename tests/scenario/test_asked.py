"""The private message that asked a lead, over the signed wire: whatever happens to what it asks
for, the message itself comes to say so, and keeps the buttons alone that still do something."""

import pytest

from bot.decisions.plans import stop_plan
from bot.sandbox.world import Person
from tests.scenario.acting import Reader
from tests.scenario.seen import control, note, page, wire
from tests.scenario.stage import Stage
from tests.scenario.test_amending import NOTICE, REASON, Play, play
from tests.scenario.test_cascade import CASCADE, PASSING, asked, fills
from tests.scenario.test_hand_over import EIGHTEEN, TWO, begun, comes, told
from tests.scenario.writing import goes_on

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONFIRM, ADD, PACK = "Confirm", "Add another part", "Open the pack"
SEE, LATER = "See or correct", "Not yet, or hand over"


async def test_it_says_what_was_told_and_when(stage: Stage, platform: str) -> None:
    _, lead, reader = await begun(stage, platform)
    first = wire(reader.posted.post.body)
    had = len(stage.private_posts(lead))
    assert reader.labels == [CONFIRM, PACK, LATER]
    receipt = await told(reader, **EIGHTEEN)
    said = await reader.sees("18 of 20 people reached, 2 to go")
    assert "Part 1: Duty team · 18 people · " in said
    assert "Please confirm by" in said
    assert reader.labels == [ADD, PACK, SEE, LATER]
    assert [wire(body) for body in reader.posted.post.earlier] == [first]

    form = page(await goes_on(reader.posted.face, lead, receipt, "Correct it"))
    fewer = EIGHTEEN | {"teams": "Day team", "reached": "15"}
    await fills(reader, form, "supervision", **fewer)
    said = await reader.sees("15 of 20 people reached, 5 to go")
    assert "Part 1: Day team · 15 people · " in said
    assert "Duty team" not in said

    await told(reader, **TWO | {"reached": "5"})
    said = await reader.sees("All 20 people reached")
    assert "Everybody who should hear it has. Thank you." in said
    assert "confirm by" not in said
    assert reader.labels == [PACK, SEE]
    assert "Night team" in wire((await reader.opens(SEE)).body)
    assert len(stage.private_posts(lead)) == had


async def test_reminders_say_so_too(stage: Stage, platform: str) -> None:
    posted, lead, reader = await begun(stage, platform)
    had = len(stage.private_posts(lead, "Still open"))
    await stage.later(days=7, hours=1)
    reminder = await comes(stage, posted, lead, "Still open", after=had)
    await told(reminder, **EIGHTEEN)
    for each in (reader, reminder):
        await each.sees("18 of 20 people reached, 2 to go")
        assert each.labels == [ADD, PACK, SEE, LATER]


async def test_who_handed_it_over_has_nothing_left_to_press(stage: Stage, platform: str) -> None:
    posted, lead, reader = await begun(stage, platform)
    deputy = posted.members[1]
    had = len(stage.private_posts(deputy, PASSING))
    taken = await _handed(stage, reader, deputy, had)
    said = await reader.sees("You handed this over on")
    assert "Handed to" in said
    assert reader.labels == []
    refused = await reader.as_it_was().press(CONFIRM)
    assert "Somebody else in your agency" in note(refused)
    assert taken.labels == [CONFIRM, PACK, LATER]
    assert taken.posted.post.earlier == []

    again = await _handed(stage, taken, lead, len(stage.private_posts(lead, PASSING)))
    await reader.sees("Please talk this through with your teams")
    assert reader.labels == again.labels == [CONFIRM, PACK, LATER]
    await taken.sees("You handed this over on")
    assert taken.labels == []


async def _handed(stage: Stage, giver: Reader, taker: Person, had: int) -> Reader:
    """Hand it over by the buttons of a message; return the taker before theirs."""
    fine = await giver.press(LATER)
    choice = page(await goes_on(giver.posted.face, giver.person, fine, "Hand it over"))
    ((value, _),) = control(choice, "one of").options
    await giver.sends(choice, value)
    return await comes(stage, giver.posted, taker, PASSING, after=had)


async def test_once_a_deputy_is_asked_it_offers_to_tell_and_no_more(
    stage: Stage, platform: str
) -> None:
    posted, lead, reader = await begun(stage, platform)
    deputy = posted.members[1]
    had = len(stage.private_posts(deputy, PASSING))
    for _ in range(30):
        await stage.later(days=1)
        if len(stage.private_posts(deputy, PASSING)) > had:
            break
    taken = await comes(stage, posted, deputy, PASSING, after=had)
    await reader.sees("A deputy in your agency has been asked to help")
    assert reader.labels == [CONFIRM, PACK]
    await told(reader, **EIGHTEEN | {"reached": "20"})
    for each in (reader, taken):
        await each.sees("All 20 people reached")
        assert each.labels == [PACK, SEE]
    assert lead.account not in wire(taken.posted.post.body)


async def test_once_it_is_stopped_nobody_is_asked_and_anybody_may_tell(
    stage: Stage, platform: str
) -> None:
    posted, _, reader = await begun(stage, platform)
    await stop_plan(stage.sevenbot.database, posted.dissemination, "Cy", stage.sevenbot.now)
    said = await reader.sees("This briefing was stopped")
    assert "confirm by" not in said
    assert reader.labels == [CONFIRM, PACK]
    await told(reader, **EIGHTEEN)
    assert reader.labels == [ADD, PACK, SEE]


async def test_once_it_is_withdrawn_its_words_are_gone(stage: Stage, platform: str) -> None:
    it, reader = await _amended(stage, platform)
    await told(reader, **EIGHTEEN)
    await it.withdraw()
    said = await reader.sees(NOTICE)
    assert REASON in said
    assert it.briefing.title not in said
    assert "Duty team" not in said
    assert reader.labels == []
    assert "was withdrawn" in note(await reader.as_it_was().press(CONFIRM))


async def test_once_it_is_corrected_it_asks_again(stage: Stage, platform: str) -> None:
    it, reader = await _amended(stage, platform)
    await told(reader, **EIGHTEEN | {"reached": "20"})
    await reader.sees("All 20 people reached")
    await it.correct(material=True)
    changed = await comes(stage, it.posted, reader.person, "people should hear it too")
    said = await reader.sees("Please talk this through with your teams")
    assert "Duty team" not in said
    assert reader.labels == changed.labels == [CONFIRM, PACK, LATER]
    # What was told before stands in no account any more: the form opens, and nothing breaks.
    as_it_was = reader.as_it_was()
    as_it_was.posted.post.body = reader.posted.post.earlier[-1]
    assert "How was it passed on?" in wire((await as_it_was.opens(SEE)).body)
    await told(changed, **TWO)
    assert "The number to ring is new." in wire(changed.posted.post.body)
    await reader.sees("2 of 20 people reached, 18 to go")


async def _amended(stage: Stage, platform: str) -> tuple[Play, Reader]:
    """Send a briefing that may be corrected and withdrawn; return its lead before the message."""
    it = await play(stage, platform, CASCADE)
    _, reader = await asked(stage, it.posted)
    return it, reader
