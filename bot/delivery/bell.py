"""What wakes a driver that rests."""

import asyncio
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bell:
    """Wakes a driver. `came`: there may be something new to deliver."""

    wake: asyncio.Event = field(default_factory=asyncio.Event)
    came: bool = False

    def ring(self) -> None:
        """Tell that something has come."""
        self.came = True
        self.wake.set()


async def rung_by(stopping: asyncio.Event, bell: Bell) -> None:
    """Wake a driver once it is to stop."""
    await stopping.wait()
    bell.wake.set()
