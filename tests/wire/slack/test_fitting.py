"""What does not fit goes on elsewhere, is drawn together or shortened; controls stay."""

from bot.platforms.slack.render import render_message
from content.actions import ActionName
from content.message import (
    Block,
    Bullets,
    Buttons,
    Context,
    Divider,
    Fact,
    Facts,
    Heading,
    Image,
    Link,
    Message,
    Plain,
    Text,
)
from tests.wire.slack.drawing import a_button, choices_of, view_of, words_of


def test_a_text_beyond_a_text_object_goes_on_in_the_next_element() -> None:
    (block,) = view_of(words_of(1000))["blocks"]
    lengths = [len(element["text"]) for element in block["elements"][0]["elements"]]
    assert lengths == [3000, 2000]
    (block,) = view_of(Text((Link("L" * 3001, "https://a.example"),)))["blocks"]
    assert [e["type"] for e in block["elements"][0]["elements"]] == ["link", "text"]


def test_a_view_of_too_many_blocks_is_drawn_together_whole() -> None:
    blocks = (
        Heading("Top"),
        Divider(),
        *(Text((Plain(f"Paragraph {number}."),)) for number in range(120)),
        Context((Plain("quiet"),)),
        choices_of("One", "Two"),
        Image("https://a.example/x.png", "A diagram"),
    )
    view = view_of(*blocks)
    assert [block["type"] for block in view["blocks"]] == ["rich_text", "input", "rich_text"]
    (prose,) = view["blocks"][0]["elements"]
    text = "".join(element["text"] for element in prose["elements"])
    assert text.split("\n") == ["Top", *(f"Paragraph {n}." for n in range(120)), "quiet"]


def test_a_heading_stands_with_what_it_heads() -> None:
    blocks = (
        Text((Plain("Before."),)),
        Heading("One", level=2),
        Text((Plain("Its words."),)),
        Text((Plain("More words."),)),
        Heading("Two", level=2),
        Bullets(((Plain("An item"),),)),
        Heading("Three", level=2),
    )
    rendered = view_of(*blocks)["blocks"]
    assert [[e["type"] for e in block["elements"]] for block in rendered] == [
        ["rich_text_section"],
        ["rich_text_section"],
        ["rich_text_section"],
        ["rich_text_section", "rich_text_list"],
        ["rich_text_section"],
    ]
    words = [e["text"] for e in rendered[1]["elements"][0]["elements"]]
    assert words == ["One", "\n", "Its words."]


def test_a_post_keeps_its_buttons_and_its_beginning() -> None:
    buttons = Buttons((a_button(ActionName.READ),))
    blocks: tuple[Block, ...] = (
        Heading("Title"),
        *(words_of(100) for _ in range(400)),
        Facts((Fact("Label", "v" * 500),)),
        buttons,
    )
    rendered = render_message(Message("x", blocks))["blocks"]
    assert rendered[0]["elements"][0]["elements"][0]["text"] == "Title"
    assert rendered[-2]["type"] == "actions"
    assert "…" in str(rendered[-1])


def test_every_kind_of_text_is_shortened_where_it_must_be() -> None:
    blocks: tuple[Block, ...] = (
        Heading("Title " * 100, level=2),
        Context((Plain("quiet " * 400),)),
        Bullets(tuple((Plain("item " * 60),) for _ in range(40))),
        Facts((Fact("Label", "value " * 400),)),
        Image("https://a.example/x.png", "alt " * 400),
        words_of(3000),
        Divider(),
        Buttons((a_button(ActionName.READ),)),
    )
    rendered = render_message(Message("x", blocks))["blocks"]
    assert len(str(rendered)) < 12_000
    assert str(rendered).count("…") >= 5


def test_controls_alone_are_never_given_up() -> None:
    rows = tuple(
        Buttons(tuple(a_button(ActionName.NEXT, row * 25 + n, "L" * 75) for n in range(25)))
        for row in range(3)
    )
    rendered = render_message(Message("x", (words_of(10), *rows)))["blocks"]
    assert sum(len(b["elements"]) for b in rendered if b["type"] == "actions") == 75
