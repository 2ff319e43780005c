"""How many were asked again tells how people answered: it is shown no sooner than that may be."""

from bot.evidence.pairs import RecallFigures
from bot.store.delivery.letters import Wanted, list_letters
from bot.store.recall.pairs import read_recall
from tests.integration.loop.conftest import Loop, reworded
from tests.integration.own.conftest import THRESHOLD

HELD_BACK = RecallFigures(None, None, None, None, None, suppressed=True)


async def test_a_small_groups_count_of_those_asked_again_is_held_back(loop: Loop) -> None:
    few, none = await loop.crowd(4), await loop.joins("U-quiet")
    sent = await loop.briefs(*few, briefing=reworded(questions=1))
    await loop.briefs(none, agency="health", again=sent)
    for number, member in enumerate(few):
        await loop.keeps(loop.answered(sent, member, "q1", fits=number > 1))
    await loop.turn()
    await loop.later(days=8)
    assert await loop.waiting() == 2, "those two whose first answers did not fit"
    await loop.ends("delivered")
    async with loop.database.begin() as connection:
        found = await read_recall(connection, sent.dissemination, threshold=THRESHOLD)
    assert found.begun
    # Nothing tells the agency of the two from that in which nobody answered.
    assert found.agencies == {"health": HELD_BACK, "police": HELD_BACK}
    assert found.total == HELD_BACK


async def test_what_was_asked_again_cannot_be_counted_among_deliveries(loop: Loop) -> None:
    few = await loop.crowd(3)
    sent = await loop.briefs(*few, briefing=reworded(questions=1), follow_ups={"cascade": None})
    for member in few:
        await loop.keeps(loop.answered(sent, member, "q1", fits=False))
    await loop.turn()
    await loop.later(days=8)
    await loop.ends("delivered")
    every = Wanted(settled=True)
    async with loop.database.begin() as connection:
        assert [it.kind.value for it in await list_letters(connection, every)] == ["post"]
    # What could not arrive waits for a person, and is listed.
    await loop.rows("UPDATE deliveries SET state = 'failed' WHERE member IS NOT NULL RETURNING id")
    for wanted in (every, Wanted()):
        async with loop.database.begin() as connection:
            found = await list_letters(connection, wanted)
        assert sum(it.kind.value == "recall" for it in found) == len(few)
