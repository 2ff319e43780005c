"""Block Kit, where the golden files do not say why."""

from uuid import uuid4

from bot.platforms.slack.controls import letters
from bot.platforms.slack.render import render_message, render_view
from content.actions import Action, ActionName
from content.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Choices,
    Context,
    Divider,
    Emphasis,
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
)

DELIVERY = uuid4()


def _button(name: ActionName, step: int = 0, label: str = "Press") -> Button:
    return Button(label, Action(name, DELIVERY, step))


def _elements(*shown: Button, more: tuple[Button, ...] = ()) -> list[dict]:
    (block,) = render_message(Message("x", (Buttons(shown, more),)))["blocks"]
    return block["elements"]


def _view(*blocks: Block, step: int = 0) -> dict:
    submit = Submit("Send", Action(ActionName.ANSWER, DELIVERY, step))
    return render_view(View("Title", Message("Fallback", blocks), submit))


def _choices(*labels: str, several: bool = False) -> Choices:
    options = tuple(Option(f"k{i}", label) for i, label in enumerate(labels))
    return Choices("choice", "Which fits?", options, several)


def _words(count: int) -> Text:
    return Text((Plain("word " * count),))


def test_more_becomes_a_menu_of_two_to_five() -> None:
    read = _button(ActionName.READ)
    steps = [_button(ActionName.NEXT, step) for step in range(7)]
    for count, kinds in {
        0: ["button"],
        1: ["button", "button"],
        2: ["button", "overflow"],
        5: ["button", "overflow"],
        6: ["button", "overflow", "button"],
        7: ["button", "overflow", "overflow"],
    }.items():
        elements = _elements(read, more=tuple(steps[:count]))
        assert [element["type"] for element in elements] == kinds
        assert len({element["action_id"] for element in elements}) == len(elements)


def test_a_menu_never_holds_one_value_twice() -> None:
    twice = (_button(ActionName.ASK), _button(ActionName.ORIGIN), _button(ActionName.ASK))
    elements = _elements(more=twice)
    assert [element["type"] for element in elements] == ["button", "overflow"]


def test_many_buttons_stand_in_several_rows() -> None:
    buttons = tuple(_button(ActionName.NEXT, step) for step in range(30))
    blocks = render_message(Message("x", (Buttons(buttons),)))["blocks"]
    assert [len(block["elements"]) for block in blocks] == [25, 5]
    assert blocks[0]["elements"][1]["action_id"] == "next-2"


def test_short_options_are_offered_as_they_are() -> None:
    (block,) = _view(_choices("One", "Two"))["blocks"]
    assert block["label"]["text"] == "Which fits?"
    assert block["element"]["type"] == "radio_buttons"
    assert [o["text"]["text"] for o in block["element"]["options"]] == ["One", "Two"]
    (block,) = _view(_choices("One", "Two", several=True))["blocks"]
    assert block["element"]["type"] == "checkboxes"


def test_long_options_are_printed_and_letters_offered() -> None:
    printed, block = _view(_choices("One", "T" * 76))["blocks"]
    (lines,) = printed["elements"]
    text = "".join(element["text"] for element in lines["elements"])
    assert text == f"Which fits?\nA  One\nB  {'T' * 76}"
    assert block["label"]["text"] == "Your answer"
    assert [o["text"]["text"] for o in block["element"]["options"]] == ["A", "B"]
    assert [o["value"] for o in block["element"]["options"]] == ["k0", "k1"]
    _, block = _view(_choices("One", "T" * 76, several=True))["blocks"]
    assert block["label"]["text"] == "Your answers"
    (block,) = _view(_choices("One", "T" * 75))["blocks"]


def test_more_than_ten_options_become_a_menu() -> None:
    labels = [f"Option {number}" for number in range(11)]
    (block,) = _view(_choices(*labels))["blocks"]
    assert block["element"]["type"] == "static_select"
    (block,) = _view(_choices(*labels, several=True))["blocks"]
    assert block["element"]["type"] == "multi_static_select"
    assert len(block["element"]["options"]) == 11


def test_letters_do_not_end_at_z() -> None:
    after = letters()
    first = [next(after) for _ in range(28)]
    assert first[25:] == ["Z", "AA", "AB"]


def test_choices_without_options_ask_nothing() -> None:
    assert _view(Choices("choice", "Which?", ()), _words(1))["blocks"][0]["type"] == "rich_text"


def test_each_question_has_ids_of_its_own() -> None:
    first, second = (_view(_choices("One", "Two"), step=step) for step in (0, 1))
    assert first["blocks"][0]["block_id"] != second["blocks"][0]["block_id"]
    assert first["blocks"][0]["element"]["action_id"] == "choice"
    again = _view(_choices("One", "Two"))
    assert again == first


def test_a_box_says_how_much_it_takes() -> None:
    (block,) = _view(Form((TextField("t", "", max_length=9000, value="v" * 9000),)))["blocks"]
    assert block["element"]["max_length"] == 3000
    assert len(block["element"]["initial_value"]) == 3000
    assert block["element"]["multiline"] is True
    assert block["label"]["text"] == "…"
    (block,) = _view(Form((TextField("t", "Name", hint="h", optional=True, max_length=0),)))[
        "blocks"
    ]
    assert block["element"]["max_length"] == 1
    assert block["hint"]["text"] == "h"
    assert block["optional"] is True


def test_options_without_a_question_are_printed_all_the_same() -> None:
    printed, block = _view(Choices("c", " ", (Option("a", "T" * 76),)))["blocks"]
    assert len(printed["elements"]) == 1
    assert block["label"]["text"] == "Your answer"


