"""The survey that comes some weeks after a briefing, and who sees it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import insert, text

from bot.delivery.composing import Needless
from bot.store.pulse.answering import standing
from bot.store.tables import deliveries, occurrences
from content.briefing import Briefing
from content.message import Message
from schedules.followups import FOLLOW_UPS, FollowUps, PracticePlan
from tests.fakes.briefings import small_briefing
from tests.integration.loading import load_delivery
from tests.integration.surveys.conftest import Room


async def sent(
    room: Room,
    briefing: Briefing | None = None,
    follow_ups: FollowUps | None = None,
    channels: tuple[str, ...] = ("police-team",),
    state: str = "delivered",
) -> UUID:
    """A briefing that these channels have got."""
    dissemination = await room.plant.dissemination(briefing or small_briefing())
    plan = FOLLOW_UPS.dump_json(follow_ups or FollowUps()).decode()
    await room.rows(
        "UPDATE disseminations SET follow_ups = CAST(:plan AS jsonb), channels = :channels"
        " WHERE id = :it RETURNING id",
        plan=plan,
        channels=list(channels),
        it=dissemination,
    )
    for number, key in enumerate(channels):
        occurrence, delivery = UUID(int=dissemination.int ^ number ^ 1 << 90), dissemination.int
        async with room.database.begin() as connection:
            await connection.execute(
                insert(occurrences).values(
                    id=occurrence,
                    dissemination=dissemination,
                    kind="post",
                    subject=dissemination,
                    slot=str(number),
                    due_at=room.clock.now(),
                )
            )
            await connection.execute(
                insert(deliveries).values(
                    id=UUID(int=delivery ^ number ^ 1 << 91),
                    occurrence=occurrence,
                    dissemination=dissemination,
                    agency=room.directory.channel(key).agency,
                    workspace="north",
                    channel=key,
                    channel_id=f"C-{key}",
                    state=state,
                    settled_at=room.clock.now() if state == "delivered" else None,
                )
            )
    return dissemination


async def surveys(room: Room, dissemination: UUID) -> list[dict[str, object]]:
    return await room.rows("SELECT * FROM surveys WHERE dissemination = :it", it=dissemination)


async def test_it_is_planned_once_and_opens_seven_weeks_later(room: Room) -> None:
    dissemination = await sent(room, channels=("health-team", "police-team"))
    await room.tick()
    await room.later(minutes=1)
    (survey,) = await surveys(room, dissemination)
    assert survey["purpose"] == "practice"
    assert survey["opens_at"] == room.clock.now() + timedelta(days=49, minutes=-1)
    assert survey["closes_at"] == room.clock.now() + timedelta(days=59, minutes=-1)
    assert survey["opened_at"] is None
    await room.later(days=48)
    assert await room.slots(UUID(str(survey["id"]))) == []
    await room.later(days=1)
    assert await room.slots(UUID(str(survey["id"]))) == [
        "opening health-team",
        "opening police-team",
    ]


async def test_a_plan_may_leave_it_out_or_move_it(room: Room) -> None:
    without = await sent(room, follow_ups=FollowUps(practice=None))
    sooner = await sent(
        room, small_briefing("other"), FollowUps(practice=PracticePlan(after_days=42, open_days=7))
    )
    nobody = await sent(room, small_briefing("third"), state="failed")
    await room.tick()
    assert await surveys(room, without) == []
    assert await surveys(room, nobody) == []
    (survey,) = await surveys(room, sooner)
    assert survey["opens_at"] == room.clock.now() + timedelta(days=42)
    assert survey["closes_at"] == room.clock.now() + timedelta(days=49)


async def test_what_is_stopped_asks_nobody(room: Room) -> None:
    before, after = await sent(room), await sent(room, small_briefing("other"))
    await room.script(
        f"UPDATE disseminations SET stopped_at = now(), stopped_by = 'Sam' WHERE id = '{before}'"
    )
    await room.tick()
    assert await surveys(room, before) == []
    await room.script("UPDATE disseminations SET stopped_at = now(), stopped_by = 'Sam'")
    await room.tick()  # not only when it would have opened: pages must not announce it till then
    (survey,) = await surveys(room, after)
    assert "was stopped" in str(survey["called_off"])
    await room.later(days=49)
    assert await surveys(room, after) == [survey]
    assert list(room.keys.folder.glob("*")) == []


async def test_about_a_restricted_briefing_only_leads_channels_are_asked(room: Room) -> None:
    briefing = replace(small_briefing(), restricted=True)
    dissemination = await sent(room, briefing, channels=("leads", "police-team"))
    await room.tick()
    await room.later(days=49)
    (survey,) = await surveys(room, dissemination)
    found = {}
    for row in await room.rows(
        "SELECT d.id, d.channel FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE o.subject = :it",
        it=survey["id"],
    ):
        async with room.database.begin() as connection:
            delivery = await load_delivery(room.database, row["id"])
            found[row["channel"]] = await room.compose(connection, delivery)
    assert isinstance(found["leads"], Message)
    assert found["police-team"] == Needless(
        "The briefing is restricted to leads, and others can see this channel."
    )


async def test_a_post_that_was_never_sent_asks_nobody(room: Room) -> None:
    survey, (anna,) = await room.opened({"police": 1})

    async def asked_in(state: str) -> str | None:
        async with room.database.begin() as connection:
            await connection.execute(text("UPDATE deliveries SET state = :state"), {"state": state})
        it = await standing(room.database.statements, survey, anna, room.clock.now())
        assert it is not None
        return it.agency

    assert await asked_in("delivered") == "police"
    for state in ("planned", "skipped", "halted", "failed"):
        assert await asked_in(state) is None
    for state in ("claimed", "unconfirmed"):
        assert await asked_in(state) == "police"
