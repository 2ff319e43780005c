"""Cards that a bot shows in dialogs, and a dialog that somebody has opened."""

import httpx

from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.world import Json, Person, Post, Screen, World
from content.actions import ActionName
from tests.wire.sandbox.teams.fakes import (
    FakeBot,
    action,
    card,
    channel_post,
    continued,
    message,
    words,
)

CONVERSATIONS = "/teams/v3/conversations"
READING = card(
    words("Background", style="heading"),
    words("Long text"),
    actions=[
        {
            "type": "Action.Submit",
            "title": "I've read it",
            "data": {"action": action(ActionName.ACKNOWLEDGE)},
        }
    ],
)
QUESTION = card(
    words("Question 1 of 3", style="heading"),
    {
        "type": "Input.ChoiceSet",
        "id": "answer",
        "label": "What fits?",
        "isRequired": True,
        "errorMessage": "Please choose an answer first.",
        "style": "expanded",
        "choices": [{"title": "This", "value": "a"}, {"title": "That", "value": "b"}],
    },
    {
        "type": "Input.ChoiceSet",
        "id": "several",
        "label": "And?",
        "isMultiSelect": True,
        "choices": [{"title": "This", "value": "a"}, {"title": "That", "value": "b"}],
    },
    {
        "type": "Input.Text",
        "id": "words",
        "label": "Why?",
        "maxLength": 10,
        "regex": "^[a-z ]*$",
        "errorMessage": "Small letters only.",
    },
    {"type": "Input.Toggle", "id": "sure", "title": "I am sure"},
    {
        "type": "ActionSet",
        "actions": [
            {
                "type": "Action.Submit",
                "title": "Ask a question",
                "data": {"action": action(ActionName.ASK)},
                "associatedInputs": "none",
            }
        ],
    },
    actions=[
        {
            "type": "Action.Submit",
            "title": "Answer",
            "data": {"action": action(ActionName.ANSWER)},
        }
    ],
)

_THREE = [{"title": name.upper(), "value": name} for name in "abc"]
FORM = card(
    {
        "type": "Input.ChoiceSet",
        "id": "way",
        "label": "How?",
        "isRequired": True,
        "errorMessage": "Choose one first.",
        "style": "expanded",
        "value": "b",
        "choices": _THREE,
    },
    {
        "type": "Input.ChoiceSet",
        "id": "teams",
        "label": "Which?",
        "isMultiSelect": True,
        "value": "a,c",
        "choices": _THREE,
    },
    {
        "type": "Input.Text",
        "id": "reached",
        "label": "How many?",
        "isRequired": True,
        "errorMessage": "Say how many first.",
        "value": "18",
    },
    {"type": "Input.Toggle", "id": "done", "title": "Done", "valueOn": "yes", "value": "yes"},
    actions=[
        {"type": "Action.Submit", "title": "Send", "data": {"action": action(ActionName.ANSWER)}}
    ],
)


async def opened(live: TeamsFace, bot: FakeBot, post: Post, anna: Person, page: Json) -> Screen:
    bot.reply = lambda _: continued(page)
    screen = await live.press(anna, post, live.controls(post)[0])
    assert isinstance(screen, Screen)
    return screen


async def posted(live_api: httpx.AsyncClient, world: World, pressed: Json) -> Post:
    """Post a card with this one button."""
    activity = message(card(words("x"), actions=[pressed]))
    answer = await live_api.post(CONVERSATIONS, json=channel_post(activity=activity))
    assert answer.status_code == 201, answer.text
    return world.posts[-1]
