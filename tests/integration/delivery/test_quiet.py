"""A private message comes in its agency's hours, and in no pause, whatever brought it about."""

from datetime import timedelta
from uuid import UUID, uuid4

from bot.delivery.composing import Needless, pooled
from bot.delivery.errands import Errands, Recipient
from bot.delivery.service import Deliverer
from bot.store.delivery.deliveries import Delivery
from bot.store.engine import AsyncConnection, Database
from bot.store.people.preferences import PreferenceStore
from config.calendar import Window
from content.message import Message, Plain, Text
from schedules.kinds import Kind
from tests.fakes.clock import FakeClock
from tests.integration.delivery.attempts import OpenGate, ready
from tests.integration.delivery.house import House, directory_of, register


class Room:
    """Writes to one person, and looks at what came of it."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.clock = clock
        self.house = House(database, directory_of(window=Window()), now=clock.now)
        self.preferences = PreferenceStore(database, clock.now)
        self.needless = False

    async def compose(self, connection: AsyncConnection, delivery: Delivery) -> Message | Needless:
        del connection, delivery
        if self.needless:
            return Needless("It was answered meanwhile.")
        return Message("Words", (Text((Plain("Words."),)),))

    async def writes(self) -> tuple[UUID, UUID]:
        """Put a message to a new member in; return the member and the delivery."""
        house = self.house
        async with house.database.begin() as connection:
            (member,) = (await register(connection, "w-0", [uuid4().hex])).values()
            delivery = await Errands(house.queue, house.directory).to_member(
                connection,
                kind=Kind.CASCADE,
                subject=uuid4(),
                slot="ask",
                to=Recipient(member, "w-0", "police"),
                now=self.clock.now(),
            )
        assert delivery is not None
        return member, delivery

    async def attempts(self, delivery: UUID) -> tuple[object, object]:
        """Attempt it, as its job would; return its state and reason."""
        made = self.house.deliverer
        deliverer = Deliverer(
            **{
                name: getattr(made, name)
                for name in Deliverer.__dataclass_fields__
                if name != "composers"
            },
            composers=pooled(self.house.database, {Kind.CASCADE: self.compose}),
        )
        taken = await ready(self.house, delivery)
        assert taken is not None
        await deliverer.deliver(taken, OpenGate())
        (row,) = await self.house.rows()
        return row["state"], row["reason"]

    async def due(self) -> object:
        (row,) = await self.house.rows()
        return row["next_try_at"]

    async def later(self, **by: float) -> None:
        """Let time pass, and the clock plan again what has waited."""
        self.clock.advance(timedelta(**by))
        await self.house.clock.tick()


async def test_it_waits_for_the_morning(database: Database, clock: FakeClock) -> None:
    room = Room(database, clock)
    clock.advance(timedelta(hours=11))
    _, delivery = await room.writes()
    assert await room.attempts(delivery) == (
        "waiting",
        "Held until Tuesday 3 November 2026 at 08:00: the agency's hours are 08:00 to 18:00.",
    )
    assert await room.due() == clock.now() + timedelta(hours=12)
    await room.later(hours=12)
    assert await room.attempts(delivery) == ("delivered", None)
    await room.house.close()


async def test_it_waits_for_the_end_of_a_pause_also_an_earlier_one(
    database: Database, clock: FakeClock
) -> None:
    room = Room(database, clock)
    member, delivery = await room.writes()
    await room.preferences.pause(member, clock.now() + timedelta(days=21))
    assert await room.attempts(delivery) == (
        "waiting",
        (
            "Held until Monday 23 November 2026 at 09:00: its reader has paused until Monday 23"
            " November 2026."
        ),
    )
    await room.later(days=1)
    assert (await room.house.states()) == {"waiting": 1}
    await room.preferences.pause(member, clock.now() + timedelta(days=1))
    await room.later()
    assert (await room.attempts(delivery))[0] == "waiting"
    assert await room.due() == clock.now() + timedelta(days=1)
    await room.preferences.resume(member)
    await room.later()
    assert await room.attempts(delivery) == ("delivered", None)
    await room.house.close()


async def test_what_is_needless_is_not_kept_waiting(database: Database, clock: FakeClock) -> None:
    room = Room(database, clock)
    room.needless = True
    member, delivery = await room.writes()
    await room.preferences.pause(member, clock.now() + timedelta(days=21))
    assert await room.attempts(delivery) == ("skipped", "It was answered meanwhile.")
    await room.house.close()
