"""A driver's shift on a workspace: what waits there goes out at its pace, destination by
destination in their order, several at a time, those first whose turn it is."""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from math import inf
from time import monotonic
from typing import Final

from bot.delivery.bell import Bell
from bot.delivery.calls import made_by, sent_by
from bot.delivery.gate import Booking, PacedGate
from bot.delivery.service import Deliverer
from bot.platforms.limits import Call
from bot.store.delivery.deliveries import OPEN, Delivery
from bot.store.delivery.holds import Holds
from bot.store.delivery.lines import hold_behind, take_lines, workspace_hold
from bot.store.wake import is_outage
from content.templating import say

logger = logging.getLogger(__name__)

AT_ONCE: Final = 32
"""Deliveries that are under way in one workspace at the same time. Most of each is waiting for the
platform's answer."""
MOST: Final = 256
"""Deliveries that are looked through for lines at a time."""
LOOK_EVERY: Final = 1.0
"""Seconds after which a busy driver looks for what has come meanwhile."""
LOOK_ANEW: Final = 5.0
"""Seconds after which it looks at what it has taken as well, for what came by way of other workers:
they ring no bell here. It costs a share of the pace, since nothing begins meanwhile."""
LOOK_APART: Final = 0.05
"""Seconds between two looks at least, while something else is to be done."""
GET_READY: Final = 1.0
"""Seconds before its turn at which a delivery is begun. What is begun sooner only stands in the way
of what may go at once."""
AT_GATE: Final = 5.0
"""The same of posts: these go on the dot, from a queue at the gate, and it is as long as this where
the platform has slowed the workspace down. What comes then and is urgent waits behind it."""
LAST_TURNS: Final = 5.0
"""Seconds after its end for which what waits for its turn still gets it: a workspace that keeps its
pace stands still no longer than handing on takes. One that rests is not waited for."""


@dataclass(slots=True)
class _Underway:
    """What is known of one destination: what is still to be sent, and whether something is being
    sent."""

    ready: deque[Delivery]
    turn: int
    busy: bool = False


