"""Posts, private messages, updates, and the look for a post whose fate is unclear."""

from datetime import timedelta
from uuid import UUID

from bot.platforms.base import Place
from bot.platforms.results import (
    Absent,
    Broken,
    CannotLook,
    Found,
    LookResult,
    Receipt,
    SendResult,
    Sent,
    Stopped,
    TryLater,
    Unclear,
)
from bot.platforms.slack.client import Answer, Web
from bot.platforms.slack.errors import Failure, Kind, not_sent, repeatable
from bot.platforms.slack.render import render_message
from bot.platforms.slack.untrusted import items, mapping, text
from config.directory import Workspace
from config.now import Now
from content.message import Message
from content.templating import say_once

EVENT_TYPE = "sevenbot_delivery"
"""The kind of metadata that carries a delivery's id."""
LOOK_BACK = timedelta(days=7)
"""An unclear attempt is looked for within hours; a week is ample."""
PAGE = 200
MAX_PAGES = 10
_REMEMBERED = 10_000


class Sender:
    """Sends, and maps what Slack says to results. Nothing is tried twice here."""

    def __init__(self, web: Web, now: Now) -> None:
        """Send through this client."""
        self._web = web
        self._now = now
        self._conversations: dict[tuple[str, str], str] = {}
        """One-to-one conversations by workspace and account: they never change."""

    async def post(self, place: Place, message: Message, delivery: UUID) -> SendResult:
        """Post to a channel, the delivery's id in the message's metadata."""
        return await self._post(place.workspace.key, place.channel, message, delivery)

    async def post_private(
        self, workspace: Workspace, account: str, message: Message, delivery: UUID
    ) -> SendResult:
        """Open the one-to-one conversation, and post there."""
        known = self._conversations.get((workspace.key, account))
        if known is None:
            opened = await self._web.write(
                workspace.key, "conversations.open", {"users": account, "return_im": False}
            )
            if isinstance(opened, Failure):
                # Nothing was posted yet, whatever became of the opening.
                return _everywhere(not_sent(repeatable(opened)))
            known = text(mapping(opened.get("channel")).get("id"))
            if not known:
                return Broken("Slack opened a conversation without saying which.")
            if len(self._conversations) >= _REMEMBERED:
                self._conversations.clear()
            self._conversations[workspace.key, account] = known
        return await self._post(workspace.key, known, message, delivery)

    async def update(self, workspace: Workspace, receipt: Receipt, message: Message) -> SendResult:
        """Replace a message, wherever it was sent to. Doing so twice does no harm, so nothing is
        ever unclear."""
        answer = await self._web.write(
            workspace.key,
            "chat.update",
            {
                **render_message(message),
                "channel": receipt.conversation,
                "ts": receipt.message,
                "link_names": False,
            },
        )
        if isinstance(answer, Failure):
            return _everywhere(not_sent(repeatable(answer)))
        return Sent(receipt)

    async def look(self, place: Place, delivery: UUID) -> LookResult:
        """Look through the channel's last week for a message that carries the delivery's id."""
        if not place.workspace.may_read_history:
            return CannotLook(
                "This workspace did not grant the bot to read its channels "
                "(may_read_history in the directory)."
            )
        cursor = ""
        oldest = f"{(self._now() - LOOK_BACK).timestamp():.6f}"
        for _ in range(MAX_PAGES):
            answer = await self._web.read(
                place.workspace.key,
                "conversations.history",
                {
                    "channel": place.channel,
                    "include_all_metadata": "true",
                    "limit": str(PAGE),
                    "oldest": oldest,
                    **({"cursor": cursor} if cursor else {}),
                },
            )
            if isinstance(answer, Failure):
                return _unread(repeatable(answer))
            if found := _carrying(answer, str(delivery)):
                return Found(Receipt(place.channel, found))
            cursor = next_cursor(answer)
            if not cursor:
                return CannotLook(_CUT) if answer.get("has_more") else Absent()
        return CannotLook(_CUT)

    async def _post(
        self, workspace: str, channel: str, message: Message, delivery: UUID
    ) -> SendResult:
        answer = await self._web.write(
            workspace,
            "chat.postMessage",
            {
                **render_message(message),
                "channel": channel,
                "metadata": {
                    "event_type": EVENT_TYPE,
                    "event_payload": {"delivery": str(delivery)},
                },
                "mrkdwn": False,
                "link_names": False,
                "unfurl_links": False,
                "unfurl_media": False,
            },
        )
        if isinstance(answer, Failure):
            return not_sent(answer)
        where, ts = text(answer.get("channel")), text(answer.get("ts"))
        if not where or not ts:
            return Unclear("Slack accepted the message without a receipt.")
        return Sent(Receipt(where, ts))


_CUT = "The channel has more messages than can be looked through."


def next_cursor(answer: Answer) -> str:
    """Return where the next page begins; "" when this was the last."""
    return text(mapping(answer.get("response_metadata")).get("next_cursor"))


def _unread(failure: Failure) -> CannotLook | TryLater:
    told = say_once("slack_error.unread", why=failure.reason)
    return TryLater(told, failure.after) if failure.kind is Kind.LATER else CannotLook(told)


def _carrying(answer: Answer, delivery: str) -> str | None:
    for message in map(mapping, items(answer.get("messages"))):
        mark = mapping(message.get("metadata"))
        payload = mapping(mark.get("event_payload"))
        if mark.get("event_type") == EVENT_TYPE and payload.get("delivery") == delivery:
            return text(message.get("ts")) or None
    return None


def _everywhere(
    result: TryLater | Stopped | Broken | Unclear,
) -> TryLater | Stopped | Broken | Unclear:
    """Return the result of a method whose limit holds for the whole workspace."""
    if isinstance(result, TryLater) and result.after is not None:
        return TryLater(result.reason, result.after, everywhere=True)
    return result
