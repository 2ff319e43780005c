"""Where what came in from Slack is handed to the house, and its answer put into words."""

import asyncio
import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import assert_never

from slack_bolt.response import BoltResponse

from bot.platforms.base import Inbound
from bot.platforms.slack.client import Web
from bot.platforms.slack.errors import Failure
from bot.platforms.slack.payload import (
    BlockActions,
    ChannelBack,
    HomeOpened,
    Payload,
    SlashCommand,
    User,
    ViewSubmission,
)
from bot.platforms.slack.replies import Replies, kept_open, only_to_them, taken, words
from bot.platforms.slack.visits import Visits
from bot.platforms.slack.vouching import Vouching
from config.directory import Workspace
from config.now import Now
from content.actions import Action, UnknownAction
from content.templating import say
from handlers.interaction import (
    Command,
    FieldErrors,
    Interaction,
    PrivateNote,
    Reply,
    Respondent,
)

_log = logging.getLogger(__name__)


class Desk:
    """Turns what Slack sent into what the house understands, and says the reply."""

    def __init__(self, inbound: Inbound, web: Web, now: Now) -> None:
        """Hand over to `inbound`, and answer through this client."""
        self._inbound = inbound
        self._vouching = Vouching(web, inbound.known, now)
        self._replies = Replies(web, inbound.shown)
        self._visits = Visits(now)
        self._behind: set[asyncio.Task[None]] = set()
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def answer(self, workspace: Workspace, payload: Payload) -> BoltResponse:
        """Return the ack. By then everything that it says is durable."""
        with self._at_work():
            match payload:
                case BlockActions():
                    return await self._press(workspace, payload)
                case ViewSubmission():
                    return await self._submission(workspace, payload)
                case SlashCommand():
                    return await self._command(workspace, payload)
                case HomeOpened():
                    return await self._visit(workspace, payload)
                case ChannelBack():
                    await self._inbound.mended(workspace.key, payload.channel)
                    return taken()
                case _:
                    assert_never(payload)

    async def finish(self, seconds: float) -> None:
        """Wait until nothing is being answered and every page is made, at most so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
                await asyncio.gather(*self._behind)
        except TimeoutError:
            _log.warning("Stopped while Slack still waited for an answer.")

    async def _press(self, workspace: Workspace, press: BlockActions) -> BoltResponse:
        try:
            reply = await self._handled(
                workspace,
                press.user,
                press.actions[0].action,
                lambda respondent, action: Interaction(
                    respondent,
                    action,
                    channel=press.channel.id if press.channel and not press.view else None,
                ),
            )
            if isinstance(reply, str):
                reply = PrivateNote(words(reply))
            return await self._replies.to_press(workspace, press, reply)
        except Exception as error:  # noqa: BLE001 - whatever failed, the person is told
            _report(error)
            note = PrivateNote(words(say("slack.not_saved")))
            return await self._replies.to_press(workspace, press, note)

    async def _submission(self, workspace: Workspace, sent: ViewSubmission) -> BoltResponse:
        try:
            reply = await self._handled(
                workspace,
                sent.user,
                sent.view.private_metadata,
                lambda respondent, action: Interaction(
                    respondent,
                    action,
                    chosen=sent.chosen,
                    written=sent.written,
                    submitted=True,
                ),
            )
            if isinstance(reply, str):
                return kept_open(sent, reply)
            return await self._replies.to_submission(sent, reply)
        except Exception as error:  # noqa: BLE001 - whatever failed, the person is told
            _report(error)
            return kept_open(sent, say("slack.not_saved"))

    async def _command(self, workspace: Workspace, command: SlashCommand) -> BoltResponse:
        try:
            respondent = await self._respondent(workspace, command.user)
            if respondent is None:
                return only_to_them(words(say("slack.not_vouched")))
            said = await self._inbound.obey(Command(respondent, command.text.strip()))
            return only_to_them(said)
        except Exception as error:  # noqa: BLE001 - whatever failed, the person is told
            _report(error)
            return only_to_them(words(say("slack.not_done")))

    async def _visit(self, workspace: Workspace, opened: HomeOpened) -> BoltResponse:
        """Make the person's page anew, once for each time that they come to it."""
        if opened.event.tab != "home" or not self._visits.begin(opened.event_id):
            return taken()
        user = User(id=opened.event.user)
        try:
            respondent = await self._respondent(workspace, user)
            if respondent is None:
                page = words(say("slack.not_vouched"))
            else:
                page = await self._inbound.home(respondent)
                self._visits.came(workspace.key, user.id)
            answer = await self._replies.publish(workspace, user.id, page)
        except Exception as error:  # noqa: BLE001 - whatever failed, the person is told
            _report(error)
            page = words(say("slack.no_home"))
            answer = await self._replies.publish(workspace, user.id, page)
        if answer.status != taken().status:
            self._visits.give_back(opened.event_id)
        return answer

    def _did(self, workspace: Workspace, respondent: Respondent) -> None:
        """Have the person's page made anew behind the answer, if it may be before them: what they
        did may be on it."""
        if self._visits.is_looking(workspace.key, respondent.account):
            making = asyncio.create_task(self._make_anew(workspace, respondent))
            self._behind.add(making)
            making.add_done_callback(self._behind.discard)

    async def _make_anew(self, workspace: Workspace, respondent: Respondent) -> None:
        with self._at_work():
            try:
                page = await self._inbound.home(respondent)
                await self._replies.publish(workspace, respondent.account, page)
            except Exception as error:  # noqa: BLE001 - the page of before stands, and says so
                _report(error)

    @contextmanager
    def _at_work(self) -> Generator[None]:
        self._busy += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    async def _handled(
        self,
        workspace: Workspace,
        user: User,
        encoded: str,
        interaction: Callable[[Respondent, Action], Interaction],
    ) -> Reply | str:
        """Return the reply, or a sentence that says why it cannot be handled just now."""
        try:
            action = Action.decode(encoded)
        except UnknownAction:
            return PrivateNote(words(say("slack.old_button")))
        respondent = await self._respondent(workspace, user)
        if respondent is None:
            return say("slack.not_vouched")
        done = interaction(respondent, action)
        reply = await self._inbound.handle(done)
        # A view that a press opens has changed nothing yet.
        if isinstance(reply, PrivateNote) or (
            done.submitted and not isinstance(reply, FieldErrors)
        ):
            self._did(workspace, respondent)
        return reply

    async def _respondent(self, workspace: Workspace, user: User) -> Respondent | None:
        """Return who acted; None where Slack could not vouch for them just now."""
        outsider = await self._vouching.outsider(workspace, user)
        if isinstance(outsider, Failure):
            return None
        return Respondent(workspace.key, user.id, outsider=outsider)


def _report(error: Exception) -> None:
    """Log what failed and where, without its words: they may hold what a person wrote."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    _log.error("An interaction failed: %s at %s.", type(error).__name__, where)
