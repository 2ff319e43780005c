"""Several changes in a row: a lead's message is edited once to say all of them."""

from datetime import timedelta

from bot.platforms.results import TryLater
from bot.store.delivery.deliveries import State
from content.templating import say
from tests.integration.loop.asking import asked
from tests.integration.loop.conftest import Loop


async def test_two_quick_changes_are_one_edit(loop: Loop) -> None:
    it = await asked(loop)
    await it.tells(it.lead, 5)
    loop.clock.advance(timedelta(seconds=1))
    await it.tells(it.lead, 20, corrects=1)
    first, second = await it.waiting()
    assert await it.attempt(first) is State.SKIPPED
    assert await it.attempt(second) is State.DELIVERED
    assert "All 20 people reached" in it.words(it.lead)
    assert [(edit.state, edit.reason) for edit in await it.edits()] == [
        ("skipped", say("needless.overtaken")),
        ("delivered", None),
    ]
    (made,) = it.platform.edits.values()
    assert len(made) == 1


async def test_an_edit_that_comes_after_a_later_one_is_not_made(loop: Loop) -> None:
    it = await asked(loop)
    it.platform.edit_answers.append(TryLater("Slower.", timedelta(seconds=9)))
    await it.tells(it.lead, 5)
    (first,) = await it.waiting()
    assert await it.attempt(first) is State.WAITING
    await it.tells(it.lead, 20, corrects=1)
    (second,) = {*await it.waiting()} - {first}
    assert await it.attempt(second) is State.DELIVERED
    assert await it.attempt(first) is State.SKIPPED
