"""What never reached anybody is no asking; what may have is one until somebody settles it."""

import pytest

from handlers.events import Recalled
from handlers.ports import Member
from tests.integration.loop.conftest import WHO, Loop, reworded
from tests.integration.own.conftest import Sent


async def begun(loop: Loop, *, fits: bool = False) -> tuple[Member, Sent]:
    """Let somebody answer one question, and the week pass after which it is asked again."""
    member = await loop.joins("U-1")
    sent = await loop.briefs(member, briefing=reworded(questions=1))
    await loop.keeps(loop.answered(sent, member, "q1", fits=fits))
    await loop.turn()
    await loop.later(days=30 if fits else 7)
    return member, sent


async def lived(loop: Loop, state: str = "delivered", *, weeks: int = 16) -> int:
    """Let weeks pass in which every message ends so. Returns how many there were."""
    await loop.ends(state)
    before = await loop.askings()
    for _ in range(weeks):
        await loop.later(weeks=1)
        await loop.ends(state)
    return await loop.askings() - before


async def ended(loop: Loop) -> str | None:
    (row,) = await loop.rows("SELECT ended FROM recalls")
    return row.ended


async def test_what_was_skipped_comes_on_the_next_day(loop: Loop) -> None:
    await begun(loop)
    await loop.ends("skipped")
    await loop.later(days=1)
    assert await loop.askings() == 2
    assert await lived(loop) == 2


@pytest.mark.parametrize("state", ["failed", "halted"])
async def test_what_could_not_be_brought_comes_a_week_later(loop: Loop, state: str) -> None:
    await begun(loop)
    await loop.ends(state)
    for _ in range(6):
        await loop.later(days=1)
    assert await loop.askings() == 1
    await loop.later(days=1)
    assert await loop.askings() == 2
    assert await lived(loop) == 2
    assert await ended(loop) == "asked as often as planned"


async def test_a_question_that_comes_once_comes_all_the_same(loop: Loop) -> None:
    await begun(loop, fits=True)
    assert await ended(loop) == "asked as often as planned"
    await loop.ends("failed")
    await loop.later(days=7)
    assert await loop.askings() == 2


async def test_nobody_is_tried_for_ever(loop: Loop) -> None:
    await begun(loop)
    assert await lived(loop, "halted") == 2
    assert await ended(loop) == "the messages that asked again could not be brought to the person"


async def test_what_reached_somebody_between_ends_the_row_of_losses(loop: Loop) -> None:
    await begun(loop)
    for state in ("failed", "failed", "delivered", "failed", "failed"):
        await loop.ends(state)
        for _ in range(5):
            await loop.later(weeks=1)
            if await loop.waiting():
                break
    assert await loop.waiting() == 1


async def test_what_may_have_arrived_counts_until_it_is_given_up(loop: Loop) -> None:
    await begun(loop)
    await loop.ends("unconfirmed")
    (first,) = await loop.deliveries("unconfirmed")
    assert await lived(loop) == 2
    assert await ended(loop) == "asked as often as planned"
    await loop.letters.give_up(first, by=WHO, reason="She never saw it.")
    await loop.later(days=1)
    assert await lived(loop) == 0
    assert len(await loop.deliveries("delivered")) == 3


async def test_what_is_sent_again_on_its_day_asks_what_it_asked(loop: Loop) -> None:
    await begun(loop)
    await loop.ends("halted")
    (letter,) = await loop.deliveries("halted")
    await loop.letters.send_again(letter, by=WHO)
    await loop.later(hours=1)
    assert await loop.deliveries("planned") == [letter]
    assert await loop.askings() == 1
    assert await lived(loop) == 2


async def test_what_was_answered_reached_somebody_whatever_its_outcome(loop: Loop) -> None:
    member, sent = await begun(loop)
    (letter,) = await loop.deliveries("planned")
    await loop.recalls.keep(
        Recalled(
            dissemination=sent.dissemination, delivery=letter, agency="police",
            at=loop.clock.now(), member=member.id, question="q1", turn=1, variant=0,
            chosen=("a",), fits=True, first_fits=False, days=7,
        )
    )  # fmt: skip
    await loop.ends("failed")
    await loop.later(days=8)
    assert await loop.askings() == 1
    assert await lived(loop) == 2