@dataclass(slots=True)
class Shift:
    """One driver's work on one workspace, while it holds it."""

    workspace: str
    deliverer: Deliverer
    holds: Holds
    gate: PacedGate
    stopping: asyncio.Event
    bell: Bell
    ends: float
    lines: dict[str, _Underway] = field(default_factory=dict[str, _Underway])
    tasks: dict[asyncio.Task[None], Booking] = field(
        default_factory=dict[asyncio.Task[None], Booking]
    )
    looked: float = -inf
    anew: float = -inf
    """When it looked last, and when at all there is."""
    dry: bool = True
    """Whether a destination has run out of what was taken for it, so that it is worth a look."""
    shunned: set[str] = field(default_factory=set[str])
    """Destinations of which a delivery could not even be settled, for a reason in our own code:
    left alone until another shift, so that the others go on."""
    last: frozenset[asyncio.Task[None]] | None = None
    """What was under way as the shift's time was over. While any of it still is, the shift goes on:
    a call that hangs would else keep the whole workspace from its messages."""
    outage: BaseException | None = None

    async def work(self) -> bool:
        """Deliver until nothing waits, and return False; or until the shift is over, and return
        True. Raises what `is_outage` recognises, once nothing is under way any more."""
        try:
            while not self._over():
                await self._look()
                soonest = self._begin_what_may()
                if not self.lines and not self.dry:
                    return False
                await self._rest(soonest)
        finally:
            await self._end()
        if self.outage is not None:
            raise self.outage
        return True

    async def _end(self) -> None:
        """Let what is under way end. What would wait too long for its turn is left as it is."""
        ended = monotonic()
        while self.tasks:
            await asyncio.wait(self.tasks, timeout=LAST_TURNS)
            for task, booking in self.tasks.items():
                if booking.waits and monotonic() - ended >= LAST_TURNS:
                    task.cancel()

    def _over(self) -> bool:
        if self.stopping.is_set() or self.outage is not None:
            return True
        late = monotonic() - self.ends
        if late <= 0:
            return False
        if self.last is None:
            self.last = frozenset(self.tasks)
        return not any(
            task in self.last and not (booking.waits and late >= LAST_TURNS)
            for task, booking in self.tasks.items()
        )

    async def _look(self) -> None:
        """Take what has come, where that is due or worth it; at once where there is nothing else
        to do. What has come may be first in a line that was taken, or bring its turn forward, so
        then all lines are taken anew; those of which something is being sent, after that."""
        now = monotonic()
        since = now - self.looked
        anew = self.bell.came or now - self.anew >= LOOK_ANEW
        worth = self.dry or anew or since >= LOOK_EVERY
        if (self.lines or self.tasks) and (since < LOOK_APART or not worth):
            return
        if anew:
            self.anew = now
        left = {where for where, line in self.lines.items() if line.busy or not anew}
        if anew:
            for where in left:  # taken anew once what is being sent is there
                self.lines[where].ready.clear()
        await self.holds.check(workspace_hold(self.workspace))
        self.looked, self.dry, self.bell.came = monotonic(), False, False
        self.gate.pace.forget(self.looked)
        statements = self.deliverer.database.statements
        for line in await take_lines(
            statements, self.workspace, busy=[*left, *self.shunned], most=MOST
        ):
            if line.ready:
                self.lines[line.destination] = _Underway(deque(line.ready), line.turn)
            else:
                self.lines.pop(line.destination, None)
                await hold_behind(statements, self.workspace, line, reason=say("waiting.in_order"))

    def _begin_what_may(self) -> float:
        """Begin with every destination that is free, as many at a time as may be. Returns when the
        next one is."""
        now, soonest = monotonic(), inf
        for destination, line in sorted(self.lines.items(), key=lambda it: it[1].turn):
            if line.busy:
                continue
            if not line.ready:
                del self.lines[destination]
                self.dry = True
                continue
            if len(self.tasks) >= AT_ONCE:
                break
            free_at = self.gate.pace.line_free_at(destination)
            if free_at > now:
                soonest = min(soonest, free_at)
                continue
            delivery, free_at = self._first_that_may(line, now)
            if delivery is None:
                soonest = min(soonest, free_at)
                continue
            line.ready.remove(delivery)
            line.busy = True
            booking = self.gate.book(*made_by(delivery, self.deliverer.rosters))
            task = asyncio.create_task(self._deliver(line, delivery, booking))
            self.tasks[task] = booking
            task.add_done_callback(self._done)
        return soonest

    def _first_that_may(self, line: _Underway, now: float) -> tuple[Delivery | None, float]:
        """Return what of a line may begin, by the pace of its call; or None, and when something
        may. A change of what stands comes first in its line, and yet nothing waits for it: its
        calls are counted apart."""
        soonest, asked = inf, set[Call]()
        for delivery in line.ready:
            call = sent_by(delivery)
            if call in asked:
                continue
            asked.add(call)
            begins = max(map(self._ready_for, made_by(delivery, self.deliverer.rosters)))
            if begins <= now:
                return delivery, now
            soonest = min(soonest, begins)
        return None, soonest

    def _ready_for(self, call: Call) -> float:
        """Return the moment from which on one may get ready for a call of this kind."""
        return self.gate.free_at(call) - (AT_GATE if call is Call.POST else GET_READY)

    async def _deliver(self, line: _Underway, delivery: Delivery, booking: Booking) -> None:
        try:
            if await self.deliverer.deliver(delivery, booking) in OPEN:
                line.ready.clear()  # it waits, and what stands behind it must not overtake it
        except Exception as error:  # noqa: BLE001 - told by its kind below
            line.ready.clear()
            if is_outage(error):
                self.outage = error
                return
            self.shunned.add(delivery.destination)
            # Only the kind of the error: its words may hold what was to be sent.
            logger.error("Delivery %s: %s.", delivery.id, type(error).__name__)  # noqa: TRY400
        finally:
            booking.give_back()
            line.busy = False

    def _done(self, task: asyncio.Task[None]) -> None:
        del self.tasks[task]
        self.bell.wake.set()

    async def _rest(self, soonest: float) -> None:
        """Wait until something is done, has come, or may begin; no longer than between two looks
        where there is reason for one."""
        if self.dry or self.bell.came:
            pause = LOOK_APART if self.lines else 0.0
        else:
            pause = min(max(soonest - monotonic(), 0.0), LOOK_EVERY)
        try:
            async with asyncio.timeout(pause):
                await self.bell.wake.wait()
        except TimeoutError:
            return
        self.bell.wake.clear()
