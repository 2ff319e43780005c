"""A briefing's file is read whole, or refused with the line of everything that is wrong."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config.errors import InputError
from content.approval import Status
from content.briefing import (
    BRIEFING,
    BriefingEvent,
    NewsletterItem,
    PublishedReview,
    SevenMinute,
    SixtyMinute,
)
from content.importing.markdown import MAX_BYTES, read_briefing, read_briefing_file, read_file
from content.learning import Reach, Reference, Source, SourceKind, Theme
from content.message import Bullets, Emphasis, Link, Plain, Strong, Text
from tests.unit.content.importing.example import example, line_of, spoiled

NAME = "briefing.md"


def problems(text: str) -> list[str]:
    with pytest.raises(InputError) as refused:
        read_briefing(text, NAME)
    assert refused.value.problems
    return [str(problem) for problem in refused.value.problems]


def test_every_field_arrives() -> None:
    briefing = read_briefing(example(), NAME)
    assert (briefing.slug, briefing.version, briefing.title) == (
        "hearing-the-child",
        1,
        "Hearing the child",
    )
    assert briefing.theme == Theme("neglect", "Neglect")
    assert briefing.source == Source(
        SourceKind.PRACTICE_LEARNING_REVIEW,
        Reach.LOCAL,
        "What children told us",
        "Northshire Safeguarding Children Partnership",
        2025,
    )
    assert briefing.references == (
        Reference("HM Government", "Working Together to Safeguard Children", 2023),
    )
    assert briefing.links == (Link("Our procedures", "https://procedures.example.org/voice"),)
    assert briefing.status is Status.APPROVED
    assert briefing.approved_by_another
    assert not briefing.restricted
    assert briefing.this_week.startswith("Ask one child")
    assert briefing.key_points == (
        "Behaviour is a way of telling: ask what it might mean",
        "See the child alone where you can, and say why",
        "Write down the child's own words",
    )
    assert briefing.reflections[1] == "What stops us from seeing children alone?"
    assert BRIEFING.validate_json(BRIEFING.dump_json(briefing)) == briefing


def test_the_sections_keep_their_weight_links_and_lists() -> None:
    form = read_briefing(example(), NAME).format
    assert isinstance(form, SevenMinute)
    assert [section.title for section in form.sections] == [
        "Background",
        "Why it matters",
        "Behaviour is a way of telling: ask what it might mean",
        "See the child alone where you can, and say why",
        "Write down the child's own words",
        "What to remember",
        "What to do",
    ]
    assert form.why_it_matters.body == (
        Text(
            (
                Plain("What a child says is "),
                Strong("easily lost"),
                Plain(" on its way from one adult to another."),
            )
        ),
    )
    assert form.key_points[2].body == (
        Bullets(((Plain("Use quotation marks."),), (Plain("Say who was there."),))),
    )
    last = form.do.body[0]
    assert isinstance(last, Text)
    assert last.spans[1] == Link("our procedures", "https://procedures.example.org/voice")


def test_the_questions_keep_their_options_and_variants() -> None:
    (question,) = read_briefing(example(), NAME).questions
    assert question.key == "quiet-at-pickup"
    assert question.ask == "What fits practice best?"
    assert question.scenario.startswith("You work in a nursery.")
    assert [(a.key, a.fits) for a in question.answers] == [("a", False), ("b", True)]
    assert question.answers[0].text == "Wait and see whether she is brighter next week."
    assert question.answers[0].why.startswith("It may pass")
    assert [v.key for v in question.variants] == [f"quiet-at-pickup-{n}" for n in (1, 2, 3)]
    assert all(variant.variants == () for variant in question.variants)


def test_a_scenario_may_have_paragraphs_and_an_option_may_run_over_lines() -> None:
    text = spoiled("You work in a nursery. ", "You work in a nursery.\n\n")
    text = text.replace("[ ] Wait and see whether", "[ ] Wait\n  and see\n  whether")
    text = text.replace("  Why: It may pass, and", "  why:\n  It may pass,\n  and")
    (question,) = read_briefing(text, NAME).questions
    assert question.scenario.startswith("You work in a nursery.\n\nA four-year-old")
    assert question.answers[0].text == "Wait and see whether she is brighter next week."
    assert question.answers[0].why.startswith("It may pass, and it may not.")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("## Background", "##   background  ##"),
        lambda text: text + "\n\n\n",
        lambda text: text.replace("- Use", "* Use").replace("- Say", "* Say"),
    ],
    ids=["byte order mark", "CRLF", "CR", "a heading's spaces", "empty lines", "other bullets"],
)
def test_editors_may_differ(change: Callable[[str], str]) -> None:
    assert read_briefing(change(example()), NAME) == read_briefing(example(), NAME)


def test_characters_and_entities_arrive_as_a_reader_sees_them() -> None:
    text = spoiled("easily lost", "caf&eacute; \\* naïve 子ども")
    form = read_briefing(text, NAME).format
    assert isinstance(form, SevenMinute)
    block = form.why_it_matters.body[0]
    assert isinstance(block, Text)
    assert block.spans[1] == Strong("café * naïve 子ども")


def test_emphasis_lines_and_numbered_lists() -> None:
    text = spoiled(
        "A local review looked",
        "*A local*\nreview <https://example.org/a>\n\n1. One\n2. Two\n\nIt looked",
    )
    form = read_briefing(text, NAME).format
    assert isinstance(form, SevenMinute)
    first, second, _ = form.background.body
    assert first == Text(
        (
            Emphasis("A local"),
            Plain(" review "),
            Link("https://example.org/a", "https://example.org/a"),
        )
    )
    assert second == Bullets(((Plain("One"),), (Plain("Two"),)), ordered=True)


def other_format(kind: str, fields: str) -> str:
    text = spoiled("format: 7-minute briefing", f"format: {kind}{fields}")
    return text.replace("## Background", "## What happened").replace("## What to do", "## Next")


def test_the_other_formats_have_their_own_fields_and_free_sections() -> None:
    sixty = read_briefing(other_format("60-minute briefing", ""), NAME)
    assert isinstance(sixty.format, SixtyMinute)
    assert [s.title for s in sixty.format.sections][::6] == ["What happened", "Next"]
    assert len(sixty.key_points) == 3

    review = read_briefing(
        other_format(
            "published review", "\nurl: https://example.org/review\npublished: 2026-03-31"
        ),
        NAME,
    ).format
    assert isinstance(review, PublishedReview)
    assert (review.url, review.published) == ("https://example.org/review", date(2026, 3, 31))

    item = read_briefing(other_format("newsletter item", "\nissue: Spring 2026"), NAME).format
    assert isinstance(item, NewsletterItem)
    assert item.issue == "Spring 2026"


EVENT = "\nwhere: Online\nbooking_url: https://example.org/book"


def test_an_event_is_at_londons_time_unless_it_says_otherwise() -> None:
    times = "\nstarts: 2026-07-01 14:00\nends: 2026-07-01T16:00:00+02:00"
    event = read_briefing(other_format("briefing event", times + EVENT), NAME).format
    assert isinstance(event, BriefingEvent)
    assert event.starts == datetime(2026, 7, 1, 13, tzinfo=UTC)
    assert event.ends == datetime(2026, 7, 1, 14, tzinfo=UTC)


EVENTS = {
    "it ends first": ("2026-07-01 14:00", "2026-07-01 13:00", "ends:", "before it starts"),
    "a time that is not": ("2026-03-29 01:30", "2026-03-29 04:00", "starts:", "clocks change"),
    "a time twice": ("2026-10-25 01:30", "2026-10-25 04:00", "starts:", "clocks change"),
    "a number": ("20260701", "2026-07-01 13:00", "starts:", "is written"),
}


@pytest.mark.parametrize(("starts", "ends", "at", "says"), EVENTS.values(), ids=EVENTS.keys())
def test_an_impossible_event(starts: str, ends: str, at: str, says: str) -> None:
    text = other_format("briefing event", f"\nstarts: {starts}\nends: {ends}{EVENT}")
    found = problems(text)
    assert any(p.startswith(f"{NAME}:{line_of(text, at)}: ") and says in p for p in found), found


def test_other_formats_need_their_key_points_and_fields() -> None:
    text = other_format("published review", "").replace("## Key point: See", "## See")
    assert [says for says in ("'url'", "'published'") if any(says in p for p in problems(text))]
    text = other_format("60-minute briefing", "").replace("## Key point: See", "## See")
    assert "needs three '## Key point: …' sections, and has 2" in problems(text)[0]


def test_all_problems_come_at_once_and_in_order() -> None:
    text = spoiled("version: 1", "version: one").replace("adults spoke", "`adults` spoke")
    text = text.replace("  Why: It may pass", "  It may pass")
    found = problems(text)
    assert len(found) == 3
    lines = [int(problem.split(":")[1]) for problem in found]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        (" \n\n", "empty"),
        ("# A title\n", "first line is '---'"),
        ("---\ntitle: x\n", "does not end"),
        ("---\n---\n", "fields"),
        ("---\n# only a comment\n---\n## Background\n", "fields"),
        ("---\n- a\n---\n", "fields"),
        ("---\n" + "a: [" * 5000 + "\n---\n", "deep"),
        ("---\na: 1\n---\n" + "x" * MAX_BYTES, "200,0"),
        ("---\na: \x00\n---\n", "U+0000"),
        ("---\na: 1\n---\nx\u2028y", "U+2028"),
        ("---\na: 1\n---\n## B\n" + "> " * 5000, "quotation"),
        ("---\na: 1\n---\n## B\n\n" + "**" * 2000 + "a" + "**" * 2000, "one another"),
    ],
)
def test_odd_texts(text: str, says: str) -> None:
    found = problems(text)
    assert any(says in problem for problem in found), found
    assert all(problem.startswith(f"{NAME}:") for problem in found)


def test_a_file_is_read_from_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(example(), encoding="utf-8")
    assert read_briefing_file(path) == read_briefing(example(), NAME)
    places = read_file(path).places
    assert places["Key point 2"] == f"{path}:{line_of(example(), '## Key point: See')}"
    assert places["Question quiet-at-pickup-3"].endswith(
        f":{line_of(example(), '#### Reworded 3')}"
    )


def test_files_that_are_no_briefing(tmp_path: Path) -> None:
    binary = tmp_path / "binary.md"
    binary.write_bytes(bytes(range(256)))
    large = tmp_path / "large.md"
    large.write_bytes(b"x" * 1_000_000)
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    for path, says in {
        binary: "UTF-8",
        large: "1,000,000 bytes",
        pipe: "not a file",
        tmp_path / "none.md": "no such file",
        tmp_path: "a folder",
        Path("a\0b.md"): "name",
        tmp_path / ("x" * 300): "cannot be read",
    }.items():
        with pytest.raises(InputError, match=says):
            read_briefing_file(path)
