"""The bot's one-to-one chats: for now a message there gets one calm card that says what the bot
does. In channels the bot stays silent."""

import asyncio
import logging

from bot.platforms.base import Sent
from bot.platforms.teams.activity import Activity
from bot.platforms.teams.client import Connector
from bot.platforms.teams.render import render_message
from bot.platforms.teams.replies import help_card
from config.directory import Workspace

_REMEMBERED = 1000

_log = logging.getLogger(__name__)


class PersonalChats:
    """Answers beside the request, which Teams wants acknowledged at once."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._answered: dict[str, None] = {}
        self._answering: set[asyncio.Task[None]] = set()

    def greet(self, workspace: Workspace, activity: Activity) -> None:
        """Answer a person's message in the one-to-one chat. The same message again, as Teams
        repeats it when it was in doubt, is answered once."""
        personal = activity.conversation.conversation_type == "personal"
        if not personal or activity.sender.id.startswith("28:"):
            return
        key = f"{activity.conversation.id}\n{activity.id}"
        if key in self._answered:
            return
        if len(self._answered) >= _REMEMBERED:
            del self._answered[next(iter(self._answered))]
        self._answered[key] = None
        task = asyncio.create_task(self._say(workspace, activity.conversation.id))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def close(self) -> None:
        """Finish the answers that are under way."""
        await asyncio.gather(*self._answering)

    async def _say(self, workspace: Workspace, conversation: str) -> None:
        result = await self._connector.say(workspace, conversation, render_message(help_card()))
        if not isinstance(result, Sent):
            _log.warning("A personal chat got no answer: %s", result.reason)
