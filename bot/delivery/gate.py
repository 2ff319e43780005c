"""The gate of one workspace: calls go through it at its pace, in the order in which they came."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Protocol

from bot.delivery.pace import Pace, Resting
from bot.platforms.base import Call

Sleep = Callable[[float], Awaitable[None]]
Keep = Callable[[Resting, float], Awaitable[None]]
"""Keeps what a platform said of its pace, for drivers to come; with it, what time it is by the
pace's clock."""

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

    async def refused(self, line: str, after: timedelta, *, everywhere: bool) -> None:
        """Heed that the platform wants no more for so long, here or everywhere."""
        ...


@dataclass(frozen=True, slots=True)
class PacedGate:
    """A gate that keeps to a pace. Times are of a clock that never goes back."""

    pace: Pace
    keep: Keep
    sleep: Sleep = asyncio.sleep
    clock: Callable[[], float] = monotonic
    _queues: dict[Call, asyncio.Lock] = field(
        default_factory=lambda: {call: asyncio.Lock() for call in Call}
    )

    async def turn(self, call: Call) -> None:
        """Wait until a call of this kind may be made, and count it."""
        async with self._queues[call]:
            while (wait := self.pace.call_free_at(call, self.clock()) - self.clock()) > 0:
                await self.sleep(max(wait, SHORTEST))
            self.pace.called(call, self.clock())

    def arrived(self, line: str) -> None:
        """Count a message for its destination: the platform has answered."""
        self.pace.arrived(line, self.clock())

    async def refused(self, line: str, after: timedelta, *, everywhere: bool) -> None:
        """Heed that the platform wants no more for so long, and keep it for drivers to come."""
        now = self.clock()
        self.pace.refused(line, now, now + after.total_seconds(), everywhere=everywhere)
        await self.keep(self.pace.resting, now)
