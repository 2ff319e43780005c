"""What the checks find in a briefing, part by part."""

from dataclasses import replace
from datetime import date

import pytest

from content.briefing import (
    Briefing,
    NewsletterItem,
    PublishedReview,
    Section,
    SevenMinute,
    SixtyMinute,
)
from content.checks import Severity, check, reading_minutes
from content.importing.markdown import read_briefing
from content.learning import Reference
from content.message import Bullets, Link, Plain, Strong, Text
from tests.unit.content.importing.example import example

GOOD = read_briefing(example(), "example.md")
QUESTION = GOOD.questions[0]
ANSWER = QUESTION.answers[0]


def words(count: int) -> Text:
    return Text((Plain(" ".join(["word"] * count)),))


def background(*body: Text | Bullets) -> Briefing:
    assert isinstance(GOOD.format, SevenMinute)
    return replace(GOOD, format=replace(GOOD.format, background=Section("Background", body)))


def asked(**changes: object) -> Briefing:
    return replace(GOOD, questions=(replace(QUESTION, **changes),))


def answered(**changes: object) -> Briefing:
    return asked(answers=(replace(ANSWER, **changes), *QUESTION.answers[1:]))


def test_a_whole_briefing_passes() -> None:
    assert check(GOOD) == ()


ERRORS: dict[str, tuple[Briefing, str, str]] = {
    "no title": (replace(GOOD, title=" "), "Title", "empty"),
    "a long title": (replace(GOOD, title="x" * 81), "Title", "81 characters; at most 80"),
    "no summary": (replace(GOOD, summary=""), "Summary", "empty"),
    "a long summary": (replace(GOOD, summary="x" * 301), "Summary", "at most 300"),
    "nothing this week": (replace(GOOD, this_week=""), "This week", "empty"),
    "much this week": (replace(GOOD, this_week="x" * 201), "This week", "at most 200"),
    "two key points": (replace(GOOD, key_points=GOOD.key_points[:2]), "Key points", "here are 2"),
    "an empty key point": (replace(GOOD, key_points=("a", "", "c")), "Key point 2", "no words"),
    "a long key point": (
        replace(GOOD, key_points=("a", "b", "x" * 151)),
        "Key point 3",
        "at most 150",
    ),
    "an empty section": (background(), "Background", "no text"),
    "a section of spaces": (background(Text((Plain(" "),))), "Background", "no text"),
    "no sections": (replace(GOOD, format=SixtyMinute(())), "Sections", "nothing to read"),
    "two reflections": (
        replace(GOOD, reflections=GOOD.reflections[:2]),
        "Reflection",
        "here are 2",
    ),
    "an empty reflection": (replace(GOOD, reflections=("a", "", "c")), "Reflection", "three"),
    "a long reflection": (
        replace(GOOD, reflections=("a", "b", "x" * 301)),
        "Reflection",
        "Question 3",
    ),
    "no references": (replace(GOOD, references=()), "References", "at least one"),
    "nobody approved": (replace(GOOD, approver=None), "Approval", "second person"),
    "the author approved": (replace(GOOD, approver=" sam  AUTHOR"), "Approval", "second person"),
    "no questions": (replace(GOOD, questions=()), "Questions", "here are 0"),
    "four questions": (
        replace(GOOD, questions=tuple(replace(QUESTION, key=k, variants=()) for k in "abcd")),
        "Questions",
        "here are 4",
    ),
    "a key twice": (
        replace(GOOD, questions=(QUESTION, QUESTION)),
        "Question quiet-at-pickup",
        "same key",
    ),
    "a variant's variants": (
        asked(variants=(replace(QUESTION, key="v"),)),
        "Question v",
        "no reworded",
    ),
    "no scenario": (asked(scenario=""), "Question quiet-at-pickup", "no scenario"),
    "a long scenario": (asked(scenario="x" * 601), "Question quiet-at-pickup", "at most 600"),
    "nothing asked": (asked(ask=""), "Question quiet-at-pickup", "what is asked"),
    "much asked": (asked(ask="x" * 201), "Question quiet-at-pickup", "at most 200"),
    "one option": (asked(answers=QUESTION.answers[1:]), "Question quiet-at-pickup", "here are 1"),
    "six options": (
        asked(answers=tuple(replace(ANSWER, key=k, text=k) for k in "abcdef")),
        "Question quiet-at-pickup",
        "here are 6",
    ),
    "a key for two": (answered(key="b"), "Question quiet-at-pickup", "same key"),
    "the same twice": (
        answered(text=QUESTION.answers[1].text.upper() + " "),
        "Question quiet-at-pickup",
        "say the same",
    ),
    "an empty option": (answered(text=""), "Question quiet-at-pickup", "no words"),
    "a long option": (answered(text="x" * 201), "Question quiet-at-pickup", "Option a has 201"),
    "no explanation": (answered(why=""), "Question quiet-at-pickup", "no explanation"),
    "a long explanation": (answered(why="x" * 301), "Question quiet-at-pickup", "explanation of"),
    "none fits": (
        asked(answers=tuple(replace(a, fits=False) for a in QUESTION.answers)),
        "Question quiet-at-pickup",
        "No option fits",
    ),
    "all fit": (answered(fits=True), "Question quiet-at-pickup", "Every option"),
    "a variant at fault": (
        asked(variants=(replace(QUESTION.variants[0], ask=""),)),
        "Question quiet-at-pickup-1",
        "what is asked",
    ),
    "a long paragraph": (background(Text((Plain("x" * 2501),))), "Background", "at most 2,500"),
    "a long list": (
        background(Bullets(tuple((Plain("x" * 500),) for _ in range(6)))),
        "Background",
        "at most 2,500",
    ),
    "many paragraphs": (background(*(words(1) for _ in range(80))), "Sections", "at most 80"),
    "a long reading": (
        background(*(Text((Plain("x" * 2400),)) for _ in range(13))),
        "Sections",
        "at most 30,000",
    ),
    "a number": (replace(GOOD, summary="NHS no. 943 476 5919"), "Summary", "an NHS number"),
    "a birth date": (answered(why="DOB 3/4/12"), "Question quiet-at-pickup", "a date of birth"),
}


