"""Drivers: one at a time delivers to a workspace, and as long as something waits.

A job only says that something waits (`bot/delivery/jobs.py`). The driver that it starts holds the
workspace (`bot/store/delivery/holds.py`), so that nobody else delivers there meanwhile, and drains
it (`bot/delivery/shift.py`). PostgreSQL lets go of the hold the moment the driver's process dies,
and another takes over.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final

from bot.delivery.bell import Bell, rung_by
from bot.delivery.inherited import paced_gate
from bot.delivery.service import Deliverer
from bot.delivery.shift import Shift
from bot.store.delivery.holds import Holds
from bot.store.delivery.lines import anything_waits, workspace_hold

logger = logging.getLogger(__name__)

SHIFT: Final = 20.0
"""Seconds after which a driver hands its workspace on, so that more workspaces than a worker
drives at a time all get their share: once what was under way then is done, and meanwhile it goes
on."""

HandOn = Callable[[str], Awaitable[None]]
"""Has a workspace driven on, here or elsewhere."""


class Drivers:
    """The drivers of one worker."""

    def __init__(
        self, deliverer: Deliverer, holds: Holds, hand_on: HandOn, *, shift: float = SHIFT
    ) -> None:
        """Take what they deliver by."""
        self._deliverer = deliverer
        self._holds = holds
        self._hand_on = hand_on
        self._shift = shift
        self._bells: dict[str, Bell] = {}

    async def drive(self, workspace: str, stopping: asyncio.Event) -> None:
        """Deliver what waits for a workspace, unless another driver is at it: that one looks once
        more before it leaves. Once `stopping` is set, what is under way is finished, and the
        rest handed on. Raises what `is_outage` recognises."""
        if (running := self._bells.get(workspace)) is not None:
            running.ring()
            return
        bell = self._bells[workspace] = Bell()
        ear = asyncio.create_task(rung_by(stopping, bell))
        try:
            while await self._driven(workspace, stopping, bell):
                pass
        finally:
            ear.cancel()
            del self._bells[workspace]

    async def _driven(self, workspace: str, stopping: asyncio.Event, bell: Bell) -> bool:
        """Drive for one shift. Returns whether to go on at once."""
        bell.came = False
        async with self._holds.hold(workspace_hold(workspace)) as held:
            if not held:
                # That one may have left since, and what rang here meanwhile came after it.
                logger.info("Workspace %s is driven by another.", workspace)
                return bell.came
            gate = await paced_gate(self._deliverer, workspace)
            ends = monotonic() + self._shift
            shift = Shift(workspace, self._deliverer, self._holds, gate, stopping, bell, ends)
            left = await shift.work()
        # Whoever came between the last look and letting go has left it to us. What comes after
        # this question rings here, or finds nobody holding.
        waits = await anything_waits(self._deliverer.database.statements, workspace)
        if left and (waits or bell.came):
            bell.came = False
            await self._hand_on(workspace)
            # Its job may have come to this worker already: then it rang here, and is gone.
            return bell.came
        return bell.came or (waits and not shift.shunned)
