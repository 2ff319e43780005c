"""Examples of what a briefing says, from its post to its last page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from content.approval import Status
from content.briefing import (
    Briefing,
    BriefingEvent,
    NewsletterItem,
    PublishedReview,
    Section,
    SevenMinute,
    SixtyMinute,
    WhatChanged,
)
from content.compose.notes import compose_refusal
from content.compose.poll import compose_question, compose_result
from content.compose.post import compose_post
from content.compose.query import compose_ask, compose_origin, compose_query_sent, compose_unsure
from content.compose.reading import Returns, compose_last, compose_reading
from content.learning import Reach, Reference, Source, SourceKind, Theme
from content.message import Bullets, Link, Message, Plain, Strong, Text, View
from content.poll import Answer, Question, mark

DELIVERY = UUID("5e7e9b07-0000-4000-8000-000000000001")
"""The delivery that the examples' buttons name."""


def example_briefing() -> Briefing:
    """Return a small, whole briefing; its words are an example and teach nothing."""
    return Briefing(
        slug="hearing-a-child",
        version=2,
        title="Hearing what a child tells us",
        theme=Theme("voice-of-the-child", "Voice of the child"),
        source=Source(
            kind=SourceKind.PRACTICE_LEARNING_REVIEW,
            reach=Reach.LOCAL,
            title="What children told us",
            publisher="Northshire Safeguarding Children Partnership",
            year=2026,
        ),
        summary="Children often show us how they are before they can say it. "
        "Noticing, asking & writing it down helps the next person to understand.",
        key_points=(
            "Behaviour is a way of telling: ask what it might mean.",
            "See the child alone where you can, and say why you do.",
            "Write down the child's own words, in quotation marks.",
        ),
        this_week="ask one child you work with what a good day looks like for them.",
        format=SevenMinute(
            background=_section("Background", "This example shows the shape of a briefing."),
            why_it_matters=_section(
                "Why it matters", "What a child says is easily lost on the way."
            ),
            key_points=(
                _section("Behaviour is a way of telling", "Ask what it might mean."),
                _section("See the child alone where you can", "Say why you do."),
                _section("Write down the child's own words", "Quotation marks help."),
            ),
            remember=Section(
                "What to remember",
                (
                    Bullets(
                        (
                            (Plain("Notice"),),
                            (Plain("Ask "), Strong("gently")),
                            (Plain("Write it down"),),
                        )
                    ),
                ),
            ),
            do=_section("What to do", "Talk this over in your next team meeting."),
        ),
        reflections=(
            "When did a child last change our mind?",
            "What stops us from seeing children alone?",
            "Where do a child's own words stand in our records?",
        ),
        questions=(_one_fits(), _several_fit()),
        references=(
            Reference(
                "HM Government",
                "Working Together to Safeguard Children",
                2023,
                "https://www.gov.uk/government/publications/working-together-to-safeguard-children--2",
            ),
        ),
        links=(Link("Our procedures", "https://procedures.example.org/voice"),),
        author="Sam Author",
        approver="Alex Approver",
        status=Status.APPROVED,
        change=WhatChanged("The first key point says what to ask.", material=True),
    )


def example_formats() -> Mapping[str, Briefing]:
    """Return the example in each of the five formats."""
    briefing = example_briefing()
    sections = briefing.format.sections[:2]
    return {
        "7-minute": briefing,
        "60-minute": replace(briefing, format=SixtyMinute(sections)),
        "published-review": replace(
            briefing,
            format=PublishedReview("https://review.example.org", date(2026, 3, 2), sections),
        ),
        "newsletter-item": replace(briefing, format=NewsletterItem("Spring 2026", sections)),
        "briefing-event": replace(
            briefing,
            format=BriefingEvent(
                datetime(2026, 7, 1, 9, 30, tzinfo=UTC),
                datetime(2026, 7, 1, 10, 30, tzinfo=UTC),
                "Online",
                "https://book.example.org/learning",
                sections,
            ),
        ),
    }


def briefing_examples() -> Mapping[str, Message | View]:
    """Return every message and page by name."""
    briefing = example_briefing()
    one, several = briefing.questions
    local = replace(briefing, source=replace(briefing.source, hidden=True))
    readings = {
        f"reading-{name}": compose_reading(each, DELIVERY)
        for name, each in example_formats().items()
    }
    return {
        "post": compose_post(briefing, DELIVERY),
        **readings,
        "question": compose_question(briefing, DELIVERY, 0),
        "question-several-again": compose_question(briefing, DELIVERY, 1, again=True),
        "result-fits": compose_result(briefing, DELIVERY, 0, mark(one, ("b",))),
        "result-not-quite": compose_result(briefing, DELIVERY, 0, mark(one, ("a",))),
        "result-in-part": compose_result(briefing, DELIVERY, 1, mark(several, ("a", "c"))),
        "last": compose_last(
            briefing, DELIVERY, {one.key: True, several.key: False}, Returns(7, 30)
        ),
        "last-all-fitted": compose_last(
            briefing, DELIVERY, {one.key: True, several.key: True}, Returns(7, 30)
        ),
        "last-read-only": compose_last(briefing, DELIVERY, {}),
        "ask": compose_ask(briefing, DELIVERY),
        "ask-again": compose_ask(briefing, DELIVERY, draft="What about <our> youngest children?"),
        "unsure": compose_unsure(briefing, DELIVERY),
        "query-sent": compose_query_sent(briefing),
        "origin": compose_origin(briefing),
        "origin-hidden": compose_origin(local),
        "refusal-gone": compose_refusal("gone"),
        "refusal-not-for-you": compose_refusal("not_for_you"),
        "refusal-not-yours": compose_refusal("not_yours"),
        "refusal-not-asked": compose_refusal("not_asked"),
        "refusal-handed-on": compose_refusal("handed_on"),
        "refusal-bad-choice": compose_refusal("bad_choice"),
    }


def _section(title: str, words: str) -> Section:
    return Section(title, (Text((Plain(words),)),))


def _one_fits() -> Question:
    return Question(
        key="quiet-in-class",
        scenario="A 9-year-old who used to chat has gone quiet in class for two weeks.",
        ask="What fits practice best?",
        answers=(
            Answer("a", "Wait until the end of term", fits=False, why="Time passes for the child."),
            Answer(
                "b",
                "Find a calm moment, say what you noticed and ask how things are",
                fits=True,
                why="Naming what you see, without guessing, makes it easier to talk.",
            ),
            Answer(
                "c",
                "Ask classmates what is going on",
                fits=False,
                why="It can embarrass the child and spread a worry that is theirs to tell.",
            ),
        ),
    )


def _several_fit() -> Question:
    return Question(
        key="writing-it-down",
        scenario="After a visit you write up what a 6-year-old said.\n\nThe record will be read "
        "by people who were not there.",
        ask="What helps them?",
        answers=(
            Answer("a", "The child's own words, in quotation marks", fits=True, why="They last."),
            Answer("b", "What you saw, apart from what you think", fits=True, why="Both matter."),
            Answer("c", "A tidy summary only", fits=False, why="The child's voice gets lost."),
        ),
    )
