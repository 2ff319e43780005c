"""A clock that was ahead has skipped what was still to come: once the time is right again, the plan
owes it.

Nothing a clock does by a wrong time can be told from what it does by the right one, at that time.
But a moment that was skipped *later than now* was skipped by a clock that was ahead.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from bot.store.engine import AsyncConnection
from bot.store.looks import Look
from bot.store.plans.skips import SKIPS_LOOK, take_back_skips

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OweAgain:
    """The follow-up that has skipped moments judged anew (`bot.followups.base.FollowUp`)."""

    name: str = "skips"

    def look(self, now: datetime) -> Look | None:  # noqa: ARG002 - the same at any moment
        """Return the look."""
        return SKIPS_LOOK

    async def __call__(self, connection: AsyncConnection, now: datetime) -> datetime | None:
        """Take back what was skipped too early. Returns now where the plans are to be filled."""
        found = await take_back_skips(connection, now)
        for it in found:
            logger.warning(
                "Dissemination %s: %d moments were skipped by a clock that was ahead, and are"
                " planned again.",
                it.dissemination,
                it.moments,
            )
        return now if found else None
