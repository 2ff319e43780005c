"""What may stay open, and what is chosen already."""

from typing import Any

import pytest

from bot.platforms.slack.render import render_view
from content.actions import Action, ActionName
from content.message import Choices, Form, Message, Option, Submit, TextField, View
from tests.wire.slack.standin import DELIVERY

FEW = tuple(Option(key, key.upper()) for key in "abc")
MANY = tuple(Option(f"o{number}", f"Number {number}") for number in range(12))
LONG = tuple(Option(key, f"{key} and many words " * 8) for key in "abc")


def _page(*blocks: Choices | Form, step: int = 1) -> list[dict[str, Any]]:
    action = Action(ActionName.ANSWER, DELIVERY, step)
    wire = render_view(View("Title", Message("x", blocks), Submit("Send", action)))
    return [block for block in wire["blocks"] if block["type"] == "input"]


def _values(given: list[dict[str, Any]]) -> list[str]:
    return [option["value"] for option in given]


@pytest.mark.parametrize("options", [FEW, LONG])
def test_one_that_is_chosen_already_is_one_of_the_options(options: tuple[Option, ...]) -> None:
    (block,) = _page(Choices("one", "Which?", options, chosen=("b",)))
    element = block["element"]
    assert element["type"] == "radio_buttons"
    assert element["initial_option"] in element["options"]
    assert element["initial_option"]["value"] == "b"
    assert "initial_options" not in element


def test_several_that_are_chosen_already_stand_in_the_order_of_the_options() -> None:
    (few,) = _page(Choices("some", "Which?", FEW, several=True, chosen=("c", "a")))
    assert few["element"]["type"] == "checkboxes"
    assert _values(few["element"]["initial_options"]) == ["a", "c"]
    (many,) = _page(Choices("some", "Which?", MANY, several=True, chosen=("o11",)))
    assert many["element"]["type"] == "multi_static_select"
    assert _values(many["element"]["initial_options"]) == ["o11"]
    (menu,) = _page(Choices("some", "Which?", MANY, chosen=("o11",)))
    assert menu["element"]["type"] == "static_select"
    assert menu["element"]["initial_option"]["value"] == "o11"


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("chosen", [(), ("gone",)])
def test_what_is_not_on_offer_is_not_chosen(several: bool, chosen: tuple[str, ...]) -> None:  # noqa: FBT001
    (block,) = _page(Choices("one", "Which?", FEW, several=several, chosen=chosen))
    assert set(block["element"]) == {"type", "action_id", "options"}


def test_of_one_choice_the_first_that_is_chosen_counts() -> None:
    (block,) = _page(Choices("one", "Which?", FEW, chosen=("c", "b")))
    assert block["element"]["initial_option"]["value"] == "b"


def test_only_what_may_stay_open_is_optional() -> None:
    asked, open_ = _page(Choices("a", "A?", FEW), Choices("b", "B?", FEW, optional=True))
    assert "optional" not in asked
    assert open_["optional"] is True


def test_every_input_of_a_page_has_a_block_of_its_own_and_of_this_page_alone() -> None:
    questions = tuple(Choices(f"q{number}", "Which?", FEW) for number in range(5))
    box = Form((TextField("words", "Anything else?"), TextField("words", "And again?")))
    ids = [block["block_id"] for block in _page(*questions, box)]
    assert len(set(ids)) == 7
    assert not set(ids) & {block["block_id"] for block in _page(*questions, box, step=2)}
