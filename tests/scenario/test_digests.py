"""Digests: on Monday mornings, to leads and coordinators, as long as they want them."""

import asyncio
from datetime import timedelta

import pytest

from bot.sandbox.world import Person, Post
from config.directory import PersonRole
from config.now import LONDON
from tests.scenario.acting import Posted
from tests.scenario.scene import GROUNDS
from tests.scenario.seen import wire
from tests.scenario.stage import BRIEFING, Stage
from tests.scenario.writing import before, goes_on, said_by, writes

pytestmark = pytest.mark.asyncio(loop_scope="module")


def lead_of(stage: Stage, agency: str) -> Person:
    """Return the agency's first lead."""
    account = stage.sevenbot.directory.agency(agency).leads[0]
    return stage.sandbox.world.people[account.workspace, account.account]


async def next_monday(stage: Stage) -> None:
    """Let time pass until next Monday, ten in the morning in London, and the clock do its part."""
    now = stage.clock.now().astimezone(LONDON)
    days = 7 - now.weekday()
    monday = (now + timedelta(days=days)).replace(hour=10, minute=0)
    await stage.later(seconds=(monday - now).total_seconds())
    await settled(stage)


async def settled(stage: Stage) -> None:
    """Wait until every digest has its outcome."""
    await stage.sevenbot.clock.tick()
    while True:
        under_way = await stage.rows(
            "SELECT 1 FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
            " WHERE o.kind = 'digest' AND d.state IN ('planned', 'claimed', 'waiting')"
        )
        if not under_way:
            return
        await asyncio.sleep(0.05)


def digests(stage: Stage, person: Person) -> list[Post]:
    return [post for post in stage.private_posts(person) if "Turn these off" in wire(post.body)]


async def read_by(posted: Posted, number: int) -> None:
    for person in posted.members[1 : 1 + number]:
        reader = posted.as_(person)
        await reader.sends(await reader.opens("Read it"))


async def test_a_lead_gets_one_a_week_of_the_own_agency(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    await read_by(posted, 3)
    await settled(stage)  # it is a Monday morning when the stage is set
    agency = stage.sevenbot.directory.agency(GROUNDS[platform].agency)
    lead = lead_of(stage, agency.key)
    had = len(digests(stage, lead))
    await next_monday(stage)
    (digest,) = digests(stage, lead)[had:]
    said = wire(digest.body)
    assert agency.name in said
    assert stage.library[BRIEFING].title in said
    assert f"Read by 3 of {len(posted.members)}." in said
    for other in stage.sevenbot.directory.agencies:
        assert other.key == agency.key or other.name not in said
    for person in posted.members:
        assert person.name not in said
    # However often the clock comes by that day, there is one.
    await stage.later(hours=1)
    await settled(stage)
    assert len(digests(stage, lead)) == had + 1
    practitioner = posted.members[5]
    assert digests(stage, practitioner) == []


async def test_it_is_turned_off_in_the_message_and_on_again(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    lead = posted.members[0]
    await next_monday(stage)
    digest = digests(stage, lead)[-1]
    own = before(stage, platform, lead, digest)
    off = await own.reader().press("Turn these off")
    assert "Digests are off" in said_by(off)
    had = len(digests(stage, lead))
    await stage.posted(platform)
    await next_monday(stage)
    assert len(digests(stage, lead)) == had
    on = await goes_on(posted.face, lead, off, "Turn digests on")
    assert "Digests are on" in said_by(on)
    await next_monday(stage)
    assert len(digests(stage, lead)) == had + 1


async def test_who_has_paused_gets_none_and_no_flood_after(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    lead = posted.members[0]
    had = len(digests(stage, lead))
    await writes(stage, platform, lead, "pause for 15 days")
    await next_monday(stage)
    await next_monday(stage)
    assert len(digests(stage, lead)) == had
    await stage.posted(platform)
    await next_monday(stage)
    assert len(digests(stage, lead)) == had + 1


async def test_a_coordinator_gets_one_every_two_weeks(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader(4)
    box = await reader.opens("Ask a question")
    await reader.sends(box, words="Who do we ring at night?")
    account = next(
        person
        for person in stage.sevenbot.directory.people
        if PersonRole.COORDINATOR in person.roles
    )
    coordinator = stage.sandbox.world.people[account.workspace, account.account]
    await settled(stage)
    had = len(digests(stage, coordinator))
    await next_monday(stage)
    await next_monday(stage)
    (digest,) = digests(stage, coordinator)[had:]
    said = wire(digest.body)
    assert "Questions without an answer" in said
    assert "waiting for" in said
    assert "ring at night" not in said
    name = stage.sevenbot.directory.agency(posted.channel.agency).name
    assert f"{name}: " in said
    assert "read by" in said
    for person in posted.members:
        assert person.name not in said
