"""What is foretold of questions to come does not say how people answered."""

from bot.foresight.rows import What
from tests.integration.loop.conftest import reworded
from tests.integration.own.conftest import THRESHOLD
from tests.integration.plans.conftest import World


async def test_a_few_peoples_questions_are_foretold_without_how_many(world: World) -> None:
    people = await world.crowd(2 * THRESHOLD + 1)
    sent = await world.briefs(
        *people,
        briefing=reworded(questions=1),
        follow_ups={"cascade": None, "practice": None},
    )
    for number, member in enumerate(people):
        # Two come back after a week; the rest did well, and come back after a month.
        await world.keeps(world.answered(sent, member, "q1", fits=number > 1))
    await world.ticks()
    first, second = [row for row in await world.foretold(5) if row.what is What.RECALL]
    assert (first.at - world.clock.now()).days == 7
    assert first.words == second.words
    assert (first.people, second.people) == (0, 0)
    await world.keeps(
        *(world.answered(sent, who, "q1") for who in await world.crowd(2 * THRESHOLD + 2))
    )
    await world.ticks()
    _, second = [row for row in await world.foretold(5) if row.what is What.RECALL]
    assert second.people == 2 * THRESHOLD
