"""Claiming a delivery just before its call. Where no call follows after all, nobody need ever ask
whether it was posted."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final
from uuid import UUID

from bot.delivery.gate import Sleep
from bot.delivery.insisting import write_in_the_end
from bot.store.delivery.attempts import claim, take_back
from bot.store.delivery.deliveries import Delivery
from bot.store.statements import Statements
from bot.store.wake import is_outage
from config.now import Now

PROMPTLY: Final = timedelta(seconds=5)
"""A call follows its claim within so long, or is not made: the database or the process stood still
meanwhile, as on a machine that was put to sleep. Nobody else takes it up before a call would surely
be over (`bot/delivery/service.py`)."""


async def claim_promptly(
    statements: Statements,
    delivery: Delivery,
    now: Now,
    sleep: Sleep,
    *,
    eligible: Collection[UUID] | None,
) -> bool:
    """Mark that the delivery is about to be sent, as `claim` does. Returns whether it is to be sent
    now: else it changed meanwhile, or the claim took too long and is taken back. Raises only when
    the database cannot be reached."""
    at = now()

    async def undo() -> None:
        await take_back(statements, delivery, claimed_at=at)

    try:
        claimed = await claim(statements, delivery, now=at, eligible=eligible)
    except Exception as error:
        if is_outage(error):
            # It may be claimed all the same.
            await write_in_the_end(undo, sleep)
        raise
    if claimed and now() - at > PROMPTLY:
        await write_in_the_end(undo, sleep)
        return False
    return claimed
