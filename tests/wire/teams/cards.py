"""Messages as the cards that Teams gets."""

from bot.platforms.teams.render import render_message, render_view
from content.actions import Action, ActionName
from content.message import Block, Button, Buttons, Message, View, Weight
from tests.wire.teams.names import DELIVERY, Json

READ = Action(ActionName.READ, DELIVERY)
ASK = Action(ActionName.ASK, DELIVERY)
BUTTONS = Buttons((Button("Read it", READ, Weight.MAIN),), (Button("Ask", ASK),))


def card(*blocks: Block) -> Json:
    return render_message(Message("All of it.", blocks))["attachments"][0]["content"]


def body(*blocks: Block) -> list[Json]:
    return card(*blocks)["body"]


def page(*blocks: Block) -> list[Json]:
    return render_view(View("Title", Message("All of it.", blocks)))["card"]["content"]["body"]
