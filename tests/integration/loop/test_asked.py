"""A message that asked a lead to pass a briefing on says how that stands, whatever has happened
since, and offers only what can still be done."""

import asyncio
from datetime import timedelta

import pytest

from bot.platforms.results import Broken, Stopped, TryLater, Unclear
from bot.store.delivery.deliveries import State, standing
from bot.store.delivery.letters import Wanted, list_letters
from content.message import plain_text
from content.templating import say
from schedules.kinds import Kind
from tests.integration.loop.asking import ADD, CONFIRM, LATER, PACK, SEE, asked, labels
from tests.integration.loop.conftest import Loop

DAY = "Monday 2 November 2026"


async def test_what_was_told_stands_in_it(loop: Loop) -> None:
    it = await asked(loop)
    assert it.buttons(it.lead) == [CONFIRM, PACK, LATER]
    await it.tells(it.lead, 12)
    await it.settle()
    assert f"Part 1: Duty team · 12 people · {DAY}" in it.words(it.lead)
    assert "12 of 20 people reached, 8 to go" in it.words(it.lead)
    assert "Please confirm by" in it.words(it.lead)
    assert it.buttons(it.lead) == [ADD, PACK, SEE, LATER]
    await it.tells(it.lead, 8, teams="Night team")
    await it.settle()
    assert f"Part 2: Night team · 8 people · {DAY}" in it.words(it.lead)
    assert "All 20 people reached" in it.words(it.lead)
    assert "confirm by" not in it.words(it.lead)
    assert it.buttons(it.lead) == [PACK, SEE]


async def test_a_correction_stands_in_the_place_of_what_it_corrects(loop: Loop) -> None:
    it = await asked(loop)
    await it.tells(it.lead, 20)
    await it.settle()
    await it.tells(it.lead, 15, corrects=1)
    await it.settle()
    assert "15 of 20 people reached, 5 to go" in it.words(it.lead)
    assert "20 people ·" not in it.words(it.lead)
    assert it.buttons(it.lead) == [ADD, PACK, SEE, LATER]


async def test_it_is_kept_with_the_account_that_it_will_be_edited(loop: Loop) -> None:
    """Whatever dies after the press: the edit stands in the database with what was told."""
    it = await asked(loop)
    (post,) = it.posts(it.lead)
    await it.tells(it.lead, 12)
    assert [(edit.subject, edit.state) for edit in await it.edits()] == [(post.delivery, "planned")]
    await it.tells(it.lead, 12)  # the same form once more
    assert len(await it.edits()) == 1
    await loop.turn()
    assert len(await it.edits()) == 1


async def test_every_message_that_asked_says_so(loop: Loop) -> None:
    it = await asked(loop)
    await it.later(days=7, hours=1)
    assert len(it.posts(it.lead)) == 2
    await it.tells(it.lead, 12)
    await it.settle()
    for message in it.shown(it.lead):
        assert "12 of 20 people reached" in plain_text(message)
        assert labels(message) == [ADD, PACK, SEE, LATER]


async def test_a_message_that_says_so_already_is_left(loop: Loop) -> None:
    it = await asked(loop)
    await it.tells(it.lead, 12)
    await it.settle()
    await it.later(days=7, hours=1)
    reminder = it.posts(it.lead)[1]
    assert "Still open: 8 people" in plain_text(it.now_of(reminder))
    await it.later(hours=1)
    assert [edit.subject for edit in await it.edits()] == [it.posts(it.lead)[0].delivery]


async def test_who_handed_it_over_has_nothing_left_to_press(loop: Loop) -> None:
    it = await asked(loop)
    await it.tells(it.lead, 12)
    assert await it.hands(it.lead, it.deputy)
    await it.settle()
    assert "You handed this over on 2 November 2026" in it.words(it.lead)
    assert "Handed to: Deputy (1)" in it.words(it.lead)
    assert it.buttons(it.lead) == []
    assert it.buttons(it.deputy) == [ADD, PACK, SEE, LATER]
    assert it.posts(it.deputy)[0].message == it.shown(it.deputy)[0]
    await it.tells(it.deputy, 8, teams="Night team")
    await it.settle()
    assert "You handed this over" in it.words(it.lead)
    assert "All 20 people reached" in it.words(it.deputy)


