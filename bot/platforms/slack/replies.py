"""Says a reply to the person, in the place where they acted."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import assert_never

from slack_bolt.response import BoltResponse

from bot.platforms.base import Shown as OnShown
from bot.platforms.slack.client import Web
from bot.platforms.slack.errors import Failure, Kind
from bot.platforms.slack.payload import BlockActions, Shown, ViewSubmission
from bot.platforms.slack.render import render_home, render_message, render_view
from config.directory import Workspace
from content.message import Message, Plain, Strong, Text, View
from content.templating import say
from handlers.interaction import FieldErrors, OpenView, PrivateNote, Reply, UpdateView

OPEN_SECONDS = 2.5
"""A trigger lives for three (docs.slack.dev/surfaces/modals)."""
NOTE_SECONDS = 1.2

PAGES_KEPT = 512
"""Pages ready to send: every page of some fifty posts, 2 to 20 kB each."""
HOME = "home"
"""The type of the view that is a person's own page."""

TITLE = "Sevenbot"
"""Of a page that has no title of its own. Slack calls App Home "View Title"."""

_log = logging.getLogger(__name__)


def taken(body: Mapping[str, object] | None = None) -> BoltResponse:
    """Return the ack, with what it says where it says something."""
    return BoltResponse(status=200, body=dict(body) if body else "")


def words(text: str) -> Message:
    """Return a note of one sentence or two."""
    return Message(text, (Text((Plain(text),)),))


def only_to_them(said: Message) -> BoltResponse:
    """Answer a command within its ack, so that only who wrote it sees it."""
    return taken({**render_message(said), "response_type": "ephemeral"})


def kept_open(sent: ViewSubmission, trouble: str) -> BoltResponse:
    """Keep the view as it is, so that nothing written is lost. Where it has an input, the trouble
    stands there; else Slack's own words say that it did not work and offer to try again."""
    block = next(iter(sent.view.state.values), None)
    if block is None:
        return BoltResponse(status=500, body="")
    return taken({"response_action": "errors", "errors": {block: trouble}})


