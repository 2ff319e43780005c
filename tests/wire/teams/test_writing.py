"""What people write becomes plain words, whatever Teams wraps around them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.teams.activity import Activity
from bot.platforms.teams.writing import addressed, written

BOT = "28:bot"
OURS = {
    "type": "mention",
    "mentioned": {"id": BOT, "name": "Sevenbot"},
    "text": "<at>Sevenbot</at>",
}
PAT = {"type": "mention", "mentioned": {"id": "29:pat", "name": "Pat & Co"}, "text": "<at>Pat</at>"}
ODD = [
    None,
    5,
    {"type": "clientInfo", "locale": "en-GB"},
    {"type": "mention"},
    {"type": "mention", "mentioned": {"id": BOT}, "text": ""},
    {"type": "mention", "mentioned": {"id": BOT}, "text": "e"},
    {"type": "mention", "mentioned": None, "text": "<at>x</at>"},
]


def message(
    text: str | None, *entities: Any, kind: str = "channel", text_format: str | None = "plain"
) -> Activity:
    return Activity.model_validate(
        {
            "type": "message",
            "serviceUrl": "https://smba.example/",
            "from": {"id": "29:person"},
            "conversation": {"id": "19:x", "conversationType": kind},
            "text": text,
            "textFormat": text_format,
            "entities": list(entities),
        }
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, ""),
        ("", ""),
        ("<at>Sevenbot</at>", ""),
        ("<at>Sevenbot</at>&nbsp;history\n", "history"),
        ("history <at>Sevenbot</at>", "history"),
        ("<at>Sevenbot</at> <at>Sevenbot</at> help", "help"),
        ("<at>Sevenbot</at> ask why <at>Pat</at> left", "ask why Pat & Co left"),
        ("Sevenbot help", "Sevenbot help"),
        ("/learning", ""),
        ("/Learning  pause until fri", "pause until fri"),
        ("<at>Sevenbot</at> /learning status", "status"),
        ("/learnings", "/learnings"),
        ("learning about neglect", "learning about neglect"),
        ("<p>pause until <b>3&nbsp;dec</b></p>\r\n<p>&nbsp;</p>", "pause until 3 dec"),
        ("ask one<br>two<p>three</p><p>four</p>", "ask one\ntwo\nthree\n\nfour"),
        ("ask a < b and c<5", "ask a < b and c<5"),
        ("ask what <data> means", "ask what <data> means"),
        ("ask &lt;p&gt; &amp; &#39;so&#39;", "ask <p> & 'so'"),
        ("ask \x00a\ud800\u200b", "ask a"),
        ("a\n\n\n\n\nb\t c", "a\n\nb c"),
        ("<script>x</script>", "<script>x</script>"),
    ],
)
def test_only_the_words_are_left(text: str | None, words: str) -> None:
    assert written(message(text, *ODD, OURS, PAT), BOT) == words


def test_where_the_text_is_markup_every_tag_goes() -> None:
    text = "<at>Sevenbot</at> ask <data x='1'>what</data><!-- no --> <script>y</script> &lt;z&gt;"
    assert written(message(text, OURS, text_format="xml"), BOT) == "ask what y <z>"


def test_a_bot_that_is_not_mentioned_keeps_out_of_a_channel() -> None:
    assert addressed(message("hi", OURS), BOT)
    assert addressed(message("hi", kind="personal"), BOT)
    assert not addressed(message("<at>Sevenbot</at> hi", PAT, *ODD[:4]), BOT)
    assert not addressed(message("hi", OURS, kind="groupChat"), "28:another")
    assert not addressed(Activity.model_validate(dict(message("hi"), entities="x")), BOT)


@given(st.text(st.sampled_from("</>ab pdiv &;nbs\n\x00\ud800!-[]'\"="), max_size=60))
def test_whatever_is_written_can_be_kept(text: str) -> None:
    for text_format in ("plain", "xml", None):
        words = written(message(text, OURS, text_format=text_format), BOT)
        assert words == words.strip()
        words.encode()
        assert "\x00" not in words
