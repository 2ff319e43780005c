"""Denominators: who could see the post when it went out, and nobody else."""

from dataclasses import replace

import pytest

from bot.evidence.ladder import Counted, Rung
from bot.sandbox.slack.memory import SlackError
from bot.store.evidence.engagement import count_engagement, read_engagement
from tests.scenario.acting import Posted
from tests.scenario.scene import GROUNDS
from tests.scenario.seen import note
from tests.scenario.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def counted(stage: Stage, posted: Posted) -> Counted:
    async with stage.sevenbot.database.begin() as connection:
        return (await count_engagement(connection, posted.dissemination)).total


async def test_guests_and_bots_are_in_no_denominator(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    people = stage.sandbox.world.people
    present = [people[posted.post.workspace, account] for account in posted.accounts]
    others = [person for person in present if person.bot or person.outsider]
    assert len(others) == (2 if platform == "slack" else 1)
    total = await counted(stage, posted)
    assert total.eligible == len(posted.accounts) - len(others)
    assert (total.posts, total.posts_delivered) == (1, 1)


async def test_a_rung_counts_people_and_not_presses(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    for number in (0, 1, 2):
        for _ in range(2):
            await posted.reader(number).opens("Read it")
    await posted.reader(0).sends(await posted.reader(0).opens("Read it"))
    async with stage.sevenbot.database.begin() as connection:
        ladder = await read_engagement(connection, posted.dissemination, threshold=5)
    row = ladder.agencies[GROUNDS[platform].agency].rungs
    everybody = len(posted.members)
    assert (row[Rung.OPENED].count, row[Rung.OPENED].of) == (3, everybody)
    assert (row[Rung.ACKNOWLEDGED].count, row[Rung.ACKNOWLEDGED].of) == (1, everybody)
    # Nobody answered. Understanding is never shown as a zero of a group that is too small.
    assert row[Rung.UNDERSTOOD].count in (None, 0)


async def test_who_joins_later_is_counted_apart(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    world = stage.sandbox.world
    newcomer = next(
        person
        for person in world.people.values()
        if person.workspace == posted.post.workspace
        and person.account not in posted.accounts
        and not (person.bot or person.outsider)
    )
    before = await counted(stage, posted)
    world.channels[posted.post.channel] = replace(
        posted.channel, members=(*posted.accounts, newcomer.account)
    )
    reader = posted.as_(newcomer)
    await reader.sends(await reader.opens("Read it"))
    after = await counted(stage, posted)
    assert after.eligible == before.eligible
    assert (after.opened, after.acknowledged, after.joined_later) == (0, 0, 1)
    assert await stage.registered(newcomer) is not None
    console = await stage.page(f"/disseminations/{posted.dissemination}")
    assert "1 more took part without being counted" in " ".join(console.split())


async def test_opened_is_kept_only_where_the_view_was_shown(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack alone opens a view in a call of its own, which may fail; on Teams the answer to the
    press is the view."""
    posted = await stage.posted("slack")
    memory = posted.face.memory

    def too_late(*_: object) -> object:
        raise SlackError("expired_trigger_id")

    with monkeypatch.context() as patched:
        patched.setattr(memory, "redeem", too_late)
        said = note(await posted.reader().press("Read it"))
        assert "Slack could not show the page. Nothing was lost" in said
        assert await posted.facts() == []
    await posted.reader().opens("Read it")
    assert await posted.kinds() == ["opened"]


async def test_a_person_has_one_pseudonym_in_every_channel(stage: Stage, platform: str) -> None:
    first = await stage.posted(platform)
    again = await stage.posted(platform)
    await first.reader().opens("Read it")
    await again.reader().opens("Read it")
    # Two disseminations: each has its own facts about the same pseudonym.
    assert await first.kinds() == await again.kinds() == ["opened"]
    members = await stage.rows("SELECT count(*) AS n, count(DISTINCT lookup) AS d FROM members")
    assert members[0]["n"] == members[0]["d"]
