"""Nothing that anybody wrote comes alive."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.platforms.teams.escape import markdown, plain, reads_as_markdown
from bot.platforms.teams.render import render_message
from content.message import Fact, Facts, Heading, Message, Plain, Text

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
