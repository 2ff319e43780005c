"""The gate of one workspace: calls go through it at its pace, in the order in which they came."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

from bot.delivery.pace import Pace, Resting
from bot.platforms.limits import Call
from bot.platforms.results import TryLater
from bot.store.delivery.deliveries import Delivery
from schedules.kinds import EDITS

Sleep = Callable[[float], Awaitable[None]]
Keep = Callable[[Resting, float], Awaitable[None]]
"""Keeps what a platform said of its pace, for drivers to come; with it, what time it is by the
pace's clock."""

APART = frozenset({Call.UPDATE, Call.ROSTER})
"""Calls that platforms count apart: where one is refused, its like wait, and messages go on."""

OVERSLEPT = 0.01
"""Seconds. A call that comes so little after its turn was free counts from then: else each window
would be longer by what the event loop oversleeps."""

SHORTEST = 0.001
"""Seconds. A shorter wait is none to the event loop."""


class Gate(Protocol):
    """What an attempt asks before it calls the platform, and tells afterwards."""

    async def turn(self, call: Call) -> None:
        """Wait until a call of this kind may be made, and count it."""
        ...

    def arrived(self, line: str) -> None:
        """Count a message for its destination: the platform has answered."""
        ...

    async def refused(self, call: Call, line: str, later: TryLater) -> None:
        """Heed the platform's word, where it gave one, that it wants no more for so long."""
        ...


@dataclass(frozen=True, slots=True)
class PacedGate:
    """A gate that keeps to a pace. Times are of a clock that never goes back."""

    pace: Pace
    keep: Keep
    sleep: Sleep = asyncio.sleep
    clock: Callable[[], float] = monotonic
    booked: Counter[Call] = field(default_factory=Counter[Call])
    """Calls for which a delivery is getting ready."""
    _queues: dict[Call, asyncio.Lock] = field(
        default_factory=lambda: {call: asyncio.Lock() for call in Call}
    )

    def free_at(self, call: Call) -> float:
        """Return the moment from which on one more call of this kind may be made, once those have
        been that are booked."""
        return self.pace.call_free_at(
            call, self.clock(), like_it=self.booked[call], messages=self.booked.total()
        )

    def book(self, call: Call) -> "Booking":
        """Let a delivery get ready for a call of this kind."""
        self.booked[call] += 1
        return Booking(self, call)

    async def turn(self, call: Call) -> None:
        """Wait until a call of this kind may be made, and count it."""
        async with self._queues[call]:
            while (wait := (free := self.pace.call_free_at(call, self.clock())) - self.clock()) > 0:
                await self.sleep(max(wait, SHORTEST))
            now = self.clock()
            self.pace.called(call, free if now - free < OVERSLEPT else now)

    def arrived(self, line: str) -> None:
        """Count a message for its destination: the platform has answered."""
        self.pace.arrived(line, self.clock())

    async def refused(self, call: Call, line: str, later: TryLater) -> None:
        """Heed the platform's word, where it gave one, that it wants no more for so long, and keep
        it for drivers to come."""
        if later.after is None:
            return
        now = self.clock()
        until = now + later.after.total_seconds()
        if call in APART:
            self.pace.rest(call, until)
        else:
            self.pace.refused(line, now, until, everywhere=later.everywhere)
        await self.keep(self.pace.resting, now)


@dataclass(slots=True)
class Booking:
    """One delivery's way through the gate: it counts as booked until its call has had its turn, or
    it came to nothing."""

    gate: PacedGate
    call: Call
    waits: bool = False
    """Whether it waits for a turn just now: nothing is being called."""
    _open: bool = True

    async def turn(self, call: Call) -> None:
        """Wait until a call of this kind may be made, and count it."""
        self.waits = True
        try:
            await self.gate.turn(call)
        finally:
            self.waits = False
        if call is self.call:
            self.give_back()

    def arrived(self, line: str) -> None:
        """Count a message for its destination."""
        self.gate.arrived(line)

    async def refused(self, call: Call, line: str, later: TryLater) -> None:
        """Heed the platform's word."""
        await self.gate.refused(call, line, later)

    def give_back(self) -> None:
        """Book no longer. Idempotent."""
        if self._open:
            self._open = False
            self.gate.booked[self.call] -= 1


def call_for(delivery: Delivery) -> Call:
    """Return the call by which a delivery is expected to be sent."""
    if delivery.kind in EDITS:
        return Call.UPDATE
    return Call.POST if delivery.member is None else Call.PRIVATE
