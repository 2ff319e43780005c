"""Pace: no destination gets messages faster than its platform takes them, whoever sends.

A platform's windows ("7 in 1 s, 8 in 2 s, 60 in 30 s, 1,800 in 1 h") become one allowance: a
message every `spacing` seconds, of which `burst` may come at once. It is kept in one row a
destination (the generic cell rate algorithm), so that all workers share it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.platforms.base import Limits, Place, Window
from bot.store.engine import Database
from bot.store.pace import Busy, Wanted, hold_off, reserve
from config.now import Now

LONGEST_SLEEP = timedelta(seconds=2.5)
"""A turn no further off is waited for within the job, which keeps the channel's order; for a later
one the job ends and the delivery waits as a row."""

MARGIN = 1.05
"""Messages sent this far apart may arrive a little closer together."""

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Allowance:
    """A message every `spacing` seconds, of which `burst` may come at once."""

    spacing: float
    burst: int


def allowance(windows: tuple[Window, ...]) -> Allowance:
    """Return an allowance under which no window ever fills beyond its count.

    A burst of b with a spacing of T lets at most b + ceil(W / T) - 1 messages into a window of W
    seconds. The burst is the largest that costs no more than a tenth of the steady rate.
    """
    if not windows:
        return Allowance(0.0, 1)
    steady = _spacing(windows, 1)
    burst = 1
    while burst < min(window.count for window in windows):
        if _spacing(windows, burst + 1) > steady * 1.1:
            break
        burst += 1
    return Allowance(_spacing(windows, burst) * MARGIN, burst)


def _spacing(windows: tuple[Window, ...], burst: int) -> float:
    return max(window.seconds / (window.count - burst + 1) for window in windows)


class Pace:
    """Gives turns and takes a platform's word that it needs a rest."""

    def __init__(self, database: Database, *, now: Now, sleep: Sleep = asyncio.sleep) -> None:
        """Take the database that all workers share."""
        self._database = database
        self._now = now
        self._sleep = sleep

    async def turn(self, place: Place, limits: Limits) -> datetime | None:
        """Wait for the place's turn. Returns None once it has come, or the moment at which to ask
        again when it is too far off to wait for."""
        now = self._now()
        wanted = [
            Wanted(destination, allowed.spacing, allowed.burst)
            for destination, allowed in (
                (_channel(place), allowance(limits.per_channel)),
                (_workspace(place), allowance(limits.per_workspace)),
            )
        ]
        turn = await reserve(
            self._database.statements,
            wanted,
            now=now.timestamp(),
            longest=LONGEST_SLEEP.total_seconds(),
        )
        if isinstance(turn, Busy):
            return now + timedelta(seconds=turn.wait)
        if turn.wait > 0:
            await self._sleep(turn.wait)
        return None

    async def rest(
        self, place: Place, limits: Limits, *, until: datetime, everywhere: bool
    ) -> None:
        """Close the channel, or the whole workspace where `everywhere`, until then."""
        destination, windows = (
            (_workspace(place), limits.per_workspace)
            if everywhere
            else (_channel(place), limits.per_channel)
        )
        allowed = allowance(windows)
        async with self._database.begin() as connection:
            await hold_off(
                connection,
                destination,
                until=until.timestamp(),
                spacing=allowed.spacing,
                burst=allowed.burst,
            )


def _channel(place: Place) -> str:
    return f"channel:{place.workspace.key}:{place.channel}"


def _workspace(place: Place) -> str:
    return f"workspace:{place.workspace.key}"
