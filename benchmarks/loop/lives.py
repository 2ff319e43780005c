"""Who comes and goes in a term, who is away, and whom the directory names: drawn from a seed."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from random import Random

from benchmarks.loop.diary import Diary, Joined, Led, Left, Who
from benchmarks.loop.port import counts
from benchmarks.loop.practitioners import Practitioner
from benchmarks.loop.stage import Json, Stage
from bot.sandbox.world import Person

KEPT = 2
"""Of each agency's staff, the first so many stay: its lead and its deputy; and one more, who comes
after them, where the lead leaves the role."""
CHANGING = 2
"""Agencies whose lead does."""

MIDDAY = frozenset({11, 12})
"""UTC hours of the rounds at midday: leads change within working hours."""


@dataclass(frozen=True, slots=True)
class Turnover:
    """How many people come and go, as shares from 0 to 1."""

    join: float = 0.04
    leave: float = 0.05
    gone: float = 0.3
    """Of those who leave, how many accounts are closed."""
    away: float = 0.15
    back_early: float = 0.25
    """Of those who are away, how many end the pause themselves."""
    lead_away: float = 0.5
    """Leads and deputies who are away for once."""


TURNOVER = Turnover()


@dataclass(slots=True)
class Lives:
    """Changes the world and the directory as the rounds go by."""

    stage: Stage
    diary: Diary
    rounds: Sequence[datetime]
    seed: int
    closes_accounts: bool = True
    named: frozenset[Who] = frozenset()
    """Who holds a role, or will come to hold one."""
    _changes: defaultdict[int, list[Callable[[], Awaitable[None]]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def begin(self) -> None:
        """Draw who joins and leaves and when leads change, and take out who is yet to join."""
        for agency in self.stage.document["agencies"]:
            self._keep_leads(agency)
        self.named = self._in_roles()
        people = self.stage.world.people.items()
        ordinary = {who for who, person in people if counts(person)} - self.named
        for who in sorted(ordinary):
            chance = Random(f"{self.seed}/{who}/life")
            moment = chance.randrange(1, len(self.rounds))
            if chance.random() < TURNOVER.join:
                self._changes[moment].append(partial(self._join, who, self._take_out(who)))
            elif chance.random() < TURNOVER.leave:
                gone = self.closes_accounts and chance.random() < TURNOVER.gone
                self._changes[moment].append(partial(self._leave, who, gone=gone))
        agencies: Sequence[Json] = self.stage.document["agencies"]
        for number, agency in enumerate(agencies[:CHANGING], start=1):
            midday = next(
                it
                for it in range(number * len(self.rounds) // 3, len(self.rounds))
                if self.rounds[it].hour in MIDDAY
            )
            self._changes[midday].append(partial(self._follow, agency))

    async def change(self, number: int) -> None:
        """Do what was drawn for this round."""
        for each in self._changes.pop(number, ()):
            await each()

    def away(
        self, practitioner: Callable[[Person], Practitioner]
    ) -> Iterator[tuple[Who, int, Callable[[], Awaitable[None]]]]:
        """Yield who writes in which round that they are away, or back."""
        leading = {
            who
            for agency in self.stage.document["agencies"]
            for who in accounts_in(agency, "leads", "deputies")
        }
        for who, person in self.stage.world.people.items():
            chance = Random(f"{self.seed}/{who}/away")
            share = TURNOVER.lead_away if who in leading else TURNOVER.away
            if not counts(person) or chance.random() >= share:
                continue
            begins, days = chance.randrange(len(self.rounds)), chance.randint(4, 24)
            yield who, begins, partial(practitioner(person).pause, days)
            if chance.random() < TURNOVER.back_early:
                yield who, begins + 1 + chance.randrange(4 * days), practitioner(person).resume

    def _in_roles(self) -> frozenset[Who]:
        named = {(p["workspace"], p["account"]) for p in self.stage.document["people"]}
        for number, agency in enumerate(self.stage.document["agencies"]):
            named |= set(self._staff(agency)[: KEPT + (number < CHANGING)])
        return frozenset(named)

    def _staff(self, agency: Json) -> list[Who]:
        world = self.stage.world
        return [
            (channel.workspace, account)
            for channel in world.channels.values()
            if channel.agency == agency["key"]
            for account in channel.members
            if counts(world.people[channel.workspace, account])
        ]

    def _take_out(self, who: Who) -> tuple[str, ...]:
        workspace, account = who
        world = self.stage.world
        found = [
            channel
            for channel in world.channels.values()
            if channel.workspace == workspace and account in channel.members
        ]
        for channel in found:
            members = tuple(member for member in channel.members if member != account)
            world.channels[channel.id] = replace(channel, members=members)
        return tuple(channel.id for channel in found)

    async def _join(self, who: Who, channels: tuple[str, ...]) -> None:
        for key in channels:
            channel = self.stage.world.channels[key]
            self.stage.world.channels[key] = replace(channel, members=(*channel.members, who[1]))
        self.diary.keep(Joined(who, self.stage.clock.now(), channels))

    async def _leave(self, who: Who, *, gone: bool) -> None:
        self._take_out(who)
        if gone:
            self.stage.gone.add(who)
        self.diary.keep(Left(who, self.stage.clock.now(), gone))

    async def _follow(self, agency: Json) -> None:
        """Let the lead leave the role: the deputy leads, and somebody else is deputy. The bot is
        started again with the new directory."""
        await self.stage.stop()
        third = next(who for who in self._staff(agency) if who not in accounts_in(agency))
        agency["leads"] = agency["deputies"]
        agency["deputies"] = [{"workspace": third[0], "account": third[1]}]
        self._keep_leads(agency)
        await self.stage.start()

    def _keep_leads(self, agency: Json) -> None:
        self.diary.keep(
            Led(
                ("", ""),
                self.stage.clock.now(),
                agency["key"],
                accounts_in(agency, "leads"),
                accounts_in(agency, "deputies"),
            )
        )


def accounts_in(agency: Json, *lists: str) -> tuple[Who, ...]:
    """Return the accounts that a directory's agency names as leads, deputies or both."""
    return tuple(
        (each["workspace"], each["account"])
        for name in lists or ("leads", "deputies")
        for each in agency[name]
    )
