"""The one field is read as the standard library reads it, or left to it."""

from urllib.parse import parse_qsl, quote, quote_plus, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.platforms.slack.form import payload_of


@given(st.text(min_size=1))
@example("=41 and %41, 100%&+")
@example("a line\r\nand another \n")
def test_whatever_was_encoded_comes_back(words: str) -> None:
    words = words.encode("utf-8", "replace").decode()
    for body in (urlencode({"payload": words}), f"payload={quote(words, safe='')}"):
        assert payload_of(body.encode()) == words


@given(
    st.lists(st.sampled_from(["%", "%2", "%41", "%3D", "%zz", "=", "+", " ", "\n", "&", "x", "é"]))
)
def test_a_body_that_nobody_encoded_is_read_the_same_or_left_alone(parts: list[str]) -> None:
    body = "payload=" + "".join(parts)  # of no bytes that are no text: the test below has those
    read = payload_of(body.encode())
    assert read is None or read == dict(parse_qsl(body, keep_blank_values=True))["payload"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"payload",
        b"payload=",
        b'{"type":"url_verification"}',
        b"ssl_check=1&payload=%7B%7D",
        b"payload=%7B%7D&payload=%7B%7D",
        b"payload=1=2",
        b"payload=%7B%7",
        b"payload=%%41",
    ],
)
def test_any_other_body_is_left_alone(body: bytes) -> None:
    assert payload_of(body) is None


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnicodeDecodeError):
        payload_of(b"payload=" + quote_plus(b"\xff").encode())
