"""When a platform fails: nothing lost, nothing doubled, and a person can see how it stands."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from bot.doctor.checks import examine
from bot.sandbox.faults import Fault, PlannedFault
from tests.scenario.acting import Posted
from tests.scenario.stage import BRIEFING, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNCONFIRMED = "unconfirmed: it may have been posted; look in the channel"


@pytest.fixture(autouse=True)
def no_faults_left(stage: Stage) -> object:
    """Each test's faults are used up, or taken back."""
    yield
    stage.sandbox.world.faults.clear()


async def sent(
    stage: Stage, channel: str, fault: Fault, *, times: int = 1, seconds: float = 1.0
) -> UUID:
    """Send to a channel that goes wrong so many times, and wait for the outcome."""
    place = stage.channel(channel).id
    stage.sandbox.world.faults.append(PlannedFault(fault, place, times, seconds))
    dissemination = await stage.send(channel)
    await stage.settled(dissemination)
    assert [planned.times for planned in stage.sandbox.world.faults] == [0]
    return dissemination


async def outcome(stage: Stage, dissemination: UUID) -> tuple[str, str, int]:
    """Return state, reason, and how often the channel got it by the sandbox's own count."""
    (row,) = await stage.rows(
        "SELECT id, state, reason FROM deliveries WHERE dissemination = :it", it=dissemination
    )
    return row["state"], row["reason"] or "", stage.sandbox.world.tally.deliveries[str(row["id"])]


async def troubles(stage: Stage) -> Sequence[str]:
    """Return what the doctor says of deliveries."""
    checks = {check.name: check for check in await examine(stage.environ)}
    well = {"Settings", "Directory", "Platforms", "Database", "Identity key", "Survey keys"}
    assert set(checks) == well | {"Deliveries", "Slack", "Teams"}
    for name in well:
        assert not checks[name].troubles
    return checks["Deliveries"].troubles


async def delivered_facts(stage: Stage, dissemination: UUID) -> int:
    rows = await stage.rows(
        "SELECT 1 FROM engagement_events WHERE dissemination = :it AND kind = 'delivered'",
        it=dissemination,
    )
    return len(rows)


async def test_a_reset_after_accept_is_found_where_the_channel_may_be_read(stage: Stage) -> None:
    dissemination = await sent(stage, stage.spare("slack"), Fault.RESET_AFTER_ACCEPT)
    assert await outcome(stage, dissemination) == ("delivered", "", 1)
    assert await delivered_facts(stage, dissemination) == 1


async def test_a_reset_after_accept_elsewhere_is_left_to_a_person(
    stage: Stage, platform: str
) -> None:
    channel = f"unread-{platform}"
    dissemination = await sent(stage, channel, Fault.RESET_AFTER_ACCEPT)
    state, reason, times = await outcome(stage, dissemination)
    assert (state, times) == ("unconfirmed", 1)
    assert "connection" in reason
    assert await delivered_facts(stage, dissemination) == 0
    for page in (await stage.page(), await stage.page(f"/disseminations/{dissemination}")):
        assert UNCONFIRMED in page
        assert "connection" in page
    assert any(t.startswith(f"{channel}: {UNCONFIRMED}") for t in await troubles(stage))

    # It stands there all the same: whoever sees it may answer, and is counted apart.
    (post,) = [p for p in stage.sandbox.world.posts if p.channel == stage.channel(channel).id]
    posted = Posted(stage, stage.sandbox.faces[platform], post, dissemination)
    await posted.reader().opens("Read it")
    assert await posted.kinds() == ["opened"]


async def test_an_error_is_tried_again_where_the_channel_may_be_read(stage: Stage) -> None:
    dissemination = await sent(stage, stage.spare("slack"), Fault.ERROR, times=2)
    assert await outcome(stage, dissemination) == ("delivered", "", 1)
    assert await delivered_facts(stage, dissemination) == 1


async def test_an_error_elsewhere_is_left_to_a_person(stage: Stage) -> None:
    channel = stage.spare("teams")
    dissemination = await sent(stage, channel, Fault.ERROR)
    state, reason, times = await outcome(stage, dissemination)
    assert (state, times) == ("unconfirmed", 0)
    assert "500" in reason
    assert any(t.startswith(f"{channel}: {UNCONFIRMED}") for t in await troubles(stage))


async def test_a_slow_platform_is_waited_for(stage: Stage, platform: str) -> None:
    dissemination = await sent(stage, stage.spare(platform), Fault.SLOW, seconds=0.5)
    assert await outcome(stage, dissemination) == ("delivered", "", 1)
    assert await delivered_facts(stage, dissemination) == 1


async def test_a_storm_of_429_is_sat_out(stage: Stage, platform: str) -> None:
    dissemination = await sent(
        stage, stage.spare(platform), Fault.RATE_LIMITED, times=2, seconds=0.3
    )
    assert await outcome(stage, dissemination) == ("delivered", "", 1)
    (row,) = await stage.rows(
        "SELECT attempts FROM deliveries WHERE dissemination = :it", it=dissemination
    )
    assert row["attempts"] >= 2


async def test_one_channels_trouble_holds_no_other_up(stage: Stage, platform: str) -> None:
    slow, free = stage.spare(platform), stage.spare(platform)
    place = stage.channel(slow).id
    stage.sandbox.world.faults.append(PlannedFault(Fault.RATE_LIMITED, place, 2, 1.0))
    held = await stage.send(slow)
    went = await stage.send(free)
    assert await stage.settled(went) == {free: "delivered"}
    assert await stage.settled(held) == {slow: "delivered"}
    order = await stage.rows(
        "SELECT channel FROM deliveries WHERE dissemination IN (:a, :b) ORDER BY settled_at",
        a=held,
        b=went,
    )
    assert [row["channel"] for row in order] == [free, slow]


async def test_a_slow_answer_beyond_patience_is_not_posted_twice(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = stage.spare("slack")
    web = stage.sevenbot.platforms["slack"]._web
    session = web._session
    assert session is not None
    monkeypatch.setattr(session, "_timeout", type(session._timeout)(total=0.3))
    dissemination = await sent(stage, channel, Fault.SLOW, seconds=0.8)
    assert await outcome(stage, dissemination) == ("delivered", "", 1)


async def test_all_is_well_again(stage: Stage, platform: str) -> None:
    channel = stage.spare(platform)
    posted = await stage.posted(platform, channel=channel, briefing=BRIEFING)
    assert not any(t.startswith(f"{channel}:") for t in await troubles(stage))
    assert await delivered_facts(stage, posted.dissemination) == 1
