"""Everything fits: what is too long is shortened, and the button stays."""

import json
from itertools import product

import pytest

from bot.platforms.teams.fit import MAX_BYTES, shortened, size
from bot.platforms.teams.render import render_message, render_view
from content.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Choices,
    Context,
    Divider,
    Fact,
    Facts,
    Form,
    Heading,
    Image,
    Link,
    Message,
    Option,
    Plain,
    Strong,
    Submit,
    Text,
    TextField,
    View,
    buttons_of,
)
from tests.wire.teams.cards import BUTTONS, READ, body
from tests.wire.teams.names import Json

LONG = "Ein langes Wort und noch eines; 😀 und so fort. " * 2500


def view_of(*blocks: Block) -> Json:
    return render_view(View("Title", Message(LONG, blocks), Submit("Send", READ)))


MONSTERS: dict[str, tuple[Block, ...]] = {
    "one long paragraph": (Heading("Title"), Text((Plain(LONG),)), BUTTONS),
    "many paragraphs": (Heading("Title"), *[Text((Plain("Word " * 40),))] * 900, BUTTONS),
    "many short blocks": (Heading("T"), *[Context((Strong("x"),))] * 4000, BUTTONS),
    "many spans": (
        Text(tuple(Link("w", "https://x.example/" + "y" * 80) for _ in range(900))),
        BUTTONS,
    ),
    "lists": (Bullets(tuple((Plain(LONG[:3000]),) for _ in range(60))), BUTTONS),
    "facts": (Facts(tuple(Fact(LONG[:900], LONG[:900]) for _ in range(60))), BUTTONS),
    "choices": (
        Choices("c", LONG, tuple(Option(str(n), LONG[:5000]) for n in range(12))),
        Form((TextField("w", LONG, hint=LONG),)),
        Image("https://x.example/i.png", LONG),
        Divider(),
        Text((Plain("end"),)),
    ),
    "a thousand buttons": (Buttons(tuple(Button(LONG[:300], READ) for _ in range(1000))),),
    "a thousand inputs": (Form(tuple(TextField(f"n{n}", LONG[:50]) for n in range(1000))),),
}


@pytest.mark.parametrize(("name", "render"), [*product(MONSTERS, ["message", "view"])])
def test_whatever_is_too_long_is_shortened_to_the_button(name: str, render: str) -> None:
    blocks = MONSTERS[name]
    said = Message(LONG, blocks)
    rendered = render_message(said) if render == "message" else view_of(*blocks)
    assert size(rendered) <= MAX_BYTES
    wire = json.dumps(rendered)
    for button in list(buttons_of(Message("", blocks)))[:1]:
        assert button.action.encode() in wire


def test_a_shortened_post_says_so_above_its_buttons() -> None:
    elements = body(Heading("Title"), Text((Plain(LONG),)), BUTTONS)
    assert elements[0]["text"] == "Title"
    assert elements[-1]["type"] == "ActionSet"
    assert "Shortened" in elements[-2]["inlines"][0]["text"]
    value = view_of(Text((Plain(LONG),)))
    assert "Shortened to fit here." in json.dumps(value)


def test_a_whole_briefing_is_left_as_it_is() -> None:
    elements = body(Heading("Title"), *[Text((Plain("Word " * 60),))] * 30, BUTTONS)
    assert len(elements) == 32
    assert "Shortened" not in json.dumps(elements)


@pytest.mark.parametrize(
    ("text", "longest", "result"),
    [
        ("short", 10, "short"),
        ("some words here", 12, "some words…"),
        ("unbreakable", 5, "unbr…"),
        ("a verylongwordindeed", 12, "a verylongw…"),
    ],
)
def test_shortening_keeps_words_whole_where_it_can(text: str, longest: int, result: str) -> None:
    assert shortened(text, longest) == result
    assert len(result) <= longest
