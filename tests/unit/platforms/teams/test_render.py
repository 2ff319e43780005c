"""From the neutral message to the card: nothing is lost, nothing comes alive, everything fits."""

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.platforms.teams.escape import markdown, plain, reads_as_markdown
from bot.platforms.teams.fit import MAX_BYTES, shortened, size
from bot.platforms.teams.render import render_message, render_view
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
    Weight,
    buttons_of,
)
from tests.unit.platforms.teams.names import DELIVERY, Json

READ = Action(ActionName.READ, DELIVERY)
ASK = Action(ActionName.ASK, DELIVERY)
BUTTONS = Buttons((Button("Read it", READ, Weight.MAIN),), (Button("Ask", ASK),))


def card(*blocks: Block) -> Json:
    return render_message(Message("All of it.", blocks))["attachments"][0]["content"]


def body(*blocks: Block) -> list[Json]:
    return card(*blocks)["body"]


def page(*blocks: Block) -> list[Json]:
    return render_view(View("Title", Message("All of it.", blocks)))["card"]["content"]["body"]


def test_a_message_is_one_card_with_its_words_beside_it() -> None:
    activity = render_message(Message("All of it.", (Text((Plain("Words"),)),)))
    assert set(activity) == {"type", "summary", "attachments"}
    assert activity["summary"] == "All of it."
    content = activity["attachments"][0]["content"]
    assert content["type"] == "AdaptiveCard"
    assert content["version"] == "1.5"
    assert content["fallbackText"] == content["speak"] == "All of it."


def test_headings_are_headings_to_a_screen_reader() -> None:
    first, second = body(Heading("Title"), Heading("Section", level=2))
    assert first["style"] == second["style"] == "heading"
    assert (first["size"], second["size"]) == ("large", "medium")
    assert first["wrap"]


def test_spans_keep_their_weight_and_links_lead_to_https_only() -> None:
    (block,) = body(
        Text(
            (
                Plain("a"),
                Strong("b"),
                Emphasis("c"),
                Link("d", "https://x.example/"),
                Link("e", "javascript:alert(1)"),
            )
        )
    )
    plain_run, strong, emphasis, link, unsafe = block["inlines"]
    assert plain_run == {"type": "TextRun", "text": "a"}
    assert strong["weight"] == "bolder"
    assert emphasis["italic"]
    assert link["selectAction"]["url"] == "https://x.example/"
    assert unsafe == {"type": "TextRun", "text": "e (javascript:alert(1))"}


def test_a_quiet_line_is_small_and_subtle() -> None:
    (block,) = body(Context((Plain("quiet"),)))
    assert block["inlines"] == [
        {"type": "TextRun", "text": "quiet", "isSubtle": True, "size": "small"}
    ]


def test_a_list_has_a_marker_and_words_side_by_side() -> None:
    items = ((Plain("one"),), (Plain("two"),))
    for ordered, marker in ((False, "•"), (True, "2.")):
        second = body(Bullets(items, ordered=ordered))[1]
        texts = [column["items"][0]["inlines"][0]["text"] for column in second["columns"]]
        assert texts == [marker, "two"]


def test_facts_stand_side_by_side() -> None:
    (block,) = body(Facts((Fact("When", "9 *am*"),)))
    assert block == {"type": "FactSet", "facts": [{"title": "When", "value": "9 \\*am\\*"}]}
    blank = body(Facts((Fact("", " "),)))[0]["facts"]
    assert blank == [{"title": "not named", "value": "not given"}]


def test_a_divider_is_a_line_above_what_follows() -> None:
    first, second = body(Text((Plain("a"),)), Divider(), Text((Plain("b"),)), Divider())
    assert "separator" not in first
    assert second["separator"]
    assert body(Divider(), Facts(()), Text((Plain("b"),)))[0]["separator"]


def test_an_image_has_its_words() -> None:
    (image,) = body(Image("https://x.example/i.png", "A chart"))
    assert image["altText"] == "A chart"


def test_a_posts_buttons_open_dialogs_and_the_rest_waits_behind_more() -> None:
    (row,) = body(BUTTONS)
    first, more = row["actions"]
    assert first["data"] == {"action": READ.encode(), "msteams": {"type": "task/fetch"}}
    assert first["style"] == "positive"
    assert "mode" not in first
    assert more["mode"] == "secondary"
    assert "style" not in more


