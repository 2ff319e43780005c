"""Corrected and withdrawn over the signed wire: what posts come to show, and what becomes of old
buttons and of pages that were open meanwhile."""

from asyncio import sleep, timeout
from dataclasses import replace
from itertools import count
from uuid import UUID

import pytest

from bot import operations
from bot.decisions.amending import Amending
from bot.decisions.inbox import learning_group
from bot.delivery.errands import Errands
from content.briefing import Briefing, WhatChanged
from content.poll import Question
from schedules.followups import FollowUps
from tests.scenario.acting import Posted
from tests.scenario.seen import note, wire
from tests.scenario.stage import ALONE, BRIEFING, Stage
from tests.scenario.test_cascade import CASCADE, PASSING, asked

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOTICE = "This briefing was withdrawn"
REASON = "A number in it was out of date."
_numbers = count(1)


class Play:
    """One briefing in one channel, which the test corrects and withdraws."""

    def __init__(self, stage: Stage, briefing: Briefing, posted: Posted) -> None:
        self.stage = stage
        self.briefing = briefing
        self.posted = posted

    @property
    def amending(self) -> Amending:
        bot = self.stage.sevenbot
        return Amending(bot.database, Errands(bot.queue, bot.directory), bot.now)

    @property
    def by(self) -> str:
        return learning_group(self.stage.sevenbot.directory)[0]

    async def correct(self, *, material: bool, questions: tuple[Question, ...] = ()) -> Briefing:
        """Send a second version, and wait until the post shows it."""
        later = replace(
            self.briefing,
            version=2,
            summary="A wholly new summary.",
            questions=questions or self.briefing.questions,
            change=WhatChanged("The number to ring is new.", material),
        )
        await operations.store(self.stage.sevenbot.database, [later], self.stage.sevenbot.now)
        await self.amending.correct(later.slug, by=self.by)
        await self.shows("version 2")
        return later

    async def withdraw(self) -> None:
        """Withdraw it, and wait until the post says so."""
        await self.amending.withdraw(self.posted.dissemination, REASON, by=self.by)
        await self.shows(NOTICE)

    async def shows(self, words: str) -> None:
        async with timeout(20):
            while words not in wire(self.posted.post.body):  # noqa: ASYNC110 - no event tells it
                await sleep(0.02)
        # What a lookup remembers is good for some seconds.
        await self.stage.later(seconds=6)


async def play(stage: Stage, platform: str, follow_ups: FollowUps = ALONE) -> Play:
    await stage.monday()
    slug = f"amended-{next(_numbers)}"
    briefing = replace(stage.library[BRIEFING], slug=slug)
    await operations.store(stage.sevenbot.database, [briefing], stage.sevenbot.now)
    posted = await stage.posted(platform, briefing=slug, follow_ups=follow_ups)
    return Play(stage, briefing, posted)


async def versions(it: Play, kind: str, person: object) -> list[int]:
    return [d["version"] for k, d in await it.posted.facts(person) if k == kind]  # type: ignore[arg-type]


async def test_a_material_correction_is_read_again(stage: Stage, platform: str) -> None:
    it = await play(stage, platform)
    reader = it.posted.reader()
    await reader.sends(await reader.opens("Read it"))
    old = reader.button("Read it")
    before = wire(it.posted.post.body)
    await it.correct(material=True)
    said = wire(it.posted.post.body)
    assert "A wholly new summary." in said
    assert "The number to ring is new." in said
    assert "Please read it again." in said
    assert [wire(body) for body in it.posted.post.earlier] == [before]
    read_from = await stage.rows(
        "SELECT read_from FROM disseminations WHERE id = :it", it=it.posted.dissemination
    )
    assert read_from == [{"read_from": 2}]
    # A button of the post as it was leads to the post as it is.
    shown = await it.posted.face.press(reader.person, it.posted.post, old)
    assert "The number to ring is new." in wire(shown.body)
    await reader.sends(await reader.opens("Read it"))
    assert await versions(it, "acknowledged", reader.person) == [1, 2]


async def test_a_page_that_was_open_leads_to_what_is_current(stage: Stage, platform: str) -> None:
    it = await play(stage, platform)
    one, two = it.posted.reader(0), it.posted.reader(1)
    reading = await one.opens("Read it")
    question = await two.opens("Check my understanding")
    first, *others = it.briefing.questions
    await it.correct(material=True, questions=tuple(others))
    # Submitting the reading keeps what was read, and shows what it has become.
    again = await one.sends(reading)
    assert "corrected while you had it open" in wire(again.body)
    assert "The number to ring is new." in wire(again.body)
    assert await versions(it, "acknowledged", one.person) == [1]
    await one.sends(again)
    assert await versions(it, "acknowledged", one.person) == [1, 2]
    # An answer to a question that is gone is kept with its version, and the next one is current.
    fits = [answer.key for answer in first.answers if answer.fits]
    result = await two.sends(question, *fits)
    assert "This fits practice" in wire(result.body)
    onward = await two.sends(result)
    assert others[0].ask in wire(onward.body)
    assert await versions(it, "answered", two.person) == [1]


