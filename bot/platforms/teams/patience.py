"""How long to wait before trying again while a person waits for the answer."""

import asyncio
import random
from datetime import timedelta

TRIES = 3
LONGEST_WAIT = 2.0
"""Seconds between tries. Teams gives up on an answer after about ten."""


async def wait(after: timedelta | None) -> None:
    """Wait as long as Teams asks for, within reason. Jitter keeps people of one busy channel from
    asking again all at once."""
    asked = LONGEST_WAIT if after is None else after.total_seconds()
    await asyncio.sleep(min(asked, LONGEST_WAIT) * random.uniform(0.8, 1.2))  # noqa: S311