@pytest.mark.parametrize(("briefing", "section", "says"), ERRORS.values(), ids=ERRORS.keys())
def test_errors_name_their_section(briefing: Briefing, section: str, says: str) -> None:
    found = check(briefing)
    assert any(
        f.severity is Severity.ERROR and f.section == section and says in f.what for f in found
    ), found


NAMED = "Jayden, 7, was seen."
WARNINGS: dict[str, tuple[Briefing, str, str]] = {
    "in the title": (replace(GOOD, title="Jayden, 7"), "Title", "name with an age"),
    "in a section": (background(Text((Strong("Jayden"), Plain(", 7.")))), "Background", "name"),
    "in a list": (background(Bullets(((Plain(NAMED),),))), "Background", "name with an age"),
    "in a key point": (replace(GOOD, key_points=("a", "b", NAMED)), "Key point 3", "name"),
    "in a reflection": (replace(GOOD, reflections=("a", "b", NAMED)), "Reflection", "name"),
    "in a scenario": (asked(scenario=NAMED), "Question quiet-at-pickup", "name"),
    "in a reference": (
        replace(GOOD, references=(Reference("P", NAMED, 2020),)),
        "References",
        "name",
    ),
    "in a link": (
        replace(GOOD, links=(Link("Oakfield Academy", "https://example.org"),)),
        "Links",
        "school",
    ),
    "in the source": (
        replace(GOOD, source=replace(GOOD.source, title=NAMED)),
        "Source",
        "name with an age",
    ),
    "slow to read": (
        background(words(400), words(400), words(400), words(200)),
        "Sections",
        "8 minutes",
    ),
    "few variants": (
        asked(variants=QUESTION.variants[:2]),
        "Question quiet-at-pickup",
        "2 reworded",
    ),
    "a figure": (replace(GOOD, summary="About 53% of reviews say so."), "Summary", "source"),
    "a figure in words": (
        background(Text((Plain("It happens to one in five children. (P, T, 2020)"),))),
        "Background",
        "source",
    ),
}


@pytest.mark.parametrize(("briefing", "section", "says"), WARNINGS.values(), ids=WARNINGS.keys())
def test_warnings_name_their_section(briefing: Briefing, section: str, says: str) -> None:
    found = [f for f in check(briefing) if f.section == section and says in f.what]
    assert found, check(briefing)
    assert all(f.severity is Severity.WARNING for f in found)


def test_a_finding_never_repeats_the_detail_and_comes_once() -> None:
    found = check(background(Text((Plain(NAMED),)), Text((Plain("Tyler, 9, too."),))))
    assert len(found) == 1
    assert "Jayden" not in found[0].what


def test_errors_come_first() -> None:
    severities = [f.severity for f in check(replace(GOOD, summary="53%", title=""))]
    assert severities == [Severity.ERROR, Severity.WARNING]


def test_a_hidden_source_is_not_looked_at() -> None:
    hidden = replace(GOOD.source, title=NAMED, hidden=True)
    assert check(replace(GOOD, source=hidden)) == ()


def test_a_figure_with_its_source_passes() -> None:
    reference = Reference("Ofsted", "Neglect, seen", 2018)
    text = "About 53% of them say so (Ofsted, Neglect, seen, 2018). In 2019 there were 4 visits."
    briefing = replace(background(Text((Plain(text),))), references=(reference,))
    assert check(briefing) == ()


def test_free_formats_are_named_by_their_own_titles() -> None:
    empty = tuple(Section(title, ()) for title in ("What happened", GOOD.key_points[1]))
    for form in (SixtyMinute(empty), PublishedReview("https://x.org", date(2026, 3, 1), empty)):
        assert [f.section for f in check(replace(GOOD, format=form))] == [
            "What happened",
            "Key point 2",
        ]


def test_an_hour_is_an_hour_and_a_newsletter_takes_its_time() -> None:
    long = tuple(Section(f"Part {n}", tuple(words(400) for _ in range(4))) for n in range(8))
    slow = "Reading it takes about 65 minutes"
    hour = check(replace(GOOD, format=SixtyMinute(long)))
    assert [f.severity for f in hour if f.what.startswith(slow)] == [Severity.WARNING]
    item = check(replace(GOOD, format=NewsletterItem("Spring", long)))
    assert not [f for f in item if f.what.startswith(slow)]


@pytest.mark.parametrize(("count", "minutes"), [(0, 1), (198, 1), (199, 1), (200, 2), (1399, 7)])
def test_reading_time_is_rounded_up(count: int, minutes: int) -> None:
    section = Section("Heading", (words(count),))  # the heading is a word too
    assert reading_minutes(replace(GOOD, format=SixtyMinute((section,)))) == minutes