class Replies:
    """Renders replies. Whatever they report is durable before this is called."""

    def __init__(self, web: Web, shown: OnShown) -> None:
        """Speak through this client; tell `shown` of each view that Slack accepted."""
        self._web = web
        self._shown = shown

    async def to_press(
        self, workspace: Workspace, press: BlockActions, reply: Reply
    ) -> BoltResponse:
        """Answer a press: on a post by a view or a note, on the person's own page by a view,
        within a view in that view."""
        if press.view is not None and press.view.type == HOME:
            return await self._open(workspace, press, _over_home(reply))
        if press.view is not None:
            return await self._in_view(workspace, press.view, reply)
        match reply:
            case OpenView() | UpdateView():
                return await self._open(workspace, press, reply)
            case PrivateNote(message):
                return await self.note(workspace, press, message)
            case FieldErrors(errors):
                return await self.note(workspace, press, words(" ".join(errors.values())))
            case _:
                assert_never(reply)

    async def to_submission(self, sent: ViewSubmission, reply: Reply) -> BoltResponse:
        """Answer a submission within its ack."""
        match reply:
            case OpenView(view, once_shown):
                # The ack itself shows the page, and nothing comes back to say so.
                if once_shown is not None:
                    await self._shown(once_shown)
                return _turned_to(view)
            case UpdateView(view):
                return _turned_to(view)
            case PrivateNote(message):
                return _update(note_view(sent.view, message))
            case FieldErrors(errors):
                placed = {
                    block: text
                    for name, text in errors.items()
                    if (block := sent.view.block_of(name)) is not None
                }
                if len(placed) < len(errors):
                    return _update(_with_errors(reply))
                return taken({"response_action": "errors", "errors": placed})
            case _:
                assert_never(reply)

    async def publish(self, workspace: Workspace, account: str, page: Message) -> BoltResponse:
        """Put a person's own page in place of the one before. Where Slack may take it later, answer
        500, and it asks again of itself; what a person must mend is logged."""
        answer = await self._web.write(
            workspace.key,
            "views.publish",
            {"user_id": account, "view": render_home(page)},
            seconds=OPEN_SECONDS,
        )
        if not isinstance(answer, Failure):
            return taken()
        if answer.kind in (Kind.LATER, Kind.UNCLEAR):
            return BoltResponse(status=500, body="")
        _log.warning("A person's page could not be shown in %s: %s", workspace.key, answer.reason)
        return taken()

    async def note(self, workspace: Workspace, press: BlockActions, said: Message) -> BoltResponse:
        """Say something that only the person who pressed sees. When Slack takes it neither way,
        log that and answer 500: Slack then marks the button, so that the press does not seem to
        have worked."""
        message = render_message(said)
        why = "It was pressed outside a channel, where no note can be shown."
        if press.channel is not None:
            answer = await self._web.write(
                workspace.key,
                "chat.postEphemeral",
                {**message, "channel": press.channel.id, "user": press.user.id},
                seconds=NOTE_SECONDS,
            )
            if not isinstance(answer, Failure):
                return taken()
            why = answer.reason
        if press.response_url is not None and await self._web.answer_url(
            press.response_url,
            {**message, "response_type": "ephemeral", "replace_original": False},
            seconds=NOTE_SECONDS,
        ):
            return taken()
        return _not_shown(workspace, why)

    async def _open(
        self, workspace: Workspace, press: BlockActions, reply: OpenView | UpdateView
    ) -> BoltResponse:
        answer = await self._web.write(
            workspace.key,
            "views.open",
            {"trigger_id": press.trigger_id, "view": render_view(reply.view)},
            seconds=OPEN_SECONDS,
        )
        if isinstance(answer, Failure):
            return await self.note(workspace, press, words(say("slack.not_shown")))
        if isinstance(reply, OpenView) and reply.once_shown is not None:
            await self._shown(reply.once_shown)
        return taken()

    async def _in_view(self, workspace: Workspace, within: Shown, reply: Reply) -> BoltResponse:
        match reply:
            case OpenView(view) | UpdateView(view):
                page = view
            case PrivateNote(message):
                page = note_view(within, message)
            case FieldErrors():
                page = _with_errors(reply)
            case _:
                assert_never(reply)
        answer = await self._web.write(
            workspace.key,
            "views.update",
            {"view_id": within.id, "view": render_view(page)},
            seconds=OPEN_SECONDS,
        )
        if isinstance(answer, Failure):
            return _not_shown(workspace, answer.reason)
        if isinstance(reply, OpenView) and reply.once_shown is not None:
            await self._shown(reply.once_shown)
        return taken()


def _not_shown(workspace: Workspace, why: str) -> BoltResponse:
    """Log that a person was shown nothing, without who or what, and have Slack mark the button."""
    _log.warning("An answer could not be shown in %s: %s", workspace.key, why)
    return BoltResponse(status=500, body="")


def _over_home(reply: Reply) -> OpenView | UpdateView:
    """Return the reply as a view that opens over a person's own page: nothing else can be shown
    there to them alone."""
    match reply:
        case OpenView() | UpdateView():
            return reply
        case PrivateNote(message, title):
            return OpenView(View(title=title or TITLE, message=message))
        case FieldErrors():
            return OpenView(_with_errors(reply))
        case _:
            assert_never(reply)


def note_view(within: Shown, message: Message) -> View:
    """Return a page that says it, under the title of the page that it replaces."""
    return View(title=within.title.text or TITLE, message=message)


def _turned_to(view: View) -> BoltResponse:
    """Answer with a page of a briefing. Of the others, which may hold what a person wrote, none
    is kept."""
    return BoltResponse(status=200, body=_ready(view))


@lru_cache(maxsize=PAGES_KEPT)
def _ready(view: View) -> str:
    return _update(view).body


def _update(view: View) -> BoltResponse:
    return taken({"response_action": "update", "view": render_view(view)})


def _with_errors(reply: FieldErrors) -> View:
    above = tuple(Text((Strong(error),)) for error in reply.errors.values())
    message = replace(reply.view.message, blocks=above + reply.view.message.blocks)
    return replace(reply.view, message=message)
