"""What people write to the bot, and its chats with one person. Whatever it answers is said there:
in a channel the bot says nothing, whoever mentions it."""

import asyncio
import logging
from collections.abc import Coroutine

from bot.platforms.base import Inbound
from bot.platforms.results import SendResult, Sent, Stopped, TryLater
from bot.platforms.teams import patience
from bot.platforms.teams.activity import Activity
from bot.platforms.teams.client import Connector
from bot.platforms.teams.once import Once
from bot.platforms.teams.render import render_message
from bot.platforms.teams.replies import cannot_do, cannot_vouch
from bot.platforms.teams.vouch import Vouching
from bot.platforms.teams.writing import PERSONAL, addressed, written
from config.directory import Workspace
from content.message import Message
from handlers.interaction import Command, Respondent

WELCOMES_AT_ONCE = 4
"""An administrator may set the app up for thousands in a minute. What people write never waits."""

_log = logging.getLogger(__name__)


class PersonalChats:
    """Answers beside the request, which Teams wants acknowledged at once."""

    def __init__(self, connector: Connector, inbound: Inbound, vouching: Vouching) -> None:
        self._connector = connector
        self._inbound = inbound
        self._vouching = vouching
        self._heard = Once()
        self._welcomed = Once()
        self._answering: set[asyncio.Task[None]] = set()
        self._gate = asyncio.Semaphore(WELCOMES_AT_ONCE)

    def hear(self, workspace: Workspace, activity: Activity, bot: str) -> None:
        """Do what a person wrote to the bot ("28:…"), and answer that person alone. The same
        message again, as Teams repeats it when it was in doubt, is done once. What is pressed on
        a card without opening a dialog comes as a message without words: nobody wrote it."""
        pressed = not activity.text and activity.value is not None
        if pressed or _is_bot(activity) or not addressed(activity, bot):
            return
        self._note(workspace, activity)
        if activity.id is None or self._heard.first(f"{activity.conversation.id}\n{activity.id}"):
            self._begin(self._obey(workspace, activity, written(activity, bot)))

    def meet(self, workspace: Workspace, activity: Activity, bot: str) -> None:
        """Show a person their page when the bot ("28:…") was added to their chat; once, though
        two kinds of event tell of it."""
        if activity.conversation.conversation_type != PERSONAL or _is_bot(activity):
            return
        chat = activity.conversation.id
        if activity.type == "installationUpdate" and activity.action == "remove":
            self._welcomed.forget(chat)
            self._connector.chats.forget(workspace, activity.sender.known_as)
            return
        self._note(workspace, activity)
        added = any(member.id == bot for member in activity.members_added or ())
        installed = activity.type == "installationUpdate" and activity.action == "add"
        if (added or installed) and self._welcomed.first(chat):
            self._begin(self._welcome(workspace, activity))

    async def close(self) -> None:
        """Finish the answers that are under way."""
        await asyncio.gather(*self._answering)

    def _note(self, workspace: Workspace, activity: Activity) -> None:
        if activity.conversation.conversation_type == PERSONAL:
            chat = activity.conversation.id
            self._connector.chats.note(workspace, activity.sender.known_as, chat)

    def _begin(self, answer: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(_safely(answer))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _obey(self, workspace: Workspace, activity: Activity, text: str) -> None:
        try:
            respondent = await self._respondent(workspace, activity)
            if isinstance(respondent, Respondent):
                answer = await self._inbound.obey(Command(respondent, text))
            else:
                answer = cannot_vouch()
        except Exception as error:  # noqa: BLE001 - whatever failed, the person is told
            _report(error)
            answer = cannot_do()
        await self._say(workspace, activity, answer)

    async def _welcome(self, workspace: Workspace, activity: Activity) -> None:
        async with self._gate:
            respondent = await self._respondent(workspace, activity)
            if isinstance(respondent, Respondent):
                await self._say(workspace, activity, await self._inbound.home(respondent))

    async def _respondent(
        self, workspace: Workspace, activity: Activity
    ) -> Respondent | TryLater | Stopped:
        """Return who wrote, or why nobody can say."""
        outsider = await self._vouching.outsider(workspace, activity)
        if isinstance(outsider, bool):
            return Respondent(workspace.key, activity.sender.known_as, outsider)
        _log.warning("An account could not be checked: %s", outsider.reason)
        return outsider

    async def _say(self, workspace: Workspace, activity: Activity, answer: Message) -> None:
        body = render_message(answer)
        result: SendResult | None = None
        for _ in range(patience.TRIES):
            if isinstance(result, TryLater):
                await patience.wait(result.after)
            if activity.conversation.conversation_type == PERSONAL:
                result = await self._connector.say(workspace, activity.conversation.id, body)
            else:
                account = activity.sender.known_as
                result = await self._connector.post_private(workspace, account, body)
            if not isinstance(result, TryLater):
                break
        if result is not None and not isinstance(result, Sent):
            _log.warning("A person got no answer: %s", result.reason)


def _is_bot(activity: Activity) -> bool:
    return activity.sender.id.startswith("28:")


async def _safely(answer: Coroutine[None, None, None]) -> None:
    try:
        await answer
    except Exception as error:  # noqa: BLE001 - nobody waits for it who could be told
        _report(error)


def _report(error: Exception) -> None:
    """Log what failed and where, without its words: they may hold what a person wrote."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    _log.error("A command failed: %s at %s.", type(error).__name__, where)
