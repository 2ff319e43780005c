"""Running a part of the proof so that whatever it started is ended with it."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import TypeVar

_Found = TypeVar("_Found")


def run(part: Coroutine[None, None, _Found]) -> _Found:
    """Run it to its end. SIGTERM stops it as Ctrl+C does: what it started is ended first."""

    async def stoppable() -> _Found:
        task = asyncio.current_task()
        assert task is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await part

    return asyncio.run(stoppable())
