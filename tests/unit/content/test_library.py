"""The briefings that ship hold to what content/library/README.md says of them."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from content.approval import Status
from content.briefing import WORDS_PER_MINUTE, Briefing, SevenMinute
from content.checks import check
from content.importing.markdown import read_briefing_file
from content.learning import Reference
from content.message import Bullets, Text, spans_text
from content.poll import Answer, Question

LIBRARY = Path(__file__).parents[3] / "content" / "library"
SLUGS = (
    "child-exploitation",
    "domestic-abuse",
    "information-sharing",
    "mental-health-and-wellbeing",
    "neglect",
    "professional-curiosity",
)
MINUTES = 7
LONGEST_OPTION, LONGEST_WHY, LONGEST_SCENARIO = 200, 300, 600
LONGEST_KEY_POINT, LONGEST_SUMMARY, LONGEST_THIS_WEEK = 150, 300, 200

_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"
_COUNTED = "children|babies|young people|reviews|cases|incidents|areas|families|men|women|parents"
FIGURE = re.compile(
    rf"""
    \d\s?% | \bper\ cent\b                                  # 53%
    | \b(?:{_SMALL}|\d+)\ in\ (?:{_SMALL}|\d+)\b            # one in five
    | \b\d{{1,3}}(?:,\d{{3}})+\b                            # 7,432
    | \b(?!(?:19|20)\d\d\b)\d{{4,}}\b                       # 7432, and not a year
    | \b(?:half|third|quarter|fifth|tenth)s?\ of\b          # over a fifth of
    | \bmore\ than\ half\b
    | \b(?:{_SMALL}|\d+)\ (?:\w+\ )?(?:{_COUNTED})\b        # 72 reviews, six local areas
    """,
    re.VERBOSE | re.IGNORECASE,
)
CITED = re.compile(r"\(([^()]+, (?:19|20)\d\d)\)")
FOLKLORE = re.compile(r"attention span|ideal length", re.IGNORECASE)


@pytest.fixture(params=SLUGS)
def briefing(request: pytest.FixtureRequest) -> Briefing:
    return _read(request.param)


@cache
def _read(slug: str) -> Briefing:
    return read_briefing_file(LIBRARY / f"{slug}.md")


def _paragraphs(briefing: Briefing) -> Iterator[str]:
    """Every run of words of the reading, the post's own lines first."""
    yield briefing.summary
    yield briefing.this_week
    yield from briefing.key_points
    for section in briefing.format.sections:
        for prose in section.body:
            match prose:
                case Text(spans):
                    yield spans_text(spans)
                case Bullets(items):
                    yield from (spans_text(item) for item in items)


def _sentences(briefing: Briefing) -> list[str]:
    return [s for text in _paragraphs(briefing) for s in re.split(r"(?<=[.?!])\s+", text)]


def _asked(briefing: Briefing) -> list[Question]:
    """The questions and their variants."""
    return [q for question in briefing.questions for q in (question, *question.variants)]


def _fitting(question: Question) -> list[Answer]:
    return [answer for answer in question.answers if answer.fits]


def _citation(reference: Reference) -> str:
    return f"{reference.publisher}, {reference.title}, {reference.year}"


def test_the_library_is_these_six_and_a_readme():
    assert {path.name for path in LIBRARY.glob("*.md")} == {
        "README.md",
        *(f"{slug}.md" for slug in SLUGS),
    }


def test_the_readme_lists_each_briefing():
    readme = (LIBRARY / "README.md").read_text(encoding="utf-8")
    assert all(f"({slug}.md)" in readme for slug in SLUGS)


def test_is_a_seven_minute_briefing_of_its_own_theme(briefing: Briefing):
    assert isinstance(briefing.format, SevenMinute)
    assert briefing.theme.key == briefing.slug
    assert len(briefing.reflections) == 3
    assert all(section.body for section in briefing.format.sections)


def test_the_checks_find_nothing(briefing: Briefing):
    assert check(briefing) == ()


def test_awaits_the_approval_of_whoever_posts_it(briefing: Briefing):
    assert (briefing.status, briefing.approver) == (Status.DRAFT, None)
    assert briefing.author == "Sevenbot library authors"


def test_is_read_within_seven_minutes(briefing: Briefing):
    words = sum(len(text.split()) for text in _paragraphs(briefing))
    assert 700 < words < MINUTES * WORDS_PER_MINUTE