async def test_a_small_correction_reopens_nothing(stage: Stage, platform: str) -> None:
    it = await play(stage, platform)
    reader = it.posted.reader()
    reading = await reader.opens("Read it")
    await it.correct(material=False)
    assert "Please read it again" not in wire(it.posted.post.body)
    onward = await reader.sends(reading)
    assert it.briefing.questions[0].ask in wire(onward.body)
    rows = await stage.rows(
        "SELECT read_from FROM disseminations WHERE id = :it", it=it.posted.dissemination
    )
    assert rows == [{"read_from": 0}]


async def test_after_a_withdrawal_nothing_is_shown_or_kept(stage: Stage, platform: str) -> None:
    it = await play(stage, platform)
    reader, other = it.posted.reader(0), it.posted.reader(1)
    reading = await reader.opens("Read it")
    question = await other.opens("Check my understanding")
    old = reader.button("Read it")
    await it.withdraw()
    said = wire(it.posted.post.body)
    assert REASON in said
    assert it.briefing.title not in said
    assert not it.posted.face.controls(it.posted.post)
    as_it_was = replace(it.posted.post, body=it.posted.post.earlier[-1])
    before = await it.posted.facts()
    for shown in (
        await it.posted.face.press(reader.person, as_it_was, old),
        await reader.send(reading),
        await other.send(question, it.briefing.questions[0].answers[0].key),
    ):
        assert "was withdrawn" in note(shown)
    assert await it.posted.facts() == before


async def test_nothing_is_kept_in_the_seconds_in_which_a_lookup_is_remembered(
    stage: Stage, platform: str
) -> None:
    it = await play(stage, platform)
    reader = it.posted.reader()
    reading = await reader.opens("Read it")
    await it.amending.withdraw(it.posted.dissemination, REASON, by=it.by)
    await reader.send(reading)
    assert await it.posted.kinds() == ["opened"]


async def test_leads_hear_of_a_correction_and_nothing_after_a_withdrawal(
    stage: Stage, platform: str
) -> None:
    it = await play(stage, platform, CASCADE)
    lead, on_it = await asked(stage, it.posted)
    await it.correct(material=True)
    changed = await stage.private(lead, "people should hear it too")
    assert "The number to ring is new." in wire(changed.body)
    await it.withdraw()
    await on_it.sees(NOTICE)
    assert "was withdrawn" in note(await on_it.as_it_was().press("Confirm"))
    sent = len(stage.private_posts(lead, PASSING))
    for _ in range(8):
        await stage.later(days=3)
    await sleep(0.5)
    rows = await _sent_of(stage, it.posted.dissemination)
    assert [row["slot"] for row in rows if row["state"] == "delivered"] == ["ask", "changed 2"]
    assert len(stage.private_posts(lead, PASSING)) == sent


async def _sent_of(stage: Stage, dissemination: UUID) -> list[dict[str, object]]:
    return await stage.rows(
        "SELECT o.slot, d.state FROM occurrences o JOIN cascades c ON c.id = o.subject"
        " JOIN deliveries d ON d.occurrence = o.id WHERE c.dissemination = :it ORDER BY o.due_at",
        it=dissemination,
    )


async def test_both_work_while_a_fan_out_runs(stage: Stage) -> None:
    """One dissemination to every spare channel: corrected and then withdrawn as it goes out."""
    it = await play(stage, "slack")
    sent = await stage.send("everyone", briefing=it.briefing.slug)
    async with timeout(30):
        while "delivered" not in (await stage.states(sent)).values():  # noqa: ASYNC110 - as below
            await sleep(0.01)
    await it.correct(material=True)
    await it.amending.withdraw(sent, REASON, by=it.by)
    await stage.settled(sent)
    posts = await stage.rows(
        "SELECT receipt FROM deliveries WHERE dissemination = :it AND state = 'delivered'", it=sent
    )
    ids = {row["receipt"]["message"] for row in posts}
    async with timeout(60):
        while True:
            ours = [post for post in stage.sandbox.world.posts if post.id in ids]
            if all(NOTICE in wire(post.body) for post in ours):
                break
            await sleep(0.1)
    assert ids
