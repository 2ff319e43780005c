"""Words at Slack's edge."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.text import (
    clean,
    escape,
    is_address,
    one_line,
    pieces,
    shorten,
    shorten_spans,
    tame,
)
from content.message import Emphasis, Link, Plain, Strong

MARKS = "*_~`"


@given(st.text())
def test_escaping_keeps_the_words_and_no_control(text: str) -> None:
    escaped = escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert html.unescape(escaped) == html.unescape(clean(text)) or "&" in text
    assert escape("<!channel> & you") == "&lt;!channel&gt; &amp; you"


@given(st.text(alphabet="*_~`:>ab1 \n<&", max_size=40))
def test_tame_words_have_no_marks(text: str) -> None:
    tamed = tame(text)
    assert not set(tamed) & set(MARKS)
    assert len(html.unescape(tamed)) == len(clean(text))
    assert not any(line.lstrip().startswith("&gt;") for line in tamed.split("\n"))


def test_an_emoji_code_stays_words() -> None:
    assert tame("at 10:30, :+1: and :a:b:") == "at 10:30, \ua789+1: and \ua789a\ua789b:"


@given(st.text(alphabet="ab \n", max_size=80), st.integers(1, 40))
def test_a_shortened_text_is_within_its_limit_and_says_so(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    if len(text) > limit:
        assert short.endswith("…")
        assert text.startswith(short[:-1])
    else:
        assert short == text


def test_a_text_is_shortened_at_a_word() -> None:
    assert shorten("one two three", 10) == "one two…"
    assert shorten("one two three", 8) == "one two…"
    assert shorten("onetwothree", 5) == "onet…"
    assert one_line("  one\n two\tthree ", 9) == "one two…"


@given(st.text(alphabet="ab \n", max_size=120), st.integers(1, 30))
def test_pieces_are_the_text(text: str, limit: int) -> None:
    parts = list(pieces(text, limit))
    assert "".join(parts) == text
    assert all(len(part) <= limit for part in parts)


def test_what_cannot_be_shown_is_left_out() -> None:
    assert clean("a\x00b\x1b[31mc\ud800d\r\ne\rf\tg") == "ab[31mcd\ne\nf\tg"


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://a.example/?x=1&y=2", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("https://a.example/ b", False),
        ("https://a.example/|x>", False),
        ("https://a.example/\n", False),
        ("https://" + "a" * 3000, False),
        ("", False),
    ],
)
def test_only_web_addresses_are_links(url: str, good: bool) -> None:  # noqa: FBT001
    assert is_address(url) is good


def test_spans_are_shortened_and_keep_their_weight() -> None:
    spans = (Plain("one two "), Strong("three"), Link(" four five", "https://x"), Emphasis("six"))
    assert shorten_spans(spans, 100) == spans
    assert shorten_spans(spans, 20) == (
        Plain("one two "),
        Strong("three"),
        Link(" four…", "https://x"),
    )
    assert shorten_spans(spans, 13) == (Plain("one two "), Strong("thre…"))
    assert shorten_spans((Emphasis("abcdef"), Plain("g")), 6) == (Emphasis("abcde…"),)