async def test_what_comes_back_is_asked_again(loop: Loop) -> None:
    it = await asked(loop)
    assert await it.hands(it.lead, it.deputy)
    await it.settle()
    assert await it.hands(it.deputy, it.lead)
    await it.settle()
    first, second = it.shown(it.lead)
    assert labels(first) == labels(second) == [CONFIRM, PACK, LATER]
    assert "You handed this over" in it.words(it.deputy)
    assert "Handed to: Lead (1)" in it.words(it.deputy)


async def test_a_lead_in_whose_place_a_deputy_was_asked_can_still_tell(loop: Loop) -> None:
    it = await asked(loop)
    for _ in range(30):
        await it.later(days=1)
        if it.posts(it.deputy):
            break
    for message in it.shown(it.lead):
        assert "A deputy in your agency has been asked to help" in plain_text(message)
        assert "confirm by" not in plain_text(message)
        assert labels(message) == [CONFIRM, PACK]
    await it.tells(it.deputy, 5)
    await it.settle()
    assert {tuple(labels(message)) for message in it.shown(it.lead)} == {(ADD, PACK, SEE)}
    await it.tells(it.lead, 15)
    await it.settle()
    assert {tuple(labels(message)) for message in it.shown(it.lead)} == {(PACK, SEE)}


async def test_who_leads_no_more_is_told_that_it_has_gone_on(loop: Loop) -> None:
    it = await asked(loop)
    police, health = loop.directory.agencies
    left = police.model_copy(update={"leads": (), "deputies": police.deputies})
    loop.directory = loop.directory.model_copy(update={"agencies": (left, health)})
    loop.__post_init__()
    await it.settle()
    assert "Somebody else in your agency has this now" in it.words(it.lead)
    assert it.buttons(it.lead) == []
    assert it.buttons(it.deputy) == [CONFIRM, PACK, LATER]


async def test_what_was_stopped_can_still_be_told_and_is_asked_for_no_more(loop: Loop) -> None:
    it = await asked(loop)
    await it.stop()
    await it.settle()
    assert "This briefing was stopped" in it.words(it.lead)
    assert "confirm by" not in it.words(it.lead)
    assert it.buttons(it.lead) == [CONFIRM, PACK]
    await it.tells(it.lead, 20)
    await it.settle()
    assert "All 20 people reached" in it.words(it.lead)


async def test_what_was_withdrawn_says_so_and_nothing_of_its_words(loop: Loop) -> None:
    it = await asked(loop)
    await it.tells(it.lead, 12)
    await it.hands(it.lead, it.deputy)
    await it.settle()
    await it.withdraw()
    await it.settle()
    for member in (it.lead, it.deputy):
        assert "This briefing was withdrawn" in it.words(member)
        assert "It was out of date." in it.words(member)
        assert "A small briefing" not in it.words(member)
        assert it.buttons(member) == []


async def test_a_correction_that_matters_has_it_asked_again(loop: Loop) -> None:
    it = await asked(loop)
    await it.tells(it.lead, 20)
    await it.settle()
    await it.correct(material=True)
    await it.settle()
    first, changed = it.shown(it.lead)
    assert "A small briefing, version 2" in plain_text(first)
    assert labels(first) == labels(changed) == [CONFIRM, PACK, LATER]
    assert changed == it.posts(it.lead)[1].message
    await it.correct(material=False, number=3)
    await it.settle()
    await it.tells(it.lead, 20)
    await it.settle()
    news = [plain_text(message) for message in it.shown(it.lead)]
    assert all("All 20 people reached" in words for words in news)
    assert ["Number 2 is new." in words for words in news] == [False, True, False]
    assert ["Number 3 is new." in words for words in news] == [False, False, True]


async def test_what_was_just_being_sent_is_found_once_it_stands(loop: Loop) -> None:
    it = await asked(loop)
    loop.clock.advance(timedelta(days=7, hours=1))
    await loop.turn()
    (reminder,) = await it.waiting()
    it.platform.slow = 0.5
    sending = asyncio.create_task(it.attempt(reminder))
    async with asyncio.timeout(10):
        while reminder not in it.platform.tried:  # noqa: ASYNC110 - the fake has no event for it
            await asyncio.sleep(0.01)
    await it.tells(it.lead, 20)
    assert await sending is State.DELIVERED
    ask, _ = it.posts(it.lead)
    assert [edit.subject for edit in await it.edits()] == [ask.delivery]
    await it.settle()
    assert {tuple(labels(message)) for message in it.shown(it.lead)} == {(PACK, SEE)}


