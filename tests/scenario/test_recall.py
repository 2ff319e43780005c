"""The same learning asked again, weeks later, in private and in other words."""

import pytest

from schedules.followups import FollowUps
from tests.scenario.acting import Posted, Reader
from tests.scenario.seen import wire
from tests.scenario.stage import BRIEFING, Stage

RECALL = FollowUps(cascade=None, practice=None)

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def answered(stage: Stage, posted: Posted, reader: Reader, *, fits: bool) -> None:
    """Read, and answer every question."""
    questions = stage.library[BRIEFING].questions
    screen = await reader.opens("Check my understanding")
    for question in questions:
        chosen = [a.key for a in question.answers if a.fits is fits]
        screen = await reader.sends(screen, *(chosen if fits else chosen[:1]))
        screen = await reader.sends(screen)


def asked_for(posted: Posted, reader: Reader, post: object) -> Reader:
    """Let the person act on a private message."""
    face = posted.face
    return Reader(Posted(posted.stage, face, post, posted.dissemination), reader.person)  # type: ignore[arg-type]


async def test_what_did_not_fit_returns_reworded_and_is_paired_with_the_first_answer(
    stage: Stage, platform: str
) -> None:
    posted = await stage.posted(platform, follow_ups=RECALL)
    reader = posted.reader(5)
    await answered(stage, posted, reader, fits=False)
    before = len(stage.private_posts(reader.person))
    await stage.later(days=6)
    assert len(stage.private_posts(reader.person)) == before
    await stage.later(days=1, minutes=5)
    message = await stage.private(reader.person, after=before)
    said = wire(message.body)
    assert "A week ago you read" in said
    assert "3 questions" in said
    for question in stage.library[BRIEFING].questions:
        assert question.scenario not in said
        assert all(variant.scenario not in said for variant in question.variants)

    own = asked_for(posted, reader, message)
    screen = await own.opens("Answer them")
    for question in stage.library[BRIEFING].questions:
        variant = question.variants[0]
        assert variant.scenario.split("\n\n")[0][:60] in wire(screen.body)
        fitting = [answer.key for answer in variant.answers if answer.fits]
        screen = await own.sends(screen, *fitting)
        assert "This fits practice" in wire(screen.body)
        screen = await own.sends(screen)
    assert "All 3 of your answers fitted practice." in wire(screen.body)
    assert "Something of it returns about" in wire(screen.body)
    recalled = [detail for kind, detail in await posted.facts(reader.person) if kind == "recalled"]
    assert [detail["fits"] for detail in recalled] == [True] * 3
    assert [detail["first_fits"] for detail in recalled] == [False] * 3
    assert {detail["days"] for detail in recalled} == {7}
    assert {detail["turn"] for detail in recalled} == {1}
