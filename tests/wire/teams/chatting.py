"""What Teams sends when people write to the bot, or add it to a chat of their own."""

import asyncio

from content.actions import Action, ActionName
from content.message import Button, Buttons, Heading, Message
from tests.wire.teams.names import APP_ID, DELIVERY, TENANT, Json
from tests.wire.teams.standin import Rig

CHAT = {"id": "a:chat", "conversationType": "personal", "tenantId": TENANT}
BOT = f"28:{APP_ID}"
MENTION = {"type": "mention", "mentioned": {"id": BOT, "name": "S"}, "text": "<at>Sevenbot</at>"}
READ = Action(ActionName.READ, DELIVERY)
ANSWER = Message(
    "One is waiting.",
    (Heading("What is waiting"), Buttons((Button("Read it", READ),))),
)
SAID = "/teams/v3/conversations/a:chat/activities"


def in_chat(rig: Rig, **changes: object) -> Json:
    return rig.activity(
        type="message",
        name=None,
        text="hello",
        channelData={"tenant": {"id": TENANT}},
        conversation=CHAT,
    ) | dict(changes)


def in_channel(rig: Rig, text: str = "<at>Sevenbot</at> history", **changes: object) -> Json:
    body = rig.activity(type="message", name=None, text=text, entities=[MENTION])
    return body | dict(changes)


def added(rig: Rig, **changes: object) -> list[Json]:
    """The two events that tell of the bot in a new chat."""
    base = in_chat(rig, text=None) | dict(changes)
    return [
        base | {"type": "conversationUpdate", "membersAdded": [{"id": BOT}]},
        base | {"type": "installationUpdate", "action": "add"},
    ]


async def settled(rig: Rig) -> None:
    await asyncio.gather(*rig.teams._chats._answering)
