"""A post with buttons, and modals that a bot answers with."""

from typing import Any

import httpx

from bot.sandbox.world import Screen
from tests.wire.sandbox.slack.blocks import words


def option(value: str) -> dict[str, Any]:
    return {"text": words(f"Option {value}"), "value": value}


def question(number: int = 1, **element: Any) -> dict[str, Any]:
    radios = {"type": "radio_buttons", "action_id": "answer", "options": [option("a"), option("b")]}
    return {
        "type": "modal",
        "title": words("Learning &amp; more"),
        "submit": words("Answer"),
        "private_metadata": f"question {number}",
        "blocks": [
            {"type": "header", "text": words(f"Question {number}")},
            {
                "type": "input",
                "block_id": f"q{number}",
                "label": words("Which?"),
                "element": radios | element,
            },
            {
                "type": "input",
                "block_id": f"note{number}",
                "optional": True,
                "label": words("Why?"),
                "element": {"type": "plain_text_input", "action_id": "why"},
            },
        ],
    }


LAST = {
    "type": "modal",
    "title": words("Learning"),
    "blocks": [{"type": "section", "text": words("That is all.")}],
}
POST = [
    {"type": "header", "text": words("A briefing")},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "read", "text": words("Read"), "value": "1.read"},
            {
                "type": "overflow",
                "action_id": "more",
                "options": [
                    {"text": words("Ask"), "value": "1.ask"},
                    {"text": words("Unsure"), "value": "1.unsure"},
                ],
            },
            {"type": "button", "action_id": "check", "text": words("Check")},
        ],
    },
]


async def posted(rig: Any) -> Any:
    await rig.post(blocks=POST)
    return rig.world.posts[-1]


async def opened(rig: Any, view: Any = None, account: str = "U1") -> Screen:
    """Press the first button of a post, and have the bot open a view."""
    post = await posted(rig)

    async def open_view(payload: Any) -> None:
        answer = await rig.call(
            "views.open", trigger_id=payload["trigger_id"], view=view or question()
        )
        assert answer["ok"], answer

    rig.bot.answer = open_view
    screen = await rig.face.press(rig.person(account), post, rig.face.controls(post)[0])
    assert isinstance(screen, Screen)
    return screen


async def replace_bot(rig: Any, behave: Any) -> None:
    await rig.face.stop()
    rig.face._http._transport = httpx.MockTransport(behave)
    await rig.face.start()
