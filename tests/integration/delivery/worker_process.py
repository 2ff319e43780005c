"""A worker in a process of its own, to be killed. Its platform keeps its posts in a file, as a
real one keeps them out of our reach.

    python -m tests.integration.delivery.worker_process ADDRESS FILE CHANNELS LOOK HANG
"""

import asyncio
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from bot.platforms.base import Place
from bot.platforms.results import Absent, CannotLook, Found, LookResult, SendResult
from bot.store.engine import Database
from content.message import Message
from tests.fakes.platform import FakePlatform, Post, receipt_of
from tests.integration.delivery.house import House, directory_of

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class FilePlatform(FakePlatform):
    """Keeps a line per accepted post."""

    path: Path = Path()
    hang: bool = False

    async def post(self, place: Place, message: Message, *, delivery: UUID) -> SendResult:
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, f"{delivery}\n".encode())
        os.close(handle)
        if self.hang:
            await asyncio.sleep(3600)
        await asyncio.sleep(0.02)
        return await FakePlatform.post(self, place, message, delivery=delivery)

    async def look(self, place: Place, *, delivery: UUID) -> LookResult:
        if not self.may_look:
            return CannotLook("This workspace does not let the bot look.")
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        if str(delivery) in lines:
            post = Post(delivery, place.workspace.key, place.channel, Message("", ()), _EPOCH)
            return Found(receipt_of(post))
        return Absent()


async def main(address: str, path: str, channels: str, look: str, hang: str) -> None:
    platform = FilePlatform(path=Path(path), may_look=look == "look", hang=hang == "hang")
    house = House(Database(address), directory_of(int(channels)), platform)
    print("ready", flush=True)  # noqa: T201
    await house.queue.run_worker(house.work)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