def test_the_posts_lines_are_short(briefing: Briefing):
    assert len(briefing.summary) <= LONGEST_SUMMARY
    assert len(briefing.this_week) <= LONGEST_THIS_WEEK
    assert all(len(point) <= LONGEST_KEY_POINT for point in briefing.key_points)


@pytest.mark.parametrize(
    "sentence",
    [
        "In the year, 53% had been seen before.",
        "About one in five had it.",
        "There were 7,432 of them.",
        "Over a fifth of children had it.",
        "It looked at 72 reviews.",
        "Inspectors of six local areas saw it.",
    ],
)
def test_a_figure_is_known_when_met(sentence: str):
    assert FIGURE.search(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["In 2023 the guidance changed.", "Check two numbers.", "Call 999.", "One adult who listens."],
)
def test_what_is_no_figure_is_left_alone(sentence: str):
    assert not FIGURE.search(sentence)


def test_each_figure_stands_with_its_source(briefing: Briefing):
    known = {_citation(reference) for reference in briefing.references}
    figures = [s for s in _sentences(briefing) if FIGURE.search(CITED.sub("", s))]
    bare = [s for s in figures if not known & set(CITED.findall(s))]
    assert bare == []
    assert len(figures) >= 1


def test_what_is_cited_is_referenced_and_the_other_way_round(briefing: Briefing):
    cited = {found for s in _sentences(briefing) for found in CITED.findall(s)}
    assert cited == {_citation(reference) for reference in briefing.references}


def test_its_source_is_national_and_referenced(briefing: Briefing):
    source = briefing.source
    assert source.reach.value == "national"
    assert (source.publisher, source.title, source.year) in {
        (reference.publisher, reference.title, reference.year) for reference in briefing.references
    }


def test_says_what_to_do_in_immediate_danger(briefing: Briefing):
    assert any("999" in sentence for sentence in _sentences(briefing))


def test_prints_no_folklore(briefing: Briefing):
    assert not any(FOLKLORE.search(sentence) for sentence in _sentences(briefing))


def test_asks_three_questions_each_reworded_three_times(briefing: Briefing):
    assert len(briefing.questions) == 3
    assert [len(question.variants) for question in briefing.questions] == [3, 3, 3]
    scenarios = [question.scenario for question in _asked(briefing)]
    assert len(set(scenarios)) == len(scenarios)


def test_several_answers_fit_at_least_one_question(briefing: Briefing):
    assert any(question.several for question in briefing.questions)


def test_a_question_says_when_several_answers_fit(briefing: Briefing):
    for question in _asked(briefing):
        assert question.several == question.ask.endswith("Choose all that fit."), question.key


def test_options_are_a_real_choice(briefing: Briefing):
    for question in _asked(briefing):
        words = [" ".join(answer.text.casefold().split()) for answer in question.answers]
        assert 3 <= len(words) <= 5, question.key
        assert len(set(words)) == len(words), question.key
        assert 0 < len(_fitting(question)) < len(words), question.key


def test_every_option_is_explained_in_its_own_words(briefing: Briefing):
    whys = [answer.why for question in _asked(briefing) for answer in question.answers]
    assert all(len(why.split()) >= 10 for why in whys)
    assert [why for why, count in Counter(whys).items() if count > 1] == []
    assert not any(re.match(r"(?:no[,.!]|wrong|incorrect)", why, re.IGNORECASE) for why in whys)


def test_questions_keep_within_what_a_dialog_shows(briefing: Briefing):
    for question in _asked(briefing):
        assert len(question.scenario) <= LONGEST_SCENARIO, question.key
        for answer in question.answers:
            assert len(answer.text) <= LONGEST_OPTION, (question.key, answer.key)
            assert len(answer.why) <= LONGEST_WHY, (question.key, answer.key)


def test_the_longest_option_is_no_hint(briefing: Briefing):
    asked = _asked(briefing)
    longest = [max(question.answers, key=lambda answer: len(answer.text)) for question in asked]
    assert sum(answer.fits for answer in longest) <= len(asked) / 2


def test_the_letter_is_no_hint(briefing: Briefing):
    letters = Counter(a.key for question in _asked(briefing) for a in _fitting(question))
    assert len(letters) >= 3
    assert max(letters.values()) <= sum(letters.values()) / 2


def test_a_variant_does_not_keep_the_letters_of_its_question(briefing: Briefing):
    for question in briefing.questions:
        patterns = {
            tuple(answer.key for answer in _fitting(asked))
            for asked in (question, *question.variants)
        }
        assert len(patterns) >= 2, question.key
