"""Corrected or withdrawn while nobody knew where a post stands, or nobody could reach it: what the
channel comes to show, and what a person is told, over the wire."""

from asyncio import sleep, timeout
from collections.abc import Generator
from dataclasses import replace
from html import unescape
from itertools import count
from uuid import UUID

import pytest

from bot import operations
from bot.decisions.amending import Amending
from bot.decisions.inbox import learning_group
from bot.decisions.letters import Letters
from bot.delivery.errands import Errands
from bot.sandbox.faults import Barriers, Fault, PlannedFault
from bot.sandbox.world import Post
from content.briefing import Briefing, WhatChanged
from tests.scenario.seen import wire
from tests.scenario.stage import BRIEFING, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOTICE = "This briefing was withdrawn"
REMOVE = "please remove it there by hand"
_numbers = count(1)


@pytest.fixture(autouse=True)
def nothing_wrong_left(stage: Stage) -> Generator[None]:
    """Each test's faults and barriers are taken away."""
    yield
    stage.sandbox.world.faults.clear()
    stage.sandbox.world.barriers = Barriers()


def amending(stage: Stage) -> Amending:
    bot = stage.sevenbot
    return Amending(bot.database, Errands(bot.queue, bot.directory), bot.now)


def letters(stage: Stage) -> Letters:
    bot = stage.sevenbot
    return Letters(bot.database, bot.queue, bot.directory, bot.now)


def somebody(stage: Stage) -> str:
    return learning_group(stage.sevenbot.directory)[0]


async def briefing_of_its_own(stage: Stage) -> Briefing:
    briefing = replace(stage.library[BRIEFING], slug=f"in-doubt-{next(_numbers)}")
    await operations.store(stage.sevenbot.database, [briefing], stage.sevenbot.now)
    return briefing


async def unconfirmed(stage: Stage, platform: str) -> tuple[UUID, UUID, Post]:
    """Post where nobody may look, and lose the answer. Returns dissemination, delivery and what
    the channel shows."""
    await stage.monday()
    channel = f"unread-{platform}"
    place = stage.channel(channel).id
    stage.sandbox.world.faults.append(PlannedFault(Fault.RESET_AFTER_ACCEPT, place))
    briefing = await briefing_of_its_own(stage)
    sent = await stage.send(channel, briefing=briefing.slug)
    assert await stage.settled(sent) == {channel: "unconfirmed"}
    post = [it for it in stage.sandbox.world.posts if it.channel == place][-1]
    assert briefing.title in wire(post.body)
    return sent, await stage.delivery(sent), post


async def edits(stage: Stage, post: UUID) -> list[tuple[UUID, str, str]]:
    """Return id, slot and state of the edits of a post."""
    rows = await stage.rows(
        "SELECT d.id, o.slot, d.state FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE o.subject = :it ORDER BY o.due_at, d.id",
        it=post,
    )
    return [(row["id"], row["slot"], row["state"]) for row in rows]


async def become(stage: Stage, post: UUID, *states: str) -> list[UUID]:
    """Wait until the edits of a post are in these states. Returns their ids."""
    async with timeout(20):
        while [state for _, _, state in await edits(stage, post)] != [*states]:  # noqa: ASYNC110
            await sleep(0.02)
    return [which for which, _, _ in await edits(stage, post)]


async def test_withdrawn_meanwhile_a_person_is_told_that_the_post_stands(
    stage: Stage, platform: str
) -> None:
    sent, delivery, post = await unconfirmed(stage, platform)
    await amending(stage).withdraw(sent, "Its figures are wrong.", by=somebody(stage))
    before = wire(post.body)
    await letters(stage).there(delivery, by=somebody(stage))
    await stage.later(seconds=3)
    (edit,) = await become(stage, delivery, "failed")
    assert wire(post.body) == before
    page = unescape(await stage.page("/deliveries"))
    assert REMOVE in page
    assert "only a person can change it there" in page
    one = await stage.page(f"/deliveries/{edit}")
    assert f"/deliveries/{edit}/drop" in one
    assert f"/deliveries/{edit}/again" not in one
    await letters(stage).give_up(edit, by=somebody(stage), reason="It was removed.")
    assert REMOVE not in unescape(await stage.page("/deliveries"))


async def test_with_its_link_it_becomes_the_notice(stage: Stage) -> None:
    sent, delivery, post = await unconfirmed(stage, "slack")
    await amending(stage).withdraw(sent, "Its figures are wrong.", by=somebody(stage))
    link = f"https://lantern.slack.com/archives/{post.channel}/p{post.id.replace('.', '')}"
    await letters(stage).there(delivery, by=somebody(stage), link=link)
    await stage.later(seconds=3)
    await become(stage, delivery, "delivered")
    assert NOTICE in wire(post.body)


async def test_two_corrections_that_waited_together_are_one_edit(
    stage: Stage, platform: str
) -> None:
    await stage.monday()
    briefing = await briefing_of_its_own(stage)
    posted = await stage.posted(platform, briefing=briefing.slug)
    post = await stage.delivery(posted.dissemination)
    stage.sandbox.world.barriers.revoked.add(posted.post.workspace)
    for number in (2, 3):
        change = WhatChanged(f"Number {number} is new.", material=False)
        later = replace(briefing, version=number, change=change)
        await operations.store(stage.sevenbot.database, [later], stage.sevenbot.now)
        await amending(stage).correct(briefing.slug, by=somebody(stage))
        await stage.later(seconds=3)
        await become(stage, post, *["halted"] * (number - 1))
    stage.sandbox.world.barriers = Barriers()
    await stage.later(minutes=16)
    await stage.sevenbot.resume.settled()
    await become(stage, post, "skipped", "delivered")
    assert "version 3" in wire(posted.post.body)
    assert len(posted.post.earlier) == 1
