"""Block Kit, where the golden files do not say why."""

from bot.platforms.slack.render import render_message, render_view
from content.actions import Action, ActionName
from content.message import (
    Bullets,
    Context,
    Emphasis,
    Facts,
    Heading,
    Image,
    Link,
    Message,
    Plain,
    Strong,
    Submit,
    Text,
    View,
)
from tests.wire.slack.drawing import DELIVERY


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
