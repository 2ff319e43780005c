"""What the platform answers, and what becomes of the delivery."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from bot.delivery.expand import expand
from bot.delivery.outcome import WORDS, Drop, Retry, settle_dead_letter
from bot.platforms.base import (
    Broken,
    CannotLook,
    Roster,
    SendResult,
    Stopped,
    TryLater,
    Unclear,
)
from bot.store.attempts import claim, take_due
from bot.store.deliveries import State, dead_letters, load_delivery, next_try
from bot.store.engine import Database
from bot.store.tables import deliveries, eligible_members, engagement_events, occurrences
from config.directory import Directory
from config.errors import Refused
from content.briefing import Briefing
from content.message import Message
from tests.fakes.clock import FakeClock
from tests.integration.delivery.house import (
    BRIEFING_ONE,
    House,
    add_briefing,
    directory_of,
    pseudonym,
)


@pytest.fixture
async def house(database: Database, clock: FakeClock):
    """A house whose clock stands."""
    await add_briefing(database)
    house = House(database, now=clock.now)
    yield house
    await house.close()


async def planned(house: House) -> UUID:
    """One planned delivery, to channel c-1."""
    await house.send("first")
    return await expanded(house)


async def expanded(house: House) -> UUID:
    async with house.database.begin() as connection:
        rows = await connection.execute(
            select(occurrences.c.id).where(occurrences.c.expanded_at.is_(None))
        )
        occurrence = rows.scalar_one()
    await expand(house.database, house.queue, house.directory, occurrence, house.now)
    async with house.database.begin() as connection:
        rows = await connection.execute(
            select(deliveries.c.id).where(deliveries.c.occurrence == occurrence)
        )
        return rows.scalar_one()


async def row_of(house: House, delivery: UUID) -> Mapping[str, object]:
    return next(row for row in await house.rows() if row["id"] == delivery)


async def events(house: House) -> int:
    async with house.database.begin() as connection:
        rows = await connection.execute(select(func.count()).select_from(engagement_events))
        return rows.scalar_one()


async def attempted(house: House, *results: SendResult | Exception) -> Mapping[str, object]:
    """Attempt a fresh delivery, the platform answering so."""
    house.platform.answers["C1"].extend(results)
    delivery = await planned(house)
    await house.deliverer.deliver(delivery)
    return await row_of(house, delivery)


@pytest.mark.parametrize(
    ("result", "state", "reason"),
    [
        (Stopped("Invite the bot."), "halted", "Invite the bot."),
        (Broken("invalid_blocks"), "failed", "invalid_blocks"),
        (TryLater("busy"), "waiting", "busy"),
    ],
)
async def test_a_result_becomes_an_outcome(
    house: House, result: SendResult, state: str, reason: str
) -> None:
    row = await attempted(house, result)
    assert (row["state"], row["reason"], row["attempts"]) == (state, reason, 1)
    assert await events(house) == 0
    assert (row["settled_at"] is None) == (state == "waiting")


async def test_retry_after_closes_the_channel_and_comes_first(
    house: House, clock: FakeClock
) -> None:
    row = await attempted(house, TryLater("429", timedelta(seconds=30)))
    until = row["next_try_at"]
    assert isinstance(until, datetime)
    assert timedelta(seconds=30) <= until - clock.now() <= timedelta(seconds=31)
    clock.advance(timedelta(seconds=10))
    second = await planned(house)
    await house.deliverer.deliver(second)
    assert (await row_of(house, second))["state"] == "waiting"
    assert len(house.platform.tried) == 1
    clock.set(until)
    async with house.database.begin() as connection:
        assert await next_try(connection) is not None
        due = await take_due(connection, now=clock.now())
    assert [address.delivery for address in due] == [row["id"], second]
    await house.deliverer.deliver(due[0].delivery)
    assert (await row_of(house, due[0].delivery))["state"] == "delivered"


async def test_a_busy_workspace_rests_as_a_whole(house: House, clock: FakeClock) -> None:
    house.directory = directory_of(channels=2)
    await attempted(house, TryLater("429", timedelta(seconds=30), everywhere=True))
    await house.send("leads")
    elsewhere = await expanded(house)
    await house.deliverer.deliver(elsewhere)
    row = await row_of(house, elsewhere)
    assert row["state"] == "waiting"
    assert "turn" in str(row["reason"])
    assert row["attempts"] == 0
    assert len(house.platform.tried) == 1


async def test_attempts_are_capped_and_then_it_is_a_dead_letter(
    house: House, clock: FakeClock
) -> None:
    row = await attempted(house, *[TryLater("busy")] * 9)
    delivery = row["id"]
    assert isinstance(delivery, UUID)
    for _ in range(house.patience.attempts - 1):
        clock.advance(timedelta(minutes=1))
        async with house.database.begin() as connection:
            assert len(await take_due(connection, now=clock.now())) == 1
        await house.deliverer.deliver(delivery)
    row = await row_of(house, delivery)
    assert row["state"] == "failed"
    assert row["reason"] == "Given up after 4 attempts. The last one: busy"
    async with house.database.begin() as connection:
        (letter,) = await dead_letters(connection)
    assert (letter.id, letter.outcome, letter.attempts) == (delivery, State.FAILED, 4)


async def test_an_unclear_post_that_stands_is_found(house: House) -> None:
    house.platform.accepts_unclear = True
    row = await attempted(house, Unclear("reset"))
    assert row["state"] == "delivered"
    assert len(house.platform.posts) == 1
    assert await events(house) == 1


async def test_an_unclear_post_that_does_not_stand_is_looked_for_again_before_a_retry(
    house: House, clock: FakeClock
) -> None:
    row = await attempted(house, Unclear("reset"))
    assert row["state"] == "claimed"
    assert row["next_try_at"] is not None
    clock.advance(timedelta(seconds=1))
    async with house.database.begin() as connection:
        (again,) = await take_due(connection, now=clock.now())
    await house.deliverer.deliver(again.delivery)
    assert len(house.platform.looked) == 2
    assert len(house.platform.posts) == 1
    assert (await row_of(house, again.delivery))["state"] == "delivered"


async def test_an_unclear_post_that_nobody_may_look_for_is_unconfirmed(house: House) -> None:
    house.platform.may_look = False
    row = await attempted(house, Unclear("The connection was reset."))
    assert row["state"] == "unconfirmed"
    assert row["reason"] == ("The connection was reset. This workspace does not let the bot look.")
    await house.deliverer.deliver(UUID(str(row["id"])))
    assert len(house.platform.tried) == 1


async def test_unclear_to_the_end_is_unconfirmed_and_not_failed(
    house: House, clock: FakeClock
) -> None:
    house.patience = replace(house.patience, attempts=1)
    row = await attempted(house, Unclear("reset"))
    assert row["state"] == "unconfirmed"


async def test_an_exception_while_posting_counts_as_unclear(house: House) -> None:
    house.platform.looks.append(CannotLook("No look."))
    row = await attempted(house, RuntimeError("secret body"))
    assert row["state"] == "unconfirmed"
    assert "RuntimeError" in str(row["reason"])
    assert "secret" not in str(row["reason"])


async def test_a_look_that_fails_is_no_look(house: House) -> None:
    house.platform.looks.append(RuntimeError("boom"))
    row = await attempted(house, Unclear("reset"))
    assert row["state"] == "unconfirmed"


@pytest.mark.parametrize(("may_look", "state"), [(True, "delivered"), (False, "unconfirmed")])
async def test_a_claimed_row_that_nobody_holds_is_looked_for_first(
    house: House, *, may_look: bool, state: str
) -> None:
    house.platform.may_look = may_look
    delivery = await planned(house)
    async with house.database.begin() as connection:
        row = await load_delivery(connection, delivery)
        assert row is not None
        assert await claim(connection, row, now=house.now())
    await house.deliverer.deliver(delivery)
    assert house.platform.looked == [delivery]
    assert (await row_of(house, delivery))["state"] == state
    assert len(house.platform.posts) == (1 if may_look else 0)


async def test_a_held_delivery_is_left_to_its_holder(house: House) -> None:
    delivery = await planned(house)
    other = House(house.database, now=house.now)
    async with other.holds.hold(delivery) as held:
        assert held
        await house.deliverer.deliver(delivery)
        async with other.holds.hold(delivery) as again:
            assert not again
    assert house.platform.tried == []
    await other.close()
    await house.deliverer.deliver(delivery)
    assert house.platform.tried == [delivery]


async def test_a_claim_that_came_too_late_posts_nothing(house: House) -> None:
    delivery = await planned(house)
    composed: list[UUID] = []

    def slowly(briefing: Briefing, which: UUID) -> Message:
        composed.append(which)
        return Message("", ())

    async with house.database.begin() as connection:
        row = await load_delivery(connection, delivery)
        assert row is not None
        await connection.execute(update(deliveries).values(attempts=1))
    house.compose = slowly
    place = house.deliverer
    await place._attempt(row)
    assert composed == [delivery]
    assert house.platform.tried == []


async def test_our_own_fault_fails_in_words_without_the_body(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(briefing: Briefing, delivery: UUID) -> Message:
        raise ValueError(briefing.title + " is secret")

    house.compose = broken
    row = await attempted(house)
    assert row["state"] == "failed"
    assert row["reason"] == "An unexpected ValueError on our side; the log has the moment."
    assert "secret" not in caplog.text
    assert house.platform.tried == []


async def test_who_can_see_the_channel_is_kept_before_the_post(house: House) -> None:
    house.platform.members = {"C1": frozenset({"U1", "U2"})}
    row = await attempted(house, TryLater("busy"))
    house.platform.members = {"C1": frozenset({"U2", "U3", "U4"})}
    await house.deliverer.deliver(UUID(str(row["id"])))
    async with house.database.begin() as connection:
        rows = await connection.execute(select(eligible_members))
        eligible = {(entry.member, entry.agency) for entry in rows}
    assert eligible == {(pseudonym("w-0", name), "police") for name in ("U2", "U3", "U4")}


async def test_a_roster_that_cannot_be_had_stops_the_post(house: House) -> None:
    house.platform.rosters["C1"].extend([TryLater("slow down"), Stopped("Invite the bot.")])
    row = await attempted(house)
    assert (row["state"], row["reason"], row["attempts"]) == ("waiting", "slow down", 1)
    await house.deliverer.deliver(UUID(str(row["id"])))
    row = await row_of(house, UUID(str(row["id"])))
    assert (row["state"], row["reason"]) == ("halted", "Invite the bot.")
    assert house.platform.tried == []


async def test_a_channel_that_opened_to_others_gets_no_restricted_briefing(
    house: House, database: Database
) -> None:
    await add_briefing(database, replace(BRIEFING_ONE, restricted=True, version=2))
    await house.send("leads")
    delivery = await expanded(house)
    lead = house.directory.channel("c-0")
    house.directory = house.directory.model_copy(
        update={"channels": (lead.model_copy(update={"leads_only": False}),)}
    )
    house.directory = Directory.model_validate(house.directory.model_dump())
    await house.deliverer.deliver(delivery)
    row = await row_of(house, delivery)
    assert row["state"] == "skipped"
    assert "restricted" in str(row["reason"])
    assert house.platform.tried == []


@pytest.mark.parametrize("change", [{"key": "c-9"}, {"id": "C9"}])
async def test_a_channel_that_left_the_directory_halts(
    house: House, change: dict[str, str]
) -> None:
    delivery = await planned(house)
    moved = house.directory.channel("c-1").model_copy(update=change)
    house.directory = Directory.model_validate(
        house.directory.model_copy(update={"channels": (moved,), "audiences": ()}).model_dump()
    )
    await house.deliverer.deliver(delivery)
    row = await row_of(house, delivery)
    assert row["state"] == "halted"
    assert "'c-1' is not in the directory any more" in str(row["reason"])


async def test_a_channel_gone_before_expansion_is_a_halted_row(house: House) -> None:
    await house.send("first")
    house.directory = Directory.model_validate(
        house.directory.model_copy(
            update={"channels": (house.directory.channel("c-0"),), "audiences": ()}
        ).model_dump()
    )
    row = await row_of(house, await expanded(house))
    assert (row["state"], row["agency"]) == ("halted", "unknown")
    assert row["settled_at"] is not None


async def test_a_person_sends_a_dead_letter_again_or_gives_it_up(
    house: House, clock: FakeClock
) -> None:
    row = await attempted(house, Stopped("Invite the bot."), Broken("no"))
    delivery = UUID(str(row["id"]))

    async def decide(decision: Retry | Drop) -> None:
        await settle_dead_letter(house.database, house.queue, delivery, decision, clock.now)

    await decide(Retry())
    with pytest.raises(Refused, match="not waiting for a decision"):
        await decide(Retry())
    await house.deliverer.deliver(delivery)
    assert (await row_of(house, delivery))["state"] == "failed"
    with pytest.raises(Refused, match="say why"):
        await decide(Drop("  "))
    await decide(Drop("The channel was closed."))
    row = await row_of(house, delivery)
    assert (row["state"], row["reason"]) == ("skipped", "Given up: The channel was closed.")
    async with house.database.begin() as connection:
        assert await dead_letters(connection) == []
    with pytest.raises(Refused):
        await decide(Drop("Again."))


async def test_nothing_is_done_for_a_delivery_that_does_not_exist(house: House) -> None:
    await house.deliverer.deliver(UUID(int=1))
    assert house.platform.tried == []


async def test_an_unknown_roster_fault_is_ours(house: House) -> None:
    house.platform.rosters["C1"].append(RuntimeError("x"))
    assert (await attempted(house))["state"] == "failed"


async def test_an_empty_channel_still_gets_its_post(house: House) -> None:
    house.platform.rosters["C1"].append(Roster(frozenset()))
    assert (await attempted(house))["state"] == "delivered"


def test_every_state_has_its_words() -> None:
    assert set(WORDS) == set(State)