async def test_what_waits_to_be_sent_needs_no_edit(loop: Loop) -> None:
    it = await asked(loop)
    assert await it.hands(it.lead, it.deputy)
    await it.tells(it.deputy, 5, about=it.posts(it.lead)[0].delivery)
    await it.settle()
    assert [edit.subject for edit in await it.edits()] == [it.posts(it.lead)[0].delivery] * 2
    assert "5 of 20 people reached" in plain_text(it.posts(it.deputy)[0].message)


async def test_an_edit_comes_at_any_hour_and_in_a_pause(loop: Loop) -> None:
    it = await asked(loop)
    await loop.preferences.pause(it.lead.id, loop.clock.now() + timedelta(days=21))
    loop.clock.advance(timedelta(hours=14))
    await it.tells(it.lead, 20)
    await it.deliver(Kind.CASCADE_EDIT)
    assert "All 20 people reached" in it.words(it.lead)


async def test_an_edit_is_none_of_the_messages_that_one_day_has_room_for(loop: Loop) -> None:
    it = await asked(loop)
    began = loop.clock.now() - timedelta(hours=1)
    before = await standing(loop.database.statements, it.lead.id, today=began)
    for reached in range(1, 6):
        await it.tells(it.lead, reached, corrects=1 if reached > 1 else None)
        await it.deliver()
    assert len([edit for edit in await it.edits() if edit.state == "delivered"]) == 5
    assert await standing(loop.database.statements, it.lead.id, today=began) == before


@pytest.mark.parametrize("answer", [Unclear("Cut."), TryLater("Slower.", timedelta(seconds=9))])
async def test_what_is_not_surely_done_is_done_again(
    loop: Loop, answer: Unclear | TryLater
) -> None:
    it = await asked(loop)
    it.platform.edit_answers.append(answer)
    await it.tells(it.lead, 20)
    (edit,) = await it.waiting()
    assert await it.attempt(edit) is State.WAITING
    assert await it.attempt(edit) is State.DELIVERED
    assert "All 20 people reached" in it.words(it.lead)


async def test_one_whose_worker_died_is_done_again_and_does_no_harm(loop: Loop) -> None:
    it = await asked(loop)
    await it.tells(it.lead, 20)
    (edit,) = await it.waiting()
    await loop.changes("UPDATE deliveries SET state = 'claimed' WHERE state = 'planned'")
    assert await it.attempt(edit) is State.DELIVERED
    assert "All 20 people reached" in it.words(it.lead)
    assert len(it.posts(it.lead)) == 1


@pytest.mark.parametrize("answer", [Stopped("They have left."), Broken("It is not there.")])
async def test_what_cannot_be_changed_in_private_asks_nobody_to_mend_it(
    loop: Loop, answer: Stopped | Broken
) -> None:
    it = await asked(loop)
    it.platform.edit_answers.append(answer)
    await it.tells(it.lead, 12)
    await it.settle()
    (edit,) = await it.edits()
    assert (edit.state, edit.reason) == ("skipped", answer.reason)
    async with loop.database.begin() as connection:
        assert await list_letters(connection) == []
        settled = await list_letters(connection, Wanted(settled=True))
    (letter,) = [each for each in settled if each.kind is Kind.CASCADE_EDIT]
    assert (letter.dissemination, letter.title) == (it.sent.dissemination, "A small briefing")
    # The next change is tried anew.
    await it.tells(it.lead, 8, teams="Night team")
    await it.settle()
    assert "All 20 people reached" in it.words(it.lead)


async def test_a_message_that_never_came_is_not_edited(loop: Loop) -> None:
    lead = await loop.joins("U-lead")
    await loop.briefs(lead)
    await loop.turn()
    await loop.changes("UPDATE deliveries SET state = 'failed' WHERE member IS NOT NULL")
    (cascade,) = await loop.rows("SELECT id FROM cascades")
    await loop.changes("UPDATE cascades SET changes = 1, changed_at = now()")
    await loop.turn()
    assert await loop.rows("SELECT 1 FROM occurrences WHERE kind = 'cascade_edit'") == []
    assert cascade


async def test_a_coordinator_s_message_stays_as_it_was(loop: Loop) -> None:
    it = await asked(loop)
    for _ in range(30):
        await it.later(days=1)
    accounts = [post.channel for post in it.platform.posts]
    assert accounts.count("U-coordinator") == 1
    await it.tells(it.deputy, 20)
    await it.settle()
    told = next(post for post in it.platform.posts if post.channel == "U-coordinator")
    assert it.now_of(told) == told.message
    assert say("cascade.coordinator_body") in plain_text(told.message)
