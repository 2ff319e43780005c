"""What the directory and the figures say to leads and administrators."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.agencies.progress import ProgressReader
from bot.platforms.discovery import load_checkup
from bot.store.engine import Database
from config.directory import Directory
from config.now import Now
from content.compose.connect import Connection
from content.progress import AgencyProgress
from handlers.interaction import Respondent
from handlers.roles import agencies_led


@dataclass(frozen=True, slots=True)
class AgencyDesk:
    """Answers for agencies and workspaces (`handlers.ports.Agencies`)."""

    database: Database
    directory: Directory
    progress: ProgressReader
    now: Now

    async def led_by(self, respondent: Respondent) -> Sequence[AgencyProgress]:
        """Return how the agencies stand whose lead or deputy this is: no others, whoever asks."""
        led = agencies_led(self.directory, respondent.workspace, respondent.account)
        async with self.database.begin() as connection:
            now = self.now()
            return [
                await self.progress.of_agency(connection, agency, now, until=now) for agency in led
            ]

    def connection(self, workspace: str) -> Connection:
        """Return what the directory says of a workspace."""
        entry = self.directory.workspace(workspace)
        return Connection(
            workspace=entry.key,
            platform=entry.platform,
            id=entry.id,
            agency=entry.agency,
            channels=tuple(it.name for it in self.directory.channels if it.workspace == entry.key),
            channel_id=load_checkup(entry.platform).SHAPES.channel.words,
        )
