"""A modal's own buttons: they send the form on the page, and are pressed within the modal."""

from typing import Any

import pytest
from starlette.responses import Response

from bot.sandbox.world import Nothing, Refusal, Screen
from tests.wire.sandbox.slack.blocks import words
from tests.wire.sandbox.slack.modals import opened


def listing(number: int, **further: Any) -> Any:
    button = {
        "type": "button",
        "action_id": "hand",
        "text": words("Hand on"),
        "value": f"1.{number}",
    }
    option = {"text": words("Later"), "value": "1.later"}
    more = {"type": "overflow", "action_id": "more", "options": [option, {**option, "value": "2"}]}
    return {
        "type": "modal",
        "title": words(f"List {number}"),
        "blocks": [{"type": "actions", "elements": [button, more]}],
        **further,
    }


async def listed(rig: Any) -> Screen:
    return await opened(rig, listing(1))


async def test_the_buttons_are_controls_behind_the_inputs(rig: Any) -> None:
    screen = await listed(rig)
    assert [(c.kind, c.name, c.value) for c in screen.controls] == [
        ("button", "hand", "1.1"),
        ("button", "more", "1.later"),
        ("button", "more", "2"),
    ]
    made = rig.face.html(screen.body)
    assert 'type="submit" class="button " name="hand" value="1.1"' in made
    assert "data-control" not in made


async def test_a_press_within_is_sent_as_slack_sends_it_and_may_change_the_modal(rig: Any) -> None:
    screen = await listed(rig)

    async def change(payload: Any) -> None:
        await rig.call("views.update", view_id=payload["view"]["id"], view=listing(2))

    rig.bot.answer = change
    shown = await rig.face.submit(screen, {"hand": ["1.1"]})
    payload = rig.bot.received[-1]
    assert payload["type"] == "block_actions"
    assert payload["container"] == {"type": "view", "view_id": screen.id}
    assert payload["actions"][0]["value"] == "1.1"
    assert "channel" not in payload
    assert isinstance(shown, Screen)
    assert (shown.id, shown.title) == (screen.id, "List 2")


async def test_a_menu_within_is_chosen_from_by_its_value(rig: Any) -> None:
    screen = await listed(rig)
    rig.bot.answer = lambda _: None
    assert await rig.face.submit(screen, {"more": ["2"]}) == Nothing()
    assert rig.bot.received[-1]["actions"][0]["selected_option"]["value"] == "2"


async def test_a_press_within_may_be_refused(rig: Any) -> None:
    screen = await listed(rig)
    rig.bot.answer = lambda _: Response(status_code=500)
    shown = await rig.face.submit(screen, {"hand": ["1.1"]})
    assert isinstance(shown, Refusal)


async def test_nothing_but_a_button_sends_a_modal_without_a_send(rig: Any) -> None:
    screen = await listed(rig)
    with pytest.raises(ValueError, match="nothing to send"):
        await rig.face.submit(screen, {"hand": ["another"]})
