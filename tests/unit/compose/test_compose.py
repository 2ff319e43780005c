"""What is said: the post, the pages, the phrases."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from content.actions import ActionName
from content.compose.examples import DELIVERY, example_briefing, example_formats, examples
from content.compose.poll import explained
from content.compose.post import compose_post
from content.message import Message, View, buttons_of, plain_text
from content.poll import mark
from content.templating import phrase_keys, say


def test_the_post_has_its_anatomy() -> None:
    post = compose_post(example_briefing(), DELIVERY)
    words = plain_text(post)
    assert words.startswith("Hearing what a child tells us\n\n7-minute briefing · ")
    assert "from a local practice learning review · version 2" in words
    assert words.count("\n- ") == 3
    assert "This week: ask one child" in words
    labels = [button.label for button in buttons_of(post)]
    assert re.fullmatch(r"Read it \(\d+ min\)", labels[0])
    assert labels[1:] == [
        "Check my understanding",
        "Ask a question",
        "I'm unsure",
        "Where this comes from",
    ]


def test_a_post_without_questions_offers_no_check() -> None:
    post = compose_post(replace(example_briefing(), questions=()), DELIVERY)
    names = [button.action.name for button in buttons_of(post)]
    assert ActionName.CHECK not in names
    assert ActionName.READ in names


@pytest.mark.parametrize("name", examples())
def test_every_example_has_a_fallback_and_a_title_that_fits(name: str) -> None:
    example = examples()[name]
    message = example.message if isinstance(example, View) else example
    assert isinstance(message, Message)
    assert message.fallback.strip()
    if isinstance(example, View):
        assert 0 < len(example.title) <= 24


def test_every_format_says_what_only_it_knows() -> None:
    readings = {name: example for name, example in examples().items() if "reading-" in name}
    assert len(readings) == len(example_formats())
    words = {
        name: plain_text(example.message)
        for name, example in readings.items()
        if isinstance(example, View)
    }
    assert "Published: 2 March 2026" in words["reading-published-review"]
    assert "Newsletter: Spring 2026" in words["reading-newsletter-item"]
    assert "Starts: Wednesday 1 July 2026, 10:30" in words["reading-briefing-event"]


@pytest.mark.parametrize(
    ("fitting", "total", "words"),
    [
        (0, 1, "Your first answer did not quite fit practice."),
        (1, 1, "Your first answer fitted practice."),
        (0, 2, "Neither of your first answers quite fitted practice."),
        (1, 2, "1 of your 2 first answers fitted practice."),
        (2, 2, "Both of your first answers fitted practice."),
        (0, 3, "None of your first answers quite fitted practice."),
        (3, 3, "All 3 of your first answers fitted practice."),
    ],
)
def test_what_came_of_it_is_said_as_people_say_it(fitting: int, total: int, words: str) -> None:
    assert say("last.score", fitting=fitting, total=total).startswith(words)
    again = words.replace("first answer", "answer")
    assert say("recall.score", fitting=fitting, total=total).startswith(again)


def test_what_fits_is_told_apart_where_it_is_not_the_whole_of_it() -> None:
    _, several = example_briefing().questions
    told = [plain_text(Message("", tuple(explained(mark(several, (key,)))))) for key in "ac"]
    assert told[0].startswith(
        "The child's own words, in quotation marks\n\nFits practice. They last."
    )
    assert told[1].startswith("A tidy summary only\n\nThe child's voice gets lost.")


MADE = (
    "briefing_versions.",
    "calendar.",
    "cascade_state.",
    "detail.",
    "detail_whole.",
    "format.",
    "halted.",
    "held.",
    "held_about.",
    "held_act.",
    "held_detail.",
    "held_did.",
    "held_hand.",
    "held_slot.",
    "letter_kind.",
    "letter_told.",
    "month.",
    "month_brief.",
    "nation.",
    "number.",
    "reach.",
    "record_brief.",
    "refusal.",
    "refusal_title.",
    "role.",
    "rung.",
    "slack_error.",
    "source_kind.",
    "state.",
    "survey_stage.",
    "survey_versions.",
    "teams_error.",
    "weekday.",
    "weekday_brief.",
)
"""Tables whose keys are made of values; tests/unit/test_language.py says each of them, and
tests/integration/store/test_shelf.py those of versions,
tests/unit/bot/test_held_words.py those of what is held."""


def test_every_phrase_is_used_and_every_used_phrase_exists() -> None:
    sources = [
        path.read_text("utf-8")
        for folder in ("content", "handlers", "schedules", "bot")
        for path in Path(__file__).parents[3].joinpath(folder).rglob("*")
        if path.suffix in {".py", ".html"} and "sandbox" not in path.parts
    ]
    used = {key for text in sources for key in re.findall(r'"([a-z_]+\.[a-z_]+)"', text)}
    used |= {
        f"query.{which}_{part}"
        for which in ("ask", "unsure")
        for part in ("heading", "lead", "label")
    }
    used |= {key for key in phrase_keys() if key.startswith(MADE)}
    assert used & phrase_keys() == phrase_keys()
    said = {key for text in sources for key in re.findall(r'say\(\s*"([a-z_.]+)"', text)}
    assert said <= phrase_keys()


def test_an_unknown_phrase_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("post.nothing")


def test_no_phrase_blames_or_repeats_folklore() -> None:
    """What is said of platforms and machines may say that something of theirs is wrong."""
    text = Path(__file__).parents[3].joinpath("content/templates/en.toml").read_text("utf-8")
    tables = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
    to_people = [it for it in tables if not it.startswith(("[slack_error]", "[teams_error]"))]
    assert len(to_people) == len(tables) - 2
    lines = "".join(to_people).splitlines()
    spoken = "\n".join(line.partition(" = ")[2] for line in lines if line[:1] != "#")
    for banned in ("wrong", "Wrong", "fail", "attention span", "@channel", "!"):
        assert banned not in spoken
