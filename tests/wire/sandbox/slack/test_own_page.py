"""A person's own page: views.publish, coming to it, and pressing there."""

from typing import Any

import pytest
from starlette.responses import Response

from bot.sandbox.slack.checks import home_troubles
from bot.sandbox.world import Nothing, Post, Refusal, Screen
from tests.wire.sandbox.slack.modals import LAST, POST

HOME = {"type": "home", "callback_id": "sevenbot", "blocks": POST}


async def published(rig: Any, view: Any = None) -> Post:
    async def publish(event: Any) -> None:
        await rig.call("views.publish", user_id=event["event"]["user"], view=view or HOME)

    rig.bot.answer = publish
    home = await rig.face.home(rig.person())
    assert isinstance(home, Post)
    return home


async def test_coming_to_the_page_is_told_as_slack_tells_it(rig: Any) -> None:
    assert await rig.face.home(rig.person()) == Nothing()
    (event,) = rig.bot.received
    assert (event["type"], event["team_id"]) == ("event_callback", "T1")
    assert event["authorizations"][0]["team_id"] == "T1"
    inner = event["event"]
    assert (inner["type"], inner["user"], inner["tab"]) == ("app_home_opened", "U1", "home")
    assert inner["channel"] == "D1"
    assert "view" not in inner
    await rig.face.home(rig.person())
    assert rig.bot.received[1]["event_id"] != event["event_id"]


async def test_what_was_published_stands_there_until_it_is_made_anew(rig: Any) -> None:
    home = await published(rig)
    assert home.body["type"] == "home"
    assert home.body["app_installed_team_id"] == "T1"
    assert home.private_to == "U1"
    assert rig.world.posts == []
    other = {**HOME, "blocks": [{"type": "divider"}]}
    again = await published(rig, other)
    assert again is home
    assert (again.id, len(again.earlier)) == (home.id, 1)
    assert again.body["blocks"][0]["type"] == "divider"
    assert rig.bot.received[1]["event"]["view"]["id"] == home.id
    assert set(rig.world.homes) == {("north-slack", "U1")}


async def test_a_press_on_the_page_is_sent_as_slack_sends_it(rig: Any) -> None:
    home = await published(rig)

    async def open_modal(payload: Any) -> None:
        await rig.call("views.open", trigger_id=payload["trigger_id"], view=LAST)

    rig.bot.answer = open_modal
    labels = [control.label for control in rig.face.controls(home)]
    assert labels == ["Read", "Check", "Ask", "Unsure"]
    screen = await rig.face.press(rig.person(), home, rig.face.controls(home)[0])
    assert isinstance(screen, Screen)
    payload = rig.bot.received[-1]
    assert payload["container"] == {"type": "view", "view_id": home.id}
    assert payload["view"]["type"] == "home"
    assert payload["view"]["id"] == home.id
    assert not {"channel", "message", "response_url"} & set(payload)
    assert payload["actions"][0]["value"] == "1.read"


async def test_an_error_status_is_shown(rig: Any) -> None:
    rig.bot.answer = lambda _: Response(status_code=500)
    assert await rig.face.home(rig.person()) == Refusal(500, "The bot answered with an error.")


async def test_the_page_as_it_was_may_have_changed_meanwhile(rig: Any) -> None:
    first = await rig.call("views.publish", user_id="U1", view=HOME)
    right = first["view"]["hash"]
    assert (await rig.call("views.publish", user_id="U1", view=HOME, hash=right))["ok"]
    other = {**HOME, "blocks": [{"type": "divider"}]}
    assert (await rig.call("views.publish", user_id="U1", view=other, hash=right))["ok"]
    late = await rig.call("views.publish", user_id="U1", view=HOME, hash=right)
    assert late["error"] == "hash_conflict"
    early = await rig.call("views.publish", user_id="U2", view=HOME, hash=right)
    assert early["error"] == "hash_conflict"


@pytest.mark.parametrize(
    ("call", "word"),
    [
        ({"view": HOME}, "invalid_arguments"),
        ({"user_id": "U404", "view": HOME}, "user_not_found"),
        ({"user_id": "U9", "view": HOME}, "user_not_found"),
        ({"user_id": "U1"}, "invalid_arguments"),
        ({"user_id": "U1", "view": LAST}, "invalid_arguments"),
        ({"user_id": "U1", "view": {**HOME, "submit": {}}}, "invalid_arguments"),
        (
            {
                "user_id": "U1",
                "view": {
                    "type": "home",
                    "blocks": [
                        {"type": "section", "text": {"type": "plain_text", "text": "x" * 3000}}
                    ]
                    * 90,
                },
            },
            "view_too_large",
        ),
    ],
)
async def test_pages_that_slack_refuses(rig: Any, call: Any, word: str) -> None:
    answer = await rig.call("views.publish", **call)
    assert answer["error"] == word
    assert rig.world.homes == {}


async def test_a_page_does_not_open_as_a_modal(rig: Any) -> None:
    trigger = rig.face.memory.trigger(rig.person(), "C1")
    answer = await rig.call("views.open", trigger_id=trigger.id, view=HOME)
    assert answer["error"] == "invalid_arguments"


def test_what_is_wrong_with_a_page() -> None:
    divider = {"type": "divider"}
    assert home_troubles({"type": "home", "blocks": [divider] * 100}) == ()
    said = [str(t) for t in home_troubles({"type": "home", "blocks": [divider] * 101})]
    assert said == ["no more than 100 items allowed [json-pointer:/view/blocks]"]
    twice = [{**divider, "block_id": "b"}, {**divider, "block_id": "b"}]
    assert "already exists" in str(home_troubles({"type": "home", "blocks": twice})[0])
    titled = {"type": "home", "title": {}, "blocks": [divider]}
    assert "title" in str(home_troubles(titled)[0])
    assert home_troubles("home")
