"""What a lead takes to a team."""

from dataclasses import replace
from pathlib import Path

import pytest

from content.briefing import NewsletterItem, Section
from content.cascade import TalkingPoint, presenter_pack
from content.compose.examples import example_briefing
from content.importing.markdown import read_briefing_file
from content.message import Bullets, Link, Plain, Strong, Text

LIBRARY = sorted(Path("content/library").resolve().glob("[a-z]*.md"))
BRIEFING = example_briefing()


def pointed(*body: Text | Bullets) -> tuple[TalkingPoint, ...]:
    """The talking points of a briefing whose first key point has this section."""
    section = Section(BRIEFING.key_points[0], body)
    return presenter_pack(replace(BRIEFING, format=NewsletterItem("1", (section,)))).points


def text(words: str) -> Text:
    return Text((Plain(words),))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("One. Two. Three.", "One."),
        ("One sentence only", "One sentence only"),
        ("Ask why? Then listen.", "Ask why?"),
        ("She said “no.” Then she left.", "She said “no.”"),
        ("Half (Ofsted, Annual report, 2023). Next.", "Half (Ofsted, Annual report, 2023)."),
        (
            "About 3.5 children, e.g. siblings, in one. Next.",
            "About 3.5 children, e.g. siblings, in one.",
        ),
        ("long " * 60 + ". Short.", ""),
        (" ", ""),
    ],
)
def test_a_point_comes_with_its_first_sentence(words: str, sentence: str) -> None:
    first, *others = pointed(text(words))
    assert first == TalkingPoint(BRIEFING.key_points[0], sentence)
    assert [other.words for other in others] == ["", ""]


def test_weight_and_links_are_words() -> None:
    spans = (Plain("See "), Strong("the child"), Link(" alone", "https://x.org"), Plain(". Then."))
    assert pointed(Text(spans))[0].words == "See the child alone."


def test_a_list_gives_its_first_line() -> None:
    assert pointed(Bullets(((Plain("Notice."),), (Plain("Ask."),))))[0].words == "Notice."
    assert pointed(Bullets(()), text("After an empty list."))[0].words == "After an empty list."


def test_the_running_order_fills_seven_minutes() -> None:
    for briefing in (BRIEFING, replace(BRIEFING, questions=())):
        steps = presenter_pack(briefing).running_order
        assert sum(step.minutes for step in steps) == 7
    assert presenter_pack(replace(BRIEFING, questions=())).discussion is None


def test_a_hidden_source_stays_unnamed() -> None:
    hidden = replace(BRIEFING, source=replace(BRIEFING.source, hidden=True))
    line = presenter_pack(hidden).line
    assert "from local learning" in line
    assert BRIEFING.source.publisher not in line


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_each_briefing_of_the_library_makes_a_pack(path: Path) -> None:
    briefing = read_briefing_file(path)
    pack = presenter_pack(briefing)
    assert pack == presenter_pack(read_briefing_file(path))
    assert len(pack.points) == len(pack.reflections) == 3
    assert all(point.words for point in pack.points)
    assert pack.discussion == briefing.questions[0]
    assert pack.this_week[0].isupper()
    assert "999" in pack.safety
