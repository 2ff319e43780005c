"""What a dialog asks, and what a post prints of it."""

import json

from bot.platforms.teams.render import render_view
from content.message import Choices, Form, Message, Option, Submit, TextField, View
from tests.wire.teams.cards import READ, body, page


def test_choices_are_shown_whole() -> None:
    label = "A long answer " * 14
    (block,) = page(Choices("choice", "Which?", (Option("a", label), Option("b", "Two"))))
    assert block["choices"][0] == {"title": label, "value": "a"}
    assert block["style"] == "expanded"
    assert block["wrap"]
    assert block["isRequired"]
    assert not block["isMultiSelect"]
    assert block["label"] == "Which?"


def test_choices_that_read_as_markdown_are_printed_above_and_lettered() -> None:
    options = (Option("a", "Call *now*"), Option("b", "Wait"))
    first, second, block = page(Choices("choice", "Which?", options))
    assert [run["text"] for run in first["inlines"]] == ["A.", " Call *now*"]
    assert [run["text"] for run in second["inlines"]] == ["B.", " Wait"]
    assert block["choices"] == [{"title": "A", "value": "a"}, {"title": "B", "value": "b"}]


def test_a_post_prints_what_only_a_dialog_can_ask() -> None:
    options = (Option("a", "Wait"), Option("b", "Ask"))
    elements = body(Choices("choice", "Which?", options), Form((TextField("w", "Your words"),)))
    assert {element["type"] for element in elements} == {"RichTextBlock", "ColumnSet"}
    words = json.dumps(elements)
    for word in ("Which?", "Wait", "Ask", "Your words"):
        assert word in words


def test_a_form_says_what_it_wants() -> None:
    fields = (
        TextField("words", "Your question", hint="No case details", max_length=100),
        TextField("more", "Anything else", optional=True, value="draft"),
    )
    first, second = page(Form(fields))
    assert first["isRequired"]
    assert first["errorMessage"]
    assert first["maxLength"] == 100
    assert first["placeholder"] == "No case details"
    assert not second["isRequired"]
    assert "errorMessage" not in second
    assert second["value"] == "draft"


def test_a_question_may_stay_open_or_be_answered_already() -> None:
    options = (Option("a", "One"), Option("b", "Two"), Option("c", "Three"))
    first, second, third = page(
        Choices("one", "Which?", options, optional=True, chosen=("z", "b")),
        Choices("several", "Which?", options, several=True, chosen=("c", "a")),
        Choices("neither", "Which?", options, chosen=("z",)),
    )
    assert not first["isRequired"]
    assert "errorMessage" not in first
    assert first["value"] == "b"
    assert second["isRequired"]
    assert second["value"] == "a,c"
    assert "value" not in third


def test_a_long_list_to_pick_one_from_is_a_menu() -> None:
    options = tuple(Option(str(n), f"Team {n}") for n in range(11))
    one, several = page(Choices("one", "Which?", options), Choices("n", "?", options, several=True))
    assert (one["style"], several["style"]) == ("compact", "expanded")


def test_there_are_letters_for_any_number_of_options() -> None:
    options = tuple(Option(str(n), f"*{n}*") for n in range(54))
    titles = [choice["title"] for choice in page(Choices("c", "?", options))[-1]["choices"]]
    assert titles[:2] + titles[25:28] + titles[52:] == ["A", "B", "Z", "AA", "AB", "BA", "BB"]


def test_a_short_answer_has_a_box_of_one_line() -> None:
    fields = (TextField("n", "How many?", max_length=5), TextField("w", "Words", max_length=76))
    assert [box["isMultiline"] for box in page(Form(fields))] == [False, True]


def test_a_long_form_says_at_its_top_what_to_look_at() -> None:
    blocks = (
        Choices("way", "How?", (Option("a", "One"), Option("b", "Two")), chosen=("b",)),
        Form((TextField("reached", "People *reached*", value="x"), TextField("more", "More"))),
    )
    view = View("Title", Message("All.", blocks), Submit("Send", READ))
    errors = {"reached": "Please give a number.", "way": "Please choose again."}
    elements = render_view(view, errors)["card"]["content"]["body"]
    words = [element["inlines"][0]["text"] for element in elements if "inlines" in element]
    assert words == [
        "Not sent yet. Please look again at: “How?”, “People *reached*”",
        "Please choose again.",
        "Please give a number.",
    ]
    assert [element.get("id") for element in elements] == [
        None,
        None,
        "way",
        None,
        "reached",
        "more",
    ]
    assert [element.get("value") for element in elements if "id" in element] == ["b", "x", None]
    assert render_view(view, {}) == render_view(view)
