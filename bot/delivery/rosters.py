"""Who can see a channel when it is posted to: the denominator of all that follows."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, assert_never
from uuid import UUID

from bot.delivery.gate import Gate, Rests
from bot.platforms.base import Place, Platform
from bot.platforms.limits import Call
from bot.platforms.results import Roster, Stopped, TryLater
from bot.store.delivery.deliveries import Delivery
from bot.store.engine import AsyncConnection, Database
from config.now import Now
from schedules.kinds import Kind
from schedules.pulse import OPENING

Register = Callable[[AsyncConnection, str, Collection[str]], Awaitable[Mapping[str, UUID]]]
"""Gives the pseudonyms of a workspace's accounts, registering the new ones."""

FRESH: Final = timedelta(minutes=1)
"""A channel that is posted to several times within a minute is asked for its people once: that is
still the time of the post, and platforms count these questions too."""

MOST_KEPT: Final = 1_000


def asks_all(delivery: Delivery) -> bool:
    """Tell whether whoever can see the channel is asked something, and counts from then on."""
    return delivery.kind is Kind.POST or (delivery.kind, delivery.slot) == (Kind.PULSE, OPENING)


@dataclass(frozen=True, slots=True)
class Rosters:
    """Asks the platforms who is in a channel, and gives their pseudonyms."""

    database: Database
    register: Register
    now: Now
    _kept: dict[tuple[str, str], tuple[datetime, frozenset[UUID]]] = field(
        default_factory=dict[tuple[str, str], tuple[datetime, frozenset[UUID]]]
    )

    def known(self, workspace: str, channel: str) -> frozenset[UUID] | None:
        """Return the members who could see the channel within the last minute; None where the
        platform is to be asked."""
        found = self._kept.get((workspace, channel))
        if found is not None and timedelta() <= self.now() - found[0] < FRESH:
            return found[1]
        return None

    async def of(
        self, platform: Platform, place: Place, gate: Gate
    ) -> frozenset[UUID] | TryLater | Stopped | Rests:
        """Return the members who can see the channel now, or why that cannot be learnt (yet)."""
        if (known := self.known(place.workspace.key, place.channel)) is not None:
            return known
        key, now = (place.workspace.key, place.channel), self.now()
        if (rests := await gate.turn(Call.ROSTER)) is not None:
            return rests
        roster = await platform.roster(place)
        match roster:
            case Roster(accounts):
                gate.also(Call.ROSTER, roster.calls - 1)
                async with self.database.begin() as connection:
                    registered = await self.register(connection, place.workspace.key, accounts)
                members = frozenset(registered.values())
                self._keep(key, now, members)
                return members
            case TryLater():
                await gate.refused(Call.ROSTER, place.channel, roster)
                return roster
            case Stopped():
                return roster
            case _:
                assert_never(roster)

    def _keep(self, key: tuple[str, str], now: datetime, members: frozenset[UUID]) -> None:
        if len(self._kept) >= MOST_KEPT:
            for old in [it for it, (at, _) in self._kept.items() if now - at >= FRESH]:
                del self._kept[old]
        if len(self._kept) < MOST_KEPT:
            self._kept[key] = (now, members)