def test_a_dialog_submits_and_its_other_buttons_skip_what_it_asks() -> None:
    choices = Choices("choice", "Which?", (Option("a", "One"),), several=True)
    view = View("Title", Message("All.", (choices, BUTTONS)), Submit("Send", ASK))
    value = render_view(view)
    assert value["title"] == "Title"
    content = value["card"]["content"]
    (submit,) = content["actions"]
    assert submit["data"] == {"action": ASK.encode(), "choices": ["choice"]}
    button = content["body"][-1]["actions"][0]
    assert button["data"] == {"action": READ.encode()}
    assert button["associatedInputs"] == "none"
    assert "actions" not in render_view(View("Title", Message("All.", ())))["card"]["content"]


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


def test_parts_without_words_get_some() -> None:
    assert body() == [
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "All of it."}]}
    ]
    assert body(Heading(" "), Text((Plain(""), Strong(" "))), Bullets(((),))) == body()
    assert render_message(Message("", ()))["summary"] == "A message from Sevenbot"
    assert render_message(Message(" ", (Text((Plain("Words"),)),)))["summary"] == "Words"
    (row,) = body(Buttons((Button("", READ),)))
    assert row["actions"][0]["title"] == "Open"
    (link,) = body(Text((Link("", "https://x.example/"),)))[0]["inlines"]
    assert link["text"] == "https://x.example/"
    value = render_view(View("", Message("", ()), Submit(" ", READ)))
    assert value["title"] == "Sevenbot"
    assert value["card"]["content"]["actions"][0]["title"] == "Send"
    blank, block = page(Choices("c", "", (Option("a", ""), Option("b", "Two"))))[-2:]
    assert blank["inlines"][1]["text"] == " Two"
    assert block["label"] == "Your answer"


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
        "Not sent yet. Please look again at: How?; People *reached*",
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


# --- nothing comes alive ------------------------------------------------------------------

LIVE = [
    "**bold** and *slanted* and _under_ and __under__",
    "[words](https://evil.example)",
    "[words][ref]",
    "[ref]: https://evil.example",
    "![alt](https://evil.example/i.png)",
    "<https://evil.example>",
    "<b>bold</b> <at>Everyone</at>",
    "# Heading",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "1) item",
    "> quoted",
    "    indented",
    "`code` and ~~gone~~",
    "~~~",
    "***",
    "---",
    "===",
    "a\n===",
    "| a | b |\n|---|---|",
    "&lt;b&gt; &#42;x&#42; A&E",
    "back\\slash \\*",
    "{{DATE(2026-01-01T00:00:00Z)}} and {{{TIME(x)}}}",
    "a  \nb",
    "*",
    "_",
    "\u200b* x",
]
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def seen(text: str) -> tuple[set[str], str]:
    """What a reader of Markdown makes of the words: kinds of things, and visible words."""
    kinds: set[str] = set()
    words: list[str] = []
    for token in READER.parse(text):
        kinds.add(token.type)
        for child in token.children or ():
            kinds.add(child.type)
            words.append(child.content)
    return kinds - {"paragraph_open", "paragraph_close", "inline", "text", "softbreak"}, "".join(
        words
    )


def without_gaps(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("text", LIVE)
def test_words_stay_words_where_markdown_is_read(text: str) -> None:
    kinds, words = seen(markdown(text))
    assert kinds <= {"text_special"}
    assert without_gaps(words) == without_gaps(plain(text))


@given(st.text(st.sampled_from("ab1 *_[]()<>#`~!&;:.|\\-+={}\n"), max_size=30))
def test_any_words_stay_words(text: str) -> None:
    kinds, words = seen(markdown(text))
    assert kinds <= {"text_special"}
    assert without_gaps(words) == without_gaps(plain(text))


@pytest.mark.parametrize("text", LIVE)
def test_no_function_is_called_and_no_mention_made_anywhere(text: str) -> None:
    assert "{{" not in plain(text)
    wire = json.dumps(render_message(Message("x", (Heading(text), Facts((Fact(text, text),))))))
    assert "<at>" not in wire


@pytest.mark.parametrize(
    "text", ["Call 999 now", "A&E", "Ask (gently), then wait - or not", "a_b?"]
)
def test_ordinary_words_need_no_letters(text: str) -> None:
    assert reads_as_markdown(text) == ("_" in text)


def test_what_cannot_be_printed_is_left_out() -> None:
    assert plain("a\x00b\ud800c\r\nd\re\tf") == "abc\nd\ne\tf"
    json.dumps(
        render_message(Message("\udfff", (Text((Plain("\ud83d"),)),))), ensure_ascii=False
    ).encode()


# --- everything fits ----------------------------------------------------------------------

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
