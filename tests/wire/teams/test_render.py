"""From the neutral message to the card: nothing is lost."""

from bot.platforms.teams.render import render_message, render_view
from content.message import (
    Bullets,
    Button,
    Buttons,
    Choices,
    Context,
    Divider,
    Emphasis,
    Fact,
    Facts,
    Heading,
    Image,
    Link,
    Message,
    Option,
    Plain,
    Strong,
    Submit,
    Text,
    View,
)
from tests.wire.teams.cards import ASK, BUTTONS, READ, body, page


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


def test_spans_keep_their_weight_and_links_lead_to_https() -> None:
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


def test_a_link_may_lead_to_this_machine_and_to_no_other_without_tls() -> None:
    here, elsewhere = (Link("d", f"http://{host}:8001/x") for host in ("127.0.0.1", "x.example"))
    (block,) = body(Text((here, elsewhere)))
    first, second = block["inlines"]
    assert first["text"] == "d"
    assert first["selectAction"]["url"] == here.url
    assert second == {"type": "TextRun", "text": f"d ({elsewhere.url})"}


def test_what_comes_after_buttons_keeps_its_distance() -> None:
    row = Buttons((Button("Read it", READ),))
    *_, words = body(Text((Plain("One"),)), row, Text((Plain("Another"),)))
    assert words["spacing"] == "large"
    *_, quiet = body(row, Context((Plain("About the button"),)))
    assert quiet["spacing"] == "small"


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
