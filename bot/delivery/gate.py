"""The gate of one workspace: calls go through it at its pace, in the order in which they came."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Protocol

from bot.delivery.pace import Pace, Resting
from bot.platforms.limits import Call
from bot.platforms.results import TryLater

Sleep = Callable[[float], Awaitable[None]]
Keep = Callable[[Resting, float], Awaitable[None]]
"""Keeps what a platform said of its pace, for drivers to come; with it, what time it is by the
pace's clock."""

APART = frozenset({Call.UPDATE, Call.ROSTER})
"""Calls that a platform may count apart for the whole workspace: where it says so of one that it
refuses, its like rest, and messages go on."""

LONGEST_STAND = 5.0
"""Seconds. Where calls of one kind rest for longer, nobody stands at the gate for one: others could
go meanwhile."""

OVERSLEPT = 0.01
"""Seconds. A call that comes so little after its turn was free counts from then: else each window
would be longer by what the event loop oversleeps."""

SHORTEST = 0.001
"""Seconds. A shorter wait is none to the event loop."""


@dataclass(frozen=True, slots=True)
class Rests:
    """Calls of one kind rest for so long that the attempt is to come again, and use up nothing."""

    after: timedelta


class Gate(Protocol):
    """What an attempt asks before it calls the platform, and tells afterwards."""

    async def turn(self, call: Call) -> Rests | None:
        """Wait until a call of this kind may be made, and count it; or say for how long its like
        rest."""
        ...

    def also(self, call: Call, times: int) -> None:
        """Count calls that were made beside the one whose turn it was."""
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
        messages = self.booked.total() - self.booked[Call.ROSTER]
        return self.pace.call_free_at(
            call, self.clock(), like_it=self.booked[call], messages=messages
        )

    def book(self, *calls: Call) -> "Booking":
        """Let a delivery get ready for these calls."""
        self.booked.update(calls)
        return Booking(self, set(calls))

    async def turn(self, call: Call) -> Rests | None:
        """Wait until a call of this kind may be made, and count it; or say for how long its like
        rest."""
        async with self._queues[call]:
            while (wait := (free := self.pace.call_free_at(call, self.clock())) - self.clock()) > 0:
                rests = self.pace.rests_until(call) - self.clock()
                if rests > LONGEST_STAND:
                    return Rests(timedelta(seconds=rests))
                await self.sleep(max(wait, SHORTEST))
            now = self.clock()
            self.pace.called(call, free if now - free < OVERSLEPT else now)
        return None

    def also(self, call: Call, times: int) -> None:
        """Count calls that were made beside the one whose turn it was."""
        for _ in range(times):
            self.pace.called(call, self.clock())

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
        if call in APART and later.everywhere:
            self.pace.rest(call, until)
        else:
            self.pace.refused(line, now, until, everywhere=later.everywhere)
        await self.keep(self.pace.resting, now)


@dataclass(slots=True)
class Booking:
    """One delivery's way through the gate: each of its calls counts as booked until it has had its
    turn, or the delivery came to nothing."""

    gate: PacedGate
    _open: set[Call]
    waits: bool = False
    """Whether it waits for a turn just now: nothing is being called."""

    async def turn(self, call: Call) -> Rests | None:
        """Wait until a call of this kind may be made, and count it; or say for how long its like
        rest."""
        self.waits = True
        try:
            rests = await self.gate.turn(call)
        finally:
            self.waits = False
        if rests is None and call in self._open:
            self._open.remove(call)
            self.gate.booked[call] -= 1
        return rests

    def also(self, call: Call, times: int) -> None:
        """Count calls that were made beside the one whose turn it was."""
        self.gate.also(call, times)

    def arrived(self, line: str) -> None:
        """Count a message for its destination."""
        self.gate.arrived(line)

    async def refused(self, call: Call, line: str, later: TryLater) -> None:
        """Heed the platform's word."""
        await self.gate.refused(call, line, later)

    def give_back(self) -> None:
        """Book no longer. Idempotent."""
        self.gate.booked.subtract(self._open)
        self._open.clear()
