"""Buttons, menus, choices and boxes, where the golden files do not say why."""

from bot.platforms.slack.controls import letters
from bot.platforms.slack.render import render_message, render_view
from content.actions import ActionName
from content.message import Buttons, Choices, Form, Message, Option, TextField, View
from tests.wire.slack.drawing import a_button, choices_of, elements_of, view_of, words_of


def test_more_becomes_a_menu_of_two_to_five() -> None:
    read = a_button(ActionName.READ)
    steps = [a_button(ActionName.NEXT, step) for step in range(7)]
    for count, kinds in {
        0: ["button"],
        1: ["button", "button"],
        2: ["button", "overflow"],
        5: ["button", "overflow"],
        6: ["button", "overflow", "button"],
        7: ["button", "overflow", "overflow"],
    }.items():
        elements = elements_of(read, more=tuple(steps[:count]))
        assert [element["type"] for element in elements] == kinds
        assert len({element["action_id"] for element in elements}) == len(elements)


def test_a_menu_never_holds_one_value_twice() -> None:
    twice = (a_button(ActionName.ASK), a_button(ActionName.ORIGIN), a_button(ActionName.ASK))
    elements = elements_of(more=twice)
    assert [element["type"] for element in elements] == ["button", "overflow"]


def test_many_buttons_stand_in_several_rows() -> None:
    buttons = tuple(a_button(ActionName.NEXT, step) for step in range(30))
    blocks = render_message(Message("x", (Buttons(buttons),)))["blocks"]
    assert [len(block["elements"]) for block in blocks] == [25, 5]
    assert blocks[0]["elements"][1]["action_id"] == "next-2"


def test_short_options_are_offered_as_they_are() -> None:
    (block,) = view_of(choices_of("One", "Two"))["blocks"]
    assert block["label"]["text"] == "Which fits?"
    assert block["element"]["type"] == "radio_buttons"
    assert [o["text"]["text"] for o in block["element"]["options"]] == ["One", "Two"]
    (block,) = view_of(choices_of("One", "Two", several=True))["blocks"]
    assert block["element"]["type"] == "checkboxes"


def test_long_options_are_printed_and_letters_offered() -> None:
    printed, block = view_of(choices_of("One", "T" * 76))["blocks"]
    (lines,) = printed["elements"]
    text = "".join(element["text"] for element in lines["elements"])
    assert text == f"Which fits?\nA  One\nB  {'T' * 76}"
    assert block["label"]["text"] == "Your answer"
    assert [o["text"]["text"] for o in block["element"]["options"]] == ["A", "B"]
    assert [o["value"] for o in block["element"]["options"]] == ["k0", "k1"]
    _, block = view_of(choices_of("One", "T" * 76, several=True))["blocks"]
    assert block["label"]["text"] == "Your answers"
    (block,) = view_of(choices_of("One", "T" * 75))["blocks"]


def test_more_than_ten_options_become_a_menu() -> None:
    labels = [f"Option {number}" for number in range(11)]
    (block,) = view_of(choices_of(*labels))["blocks"]
    assert block["element"]["type"] == "static_select"
    (block,) = view_of(choices_of(*labels, several=True))["blocks"]
    assert block["element"]["type"] == "multi_static_select"
    assert len(block["element"]["options"]) == 11


def test_letters_do_not_end_at_z() -> None:
    after = letters()
    first = [next(after) for _ in range(28)]
    assert first[25:] == ["Z", "AA", "AB"]


def test_choices_without_options_ask_nothing() -> None:
    assert view_of(Choices("choice", "Which?", ()), words_of(1))["blocks"][0]["type"] == "rich_text"


def test_each_question_has_ids_of_its_own() -> None:
    first, second = (view_of(choices_of("One", "Two"), step=step) for step in (0, 1))
    assert first["blocks"][0]["block_id"] != second["blocks"][0]["block_id"]
    assert first["blocks"][0]["element"]["action_id"] == "choice"
    again = view_of(choices_of("One", "Two"))
    assert again == first


def test_a_box_says_how_much_it_takes() -> None:
    (block,) = view_of(Form((TextField("t", "", max_length=9000, value="v" * 9000),)))["blocks"]
    assert block["element"]["max_length"] == 3000
    assert len(block["element"]["initial_value"]) == 3000
    assert block["element"]["multiline"] is True
    assert block["label"]["text"] == "…"
    (block,) = view_of(Form((TextField("t", "Name", hint="h", optional=True, max_length=0),)))[
        "blocks"
    ]
    assert block["element"]["max_length"] == 1
    assert block["hint"]["text"] == "h"
    assert block["optional"] is True


def test_options_without_a_question_are_printed_all_the_same() -> None:
    printed, block = view_of(Choices("c", " ", (Option("a", "T" * 76),)))["blocks"]
    assert len(printed["elements"]) == 1
    assert block["label"]["text"] == "Your answer"


def test_what_a_post_cannot_ask_is_printed() -> None:
    asked = (choices_of("One", "Two"), Form((TextField("t", "Your words"),)))
    shown = str(render_message(Message("x", asked))["blocks"])
    for words in ("Which fits?", "A: ", "One", "B: ", "Two", "Your words"):
        assert words in shown


def test_a_long_label_stands_above_its_choices() -> None:
    (block,) = view_of(Choices("c", "L" * 2001, (Option("a", "A"),)))["blocks"]
    assert block["label"]["text"] == "Your answer"


def test_a_view_without_a_submit_asks_nothing() -> None:
    view = render_view(View("T", Message("F", (choices_of("One", "Two"),))))
    assert "submit" not in view
    assert "private_metadata" not in view
    assert {block["type"] for block in view["blocks"]} == {"rich_text"}
