"""A dialog opens, goes on and ends: what was filled in goes out as Teams sends it."""

import pytest
from starlette.responses import Response

from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.world import (
    Control,
    FieldTrouble,
    Note,
    Nothing,
    Person,
    Post,
    Refusal,
    Screen,
    World,
)
from content.actions import ActionName
from tests.wire.sandbox.teams.dialogs import FORM, QUESTION, READING, opened
from tests.wire.sandbox.teams.fakes import POLICE, FakeBot, action, card, continued, said, words


async def test_a_dialog_goes_on_and_ends(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person, world: World
):
    reading = await opened(live, bot, post, anna, READING)
    bot.reply = lambda _: continued(QUESTION)
    question = await live.submit(reading, {})
    assert isinstance(question, Screen)
    assert bot.heard[1]["name"] == "task/submit"
    assert bot.heard[1]["value"]["data"] == {"action": action(ActionName.ACKNOWLEDGE)}
    assert bot.heard[1]["conversation"] == bot.heard[0]["conversation"]
    assert question.controls == (
        Control("one of", "answer", "What fits?", options=(("a", "This"), ("b", "That"))),
        Control(
            "several of", "several", "And?", options=(("a", "This"), ("b", "That")), optional=True
        ),
        Control("text", "words", "Why?", optional=True),
        Control(
            "one of",
            "sure",
            "I am sure",
            options=(("true", "I am sure"), ("false", "")),
            optional=True,
        ),
        Control("button", "action-1", "Ask a question", value=action(ActionName.ASK)),
    )
    bot.reply = lambda _: said("Thank you.")
    filled = {"answer": ["b"], "several": ["a", "b"], "words": ["because"], "other": ["x"]}
    note = await live.submit(question, filled)
    assert note == Note(anna, {"type": "message", "value": "Thank you."})
    assert world.notes == [note]
    assert bot.heard[2]["value"]["data"] == {
        "action": action(ActionName.ANSWER),
        "answer": "b",
        "several": "a,b",
        "words": "because",
        "sure": "false",
    }
    assert set(world.tally.shown) == {f"{POLICE}|Background", f"{POLICE}|Question 1 of 3"}


async def test_what_is_left_empty_is_sent_as_the_client_does(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person
):
    screen = await opened(live, bot, post, anna, QUESTION)
    bot.reply = lambda _: Response(status_code=200)
    assert await live.submit(screen, {"answer": ["a"], "sure": ["true"]}) == Nothing()
    assert bot.heard[1]["value"]["data"] == {
        "action": action(ActionName.ANSWER),
        "answer": "a",
        "words": "",
        "sure": "true",
    }


async def test_what_nobody_touches_is_sent_as_it_stands(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person
):
    screen = await opened(live, bot, post, anna, FORM)
    bot.reply = lambda _: Response(status_code=200)
    assert await live.submit(screen, {}) == Nothing()
    stood = {"way": "b", "teams": "a,c", "reached": "18", "done": "yes"}
    assert bot.heard[1]["value"]["data"] == {"action": action(ActionName.ANSWER), **stood}
    changed = {"way": ["a"], "teams": ["b"], "reached": ["20"], "done": []}
    assert await live.submit(screen, changed) == Nothing()
    assert bot.heard[2]["value"]["data"] == {
        "action": action(ActionName.ANSWER),
        "way": "a",
        "teams": "b",
        "reached": "20",
        "done": "false",
    }


async def test_what_must_be_filled_in_may_not_be_taken_away(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person
):
    screen = await opened(live, bot, post, anna, FORM)
    trouble = await live.submit(screen, {"way": [], "teams": [], "reached": [""]})
    assert trouble == FieldTrouble(
        screen, {"way": "Choose one first.", "reached": "Say how many first."}
    )
    assert len(bot.heard) == 1


@pytest.mark.parametrize(
    ("filled", "errors"),
    [
        ({}, {"answer": "Please choose an answer first."}),
        ({"answer": [" "]}, {"answer": "Please choose an answer first."}),
        ({"answer": ["c"]}, {"answer": "Choose from what is offered."}),
        ({"answer": ["a", "b"]}, {"answer": "Only one answer fits here."}),
        (
            {"answer": ["a"], "words": ["eleven chars"]},
            {"words": "At most 10 characters fit here."},
        ),
        ({"answer": ["a"], "words": ["UPPER"]}, {"words": "Small letters only."}),
    ],
)
async def test_what_the_client_finds_missing_never_reaches_the_bot(
    *,
    live: TeamsFace,
    bot: FakeBot,
    post: Post,
    anna: Person,
    filled: dict[str, list[str]],
    errors: dict[str, str],
):
    screen = await opened(live, bot, post, anna, QUESTION)
    assert await live.submit(screen, filled) == FieldTrouble(screen, errors)
    assert len(bot.heard) == 1


async def test_another_button_of_a_dialog_leaves_the_inputs_alone(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person
):
    screen = await opened(live, bot, post, anna, QUESTION)
    bot.reply = lambda _: continued(READING)
    assert isinstance(await live.submit(screen, {"action-1": [""]}), Screen)
    assert bot.heard[1]["value"]["data"] == {"action": action(ActionName.ASK)}


async def test_a_dialog_without_a_submit_can_only_be_closed(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person
):
    screen = await opened(live, bot, post, anna, card(words("Done.")))
    assert screen.submit is None
    assert isinstance(await live.submit(screen, {}), Refusal)
    assert len(bot.heard) == 1


async def test_a_press_twice_gets_the_same_page_twice(
    live: TeamsFace, bot: FakeBot, post: Post, anna: Person
):
    first = await opened(live, bot, post, anna, READING)
    bot.reply = lambda _: continued(QUESTION)
    once, twice = await live.submit(first, {}), await live.submit(first, {})
    assert isinstance(once, Screen)
    assert isinstance(twice, Screen)
    assert once.body == twice.body
    assert once.id != twice.id