def test_what_a_post_cannot_ask_is_printed() -> None:
    asked = (_choices("One", "Two"), Form((TextField("t", "Your words"),)))
    shown = str(render_message(Message("x", asked))["blocks"])
    for words in ("Which fits?", "A: ", "One", "B: ", "Two", "Your words"):
        assert words in shown


def test_a_long_label_stands_above_its_choices() -> None:
    (block,) = _view(Choices("c", "L" * 2001, (Option("a", "A"),)))["blocks"]
    assert block["label"]["text"] == "Your answer"


def test_a_view_without_a_submit_asks_nothing() -> None:
    view = render_view(View("T", Message("F", (_choices("One", "Two"),))))
    assert "submit" not in view
    assert "private_metadata" not in view
    assert {block["type"] for block in view["blocks"]} == {"rich_text"}


def test_empty_names_are_given_words() -> None:
    action = Action(ActionName.NEXT, DELIVERY)
    view = render_view(View("", Message("", ()), Submit("", action), close=""))
    assert [view[part]["text"] for part in ("title", "close", "submit")] == ["…", "Close", "Send"]
    assert view["blocks"][0]["elements"][0]["elements"][0]["text"] == "…"


def test_a_fallback_is_made_of_the_blocks_where_there_is_none() -> None:
    assert render_message(Message(" ", (Heading("A & B"),)))["text"] == "A &amp; B"


def test_a_fallback_is_short_enough_to_update() -> None:
    assert len(render_message(Message("&" * 4000, ()))["text"]) <= 3900


def test_what_says_nothing_is_not_shown() -> None:
    nothing = (Heading(" "), Text((Plain(" "),)), Context(()), Bullets(((),)), Facts(()))
    (block,) = render_message(Message("Only this.", nothing))["blocks"]
    assert "Only this." in str(block)


def test_weight_and_links_survive() -> None:
    spans = (Strong("s"), Emphasis("e"), Link("l", "https://a.example"), Link("n", "nowhere"))
    (block,) = render_message(
        Message(
            "x",
            (
                Text(
                    (*spans, Plain("")),
                ),
            ),
        )
    )["blocks"]
    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "s", "style": {"bold": True}},
        {"type": "text", "text": "e", "style": {"italic": True}},
        {"type": "link", "url": "https://a.example", "text": "l"},
        {"type": "text", "text": "n (nowhere)"},
    ]


def test_a_long_title_is_whole_in_bold() -> None:
    (block,) = render_message(Message("x", (Heading("T" * 151),)))["blocks"]
    assert block["type"] == "rich_text"
    assert block["elements"][0]["elements"][0]["style"] == {"bold": True}


def test_a_quiet_line_keeps_its_links() -> None:
    spans = (Plain("from "), Link("a <b>", "https://a.example/?x&y"), Plain(" and "))
    quiet = Context((*spans, Link("b", "no")))
    (block,) = render_message(Message("x", (quiet,)))["blocks"]
    assert block == {
        "type": "context",
        "elements": [
            {"type": "plain_text", "text": "from", "emoji": False},
            {
                "type": "mrkdwn",
                "text": "<https://a.example/?x&amp;y|a &lt;b&gt;>",
            },
            {"type": "plain_text", "text": "and b (no)", "emoji": False},
        ],
    }


def test_a_quiet_line_that_is_too_much_is_prose() -> None:
    many = Context(tuple(Link(str(n), "https://a.example") for n in range(11)))
    long = Context((Plain("word " * 600),))
    for context in (many, long):
        (block,) = render_message(Message("x", (context,)))["blocks"]
        assert block["type"] == "rich_text"


def test_a_picture_has_words() -> None:
    good = Image("https://a.example/x.png", "")
    bad = Image("javascript:x", "A diagram")
    long = Image("https://a.example/x.png", "A" * 2001)
    blocks = render_message(Message("x", (good, bad, long)))["blocks"]
    assert [block["type"] for block in blocks] == ["image", "rich_text", "image", "rich_text"]
    assert blocks[0]["alt_text"] == "…"
    assert render_message(Message("f", (Image("", ""),)))["blocks"][0]["type"] == "rich_text"


def test_a_text_beyond_a_text_object_goes_on_in_the_next_element() -> None:
    (block,) = _view(_words(1000))["blocks"]
    lengths = [len(element["text"]) for element in block["elements"][0]["elements"]]
    assert lengths == [3000, 2000]
    (block,) = _view(Text((Link("L" * 3001, "https://a.example"),)))["blocks"]
    assert [e["type"] for e in block["elements"][0]["elements"]] == ["link", "text"]


def test_a_view_of_too_many_blocks_is_drawn_together_whole() -> None:
    blocks = (
        Heading("Top"),
        Divider(),
        *(Text((Plain(f"Paragraph {number}."),)) for number in range(120)),
        Context((Plain("quiet"),)),
        _choices("One", "Two"),
        Image("https://a.example/x.png", "A diagram"),
    )
    view = _view(*blocks)
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
    rendered = _view(*blocks)["blocks"]
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
    buttons = Buttons((_button(ActionName.READ),))
    blocks: tuple[Block, ...] = (
        Heading("Title"),
        *(_words(100) for _ in range(400)),
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
        _words(3000),
        Divider(),
        Buttons((_button(ActionName.READ),)),
    )
    rendered = render_message(Message("x", blocks))["blocks"]
    assert len(str(rendered)) < 12_000
    assert str(rendered).count("…") >= 5


def test_controls_alone_are_never_given_up() -> None:
    rows = tuple(
        Buttons(tuple(_button(ActionName.NEXT, row * 25 + n, "L" * 75) for n in range(25)))
        for row in range(3)
    )
    rendered = render_message(Message("x", (_words(10), *rows)))["blocks"]
    assert sum(len(b["elements"]) for b in rendered if b["type"] == "actions") == 75
